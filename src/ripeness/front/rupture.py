"""Ruptures: four weeks in which far more ground changed hands one way than usual.

The definition is the case's and the same for both sides. A period of `window_days` is a rupture if
its net change is at least `multiple` times the median absolute change of such periods over
the `history_weeks` that end where it begins, and at least `min_share` of the theatre. Periods
of one direction closer than `joined_within_days` are one event. The interval of the rate is exact
(Garwood 1936, https://doi.org/10.1093/biomet/28.3-4.437); a handful of events bears no more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2

from ripeness.front.history import Counts, Numbers
from ripeness.front.rupture_kinds import Direction, Kind
from ripeness.terms.declared import Declared

Status = Literal["counted", "not_testable", "suspected_correction"]

CONFIDENCE = 0.9


class Rule(Protocol):
    """What counts as a rupture; the `rupture` section of a case satisfies it."""

    @property
    def window_days(self) -> int:
        """Length of a period."""
        ...

    @property
    def multiple(self) -> float:
        """How many times the usual change."""
        ...

    @property
    def min_share(self) -> float:
        """The least share of the theatre."""
        ...

    @property
    def history_weeks(self) -> int:
        """How far the usual change looks back."""
        ...

    @property
    def min_changes(self) -> int:
        """The fewest changes that it may rest on."""
        ...

    @property
    def joined_within_days(self) -> int:
        """Periods closer than this are one event."""
        ...

    @property
    def correction_share(self) -> float:
        """Below this share of the change, another source does not confirm it."""
        ...


class Event(Declared):
    """A rupture, or what would be one if it could be tested or were confirmed."""

    source: str
    """Whose map."""
    theatre: str
    """`total`, or an id of the case's regions."""
    multiple: float
    """By which multiple it was found."""
    direction: Direction
    """Whether the side that the source draws gained or lost ground."""
    first: date
    """The Sunday on which its first period begins."""
    last: date
    """The Sunday on which its last period ends."""
    net_km2: float
    """Net change from the first day to the last."""
    largest_km2: float
    """The largest change of one of its periods."""
    times_usual: float | None
    """The largest change over the usual one; null where there is too little history."""
    status: Status
    """Counted; listed as not testable; or listed as a suspected correction of a map."""
    contradicted_by: str | None = None
    """The source that shows less than a tenth of it."""
    kind: Kind = "unknown"
    """Whether ground was taken or left, where the case's record says so."""


class Rate(Declared):
    """How often ruptures came about on one source's map of one theatre."""

    source: str
    """Whose map."""
    theatre: str
    """`total`, or an id of the case's regions."""
    multiple: float
    """By which multiple they are found."""
    direction: Direction
    """Whether the side that the source draws gained or lost ground."""
    span: Literal["own", "common"]
    """The source's own span, or the days that all sources of the theatre can test."""
    first: date | None
    """The first Sunday that could be tested; null where none could."""
    last: date | None
    """The last one."""
    years: float
    """Years that could be tested."""
    events: int
    """Events counted."""
    not_testable: int
    """Events of that size with too little history."""
    suspected_corrections: int
    """Events that another source does not confirm."""
    kinds: dict[Kind, int]
    """Of all these events, counted or not: how many were of which kind."""
    per_year: float | None
    """Events a year; null where nothing could be tested."""
    low: float | None
    """Low end of the exact 90 % interval."""
    high: float | None
    """High end of the exact 90 % interval."""


@dataclass(frozen=True)
class Ground:
    """Weekly readings by source and theatre, and how large each theatre is."""

    readings: Mapping[tuple[str, str], pd.Series]
    area_km2: Mapping[str, float]
    one_hand: tuple[tuple[str, ...], ...] = ()
    kinds: tuple["Recorded", ...] = ()


@dataclass(frozen=True)
class Recorded:
    """That a change of hands on one source's map was fought or a withdrawal."""

    source: str
    theatre: str
    direction: Direction
    first: date
    last: date
    kind: Kind


@dataclass(frozen=True)
class Periods:
    """Every period of a series: when it ends, what changed, what was usual; NaN where not known."""

    ends: pd.DatetimeIndex
    change: Numbers
    usual: Numbers


def periods(readings: pd.Series, rule: Rule) -> Periods:
    """Return the change of every period, and the usual one over the weeks before it began."""
    if readings.empty:
        return Periods(pd.DatetimeIndex([]), np.zeros(0), np.zeros(0))
    every = pd.date_range(readings.index[0], readings.index[-1], freq="7D")
    level = readings.reindex(every).to_numpy(float)[None]
    change, usual = _changes(level, rule)
    return Periods(every, change[0], usual[0])


