"""What moves whole sectors together, estimated from the residuals of the fit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.front.allocation.hazard import Latent
from ripeness.front.allocation.lattice import Lattice
from ripeness.front.allocation.rows import Numbers, Rows

SECTOR_KM = 20.0
"""Side of the squares in which residuals are summed, in km."""

LEADS = (4, 8, 12)
"""Weeks ahead of a state at which residuals are compared with each other."""

PRIOR_SPANS = 2.0
"""How many spans of 13 weeks what was assumed beforehand counts for, against the residuals."""

ASSUMED = Latent(variance=0.8, weekly=0.96, reach_km=30.0, burst_variance=0.45, burst_reach_km=8.0)
"""What is assumed before any residual is seen; chosen on one source's maps of 2024 and 2025."""

VARIANCES = (0.0, 2.5)
"""Least and most variance of each part of the latent."""

WEEKLY = (0.8, 0.99)
"""Least and most correlation from week to week."""

REACHES_KM = (5.0, 60.0)
"""Least and most reach in space."""

LEAST_GROUND = 30.0
"""With less ground expected to change than so many cells residuals tell nothing."""


@dataclass(frozen=True)
class Residuals:
    """Ground changed and ground expected by week and sector, in cells.

    `week` is each row's week of the ground, `block` the block of weeks that a fit left out;
    `apart_km` lies between the middles of sectors;
    `unit` is the mean size of a change, and `overdispersion` how many times the variance of a
    sector's weekly ground exceeds that of such changes drawn one by one.
    """

    week: NDArray[np.int64]
    block: NDArray[np.int64]
    changed: Numbers
    expected: Numbers
    apart_km: Numbers
    unit: float
    overdispersion: float


def residuals_of(rows: Rows, expected: Numbers, lattice: Lattice, *, blocks: int = 1) -> Residuals:
    """Gather residuals by week and sector, a sector being a square of `SECTOR_KM`.

    Args:
        rows: The examples.
        expected: Ground expected to change in each, in cells.
        lattice: The plane.
        blocks: How many blocks of weeks were left out in turn; 1: none.
    """
    side = max(round(SECTOR_KM / lattice.cell_km), 1)
    row, column = np.divmod(rows.cell, lattice.width)
    sector = (row // side) * (lattice.width // side + 1) + column // side
    weeks, place = np.unique(rows.week, return_inverse=True)
    sectors, inside = np.unique(sector, return_inverse=True)
    shape = (len(weeks), len(sectors))
    changed, due = np.zeros(shape), np.zeros(shape)
    np.add.at(changed, (place, inside), rows.changed)
    np.add.at(due, (place, inside), expected)
    middle = np.stack(np.divmod(sectors, lattice.width // side + 1), axis=1) * side
    apart = np.sqrt(((middle[:, None] - middle[None]) ** 2).sum(axis=2)) * lattice.cell_km
    total = rows.changed.sum()
    unit = float((rows.changed**2).sum() / total) if total > 0 else 1.0
    noise = due.sum() * unit
    excess = float(((changed - due) ** 2).sum() / noise) if noise > 0 else 1.0
    block = np.concatenate(
        [np.full(len(part), number) for number, part in enumerate(np.array_split(weeks, blocks))]
    )
    return Residuals(weeks, block.astype(np.int64), changed, due, apart, unit, excess)


def latent_of(residuals: Residuals) -> Latent:
    """Estimate the sector latent by moments of what a state could not tell of later weeks.

    The share of each sector, as the features of one week have it, is set against the ground that
    changed there in the weeks after. A latent z that multiplies the expected ground by exp(z)
    gives residuals a and b weeks after that state the covariance E E' (exp(v) − 1): v is read
    where a and b differ, its reach from neighbouring sectors, its correlation in time from how it
    falls as b moves away from a. What one week's residuals share with themselves beyond that, and
    beyond the noise of single changes, is the burst. Where residuals span little time, what is
    assumed beforehand counts for more.

    Args:
        residuals: Ground changed and expected by week and sector, of weeks left out of the fits.
    """
    states = _states(residuals)
    if residuals.expected.sum() < LEAST_GROUND or not len(states):
        return ASSUMED
    same = residuals.apart_km == 0
    near = residuals.apart_km[~same]
    ring = ~same & (residuals.apart_km <= 1.3 * (near.min() if len(near) else 0.0))
    pairs = [(a, b) for a in LEADS for b in LEADS if a < b]
    variance = _shared(residuals, states, pairs, same)
    one, two = (_shared(residuals, states, [(LEADS[0], b)], same) for b in LEADS[1:])
    at_once = _shared(residuals, states, [(0, 0)], same) - _shared(
        residuals, states, [(0, 1)], same
    )
    weight = len(states) / 13 / (len(states) / 13 + PRIOR_SPANS)
    found = {
        "variance": np.clip(variance, *VARIANCES),
        "burst_variance": np.clip(at_once, *VARIANCES),
        "weekly": _decay(one, two, LEADS[2] - LEADS[1], WEEKLY),
        "reach_km": _reach(variance, _shared(residuals, states, pairs, ring), residuals, ring),
        "burst_reach_km": ASSUMED.burst_reach_km,
    }
    return Latent(
        **{
            name: float(weight * value + (1 - weight) * getattr(ASSUMED, name))
            for name, value in found.items()
        }
    )


def _states(residuals: Residuals) -> NDArray[np.int64]:
    """List the weeks after which as many weeks as needed follow without a gap in one block."""
    last = LEADS[-1]
    rows = np.arange(max(len(residuals.week) - last, 0))
    whole = residuals.week[rows + last] - residuals.week[rows] == last
    return rows[whole & (residuals.block[rows + last] == residuals.block[rows])]


def _shared(
    residuals: Residuals,
    states: NDArray[np.int64],
    leads: list[tuple[int, int]],
    pairs: NDArray[np.bool_],
) -> float:
    """Return log(1 + shared covariance over the product of what was expected)."""
    total = residuals.changed.sum(axis=1, keepdims=True)
    share = residuals.expected[states] / np.maximum(
        residuals.expected[states].sum(1)[:, None], 1e-9
    )
    shared = due = 0.0
    for a, b in leads:
        early, late = share * total[states + a], share * total[states + b]
        off = residuals.changed[states + a] - early, residuals.changed[states + b] - late
        shared += (off[0].T @ off[1])[pairs].sum()
        shared -= residuals.unit * early.sum() if a == b else 0.0
        due += (early.T @ late)[pairs].sum()
    return float(np.log(max(1 + shared / due, 0.05))) if due > 0 else 0.0


def _decay(one: float, two: float, weeks: int, ends: tuple[float, float]) -> float:
    if one <= 0 or two <= 0:
        return ends[0] if one > 0 else ASSUMED.weekly
    return float(np.clip((two / one) ** (1 / weeks), *ends))


def _reach(variance: float, beside: float, residuals: Residuals, ring: NDArray[np.bool_]) -> float:
    if variance <= 0 or not ring.any():
        return ASSUMED.reach_km
    share = float(np.clip(beside / variance, 0.01, 0.95))
    return float(np.clip(-residuals.apart_km[ring].mean() / np.log(share), *REACHES_KM))
