"""Lines as readers hand them over: a shape, its class and its length, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from ripeness.theatre.areas import WGS84
from ripeness.theatre.grid import Grid, Window, project
from ripeness.theatre.network.record import NetworkSource

LINE_COLUMNS = ("shape", "mode", "link_class", "length_km", "both_ways", "standing", "whole")
"""Columns of lines. `whole` marks lines that meet others only at their ends (a scheme's links)."""


@dataclass(frozen=True)
class Lines:
    """Lines of one source, in longitudes and latitudes, or on a plane once they are laid there.

    Whatever else a file says of them - names, numbers, bridges, owners - is not here.
    """

    table: pd.DataFrame
    source: NetworkSource


def lines_of(rows: Iterable[Mapping[str, object]], source: NetworkSource) -> Lines:
    """Gather lines, dropping everything but shape, class, length and direction.

    Args:
        rows: For each line at least `shape`, `mode` and `link_class`.
        source: Where they come from.
    """
    kept = [{name: row.get(name) for name in LINE_COLUMNS} for row in rows]
    table = pd.DataFrame(kept, columns=list(LINE_COLUMNS))
    table = table.assign(
        both_ways=[value is None or bool(value) for value in table["both_ways"]],
        whole=[bool(value) for value in table["whole"]],
        standing=[value or source.standing for value in table["standing"]],
        length_km=_lengths(table),
    )
    return Lines(table, source)


def laid(lines: Lines, grid: Grid) -> Lines:
    """Lay lines onto the plane of a grid, in metres."""
    shapes = [project(shape, grid.crs) for shape in lines.table["shape"]]
    return Lines(lines.table.assign(shape=pd.Series(shapes, dtype=object)), lines.source)


def within(lines: Lines, box: Window) -> Lines:
    """Keep the lines that touch a box, each whole; lines in longitudes and latitudes."""
    shape = shapely.box(box.west, box.south, box.east, box.north)
    near = shapely.intersects(shape, lines.table["shape"].to_numpy(object))
    return Lines(lines.table[near].reset_index(drop=True), lines.source)


def of_classes(lines: Lines, classes: Iterable[str]) -> Lines:
    """Keep the lines of some classes."""
    kept = lines.table["link_class"].isin(list(classes))
    return Lines(lines.table[kept].reset_index(drop=True), lines.source)


def _lengths(table: pd.DataFrame) -> np.ndarray:
    """Return the stated lengths, and those on the ellipsoid where none is stated, km."""
    stated = pd.to_numeric(table["length_km"], errors="coerce").to_numpy(float)
    missing = np.flatnonzero(np.isnan(stated))
    for row in missing:
        stated[row] = WGS84.geometry_length(table["shape"].iloc[row]) / 1000
    return stated
