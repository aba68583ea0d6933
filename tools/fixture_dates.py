"""Writes small upstream folders of real days around Pokrovsk, drawn from what the package ships.

    python tools/fixture_dates.py [FOLDER]

No drawing of upstream is copied (decision 0004): the ground of a day is put together from the 1 km
cells of the shipped change lists, each cell covered by as many sixteenths as it has, and the areas
are those of the shipped readings. Names, formats and quirks are upstream's own.
"""

import csv
import gzip
import io
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ripeness.case.load import case_folder
from ripeness.evidence.cells import state_at
from ripeness.evidence.panel import ControlPanel, read_panel
from ripeness.terms.files import write_bytes
from ripeness.theatre.grid import SIXTEENTHS, Window, cell_centres, project, unproject
from ripeness.theatre.outlines import read_shapes

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "fixtures" / "dates"
BOX = Window(west=36.6, east=37.9, south=47.9, north=48.7)
DIGITS = 6

DEEPSTATE = (
    "2024-07-08", "2024-08-17", "2024-08-20", "2025-10-01", "2025-10-15", "2025-11-01",
    "2025-11-15", "2025-11-25", "2025-11-27", "2025-12-01", "2025-12-05", "2025-12-20",
    "2026-01-10", "2026-02-01", "2026-02-28",
)  # fmt: skip
"""Days drawn by DeepState; 2024-08-18/19 and 2025-11-26 are missing upstream too."""

SPIKED, ZIPPED = "2024-08-17", "2025-12-20"
"""The day with a ring that runs out and back along a line, and the one that is gzipped."""

GREY = (
    "2022-10-02", "2023-06-04", "2024-01-07", "2024-06-02", "2024-09-01", "2024-12-01",
    "2025-02-02", "2025-04-06", "2025-05-04", "2025-06-01", "2025-07-06", "2025-08-03",
)  # fmt: skip
"""Days drawn with a grey zone."""

LACKING = "2025-04-06"
"""The one of them whose grey zone is left out."""

WINDOWS = (
    "2022-10-02", "2023-06-04", "2023-11-26", "2024-03-10", "2024-03-17", "2024-09-01",
    "2025-02-02", "2025-06-01", "2025-10-05", "2025-11-30", "2026-02-01",
)  # fmt: skip
"""Sundays on or after which a window of Liveuamap's maps ends, as NZZ publishes them."""

SCOPE_ENDS = date(2024, 3, 14)
"""From this day on ground held before 2022 is left out."""

ISW_FIRST, ISW_DAYS = date(2025, 2, 10), 40
"""Days of areas; one of them, 2025-03-04, lacks a part of a layer upstream."""

Rows = list[dict[str, Any]]


def in_box(panel: ControlPanel) -> np.ndarray:
    """The cells whose centres lie in the box."""
    longitude, latitude = cell_centres(panel.grid, np.arange(panel.grid.size))
    inside = (BOX.west <= longitude) & (longitude <= BOX.east)
    return np.flatnonzero(inside & (BOX.south <= latitude) & (latitude <= BOX.north))


def state(panel: ControlPanel, day: date, *, source: str, layer: str = "held") -> np.ndarray:
    """The sixteenths of every cell in the box on a day, none outside it."""
    whole = state_at(panel.cells, day, source=source, layer=layer, size=panel.grid.size)
    cut = np.zeros_like(whole)
    cut[in_box(panel)] = whole[in_box(panel)]
    return cut


def ground(panel: ControlPanel, below: np.ndarray, above: np.ndarray) -> BaseGeometry:
    """Each cell covered from `below` to `above` sixteenths, counted from its fullest neighbour."""
    grid = panel.grid
    full = np.pad((below + above).reshape(grid.rows, grid.columns).astype(int), 1)
    sides = np.stack([full[1:-1, :-2], full[1:-1, 2:], full[2:, 1:-1], full[:-2, 1:-1]])
    cells = np.flatnonzero(above > below)
    side = sides.argmax(axis=0).ravel()[cells]
    start, end = below[cells] / SIXTEENTHS, above[cells] / SIXTEENTHS
    west_east, backwards = side < 2, (side == 1) | (side == 3)
    first, last = np.where(backwards, 1 - end, start), np.where(backwards, 1 - start, end)
    rows, columns = np.divmod(cells, grid.columns)
    left = grid.origin_x_m + columns * grid.cell_m
    bottom = grid.origin_y_m - (rows + 1) * grid.cell_m
    boxes = shapely.box(
        left + np.where(west_east, first, 0) * grid.cell_m,
        bottom + np.where(west_east, 0, first) * grid.cell_m,
        left + np.where(west_east, last, 1) * grid.cell_m,
        bottom + np.where(west_east, 1, last) * grid.cell_m,
    )
    return shapely.segmentize(shapely.union_all(boxes), 2 * grid.cell_m)


def geometry(panel: ControlPanel, shape: BaseGeometry) -> dict[str, Any]:
    """A shape on the plane as a GeoJSON multipolygon in degrees."""
    degrees = unproject(shape, panel.grid.crs)
    parts = [part for part in shapely.get_parts(degrees) if part.geom_type == "Polygon"]
    rounded = json.loads(
        json.dumps(mapping(shapely.multipolygons(parts))),
        parse_float=lambda text: round(float(text), DIGITS),
    )
    return {"type": "MultiPolygon", "coordinates": rounded["coordinates"]}


