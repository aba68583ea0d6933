"""Legislative bargaining: a proposer needs a quota of votes, not everyone's (Baron-Ferejohn)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from ripeness.table.theory.alternating_offers import chances_of_recognition
from ripeness.table.theory.guards import discount_or_one, inside, numbers, refuse, whole


@dataclass(frozen=True)
class ClosedRule:
    """What a proposer keeps and gives when proposals are voted on without amendment."""

    proposer: float
    """The share that the proposer keeps."""
    partner: float
    """The share of each party whose vote is bought."""
    partners: int
    """How many votes are bought."""
    value: float
    """What a party expects before the proposer is drawn."""


def baron_ferejohn(*, parties: int, quota: int, discount: float) -> ClosedRule:
    """Return the symmetric stationary equilibrium under a closed rule.

    Args:
        parties: How many parties vote, at least 2; each proposes with equal chance.
        quota: How many votes pass a proposal, the proposer's included.
        discount: Worth of one unit a session later, above 0 and at most 1.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Baron and Ferejohn (1989), Bargaining in legislatures, American Political Science Review
        83(4), 1181-1206, doi:10.2307/1961664, proposition 3.

    Example:
        >>> baron_ferejohn(parties=5, quota=3, discount=1.0)
        ClosedRule(proposer=0.6, partner=0.2, partners=2, value=0.2)
    """
    where = "baron_ferejohn"
    n = whole(parties, "parties", where=where, low=2)
    q = whole(quota, "quota", where=where, low=1, high=n)
    delta = discount_or_one(discount, "discount", where=where)
    return ClosedRule(1 - delta * (q - 1) / n, delta / n, q - 1, 1 / n)


def legislative_values(
    *, recognition: ArrayLike, discounts: ArrayLike, quota: int
) -> tuple[float, ...]:
    """Return each party's expected share when parties differ in recognition and patience.

    The stationary payoffs are unique. A party that is drawn or waits well asks a higher price for
    its vote, and is then left out of coalitions; that can level all payoffs.

    Args:
        recognition: Each party's chance of proposing, above 0; they sum to one.
        discounts: Each party's discount factor, inside (0, 1).
        quota: How many votes pass a proposal, the proposer's included.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Eraslan (2002), Uniqueness of stationary equilibrium payoffs in the Baron-Ferejohn model,
        Journal of Economic Theory 103(1), 11-30, doi:10.1006/jeth.2000.2776.

    Example:
        >>> values = legislative_values(
        ...     recognition=[0.4, 0.35, 0.25], discounts=[0.9, 0.9, 0.9], quota=2
        ... )
        >>> [round(value, 6) for value in values]
        [0.333333, 0.333333, 0.333333]
    """
    where = "legislative_values"
    factors = numbers(discounts, "discounts", where=where)
    for factor in factors:
        inside(float(factor), "discounts", where=where)
    chances = chances_of_recognition(recognition, len(factors), where=where)
    q = whole(quota, "quota", where=where, low=1, high=len(factors))
    if len(factors) < 2:
        refuse(discounts, "discounts", where=where, expected="two parties or more")
    return tuple(float(value) for value in _values(chances, factors, q))


def _values(p: np.ndarray, d: np.ndarray, q: int) -> np.ndarray:
    """Find the relative price t of the dearest vote bought, at which the shares sum to one."""
    top = float((d * p / (1 - d)).max())

    def excess(t: float) -> float:
        prices = _prices(t, p, d)
        return float((prices / d).sum() - np.sort(prices)[:q].sum() - 1)

    t = top if excess(top) <= 0 else brentq(excess, 0, top, xtol=1e-15 * top, rtol=1e-14)
    values = _prices(t, p, d) / d
    return values / values.sum()


def _prices(t: float, p: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Prices of votes: always bought (below t), sometimes bought (t), never bought (above t)."""
    always = d * p / (1 - d)
    never = d * p * (1 + t)
    return np.where(always < t, always, np.maximum(never, t))
