"""Whether one forecaster's losses are smaller than another's, beyond chance.

Diebold & Mariano (1995), https://doi.org/10.1080/07350015.1995.10524599, with the Bartlett kernel
(Newey & West 1987, https://doi.org/10.2307/1913610), the small-sample correction of Harvey,
Leybourne & Newbold (1997), https://doi.org/10.1016/S0169-2070(96)00719-4, and for several
comparisons the steps of Holm (1979), https://www.jstor.org/stable/4615733.

The kernel keeps the variance from being negative, and takes it too small where forecasts overlap:
with 60 origins of which 4 overlap and equal skill, 17 % of p values lie below 0.10. A p value
just below a limit is therefore no finding.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from ripeness.scores.checked import Numbers, agree, finite, refuse_unless
from ripeness.scores.effective import FEWEST_FOR_P


@dataclass(frozen=True)
class Comparison:
    """The test of one forecaster against another over common origins."""

    difference: float
    """Mean loss less the other's mean loss; negative: the first does better."""
    stat: float | None
    """The corrected statistic; null where the difference never varies."""
    p: float | None
    """Two-sided p value; null where too few independent origins stand behind it."""
    n: int
    """Origins compared."""
    n_eff: float
    """How many independent origins they are worth."""
    bandwidth: int
    """Lags, in origins, up to which differences may hang together."""


def diebold_mariano(
    losses: ArrayLike, others: ArrayLike, *, shared: int, n_eff: float
) -> Comparison:
    """Test whether two rows of losses have the same mean.

    Args:
        losses: The first forecaster's losses, in the order of the origins.
        others: The other's losses at the same origins.
        shared: How many origins overlap: `effective.overlap`; the bandwidth is one less.
        n_eff: How many independent origins they are worth: `effective.effective_number`.

    Raises:
        AlignmentError: If the rows do not meet.
        DataError: If a loss is not finite, or there are not more than `shared` origins.
    """
    first = finite(losses, "losses", dimensions=1)
    second = finite(others, "losses", dimensions=1)
    agree(second.shape, first.shape, "losses")
    refuse_unless(
        len(first) > shared >= 1,
        found=f"{len(first)} origins of which {shared} overlap",
        expected="more origins than overlap",
        remedy="Score more origins, or a shorter horizon.",
    )
    difference = first - second
    stat = _statistic(difference, shared)
    enough = stat is not None and n_eff >= FEWEST_FOR_P
    return Comparison(
        difference=float(difference.mean()),
        stat=stat,
        p=float(2 * stdtr(len(first) - 1, -abs(stat))) if stat is not None and enough else None,
        n=len(first),
        n_eff=n_eff,
        bandwidth=shared - 1,
    )


def holm(p_values: Mapping[str, float | None]) -> dict[str, float | None]:
    """Adjust p values for being several; a comparison without one stays without.

    Example:
        >>> holm({"drift": 0.01, "last_value": 0.04, "auto_ets": None})
        {'drift': 0.02, 'last_value': 0.04, 'auto_ets': None}
    """
    known = sorted((p, name) for name, p in p_values.items() if p is not None)
    adjusted: dict[str, float | None] = dict.fromkeys(p_values)
    highest = 0.0
    for step, (p, name) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - step) * p))
        adjusted[name] = highest
    return adjusted


def _statistic(d: Numbers, h: int) -> float | None:
    n = len(d)
    variance = long_run_variance(d, bandwidth=h - 1) / n
    if not variance > 1e-24 * max(1.0, float(np.abs(d).max()) ** 2):
        return None
    harvey = max((n + 1 - 2 * h + h * (h - 1) / n) / n, 0.0)
    return float(d.mean() / np.sqrt(variance) * np.sqrt(harvey))


def long_run_variance(values: Numbers, *, bandwidth: int) -> float:
    """Return the Bartlett estimate of a series' long-run variance; never negative.

    Args:
        values: The series.
        bandwidth: The last lag that counts.
    """
    x = values - values.mean()
    n = len(x)
    covariance = [float(x[lag:] @ x[: n - lag]) / n for lag in range(min(bandwidth, n - 1) + 1)]
    weighted = [(1 - lag / (bandwidth + 1)) * c for lag, c in enumerate(covariance)]
    return weighted[0] + 2 * sum(weighted[1:])
