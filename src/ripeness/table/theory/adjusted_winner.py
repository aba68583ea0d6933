"""Adjusted Winner: who gets which issue, and which one is split (Brams and Taylor 1996)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ripeness.table.theory.guards import not_negative, refuse


@dataclass(frozen=True)
class Division:
    """A division that is efficient, gives both as many points, and makes neither envious."""

    share_a: dict[str, float]
    """A's share of each issue; at most one is neither 0 nor 1."""
    split: str | None
    """The issue that is split, if one is."""
    points_a: float
    """A's points of what it gets, out of its total."""
    points_b: float
    """B's points of what it gets, out of its total."""
    order: tuple[str, ...]
    """The issues in the order in which A is served: by A's points over B's."""


def adjusted_winner(points: Mapping[str, Sequence[float]]) -> Division:
    """Return the Adjusted Winner division of issues on which two parties have spread points.

    Args:
        points: For each issue, A's points and B's, each at least 0. Both parties spread the same
            total, usually 100.

    Raises:
        ModelError: If totals differ, or points are negative or not finite.

    References:
        Brams and Taylor (1996), Fair Division, Cambridge University Press, chapter 4,
        doi:10.1017/CBO9780511598975.

    Example:
        >>> division = adjusted_winner({"land": (60, 40), "water": (40, 60)})
        >>> division.share_a, division.split
        ({'land': 1.0, 'water': 0.0}, None)
    """
    table = _exact(points)
    order = sorted(table, key=lambda issue: _ratio(*table[issue]), reverse=True)
    shares = _cut(table, order)
    points_a = sum(shares[issue] * table[issue][0] for issue in order)
    points_b = sum((1 - shares[issue]) * table[issue][1] for issue in order)
    split = next((issue for issue in order if 0 < shares[issue] < 1), None)
    share_a = {issue: float(shares[issue]) for issue in table}
    return Division(share_a, split, float(points_a), float(points_b), tuple(order))


def _exact(points: Mapping[str, Sequence[float]]) -> dict[str, tuple[Fraction, Fraction]]:
    where = "adjusted_winner"
    table: dict[str, tuple[Fraction, Fraction]] = {}
    if not isinstance(points, Mapping):
        refuse(points, "points", where=where, expected="issues, each with two parties' points")
    for issue, pair in points.items():
        if not isinstance(pair, Sequence | np.ndarray) or len(pair) != 2:
            refuse(pair, issue, where=where, expected="two parties' points")
        a, b = (Fraction(str(not_negative(value, issue, where=where))) for value in pair)
        table[issue] = (a, b)
    totals = tuple(sum(pair[side] for pair in table.values()) for side in (0, 1))
    if not totals[0] > 0 or abs(totals[0] - totals[1]) > totals[0] * Fraction(1, 10**9):
        found = tuple(float(total) for total in totals)
        refuse(found, "points", where=where, expected="equal totals above 0, usually 100")
    return table


def _ratio(a: Fraction, b: Fraction) -> Fraction:
    """A's points as a part of both; one half where neither wants the issue."""
    return a / (a + b) if a + b else Fraction(1, 2)


def _cut(table: dict[str, tuple[Fraction, Fraction]], order: Sequence[str]) -> dict[str, Fraction]:
    """Serve A from the front of the order and B from its end, to where both have as much."""
    shares = dict.fromkeys(order, Fraction(0))
    have, rival = Fraction(0), sum((table[issue][1] for issue in order), Fraction(0))
    for issue in order:
        a, b = table[issue]
        gap = rival - have
        if gap <= 0:
            break
        shares[issue] = min(Fraction(1), gap / (a + b)) if a + b else Fraction(1)
        have, rival = have + shares[issue] * a, rival - shares[issue] * b
    return shares
