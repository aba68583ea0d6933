"""Before and after, in the three senses of *the place fell*, each with its placebo.

(a) *news*: the last map before and the first after a dated announcement; (b) *crossing*: the maps
on which the place stood at 5 % and at 95 %; (c) *intervention*: one map, the place given to either
side. Placebo of (a) and (b): every other window of equal length; of (c): the same clamp on every
comparable place. Only (c) is an effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ripeness.supply.paper import Placebo

REACHED = (0.05, 0.95)
"""Shares of a place between which it changes hands."""


@dataclass(frozen=True)
class Span:
    """Two days of maps."""

    first: date
    last: date

    @property
    def length(self) -> timedelta:
        """Time between them."""
        return self.last - self.first


def news_span(days: Sequence[date], announced: date) -> Span | None:
    """Return the last map before an announcement and the first on its day or after.

    Args:
        days: Days of maps, in order.
        announced: The day of the announcement.
    """
    before = [day for day in days if day < announced]
    after = [day for day in days if day >= announced]
    return Span(before[-1], after[0]) if before and after else None


def crossing_span(days: Sequence[date], others: np.ndarray) -> Span | None:
    """Return the maps between which a place went over to the other side.

    The last crossing counts: from the last day at 5 % or less before the first day of the spell at
    95 % or more with which the record ends, or that it last had.

    Args:
        days: Days of maps, in order.
        others: Share of the place that the other side holds, day by day.

    Example:
        >>> days = [date(2025, 1, day) for day in (1, 2, 3, 4)]
        >>> crossing_span(days, np.array([0.0, 0.04, 0.5, 0.97])).first.day
        2
    """
    low, high = REACHED
    full = np.flatnonzero(others >= high)
    if not len(full):
        return None
    start = np.flatnonzero(others[: full[-1]] <= low)
    if not len(start):
        return None
    first = int(start[-1])
    last = int(full[full > first][0])
    return Span(days[first], days[last])


def like_spans(days: Sequence[date], span: Span, *, slack_days: int) -> list[Span]:
    """Return all other windows of equal length that share no day with a window.

    Args:
        days: Days of maps, in order.
        span: The window.
        slack_days: By how many days a length may differ, since not every day has a map.
    """
    slack = timedelta(days=slack_days)
    found = []
    for first in days:
        last = min(days, key=lambda day: abs(day - first - span.length))
        apart = last <= span.first or first >= span.last
        if last > first and apart and abs(last - first - span.length) <= slack:
            found.append(Span(first, last))
    return found


def placebo(value: float, others: np.ndarray) -> Placebo | None:
    """Return what comparisons show beside a value; None where there is nothing to compare with.

    Args:
        value: The value asked about.
        others: The same figure where nothing of the kind happened.
    """
    known = others[np.isfinite(others)]
    if not (len(known) and np.isfinite(value)):
        return None
    low, high = np.quantile(known, (0.05, 0.95))
    beyond = int((np.abs(known) >= abs(value) - 1e-12).sum())
    return Placebo(
        low=float(low), high=float(high), p=(1 + beyond) / (1 + len(known)), windows=len(known)
    )
