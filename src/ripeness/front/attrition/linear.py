"""The linear law: unaimed fire, or a front so narrow that few can fight at once.

x' = -a x y + r,  y' = -b x y + s;  with r = s = 0, b x - a y stays.
"""

from typing import Any

import numpy as np
from scipy.special import erf, erfcx

from ripeness.front.attrition import refusals
from ripeness.front.attrition.course import Course, End, Winner, held_at_end
from ripeness.terms.errors import ModelError

WHERE = "linear law"


def linear_law(  # noqa: PLR0917 - the letters of the law, in its order
    x: float,
    y: float,
    a: float,
    b: float,
    t: Any,  # noqa: ANN401 - a time or an array of times
    *,
    reinforcement: tuple[float, float] = (0.0, 0.0),
) -> Course:
    """Return the course of two sides under Lanchester's linear law, in closed form.

    x' = -a x y + r and y' = -b x y + s. Nobody is wiped out in finite time. Closed forms
    exist without reinforcement, with balanced reinforcement (b r = a s, a logistic curve) and with
    reinforcement of one side only (a Gaussian integral); all three are here. With both sides
    reinforced and out of balance the solution needs parabolic cylinder functions and is refused:
    use `general_law`, which solves it numerically.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Losses of x per unit of x, unit of y and unit of time; above zero.
        b: Losses of y per unit of x, unit of y and unit of time; above zero.
        t: Times from the start, zero or later; any shape.
        reinforcement: (r, s): what x and y receive per unit of time.

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, anything is not finite, or
            the reinforcement has no closed form.

    References:
        Lanchester (1916), *Aircraft in Warfare*; Taylor (1983), *Lanchester Models of Warfare*.

    Example:
        >>> course = linear_law(1000, 800, 2e-5, 1e-5, 50)
        >>> float(course.x.round(6)), float(course.y.round(6))
        (517.342131, 558.671065)
        >>> course.end.winner, round(course.end.y, 6)
        ('y', 300.0)
    """
    moments = refusals.times(t, where=WHERE)
    start, kills = _checked(x, y, a, b)
    inflow = refusals.pair(reinforcement, "reinforcement", where=WHERE)
    strengths = _strengths(start, kills, inflow, moments)
    return held_at_end(moments, *strengths, end=_end(start, kills, inflow), method="closed form")


def linear_law_end(
    x: float,
    y: float,
    a: float,
    b: float,
    *,
    reinforcement: tuple[float, float] = (0.0, 0.0),
) -> End:
    """Return the limit of a fight under the linear law: its time is infinite.

    Only a side that starts at zero and is sent nothing ends it, at once.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Losses of x per unit of x, unit of y and unit of time; above zero.
        b: Losses of y per unit of x, unit of y and unit of time; above zero.
        reinforcement: What x and y receive per unit of time; any, for the limit needs no formula.

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, or anything is not finite.

    Example:
        >>> linear_law_end(1000, 800, 2e-5, 1e-5).winner
        'y'
        >>> linear_law_end(1000, 800, 2e-5, 1e-5, reinforcement=(1, 0)).winner
        'x'
    """
    start, kills = _checked(x, y, a, b)
    return _end(start, kills, refusals.pair(reinforcement, "reinforcement", where=WHERE))


def linear_law_invariant(x: float, y: float, a: float, b: float) -> float:
    """Return b x - a y, which the linear law keeps; x wins if it is above zero.

    Raises:
        ModelError: If a strength is negative or a rate is not above zero.

    Example:
        >>> round(linear_law_invariant(1000, 800, 2e-5, 1e-5), 9)
        -0.006
    """
    (x, y), (a, b) = _checked(x, y, a, b)
    return b * x - a * y


def _checked(x: float, y: float, a: float, b: float):  # noqa: ANN202 - two pairs
    return (
        (refusals.strength(x, "x", where=WHERE), refusals.strength(y, "y", where=WHERE)),
        (refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE)),
    )


