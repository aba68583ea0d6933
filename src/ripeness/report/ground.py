"""The map's cells and outlines, packed small enough to travel inside a page."""

import base64
import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pydantic import ValidationError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ripeness.report.fields import Fields, columns
from ripeness.results.record import Record
from ripeness.terms.errors import RecordError
from ripeness.theatre.grid import Grid, Window, cell_boxes, project, window_on_plane

CELL_COLUMNS = ("source", "layer", "cell", "day", "before", "after")
DAY_COLUMNS = ("source", "valid_from", "valid_to", "drawn")
FINENESS = 20
"""Outlines are written in twentieths of a cell: 50 m where a cell is 1 km wide."""
TOLERANCE_CELLS = {"region": 0.15, "place": 0.05}
"""How far a drawn outline may stray from the record's, in cells."""
EPOCH = np.datetime64("1970-01-01", "D")


def packed_ground(record: Record) -> dict[str, Any]:
    """Return what the map script needs: the grid, every source's changes, its days, outlines."""
    grid = read_grid(record)
    cells = columns(record.cells, CELL_COLUMNS, where="cells.parquet")
    drawn = columns(record.readings, DAY_COLUMNS, where="readings.parquet")
    layers = [
        packed_layer(part, cells=grid.size, name=f"{source}/{layer}")
        | {"source": source, "layer": layer}
        for (source, layer), part in cells.groupby(["source", "layer"], sort=True)
    ]
    named = [str(name) for name in cells["source"].unique()]
    extents = source_extents(record)
    return {
        "columns": grid.columns,
        "rows": grid.rows,
        "cellKm": grid.cell_m / 1000,
        "fineness": FINENESS,
        "layers": layers,
        "maps": {
            name: map_days(drawn[drawn["source"] == name], name=name)
            | {"reach": reach(extents.get(name), grid)}
            for name in named
        },
        "outlines": drawn_outlines(record.outlines, grid=grid),
        "window": rings(on_sheet(window_on_plane(grid), grid)),
    }


def read_grid(record: Record) -> Grid:
    """Return the grid of a record.

    Raises:
        RecordError: If a key of the grid is missing or wrong; the message names it.
    """
    try:
        return Grid.model_validate(dict(record.grid))
    except ValidationError as error:
        raise RecordError(
            str(error),
            where="grid.json",
            expected="the grid of the case's cells",
            remedy="Run the case again with this version of ripeness.",
        ) from error


def packed_layer(changes: pd.DataFrame, *, cells: int, name: str) -> dict[str, Any]:
    """Pack one source's change list: days and counts as lists, the rest deflated.

    The deflated bytes are the differences of the cell numbers, in order of day and cell, as
    four planes of bytes, and then what each cell holds after the change, in sixteenths.

    Raises:
        RecordError: If a cell lies outside the grid, or a value is no number of sixteenths.
    """
    ordered = changes.sort_values(["day", "cell"], kind="stable")
    cell = ordered["cell"].to_numpy("int64")
    after = ordered["after"].to_numpy("int64")
    if not (((cell >= 0) & (cell < cells)).all() and ((after >= 0) & (after <= 16)).all()):
        raise RecordError(
            "a cell outside the grid, or a share that is not 0 to 16 sixteenths",
            where=f"cells.parquet, {name}",
            expected=f"cells 0 to {cells - 1} and sixteenths 0 to 16",
            remedy="Ingest the source again with this version of ripeness.",
        )
    days, counts = np.unique(day_numbers(ordered["day"]), return_counts=True)
    steps = np.diff(cell, prepend=0).astype("<i4")
    planes = steps.view(np.uint8).reshape(-1, 4).T.tobytes()
    packed = zlib.compress(planes + after.astype(np.uint8).tobytes(), level=9)
    return {
        "days": days.tolist(),
        "counts": counts.tolist(),
        "packed": base64.b64encode(packed).decode("ascii"),
    }


