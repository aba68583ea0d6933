"""What the rules of bargaining pick among packages: Nash, Kalai-Smorodinsky and two others.

A package cannot be mixed with another, so the rules are read on packages themselves, all ties
listed. Only packages count that every party prefers to its reservation value.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ripeness.table.packages.frontier import Frontier
from ripeness.table.theory.frontiers import Lotteries
from ripeness.table.theory.guards import numbers, refuse
from ripeness.table.theory.solutions import (
    Agreement,
    egalitarian,
    kalai_smorodinsky,
    nash,
    utilitarian,
)

Rule = Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"]
RULES: tuple[Rule, ...] = get_args(Rule)

_TIED = 1e-9
"""Aims that differ by less than this share of their size are tied."""


@dataclass(frozen=True)
class Point:
    """A worth that a rule picks, and the packages that have it."""

    rule: Rule
    """The rule."""
    worth: tuple[float, ...]
    """What it is worth to each party."""
    packages: tuple[tuple[int, ...], ...]
    """Every package of that worth, as option positions; at most as many as were asked."""


def points(
    found: Frontier, *, reservations: np.ndarray, most: int = 20
) -> dict[Rule, tuple[Point, ...]]:
    """Return what each rule picks on a frontier; nothing where no package is better for all.

    Egalitarian and utilitarian compare parties' units with each other; the other two do not.

    Args:
        found: The frontier, whole or above the reservation values.
        reservations: What each party has without an agreement.
        most: The largest number of tied packages listed for one worth.

    Raises:
        ModelError: If the reservation values do not fit the parties.

    References:
        Nash (1950), doi:10.2307/1907266; Kalai and Smorodinsky (1975), doi:10.2307/1914280; Kalai
        (1977), doi:10.2307/1913954. On finite sets: Nagahisa and Tanaka (2002), An axiomatization
        of the Kalai-Smorodinsky solution when the feasible sets can be finite, Social Choice and
        Welfare 19(4), 751-761, doi:10.1007/s003550100150. Where a rule leaves several worths, the
        second aim is the largest total (for utilitarian: the largest smallest gain).

    Example:
        >>> from ripeness.table.packages.frontier import Frontier
        >>> worth = np.array([[4.0, 1.0], [2.0, 2.0], [1.0, 4.0]])
        >>> found = Frontier(("x", "y"), np.array([[0], [1], [2]]), worth, "exact", np.zeros(2))
        >>> [point.worth for point in points(found, reservations=np.zeros(2))["nash"]]
        [(4.0, 1.0), (2.0, 2.0), (1.0, 4.0)]
        >>> [point.worth for point in points(found, reservations=np.zeros(2))["egalitarian"]]
        [(2.0, 2.0)]
    """
    threat = numbers(reservations, "reservations", where="points")
    if len(threat) != len(found.parties):
        expected = "one number for each party"
        refuse(reservations, "reservations", where="points", expected=expected)
    inside = np.flatnonzero((found.worth > threat).all(axis=1))
    if len(inside) == 0:
        return dict.fromkeys(RULES, ())
    gains = found.worth[inside] - threat
    return {
        rule: tuple(
            Point(rule, tuple(found.worth[at].tolist()), found.ties(int(at), most))
            for at in inside[_picked(rule, gains)]
        )
        for rule in RULES
    }


def lottery_points(found: Frontier, *, reservations: np.ndarray) -> dict[Rule, Agreement]:
    """Return what each rule picks where parties may also agree on a lottery over packages.

    Args:
        found: The frontier.
        reservations: What each party has without an agreement.

    Raises:
        ModelError: If no lottery is better for all than the reservation values.
    """
    problem = Lotteries(tuple(map(tuple, found.worth.tolist())))
    solved = (nash, kalai_smorodinsky, egalitarian, utilitarian)
    return {
        rule: solve(problem, disagreement=reservations)
        for rule, solve in zip(RULES, solved, strict=True)
    }


def _picked(rule: Rule, gains: np.ndarray) -> np.ndarray:
    """Return the rows that a rule leaves, by its first and then its second aim."""
    match rule:
        case "nash":
            return _largest(np.exp(np.log(gains / gains.max(axis=0)).sum(axis=1)))
        case "kalai_smorodinsky":
            shares = gains / gains.max(axis=0)
            first, second = shares.min(axis=1), shares.sum(axis=1)
        case "egalitarian":
            first, second = gains.min(axis=1), gains.sum(axis=1)
        case _:
            first, second = gains.sum(axis=1), gains.min(axis=1)
    left = _largest(first)
    return left[_largest(second[left])]


def _largest(aim: np.ndarray) -> np.ndarray:
    top = float(aim.max())
    return np.flatnonzero(aim >= top - _TIED * max(abs(top), 1e-300))
