"""Alternating offers: how patience divides a pie (Rubinstein 1982), for two and for more."""

import numpy as np
from numpy.typing import ArrayLike

from ripeness.table.theory.guards import inside, numbers, positive, refuse, whole, within


def rubinstein(*, discount_first: float, discount_second: float) -> tuple[float, float]:
    """Return the shares of a pie worth one when two sides make offers in turn, for ever.

    Args:
        discount_first: Worth to the first proposer of one unit a round later, inside (0, 1).
        discount_second: The same for the side that answers first, inside (0, 1).

    Raises:
        ModelError: If a discount factor is not strictly between 0 and 1.

    References:
        Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50(1), 97-109,
        doi:10.2307/1912531.

    Example:
        >>> first, second = rubinstein(discount_first=0.9, discount_second=0.8)
        >>> round(first, 10), round(second, 10)
        (0.7142857143, 0.2857142857)
    """
    where = "rubinstein"
    d1 = inside(discount_first, "discount_first", where=where)
    d2 = inside(discount_second, "discount_second", where=where)
    first = _rubinstein(d1, d2)
    return first, 1 - first


def rubinstein_fixed_costs(*, cost_first: float, cost_second: float) -> tuple[float, float]:
    """Return the shares when each round costs a fixed amount and nothing is discounted.

    The side with the lower cost takes all if it proposes first; if not, all but the first
    proposer's gain from the other's cost of a round. With equal costs many divisions can last.

    Args:
        cost_first: The first proposer's cost of a round, inside (0, 1).
        cost_second: The other side's cost of a round, inside (0, 1), not the same.

    Raises:
        ModelError: If a cost is out of its range, or both are the same.

    References:
        Rubinstein (1982), doi:10.2307/1912531, conclusion I.

    Example:
        >>> rubinstein_fixed_costs(cost_first=0.1, cost_second=0.2)
        (1.0, 0.0)
        >>> rubinstein_fixed_costs(cost_first=0.25, cost_second=0.125)
        (0.125, 0.875)
    """
    where = "rubinstein_fixed_costs"
    c1 = inside(cost_first, "cost_first", where=where)
    c2 = inside(cost_second, "cost_second", where=where)
    if c1 == c2:
        refuse(cost_second, "cost_second", where=where, expected="other than cost_first")
    first = 1.0 if c1 < c2 else c2
    return first, 1 - first


def rubinstein_outside_option(
    *, discount_first: float, discount_second: float, outside_second: float
) -> tuple[float, float]:
    """Return the shares when the answering side may instead leave for an outside option.

    The option matters only if it is better than what the side would get without it (*deal me
    out*); splitting the difference over the option is not what bargaining leads to.

    Args:
        discount_first: Worth to the first proposer of one unit a round later, inside (0, 1).
        discount_second: The same for the side that answers first, inside (0, 1).
        outside_second: What the answering side gets by leaving, from 0 to 1.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Binmore, Shaked and Sutton (1989), An outside option experiment, Quarterly Journal of
        Economics 104(4), 753-770, doi:10.2307/2937866.

    Example:
        >>> shares = rubinstein_outside_option(
        ...     discount_first=0.9, discount_second=0.8, outside_second=0.5
        ... )
        >>> shares
        (0.5, 0.5)
    """
    first, second = rubinstein(discount_first=discount_first, discount_second=discount_second)
    option = within(outside_second, "outside_second", where="rubinstein_outside_option")
    return (first, second) if option <= second else (1 - option, option)


def rubinstein_limit(*, rate_first: float, rate_second: float) -> tuple[float, float]:
    """Return the shares as the time between offers goes to zero.

    The limit is the Nash solution weighted by patience, so that who speaks first no longer counts.

    Args:
        rate_first: Discount rate of the first proposer, per unit of time, above 0.
        rate_second: Discount rate of the other side, per unit of time, above 0.

    Raises:
        ModelError: If a rate is not above 0.

    References:
        Binmore, Rubinstein and Wolinsky (1986), The Nash bargaining solution in economic modelling,
        RAND Journal of Economics 17(2), 176-188, doi:10.2307/2555382.

    Example:
        >>> rubinstein_limit(rate_first=1, rate_second=3)
        (0.75, 0.25)
    """
    r1 = positive(rate_first, "rate_first", where="rubinstein_limit")
    r2 = positive(rate_second, "rate_second", where="rubinstein_limit")
    return 1 / (1 + r1 / r2), 1 / (1 + r2 / r1)


