"""The toll of the weeks to come: each series of losses by itself, carried on with its own error.

No two series are added, and one side's count is never derived from the other's. A week's toll is a
block of past weeks drawn again (the moving block bootstrap, Künsch 1989,
https://doi.org/10.1214/aos/1176347265), so that bad months stay together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.evidence.losses.kinds import Basis, Kind
from ripeness.evidence.losses.record import SERIES, LossTable, known_by, trend_rows
from ripeness.front.wear import weekly_counts
from ripeness.terms.chance import stream
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.question import Slot

Numbers = NDArray[np.float64]

PAST_WEEKS = 104
"""How much of the past is read."""

FEWEST_WEEKS = 26
"""A series with fewer weeks is not carried on."""

BLOCK_WEEKS = 8
"""Length of a block."""

LONGEST_DAYS = 45
"""A count over a longer time tells of no week and is left out."""

MOST_FARTHER = 3.0
"""How many times farther from the mean than known a block may lie at most."""

RECENT_WEEKS = 52
"""The weeks, the last ones told of, from which blocks are drawn."""


@dataclass(frozen=True)
class Toll:
    """One series of losses, by week, as known on a day."""

    source: str
    """Name of the source."""
    slot: Slot
    """The side whose losses are counted."""
    population: str
    """Who or what is counted."""
    kind: Kind
    """What is counted of them."""
    basis: Basis
    """Who says so and how."""
    lower_bound: bool
    """Whether it is at least so much."""
    known_on: date
    """The first day on which the last count used could be read."""
    last: date
    """The last day told of."""
    weekly: Numbers
    """Losses a week over the last weeks told of, the latest last; never negative."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells the series from others of the same side."""
        return self.source, self.population, self.kind, self.basis


def tolls(losses: LossTable, *, as_of: date, populations: tuple[str, ...]) -> tuple[Toll, ...]:
    """Return every series that can be carried on, from what was known on a day.

    What a list is still filling in enters no trend.

    Args:
        losses: The counts of a case.
        as_of: The last day of knowledge.
        populations: Who or what is carried on.
    """
    known = trend_rows(known_by(losses, as_of).records)
    known = known[(known["end"] - known["start"]).dt.days <= LONGEST_DAYS]
    known = known[known["population"].isin(populations)]
    return tuple(_tolls(known, losses, as_of))


def _tolls(known: pd.DataFrame, losses: LossTable, as_of: date) -> Iterator[Toll]:
    for key, rows in known.groupby(list(SERIES), sort=True):
        source, slot, population, kind, basis = map(str, key)
        last = sunday_on_or_before(min(rows["end"].max().date(), as_of))
        by_week = weekly_counts(rows, origin=last, weeks=PAST_WEEKS)
        told = by_week[np.isfinite(by_week)][-RECENT_WEEKS:]
        if len(told) < FEWEST_WEEKS:
            continue
        yield Toll(
            source=source,
            slot=cast("Slot", slot),
            population=population,
            kind=cast("Kind", kind),
            basis=cast("Basis", basis),
            lower_bound=losses.sources[source].lower_bound,
            known_on=rows["known_on"].max().date(),
            last=last,
            weekly=np.maximum(told, 0.0),
        )


def drawn_weeks(toll: Toll, *, seed: int, members: int, weeks: int) -> Numbers:
    """Return losses by member and week: blocks of past weeks, drawn again.

    Each member has a past of its own, the year drawn again in blocks, and its weeks to come are
    blocks of that: a year tells the usual losses no better than so. Few blocks tell their own
    spread badly too, so each member's blocks lie farther from the mean by Student's factor (1908,
    https://doi.org/10.1093/biomet/6.1.1). Both sides of one series are drawn from the same weeks:
    what was a hard month for both stays one, and exchanging the sides exchanges the draws.

    Args:
        toll: The series.
        seed: The seed of the run.
        members: How many members.
        weeks: How many weeks.
    """
    generator = stream(seed, "campaign", "toll", *toll.key)
    blocks, told = -(-weeks // BLOCK_WEEKS), len(toll.weekly) // BLOCK_WEEKS
    past = generator.integers(0, len(toll.weekly) - BLOCK_WEEKS + 1, size=(members, told))
    starts = np.take_along_axis(past, generator.integers(0, told, size=(members, blocks)), axis=1)
    taken = toll.weekly[starts[:, :, None] + np.arange(BLOCK_WEEKS)]
    apart = taken.mean(axis=2, keepdims=True) - toll.weekly.mean()
    farther = _farther(generator, len(toll.weekly), members)[:, None, None]
    drawn = np.maximum(taken + (farther - 1) * apart, 0.0)
    return drawn.reshape(members, -1)[:, :weeks]


def _farther(generator: np.random.Generator, weeks: int, members: int) -> Numbers:
    """Return by how much farther from their mean a member's blocks lie than the blocks known."""
    free = weeks / BLOCK_WEEKS - 1
    spread = np.sqrt((free + 1) / generator.chisquare(free, members))
    return np.minimum(spread, MOST_FARTHER)


def weeks_after(as_of: date, weeks: int) -> tuple[date, ...]:
    """Return the Sundays after the origin of a day.

    Example:
        >>> weeks_after(date(2025, 12, 5), 2)
        (datetime.date(2025, 12, 7), datetime.date(2025, 12, 14))
    """
    origin = sunday_on_or_before(as_of)
    return tuple(origin + timedelta(weeks=week) for week in range(1, weeks + 1))
