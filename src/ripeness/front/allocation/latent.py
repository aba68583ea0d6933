"""What moves whole sectors together, estimated from the residuals of the fit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.front.allocation.hazard import Latent
from ripeness.front.allocation.lattice import POOL, Lattice
from ripeness.front.allocation.rows import Numbers, Rows

LAGS = (1, 2, 3, 4, 6, 8)
"""Lags in weeks at which residuals are compared."""

VARIANCES = (0.0, 4.0)
"""Least and most variance of the latent."""

WEEKLY = (0.5, 0.99)
"""Least and most correlation from week to week."""

REACHES_KM = (8.0, 60.0)
"""Least and most reach in space."""


@dataclass(frozen=True)
class Residuals:
    """Ground changed and ground expected by week and sector, in cells.

    `week` is each row's week of the ground; `apart_km` lies between the middles of sectors;
    `unit` is the mean size of a change, and `overdispersion` how many times the variance of a
    sector's weekly ground exceeds that of such changes drawn one by one.
    """

    week: NDArray[np.int64]
    changed: Numbers
    expected: Numbers
    apart_km: Numbers
    unit: float
    overdispersion: float


def residuals_of(rows: Rows, expected: Numbers, lattice: Lattice) -> Residuals:
    """Gather residuals by week and sector, a sector being what is nearest to one node.

    Args:
        rows: The examples.
        expected: Ground expected to change in each, in cells.
        lattice: The plane with its nodes.
    """
    row, column = np.divmod(rows.cell, lattice.width)
    nearest = [
        axis.argmax(axis=1)[cells // POOL]
        for axis, cells in ((lattice.node_rows, row), (lattice.node_columns, column))
    ]
    sector = nearest[0] * lattice.node_columns.shape[1] + nearest[1]
    weeks, place = np.unique(rows.week, return_inverse=True)
    shape = (len(weeks), len(lattice.nodes_km))
    changed, due = np.zeros(shape), np.zeros(shape)
    np.add.at(changed, (place, sector), rows.changed)
    np.add.at(due, (place, sector), expected)
    used = due.sum(axis=0) > 0
    changed, due, middle = changed[:, used], due[:, used], lattice.nodes_km[used]
    apart = np.sqrt(((middle[:, None] - middle[None]) ** 2).sum(axis=2))
    total = rows.changed.sum()
    unit = float((rows.changed**2).sum() / total) if total > 0 else 1.0
    noise = due.sum() * unit
    excess = float(((changed - due) ** 2).sum() / noise) if noise > 0 else 1.0
    return Residuals(weeks, changed, due, apart, unit, excess)


def latent_of(residuals: Residuals) -> Latent:
    """Estimate the sector latent by moments: what residuals share across weeks and distance.

    For a latent z that multiplies the expected ground by exp(z), residuals of one sector k weeks
    apart have the covariance E E' (exp(v ρᵏ) − 1), and of two sectors d km apart the same with
    v exp(−d ÷ reach). What one week adds beyond that, and beyond the noise of single changes, is
    the burst.

    Args:
        residuals: Ground changed and expected by week and sector.
    """
    same = residuals.apart_km == 0
    log_shared = np.array([_log_ratio(residuals, lag, same) for lag in LAGS])
    use = log_shared > 0
    if not use.any():
        return Latent()
    lags = np.array(LAGS, float)
    weekly = 0.9
    if use.sum() > 1:
        weekly = float(np.exp(np.polyfit(lags[use], np.log(log_shared[use]), 1)[0]))
    weekly = float(np.clip(weekly, *WEEKLY))
    powers = weekly**lags
    variance = float(np.clip((powers @ log_shared) / (powers @ powers), *VARIANCES))
    burst = max(_log_ratio(residuals, 0, same) - variance, 0.0)
    return Latent(
        variance=variance,
        weekly=weekly,
        reach_km=_reach(residuals, variance, weekly),
        burst_variance=float(np.clip(burst, *VARIANCES)),
    )


def _log_ratio(residuals: Residuals, lag: int, pairs: NDArray[np.bool_]) -> float:
    """Return log(1 + shared covariance over the product of what was expected)."""
    off = residuals.changed - residuals.expected
    early, late = _matched(residuals.week, lag)
    shared = (off[early].T @ off[late])[pairs].sum()
    due = (residuals.expected[early].T @ residuals.expected[late])[pairs].sum()
    if lag == 0:
        shared -= residuals.unit * residuals.expected.sum()
    return float(np.log(max(1 + shared / due, 1e-3))) if due > 0 else 0.0


def _reach(residuals: Residuals, variance: float, weekly: float) -> float:
    apart = residuals.apart_km
    spacing = apart[apart > 0].min() if (apart > 0).any() else 0.0
    if variance <= 0 or spacing <= 0:
        return REACHES_KM[0]
    ring = (apart > 0) & (apart <= 1.5 * spacing)
    shares = [_log_ratio(residuals, lag, ring) / (variance * weekly**lag) for lag in LAGS[:4]]
    share = float(np.clip(np.mean(shares), 0.01, 0.95))
    return float(np.clip(-apart[ring].mean() / np.log(share), *REACHES_KM))


def _matched(week: NDArray[np.int64], lag: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    late = np.flatnonzero(np.isin(week - lag, week))
    return np.searchsorted(week, week[late] - lag), late
