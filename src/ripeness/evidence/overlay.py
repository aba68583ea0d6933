"""A map laid over the ground, tile by tile: only tiles whose drawing changed are computed again.

Shapes are laid onto the grid's equal-area plane vertex by vertex, so areas are areas on the WGS84
ellipsoid. What a tile gives depends on the map alone, never on the maps before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.evidence.cover import cover
from ripeness.evidence.ground import NEAR_M, SEAM_M, Ground
from ripeness.evidence.shapes import areal
from ripeness.theatre.grid import SIXTEENTHS, cell_boxes, project

TOLERANCES_M = (250, 1000)
"""How far a drawn line may be off, in metres: the tolerance and its sensitivity."""

MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads bits."""

QUARTER = 8
"""Segments in a quarter circle around the end of a line."""


@dataclass(frozen=True)
class Laid:
    """One map laid over the ground; keep it to lay the next map quickly.

    By piece (unit and tile), in m²: `held`, `contested`, and for each tolerance the held and the
    other ground within reach of the line (`inside`, `outside`). By cell, in sixteenths:
    `cells_held`, `cells_contested`. `lines` holds the line between the sides by tile.
    """

    segments: np.ndarray
    whole: BaseGeometry
    near: np.ndarray
    filled: np.ndarray
    held: np.ndarray
    contested: np.ndarray
    inside: np.ndarray
    outside: np.ndarray
    lines: np.ndarray
    cells_held: np.ndarray
    cells_contested: np.ndarray


@dataclass(frozen=True)
class Drawn:
    """A map on the plane, made ready to be cut.

    `near` marks the tiles that an edge comes near, `filled` says what the others are.
    """

    held: BaseGeometry
    edge: BaseGeometry
    contested: BaseGeometry | None
    segments: np.ndarray
    near: np.ndarray
    filled: np.ndarray


def lay_map(
    ground: Ground,
    held: BaseGeometry,
    contested: BaseGeometry | None = None,
    *,
    after: Laid | None = None,
) -> Laid:
    """Lay a map over the ground.

    Args:
        ground: The ground.
        held: Ground held, in longitudes and latitudes.
        contested: Ground held by neither, likewise; None: the source draws none.
        after: Another map of the same source, laid before; tiles drawn alike are taken from it.
    """
    return lay_drawn(ground, draw_map(ground, held, contested), after=after)


def draw_map(ground: Ground, held: BaseGeometry, contested: BaseGeometry | None = None) -> Drawn:
    """Bring a map onto the plane of a ground, ready to be laid; maps may be drawn side by side.

    Args:
        ground: The ground.
        held: Ground held, in longitudes and latitudes.
        contested: Ground held by neither, likewise; None: the source draws none.
    """
    shape = _valid(project(held, ground.grid.crs))
    if ground.completed_from is not None:
        shape = _valid(shapely.union(shape, ground.completed_from))
    grey = None if contested is None else _valid(project(contested, ground.grid.crs))
    segments = _segments([shape, grey])
    near = _tiles_near(ground, segments)
    filled = _filled(ground, {2: grey, 1: shape}, near)
    return Drawn(shape, shape.boundary, grey, segments, near, filled)


def lay_drawn(ground: Ground, drawing: Drawn, *, after: Laid | None = None) -> Laid:
    """Lay a map over the ground once it is drawn on its plane.

    Args:
        ground: The ground.
        drawing: The map.
        after: Another map of the same source, laid before; tiles drawn alike are taken from it.
    """
    segments = drawing.segments
    if after is not None and (
        segments is after.segments or np.array_equal(segments, after.segments)
    ):
        return after
    near, filled = drawing.near, drawing.filled
    if after is None:
        changed = np.ones(len(near), dtype=bool)
    else:
        moved = _moved(segments, after.segments)
        changed = (
            _tiles_near(ground, moved, NEAR_M + 2 * SEAM_M)
            | (near != after.near)
            | (filled != after.filled)
        )
    start = after or _nothing(ground)
    laid = Laid(
        segments=segments,
        whole=drawing.held,
        near=near,
        filled=filled,
        **{name: getattr(start, name).copy() for name in _FIELDS},
    )
    _lay_uniform(ground, laid, np.flatnonzero(changed & ~near))
    tiles = np.flatnonzero(changed & near)
    cuts = [_lay_tile(ground, drawing, laid, int(tile)) for tile in tiles]
    _lay_cells(ground, laid, tiles, cuts)
    return laid


