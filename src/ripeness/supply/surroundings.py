"""What the ground around a place leaves open: directions, the width of the neck, the front."""

import numpy as np
from scipy import ndimage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from ripeness.supply.held import HALF, Ground
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Grid

BEARINGS = 72
"""How many directions are looked along."""

REACH_KM = 25.0
"""How far one looks along each."""

AROUND_KM = 40.0
"""How far from a place a line that cuts it off may run."""

STAIRCASE = np.pi / 4
"""Length of a line over the length of the cells' edges that follow it, mean of all directions."""

FREE = 1e-9
"""Length of a step over the other side's ground, cells; a step of none would be no step."""

FEWEST = 4
"""Cells of the other side's ground from which a line that cuts a place off may start."""


def other_ground(ground: Ground, side: Slot, grid: Grid) -> np.ndarray:
    """Return which cells the other side holds, as rows and columns (bool)."""
    return (ground.other(side) >= HALF).reshape(grid.rows, grid.columns)


def open_directions(other: np.ndarray, at: tuple[float, float], *, cell_km: float = 1.0) -> int:
    """Return along how many of 72 bearings no ground of the other side lies near.

    Args:
        other: Which cells the other side holds.
        at: Row and column of the place's centre, in cells.
        cell_km: Side of a cell, km.
    """
    angle = 2 * np.pi * np.arange(BEARINGS) / BEARINGS
    steps = np.arange(0.5, REACH_KM + 0.5, 0.5) / cell_km
    row = np.floor(at[0] - steps[:, None] * np.cos(angle)).astype(int)
    column = np.floor(at[1] + steps[:, None] * np.sin(angle)).astype(int)
    row = np.clip(row, 0, other.shape[0] - 1)
    column = np.clip(column, 0, other.shape[1] - 1)
    return int((~other[row, column].any(axis=0)).sum())


def neck_km(other: np.ndarray, place: np.ndarray, *, cell_km: float = 1.0) -> float | None:
    """Return the length of the shortest line that would cut a place off from its rear, km.

    The line runs over ground of the side that holds the place, and free of length over the other
    side's; it encloses the place. A closed line encloses it if it crosses a ray from the place an
    odd number of times, so the shortest one is a shortest path in two copies of the ground joined
    along the ray (as in Chambers, Erickson & Nayyeri 2009, 10.1145/1542362.1542426). Steps go to
    eight neighbours, which lengthens a line by 8 % at most.

    Args:
        other: Which cells the other side holds.
        place: Which cells are the place's.
        cell_km: Side of a cell, km.

    Returns:
        The length; 0 where the place is cut off; None where no such line comes from the other
        side's ground within 40 km, or where the other side holds the place.
    """
    if not place.any() or other[place].mean() >= 0.5:
        return None
    near = _around(place, round(AROUND_KM / cell_km))
    inside, town = other[near], ndimage.binary_dilation(place[near], np.ones((3, 3), int))
    theirs = inside & ~town
    parts, count = ndimage.label(theirs, structure=np.ones((3, 3)))
    sizes = np.bincount(parts.ravel(), minlength=count + 1)[1:]
    starts = [number + 1 for number in np.flatnonzero(sizes >= FEWEST)]
    if not starts:
        return None
    first = [int(np.flatnonzero(parts.ravel() == number)[0]) for number in starts]
    web = _two_copies(theirs, town)
    lengths = dijkstra(web, indices=first)
    found = lengths[np.arange(len(first)), np.array(first) + theirs.size].min()
    return round(float(found) * cell_km, 3) if np.isfinite(found) else None


def front_km(other: np.ndarray, own: np.ndarray, *, cell_km: float = 1.0) -> np.ndarray:
    """Return for each cell of one side the length of front along it, km (rows and columns).

    Args:
        other: Which cells the other side holds.
        own: Which cells the side itself holds.
        cell_km: Side of a cell, km.
    """
    edges = np.zeros(own.shape)
    for axis in (0, 1):
        facing = [slice(None), slice(None)], [slice(None), slice(None)]
        facing[0][axis], facing[1][axis] = slice(None, -1), slice(1, None)
        one, two = tuple(facing[0]), tuple(facing[1])
        edges[one] += own[one] & other[two]
        edges[two] += own[two] & other[one]
    return edges * cell_km * STAIRCASE


def nearest_front_km(front: np.ndarray, at: np.ndarray, *, most_cells: float) -> np.ndarray:
    """Return the length of front for which each of some points is the nearest of them, km.

    Args:
        front: Length of front along each cell, km.
        at: Row and column of each point, in cells.
        most_cells: Front farther than this from every point, in cells, is nobody's.
    """
    if not len(at):
        return np.zeros(0)
    cells = np.argwhere(front > 0)
    away = np.hypot(*(cells[:, None, :] + 0.5 - at[None]).transpose(2, 0, 1))
    nearest = away.argmin(axis=1) if len(cells) else np.zeros(0, int)
    within = away.min(axis=1, initial=np.inf) <= most_cells
    lengths = front[tuple(cells.T)]
    return np.bincount(nearest[within], lengths[within], minlength=len(at))


def _around(place: np.ndarray, reach: int) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(place.any(axis=1)), np.flatnonzero(place.any(axis=0))
    return (
        slice(max(rows[0] - reach, 0), rows[-1] + reach + 1),
        slice(max(columns[0] - reach, 0), columns[-1] + reach + 1),
    )


def _two_copies(theirs: np.ndarray, town: np.ndarray) -> csr_array:
    """Join each cell to its eight neighbours, crossing to the other copy along the ray."""
    rows, columns = theirs.shape
    middle = np.argwhere(town).mean(axis=0).round().astype(int)
    number = np.arange(theirs.size).reshape(rows, columns)
    tails, heads, lengths, crosses = [], [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = (slice(0, rows - down), slice(max(-right, 0), columns - max(right, 0)))
        there = (slice(down, rows), slice(max(right, 0), columns + min(right, 0)))
        free = ~town[here] & ~town[there]
        cost = (2.0 - theirs[here] - theirs[there]) / 2 * np.hypot(down, right) + FREE
        row, column = np.indices(theirs.shape)[:, *here]
        over = (row == middle[0]) & (down == 1) & (column > middle[1])
        tails.append(number[here][free])
        heads.append(number[there][free])
        lengths.append(cost[free])
        crosses.append(over[free])
    tail, head, length = (np.concatenate(one) for one in (tails, heads, lengths))
    copy = np.concatenate(crosses) * theirs.size
    size = theirs.size
    ends = np.concatenate([tail, tail + size]), np.concatenate([head + copy, head + size - copy])
    both = csr_array((np.tile(length, 2), ends), shape=(2 * size, 2 * size))
    return (both + both.T).tocsr()
