"""How much of every cell of a grid some polygons cover, by sums along their edges."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.theatre.grid import Grid


def cover(grid: Grid, shapes: Sequence[BaseGeometry]) -> np.ndarray:
    """Return the share of every cell that polygons cover, taken together, 0-1.

    By Green's theorem: an edge going down adds, to each row that it crosses, its height times what
    lies to its right; an edge going up takes that away.

    Args:
        grid: The grid.
        shapes: Valid polygons on the grid's plane that do not overlap.
    """
    _, row, edges = _split(_edges(grid, shapes), axis=1)
    inside = (row >= 0) & (row < grid.rows)
    at, column, edges = _split(edges[inside], axis=0)
    row = row[inside][at]
    height = edges[:, 3] - edges[:, 1]
    right = np.where(column < 0, 1.0, 1 - ((edges[:, 0] + edges[:, 2]) / 2 - column))
    known = column < grid.columns
    cell = (row * grid.columns + np.maximum(column, 0))[known]
    own, beyond = (
        np.bincount(cell, weights=weights[known], minlength=grid.size).reshape(grid.rows, -1)
        for weights in (right * height, height)
    )
    return (own + np.cumsum(beyond, axis=1) - beyond).ravel().astype(float)


def _edges(grid: Grid, shapes: Sequence[BaseGeometry]) -> np.ndarray:
    """Return the edges as (x0, y0, x1, y1) in columns and rows, the inside left of each."""
    rings = shapely.get_rings(shapely.orient_polygons(shapely.get_parts(list(shapes))))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return np.empty((0, 4))
    x = (points[:, 0] - grid.origin_x_m) / grid.cell_m
    y = (grid.origin_y_m - points[:, 1]) / grid.cell_m
    joined = ring[1:] == ring[:-1]
    return np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])[joined]


def _split(edges: np.ndarray, *, axis: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Split edges at whole numbers along an axis.

    Returns:
        For each piece the number of its edge and the whole number below it, then the pieces.
    """
    start, end = edges[:, axis], edges[:, axis + 2]
    low, high = np.minimum(start, end), np.maximum(start, end)
    first = np.floor(low).astype(np.int64)
    count = np.maximum(np.ceil(high).astype(np.int64) - first, 1)
    at = np.repeat(np.arange(len(edges)), count)
    below = first[at] + np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    bounds = np.clip(below[:, None] + (0, 1), low[at, None], high[at, None])
    backwards = (end < start)[at]
    bounds[backwards] = bounds[backwards, ::-1]
    level = end == start
    along = (bounds - start[at, None]) / np.where(level, 1.0, end - start)[at, None]
    along[level[at]] = (0.0, 1.0)
    other = 1 - axis
    pieces = np.empty((len(at), 4))
    pieces[:, [axis, axis + 2]] = bounds
    across = edges[at, other + 2] - edges[at, other]
    pieces[:, [other, other + 2]] = edges[at, other, None] + along * across[:, None]
    return at, below, pieces
