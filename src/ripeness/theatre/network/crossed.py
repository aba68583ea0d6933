"""The cells that lines on the plane cross, and how many kilometres of each lie in them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.theatre.grid import Grid
from ripeness.theatre.network.record import CROSSED_TYPES, no_crossings, typed


def cells_crossed(
    lines: Sequence[BaseGeometry] | np.ndarray, grid: Grid, *, length_km: np.ndarray
) -> pd.DataFrame:
    """Return the cells that lines cross, with the kilometres of each line in them.

    A line's kilometres sum to its length, so that a schematic line, whose length is longer than
    its drawing, counts whole. Beyond the grid the nearest cell of the grid stands for the ground.

    Args:
        lines: Lines on the grid's plane, in metres.
        grid: The grid.
        length_km: Length of each line, km.

    Example:
        >>> from ripeness.theatre.grid import Window, make_grid
        >>> grid = make_grid(Window(west=36, south=48, east=37, north=49))
        >>> line = shapely.LineString([(100, 500), (2600, 500)])
        >>> cells_crossed([line], grid, length_km=np.array([2.5]))["km"].round(6).tolist()
        [0.9, 1.0, 0.6]
    """
    pieces = [_pieces(np.asarray(line.coords), grid) for line in lines]
    if not pieces:
        return no_crossings()
    link = np.repeat(np.arange(len(pieces)), [len(piece[0]) for piece in pieces])
    cell, metres, inside = (np.concatenate([piece[part] for piece in pieces]) for part in range(3))
    table = pd.DataFrame({"link": link, "cell": cell, "km": metres, "inside": inside})
    table = table.groupby(["link", "cell"], as_index=False).agg({"km": "sum", "inside": "all"})
    drawn = shapely.length(np.asarray(lines, dtype=object))
    scale = np.divide(length_km, drawn, out=np.zeros(len(drawn)), where=drawn > 0)
    table = table.assign(km=table["km"].to_numpy() * scale[table["link"].to_numpy()])
    return typed(table, CROSSED_TYPES)


def _pieces(points: np.ndarray, grid: Grid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut a line at the grid's lines: the cell, the metres and whether inside, piece by piece."""
    start, step = points[:-1, :2], np.diff(points[:, :2], axis=0)
    corner = np.array([grid.origin_x_m, grid.origin_y_m])
    cuts = [
        _cuts(a, b) for a, b in zip((start - corner) / grid.cell_m, step / grid.cell_m, strict=True)
    ]
    segment = np.repeat(np.arange(len(cuts)), [len(cut) - 1 for cut in cuts])
    middle = np.concatenate([(cut[:-1] + cut[1:]) / 2 for cut in cuts])
    share = np.concatenate([np.diff(cut) for cut in cuts])
    at = start[segment] + middle[:, None] * step[segment]
    column = np.floor((at[:, 0] - grid.origin_x_m) / grid.cell_m).astype(np.int64)
    row = np.floor((grid.origin_y_m - at[:, 1]) / grid.cell_m).astype(np.int64)
    near_column, near_row = np.clip(column, 0, grid.columns - 1), np.clip(row, 0, grid.rows - 1)
    inside = (near_column == column) & (near_row == row)
    metres = share * np.hypot(*step[segment].T)
    return near_row * grid.columns + near_column, metres, inside


def _cuts(start: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Return where on a segment, 0 to 1, it meets a line of the grid, its ends included."""
    found = [np.array([0.0, 1.0])]
    for begin, move in zip(start, step, strict=True):
        low, high = sorted((begin, begin + move))
        whole = np.arange(np.floor(low) + 1, np.ceil(high))
        if move != 0:
            found.append((whole - begin) / move)
    return np.unique(np.clip(np.concatenate(found), 0, 1))