def events(ground: Ground, rule: Rule, *, multiple: float) -> tuple[Event, ...]:
    """Return every event of every series, by source, theatre and day.

    Args:
        ground: Readings of all sources.
        rule: What counts.
        multiple: How many times the usual change; the rule's, or another at which it is shown.
    """
    found = [
        event
        for source, theatre in ground.readings
        for event in _events_of(ground, (source, theatre), rule, multiple)
    ]
    return tuple(sorted(found, key=lambda e: (e.source, e.theatre, e.first, e.direction)))


def rates(ground: Ground, rule: Rule, *, multiple: float) -> tuple[Rate, ...]:
    """Return how often events came about, on each source's own span and on the common one."""
    listed = events(ground, rule, multiple=multiple)
    rows: list[Rate] = []
    for theatre in dict.fromkeys(theatre for _, theatre in ground.readings):
        testable = {
            source: _testable(ground.readings[source, theatre], rule)
            for source, where in ground.readings
            if where == theatre
        }
        common = _common([days for days in testable.values() if len(days)])
        for source, days in testable.items():
            own = [event for event in listed if (event.source, event.theatre) == (source, theatre)]
            rows += _rates_of((source, theatre, multiple), own, days, span="own")
            if common is not None:
                inside = days[(days >= common[0]) & (days <= common[1])]
                rows += _rates_of((source, theatre, multiple), own, inside, span="common")
    return tuple(rows)


def chance(
    readings: pd.Series, paths_km2: Numbers, rule: Rule, *, area_km2: float, origin: date
) -> dict[Direction, float]:
    """Return the share of members with a rupture in a period that begins at or after the origin.

    Args:
        readings: Weekly readings up to the origin.
        paths_km2: Members by weeks after the origin, in km².
        rule: What counts.
        area_km2: Area of the theatre.
        origin: The Sunday from which the paths go on.
    """
    every = pd.date_range(readings.index[0], pd.Timestamp(origin), freq="7D")
    past = np.broadcast_to(readings.reindex(every).to_numpy(float), (len(paths_km2), len(every)))
    first = len(every) - 1 + rule.window_days // 7
    change, usual = _changes(np.concatenate([past, paths_km2], axis=1), rule, since=first)
    least = np.maximum(rule.multiple * usual[:, first:], rule.min_share * area_km2)
    with np.errstate(invalid="ignore"):
        gained = (change[:, first:] >= least).any(axis=1)
        lost = (-change[:, first:] >= least).any(axis=1)
    return {"gained": float(gained.mean()), "lost": float(lost.mean())}


def exact_rate(count: int, years: float) -> tuple[float, float, float]:
    """Return events a year with their exact 90 % interval.

    Example:
        >>> [round(x, 3) for x in exact_rate(0, 3.0)]
        [0.0, 0.0, 0.999]
    """
    tail = (1 - CONFIDENCE) / 2
    low = float(chi2.ppf(tail, 2 * count) / 2) if count else 0.0
    high = float(chi2.ppf(1 - tail, 2 * count + 2) / 2)
    return count / years, low / years, high / years


def _changes(level: Numbers, rule: Rule, *, since: int = 0) -> tuple[Numbers, Numbers]:
    """Return, by the week in which each period ends, its change and the usual one before it.

    Usual changes are left NaN before the position `since`, where nobody asks for them.
    """
    weeks = rule.window_days // 7
    change = np.full(level.shape, np.nan)
    change[:, weeks:] = level[:, weeks:] - level[:, :-weeks]
    usual = np.full(level.shape, np.nan)
    look_back = rule.history_weeks - weeks + 1
    for end in range(max(weeks, since), level.shape[1]):
        begin = end - weeks
        before = np.abs(change[:, max(begin - look_back + 1, 0) : begin + 1])
        known = np.isfinite(before).sum(axis=1) >= rule.min_changes
        if known.any():
            usual[known, end] = _medians(before[known])
    return change, usual


