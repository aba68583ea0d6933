"""The two rates of the square law from a known course: from its ends, or from a series of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import t as student

from ripeness.front.attrition import refusals
from ripeness.front.attrition.estimates import Estimate
from ripeness.front.attrition.landings import Landing, unended
from ripeness.terms.errors import ModelError

WHERE = "fit of the square law"
NUDGE = 1e-5


@dataclass(frozen=True)
class Ends:
    """Strengths at the start and at the end, and how well those at the end are known."""

    x: float
    """Strength of x before any landing."""
    y: float
    """Strength of y before any landing."""
    x_end: float
    """Strength of x at the end."""
    y_end: float
    """Strength of y at the end."""
    time: float
    """When the end was; above zero."""
    x_error: float = 0.0
    """Standard error of x at the end."""
    y_error: float = 0.0
    """Standard error of y at the end."""


@dataclass(frozen=True)
class SquareFit:
    """Rates of the square law fitted to a course."""

    a: Estimate
    """Losses of x per unit of y and unit of time."""
    b: Estimate
    """Losses of y per unit of x and unit of time."""
    spread: float
    """Root mean square of what the fit leaves, in units of x; 0 for a fit to the ends."""


def fit_square_ends(ends: Ends, *, landings: Sequence[Landing] = ()) -> SquareFit:
    """Return the rates under which a course has given ends.

    Two rates meet two ends exactly. The interval is not that of a fit but of the ends: their
    standard errors carried over to first order, and of width zero if none is given.

    Args:
        ends: Strengths at both ends, the time between, and errors.
        landings: Reinforcements on the way.

    Raises:
        ModelError: If a value is refused, or no rates meet the ends.

    References:
        Engel (1954), https://doi.org/10.1287/opre.2.2.163

    Example:
        >>> found = fit_square_ends(Ends(1000, 800, 823.4335021358, 618.4126340492, 5))
        >>> round(found.a.value, 9), round(found.b.value, 9)
        (0.05, 0.04)
    """
    _check(ends)
    start = (ends.x, ends.y)

    def missed(logs: np.ndarray, shift: np.ndarray) -> np.ndarray:
        x, y = unended(start, np.exp(logs), landings, np.array([ends.time]))
        return (np.array([x[0], y[0]]) - (ends.x_end, ends.y_end) - shift) / scale

    received = np.array([sum(piece.x for piece in landings), sum(piece.y for piece in landings)])
    scale = np.maximum(start + received, 1.0)
    guess = np.log(_first_guess(ends, scale))
    here = _met(missed, guess, np.zeros(2))
    width = np.zeros(2)
    for side, error in enumerate((ends.x_error, ends.y_error)):
        if error > 0.0:
            shift = np.where(np.arange(2) == side, error * NUDGE, 0.0)
            width = width + ((_met(missed, here, shift) - here) / NUDGE) ** 2
    reach = 1.959963984540054 * np.sqrt(width)
    a, b = (
        Estimate(float(np.exp(m)), float(np.exp(m - r)), float(np.exp(m + r)))
        for m, r in zip(here, reach, strict=True)
    )
    return SquareFit(a, b, 0.0)


def fit_square_series(
    times: Any,  # noqa: ANN401 - an array
    x: Any,  # noqa: ANN401 - an array
    *,
    start: tuple[float, float],
    landings: Sequence[Landing] = (),
) -> SquareFit:
    """Return the rates under which the course of x fits a series best, by least squares.

    Args:
        times: Times of the series, in order; at least four.
        x: Strength of x at those times.
        start: Strengths of x and y at time zero, before any landing.
        landings: Reinforcements on the way.

    Raises:
        ModelError: If the series is short, missing or of two lengths, or no fit is found.

    References:
        Engel (1954), https://doi.org/10.1287/opre.2.2.163

    Example:
        >>> from ripeness.front.attrition.square import square_law
        >>> days = np.arange(1, 11)
        >>> seen = square_law(1000, 800, 0.05, 0.04, days).x
        >>> found = fit_square_series(days, seen, start=(1000, 800))
        >>> round(found.a.value, 6), round(found.b.value, 6)
        (0.05, 0.04)
    """
    moments = refusals.times(times, where=WHERE)
    seen = refusals.times(x, where=WHERE)
    begin = refusals.pair(start, "start", where=WHERE)
    if moments.ndim != 1 or moments.shape != seen.shape or not moments.size >= 4:
        raise ModelError(
            found=f"{moments.shape} times and {seen.shape} strengths",
            where=WHERE,
            expected="two rows of one length, at least four",
            remedy="Leave out days on which something is missing.",
        )

    def left(logs: np.ndarray) -> np.ndarray:
        return unended(begin, np.exp(logs), landings, moments)[0] - seen

    guess = np.log(np.full(2, 0.5 / float(moments.max())))
    found = least_squares(left, guess, x_scale="jac", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    free = seen.size - 2
    spread = float(np.sqrt(found.fun @ found.fun / free))
    slopes = np.asarray(found.jac)
    spans = spread * np.sqrt(np.diag(np.linalg.inv(slopes.T @ slopes)))
    reach = float(student.ppf(0.975, free)) * spans
    a, b = (
        Estimate(float(np.exp(m)), float(np.exp(m - r)), float(np.exp(m + r)))
        for m, r in zip(found.x, reach, strict=True)
    )
    return SquareFit(a, b, spread)


def _check(ends: Ends) -> None:
    for name in ("x", "y", "x_end", "y_end", "x_error", "y_error"):
        refusals.strength(getattr(ends, name), name, where=WHERE)
    refusals.rate(ends.time, "time", where=WHERE)


def _first_guess(ends: Ends, top: np.ndarray) -> np.ndarray:
    """Divide each side's losses by the mean strength of the enemy over the time."""
    last = np.array([ends.x_end, ends.y_end])
    lost = np.maximum(top - last, 1e-6 * top)
    mean = (top + last) / 2.0
    return lost / (mean[::-1] * ends.time)


def _met(missed: Any, guess: np.ndarray, shift: np.ndarray) -> np.ndarray:  # noqa: ANN401
    found = least_squares(missed, guess, args=(shift,), xtol=1e-15, ftol=1e-15, gtol=1e-15)
    if not float(np.abs(found.fun).max()) <= 1e-9:
        raise ModelError(
            found="ends that no rates meet",
            where=WHERE,
            expected="losses on both sides",
            remedy="Check the ends: a side that grew without landings has no loss rate.",
        )
    return found.x
