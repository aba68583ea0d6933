"""The ground of a case, laid onto its plane and cut into tiles: ready for maps to be laid over."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.theatre.declared import Theatre
from ripeness.theatre.grid import (
    Grid,
    Window,
    inside_sixteenths,
    make_grid,
    project,
    window_on_plane,
)
from ripeness.theatre.outlines import Outline, Outlines

TILE_CELLS = 8
"""A tile is this many cells wide and high."""

EDGE_M = 2000.0
"""A drawn line this near the edge of the land (coast, state border) is no line between sides, nor
is one so near the edge of a source's box."""

NEAR_M = 1001.0
"""A drawn line this near a tile can bear on it."""

GAP_M = 500.0
"""Gaps between neighbouring outlines of the land up to twice this width are closed."""

LAND_M = 100.0
"""The edge of the land is followed this finely."""

SEAM_M = 500.0
"""Slivers up to twice this wide between a map and the declared ground added to it are closed before
the line between the sides is read."""

COMPLETED_M2 = 1e4
"""A unit is completed if the declared ground covers more than this of it."""

WHOLE = "total"
"""Id of the whole."""


@dataclass(frozen=True)
class Tiles:
    """Squares of the plane that matter; `index` gives a tile's number by its column and row."""

    side: float
    left: float
    top: float
    boxes: np.ndarray
    column: np.ndarray
    row: np.ndarray
    index: np.ndarray
    centre_x: np.ndarray
    centre_y: np.ndarray


@dataclass(frozen=True)
class Pieces:
    """Each unit cut by the tiles: one piece per tile and unit that meet."""

    tile: np.ndarray
    unit: np.ndarray
    shape: np.ndarray
    area: np.ndarray
    full: np.ndarray
    start: np.ndarray


@dataclass(frozen=True)
class Ground:
    """What a map of one source is laid over.

    `units` lists unit, id, area, outline kind, whether the source can speak of it and whether its
    level is completed, the whole first. `inner` is the land without its edge, in which a drawn line
    is a line between the sides; `wholly_inner` marks tiles around which all is such land.
    `completed_from` is ground added to every map, and `seams` marks tiles near its edge, where
    slivers between it and a map are no ground between lines. `window_cells` counts the sixteenths
    of each cell of which the source can speak.
    """

    grid: Grid
    units: pd.DataFrame
    tiles: Tiles
    pieces: Pieces
    inner: BaseGeometry
    wholly_inner: np.ndarray
    seams: np.ndarray
    completed_from: BaseGeometry | None
    window: BaseGeometry
    window_cells: np.ndarray
    centres: np.ndarray
    centre_units: np.ndarray


def lay_ground(
    theatre: Theatre,
    outlines: Outlines,
    *,
    box: Window | None = None,
    completed_from: Sequence[Outline] = (),
) -> Ground:
    """Lay a theatre onto the plane of its grid and cut it into tiles.

    Args:
        theatre: The case's theatre section.
        outlines: Its outlines.
        box: The box outside which the source says nothing: places not wholly inside it, regions
            not wholly inside it and the declared ground, and the whole, are left out.
        completed_from: Declared outlines of ground that the source leaves out and that is added.
    """
    grid = make_grid(theatre.window)
    land = project(outlines.land, grid.crs)
    limit = _on_plane(box, grid.crs) if box else None
    added = _added(completed_from, grid)
    units, shapes = _units(theatre, outlines, grid, _Reach(limit, added))
    inner = land.simplify(LAND_M).buffer(GAP_M, quad_segs=2).buffer(-GAP_M - EDGE_M, quad_segs=2)
    window = window_on_plane(grid)
    if limit is not None:
        inner, window = inner.intersection(limit.buffer(-EDGE_M)), window.intersection(limit)
    inner = _without_edges(inner, completed_from, grid)
    tiles = _tiles(grid, [inner, window, *(shape for shape in shapes if shape is not None)])
    pieces = _pieces(tiles, shapes)
    return Ground(
        grid=grid,
        units=units.assign(completed=_completed(pieces, added, len(units))),
        tiles=tiles,
        pieces=pieces,
        inner=inner,
        wholly_inner=_wholly_inner(tiles, inner),
        seams=_seams(tiles, added),
        completed_from=added,
        window=window,
        window_cells=inside_sixteenths(grid) if limit is None else _inside(grid, window),
        **_centres(theatre, outlines, units, grid),
    )


