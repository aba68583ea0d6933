"""Laws of attrition with any exponents, solved numerically.

x' = -a x^p y^q - c x + r,  y' = -b y^p' x^q' - d y + s.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.integrate import solve_ivp

from ripeness.front.attrition import refusals
from ripeness.front.attrition.course import Course, End, held_at_end
from ripeness.front.attrition.exponents import Exponents, Law, exponents_of
from ripeness.terms.errors import ModelError

WHERE = "general law"
MOST_CALLS = 500_000
"""Evaluations after which the solver gives up."""
NOTHING = 1e-9
"""Share of its largest strength below which a side that can vanish is said to have vanished."""


@dataclass(frozen=True)
class Flows:
    """What reaches or leaves the two sides apart from the enemy's fire."""

    reinforcement: tuple[float, float] = (0.0, 0.0)
    """(r, s): what x and y receive per unit of time."""
    own_losses: tuple[float, float] = (0.0, 0.0)
    """(c, d): share of its own strength that each side loses per unit of time."""


def general_law(  # noqa: PLR0913, PLR0917 - the letters of the law, in its order
    x: float,
    y: float,
    a: float,
    b: float,
    t: Any,  # noqa: ANN401 - a time or an array of times
    *,
    law: Law | Exponents,
    flows: Flows = Flows(),
) -> Course:
    """Return the course of two sides under a law with any exponents, by numerical solution.

    The fight ends when a side first reaches zero while falling. A side whose own exponent is at
    least one only fades. One whose own exponent lies between zero and one vanishes in finite time
    with its losses, so it is said to have vanished at a billionth of its largest scale. If both
    sides can vanish and the other is then within ten billionths of its own, neither wins. The end
    is looked for up to the last time asked; a later one is reported as infinite, with the strengths
    at the last time asked.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Losses of x per unit of time where both powers are one; above zero.
        b: Losses of y per unit of time where both powers are one; above zero.
        t: Times from the start, zero or later; any shape.
        law: `square`, `linear`, `mixed`, `logarithmic`, or `Exponents`.
        flows: Reinforcements and losses of its own on each side.

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, anything is not finite, an
            exponent is out of range, or the solver gives up.

    References:
        Bracken (1995), *Naval Research Logistics* 42(4), 559-577.

    Example:
        >>> course = general_law(1000, 800, 0.05, 0.04, [5, 100], law="square")
        >>> course.x.round(4).tolist(), course.end.winner
        ([823.4335, 447.2136], 'x')
    """
    moments = refusals.times(t, where=WHERE)
    start = np.array(
        [refusals.strength(x, "x", where=WHERE), refusals.strength(y, "y", where=WHERE)]
    )
    kills = (refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE))
    powers = exponents_of(law, where=WHERE)
    inflow = refusals.pair(flows.reinforcement, "reinforcement", where=WHERE)
    own = refusals.pair(flows.own_losses, "own_losses", where=WHERE)
    slope = _slope(kills, powers, inflow, own)
    over = _over_at_start(start, slope)
    if over is not None or moments.size == 0:
        end = over or End(np.inf, "neither", float(start[0]), float(start[1]))
        return held_at_end(moments, moments, moments, end=end, method="solver")
    largest = start + float(moments.max()) * np.array(inflow)
    return _solved(start, moments, slope, _Scale(_floors(largest, powers), largest))


Slope = Callable[[float, np.ndarray], np.ndarray]


def _slope(
    kills: tuple[float, float],
    powers: Exponents,
    inflow: tuple[float, float],
    own: tuple[float, float],
) -> Slope:
    (a, b), (r, s), (c, d) = kills, inflow, own

    def slope(_: float, z: np.ndarray) -> np.ndarray:
        x, y = np.maximum(z, 0.0)
        with np.errstate(divide="ignore", over="ignore"):
            hit_x = a * x**powers.x_own * y**powers.x_enemy
            hit_y = b * y**powers.y_own * x**powers.y_enemy
        return np.array([r - c * x - hit_x, s - d * y - hit_y])

    return slope


