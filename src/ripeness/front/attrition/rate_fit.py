"""The two loss rates of a law with given exponents, by least squares on daily losses."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from ripeness.front.attrition.estimates import DailyLosses, Estimate
from ripeness.front.attrition.exponents import Exponents, Law, exponents_of

WHERE = "fit of rates"


@dataclass(frozen=True)
class RateFit:
    """The rates of a law fitted to daily losses."""

    a: Estimate
    """Loss rate of x, in the law's unit, per day."""
    b: Estimate
    """Loss rate of y, in the law's unit, per day."""
    r_squared: float
    """1 - residual over total sum of squares of both sides, each about its own mean."""
    carry_over: tuple[float, float]
    """Correlation of each side's residual with the day before; near 0 if the interval is honest."""


def fit_rates(losses: DailyLosses, *, law: Law | Exponents) -> RateFit:
    """Return the rates that fit daily losses best under a law with given exponents.

    Losses of x are a g, with g = x^p y^q; so a = sum(g lost) / sum(g^2), and likewise b. Intervals
    are Student's, as if days were independent; `carry_over` says how far they are not. A law may
    fit worse than a constant: then `r_squared` is negative.

    Args:
        losses: Strengths and losses by day.
        law: `square`, `linear`, `mixed`, `logarithmic`, or `Exponents`.

    Raises:
        ModelError: If the law is unknown.

    References:
        Bracken (1995), *Naval Research Logistics* 42(4), 559-577.

    Example:
        >>> y = np.array([800.0, 700.0, 610.0])
        >>> x = np.array([1000.0, 960.0, 925.0])
        >>> fitted = fit_rates(DailyLosses(x, y, 0.05 * y, 0.04 * x), law="square")
        >>> round(fitted.a.value, 9), round(fitted.b.value, 9), round(fitted.r_squared, 9)
        (0.05, 0.04, 1.0)
    """
    powers = exponents_of(law, where=WHERE)
    x, y, x_lost, y_lost = (
        np.asarray(row, dtype=float) for row in (losses.x, losses.y, losses.x_lost, losses.y_lost)
    )
    a, x_left = _through_zero(x**powers.x_own * y**powers.x_enemy, x_lost)
    b, y_left = _through_zero(y**powers.y_own * x**powers.y_enemy, y_lost)
    total = ((x_lost - x_lost.mean()) ** 2).sum() + ((y_lost - y_lost.mean()) ** 2).sum()
    residual = (x_left**2).sum() + (y_left**2).sum()
    return RateFit(
        a=a,
        b=b,
        r_squared=float(1.0 - residual / total) if total > 0.0 else float("nan"),
        carry_over=(_carry_over(x_left), _carry_over(y_left)),
    )


def _through_zero(g: np.ndarray, lost: np.ndarray) -> tuple[Estimate, np.ndarray]:
    slope = float(g @ lost / (g @ g))
    left = lost - slope * g
    free = lost.size - 1
    reach = float(student.ppf(0.975, free) * np.sqrt((left @ left) / free / (g @ g)))
    return Estimate(slope, slope - reach, slope + reach), left


def _carry_over(left: np.ndarray) -> float:
    centred = left - left.mean()
    spread = float(centred @ centred)
    return float(centred[1:] @ centred[:-1] / spread) if spread > 0.0 else 0.0
