"""Whether events given a chance come about that often.

The CORP approach of Dimitriadis, Gneiting & Jordan (2021), https://doi.org/10.1073/pnas.2016191118:
chances are recalibrated by isotonic regression, which needs no bins, and the Brier score falls
into miscalibration − discrimination + uncertainty.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import isotonic_regression

from ripeness.scores.chances import events_and_chances
from ripeness.scores.checked import Numbers, refuse_unless


@dataclass(frozen=True)
class Reliability:
    """Chances beside how often their events came about, and the parts of the Brier score."""

    chances: Numbers
    """The chances given, each once, rising."""
    frequencies: Numbers
    """How often their events came about, never falling."""
    counts: Numbers
    """How many forecasts gave each chance."""
    brier: float
    """Mean Brier score: miscalibration − discrimination + uncertainty."""
    miscalibration: float
    """What recalibration would gain; 0 is best."""
    discrimination: float
    """What the recalibrated chances gain over always naming the base rate."""
    uncertainty: float
    """The score of always naming the base rate."""


def reliability(happened: ArrayLike, chances: ArrayLike) -> Reliability:
    """Compare chances with how often their events came about.

    Args:
        happened: 1 where the event came about, 0 where it did not.
        chances: The chance given to it, 0 to 1.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If there is no forecast, a chance lies outside 0 to 1, or an event is neither
            0 nor 1.
    """
    y, p = events_and_chances(happened, chances)
    refuse_unless(
        len(y) > 0,
        found="no forecast",
        expected="at least one",
        remedy="Score forecasts whose day has come.",
    )
    return _reliability(y, p)


def _reliability(y: Numbers, p: Numbers) -> Reliability:
    said, group, counts = np.unique(p, return_inverse=True, return_counts=True)
    came = np.bincount(group, weights=y) / counts
    frequencies = np.asarray(isotonic_regression(came, weights=counts).x)
    brier, recalibrated = ((p - y) ** 2).mean(), ((frequencies[group] - y) ** 2).mean()
    uncertainty = ((y.mean() - y) ** 2).mean()
    return Reliability(
        chances=said,
        frequencies=frequencies,
        counts=counts.astype(float),
        brier=float(brier),
        miscalibration=float(brier - recalibrated),
        discrimination=float(uncertainty - recalibrated),
        uncertainty=float(uncertainty),
    )
