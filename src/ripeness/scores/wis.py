"""The weighted interval score, the official score of forecasts given as quantiles.

Bracher, Ray, Gneiting & Reich (2021), https://doi.org/10.1371/journal.pcbi.1008618, in the form
that weighs every level alike: the mean over the levels of twice the pinball loss. The median counts
once, as with the paper's own weights; a tool that counts it twice gives other numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ripeness.scores.checked import Numbers, agree, finite, refuse_unless, rising


@dataclass(frozen=True)
class Wis:
    """The score and its three parts, which sum to it; one value a forecast, in its unit."""

    total: Numbers
    """The weighted interval score; smaller is better."""
    over: Numbers
    """The part for forecasting too much."""
    under: Numbers
    """The part for forecasting too little."""
    dispersion: Numbers
    """The part for being unsure."""


def wis(observed: ArrayLike, quantiles: ArrayLike, *, levels: ArrayLike) -> Wis:
    """Score quantile forecasts.

    Args:
        observed: What came about.
        quantiles: One row a forecast, one column a level, never falling along a row.
        levels: Probability levels, rising, symmetric about one half.

    Returns:
        The score and its parts, one value a forecast, in the unit of the forecasts.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a number is not finite, quantiles cross, or levels are not symmetric.

    Example:
        >>> levels = [0.1, 0.25, 0.5, 0.75, 0.9]
        >>> wis([1.0, -15.0], [[-1, 0, 1, 2, 3], [-2, 1, 2, 2, 4]], levels=levels).total
        array([ 0.36, 15.34])
    """
    y = finite(observed, "observed values", dimensions=1)
    q = finite(quantiles, "quantiles", dimensions=2)
    tau = finite(levels, "levels", dimensions=1)
    agree(q.shape, (len(y), len(tau)), "quantiles, forecasts by levels,")
    rising(q)
    refuse_unless(
        bool((np.diff(tau) > 0).all()) and np.allclose(tau + tau[::-1], 1, rtol=0, atol=1e-12),
        found=f"levels {tau.tolist()}",
        expected="rising levels that are symmetric about one half",
        remedy="Score at levels that come in pairs, such as 0.25 and 0.75.",
    )
    return _wis(y[:, None], q, tau)


def _wis(y: Numbers, q: Numbers, tau: Numbers) -> Wis:
    count, half = len(tau), len(tau) // 2
    low, median, high = q[:, :half], q[:, half : count - half], q[:, ::-1][:, :half]
    over = 2 * _positive(low - y).sum(axis=1) + _positive(median - y).sum(axis=1)
    under = 2 * _positive(y - high).sum(axis=1) + _positive(y - median).sum(axis=1)
    dispersion = (2 * tau[:half] * (high - low)).sum(axis=1)
    return Wis(
        total=(over + under + dispersion) / count,
        over=over / count,
        under=under / count,
        dispersion=dispersion / count,
    )


def _positive(x: Numbers) -> Numbers:
    return np.maximum(x, 0.0)