def _strengths(
    start: tuple[float, float],
    kills: tuple[float, float],
    inflow: tuple[float, float],
    t: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    (x, y), (a, b), (r, s) = start, kills, inflow
    if r == s == 0.0:
        lead = _lead(start, kills)
        return x / (1.0 + a * y * _phi(-lead, t)), y / (1.0 + b * x * _phi(lead, t))
    if np.isclose(b * r, a * s, rtol=1e-12, atol=0.0):
        lead = b * x - a * y
        return _logistic(x, b, r, lead=lead, t=t), _logistic(y, a, s, lead=-lead, t=t)
    if r == 0.0:
        return _one_reinforced((x, y), (a, b), s, t)
    if s == 0.0:
        at_y, at_x = _one_reinforced((y, x), (b, a), r, t)
        return at_x, at_y
    raise ModelError(
        found=f"reinforcement = {inflow}",
        where=WHERE,
        expected="b r = a s, or reinforcement of one side only: no other case has a closed form",
        remedy="Use `general_law`, which solves it numerically.",
    )


def _lead(start: tuple[float, float], kills: tuple[float, float]) -> float:
    """Return b x - a y, taking a few units in the last place for zero."""
    mine, theirs = kills[1] * start[0], kills[0] * start[1]
    lead = mine - theirs
    return 0.0 if abs(lead) <= 8.0 * np.finfo(float).eps * (mine + theirs) else lead


def _phi(k: float, t: np.ndarray) -> np.ndarray:
    """Return the integral of e^(k s) from 0 to t; what no number can hold is infinite."""
    with np.errstate(over="ignore"):
        return t if k == 0.0 else np.expm1(k * t) / k


def _logistic(x: float, b: float, r: float, *, lead: float, t: np.ndarray) -> np.ndarray:
    """Solve x' = -b x^2 + lead x + r by its two roots."""
    root = np.sqrt(lead**2 + 4.0 * b * r)
    reach = (lead + root) / (2.0 * b) if lead >= 0.0 else 2.0 * r / (root - lead)
    other = -r / (b * reach)
    fade = (x - reach) / (x - other) * np.exp(-root * t)
    return (reach - other * fade) / (1.0 - fade)


def _one_reinforced(
    start: tuple[float, float], kills: tuple[float, float], s: float, t: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Solve x' = -a x y, y' = -b x y + s, where b x - a y = lead - a s t.

    1/x obeys u' = b - (lead - a s t) u, so u is a Gaussian integral; y follows from the lead.
    """
    (x, y), (a, b) = start, kills
    if x == 0.0:
        return np.zeros_like(t), y + s * t
    lead, half = b * x - a * y, a * s / 2.0
    with np.errstate(over="ignore", invalid="ignore"):
        u = np.exp(half * t**2 - lead * t) / x + b * _gaussian(lead, half, t)
    return 1.0 / u, (b / u - lead + a * s * t) / a


def _gaussian(lead: float, half: float, t: np.ndarray) -> np.ndarray:
    """Integrate e^(D(s) - D(t)) over s from 0 to t, where D(s) = lead s - half s^2.

    Three forms, by the side of the peak on which the ends lie, so that none cancels; what is too
    large for a number is infinite, and the strength that it divides is zero.
    """
    width = np.sqrt(half)
    z0 = np.full_like(t, -lead / (2.0 * width), dtype=float)
    z1 = z0 + width * t
    rise = np.exp(half * t**2 - lead * t)
    scale = np.sqrt(np.pi) / (2.0 * width)
    late = rise * erfcx(np.maximum(z0, 0.0)) - erfcx(np.maximum(z1, 0.0))
    early = erfcx(np.maximum(-z1, 0.0)) - rise * erfcx(np.maximum(-z0, 0.0))
    across = np.exp(z1**2) * (erf(z1) - erf(z0))
    return scale * np.where(z0 >= 0.0, late, np.where(z1 <= 0.0, early, across))


def _end(
    start: tuple[float, float], kills: tuple[float, float], inflow: tuple[float, float]
) -> End:
    (x, y), (a, b), (r, s) = start, kills, inflow
    if (x == 0.0 and r == 0.0) or (y == 0.0 and s == 0.0):
        return End(0.0, "x" if x > y else "y" if y > x else "neither", x, y)
    drift, lead = b * r - a * s, _lead(start, kills)
    if np.isclose(b * r, a * s, rtol=1e-12, atol=0.0):
        winner: Winner = "neither" if r > 0.0 or lead == 0.0 else ("x" if lead > 0.0 else "y")
        return End(float("inf"), winner, *_limits(lead, kills, inflow))
    return End(
        float("inf"),
        "x" if drift > 0.0 else "y",
        float("inf") if drift > 0.0 else 0.0,
        0.0 if drift > 0.0 else float("inf"),
    )


def _limits(
    lead: float, kills: tuple[float, float], inflow: tuple[float, float]
) -> tuple[float, float]:
    """Return the strengths at which b x - a y = lead and losses match the inflow."""
    a, b = kills
    root = np.sqrt(lead**2 + 4.0 * b * inflow[0])
    big = (abs(lead) + root) / 2.0
    small = b * inflow[0] / big if big > 0.0 else 0.0
    mine, theirs = (big, small) if lead >= 0.0 else (small, big)
    return float(mine / b), float(theirs / a)