def _medians(rows: Numbers) -> Numbers:
    """Return the median of each row's known values; much faster here than numpy's own."""
    ordered = np.sort(rows, axis=1)  # NaN come last
    known = np.isfinite(rows).sum(axis=1)
    middle = np.stack([(known - 1) // 2, known // 2], axis=1)
    return np.take_along_axis(ordered, middle, axis=1).mean(axis=1)


def _events_of(
    ground: Ground, named: tuple[str, str], rule: Rule, multiple: float
) -> Iterator[Event]:
    readings, area = ground.readings[named], ground.area_km2[named[1]]
    told = periods(readings, rule)
    with np.errstate(invalid="ignore"):
        large = np.abs(told.change) >= rule.min_share * area
        beyond = np.abs(told.change) >= multiple * told.usual
    untested = np.isnan(told.usual)
    for direction, sign in (("gained", 1.0), ("lost", -1.0)):
        one_way = large & (told.change * sign > 0)
        for at in _joined(told.ends, one_way & (beyond | untested), rule):
            yield _event(ground, named, rule, (multiple, direction, at, told))


def _joined(ends: pd.DatetimeIndex, flagged: NDArray[np.bool_], rule: Rule) -> Iterator[Counts]:
    """Group positions of periods whose ends lie less than the rule's days apart."""
    group: list[int] = []
    for position in np.flatnonzero(flagged).tolist():
        if group and (ends[position] - ends[group[-1]]).days >= rule.joined_within_days:
            yield np.array(group)
            group = []
        group.append(position)
    if group:
        yield np.array(group)


def _event(
    ground: Ground, named: tuple[str, str], rule: Rule, found: tuple[float, str, Counts, Periods]
) -> Event:
    multiple, direction, at, told = found
    first = told.ends[at[0]] - pd.Timedelta(days=rule.window_days)
    last = told.ends[at[-1]]
    readings = ground.readings[named]
    net = float(readings[last] - readings[first])
    times = told.change[at] / np.where(told.usual[at] > 0, told.usual[at], np.nan)
    tested = np.isfinite(told.usual[at])
    other = _not_confirmed(ground, named, rule, (first, last, net))
    status: Status = "counted" if tested.any() else "not_testable"
    return Event(
        source=named[0],
        theatre=named[1],
        multiple=multiple,
        direction="gained" if direction == "gained" else "lost",
        first=first.date(),
        last=last.date(),
        net_km2=net,
        largest_km2=float(told.change[at][np.argmax(np.abs(told.change[at]))]),
        times_usual=float(np.nanmax(np.abs(times))) if np.isfinite(times).any() else None,
        status="suspected_correction" if other else status,
        contradicted_by=other,
        kind=_kind(ground, named, direction, (first.date(), last.date())),
    )


def _kind(ground: Ground, named: tuple[str, str], direction: str, span: tuple[date, date]) -> Kind:
    """Return the kind on record; where records of two kinds meet the event it is not known."""
    found: set[Kind] = {
        one.kind
        for one in ground.kinds
        if (one.source, one.theatre, one.direction) == (*named, direction)
        and one.first <= span[1]
        and one.last >= span[0]
    }
    return next(iter(found)) if len(found) == 1 else UNKNOWN


def _not_confirmed(
    ground: Ground,
    named: tuple[str, str],
    rule: Rule,
    span: tuple[pd.Timestamp, pd.Timestamp, float],
) -> str | None:
    first, last, net = span
    same_hand = {name for hand in ground.one_hand if named[0] in hand for name in hand}
    for (source, theatre), readings in ground.readings.items():
        if theatre != named[1] or source == named[0] or source in same_hand:
            continue
        if first in readings.index and last in readings.index:
            theirs = float(readings[last] - readings[first])
            if theirs * np.sign(net) < rule.correction_share * abs(net):
                return source
    return None


def _testable(readings: pd.Series, rule: Rule) -> pd.DatetimeIndex:
    told = periods(readings, rule)
    return told.ends[np.isfinite(told.change) & np.isfinite(told.usual)]


def _common(days: list[pd.DatetimeIndex]) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    if len(days) < 2:
        return None
    first, last = max(one[0] for one in days), min(one[-1] for one in days)
    return (first, last) if first <= last else None


def _rates_of(
    named: tuple[str, str, float],
    own: list[Event],
    days: pd.DatetimeIndex,
    *,
    span: Literal["own", "common"],
) -> Iterator[Rate]:
    source, theatre, multiple = named
    years = len(days) * 7 / 365.25
    inside = [e for e in own if span == "own" or _meets(e, days)]
    for direction in ("gained", "lost"):
        ours = [event for event in inside if event.direction == direction]
        count = {status: sum(e.status == status for e in ours) for status in STATUSES}
        rate = exact_rate(count["counted"], years) if years > 0 else (None, None, None)
        yield Rate(
            source=source,
            theatre=theatre,
            multiple=multiple,
            direction=direction,
            span=span,
            first=days[0].date() if len(days) else None,
            last=days[-1].date() if len(days) else None,
            years=years,
            events=count["counted"],
            not_testable=count["not_testable"],
            suspected_corrections=count["suspected_correction"],
            kinds={kind: sum(e.kind == kind for e in ours) for kind in KINDS},
            per_year=rate[0],
            low=rate[1],
            high=rate[2],
        )


UNKNOWN: Kind = "unknown"

KINDS: tuple[Kind, ...] = ("fought", "withdrawn", "unknown")

STATUSES: tuple[Status, ...] = ("counted", "not_testable", "suspected_correction")


def _meets(event: Event, days: pd.DatetimeIndex) -> bool:
    return len(days) > 0 and days[0].date() <= event.last <= days[-1].date()
