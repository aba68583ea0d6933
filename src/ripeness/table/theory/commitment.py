"""War as a commitment problem: preventive war against a side that grows stronger (Powell 2006)."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from ripeness.table.theory.guards import finite, inside, not_negative, numbers, positive, refuse


@dataclass(frozen=True)
class CommitmentTest:
    """Whether a promise to share tomorrow's strength can be believed today."""

    war: bool
    """Whether the declining side fights now."""
    shift: float
    """How far the balance moves: the left side of the inequality."""
    bound: float
    """How far it may move before the declining side fights: the right side."""


def preventive_war(
    *,
    chance_now: float,
    chance_next: float,
    discount: float,
    cost_declining: float,
    cost_rising: float,
) -> CommitmentTest:
    """Test whether a declining side fights now rather than face a stronger rival tomorrow.

    It fights if and only if the shift `d p2 - p1` exceeds `(1 - d)(c_D + d c_R)`. A war gives its
    winner one unit each round for ever; costs are paid once; the rising side cannot promise not to
    use its later strength.

    Args:
        chance_now: The rising side's chance to win a war now, inside (0, 1).
        chance_next: The rising side's chance to win a war next round, inside (0, 1).
        discount: Worth of one unit a round later, inside (0, 1).
        cost_declining: The declining side's cost of war, in rounds of the whole good, at least 0.
        cost_rising: The rising side's cost of war, in the same unit, at least 0.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Powell (2006), War as a commitment problem, International Organization 60(1), 169-203,
        doi:10.1017/S0020818306060061.

    Example:
        >>> test = preventive_war(
        ...     chance_now=0.3, chance_next=0.6, discount=0.9, cost_declining=0.1, cost_rising=0.1
        ... )
        >>> test.war, round(test.shift, 6), round(test.bound, 6)
        (True, 0.24, 0.019)
    """
    where = "preventive_war"
    p1 = inside(chance_now, "chance_now", where=where)
    p2 = inside(chance_next, "chance_next", where=where)
    d = inside(discount, "discount", where=where)
    c_d = not_negative(cost_declining, "cost_declining", where=where)
    c_r = not_negative(cost_rising, "cost_rising", where=where)
    shift, bound = _preventive(p1, p2, d=d, c_d=c_d, c_r=c_r)
    return CommitmentTest(shift > bound, shift, bound)


def commitment_inequality(
    *, war_now: float, war_next: float, rival_war_now: float, pie: float, discount: float
) -> CommitmentTest:
    """Test the general inequality: does power shift by more than a war would waste?

    There is war if `d W' - W > B - (V + W)`: W and W' being what the rising side can secure by
    force now and next round, V what its rival can secure now, and B the present worth of all there
    is to share.

    Args:
        war_now: What the rising side secures by force now, present worth.
        war_next: What it secures by force next round, worth at that round.
        rival_war_now: What the declining side secures by force now.
        pie: The present worth of all there is to share, above 0.
        discount: Worth of one unit a round later, inside (0, 1).

    Raises:
        ModelError: If an argument is not finite or out of its range.

    References:
        Powell (2006), doi:10.1017/S0020818306060061, the inefficiency condition.

    Example:
        >>> commitment_inequality(
        ...     war_now=2, war_next=6, rival_war_now=6, pie=10, discount=0.9
        ... ).war
        True
    """
    where = "commitment_inequality"
    now = finite(war_now, "war_now", where=where)
    later = finite(war_next, "war_next", where=where)
    rival = finite(rival_war_now, "rival_war_now", where=where)
    whole = positive(pie, "pie", where=where)
    d = inside(discount, "discount", where=where)
    shift, bound = d * later - now, whole - (now + rival)
    return CommitmentTest(shift > bound, shift, bound)


def largest_peaceful_chance(
    *, chance_now: float, discount: float, cost_declining: float, cost_rising: float
) -> float:
    """Return the rising side's highest chance tomorrow that still leaves peace today, at most 1.

    Args:
        chance_now: The rising side's chance to win a war now, inside (0, 1).
        discount: Worth of one unit a round later, inside (0, 1).
        cost_declining: The declining side's cost of war, in rounds of the whole good, at least 0.
        cost_rising: The rising side's cost of war, in the same unit, at least 0.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Powell (2006), doi:10.1017/S0020818306060061.

    Example:
        >>> round(largest_peaceful_chance(
        ...     chance_now=0.3, discount=0.9, cost_declining=0.1, cost_rising=0.1
        ... ), 6)
        0.354444
    """
    where = "largest_peaceful_chance"
    p1 = inside(chance_now, "chance_now", where=where)
    d = inside(discount, "discount", where=where)
    c_d = not_negative(cost_declining, "cost_declining", where=where)
    c_r = not_negative(cost_rising, "cost_rising", where=where)
    return min(1.0, (p1 + (1 - d) * (c_d + d * c_r)) / d)


def rounds_of_preventive_war(
    chances: ArrayLike, *, discount: float, cost_declining: float, cost_rising: float
) -> tuple[int, ...]:
    """List the rounds of a foreseen path of power at which a step is too steep for peace.

    The same rise spread over more rounds may be peaceful.

    Args:
        chances: The rising side's chance of winning by round, two or more, each inside (0, 1).
        discount: Worth of one unit a round later, inside (0, 1).
        cost_declining: The declining side's cost of war, in rounds of the whole good, at least 0.
        cost_rising: The rising side's cost of war, in the same unit, at least 0.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Powell (2006), doi:10.1017/S0020818306060061.

    Example:
        >>> costs = {"discount": 0.9, "cost_declining": 0.1, "cost_rising": 0.1}
        >>> rounds_of_preventive_war([0.3, 0.3, 0.6, 0.6], **costs)
        (1,)
    """
    where = "rounds_of_preventive_war"
    path = numbers(chances, "chances", where=where)
    if len(path) < 2:
        refuse(chances, "chances", where=where, expected="two chances or more")
    tests = [
        preventive_war(
            chance_now=float(path[step]),
            chance_next=float(path[step + 1]),
            discount=discount,
            cost_declining=cost_declining,
            cost_rising=cost_rising,
        )
        for step in range(len(path) - 1)
    ]
    return tuple(step for step, test in enumerate(tests) if test.war)


def _preventive(p1: float, p2: float, *, d: float, c_d: float, c_r: float) -> tuple[float, float]:
    return d * p2 - p1, (1 - d) * (c_d + d * c_r)
