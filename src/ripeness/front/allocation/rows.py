"""The examples of a fit: cells by week with their features and the ground that changed hands."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray
from scipy import ndimage

from ripeness.front.allocation.dynamics import WHOLE, Place, remembered
from ripeness.front.allocation.features import (
    NEAR,
    WIDE,
    near_features,
    warmth,
    wide_features,
)
from ripeness.front.allocation.ground import LASTING_WEEKS, Ground
from ripeness.front.allocation.lattice import BORDER, Lattice, band_of
from ripeness.front.allocation.settings import AllocationSettings

WARM_UP_WEEKS = 8
"""Weeks after the first map whose changes are only remembered."""

THINNED = ((2, 1), (5, 3), (9, 9), (99, 40))
"""Steps from the gainer's ground, and of the cells within them one in so many that stands for its
neighbours, with that weight: far from the line cells hardly differ and hardly ever change."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Cells by week, weeks in order: features, ground free to change, and ground changed.

    `week` counts the ground's weeks; `stands_for` is how many cells a row speaks for where odds are
    summed (0: a changed cell whose neighbours are spoken for already); `free` and `changed` are in
    cells; `cell` is its place on the bordered plane.
    """

    names: tuple[str, ...]
    features: NDArray[np.float32]
    week: NDArray[np.int64]
    cell: NDArray[np.int64]
    stands_for: Numbers
    free: Numbers
    changed: Numbers


@dataclass(frozen=True)
class Past:
    """What features of earlier weeks are computed from.

    `remembered` is what `dynamics.remembered` returns: by week the changes remembered and how much
    past that stands for, and the changes that are still fresh.
    """

    ground: Ground
    lattice: Lattice
    place: Place
    remembered: tuple[Array, Array, Array]


def past_of(ground: Ground, lattice: Lattice, place: Place) -> Past:
    """Return what features of earlier weeks of a ground are computed from.

    Args:
        ground: The ground.
        lattice: Its plane.
        place: The arrays of that plane.
    """
    return Past(ground, lattice, place, remembered(ground, lattice, place))


def fit_weeks(ground: Ground, settings: AllocationSettings) -> list[int]:
    """List the weeks whose following change is known to have lasted, both maps being there.

    Args:
        ground: The ground, as known at its origin.
        settings: How many weeks a fit may look back on.
    """
    last = len(ground.weeks) - 1
    first = max(WARM_UP_WEEKS, last - settings.history_weeks)
    known = range(first, last - LASTING_WEEKS)
    return [week for week in known if ground.seen[week] and ground.seen[week + 1]]


def rows_of(
    ground: Ground,
    lattice: Lattice,
    place: Place,
    *,
    weeks: list[int],
    settings: AllocationSettings,
) -> tuple[Rows, Rows]:
    """Return the examples of gains and of recaptures.

    Args:
        ground: The ground.
        lattice: Its plane.
        place: The arrays of that plane.
        weeks: The weeks, as `fit_weeks` lists them.
        settings: How wide the band is.
    """
    past = past_of(ground, lattice, place)
    kept: tuple[list[tuple[NDArray[np.generic], ...]], ...] = ([], [])
    for week in weeks:
        state = ground.settled[week]
        near = lattice.bordered(
            band_of(state, ground.capacity, settings=settings, cell_km=ground.grid.cell_m / 1000)
        ).astype(bool)
        now, after, full = (
            lattice.bordered(cells).astype(np.int64)
            for cells in (state, ground.settled[week + 1], ground.capacity)
        )
        for way, held in enumerate((now, full - now)):
            change = np.maximum((after - now) * (1, -1)[way], 0)
            mostly = (2 * held >= full) & (full > 0)
            chosen, stands = _chosen(near & (full > held), change, mostly, (week, lattice))
            kept[way].append(
                (
                    features_at(past, (week, way), held, chosen),
                    np.full(len(chosen), week),
                    chosen,
                    stands,
                    (full - held)[chosen] / WHOLE,
                    change[chosen] / WHOLE,
                )
            )
    names = (*NEAR, *WIDE, *ground.fixed)
    gains, losses = (
        Rows(names, *(np.concatenate(parts) for parts in zip(*way, strict=True))) for way in kept
    )
    return gains, losses


def rows_in(rows: Rows, weeks: NDArray[np.int64]) -> Rows:
    """Return the examples of some weeks."""
    kept = np.isin(rows.week, weeks)
    return Rows(
        names=rows.names,
        features=rows.features[kept],
        week=rows.week[kept],
        cell=rows.cell[kept],
        stands_for=rows.stands_for[kept],
        free=rows.free[kept],
        changed=rows.changed[kept],
    )


def features_at(
    past: Past,
    when: tuple[int, int],
    held: NDArray[np.int64],
    chosen: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return the features of some cells in one week and direction, cells by features.

    Args:
        past: The ground and what is remembered of it.
        when: The week, and the direction: 0 gain, 1 recapture.
        held: Sixteenths that the gaining side holds of each cell of the plane.
        chosen: Cells of the plane.
    """
    week, way = when
    lattice, (heat, told, _) = past.lattice, past.remembered
    line = jnp.asarray((held / WHOLE).astype(np.float32))
    close, wide = _look(line, (heat, told), past.place, when=(np.int32(week), np.int32(way)))
    columns = [
        np.asarray(close)[:, chosen - BORDER * lattice.width],
        np.asarray(wide)[:, chosen],
        *[lattice.bordered(values)[None, chosen] for values in past.ground.fixed.values()],
    ]
    return np.concatenate(columns).T.astype(np.float32)


@jax.jit
def _look(
    line: Array, remembered: tuple[Array, Array], place: Place, *, when: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Return the features of every cell for one week and direction."""
    width, height = place.up_columns.shape[0], place.up_rows.shape[0]
    week, way = when
    warm = warmth(remembered[0][week], remembered[1][week])[None]
    near = near_features(line[None], place.plane, width=width)
    wide = wide_features(
        line[None], warm[:, way], warm[:, 1 - way], place.plane, height=height, width=width
    )
    squares = jnp.concatenate(wide)
    fine = jnp.einsum("hr,mrc,wc->mhw", place.up_rows, squares, place.up_columns)
    return jnp.concatenate(near), fine.reshape(fine.shape[0], -1)


def _chosen(
    possible: NDArray[np.bool_],
    change: NDArray[np.int64],
    mostly: NDArray[np.bool_],
    key: tuple[int, Lattice],
) -> tuple[NDArray[np.int64], Numbers]:
    """Choose rows: every cell near the gainer's ground, and ever fewer of those far from it."""
    week, lattice = key
    cells = np.flatnonzero(possible)
    row, column = np.divmod(cells, lattice.width)
    reached = mostly.reshape(lattice.height, lattice.width)
    one_in, steps = np.full(len(cells), THINNED[-1][1]), 0
    for reach, share in THINNED[:-1]:
        reached, steps = ndimage.binary_dilation(reached, iterations=reach - steps), reach
        one_in = np.where(reached.ravel()[cells], np.minimum(share, one_in), one_in)
    lot = (5 * row + 3 * column + 7 * week) % one_in == 0
    stands = np.where(lot, one_in, 0).astype(float)
    kept = lot | (change[cells] > 0)
    return cells[kept], stands[kept]
