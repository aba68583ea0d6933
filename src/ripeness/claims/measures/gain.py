"""Ground that a side gained between two days, less what it lost."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from ripeness.claims.answers import Answer, reading_of
from ripeness.claims.levels import Levels, ground
from ripeness.claims.maps import day_of, known_series
from ripeness.claims.measures.reached import Since
from ripeness.evidence.panel import ControlPanel
from ripeness.terms.declared import Declared
from ripeness.terms.options import options_of
from ripeness.terms.question import Question
from ripeness.terms.readings import Band, Basis, Reading

SLACK_DAYS = 2
"""How many days the maps' period may differ from the one asked, however short that is."""

SLACK_SHARE = 0.2
"""How much of the period asked the maps' period may differ from it."""


@dataclass(frozen=True)
class Gain:
    """Net gain of a side from the end of one day to the end of another, in km².

    The band moves the drawn line by the same tolerance on both days: one hand drew both maps,
    and where the line did not move its tolerance cancels.
    """

    name: str = "net_gain"
    unit: str = "km2"
    options: type[Declared] = Since
    basis: Basis = "observed"

    def read(self, question: Question, panel: ControlPanel, *, by: date) -> tuple[Reading, ...]:
        """Read each source's maps of the two days, as known by a day.

        A source whose maps near the two days span another period than the one asked is silent.

        Raises:
            DataError: If an option is unknown or unfit.
        """
        told = options_of(question, Since)
        since = told.since or question.said_on
        readings: list[Reading] = []
        for series in known_series(question, panel, by=by).values():
            levels = ground(series, question, grey_zone="out")
            first, last = series.on(since), series.on(question.on)
            if levels.bound or first is None or last is None:
                continue
            if not _spans(levels, first, last, asked=(question.on - since).days):
                continue
            if pd.isna(_change(levels.value, first, last)):
                continue
            readings.append(reading_of(levels, last, _answer(levels, first, last)))
        return tuple(readings)


def _spans(levels: Levels, first: int, last: int, *, asked: int) -> bool:
    """Say whether two maps lie as far apart as the period asked, but for a fifth of it.

    A map up to seven days away may speak for a day; at both ends of a short period that would
    compare periods of another length.
    """
    days = levels.series.maps["valid_to"]
    apart = (day_of(days[last]) - day_of(days[first])).days
    return abs(apart - asked) <= max(SLACK_DAYS, asked * SLACK_SHARE)


def _answer(levels: Levels, first: int, last: int) -> Answer:
    value = _change(levels.value, first, last)
    bands: list[Band] = []
    for tolerance, (low, high) in sorted(levels.bands.items()):
        moved = (_change(low, first, last), _change(high, first, last))
        if not any(pd.isna(end) for end in moved):
            ends = (value, *moved)
            bands.append(Band(tolerance_m=tolerance, low=min(ends), high=max(ends)))
    days = levels.series.maps["valid_to"]
    note = f"from the map of {day_of(days[first])} to that of {day_of(days[last])}"
    return Answer(value=value, bands=tuple(bands), note=note)


def _change(values: pd.Series, first: int, last: int) -> float:
    return float(values.loc[last] - values.loc[first])


NET_GAIN = Gain()
"""Ground gained less ground lost."""
