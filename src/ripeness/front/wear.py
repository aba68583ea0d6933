"""What two armies lose and what is known of it at an origin: losses as ranges, never as one number.

Counts differ in kind (killed, missing, killed and wounded, equipment) and in who counts, so none is
added to another, none is converted, and one side's count says nothing of the other's. Two things
are read off them, for each side by itself:

- *course*: how a series rose and fell about its own mean. Every source's series is one course;
  a member of a forecast follows one of them, so that sources are carried through and not averaged.
- *range*: what share of its strength the side loses in a week. A named list of killed over the
  largest strength stated is its low end, an opponent's claim of killed and wounded over the
  smallest its high end. An end that nothing gives is left open, and the model's prior speaks.

Only counts known by the origin are used, and no month that a list is still filling in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.evidence.counts import Counts
from ripeness.evidence.losses.record import SERIES, known_by, trend_rows
from ripeness.evidence.strengths.record import Strength
from ripeness.terms.question import Slot

Numbers = NDArray[np.float64]

OTHER: dict[Slot, Slot] = {"a": "b", "b": "a"}

LONGEST_DAYS = 45
"""A count over a longer time tells no course and is left out."""

FEWEST_WEEKS = 26
"""A series that tells of fewer weeks of the history is no course."""

SMOOTHED_WEEKS = 8
"""Courses are running means over so many weeks, since lists date by month."""

RATE_WEEKS = 52
"""Over how many weeks, up to the last one told of, a share of strength is taken."""

WEEKS_A_MONTH = 365.25 / 12 / 7


@dataclass(frozen=True)
class Course:
    """How one source's count of one side rose and fell about its own mean."""

    source: str
    """Name of the source."""
    about_mean: Numbers
    """By week of the history, the losses of a week over their mean; never negative."""


@dataclass(frozen=True)
class SideWear:
    """What is known of one side's losses and replacements."""

    courses: tuple[Course, ...] = ()
    """One a source; none: how losses rose and fell is not known."""
    low: float | None = None
    """Share of its strength that the side loses in a week, at the least; null: not known."""
    high: float | None = None
    """The same, at the most; null: not known."""
    joins: tuple[float, float] | None = None
    """Share of its strength that joins in a week, from stated recruitment; null: none stated."""


@dataclass(frozen=True)
class Wear:
    """What is known of both sides' losses at an origin."""

    ours: SideWear = SideWear()
    """Of the side whose area is forecast."""
    theirs: SideWear = SideWear()
    """Of the other side."""

    def lacks(self) -> tuple[str, ...]:
        """Say what is not known, each as the end of a sentence."""
        told = []
        for whose, side in (("the side forecast", self.ours), ("the other side", self.theirs)):
            if not side.courses:
                told.append(f"no series of losses of {whose}")
            if side.low is None and side.high is None:
                told.append(f"no share of its strength that {whose} loses")
        return tuple(told)


def wear_of(counts: Counts, *, drawn: Slot, origin: date, weeks: int) -> Wear:
    """Return what was known at an origin of both sides' losses.

    Args:
        counts: The case's counts and stated strengths.
        drawn: The slot of the side whose area is forecast.
        origin: The Sunday from which a forecast looks forward; nothing known later is used.
        weeks: How many weeks before the origin are read.
    """
    known = trend_rows(known_by(counts.losses, origin).records)
    stated = tuple(one for one in counts.strengths if one.figure.known_on <= origin)
    sides = {
        slot: _side(known[known["side"] == slot], _of(stated, slot), origin, weeks)
        for slot in OTHER
    }
    return Wear(ours=sides[drawn], theirs=sides[OTHER[drawn]])


def _of(stated: Iterable[Strength], slot: Slot) -> tuple[Strength, ...]:
    return tuple(one for one in stated if one.side == slot)


def _side(rows: pd.DataFrame, stated: tuple[Strength, ...], origin: date, weeks: int) -> SideWear:
    rows = rows[(rows["end"] - rows["start"]).dt.days <= LONGEST_DAYS]
    strength = _strength(stated)
    rates = list(_rates(rows, origin, weeks))
    low = [rate for basis, rate in rates if basis == "named_list"]
    high = [rate for basis, rate in rates if basis == "claimed_by_opponent"]
    return SideWear(
        courses=tuple(_courses(rows, origin, weeks)),
        low=max(low) / strength[1] if low and strength else None,
        high=max(high) / strength[0] if high and strength else None,
        joins=_joins(stated, strength),
    )


