"""Ground held by a side, or left to it, on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from ripeness.claims.answers import Answer, reading_of
from ripeness.claims.levels import Levels, first_days_reached, first_met, ground
from ripeness.claims.maps import known_series
from ripeness.evidence.panel import ControlPanel
from ripeness.terms.declared import Declared
from ripeness.terms.options import NoOptions, options_of
from ripeness.terms.question import Question
from ripeness.terms.readings import Basis, Reading

SHARES = (0.05, 0.5, 0.95)
"""Shares whose first day every reading of a share gives."""


class Left(Declared):
    """Options of what is left to a side."""

    grey_zone: Literal["in", "out"] = "in"
    """Whether ground that a source draws as contested counts as left."""


@dataclass(frozen=True)
class Ground:
    """Ground of one side on one day, in km² or as a share of the place or region."""

    name: str
    """The name that a case uses."""
    unit: Literal["share", "km2"]
    """Unit of the value."""
    options: type[Declared]
    """`Left` where the grey zone may count; no options where it never does."""
    basis: Basis = "observed"
    """Read off the maps."""

    def read(self, question: Question, panel: ControlPanel, *, by: date) -> tuple[Reading, ...]:
        """Read each source's map of the day asked, as known by a day.

        Raises:
            DataError: If an option is unknown or unfit.
        """
        told = options_of(question, self.options)
        grey_zone = told.grey_zone if isinstance(told, Left) else "out"
        readings: list[Reading] = []
        for series in known_series(question, panel, by=by).values():
            levels = ground(series, question, grey_zone=grey_zone)
            levels = levels.divided() if self.unit == "share" else levels
            chosen = series.on(question.on)
            if chosen is not None and pd.notna(levels.value.loc[chosen]):
                readings.append(reading_of(levels, chosen, self._answer(levels, chosen, question)))
        return tuple(readings)

    def _answer(self, levels: Levels, row: int, question: Question) -> Answer:
        return Answer(
            value=float(levels.value.loc[row]),
            bands=levels.bands_at(row),
            first_reached=first_days_reached(levels, SHARES) if self.unit == "share" else None,
            met=first_met(levels, row, question),
            note=_grey_note(self, levels, row),
        )


def _grey_note(measure: Ground, levels: Levels, row: int) -> str | None:
    """Say how much hangs on the grey zone, where what is left is asked and one is drawn."""
    chosen = levels.series.maps.iloc[row]
    contested = float(chosen["contested_km2"])
    if measure.options is not Left or not levels.complement or pd.isna(contested):
        return None
    grey = contested / chosen["unit_km2"] if measure.unit == "share" else contested
    return f"the source draws a grey zone of {grey:.4g} ({measure.unit}) here"


SHARE_HELD = Ground("share_held", "share", NoOptions)
"""Share of a place or region held by a side."""

AREA_HELD = Ground("area_held", "km2", NoOptions)
"""Ground held by a side, in km²."""

SHARE_LEFT = Ground("share_left", "share", Left)
"""Share of a place or region that the other side does not hold."""

AREA_LEFT = Ground("area_left", "km2", Left)
"""Ground of a place or region that the other side does not hold, in km²."""
