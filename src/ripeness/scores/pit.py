"""Where what came about fell within its forecast: flat, if forecasts are honest.

The probability integral transform without drawing lots, Czado, Gneiting & Held (2009),
https://doi.org/10.1111/j.1541-0420.2009.01191.x: a forecast that gives a whole stretch of
probability to what came about is spread evenly over that stretch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

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
    ends = np.array([_stretch(value, row, tau) for value, row in zip(y, q, strict=True)])
    low, high = ends.reshape(-1, 2).T
    return Pit(low=low, high=high)


def _stretch(y: float, q: Numbers, tau: Numbers) -> tuple[float, float]:
    below, upto = np.searchsorted(q, y, "left"), np.searchsorted(q, y, "right")
    if upto == 0:
        return 0.0, float(tau[0])
    if below == len(q):
        return float(tau[-1]), 1.0
    if upto > below:  # what came about is itself a quantile
        low = 0.0 if below == 0 and upto > 1 else tau[below]
        high = 1.0 if upto == len(q) and upto - below > 1 else tau[upto - 1]
        return float(low), float(high)
    inside = (y - q[below - 1]) / (q[below] - q[below - 1])
    place = float(tau[below - 1] + inside * (tau[below] - tau[below - 1]))
    return place, place


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