def _added(outlines: Sequence[Outline], grid: Grid) -> BaseGeometry | None:
    if not outlines:
        return None
    return shapely.union_all([_shape(outline, grid) for outline in outlines])


def _without_edges(inner: BaseGeometry, outlines: Sequence[Outline], grid: Grid) -> BaseGeometry:
    """Leave out what lies near a declared outline whose edge is no line between the sides."""
    near = [
        _shape(outline, grid).buffer(outline.edge_m) for outline in outlines if outline.edge_m > 0
    ]
    return inner.difference(shapely.union_all(near)) if near else inner


def _completed(pieces: Pieces, added: BaseGeometry | None, count: int) -> np.ndarray:
    """Mark the units that the declared ground completes."""
    if added is None:
        return np.zeros(count, dtype=bool)
    area = shapely.area(shapely.intersection(pieces.shape, added))
    return np.bincount(pieces.unit, weights=area, minlength=count) > COMPLETED_M2


def _seams(tiles: Tiles, added: BaseGeometry | None) -> np.ndarray:
    if added is None:
        return np.zeros(len(tiles.boxes), dtype=bool)
    return shapely.intersects(tiles.boxes, added.boundary.buffer(NEAR_M + SEAM_M))


@dataclass(frozen=True)
class _Reach:
    """How far a source's word goes: a box (None: everywhere), and ground declared beside it."""

    box: BaseGeometry | None
    declared: BaseGeometry | None

    def covers(self, unit: str, shape: BaseGeometry | None) -> bool:
        """Say whether a place lies in the box, a region in the box and the declared ground."""
        if self.box is None or shape is None:
            return self.box is None
        if unit == "place" or self.declared is None:
            return self.box.contains(shape)
        rest = shape.difference(shapely.union(self.box, self.declared))
        return self.box.intersects(shape) and rest.area <= COMPLETED_M2


def _units(
    theatre: Theatre, outlines: Outlines, grid: Grid, reach: _Reach
) -> tuple[pd.DataFrame, list[BaseGeometry | None]]:
    """List the units that a source may speak of, the whole first, with their shapes."""
    whole = project(outlines.total.geometry, grid.crs) if outlines.total else None
    rows: list[tuple[str, str, BaseGeometry | None, str]] = [("total", WHOLE, whole, "")]
    rows += [("region", u.id, _shape(outlines.regions[u.id], grid), "") for u in theatre.regions]
    rows += [
        ("place", u.id, _shape(outlines.places[u.id], grid), outlines.places[u.id].kind)
        for u in theatre.places
    ]
    rows = [rows[0], *(row for row in rows[1:] if reach.covers(row[0], row[2]))]
    units = pd.DataFrame(
        [
            (unit, name, np.nan if shape is None else shape.area / 1e6, kind)
            for unit, name, shape, kind in rows
        ],
        columns=["unit", "id", "unit_km2", "outline"],
    )
    shown = np.arange(len(rows)) > (-1 if reach.box is None else 0)
    return units.assign(shown=shown), [row[2] for row in rows]


def _shape(outline: Outline, grid: Grid) -> BaseGeometry:
    return project(outline.geometry, grid.crs)


def _on_plane(box: Window, crs: str) -> BaseGeometry:
    shape = shapely.box(box.west, box.south, box.east, box.north)
    return project(shape, crs)


