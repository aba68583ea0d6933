"""The courses of action on one battlefield, told week by week; all on the same draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.bargain import NOBODY, Bargained
from ripeness.campaign.conclusion import quiet_spread
from ripeness.campaign.fought import Fought
from ripeness.campaign.offers import Listed
from ripeness.campaign.records import (
    CourseEnd,
    CoursePaper,
    Difference,
    GroundAt,
    TermsShare,
    TollAt,
)
from ripeness.table.priors import Family
from ripeness.terms.errors import DataError

Numbers = NDArray[np.float64]
Weeks = NDArray[np.int64]

TOLD_EVERY = 4
"""Losses are told every so many weeks, and at the horizon."""

SHOWN_TERMS = 12
"""How many ways of ending are listed."""


@dataclass(frozen=True)
class Ended:
    """One course of action: when it ends in each member, and on what."""

    name: str
    """`fight_on`, `settle_now`, `settle_at_WEEKS` or `bargain`."""
    title: str
    """Name shown."""
    week: Weeks
    """Week in which the war ends, by member; −1 if it does not by the horizon."""
    package: Weeks
    """Position of the package among those listed; −1: the line frozen at the horizon."""
    family: Family | None = None
    """Family of priors; null where none enters."""


def settled_in(week: int, package: int, *, members: int, title: str) -> Ended:
    """Return the course on which a package is agreed on in a given week.

    Args:
        week: The week; 0 is now.
        package: Position of the package among those listed.
        members: How many members.
        title: Name shown.
    """
    name = "settle_now" if week == 0 else f"settle_at_{week}"
    return Ended(name, title, np.full(members, week), np.full(members, package))


def fought_on(members: int) -> Ended:
    """Return the course on which the war goes on to the horizon and then freezes on the line."""
    none = np.full(members, NOBODY)
    return Ended("fight_on", "fight on, then freeze on the line", none, none)


def bargained(found: Bargained, family: Family) -> Ended:
    """Return the course on which the parties bargain week by week."""
    return Ended("bargain", "bargain week by week", found.week, found.package, family)


def course_paper(
    ended: Ended, fought: Fought, listed: tuple[Listed, ...], sides: dict[str, str]
) -> CoursePaper:
    """Return what a course comes to, week by week.

    Args:
        ended: The course.
        fought: The battlefield.
        listed: The packages that may be agreed on.
        sides: Slot to the id of the side.
    """
    left, weeks = left_by(ended, fought), range(len(fought.days))
    war = ended.week[ended.week != NOBODY]
    return CoursePaper(
        map_source=fought.source,
        name=ended.name,
        title=ended.title,
        family=ended.family,
        package=_only(ended, listed),
        end=tuple(
            CourseEnd(date=fought.days[week], p=float((war <= week).sum() / len(ended.week)))
            for week in weeks
        ),
        ground=tuple(GroundAt(week=fought.days[week], **_spread(left[:, week])) for week in weeks),
        terms=terms(ended, listed),
        losses=tuple(losses_told(ended, fought, sides)),
    )


def left_by(ended: Ended, fought: Fought) -> Numbers:
    """Return what is left of the rest by week, the line being frozen where the war has ended.

    Ground that a package itself gives away is told as terms, not here: [member, week].
    """
    return _stopped(fought.left_km2, ended.week)


def lost_by(ended: Ended, fought: Fought) -> Numbers:
    """Return losses so far, none after the end: [member, week, series]."""
    return _stopped(np.cumsum(fought.battle.tolls, axis=1), ended.week)


def losses_told(ended: Ended, fought: Fought, sides: dict[str, str]) -> Iterator[TollAt]:
    """Return losses up to every fourth week and the horizon, each series by itself."""
    so_far, last = lost_by(ended, fought), len(fought.days) - 1
    told = sorted({*range(TOLD_EVERY, last, TOLD_EVERY), last})
    for number, toll in enumerate(fought.tolls):
        for week in told:
            yield TollAt(
                side=sides[toll.slot],
                population=toll.population,
                kind=toll.kind,
                basis=toll.basis,
                source=toll.source,
                lower_bound=toll.lower_bound,
                known_on=toll.known_on,
                week=fought.days[week],
                **_spread(so_far[:, week, number]),
            )


def terms(ended: Ended, listed: tuple[Listed, ...]) -> tuple[TermsShare, ...]:
    """Return the ways in which a course ends, the most frequent first."""
    found, counts = np.unique(ended.package, return_counts=True)
    rows = [
        TermsShare(
            package=None if at == NOBODY else listed[at].near,
            change=None if at == NOBODY else listed[at].change,
            share=float(count / len(ended.package)),
        )
        for at, count in zip(found, counts, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: -row.share)[:SHOWN_TERMS])


def differences(
    first: Ended, second: Ended, fought: Fought, sides: dict[str, str]
) -> Iterator[Difference]:
    """Return one course less another at the horizon, member by member.

    Args:
        first: The course from which the other is taken.
        second: The other.
        fought: The battlefield of both.
        sides: Slot to the id of the side.
    """
    ground = left_by(first, fought)[:, -1] - left_by(second, fought)[:, -1]
    rows: list[tuple[str, str, Numbers]] = [("ground", "km2", ground)]
    more = lost_by(first, fought)[:, -1] - lost_by(second, fought)[:, -1]
    for number, toll in enumerate(fought.tolls):
        what = f"{toll.source} {sides[toll.slot]} {toll.kind}"
        rows.append((what, toll.population, more[:, number]))
    names = [f"{one.name} {one.family}" if one.family else one.name for one in (first, second)]
    for quantity, unit, change in rows:
        mean = float(change.mean())
        yield Difference(
            map_source=fought.source,
            minuend=names[0],
            subtrahend=names[1],
            quantity=quantity,
            unit=unit,
            p_sign=float((np.sign(change) == np.sign(mean)).mean()),
            **_spread(change),
        )


def _only(ended: Ended, listed: tuple[Listed, ...]) -> str | None:
    first = int(ended.package[0])
    same = bool((ended.package == first).all())
    return listed[first].near if same and first != NOBODY else None


def _stopped(by_week: Numbers, end: Weeks) -> Numbers:
    """Hold what runs by week where it stood when the war ended."""
    weeks = np.arange(by_week.shape[1])
    last = np.where(end == NOBODY, by_week.shape[1] - 1, end)
    taken = np.minimum(weeks[None, :], last[:, None])
    index = taken.reshape(*taken.shape, *(1,) * (by_week.ndim - 2))
    return np.take_along_axis(by_week, index, axis=1)


def _spread(values: Numbers) -> dict[str, float]:
    mean, low, high = quiet_spread(values)
    return {"mean": mean, "low": low, "high": high}


def named_at(listed: Sequence[Listed], package: str) -> int:
    """Return the position of a named package among those listed.

    Args:
        listed: The packages.
        package: Its id.

    Raises:
        DataError: If no such package is listed.
    """
    names = [one.near if one.change is None else None for one in listed]
    if package not in names:
        known = ", ".join(dict.fromkeys(one.near for one in listed))
        raise DataError(
            f"no package {package!r} that was public",
            where="the campaign",
            expected=f"one of {known}",
            remedy="Name one of these under `campaign: package`, or a later `as_of`.",
        )
    return names.index(package)
