"""The bargaining range: the divisions that both sides prefer to a war (Fearon 1995)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.table.theory.guards import inside, not_negative, refuse, within

_ROUNDING = 1e-12
"""How far an end of the range may lie off by rounding: .7 + .1 is a little less than .8."""


@dataclass(frozen=True)
class BargainingRange:
    """The divisions of a good worth one that neither side would rather fight over."""

    low: float
    """The least share of A that A prefers to a war."""
    high: float
    """The largest share of A that leaves B no worse off than a war."""

    @property
    def width(self) -> float:
        """How much of the good lies in the range."""
        return self.high - self.low


def bargaining_range(*, win_chance: float, cost_a: float, cost_b: float) -> BargainingRange:
    """Return the range of A's share that both sides weakly prefer to a war.

    Both sides are risk neutral over a divisible good worth one; a war is a costly lottery that
    gives the whole good to its winner. The range is never empty: by itself, a known chance and
    known costs are no reason for war.

    Args:
        win_chance: The chance that A wins a war, strictly between 0 and 1.
        cost_a: A's cost of a war, in units of the good, at least 0.
        cost_b: B's cost of a war, in units of the good, at least 0.

    Raises:
        ModelError: If a chance or a cost is out of its range.

    References:
        Fearon (1995), Rationalist explanations for war, International Organization 49(3),
        379-414, doi:10.1017/S0020818300033324.

    Example:
        >>> bargaining_range(win_chance=0.6, cost_a=0.1, cost_b=0.15)
        BargainingRange(low=0.5, high=0.75)
    """
    where = "bargaining_range"
    p = inside(win_chance, "win_chance", where=where)
    c_a = not_negative(cost_a, "cost_a", where=where)
    c_b = not_negative(cost_b, "cost_b", where=where)
    return BargainingRange(*_range(p, c_a, c_b))


def shares_in_range(shares: Sequence[float], *, zone: BargainingRange) -> tuple[float, ...]:
    """List the shares that lie in the range; none may, where the good is hard to divide.

    Args:
        shares: The shares of A that can be agreed, each from 0 to 1.
        zone: The bargaining range.

    Raises:
        ModelError: If a share is not from 0 to 1.

    References:
        Fearon (1995), doi:10.1017/S0020818300033324, on issue indivisibilities.

    Example:
        >>> shares_in_range((0, 0.5, 1), zone=BargainingRange(0.5, 0.75))
        (0.5,)
        >>> shares_in_range((0, 1), zone=BargainingRange(0.5, 0.75))
        ()
    """
    if not isinstance(shares, Sequence | np.ndarray):
        refuse(shares, "shares", where="shares_in_range", expected="a list of shares")
    checked = [within(share, "shares", where="shares_in_range") for share in shares]
    low, high = zone.low - _ROUNDING, zone.high + _ROUNDING
    return tuple(share for share in checked if low <= share <= high)


def _range(p: float, c_a: float, c_b: float) -> tuple[float, float]:
    return max(p - c_a, 0.0), min(p + c_b, 1.0)
