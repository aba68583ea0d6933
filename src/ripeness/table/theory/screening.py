"""Screening: a take-it-or-leave-it demand to a side whose cost of war is its secret."""

from dataclasses import dataclass

from ripeness.table.theory.guards import inside, not_negative, refuse, within


@dataclass(frozen=True)
class Demand:
    """The best demand, and what comes of it."""

    demand: float
    """The share that the proposer demands, from 0 to 1."""
    war_chance: float
    """The chance that the demand is refused and war follows."""
    value: float
    """What the proposer expects from the demand, in units of the good."""
    takes_risk: bool
    """Whether some type of the other side refuses the demand."""


def critical_share(
    *, win_chance: float, proposer_cost: float, low_cost: float, high_cost: float
) -> float:
    """Return the share of high-cost types above which the proposer takes the risk of war.

    Args:
        win_chance: The chance that the proposer wins a war, strictly between 0 and 1.
        proposer_cost: The proposer's cost of war, in units of the good, at least 0.
        low_cost: The cost of war of the other side's resolute type, at least 0.
        high_cost: The cost of war of its other type, at least `low_cost`.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Fearon (1995), doi:10.1017/S0020818300033324, for the continuum; the two-type case is
        derived in docs/bargaining/screening.md.

    Example:
        >>> round(critical_share(
        ...     win_chance=0.5, proposer_cost=0.1, low_cost=0.05, high_cost=0.3
        ... ), 12)
        0.375
    """
    p, c, low, high = _checked(win_chance, proposer_cost, (low_cost, high_cost), "critical_share")
    return _critical_share(p - c, min(1.0, p + low), min(1.0, p + high))


def screening_two_types(
    *,
    win_chance: float,
    proposer_cost: float,
    low_cost: float,
    high_cost: float,
    high_share: float,
) -> Demand:
    """Return the best demand to a side whose cost of war is one of two.

    The safe demand is what the low-cost type still accepts; the risky one is what only the
    high-cost type accepts. When both are worth the same, the safe one is made.

    Args:
        win_chance: The chance that the proposer wins a war, strictly between 0 and 1.
        proposer_cost: The proposer's cost of war, in units of the good, at least 0.
        low_cost: The cost of war of the other side's resolute type, at least 0.
        high_cost: The cost of war of its other type, at least `low_cost`.
        high_share: The chance that the other side is of the high-cost type, from 0 to 1.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Fearon (1995), doi:10.1017/S0020818300033324, for the continuum; the two-type case is
        derived in docs/bargaining/screening.md.

    Example:
        >>> best = screening_two_types(
        ...     win_chance=0.5, proposer_cost=0.1, low_cost=0.05, high_cost=0.3, high_share=0.5
        ... )
        >>> best.demand, best.war_chance, round(best.value, 12)
        (0.8, 0.5, 0.6)
    """
    where = "screening_two_types"
    p, c, low, high = _checked(win_chance, proposer_cost, (low_cost, high_cost), where)
    share = within(high_share, "high_share", where=where)
    safe, risky = min(1.0, p + low), min(1.0, p + high)
    if share > _critical_share(p - c, safe, risky):
        return Demand(risky, 1 - share, share * risky + (1 - share) * (p - c), takes_risk=share < 1)
    return Demand(safe, 0.0, safe, takes_risk=False)


def screening_uniform(
    *, win_chance: float, proposer_cost: float, low_cost: float, high_cost: float
) -> Demand:
    """Return the best demand to a side whose cost of war is uniform between two bounds.

    Args:
        win_chance: The chance that the proposer wins a war, strictly between 0 and 1.
        proposer_cost: The proposer's cost of war, in units of the good, at least 0.
        low_cost: The least cost of war that the other side may have, at least 0.
        high_cost: The largest, at least `low_cost`.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Fearon (1995), doi:10.1017/S0020818300033324.

    Example:
        >>> best = screening_uniform(win_chance=0.5, proposer_cost=0.1, low_cost=0, high_cost=0.3)
        >>> round(best.demand, 12), round(best.war_chance, 12)
        (0.6, 0.333333333333)
    """
    where = "screening_uniform"
    p, c, low, high = _checked(win_chance, proposer_cost, (low_cost, high_cost), where)
    demand, risk = _uniform(p, c, low, high)
    return Demand(demand, risk, (1 - risk) * demand + risk * (p - c), takes_risk=risk > 0)


def _checked(
    win_chance: float, proposer_cost: float, costs: tuple[float, float], where: str
) -> tuple[float, float, float, float]:
    p = inside(win_chance, "win_chance", where=where)
    c = not_negative(proposer_cost, "proposer_cost", where=where)
    low = not_negative(costs[0], "low_cost", where=where)
    high = not_negative(costs[1], "high_cost", where=where)
    if not high >= low:
        refuse(high, "high_cost", where=where, expected=f"at least low_cost = {low:g}")
    return p, c, low, high


def _critical_share(war: float, safe: float, risky: float) -> float:
    return 1.0 if risky == war else (safe - war) / (risky - war)


def _uniform(p: float, c: float, low: float, high: float) -> tuple[float, float]:
    t = min(max((high - c) / 2, low), high, max(1 - p, 0.0))
    if t <= low:
        return min(1.0, p + low), 0.0
    return p + t, (t - low) / (high - low)
