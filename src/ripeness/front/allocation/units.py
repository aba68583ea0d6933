"""Places and regions as cells: how much of each cell lies in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ripeness.theatre.grid import Grid, cell_boxes, project, window_on_plane

WHOLLY = 0.95
"""A place of which less lies inside the window is none of ours."""

M2 = 1e6
"""Square metres of a square kilometre."""


@dataclass(frozen=True)
class Unit:
    """A place or region as the cells in which it lies, with its area in each, in km².

    `inside` is the share of its whole area that lies in the window.
    """

    id: str
    kind: Literal["place", "region"]
    cells: NDArray[np.int64]
    km2: NDArray[np.float64]
    inside: float


def units_of(
    places: Mapping[str, BaseGeometry], regions: Mapping[str, BaseGeometry], grid: Grid
) -> tuple[Unit, ...]:
    """Return the places that lie wholly in the window, and the regions that reach into it.

    Args:
        places: Outlines of places in longitudes and latitudes, by id.
        regions: The same of regions.
        grid: The grid.
    """
    laid = [unit_of(name, "place", shape, grid) for name, shape in places.items()]
    kept = [unit for unit in laid if unit.inside >= WHOLLY]
    wide = [unit_of(name, "region", shape, grid) for name, shape in regions.items()]
    return (*kept, *(unit for unit in wide if len(unit.cells)))


def unit_of(name: str, kind: Literal["place", "region"], shape: BaseGeometry, grid: Grid) -> Unit:
    """Lay one outline on the cells.

    Args:
        name: Its id.
        kind: Whether it is a place or a region.
        shape: Its outline in longitudes and latitudes.
        grid: The grid.
    """
    laid = project(shape, grid.crs)
    ours = shapely.intersection(laid, window_on_plane(grid))
    empty = np.empty(0, np.int64), np.empty(0)
    if ours.is_empty or laid.area <= 0:
        return Unit(name, kind, *empty, inside=0.0)
    cells = _cells_within(ours.bounds, grid)
    boxes = cell_boxes(grid, cells)
    shapely.prepare(ours)
    touched = shapely.intersects(ours, boxes)
    cells, boxes = cells[touched], boxes[touched]
    whole = shapely.contains_properly(ours, boxes)
    area = np.full(len(cells), grid.cell_m**2)
    area[~whole] = shapely.area(shapely.intersection(ours, boxes[~whole]))
    some = area > 0
    return Unit(name, kind, cells[some], area[some] / M2, inside=float(ours.area / laid.area))


def share_built(places: Mapping[str, BaseGeometry], grid: Grid) -> NDArray[np.float32]:
    """Return the share of each cell that lies in some place, rows by columns.

    Args:
        places: Outlines of places in longitudes and latitudes, by id.
        grid: The grid.
    """
    share = np.zeros(grid.size, np.float32)
    for name, shape in places.items():
        unit = unit_of(name, "place", shape, grid)
        np.add.at(share, unit.cells, (unit.km2 * M2 / grid.cell_m**2).astype(np.float32))
    return np.minimum(share, 1.0).reshape(grid.rows, grid.columns)


def _cells_within(bounds: tuple[float, float, float, float], grid: Grid) -> NDArray[np.int64]:
    west, south, east, north = bounds
    first = int(np.clip((west - grid.origin_x_m) // grid.cell_m, 0, grid.columns - 1))
    last = int(np.clip((east - grid.origin_x_m) // grid.cell_m, 0, grid.columns - 1))
    top = int(np.clip((grid.origin_y_m - north) // grid.cell_m, 0, grid.rows - 1))
    bottom = int(np.clip((grid.origin_y_m - south) // grid.cell_m, 0, grid.rows - 1))
    rows, columns = np.arange(top, bottom + 1), np.arange(first, last + 1)
    return (rows[:, None] * grid.columns + columns).ravel().astype(np.int64)
