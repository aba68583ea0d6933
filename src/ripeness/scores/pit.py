"""Where what came about fell within its forecast: flat, if forecasts are honest.

The probability integral transform without drawing lots, Czado, Gneiting & Held (2009),
https://doi.org/10.1111/j.1541-0420.2009.01191.x: a forecast that gives a whole stretch of
probability to what came about is spread evenly over that stretch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.scores.checked import Numbers, agree, finite, refuse_unless, rising


@dataclass(frozen=True)
class Pit:
    """For each forecast the stretch of probability in which the observed value fell."""

    low: Numbers
    """Probability below it, at least."""
    high: Numbers
    """Probability up to it, at most."""


def pit(observed: ArrayLike, quantiles: ArrayLike, *, levels: ArrayLike) -> Pit:
    """Locate what came about between the quantiles of its forecast.

    Between two quantiles the place is found along a straight line. Below the first one only the
    stretch from nought to the first level is known, above the last one that to one. Where several
    quantiles equal what came about, the stretch is theirs, to nought or one if they are the last.

    Args:
        observed: What came about.
        quantiles: One row a forecast, one column a level.
        levels: Probability levels, rising.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a number is not finite, or quantiles cross.
    """
    y = finite(observed, "observed values", dimensions=1)
    q = finite(quantiles, "quantiles", dimensions=2)
    tau = finite(levels, "levels", dimensions=1)
    agree(q.shape, (len(y), len(tau)), "quantiles, forecasts by levels,")
    rising(q)
    return _pit(y[:, None], q, tau)


def _pit(y: Numbers, q: Numbers, tau: Numbers) -> Pit:
    count = len(tau)
    below, equal = (q < y).sum(axis=1), (q == y).sum(axis=1)
    upto = below + equal
    alone = _between(y[:, 0], q, tau, below=below)
    edges = np.concatenate([[0.0], tau, [1.0]])
    first = np.where((below == 0) & (equal > 1), 0.0, edges[np.minimum(below + 1, count)])
    last = np.where((upto == count) & (equal > 1), 1.0, edges[upto])
    outside = (upto == 0) | (below == count)
    low = np.where(outside, edges[below], np.where(equal > 0, first, alone))
    high = np.where(outside, edges[below + 1], np.where(equal > 0, last, alone))
    return Pit(low=low, high=high)


def _between(y: Numbers, q: Numbers, tau: Numbers, *, below: NDArray[np.int64]) -> Numbers:
    after = np.clip(below, 1, len(tau) - 1)[:, None]
    low, high = (np.take_along_axis(q, side, axis=1)[:, 0] for side in (after - 1, after))
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = (y - low) / (high - low)
    tau_low, tau_high = tau[after[:, 0] - 1], tau[after[:, 0]]
    return tau_low + inside * (tau_high - tau_low)


def histogram(places: Pit, *, bins: int = 10) -> Numbers:
    """Return the share of forecasts in equal bins of probability; honest ones give 1 / bins.

    Raises:
        DataError: If there is no forecast, or not at least one bin.
    """
    refuse_unless(
        bins >= 1 and len(places.low) > 0,
        found=f"{len(places.low)} forecasts in {bins} bins",
        expected="at least one of each",
        remedy="Score forecasts whose day has come.",
    )
    edges = np.linspace(0, 1, bins + 1)
    up_to = np.array([_mass_up_to(edge, places) for edge in edges])
    return np.diff(up_to)


def _mass_up_to(edge: float, places: Pit) -> float:
    width = places.high - places.low
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.clip((edge - places.low) / width, 0, 1)
    at_a_point = (places.low < edge) | (edge >= 1)
    return float(np.where(width > 0, spread, at_a_point).mean())