def _strength(stated: tuple[Strength, ...]) -> tuple[float, float] | None:
    """Return the smallest and the largest strength stated, of whatever scope."""
    ends = [
        (one.figure.low or one.figure.value, one.figure.high or one.figure.value)
        for one in stated
        if one.figure.scope != "recruits_per_month"
    ]
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def _joins(
    stated: tuple[Strength, ...], strength: tuple[float, float] | None
) -> tuple[float, float] | None:
    recruits = [one.figure for one in stated if one.figure.scope == "recruits_per_month"]
    if not recruits or strength is None:
        return None
    low = min(one.low or one.value for one in recruits) / WEEKS_A_MONTH / strength[1]
    high = max(one.high or one.value for one in recruits) / WEEKS_A_MONTH / strength[0]
    return low, high


def _rates(rows: pd.DataFrame, origin: date, weeks: int) -> Iterator[tuple[str, float]]:
    """Return soldiers lost in a week by each series of killed, or of killed and wounded."""
    people = rows[rows["kind"].isin(["killed", "killed_and_wounded"])]
    for (basis, _), series in people.groupby(["basis", "source"], sort=True):
        by_week = weekly_counts(series, origin=origin, weeks=weeks)
        told = by_week[np.isfinite(by_week)][-RATE_WEEKS:]
        if len(told) >= FEWEST_WEEKS:
            yield str(basis), float(told.mean())


def _courses(rows: pd.DataFrame, origin: date, weeks: int) -> Iterator[Course]:
    """Return of each source the course of the series that counts most; what is counted once.

    Two files of one list (its days, and its vintages by month) are one course.
    """
    counted: set[tuple[object, ...]] = set()
    for source, own in rows.groupby("source", sort=True):
        sums = own.groupby(list(SERIES), sort=True)["value"].sum().reset_index()
        most = sums.sort_values("value", kind="stable").iloc[-1][list(SERIES)]
        what = tuple(most.drop("source"))
        if what in counted:
            continue
        counted.add(what)
        series = own[(own[list(SERIES)] == most).all(axis=1)]
        by_week = weekly_counts(series, origin=origin, weeks=weeks)
        told = np.isfinite(by_week)
        if told.sum() >= FEWEST_WEEKS and np.nanmean(by_week) > 0:
            yield Course(str(source), _smooth(by_week, told))


def _smooth(by_week: Numbers, told: Numbers) -> Numbers:
    """Return running means over the mean; where a source is silent its nearest week stands."""
    positions = np.flatnonzero(told)
    every = np.interp(np.arange(len(by_week)), positions, by_week[positions])
    smooth = pd.Series(every).rolling(SMOOTHED_WEEKS, min_periods=1).mean().to_numpy(float)
    return np.maximum(smooth, 0.0) / max(float(smooth.mean()), 1e-9)


def weekly_counts(series: pd.DataFrame, *, origin: date, weeks: int) -> Numbers:
    """Return losses by week up to the origin, each count spread evenly over its days.

    Args:
        series: Counts of one series.
        origin: The Sunday with which the last week ends.
        weeks: How many weeks; those that no count tells of are NaN.
    """
    first = np.datetime64(origin, "D") - 7 * weeks + 1
    start = (series["start"].to_numpy("datetime64[D]") - first).astype(np.int64)
    end = (series["end"].to_numpy("datetime64[D]") - first).astype(np.int64)
    a_day = series["value"].to_numpy(float) / (end - start + 1)
    edges = np.zeros(7 * weeks + 1)
    told = np.zeros(7 * weeks + 1)
    begins, ends = np.clip(start, 0, 7 * weeks), np.clip(end + 1, 0, 7 * weeks)
    np.add.at(edges, begins, a_day)
    np.add.at(edges, ends, -a_day)
    np.add.at(told, begins, 1.0)
    np.add.at(told, ends, -1.0)
    by_day, days = np.cumsum(edges)[:-1], np.cumsum(told)[:-1] > 0
    whole = days.reshape(weeks, 7).mean(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(days, by_day, 0.0).reshape(weeks, 7).sum(axis=1) / whole
    return np.where(whole >= 0.5, mean, np.nan)