def _over_at_start(start: np.ndarray, slope: Slope) -> End | None:
    with np.errstate(invalid="ignore"):
        falling = ~(slope(0.0, start) > 0.0)
    gone = (start <= 0.0) & falling
    if not gone.any():
        return None
    x, y = (float(side) for side in start)
    return End(0.0, "x" if x > y else "y" if y > x else "neither", x, y)


class _Scale(NamedTuple):
    floors: list[float | None]
    largest: np.ndarray


def _floors(largest: np.ndarray, powers: Exponents) -> list[float | None]:
    """Return the strength at which each side has vanished; None for one that only fades."""
    return [
        None if own >= 1.0 else (float(NOTHING * top) if own > 0.0 else 0.0)
        for own, top in zip((powers.x_own, powers.y_own), largest, strict=True)
    ]


def _solved(start: np.ndarray, moments: np.ndarray, slope: Slope, scale: _Scale) -> Course:
    """Solve over time counted in horizons, so that the solver's steps suit any unit of time.

    Raises:
        ModelError: If the solver gives up.
    """
    horizon = float(moments.max()) or 1.0
    asked = np.unique(moments / horizon)
    events = [_reaches(side, floor) for side, floor in enumerate(scale.floors) if floor is not None]
    found = solve_ivp(
        _limited(slope, horizon),
        (0.0, 1.0),
        start,
        method="LSODA",
        t_eval=asked,
        events=events or None,
        rtol=1e-11,
        atol=1e-13 * float(start.max() or 1.0),
    )
    if not found.success or not np.all(np.isfinite(found.y)):
        raise ModelError(
            found=f"no solution ({found.message})",
            where=WHERE,
            expected="strengths that stay finite",
            remedy="Ask for earlier times, or check the exponents near zero strength.",
        )
    end = _end_found(found, scale, horizon)
    reached = np.append(0.0, found.t)
    rows = np.column_stack([start, *np.transpose(found.y)])
    x, y = (np.interp(moments / horizon, reached, row) for row in rows)
    return held_at_end(moments, x, y, end=end, method="solver")


def _limited(slope: Slope, horizon: float) -> Slope:
    """Return the slope per horizon, which gives up rather than go on for ever.

    Raises:
        ModelError: From the slope, once it has been asked for too often.
    """
    calls = iter(range(MOST_CALLS))

    def limited(t: float, z: np.ndarray) -> np.ndarray:
        if next(calls, None) is None:
            raise ModelError(
                found=f"no solution in {MOST_CALLS} evaluations",
                where=WHERE,
                expected="strengths that change no faster than the solver can follow",
                remedy="Ask for earlier times, or check the exponents near zero strength.",
            )
        return horizon * slope(t, z)

    return limited


def _reaches(side: int, floor: float) -> Callable[[float, np.ndarray], float]:
    def event(_: float, z: np.ndarray) -> float:
        return float(z[side] - floor)

    event.terminal = True  # type: ignore[attr-defined]
    event.direction = -1.0  # type: ignore[attr-defined]
    return event


def _end_found(found: Any, scale: _Scale, horizon: float) -> End:  # noqa: ANN401 - scipy's own
    if found.status != 1:
        x, y = (max(float(row[-1]), 0.0) for row in found.y)
        return End(float("inf"), "neither", x, y)
    sides = [side for side, floor in enumerate(scale.floors) if floor is not None]
    hits = {
        side: moments for side, moments in zip(sides, found.t_events, strict=True) if moments.size
    }
    lost = min(hits, key=lambda side: hits[side][0])
    left = found.y_events[sides.index(lost)][0]
    if len(sides) == 2 and bool(np.all(left <= 10.0 * NOTHING * scale.largest)):
        return End(float(hits[lost][0]) * horizon, "neither", 0.0, 0.0)
    return End(
        float(hits[lost][0]) * horizon,
        "y" if lost == 0 else "x",
        0.0 if lost == 0 else max(float(left[0]), 0.0),
        0.0 if lost == 1 else max(float(left[1]), 0.0),
    )
