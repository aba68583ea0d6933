"""Two strengths whose rates are linear in both: a sum of two exponentials, and where it hits zero.

x' = -a y - c x + r,  y' = -b x - d y + s,  with a, b > 0 and c, d, r, s >= 0.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from ripeness.front.attrition.course import End

ULPS = 8.0 * np.finfo(float).eps


@dataclass(frozen=True)
class Modes:
    """The solution: z(t) = e^(fast t) u + phi(fast, t) f + e^(slow t) v + phi(slow, t) g."""

    fast: float
    """The larger eigenvalue, per unit of time."""
    slow: float
    """The smaller eigenvalue, per unit of time."""
    start: np.ndarray
    """Starting strengths split by mode: first row fast, second row slow; columns x, y."""
    inflow: np.ndarray
    """Reinforcements split in the same way."""


def phi(eigenvalue: float, t: np.ndarray) -> np.ndarray:
    """Return the integral of e^(eigenvalue s) from 0 to t."""
    return t if eigenvalue == 0.0 else np.expm1(eigenvalue * t) / eigenvalue


def modes(
    start: tuple[float, float],
    kills: tuple[float, float],
    inflow: tuple[float, float],
    own: tuple[float, float],
) -> Modes:
    """Split the start and the inflow by eigenvector of [[-c, -a], [-b, -d]].

    At parity rounding would leave a speck in the growing mode; a speck of a few units in the last
    place is taken for what it is, zero.
    """
    (a, b), (c, d) = kills, own
    mean, half = -(c + d) / 2.0, float(np.hypot((c - d) / 2.0, np.sqrt(a) * np.sqrt(b)))
    skew = (d - c) / 2.0  # the matrix less its mean is [[skew, -a], [-b, -skew]]
    split = np.array([_split(np.array(vector), half, skew, (a, b)) for vector in (start, inflow)])
    fast = _vanishing(mean, half, a * b, c * d)
    return Modes(fast, mean - half, split[0], split[1])


def _vanishing(mean: float, half: float, ab: float, cd: float) -> float:
    """Return mean + half without cancellation: the product of the eigenvalues is cd - ab."""
    return mean + half if mean >= 0.0 else (ab - cd) / (half - mean)


def _split(vector: np.ndarray, half: float, skew: float, kills: tuple[float, float]) -> np.ndarray:
    a, b = kills
    x, y = vector / (2.0 * half)
    up, down = half + skew, half - skew
    fast = np.array([up * x - a * y, down * y - b * x])
    slow = np.array([down * x + a * y, up * y + b * x])
    speck = ULPS * np.array([up * x + a * y, down * y + b * x])
    if np.all(np.abs(fast) <= speck):
        fast = np.zeros(2)
    return np.array([fast, slow])


def strengths_at(solution: Modes, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Evaluate the solution; times beyond the end of the fight are the caller's to cut.

    A growing mode is written u + phi (rate u + f), so that a fight held in balance stays in it.
    """
    columns = []
    for side in (0, 1):
        total = np.zeros_like(t, dtype=float)
        _, *pushes = _pushes(solution, side)
        for row, rate in enumerate((solution.fast, solution.slow)):
            u, f = solution.start[row, side], solution.inflow[row, side]
            if rate < 0.0:
                total = total + np.exp(rate * t) * u + phi(rate, t) * f
            elif pushes[row]:
                total = total + u + phi(rate, t) * pushes[row]
            else:
                total = total + u
        columns.append(total)
    return columns[0], columns[1]


def end_of(solution: Modes) -> End:
    """Find the first moment at which a side reaches zero while falling, and who is left."""
    first_zero = _first_zero if solution.inflow.any() else _zero_of_two
    x_zero, y_zero = (first_zero(solution, side) for side in (0, 1))
    moment = min(x_zero, y_zero)
    if np.isinf(moment):
        x, y = (max(_limit(solution, side), 0.0) for side in (0, 1))
        return End(float("inf"), "neither", x, y)
    x, y = (max(float(value), 0.0) for value in strengths_at(solution, np.asarray(moment)))
    return End(
        time=moment,
        winner="neither" if x_zero == y_zero else ("x" if y_zero < x_zero else "y"),
        x=0.0 if x_zero <= y_zero else x,
        y=0.0 if y_zero <= x_zero else y,
    )


def _pushes(solution: Modes, side: int) -> tuple[float, float, float]:
    """Return the start of a side and its two weights in z(t) = z0 + sum of weight phi(t)."""
    weights = []
    for row, rate in enumerate((solution.fast, solution.slow)):
        drift, inflow = float(solution.start[row, side] * rate), float(solution.inflow[row, side])
        weight = drift + inflow
        weights.append(0.0 if abs(weight) <= ULPS * (abs(drift) + abs(inflow)) else weight)
    return float(solution.start[:, side].sum()), weights[0], weights[1]


def _first_zero(solution: Modes, side: int) -> float:
    z0, fast, slow = _pushes(solution, side)
    if z0 <= 0.0 and fast + slow <= 0.0:
        return 0.0
    gap = solution.fast - solution.slow
    turn = float(np.log(-slow / fast) / gap) if fast * slow < 0.0 and -slow / fast > 1.0 else 0.0
    value = _value(solution, side)
    if fast + slow < 0.0 < turn:  # falls to its lowest at `turn`, then rises
        return _root(value, 0.0, turn) if value(turn) < 0.0 else float("inf")
    falls = fast < 0.0 or (fast == 0.0 and slow < 0.0)
    crosses = falls and _limit(solution, side) < 0.0
    return _zero_while_falling(value, turn, 1.0 / gap) if crosses else float("inf")


def _zero_of_two(solution: Modes, side: int) -> float:
    """Solve e^(fast t) u + e^(slow t) v = 0 for t."""
    u, v = solution.start[:, side]
    if u + v <= 0.0:
        return 0.0
    if u >= 0.0:
        return float("inf")
    return float(np.log1p((u + v) / -u) / (solution.fast - solution.slow))


def _value(solution: Modes, side: int) -> Callable[[float], float]:
    z0, fast, slow = _pushes(solution, side)

    def value(t: float) -> float:
        moment = np.asarray(t)
        return float(z0 + fast * phi(solution.fast, moment) + slow * phi(solution.slow, moment))

    return value


def _zero_while_falling(value: Callable[[float], float], low: float, stride: float) -> float:
    high = low + stride
    while value(high) > 0.0:
        low, high = high, high + 2.0 * (high - low)
    return _root(value, low, high)


def _root(value: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(value, low, high, xtol=1e-300, rtol=4.0 * np.finfo(float).eps))


def _limit(solution: Modes, side: int) -> float:
    z0, *weights = _pushes(solution, side)
    total = z0
    for weight, eigenvalue in zip(weights, (solution.fast, solution.slow), strict=True):
        if weight == 0.0:
            continue
        if eigenvalue >= 0.0:
            return float(np.copysign(np.inf, weight))
        total -= weight / eigenvalue
    return float(total)
