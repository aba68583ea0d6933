"""The equal-area grid: 1 km squares of a Lambert azimuthal plane centred on a case's window."""

import math
from functools import lru_cache
from typing import Self

import numpy as np
import pyproj
import shapely
from pydantic import Field, model_validator
from pyproj.enums import TransformDirection
from shapely.geometry.base import BaseGeometry

from ripeness.terms.declared import Declared

SIXTEENTHS = 16
"""A cell's share is written in this many parts."""

STEP_DEG = 0.05
"""How finely long edges are followed when they are laid onto the plane, in degrees."""


class Window(Declared):
    """A box of longitudes and latitudes (WGS84, degrees)."""

    west: float = Field(ge=-180, le=180)
    """Western edge, degrees east."""
    east: float = Field(ge=-180, le=180)
    """Eastern edge, degrees east."""
    south: float = Field(ge=-90, le=90)
    """Southern edge, degrees north."""
    north: float = Field(ge=-90, le=90)
    """Northern edge, degrees north."""

    @model_validator(mode="after")
    def _has_area(self) -> Self:
        if not (self.west < self.east and self.south < self.north):
            message = "west must be less than east and south less than north"
            raise ValueError(message)
        return self


class Grid(Declared):
    """Squares of an equal-area plane; a cell is `row * columns + column`, row 0 in the north."""

    crs: str
    """The plane, as a PROJ text."""
    origin_x_m: float
    """West edge of column 0, metres on the plane."""
    origin_y_m: float
    """North edge of row 0, metres on the plane; rows run south."""
    cell_m: float = Field(default=1000.0, gt=0)
    """Side of a cell in metres."""
    columns: int = Field(gt=0)
    """Number of columns."""
    rows: int = Field(gt=0)
    """Number of rows."""
    window: Window
    """Only ground inside this box is counted in cells."""

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.rows * self.columns


def make_grid(window: Window, *, cell_m: float = 1000.0) -> Grid:
    """Lay a grid over a window.

    Args:
        window: The box to cover.
        cell_m: Side of a cell in metres.

    Example:
        >>> grid = make_grid(Window(west=35.8, east=38.9, south=46.9, north=49.6))
        >>> grid.columns, grid.rows
        (238, 303)
    """
    longitude, latitude = (window.west + window.east) / 2, (window.south + window.north) / 2
    crs = (
        f"+proj=laea +lat_0={latitude:.10g} +lon_0={longitude:.10g} +ellps=WGS84 +units=m +no_defs"
    )
    west, south, east, north = project(_box(window), crs).bounds
    left, top = math.floor(west / cell_m), math.ceil(north / cell_m)
    return Grid(
        crs=crs,
        origin_x_m=left * cell_m,
        origin_y_m=top * cell_m,
        cell_m=cell_m,
        columns=math.ceil(east / cell_m) - left,
        rows=top - math.floor(south / cell_m),
        window=window,
    )


def project(geometry: BaseGeometry, crs: str) -> BaseGeometry:
    """Lay a shape in longitudes and latitudes onto a plane.

    An edge is straight in longitude and latitude (RFC 7946, section 3.1.1): long ones are followed
    by steps of `STEP_DEG`.

    Args:
        geometry: A shape in degrees (WGS84).
        crs: The plane, as a PROJ text.
    """
    followed = shapely.segmentize(geometry, STEP_DEG)
    return shapely.transform(followed, lambda points: _moved(points, crs))


def unproject(geometry: BaseGeometry, crs: str) -> BaseGeometry:
    """Bring a shape on a plane back to longitudes and latitudes, vertex by vertex."""
    return shapely.transform(geometry, lambda points: _moved(points, crs, back=True))


def window_on_plane(grid: Grid) -> BaseGeometry:
    """Return the window as a shape on the grid's plane, its edges following the parallels."""
    return project(_box(grid.window), grid.crs)


def cell_boxes(grid: Grid, cells: np.ndarray) -> np.ndarray:
    """Return the squares of some cells as an array of shapes on the grid's plane."""
    rows, columns = np.divmod(np.asarray(cells), grid.columns)
    left = grid.origin_x_m + columns * grid.cell_m
    top = grid.origin_y_m - rows * grid.cell_m
    return shapely.box(left, top - grid.cell_m, left + grid.cell_m, top)


def cell_centres(grid: Grid, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the longitudes and latitudes of the centres of some cells, in degrees."""
    rows, columns = np.divmod(np.asarray(cells), grid.columns)
    x = grid.origin_x_m + (columns + 0.5) * grid.cell_m
    y = grid.origin_y_m - (rows + 0.5) * grid.cell_m
    return _forward(grid.crs).transform(x, y, direction="INVERSE")


def inside_sixteenths(grid: Grid) -> np.ndarray:
    """Return for each cell how many sixteenths of it lie inside the window (uint8)."""
    window = window_on_plane(grid)
    boxes = cell_boxes(grid, np.arange(grid.size))
    shapely.prepare(window)
    whole = shapely.contains(window, boxes)
    edge = np.flatnonzero(~whole & shapely.intersects(window, boxes))
    share = whole.astype(float)
    share[edge] = shapely.area(shapely.intersection(window, boxes[edge])) / grid.cell_m**2
    return np.floor(share * SIXTEENTHS + 0.5).astype(np.uint8)


def _box(window: Window) -> BaseGeometry:
    return shapely.box(window.west, window.south, window.east, window.north)


def _moved(points: np.ndarray, crs: str, *, back: bool = False) -> np.ndarray:
    direction = TransformDirection.INVERSE if back else TransformDirection.FORWARD
    x, y = _forward(crs).transform(points[:, 0], points[:, 1], direction=direction)
    return np.column_stack([x, y])


@lru_cache(maxsize=8)
def _forward(crs: str) -> pyproj.Transformer:
    geographic = pyproj.CRS.from_proj4("+proj=longlat +ellps=WGS84 +no_defs")
    return pyproj.Transformer.from_crs(geographic, pyproj.CRS.from_user_input(crs), always_xy=True)