_FIELDS = ("held", "contested", "inside", "outside", "lines", "cells_held", "cells_contested")


def _nothing(ground: Ground) -> Laid:
    pieces, tiles = len(ground.pieces.tile), len(ground.tiles.boxes)
    empty_lines = np.full(tiles, None, dtype=object)
    return Laid(
        segments=np.empty((0, 5)),
        whole=shapely.Polygon(),
        near=np.zeros(tiles, dtype=bool),
        filled=np.zeros(tiles, dtype=np.uint8),
        held=np.zeros(pieces),
        contested=np.zeros(pieces),
        inside=np.zeros((len(TOLERANCES_M), pieces)),
        outside=np.zeros((len(TOLERANCES_M), pieces)),
        lines=empty_lines,
        cells_held=np.zeros(ground.grid.size, dtype=np.uint8),
        cells_contested=np.zeros(ground.grid.size, dtype=np.uint8),
    )


def _valid(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape, valid, with the inside on the left of every edge."""
    return shapely.orient_polygons(areal(shape))


def _segments(shapes: Iterable[BaseGeometry | None]) -> np.ndarray:
    """Return every drawn edge as (layer, x0, y0, x1, y1)."""
    rows = [np.empty((0, 5))]
    for layer, shape in enumerate(shapes):
        if shape is None or shape.is_empty:
            continue
        points, ring = shapely.get_coordinates(
            shapely.get_rings(shapely.get_parts(shape)), return_index=True
        )
        joined = ring[1:] == ring[:-1]
        edges = np.hstack([points[:-1], points[1:]])[joined]
        rows.append(np.hstack([np.full((len(edges), 1), float(layer)), edges]))
    return np.concatenate(rows)


def _moved(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the edges that only one of two maps has."""
    keys, others = _keys(one), _keys(other)
    return np.concatenate([one[~np.isin(keys, others)], other[~np.isin(others, keys)]])


def _keys(segments: np.ndarray) -> np.ndarray:
    """Return one number for each edge, from its bits."""
    bits = np.ascontiguousarray(segments + 0.0).view(np.uint64)
    keys = np.zeros(len(segments), dtype=np.uint64)
    for column in range(bits.shape[1]):
        keys = (keys ^ bits[:, column]) * MIX
        keys ^= keys >> np.uint64(29)
    return keys


def _tiles_near(ground: Ground, segments: np.ndarray, reach: float = NEAR_M) -> np.ndarray:
    """Mark every tile that an edge comes near (by the edge's bounding box)."""
    tiles = ground.tiles
    near = np.zeros(len(tiles.boxes), dtype=bool)
    x, y = segments[:, [1, 3]], segments[:, [2, 4]]
    rows, columns = tiles.index.shape
    column_0 = np.clip((x.min(1) - reach - tiles.left) // tiles.side, 0, columns - 1).astype(int)
    column_1 = np.clip((x.max(1) + reach - tiles.left) // tiles.side, 0, columns - 1).astype(int)
    row_0 = np.clip((tiles.top - y.max(1) - reach) // tiles.side, 0, rows - 1).astype(int)
    row_1 = np.clip((tiles.top - y.min(1) + reach) // tiles.side, 0, rows - 1).astype(int)
    keys = np.unique(((column_0 * columns + column_1) * rows + row_0) * rows + row_1)
    spans, row_1 = np.divmod(keys, rows)
    spans, row_0 = np.divmod(spans, rows)
    column_0, column_1 = np.divmod(spans, columns)
    for first, last, top, bottom in zip(column_0, column_1, row_0, row_1, strict=True):
        found = tiles.index[top : bottom + 1, first : last + 1]
        near[found[found >= 0]] = True
    return near


def _filled(ground: Ground, layers: dict[int, BaseGeometry | None], near: np.ndarray) -> np.ndarray:
    """Say of each tile that no edge comes near: held (1), contested (2) or neither (0)."""
    tiles, away = ground.tiles, np.flatnonzero(~near)
    filled = np.zeros(len(near), dtype=np.uint8)
    for value, layer in layers.items():
        if layer is not None:
            shapely.prepare(layer)
            hit = shapely.contains_xy(layer, tiles.centre_x[away], tiles.centre_y[away])
            filled[away[hit]] = value
    return filled


def _lay_uniform(ground: Ground, laid: Laid, tiles: np.ndarray) -> None:
    """Write tiles that are one thing throughout."""
    chosen = np.zeros(len(laid.filled), dtype=bool)
    chosen[tiles] = True
    pieces = np.flatnonzero(chosen[ground.pieces.tile])
    value, area = laid.filled[ground.pieces.tile[pieces]], ground.pieces.area[pieces]
    laid.held[pieces] = np.where(value == 1, area, 0.0)
    laid.contested[pieces] = np.where(value == 2, area, 0.0)
    laid.inside[:, pieces] = 0.0
    laid.outside[:, pieces] = 0.0
    laid.lines[tiles] = None
    cells, of = _cells_in(ground, tiles)
    value, sixteenths = laid.filled[of], ground.window_cells[cells]
    laid.cells_held[cells] = np.where(value == 1, sixteenths, 0)
    laid.cells_contested[cells] = np.where(value == 2, sixteenths, 0)


def _lay_tile(
    ground: Ground, drawing: Drawn, laid: Laid, tile: int
) -> tuple[BaseGeometry, BaseGeometry]:
    """Write a tile that an edge comes near; return what of it is held, and what contested."""
    box = ground.tiles.boxes[tile]
    held = _clip(drawing.held, box.bounds)
    grey = shapely.Polygon()
    if drawing.contested is not None:
        grey = shapely.difference(_clip(drawing.contested, box.bounds), held)
    span = slice(ground.pieces.start[tile], ground.pieces.start[tile + 1])
    shapes, full = ground.pieces.shape[span], ground.pieces.full[span]
    held_cut = _intersected(held, shapes, full)
    laid.held[span] = _areas(held_cut, full)
    laid.contested[span] = _areas(_intersected(grey, shapes, full), full)
    line = _line(ground, drawing, tile)
    laid.lines[tile] = None if line.is_empty else shapely.clip_by_rect(line, *box.bounds)
    for number, tolerance in enumerate(TOLERANCES_M):
        if line.is_empty:
            laid.inside[number, span] = laid.outside[number, span] = 0.0
            continue
        reach = _clip(shapely.buffer(line, tolerance, quad_segs=QUARTER), box.bounds)
        reached = _intersected(reach, shapes, full)
        inside = _areas(reached, full, within=held_cut)
        laid.inside[number, span] = inside
        laid.outside[number, span] = _areas(reached, full) - inside
    return held, grey


def _areas(cut: np.ndarray, full: np.ndarray, *, within: np.ndarray | None = None) -> np.ndarray:
    """Return the area of each piece's cut (inside another); full pieces are alike: one stands."""
    alike = np.flatnonzero(full)[1:]
    areas = np.zeros(len(cut))
    asked = np.ones(len(cut), dtype=bool)
    asked[alike] = False
    shapes = cut[asked] if within is None else shapely.intersection(cut[asked], within[asked])
    areas[asked] = shapely.area(shapes)
    if len(alike):
        areas[alike] = areas[full][0]
    return areas


def _intersected(shape: BaseGeometry, pieces: np.ndarray, full: np.ndarray) -> np.ndarray:
    """Cut a shape that lies inside a tile by the tile's pieces."""
    cut = np.full(len(pieces), shape, dtype=object)
    if not shape.is_empty and not full.all():
        cut[~full] = shapely.intersection(shape, pieces[~full])
    return cut


def _line(ground: Ground, drawing: Drawn, tile: int) -> BaseGeometry:
    """Return the line between the sides in and near a tile, written one way whatever the map's."""
    bounds = _widened(ground.tiles.boxes[tile].bounds, NEAR_M)
    edge = shapely.clip_by_rect(drawing.edge, *bounds)
    if ground.seams[tile] and not edge.is_empty:
        around = _clip(drawing.held, _widened(bounds, 2 * SEAM_M))
        closed = around.buffer(SEAM_M, quad_segs=QUARTER).buffer(-SEAM_M, quad_segs=QUARTER)
        edge = shapely.clip_by_rect(closed.boundary, *bounds)
    if edge.is_empty:
        return edge
    if not ground.wholly_inner[tile]:
        edge = shapely.intersection(edge, _clip(ground.inner, bounds))
    return shapely.normalize(shapely.line_merge(edge))


def _widened(
    bounds: tuple[float, float, float, float], by: float
) -> tuple[float, float, float, float]:
    left, bottom, right, top = bounds
    return left - by, bottom - by, right + by, top + by


def _clip(shape: BaseGeometry, bounds: tuple[float, float, float, float]) -> BaseGeometry:
    """Cut a shape by an upright box; the quick way, checked."""
    cut = shapely.clip_by_rect(shape, *bounds)
    return cut if cut.is_valid else shapely.intersection(shape, shapely.box(*bounds))


def _cells_in(ground: Ground, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the cells in some tiles, and the tile of each."""
    grid, tiles = ground.grid, ground.tiles
    many = round(tiles.side / grid.cell_m)
    column_0 = round((tiles.left - grid.origin_x_m) / grid.cell_m)
    row_0 = round((grid.origin_y_m - tiles.top) / grid.cell_m)
    step = np.arange(many)
    columns = (column_0 + tiles.column[chosen] * many)[:, None, None] + step[None, None, :]
    rows = (row_0 + tiles.row[chosen] * many)[:, None, None] + step[None, :, None]
    inside = (columns >= 0) & (columns < grid.columns) & (rows >= 0) & (rows < grid.rows)
    of = np.broadcast_to(np.asarray(chosen)[:, None, None], inside.shape)
    return (rows * grid.columns + columns)[inside], of[inside]


def _lay_cells(
    ground: Ground,
    laid: Laid,
    tiles: np.ndarray,
    cuts: Sequence[tuple[BaseGeometry, BaseGeometry]],
) -> None:
    """Write the cells of tiles; held and contested are rounded together, never above a cell."""
    cells, _ = _cells_in(ground, tiles)
    cells = cells[ground.window_cells[cells] > 0]
    held, grey = [one for one, _ in cuts], [other for _, other in cuts]
    share = _covered(ground, held, cells)
    laid.cells_held[cells] = _sixteenths(share)
    laid.cells_contested[cells] = 0
    if not shapely.is_empty(grey).all():
        together = _sixteenths(share + _covered(ground, grey, cells))
        laid.cells_contested[cells] = together - laid.cells_held[cells]


def _covered(ground: Ground, shapes: list[BaseGeometry], cells: np.ndarray) -> np.ndarray:
    """Return the share of each cell, as far as it lies in the window, that shapes cover."""
    share = cover(ground.grid, shapes)[cells]
    edge = ground.window_cells[cells] < SIXTEENTHS
    if edge.any():
        inside = shapely.intersection(cell_boxes(ground.grid, cells[edge]), ground.window)
        tree = shapely.STRtree(shapes)
        box, shape = tree.query(inside)
        areas = shapely.area(shapely.intersection(inside[box], tree.geometries[shape]))
        share[edge] = np.bincount(box, weights=areas, minlength=len(inside))
        share[edge] /= ground.grid.cell_m**2
    return share


def _sixteenths(share: np.ndarray) -> np.ndarray:
    return np.floor(share * SIXTEENTHS + 0.5).astype(np.uint8)