def feature(shape: dict[str, Any], **properties: str) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": shape}


def encoded(content: object) -> bytes:
    """JSON, written short."""
    return json.dumps(content, separators=(",", ":")).encode()


def collection(features: Rows) -> dict[str, Any]:
    """A GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": features}


def zipped(content: bytes) -> bytes:
    """The content gzipped, the same on every day."""
    return gzip.compress(content, mtime=0)


def deepstate(panel: ControlPanel) -> dict[str, bytes]:
    """A file a day."""
    files = {}
    for text in DEEPSTATE:
        held = state(panel, date.fromisoformat(text), source="deepstate")
        shape = geometry(panel, ground(panel, np.zeros_like(held), held))
        if text == SPIKED:
            ring = shape["coordinates"][0][0]
            ring.insert(1, [round(ring[0][0] + 0.05, DIGITS), ring[0][1]])
            ring.insert(2, ring[0])
        name = f"deepstatemap_data_{text.replace('-', '')}.geojson"
        content = encoded(collection([feature(shape)]))
        files[f"{name}.gz" if text == ZIPPED else name] = (
            zipped(content) if text == ZIPPED else content
        )
    return files


def deepstate_grey(panel: ControlPanel) -> dict[str, bytes]:
    """A line a day and layer."""
    rows: Rows = []
    for text in GREY:
        day = date.fromisoformat(text)
        held, grey = (
            state(panel, day, source="deepstate_grey", layer=layer)
            for layer in ("held", "contested")
        )
        layers = {
            "occupied": ground(panel, np.zeros_like(held), held),
            "unknown": ground(panel, held, held + grey),
        }
        if text == LACKING:
            del layers["unknown"]
        rows += [
            feature(geometry(panel, shape), date=text, cls=name) for name, shape in layers.items()
        ]
    content = b"\n".join(encoded(row) for row in rows)
    return {"roi_deepstate_full_polygons.geojsonl.gz": zipped(content)}


def liveuamap(panel: ControlPanel) -> dict[str, bytes]:
    """Windows; one file repeats another."""
    declared = read_shapes(case_folder("pokrovsk"), "boundaries/held_before_2022.geojson")
    before = project(
        shapely.union_all([outline.geometry for outline in declared.values()]), panel.grid.crs
    )
    files = {}
    for first, last in windows(panel):
        held = state(panel, last, source="liveuamap")
        shape = ground(panel, np.zeros_like(held), held)
        if last >= SCOPE_ENDS:
            shape = shape.difference(before.buffer(-1.0))
        files[f"{last}.json.gz"] = window(panel, shape, (first, last))
    again = min(name for name in files if name > str(SCOPE_ENDS))
    after = date.fromisoformat(again[:10]) + timedelta(days=1)
    return {**files, f"{after}.json.gz": files[again]}


def windows(panel: ControlPanel) -> list[tuple[date, date]]:
    """The windows that end on or after the chosen Sundays."""
    rows = panel.readings.query("source == 'liveuamap' and id == 'total'")
    found = []
    for text in WINDOWS:
        after = rows[rows["valid_to"] >= text]
        last = after.sort_values(["valid_to", "valid_from"]).head(1)
        found.append((last["valid_from"].item().date(), last["valid_to"].item().date()))
    return list(dict.fromkeys(found))


def window(panel: ControlPanel, shape: BaseGeometry, days: tuple[date, date]) -> bytes:
    """A file of one window: what was kept in the west, what was gained in the east."""
    left, bottom, right, top = shape.bounds
    middle = (left + right) / 2
    parts = {
        "nochange": shapely.clip_by_rect(shape, middle, bottom, right, top),
        "gains": shapely.clip_by_rect(shape, left, bottom, middle, top),
    }
    dated = {"date": str(days[1]), "_datefrom": str(days[0]), "_dateto": str(days[1])}
    features = [feature(geometry(panel, part), type=name, **dated) for name, part in parts.items()]
    lost = [[37.0, 48.65], [37.1, 48.65], [37.1, 48.7], [37.0, 48.65]]
    losses = {"type": "MultiPolygon", "coordinates": [[lost]]}
    features.append(feature(losses, type="losses", **dated))
    return zipped(encoded({"value": collection(features)}))


def isw(panel: ControlPanel) -> dict[str, bytes]:
    """The published totals as rows of two layers; one day lacks a layer, one a part of one."""
    rows = panel.readings.query("source == 'isw' and id == 'total'").set_index("valid_to")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["date", "russian_advances", "ukraine_control_map"])
    for step in range(ISW_DAYS):
        day = ISW_FIRST + timedelta(days=step)
        held = rows["held_km2"].get(str(day))
        if held is not None:
            writer.writerow([day, round(held - 108_000, 5), 108_000.0])
        elif str(day) == "2025-03-04":
            writer.writerow([day, 371.55, 108_000.0])
    writer.writerow([ISW_FIRST + timedelta(days=ISW_DAYS), "", 108_000.0])
    return {"isw_daily_layer_areas.csv": text.getvalue().encode()}


def write_all(folder: Path) -> None:
    """Write every source's folder."""
    panel = read_panel(case_folder("pokrovsk") / "panel")
    for make in (deepstate, deepstate_grey, liveuamap, isw):
        for file, content in make(panel).items():
            write_bytes(folder / make.__name__ / file, content)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
