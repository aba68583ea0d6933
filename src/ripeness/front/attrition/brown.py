"""The chance of winning a stochastic duel in closed form.

Dividing both rates of a state by what they share leaves a clock for each side that does not see
the other: under the square law x loses its i-th unit at rate a / i, y its j-th at rate b / j.
"""

from fractions import Fraction
from math import comb, exp, factorial, log, log1p

from scipy.special import betainc

from ripeness.front.attrition import refusals
from ripeness.front.attrition.stochastic import fraction_rate
from ripeness.terms.errors import ModelError

WHERE = "closed form of a stochastic duel"
LARGEST = 400


def brown_win(x: int, y: int, a: Fraction | int = 1, b: Fraction | int = 1) -> Fraction:
    """Return the chance that x wins under the square law, by Brown's sum, exactly.

    P = sum over i of (-1)^(x-i) i^x / (i! (x-i)!) times the product over j of b i / (b i + a j).
    The terms alternate and are huge, so the sum is taken in fractions; in floats it is useless
    beyond a few dozen units, and `stochastic_duel` should be used.

    Args:
        x: Number of units of x; from 1 to 400.
        y: Number of units of y; from 1 to 400.
        a: Losses of x per y and unit of time, a whole number or Fraction above zero.
        b: Losses of y per x and unit of time, a whole number or Fraction above zero.

    Raises:
        ModelError: If a number is out of range or a rate is no fraction above zero.

    References:
        Brown (1963), https://doi.org/10.1287/opre.11.3.418; the two clocks are Kingman and Volkov
        (2003), *Journal of Theoretical Probability* 16(1), 267-276.

    Example:
        >>> str(brown_win(4, 3)), str(brown_win(2, 4))
        ('233/315', '29/360')
    """
    m, n = _size(x, "x"), _size(y, "y")
    a, b = fraction_rate(a, "a"), fraction_rate(b, "b")
    total = Fraction(0)
    for i in range(1, m + 1):
        weight = Fraction((-1) ** (m - i) * i**m, factorial(i) * factorial(m - i))
        race = Fraction(1)
        for j in range(1, n + 1):
            race *= b * i / (b * i + a * j)
        total += weight * race
    return total


def linear_win(x: int, y: int, a: float = 1.0, b: float = 1.0) -> float:
    """Return the chance that x wins under the linear law: an incomplete beta function.

    Each casualty is of y with probability b / (a + b), whatever the strengths, so x wins if y
    casualties come before x casualties: I_{b/(a+b)}(y, x).

    Args:
        x: Number of units of x; at least 1.
        y: Number of units of y; at least 1.
        a: Losses of x per x, y and unit of time; above zero.
        b: Losses of y per x, y and unit of time; above zero.

    Raises:
        ModelError: If a number is not whole and positive, or a rate is not above zero.

    References:
        Brown (1963), https://doi.org/10.1287/opre.11.3.418

    Example:
        >>> linear_win(3, 3)
        0.5
    """
    m = refusals.count(x, "x", where=WHERE, least=1)
    n = refusals.count(y, "y", where=WHERE, least=1)
    a, b = refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE)
    return float(betainc(n, m, 1.0 / (1.0 + a / b)))


def linear_survivors(x: int, y: int, left: int, p: float) -> float:
    """Return the chance that x wins the linear law with exactly `left` units.

    C(y - 1 + x - left, y - 1) p^y (1 - p)^(x - left): a negative binomial.

    Args:
        x: Number of units of x; at least 1.
        y: Number of units of y; at least 1.
        left: How many of x are left; from 1 to x.
        p: Chance that a casualty is of y, b / (a + b); strictly between 0 and 1.

    Raises:
        ModelError: If a number is not whole or in range, or p is not a probability.

    Example:
        >>> linear_survivors(2, 1, 2, 0.5)
        0.5
    """
    m = refusals.count(x, "x", where=WHERE, least=1)
    n = refusals.count(y, "y", where=WHERE, least=1)
    s = refusals.count(left, "left", where=WHERE, least=1)
    p = refusals.probability(p, "p", where=WHERE)
    if s > m:
        raise ModelError(
            found=f"left = {s} of {m}",
            where=WHERE,
            expected=f"a number from 1 to {m}",
            remedy="No more can be left than began.",
        )
    ways = log(comb(n - 1 + m - s, n - 1))  # of a whole number of any length
    return exp(ways + n * log(p) + (m - s) * log1p(-p))


def _size(value: int, name: str) -> int:
    size = refusals.count(value, name, where=WHERE, least=1)
    if size > LARGEST:
        raise ModelError(
            found=f"{name} = {size}",
            where=WHERE,
            expected=f"at most {LARGEST}",
            remedy="Use stochastic_duel, whose sums do not cancel.",
        )
    return size