def map_days(drawn: pd.DataFrame, *, name: str) -> dict[str, Any]:
    """List the days from and to which each map of a source is valid, and whose ground it draws.

    Raises:
        RecordError: If the source draws no side, or both.
    """
    slots = sorted(drawn["drawn"].unique())
    if slots not in (["a"], ["b"]):
        raise RecordError(
            f"a source that draws {slots}",
            where=f"readings.parquet, {name}",
            expected="one side's ground, by its slot",
            remedy="Ingest the source again with this version of ripeness.",
        )
    windows = drawn[["valid_from", "valid_to"]].drop_duplicates().sort_values("valid_from")
    return {
        "slot": slots[0],
        "from": day_numbers(windows["valid_from"]).tolist(),
        "to": day_numbers(windows["valid_to"]).tolist(),
    }


def source_extents(record: Record) -> dict[str, Window]:
    """Return the box of each source that says nothing outside one.

    Raises:
        RecordError: If a box lacks an edge, or has no area.
    """
    found = {}
    for part in Fields(record.case, "case.json").parts("sources"):
        extent = part.part_or_none("extent")
        if extent is None:
            continue
        edges = {edge: extent.number(edge) for edge in ("west", "east", "south", "north")}
        try:
            found[part.text("name")] = Window(**edges)
        except ValidationError as error:
            raise RecordError(
                str(error),
                where=extent.where,
                expected="a box of longitudes and latitudes",
                remedy="Run the case again with this version of ripeness.",
            ) from error
    return found


def reach(extent: Window | None, grid: Grid) -> list[int] | None:
    """List for each row the first and the last column that lie wholly inside a source's box.

    A row without any such cell has a last column before its first; None means everywhere.
    """
    if extent is None:
        return None
    ground = window_on_plane(grid.model_copy(update={"window": extent}))
    shapely.prepare(ground)
    inside = shapely.contains(ground, cell_boxes(grid, np.arange(grid.size)))
    rows = inside.reshape(grid.rows, grid.columns)
    first = np.where(rows.any(axis=1), rows.argmax(axis=1), 0)
    last = np.where(rows.any(axis=1), grid.columns - 1 - rows[:, ::-1].argmax(axis=1), -1)
    return np.column_stack([first, last]).ravel().tolist()


def day_numbers(days: pd.Series) -> np.ndarray:
    """Count days since 1970-01-01."""
    return (days.to_numpy("datetime64[D]") - EPOCH).astype("int64")


def day_number(day: date) -> int:
    """Count days since 1970-01-01.

    Example:
        >>> day_number(date(1970, 1, 2))
        1
    """
    return (day - date(1970, 1, 1)).days


def drawn_outlines(outlines: Mapping[str, Any], *, grid: Grid) -> list[dict[str, Any]]:
    """Return each region's and place's rings on the sheet, cut to it and simplified."""
    frame = shapely.box(-2, -2, grid.columns + 2, grid.rows + 2)
    found = []
    for feature in Fields(outlines, "outlines.json").parts("features"):
        about = feature.part("properties")
        flat = on_sheet(project(shape(dict(feature.part("geometry").content)), grid.crs), grid)
        ground = shapely.intersection(shapely.make_valid(flat), frame)
        kind = about.text("kind")
        simple = shapely.simplify(ground, TOLERANCE_CELLS.get(kind, 0.0))
        if simple.is_empty:
            continue
        at = ground.representative_point()
        found.append(
            {
                "kind": kind,
                "id": about.text("id"),
                "name": about.text("name"),
                "at": [round(at.x, 1), round(at.y, 1)],
                "rings": rings(simple),
            }
        )
    return found


def on_sheet(ground: BaseGeometry, grid: Grid) -> BaseGeometry:
    """Turn metres on the grid's plane into columns and rows, with fractions."""
    corner = np.array([grid.origin_x_m, grid.origin_y_m])
    turned = np.array([grid.cell_m, -grid.cell_m])
    return shapely.transform(ground, lambda points: (points - corner) / turned)


def rings(ground: BaseGeometry) -> list[list[int]]:
    """List the rings of an area as x, y, then steps dx, dy, in the sheet's fine units."""
    areas = [part for part in shapely.get_parts(ground) if part.geom_type == "Polygon"]
    lines = [ring for area in areas for ring in (area.exterior, *area.interiors)]
    found = []
    for line in lines:
        points = np.rint(np.asarray(line.coords) * FINENESS).astype(int)
        found.append(np.diff(points, axis=0, prepend=0).ravel().tolist())
    return found
