"""Stochastic duels of two forces, exactly: one casualty at a time, at rates set by the strengths.

In state (i, j) x loses one at rate a i^p j^q and y loses one at rate b j^p' i^q'.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.front.attrition.exponents import Exponents, Law, exponents_of
from ripeness.terms.errors import ModelError

WHERE = "stochastic duel"
LARGEST_EXACT = 250_000
"""States beyond which exact fractions would take minutes."""
LARGEST = 40_000_000
"""States beyond which the recursion would take minutes and gigabytes."""


@dataclass(frozen=True)
class Duel:
    """How a stochastic duel ends: who wins, and with how many."""

    x_wins: float
    """Probability that y is the first to fall to its breaking point."""
    y_wins: float
    """Probability that x is the first to fall to its breaking point."""
    x_left: np.ndarray
    """x_left[s]: probability that x wins with s left."""
    y_left: np.ndarray
    """y_left[s]: probability that y wins with s left."""
    mean_x_left: float
    """Expected strength of x at the end, whoever wins, including what a broken side keeps."""
    mean_y_left: float
    """Expected strength of y at the end, whoever wins, including what a broken side keeps."""
    mean_winner_left: float
    """Expected strength of the winner at the end."""
    mean_time: float
    """Expected length of the duel, in the rates' unit of time."""


@dataclass(frozen=True)
class ExactDuel:
    """How a stochastic duel ends, as exact fractions."""

    x_wins: Fraction
    """Probability that x wins."""
    y_wins: Fraction
    """Probability that y wins."""
    x_left: tuple[Fraction, ...]
    """x_left[s]: probability that x wins with s left."""
    y_left: tuple[Fraction, ...]
    """y_left[s]: probability that y wins with s left."""


def stochastic_duel(
    x: int,
    y: int,
    a: float = 1.0,
    b: float = 1.0,
    *,
    law: Law | Exponents = "square",
    breaks_at: tuple[int, int] = (0, 0),
) -> Duel:
    """Return who wins a duel of two forces and with how many, by recursion over all states.

    Each state passes its probability on to the two that follow it: from (i, j) the next casualty
    is of y with probability b j^p' i^q' / (a i^p j^q + b j^p' i^q'). Under the square law with
    equal rates that is i / (i + j). All sums are of positive terms, so nothing cancels.

    Args:
        x: Number of units of x at the start; whole, zero or more.
        y: Number of units of y at the start; whole, zero or more.
        a: Rate at which x loses units, in the law's unit (per y and time in the square law).
        b: Rate at which y loses units, in the law's unit.
        law: `square`, `linear`, `mixed` (x hides), `logarithmic`, or `Exponents`.
        breaks_at: Numbers of x and of y at which each gives up; below their start.

    Raises:
        ModelError: If a number is not whole or is negative, a rate is not above zero, a breaking
            point lies at or above a start that is not itself zero, or the duel is too large.

    References:
        Brown (1963), https://doi.org/10.1287/opre.11.3.418; Kingman and Volkov (2003), *Journal of
        Theoretical Probability* 16(1), 267-276.

    Example:
        >>> duel = stochastic_duel(4, 3)
        >>> round(duel.x_wins, 12) == round(233 / 315, 12)
        True
        >>> round(stochastic_duel(10, 10).mean_winner_left, 7)
        5.7151475
    """
    m, n, floors = _checked(x, y, breaks_at, LARGEST)
    kills = (refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE))
    fastest = max(kills)  # chances depend on the ratio alone, and the ratio does not underflow
    rates = _rates((kills[0] / fastest, kills[1] / fastest), exponents_of(law, where=WHERE))
    if m <= floors[0] or n <= floors[1]:
        return _already_over(m, n, floors)
    x_left, y_left, time = _passed_on((m, n), floors, rates)
    return _summed(x_left, y_left, time / fastest, floors)


