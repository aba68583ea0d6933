"""The largest share of a place that a side held on any map of a period."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from ripeness.claims.answers import Answer, reading_of
from ripeness.claims.levels import Levels, first_days_reached, first_met, ground
from ripeness.claims.maps import known_series
from ripeness.claims.measures.ground import SHARES
from ripeness.evidence.panel import ControlPanel
from ripeness.terms.declared import Declared
from ripeness.terms.options import options_of
from ripeness.terms.question import Question
from ripeness.terms.readings import Basis, Reading


class Since(Declared):
    """Options of a measure over a period that ends on the day asked."""

    since: date | None = None
    """First day of the period; the day of the statement if it is not given."""


@dataclass(frozen=True)
class ShareReached:
    """The largest share that a side held of a place, from the statement to the day asked.

    It answers *has the place changed hands by that day*, though ground may have changed back.
    """

    name: str = "share_reached"
    unit: str = "share"
    options: type[Declared] = Since
    basis: Basis = "observed"

    def read(self, question: Question, panel: ControlPanel, *, by: date) -> tuple[Reading, ...]:
        """Read each source's maps of the period, as known by a day.

        A source answers only if it has a map near the last day of the period, for otherwise
        its silence would read as *not yet*.

        Raises:
            DataError: If an option is unknown or unfit.
        """
        told = options_of(question, Since)
        since = told.since or question.said_on
        readings: list[Reading] = []
        for series in known_series(question, panel, by=by).values():
            levels = ground(series, question, grey_zone="out").divided()
            if series.on(question.on) is None:
                continue
            chosen = _largest(levels, since, question.on)
            if chosen is not None:
                readings.append(reading_of(levels, chosen, _answer(levels, chosen, question)))
        return tuple(readings)


def _largest(levels: Levels, since: date, until: date) -> int | None:
    """Return the first map with the largest value among those that end in a period."""
    days = levels.series.maps["valid_to"]
    inside = days.between(pd.Timestamp(since), pd.Timestamp(until)) & levels.value.notna()
    if not inside.any():
        return None
    return int(levels.value.where(inside).argmax())


def _answer(levels: Levels, row: int, question: Question) -> Answer:
    return Answer(
        value=float(levels.value.loc[row]),
        bands=levels.bands_at(row),
        first_reached=first_days_reached(levels, SHARES),
        met=first_met(levels, row, question),
    )


SHARE_REACHED = ShareReached()
"""The largest share held in a period."""
