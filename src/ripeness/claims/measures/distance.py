"""How far a place lies from the drawn line."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from ripeness.claims.answers import Answer, reading_of
from ripeness.claims.levels import TOLERANCES_M, ground
from ripeness.claims.maps import known_series
from ripeness.evidence.panel import ControlPanel
from ripeness.terms.declared import Declared
from ripeness.terms.options import NoOptions, options_of
from ripeness.terms.question import Question
from ripeness.terms.readings import Band, Basis, Reading


@dataclass(frozen=True)
class Distance:
    """Distance from a place's centre to the nearest drawn line, on either side of it."""

    name: str = "distance_to_line"
    unit: str = "km"
    options: type[Declared] = NoOptions
    basis: Basis = "observed"

    def read(self, question: Question, panel: ControlPanel, *, by: date) -> tuple[Reading, ...]:
        """Read each source's map of the day asked, as known by a day.

        Raises:
            DataError: If an option is given.
        """
        options_of(question, NoOptions)
        readings: list[Reading] = []
        for series in known_series(question, panel, by=by).values():
            chosen = series.on(question.on)
            distance = None if chosen is None else series.maps["line_km"].loc[chosen]
            if chosen is not None and pd.notna(distance):
                drawn = question.model_copy(update={"slot": series.drawn})  # a line has no side
                levels = ground(series, drawn, grey_zone="out")
                readings.append(reading_of(levels, chosen, _answer(float(distance))))
        return tuple(readings)


def _answer(value: float) -> Answer:
    bands = tuple(
        Band(
            tolerance_m=tolerance,
            low=max(0.0, value - tolerance / 1000),
            high=value + tolerance / 1000,
        )
        for tolerance in TOLERANCES_M
    )
    return Answer(value=value, bands=bands)


DISTANCE_TO_LINE = Distance()
"""Distance from a place's centre to the drawn line."""