def stochastic_duel_exact(
    x: int,
    y: int,
    a: Fraction | int = 1,
    b: Fraction | int = 1,
    *,
    law: Law | Exponents = "square",
    breaks_at: tuple[int, int] = (0, 0),
) -> ExactDuel:
    """Return who wins a duel of two forces and with how many, as exact fractions.

    Args:
        x: Number of units of x at the start; whole, zero or more.
        y: Number of units of y at the start; whole, zero or more.
        a: Rate at which x loses units: a whole number or a Fraction above zero.
        b: Rate at which y loses units: a whole number or a Fraction above zero.
        law: A law whose exponents are whole numbers.
        breaks_at: Numbers of x and of y at which each gives up.

    Raises:
        ModelError: If a value is refused as by `stochastic_duel`, a rate is no fraction, an
            exponent is not whole, or the duel is too large for fractions.

    Example:
        >>> str(stochastic_duel_exact(4, 3).x_wins), str(stochastic_duel_exact(2, 4).x_wins)
        ('233/315', '29/360')
        >>> str(stochastic_duel_exact(2, 2, a=2, b=1).x_wins)
        '4/15'
    """
    m, n, floors = _checked(x, y, breaks_at, LARGEST_EXACT)
    kills = (fraction_rate(a, "a"), fraction_rate(b, "b"))
    powers = exponents_of(law, where=WHERE)
    whole = _whole(powers)
    if m <= floors[0] or n <= floors[1]:
        over = _already_over(m, n, floors)
        return ExactDuel(
            Fraction(int(over.x_wins)),
            Fraction(int(over.y_wins)),
            tuple(Fraction(int(p)) for p in over.x_left),
            tuple(Fraction(int(p)) for p in over.y_left),
        )
    return _passed_on_exactly((m, n), floors, _rates(kills, whole))


def _checked(
    x: int, y: int, breaks_at: tuple[int, int], largest: int
) -> tuple[int, int, tuple[int, int]]:
    m = refusals.count(x, "x", where=WHERE)
    n = refusals.count(y, "y", where=WHERE)
    refusals.pair(breaks_at, "breaks_at", where=WHERE)
    floors = (
        refusals.count(breaks_at[0], "breaks_at[0]", where=WHERE),
        refusals.count(breaks_at[1], "breaks_at[1]", where=WHERE),
    )
    for side, start, floor in (("x", m, floors[0]), ("y", n, floors[1])):
        if floor and floor >= start:
            raise ModelError(
                found=f"{side} breaks at {floor} of {start}",
                where=WHERE,
                expected="a breaking point below the start",
                remedy="Give breaks_at as numbers left, not as losses.",
            )
    if m * n > largest:
        raise ModelError(
            found=f"{m} x {n} states",
            where=WHERE,
            expected=f"at most {largest}",
            remedy="Use attrition_ensemble, or count in larger units.",
        )
    return m, n, floors


Rates = Callable[[Any, Any], tuple[Any, Any]]


def _rates(kills: tuple[Any, Any], powers: Exponents) -> Rates:
    """Return the rates at which x and y lose one, in floats or in fractions as they are given."""
    a, b = kills

    def rates(i: Any, j: Any) -> tuple[Any, Any]:  # noqa: ANN401 - numbers or arrays of them
        hit_x = a * i**powers.x_own * j**powers.x_enemy
        hit_y = b * j**powers.y_own * i**powers.y_enemy
        return hit_x, hit_y

    return rates