def finite_offers(
    *, rounds: int, discount_first: float, discount_second: float
) -> tuple[float, float]:
    """Return the shares when offers alternate for a fixed number of rounds, then all is lost.

    Args:
        rounds: How many offers can be made, at least 1.
        discount_first: Worth to the first proposer of one unit a round later, inside (0, 1).
        discount_second: The same for the other side, inside (0, 1).

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Ståhl (1972), Bargaining Theory, Stockholm School of Economics; as the finite game in
        Rubinstein (1982), doi:10.2307/1912531.

    Example:
        >>> finite_offers(rounds=1, discount_first=0.9, discount_second=0.8)
        (1.0, 0.0)
    """
    where = "finite_offers"
    count = whole(rounds, "rounds", where=where, low=1)
    discounts = (
        inside(discount_first, "discount_first", where=where),
        inside(discount_second, "discount_second", where=where),
    )
    first = _finite(count, discounts)
    return first, 1 - first


def rotating_offers(discounts: ArrayLike) -> tuple[float, ...]:
    """Return the shares when `n` parties propose in turn and all of them must agree.

    This is the stationary equilibrium; with three parties or more other equilibria exist.

    Args:
        discounts: Each party's discount factor, inside (0, 1), in the order of proposing.

    Raises:
        ModelError: If there are fewer than two parties, or a factor is not inside (0, 1).

    References:
        The n-party extension by Shaked, in Osborne and Rubinstein (1990), Bargaining and Markets,
        section 3.13, Academic Press; two parties give Rubinstein (1982), doi:10.2307/1912531.

    Example:
        >>> [round(share, 6) for share in rotating_offers([0.5, 0.5, 0.5])]
        [0.571429, 0.285714, 0.142857]
    """
    factors = _parties(discounts, "discounts", where="rotating_offers")
    return tuple(float(share) for share in _rotating(factors))


def random_proposer(*, recognition: ArrayLike, discounts: ArrayLike) -> tuple[float, ...]:
    """Return expected shares when each round a party is drawn to propose and all must agree.

    Args:
        recognition: Each party's chance of being drawn, above 0; they sum to one.
        discounts: Each party's discount factor, inside (0, 1).

    Raises:
        ModelError: If the chances do not sum to one, or an argument is out of its range.

    References:
        Binmore (1987) and, for any rule short of unanimity, Eraslan (2002),
        doi:10.1006/jeth.2000.2776, of which this is the case of unanimity.

    Example:
        >>> shares = random_proposer(recognition=[0.5, 0.5], discounts=[0.9, 0.8])
        >>> [round(share, 6) for share in shares]
        [0.666667, 0.333333]
    """
    where = "random_proposer"
    factors = _parties(discounts, "discounts", where=where)
    chances = chances_of_recognition(recognition, len(factors), where=where)
    weights = chances / (1 - factors)
    return tuple(float(share) for share in weights / weights.sum())


def chances_of_recognition(values: ArrayLike, count: int, *, where: str) -> np.ndarray:
    """Return the chances as an array if there are `count`, each above 0, that sum to one.

    Raises:
        ModelError: If they are not so.
    """
    chances = numbers(values, "recognition", where=where)
    right = len(chances) == count and (chances > 0).all() and abs(chances.sum() - 1) <= 1e-9
    if not right:
        expected = f"{count} chances above 0 that sum to one"
        refuse(values, "recognition", where=where, expected=expected)
    return chances / chances.sum()


def _parties(discounts: ArrayLike, name: str, *, where: str) -> np.ndarray:
    factors = numbers(discounts, name, where=where)
    if len(factors) < 2 or not ((factors > 0) & (factors < 1)).all():
        expected = "two or more discount factors strictly between 0 and 1"
        refuse(discounts, name, where=where, expected=expected)
    return factors


def _rubinstein(d1: float, d2: float) -> float:
    return (1 - d2) / ((1 - d1) + d1 * (1 - d2))


def _finite(rounds: int, discounts: tuple[float, float]) -> float:
    share = 1.0  # of whoever makes the last offer
    for offer in range(rounds - 1, 0, -1):
        share = 1 - discounts[offer % 2] * share
    return share


def _rotating(factors: np.ndarray) -> np.ndarray:
    """Solve sum_j d_j^((j - k) mod n) y_j = 1 for every proposer k, y_j being j's own demand."""
    n = len(factors)
    turns = (np.arange(n)[None, :] - np.arange(n)[:, None]) % n
    demands = np.linalg.solve(factors[None, :] ** turns, np.ones(n))
    return demands * factors ** np.arange(n)
