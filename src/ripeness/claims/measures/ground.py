"""Ground held by a side, or left to it, on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from ripeness.claims.levels import UPPER_BOUND, Levels, first_days_reached, first_met, ground
from ripeness.claims.maps import Series, day_of, known_series
from ripeness.claims.measure import Basis
from ripeness.claims.options import NoOptions, options_of
from ripeness.evidence.panel import ControlPanel
from ripeness.terms.declared import Declared
from ripeness.terms.question import Question
from ripeness.terms.readings import Reading

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
        answers: list[Reading] = []
        for series in known_series(question, panel, by=by).values():
            levels = ground(series, question, grey_zone=grey_zone)
            levels = levels.divided() if self.unit == "share" else levels
            chosen = series.on(question.on)
            if chosen is not None and pd.notna(levels.value.loc[chosen.name]):
                answers.append(self._reading(levels, chosen, question))
        return tuple(answers)

    def _reading(self, levels: Levels, chosen: pd.Series, question: Question) -> Reading:
        label = chosen.name
        met, is_bound = first_met(levels, label, question)
        return Reading(
            source=levels.series.source,
            value=float(levels.value.loc[label]),
            bands=levels.bands_at(label),
            **days_of(chosen),
            first_reached=first_days_reached(levels, SHARES) if self.unit == "share" else {},
            first_met=met,
            first_met_is_bound=is_bound,
            **about_place(chosen),
            complement_assumed=levels.complement,
            note=note_of(levels, chosen),
        )
