"""Power in a vote: how often a voter's weight decides (Shapley and Shubik 1954, Banzhaf 1965)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ripeness.table.theory.coalition_counts import counts_by_size, swings
from ripeness.table.theory.guards import not_negative, positive, refuse

_MOST_BITS = 4_000_000_000
"""How many bits the table of coalitions by weight and size may take before it is refused."""


@dataclass(frozen=True)
class Banzhaf:
    """Banzhaf power, counted over all coalitions of the others."""

    swings: tuple[int, ...]
    """In how many coalitions of the others each voter decides."""
    absolute: tuple[Fraction, ...]
    """Swings over the number of coalitions of the others, 2^(n-1)."""
    normalised: tuple[Fraction, ...]
    """Swings over all swings; they sum to one."""


def shapley_shubik(weights: Sequence[float], *, quota: float) -> tuple[Fraction, ...]:
    """Return each voter's chance to be pivotal when voters join in random order; exact.

    Args:
        weights: Each voter's weight, at least 0 and not all 0; decimals are taken as written.
        quota: The weight that passes a motion (at least this much), above 0, at most the total.

    Raises:
        ModelError: If an argument is out of its range, or weights are too fine to count.

    References:
        Shapley and Shubik (1954), A method for evaluating the distribution of power in a committee
        system, American Political Science Review 48(3), 787-792, doi:10.2307/1951053; generating
        functions: Bilbao, Fernández, Jiménez Losada and López (2000), TOP 8, 191-213,
        doi:10.1007/BF02628555.

    Example:
        >>> shapley_shubik([2, 1, 1], quota=3)
        (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    """
    whole, needed = _whole(weights, quota, where="shapley_shubik")
    n = len(whole)
    orders = [math.factorial(size) * math.factorial(n - 1 - size) for size in range(n)]
    power = {
        weight: Fraction(sum(a * b for a, b in zip(counts, orders, strict=True)), math.factorial(n))
        for weight, counts in counts_by_size(whole, needed).items()
    }
    return tuple(power[weight] for weight in whole)


def banzhaf(weights: Sequence[float], *, quota: float) -> Banzhaf:
    """Return each voter's Banzhaf power: swings, absolute and normalised; exact.

    Args:
        weights: Each voter's weight, at least 0 and not all 0; decimals are taken as written.
        quota: The weight that passes a motion (at least this much), above 0, at most the total.

    Raises:
        ModelError: If an argument is out of its range, or weights are too fine to count.

    References:
        Banzhaf (1965), Weighted voting doesn't work, Rutgers Law Review 19, 317-343; Dubey and
        Shapley (1979), Mathematics of Operations Research 4(2), 99-131, doi:10.1287/moor.4.2.99.

    Example:
        >>> banzhaf([2, 1, 1], quota=3).normalised
        (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    """
    whole, needed = _whole(weights, quota, where="banzhaf")
    found = swings(whole, needed)
    counts = tuple(found[weight] for weight in whole)
    coalitions = 2 ** (len(whole) - 1)
    return Banzhaf(
        counts,
        tuple(Fraction(count, coalitions) for count in counts),
        tuple(Fraction(count, sum(counts)) for count in counts),
    )


def _whole(weights: Sequence[float], quota: float, *, where: str) -> tuple[list[int], int]:
    """Write weights and quota as the smallest whole numbers that mean the same vote."""
    if not isinstance(weights, Sequence | np.ndarray):
        refuse(weights, "weights", where=where, expected="a list of weights")
    shares = [_fraction(not_negative(weight, "weights", where=where), weight) for weight in weights]
    total = sum(shares, Fraction(0))
    if not total > 0:
        refuse(tuple(weights), "weights", where=where, expected="at least one weight above 0")
    needed = _fraction(positive(quota, "quota", where=where), quota)
    if not needed <= total:
        refuse(quota, "quota", where=where, expected=f"at most the total weight {float(total):g}")
    denominator = math.lcm(*(share.denominator for share in shares))
    whole = [int(share * denominator) for share in shares]
    divisor = math.gcd(*whole)
    whole = [weight // divisor for weight in whole]
    if len(whole) ** 2 * sum(whole) > _MOST_BITS:
        most = _MOST_BITS // len(whole) ** 2
        expected = f"a total of at most {most} smallest units of weight: round the weights"
        refuse(tuple(weights), "weights", where=where, expected=expected)
    quota_in_units = math.ceil(needed * denominator / divisor)
    return whole, min(quota_in_units, sum(whole) + 1 - quota_in_units)  # a game and its dual agree


def _fraction(checked: float, written: float) -> Fraction:
    return Fraction(written if isinstance(written, int | Fraction) else str(written or checked))