def _tiles(grid: Grid, shapes: Sequence[BaseGeometry]) -> Tiles:
    side = TILE_CELLS * grid.cell_m
    bounds = np.array([shape.bounds for shape in shapes])
    left = grid.origin_x_m + np.floor((bounds[:, 0].min() - grid.origin_x_m) / side) * side
    top = grid.origin_y_m + np.ceil((bounds[:, 3].max() - grid.origin_y_m) / side) * side
    columns = int(np.ceil((bounds[:, 2].max() - left) / side))
    rows = int(np.ceil((top - bounds[:, 1].min()) / side))
    row, column = np.divmod(np.arange(rows * columns), columns)
    boxes = shapely.box(
        left + column * side, top - (row + 1) * side, left + (column + 1) * side, top - row * side
    )
    touched = np.zeros(len(boxes), dtype=bool)
    for shape in shapes:
        shapely.prepare(shape)
        touched |= shapely.intersects(shape, boxes)
    index = np.where(touched, np.cumsum(touched) - 1, -1).reshape(rows, columns)
    row, column, boxes = row[touched], column[touched], boxes[touched]
    return Tiles(
        side=side,
        left=float(left),
        top=float(top),
        boxes=boxes,
        column=column,
        row=row,
        index=index,
        centre_x=left + (column + 0.5) * side,
        centre_y=top - (row + 0.5) * side,
    )


def _cut(tiles: Tiles, shape: BaseGeometry) -> np.ndarray:
    """Cut a shape by the tiles; where it covers a tile the tile itself stands."""
    shapely.prepare(shape)
    cut = np.full(len(tiles.boxes), shapely.Polygon(), dtype=object)
    whole = shapely.contains(shape, tiles.boxes)
    cut[whole] = tiles.boxes[whole]
    part = ~whole & shapely.intersects(shape, tiles.boxes)
    cut[part] = shapely.intersection(shape, tiles.boxes[part])
    return cut


def _wholly_inner(tiles: Tiles, inner: BaseGeometry) -> np.ndarray:
    """Mark the tiles that lie, with all that is near them, in the inner land."""
    shapely.prepare(inner)
    boxes = shapely.buffer(tiles.boxes, NEAR_M, cap_style="square", join_style="mitre")
    return shapely.contains(inner, boxes)


def _pieces(tiles: Tiles, shapes: Sequence[BaseGeometry | None]) -> Pieces:
    """Cut every unit by the tiles; the whole (unit 0) without an outline is every tile."""
    parts = []
    for unit, shape in enumerate(shapes):
        cut = tiles.boxes if shape is None else _cut(tiles, shape)
        tile = np.flatnonzero(~shapely.is_empty(cut))
        parts.append((tile, np.full(len(tile), unit), cut[tile]))
    tile, unit, shape = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((unit, tile))
    tile, unit, shape = tile[order], unit[order], shape[order]
    area = shapely.area(shape)
    return Pieces(
        tile=tile,
        unit=unit,
        shape=shape,
        area=area,
        full=area >= tiles.side**2 * (1 - 1e-12),
        start=np.searchsorted(tile, np.arange(len(tiles.boxes) + 1)),
    )


def _inside(grid: Grid, window: BaseGeometry) -> np.ndarray:
    """Count for each cell the sixteenths inside a window that a source's box has cut."""
    from_grid = inside_sixteenths(grid)
    cells = np.flatnonzero(from_grid)
    rows, columns = np.divmod(cells, grid.columns)
    left = grid.origin_x_m + columns * grid.cell_m
    top = grid.origin_y_m - rows * grid.cell_m
    boxes = shapely.box(left, top - grid.cell_m, left + grid.cell_m, top)
    share = shapely.area(shapely.intersection(window, boxes)) / grid.cell_m**2
    counted = np.zeros_like(from_grid)
    counted[cells] = np.floor(share * 16 + 0.5)
    return counted


def _centres(
    theatre: Theatre, outlines: Outlines, units: pd.DataFrame, grid: Grid
) -> dict[str, np.ndarray]:
    rows = {name: row for row, name in enumerate(units["id"]) if units["unit"].iloc[row] == "place"}
    kept = [place.id for place in theatre.places if place.id in rows]
    points = [shapely.Point(outlines.places[name].centre) for name in kept]
    return {
        "centres": np.array([project(point, grid.crs) for point in points], dtype=object),
        "centre_units": np.array([rows[name] for name in kept], dtype=int),
    }
