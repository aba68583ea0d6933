"""What came about: cells that changed hands and stayed, and when a place was half held.

A change counts only if it lasts 14 days, so what came of a horizon is known two weeks after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ripeness.front.allocation.ground import LASTING_WEEKS, Ground
from ripeness.front.allocation.units import Unit

Numbers = NDArray[np.float64]

HALF = 0.5
"""The share at which a place counts as fallen where its date is scored."""


@dataclass(frozen=True)
class Came:
    """What came about after an origin."""

    changed: dict[int, NDArray[np.bool_]]
    """Horizon to whether each cell had changed hands; horizons not known yet are absent."""
    shares: Numbers
    """Share held of each place, by week from the origin and place."""


def what_came(
    later: Ground,
    origin: date,
    cells: NDArray[np.int64],
    *,
    horizons: Sequence[int],
    places: Sequence[Unit],
) -> Came:
    """Return what came about after an origin.

    Args:
        later: The ground as known by the end of the evidence.
        origin: A Sunday of its weeks.
        cells: Cells that one side did not hold at the origin.
        horizons: Weeks ahead.
        places: Places as cells.
    """
    week = later.weeks.index(origin)
    last = len(later.weeks) - 1 - LASTING_WEEKS
    full = later.capacity.ravel()[cells].astype(int)
    known = later.settled[week : last + 1].reshape(-1, later.grid.size)
    changed = {
        horizon: 2 * known[horizon][cells].astype(int) >= full
        for horizon in horizons
        if week + horizon <= last and later.seen[week + horizon]
    }
    shares = [known[:, place.cells] / 16.0 @ place.km2 / place.km2.sum() for place in places]
    return Came(changed, np.array(shares).T.reshape(len(known), len(places)))


def weeks_to_half(shares: Numbers, *, weeks: int) -> Numbers:
    """Return the first week in which half is held, the horizon where it is not by then.

    Args:
        shares: Share held by week, the origin first, along the second last axis; places last.
        weeks: The horizon, at which the date is cut off.
    """
    reached = shares[..., : weeks + 1, :] >= HALF
    first = reached.argmax(axis=-2)
    return np.where(reached.any(axis=-2), first, weeks).astype(float)
