"""Two barriers: the functions that a walk and a diffusion between two ends have in common.

With `w` half the log odds (for a diffusion, drift over variance), the chance to reach `n` first is
`expm1(-2 w x) / expm1(-2 w n)`, and the moments of the time are differences of the two functions
below. Written so, no term cancels: near an even chance the classic formulas lose all digits.
"""

import math

import numpy as np
from scipy.special import zeta

_ORDERS = np.arange(1, 25)
_COTH = 2 * (-1.0) ** (_ORDERS + 1) * zeta(2 * _ORDERS) / math.pi ** (2 * _ORDERS)
"""Taylor coefficients of y coth y at y², y⁴, ..."""
_SERIES_BELOW = 1.0
"""Below this the Taylor series is used, which converges for |y| < pi."""


def reach_chance(x: float, n: float, w: float) -> float:
    """Return the chance to reach `n` before 0 from `x`, with half log odds `w`.

    References:
        Feller (1968), An Introduction to Probability Theory and Its Applications, volume 1, third
        edition, chapter XIV, equations 2.4 and 2.5.

    Example:
        >>> reach_chance(5, 10, 0.0)
        0.5
    """
    if w == 0:
        return x / n
    if w > 0:
        return math.expm1(-2 * w * x) / math.expm1(-2 * w * n)
    return math.exp(2 * w * (n - x)) * math.expm1(2 * w * x) / math.expm1(2 * w * n)


def mean_term(y: float) -> float:
    """Return `(y coth y - 1) / y²`, which is 1/3 at zero.

    Example:
        >>> round(mean_term(0.0), 6), round(mean_term(2.0), 6)
        (0.333333, 0.268657)
    """
    if abs(y) < _SERIES_BELOW:
        return _polynomial(y * y, _COTH)
    return (1 / math.tanh(y) - 1 / y) / y


def variance_term(y: float) -> float:
    """Return `(y² csch² y + y coth y - 2) / y⁴`, which is 2/45 at zero.

    Example:
        >>> round(variance_term(0.0), 6), round(variance_term(2.0), 6)
        (0.044444, 0.02367)
    """
    if abs(y) < _SERIES_BELOW:
        return _polynomial(y * y, (2 - 2 * _ORDERS[1:]) * _COTH[1:])
    decay = math.exp(-2 * abs(y))
    csch_squared = 4 * decay / (1 - decay) ** 2
    return (csch_squared + (1 / math.tanh(y) - 2 / y) / y) / y / y


def log_sinh_ratio(x: float, n: float, w: float) -> float:
    """Return `log(sinh(w x) / sinh(w n))` for `0 < x <= n` and `w >= 0`.

    Example:
        >>> round(math.exp(log_sinh_ratio(5, 10, 0.0)), 6)
        0.5
    """
    if w == 0:
        return math.log(x / n)
    return w * (x - n) + math.log(math.expm1(-2 * w * x) / math.expm1(-2 * w * n))


def mixture(
    chance: float, won: tuple[float, float], lost: tuple[float, float]
) -> tuple[float, float]:
    """Return the mean and variance of a time from those if won and if lost.

    Example:
        >>> mixture(0.5, (1.0, 0.0), (3.0, 0.0))
        (2.0, 1.0)
    """
    mean = chance * won[0] + (1 - chance) * lost[0]
    spread = chance * (1 - chance) * (won[0] - lost[0]) ** 2
    return mean, chance * won[1] + (1 - chance) * lost[1] + spread


def _polynomial(s: float, coefficients: np.ndarray) -> float:
    return float(np.polynomial.polynomial.polyval(s, coefficients))
