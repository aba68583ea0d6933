"""The interval score, and how often intervals hold what came about.

Gneiting & Raftery (2007), https://doi.org/10.1198/016214506000001437; the interval of a share is
that of Clopper & Pearson (1934), https://doi.org/10.1093/biomet/26.4.404.
"""

from dataclasses import dataclass

import numpy as np
import scoringrules
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from ripeness.scores.checked import Numbers, agree, finite, refuse_unless, rising


@dataclass(frozen=True)
class Coverage:
    """The share of intervals that held what came about, with its own interval."""

    share: float
    """Share of forecasts whose interval held the observed value, ends included."""
    low: float
    """Low end of the exact interval of that share."""
    high: float
    """High end of the exact interval of that share."""
    n_eff: float
    """How many independent forecasts the interval supposes."""


def interval_score(
    observed: ArrayLike, low: ArrayLike, high: ArrayLike, *, alpha: float
) -> Numbers:
    """Score central intervals.

    Args:
        observed: What came about.
        low: Low ends of the intervals.
        high: High ends of the intervals.
        alpha: Share of chance left outside each interval, above 0 and below 1.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a number is not finite, ends are exchanged, or `alpha` is out of range.

    Example:
        >>> interval_score([0.0, 7.0], [0.0, 0.0], [3.0, 3.0], alpha=0.2)
        array([ 3., 43.])
    """
    y, low_ends, high_ends = _ends(observed, low, high)
    refuse_unless(
        0 < alpha < 1,
        found=f"alpha {alpha}",
        expected="a share above 0 and below 1",
        remedy="An 80 % interval has alpha 0.2.",
    )
    return np.asarray(scoringrules.interval_score(y, low_ends, high_ends, alpha))


def coverage(
    observed: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    n_eff: float | None = None,
    confidence: float = 0.9,
) -> Coverage:
    """Tell how often intervals held what came about.

    Args:
        observed: What came about.
        low: Low ends of the intervals.
        high: High ends of the intervals.
        n_eff: How many independent forecasts they are worth; their number by default.
        confidence: Confidence of the interval of the share.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If there is no forecast, a number is not finite, or ends are exchanged.

    Example:
        >>> coverage([1.0, 5.0], [0.0, 0.0], [3.0, 3.0]).share
        0.5
    """
    y, low_ends, high_ends = _ends(observed, low, high)
    refuse_unless(
        len(y) > 0,
        found="no forecast",
        expected="at least one",
        remedy="Score forecasts whose day has come.",
    )
    share = float(((low_ends <= y) & (y <= high_ends)).mean())
    worth = float(len(y)) if n_eff is None else n_eff
    return Coverage(share, *clopper_pearson(share, worth, confidence), n_eff=worth)


def clopper_pearson(share: float, n: float, confidence: float) -> tuple[float, float]:
    """Return the exact interval of a share seen in `n` trials; `n` need not be whole."""
    tail, hits = (1 - confidence) / 2, share * n
    low = float(betaincinv(hits, n - hits + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, n - hits, 1 - tail)) if hits < n else 1.0
    return low, high


def _ends(observed: ArrayLike, low: ArrayLike, high: ArrayLike) -> tuple[Numbers, Numbers, Numbers]:
    y = finite(observed, "observed values", dimensions=1)
    low_ends = finite(low, "low ends", dimensions=1)
    high_ends = finite(high, "high ends", dimensions=1)
    agree(low_ends.shape, y.shape, "low ends")
    agree(high_ends.shape, y.shape, "high ends")
    rising(np.column_stack([low_ends, high_ends]), what="ends of intervals")
    return y, low_ends, high_ends
