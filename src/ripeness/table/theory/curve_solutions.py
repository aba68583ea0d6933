"""The four rules on a two-party frontier given as a curve."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from ripeness.table.theory.frontiers import Curve
from ripeness.table.theory.guards import refuse


def on_curve(rule: str, curve: Curve, threat: np.ndarray, powers: np.ndarray | None) -> float:
    """Return the value of the curve's number that a rule picks.

    Raises:
        ModelError: If no point of the curve is better for both than the threat.

    Example:
        >>> curve = Curve(first=lambda x: x**0.5, second=lambda x: 1 - x)
        >>> round(on_curve("nash", curve, np.zeros(2), np.array([0.5, 0.5])), 6)
        0.333333
    """
    low, high = _acceptable(curve, threat, rule)

    def gains(x: float) -> np.ndarray:
        return np.maximum(np.asarray(curve.at(x)) - threat, 0.0)

    match rule:
        case "nash":
            weights = np.full(2, 0.5) if powers is None else powers
            return _highest(lambda x: float(np.prod(gains(x) ** weights)), low, high)
        case "utilitarian":
            top = _highest(lambda x: float(gains(x).sum()), low, high)
            even = _equal(gains, low, high)
            tied = gains(even).sum() >= gains(top).sum() * (1 - 1e-12)
            return even if tied else top
        case "kalai_smorodinsky":
            ideal = np.array([gains(high)[0], gains(low)[1]])
            return _equal(lambda x: gains(x) / ideal, low, high)
        case _:
            return _equal(gains, low, high)


def _acceptable(curve: Curve, threat: np.ndarray, rule: str) -> tuple[float, float]:
    """The stretch of the curve that leaves neither party worse off."""
    low, high = curve.low, curve.high
    enough = curve.at(high)[0] > threat[0] and curve.at(low)[1] > threat[1]
    if enough:
        low = _crossing(lambda x: curve.at(x)[0] - threat[0], low, high)
        high = _crossing(lambda x: threat[1] - curve.at(x)[1], curve.low, high)
    if not enough or not low < high:
        expected = "a threat that both can better"
        refuse(tuple(threat.tolist()), "disagreement", where=rule, expected=expected)
    return low, high


def _crossing(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses zero; the nearer end where it does not."""
    if rising(low) >= 0:
        return low
    if rising(high) <= 0:
        return high
    return float(brentq(rising, low, high, xtol=1e-15, rtol=1e-14))


def _equal(gains: Callable[[float], np.ndarray], low: float, high: float) -> float:
    return _crossing(lambda x: float(gains(x)[0] - gains(x)[1]), low, high)


def _highest(worth: Callable[[float], float], low: float, high: float) -> float:
    """The middle of the top of a function with one top, found to about 1e-8 of the stretch."""
    found = minimize_scalar(
        lambda x: -worth(x), bounds=(low, high), method="bounded", options={"xatol": 1e-12}
    )
    inner = float(found.x)
    best = max((inner, low, high), key=worth)
    return inner if worth(inner) >= worth(best) else best
