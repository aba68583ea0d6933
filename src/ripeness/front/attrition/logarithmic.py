"""The logarithmic law: a side loses as it is itself numerous, whatever the enemy.

x' = -a x + r,  y' = -b y + s;  with r = s = 0, x^b / y^a stays.
"""

from typing import Any

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.front.attrition.course import Course, End

WHERE = "logarithmic law"


def logarithmic_law(  # noqa: PLR0917 - the letters of the law, in its order
    x: float,
    y: float,
    a: float,
    b: float,
    t: Any,  # noqa: ANN401 - a time or an array of times
    *,
    reinforcement: tuple[float, float] = (0.0, 0.0),
) -> Course:
    """Return the course of two sides under Peterson's logarithmic law, in closed form.

    x' = -a x + r and y' = -b y + s. The sides do not meet in the equations; nobody is wiped out,
    and there is no winner, only a side that fades more slowly.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Share of itself that x loses per unit of time; above zero.
        b: Share of itself that y loses per unit of time; above zero.
        t: Times from the start, zero or later; any shape.
        reinforcement: (r, s): what x and y receive per unit of time.

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, or anything is not finite.

    References:
        Peterson (1967), https://doi.org/10.1287/opre.15.3.557

    Example:
        >>> course = logarithmic_law(1000, 800, 0.05, 0.04, 10)
        >>> float(course.x.round(4)), float(course.y.round(4))
        (606.5307, 536.256)
    """
    moments = refusals.times(t, where=WHERE)
    start, kills = _checked(x, y, a, b)
    inflow = refusals.pair(reinforcement, "reinforcement", where=WHERE)
    left = [
        strength * np.exp(-fade * moments) - received * np.expm1(-fade * moments) / fade
        for strength, fade, received in zip(start, kills, inflow, strict=True)
    ]
    return Course(moments, left[0], left[1], _end(kills, inflow), "closed form")


def logarithmic_law_end(
    x: float,
    y: float,
    a: float,
    b: float,
    *,
    reinforcement: tuple[float, float] = (0.0, 0.0),
) -> End:
    """Return the limit of a fight under the logarithmic law: no end, no winner.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Share of itself that x loses per unit of time; above zero.
        b: Share of itself that y loses per unit of time; above zero.
        reinforcement: What x and y receive per unit of time.

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, or anything is not finite.

    Example:
        >>> logarithmic_law_end(1000, 800, 0.05, 0.04, reinforcement=(10, 0)).x
        200.0
    """
    _, kills = _checked(x, y, a, b)
    return _end(kills, refusals.pair(reinforcement, "reinforcement", where=WHERE))


def logarithmic_law_invariant(x: float, y: float, a: float, b: float) -> float:
    """Return b ln x - a ln y, which the logarithmic law keeps.

    Raises:
        ModelError: If a strength or a rate is not above zero.

    Example:
        >>> round(logarithmic_law_invariant(1000, 1000, 0.05, 0.04), 6)
        -0.069078
    """
    (x, y), (a, b) = _checked(x, y, a, b)
    x, y = refusals.rate(x, "x", where=WHERE), refusals.rate(y, "y", where=WHERE)
    return float(b * np.log(x) - a * np.log(y))


def _checked(x: float, y: float, a: float, b: float):  # noqa: ANN202 - two pairs
    return (
        (refusals.strength(x, "x", where=WHERE), refusals.strength(y, "y", where=WHERE)),
        (refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE)),
    )


def _end(kills: tuple[float, float], inflow: tuple[float, float]) -> End:
    (a, b), (r, s) = kills, inflow
    return End(float("inf"), "neither", r / a, s / b)