def _passed_on(
    start: tuple[int, int], floors: tuple[int, int], rates: Rates
) -> tuple[np.ndarray, np.ndarray, float]:
    """Pass probability along the diagonals i + j = const, from the start down.

    `here[i - low - 1]` is the chance of visiting i on the present diagonal; a casualty of x moves
    it one place down, a casualty of y leaves it where it is.
    """
    (m, n), (low_x, low_y) = start, floors
    x_left, y_left, time = np.zeros(m + 1), np.zeros(n + 1), 0.0
    here = np.zeros(m - low_x)
    here[-1] = 1.0
    for total in range(m + n, low_x + low_y + 1, -1):
        first, last = max(low_x + 1, total - n), min(m, total - low_y - 1)
        i = np.arange(first, last + 1, dtype=float)
        mass = here[first - low_x - 1 : last - low_x]
        hit_x, hit_y = rates(i, total - i)
        time += float((mass / (hit_x + hit_y)).sum())
        y_hit = mass * hit_y / (hit_x + hit_y)
        x_hit = mass * hit_x / (hit_x + hit_y)
        if total - last == low_y + 1:  # y is about to break
            x_left[last], y_hit[-1] = y_hit[-1], 0.0
        if first == low_x + 1:  # x is about to break
            y_left[total - first], x_hit[0] = x_hit[0], 0.0
        here = np.zeros(m - low_x + 1)  # one place below the first, for casualties of x
        here[first - low_x : last - low_x + 1] = y_hit
        here[first - low_x - 1 : last - low_x] += x_hit
        here = here[1:]
    return x_left, y_left, time


def _passed_on_exactly(start: tuple[int, int], floors: tuple[int, int], rates: Rates) -> ExactDuel:
    (m, n), (low_x, low_y) = start, floors
    x_left, y_left = [Fraction(0)] * (m + 1), [Fraction(0)] * (n + 1)
    row = [Fraction(0)] * (n + 1)
    row[n] = Fraction(1)
    for i in range(m, low_x, -1):
        below = [Fraction(0)] * (n + 1)
        for j in range(n, low_y, -1):
            hit_x, hit_y = rates(Fraction(i), Fraction(j))
            chance = hit_y / (hit_x + hit_y)
            below[j] += row[j] * (1 - chance)
            row[j - 1] += row[j] * chance
        x_left[i] = row[low_y]
        row = below
    y_left[low_y + 1 :] = row[low_y + 1 :]
    return ExactDuel(
        sum(x_left, Fraction(0)), sum(y_left, Fraction(0)), tuple(x_left), tuple(y_left)
    )


def _summed(x_left: np.ndarray, y_left: np.ndarray, time: float, floors: tuple[int, int]) -> Duel:
    x_wins, y_wins = float(x_left.sum()), float(y_left.sum())
    x_kept = float(np.arange(x_left.size) @ x_left)
    y_kept = float(np.arange(y_left.size) @ y_left)
    return Duel(
        x_wins=min(x_wins, 1.0),
        y_wins=min(y_wins, 1.0),
        x_left=x_left,
        y_left=y_left,
        mean_x_left=x_kept + floors[0] * y_wins,
        mean_y_left=y_kept + floors[1] * x_wins,
        mean_winner_left=x_kept + y_kept,
        mean_time=time,
    )


def _already_over(m: int, n: int, floors: tuple[int, int]) -> Duel:
    """Say who has won a duel that begins with nobody on one side, or on both."""
    x_left, y_left = np.zeros(m + 1), np.zeros(n + 1)
    if m > floors[0]:
        x_left[m] = 1.0
    elif n > floors[1]:
        y_left[n] = 1.0
    return _summed(x_left, y_left, 0.0, floors)


def fraction_rate(value: Fraction | int, name: str) -> Fraction:
    """Return a rate as a fraction.

    Raises:
        ModelError: If it is neither a whole number nor a Fraction, or is not above zero.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction) or not value > 0:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=WHERE,
            expected="a whole number or a Fraction above zero",
            remedy=f"Write {name} as Fraction(1, 20), say; or use stochastic_duel for floats.",
        )
    return Fraction(value)


def _whole(powers: Exponents) -> Exponents:
    values = (powers.x_own, powers.x_enemy, powers.y_own, powers.y_enemy)
    if not all(float(value).is_integer() for value in values):
        raise ModelError(
            found=f"exponents {values}",
            where=WHERE,
            expected="whole numbers, so that the rates are fractions",
            remedy="Use stochastic_duel for other exponents.",
        )
    return Exponents(*(int(value) for value in values))
