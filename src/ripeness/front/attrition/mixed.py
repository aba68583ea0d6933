"""The mixed law: x hides and is hit by area fire, y stands in the open and is hit by aimed fire.

x' = -a x y,  y' = -b x;  2 b x - a y^2 stays.
"""

from typing import Any

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.front.attrition.course import Course, End, held_at_end

WHERE = "mixed law"


def mixed_law(  # noqa: PLR0917 - the letters of the law, in its order
    x: float,
    y: float,
    a: float,
    b: float,
    t: Any,  # noqa: ANN401 - a time or an array of times
) -> Course:
    """Return the course of an ambush (guerrilla) fight, in closed form.

    x' = -a x y and y' = -b x: x is the hidden side. With reinforcement of either side the time is
    an integral that has no elementary form; use `general_law` for it.

    Args:
        x: Starting strength of the hidden side; zero or more.
        y: Starting strength of the side in the open; zero or more.
        a: Losses of x per unit of x, unit of y and unit of time; above zero.
        b: Losses of y per unit of x and unit of time; above zero.
        t: Times from the start, zero or later; any shape.

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, or anything is not finite.

    References:
        Deitchman (1962), https://doi.org/10.1287/opre.10.6.818

    Example:
        >>> course = mixed_law(100, 1000, 1e-4, 1.0, [0, 5, 50])
        >>> course.x.round(3).tolist(), course.y.round(3).tolist()
        ([100.0, 67.594, 50.0], [1000.0, 593.191, 0.0])
        >>> mixed_law(100, 1000, 1e-4, 1.0, 0).end.winner
        'x'
    """
    moments = refusals.times(t, where=WHERE)
    start, kills = _checked(x, y, a, b)
    end = _end(start, kills)
    strengths = _strengths(start, kills, np.minimum(moments, end.time))
    return held_at_end(moments, *strengths, end=end, method="closed form")


def mixed_law_end(x: float, y: float, a: float, b: float) -> End:
    """Return how an ambush fight ends: if the hidden side wins, in finite time; else never.

    Args:
        x: Starting strength of the hidden side; zero or more.
        y: Starting strength of the side in the open; zero or more.
        a: Losses of x per unit of x, unit of y and unit of time; above zero.
        b: Losses of y per unit of x and unit of time; above zero.

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, or anything is not finite.

    Example:
        >>> end = mixed_law_end(100, 1000, 1e-4, 2.0)
        >>> end.winner, round(end.x, 6), round(end.time, 6)
        ('x', 75.0, 6.045998)
    """
    return _end(*_checked(x, y, a, b))


def mixed_law_invariant(x: float, y: float, a: float, b: float) -> float:
    """Return 2 b x - a y^2, which the mixed law keeps; the hidden side wins if it is above zero.

    Raises:
        ModelError: If a strength is negative or a rate is not above zero.

    Example:
        >>> mixed_law_invariant(100, 1000, 1e-4, 2.0)
        300.0
    """
    (x, y), (a, b) = _checked(x, y, a, b)
    return 2.0 * b * x - a * y**2


def _checked(x: float, y: float, a: float, b: float):  # noqa: ANN202 - two pairs
    return (
        (refusals.strength(x, "x", where=WHERE), refusals.strength(y, "y", where=WHERE)),
        (refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE)),
    )


def _kept(start: tuple[float, float], kills: tuple[float, float]) -> float:
    """Return the invariant M, taking a few units in the last place for zero."""
    mine, theirs = 2.0 * kills[1] * start[0], kills[0] * start[1] ** 2
    kept = mine - theirs
    return 0.0 if abs(kept) <= 8.0 * np.finfo(float).eps * (mine + theirs) else kept


def _strengths(
    start: tuple[float, float], kills: tuple[float, float], t: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Solve y' = -(M + a y^2) / 2 with T = tan(wt)/w, w^2 = a M / 4 (tanh where M < 0)."""
    (x, y), (a, _) = start, kills
    kept = _kept(start, kills)
    w = np.sqrt(a * abs(kept)) / 2.0
    if kept > 0.0:
        reach = np.tan(w * t) / w
        shrink = 1.0 + (w * reach) ** 2
    elif kept < 0.0:
        reach = np.tanh(w * t) / w
        fade = np.exp(-2.0 * w * t)
        shrink = 4.0 * fade / (1.0 + fade) ** 2
    else:
        reach, shrink = t, np.ones_like(t)
    below = 1.0 + a * y * reach / 2.0
    return x * shrink / below**2, (y - kept * reach / 2.0) / below


def _end(start: tuple[float, float], kills: tuple[float, float]) -> End:
    (x, y), (a, b) = start, kills
    if x == 0.0 or y == 0.0:
        return End(0.0, "x" if x > y else "y" if y > x else "neither", x, y)
    kept = _kept(start, kills)
    if kept > 0.0:
        moment = 2.0 * np.arctan(y * np.sqrt(a / kept)) / np.sqrt(a * kept)
        return End(float(moment), "x", kept / (2.0 * b), 0.0)
    return End(float("inf"), "y" if kept < 0.0 else "neither", 0.0, float(np.sqrt(-kept / a)))
