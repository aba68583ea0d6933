"""Whether a package would hold: what breaking it would give, against what keeping it gives.

A party that breaks a package takes back what it gave, where that can be taken back, keeps what it
was given or what lasts of it, and fights on, with its strength moved by what was carried out. The
package holds by itself if no side would gain by that on any of the days looked at: if the shift of
what a side can secure by force does not exceed its surplus from the package (Powell 2006). Else a
guarantee must cost the breaker at least the difference.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ripeness.table.theory.guards import refuse, whole
from ripeness.table.utility import Course, Weights, annuity, utility

Arrangement = Literal["no_snap_back", "snap_back", "snap_back_phased"]
"""What becomes of concessions after a breach. The breaker always takes back what it gave and can
take back. `no_snap_back`: it keeps what it was given; `snap_back`: it keeps only what lasts;
`snap_back_phased`: what lasts is carried out in steps, and it keeps only the steps done."""

ARRANGEMENTS: tuple[Arrangement, ...] = ("no_snap_back", "snap_back", "snap_back_phased")


@dataclass(frozen=True)
class Agreement:
    """A package in force; arrays by [draw, party, issue] or [draw, party]."""

    agreed: np.ndarray
    """What each issue gives a year as agreed: [draw, party, issue]."""
    status_quo: np.ndarray
    """What it gives without agreement: [draw, party, issue]."""
    lasting: np.ndarray
    """Which issues are settled in a way that cannot be taken back: bool by [issue]."""
    secured: Callable[[np.ndarray], np.ndarray]
    """What fighting on from a day adds to the status quo, a year of what is left of the span: from
    days by [draw] to [draw, party]."""
    shift: np.ndarray
    """What lasting options, once carried out, add to that: [draw, party]."""


@dataclass(frozen=True)
class Later:
    """When a breach may come."""

    years: np.ndarray
    """Years from the agreement to the last day looked at: [draw]."""
    phases: int = 3
    """In how many steps lasting options are carried out where they are phased."""


def guarantee_needed(agreement: Agreement, later: Later, arrangement: Arrangement) -> np.ndarray:
    """Return what a breach must cost each party for the package to hold, by [draw, party].

    Args:
        agreement: The package in force, for the parties that could fight.
        later: When a breach may come.
        arrangement: What becomes of concessions after it.

    Returns:
        Cost a year for the rest of the span, in shares of all that is at stake; 0 where the
        package holds by itself.

    Raises:
        ModelError: If arrays do not fit, or there are no phases.

    References:
        Powell (2006), War as a commitment problem, International Organization 60(1), 169-203,
        doi:10.1017/S0020818306060061. For a package that gives the rising side all of the surplus
        but nothing in the first round, this is his inequality.

    Example:
        >>> none, one = np.zeros((1, 1, 1)), np.ones((1, 1, 1))
        >>> strong = lambda day: np.full((1, 1), 1.25)
        >>> kept = Agreement(one, none, np.array([False]), strong, none[0])
        >>> guarantee_needed(kept, Later(np.ones(1)), "snap_back")
        array([[0.25]])
    """
    where = "guarantee_needed"
    phases = whole(later.phases, "phases", where=where, low=1)
    if agreement.agreed.shape != agreement.status_quo.shape:
        found = agreement.status_quo.shape
        refuse(found, "status_quo", where=where, expected=f"shape {agreement.agreed.shape}")
    gains = [
        _gain(agreement, day, later.years * day.at)
        for day in _days(agreement.lasting, arrangement, phases)
    ]
    return np.maximum(np.max(gains, axis=0), 0.0)


def securing(course: Course, weights: Weights) -> Callable[[np.ndarray], np.ndarray]:
    """Return what fighting on from a later day adds to the status quo, a year of what is left.

    Args:
        course: The course of fighting on.
        weights: What losses, years and delay weigh.

    Returns:
        A function from days by [draw], in years, to [draw, party].
    """
    peace = replace(course, years=np.zeros_like(course.years), during=course.after)

    def secured(day: np.ndarray) -> np.ndarray:
        left = replace(weights, span=weights.span - day)
        gain = utility(course, left) - utility(peace, left)
        return gain / annuity(weights.rate, 0.0, left.span)[:, None]

    return secured


def holds(needed: np.ndarray, guarantee: np.ndarray) -> dict[str, np.ndarray]:
    """Return, for each draw, whether a package holds by itself, needs a guarantee, or cannot hold.

    Args:
        needed: What a breach must cost each party: [draw, party].
        guarantee: What a guarantee could cost a breaker: [draw].
    """
    most = needed.max(axis=1)
    by_itself = most <= 0.0
    enough = ~by_itself & (most <= guarantee)
    return {
        "self_enforcing": by_itself,
        "needs_guarantee": enough,
        "cannot_hold": ~by_itself & ~enough,
    }


@dataclass(frozen=True)
class _Day:
    """A day on which a breach may come."""

    at: float
    """When, as a share of the time looked at."""
    gained: np.ndarray
    """How much of what an issue gave the breaker stays with it: [issue]."""
    given: np.ndarray
    """How much of what the breaker gave on an issue stays given: [issue]."""


def _days(lasting: np.ndarray, arrangement: Arrangement, phases: int) -> list[_Day]:
    given, kept = lasting.astype(float), np.ones(len(lasting))
    match arrangement:
        case "no_snap_back":
            return [_Day(at, kept, given) for at in (0.0, 1.0)]
        case "snap_back":
            return [_Day(at, given, given) for at in (0.0, 1.0)]
        case _:
            steps = [step / phases for step in range(phases + 1)]
            return [_Day(at, given * at, given * at) for at in steps]


def _gain(agreement: Agreement, day: _Day, when: np.ndarray) -> np.ndarray:
    """What breaking a package on a day gives over keeping it, a year of what is left."""
    more = agreement.agreed - agreement.status_quo
    stays = np.where(more > 0, day.gained, day.given)
    lasting = agreement.lasting
    carried_out = float(day.given[lasting].mean()) if lasting.any() else 1.0
    lost = ((1 - stays) * more).sum(axis=2)
    return agreement.secured(when) + agreement.shift * carried_out - lost
