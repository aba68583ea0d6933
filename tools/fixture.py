"""Writes small upstream folders of invented ground: every format with its quirks, no real map.

    python tools/fixture.py [FOLDER]

The line between the sides runs north and south as a wave and moves west by the day.
"""

import csv
import gzip
import io
import json
import math
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ripeness.terms.files import write_bytes

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "fixtures" / "upstream"
FIRST = date(2025, 11, 24)
EAST, SOUTH, NORTH = 40.0, 46.0, 50.0

Ring = list[list[float]]


def line(day: date, *, shift: float = 0.0) -> Ring:
    """The line between the sides on a day, from south to north."""
    moved = 0.004 * (day - FIRST).days
    latitudes = [SOUTH + 0.05 * step for step in range(round((NORTH - SOUTH) / 0.05) + 1)]
    return [
        [round(37.15 - moved - shift + 0.15 * math.sin(7 * latitude), 5), round(latitude, 5)]
        for latitude in latitudes
    ]


def held(day: date) -> Ring:
    """All ground east of the line, as one ring."""
    ring = [*line(day), [EAST, NORTH], [EAST, SOUTH]]
    return [*ring, ring[0]]


def strip(day: date, before: date, *, shift: float = 0.0) -> Ring:
    """The ground between the lines of two days."""
    ring = [*line(day, shift=shift), *reversed(line(before))]
    return [*ring, ring[0]]


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    """A GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": features}


def feature(rings: list[Ring], **properties: str) -> dict[str, Any]:
    """A GeoJSON feature of one multipolygon, each ring a polygon."""
    shape = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def encoded(content: object) -> bytes:
    """JSON, written short."""
    return json.dumps(content, separators=(",", ":")).encode()


def zipped(content: bytes) -> bytes:
    """The content gzipped, the same on every day."""
    return gzip.compress(content, mtime=0)


def deepstate() -> dict[str, bytes]:
    """A file a day; one day is missing, one is gzipped, one has a ring that crosses itself."""
    files = {}
    for step in [0, 1, *range(3, 13)]:
        day = FIRST + timedelta(days=step)
        rings = [held(day)]
        if step == 5:
            rings.append([[36.2, 48.0], [36.4, 48.2], [36.4, 48.0], [36.2, 48.2], [36.2, 48.0]])
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
        content = encoded(
            {**collection([feature(rings)]), "name": f"deepstatemap_data_{day:%Y%m%d}", "crs": crs}
        )
        name = f"deepstatemap_data_{day:%Y%m%d}.geojson"
        files[f"{name}.gz" if step == 6 else name] = zipped(content) if step == 6 else content
    return files


def deepstate_grey() -> dict[str, bytes]:
    """A line a day and layer, cut by a box; one day lacks a layer."""
    rows = []
    for step in (0, 1, 3, 4, 5):
        day = FIRST + timedelta(days=step)
        west = [[x, y] for x, y in line(day) if 47.3 <= y <= 49.4]
        far = [[38.7, 49.4], [38.7, 47.3]]
        grey = [*([round(x - 0.03, 5), y] for x, y in west), *reversed(west)]
        rings = {"occupied": [*west, *far, west[0]], "unknown": [*grey, grey[0]]}
        if step == 3:
            del rings["unknown"]
        rows += [
            feature([ring], date=str(day), cls=name, source="x") for name, ring in rings.items()
        ]
    return {
        "roi_deepstate_full_polygons.geojsonl.gz": zipped(b"\n".join(encoded(row) for row in rows))
    }


def liveuamap() -> dict[str, bytes]:
    """Windows; one file repeats another, one is broken, one has no window and no gains."""
    windows = [(0, 0, 1), (0, 3, 4), (3, 6, 7), (3, 6, 8), (6, 9, 10), (6, 12, 13)]
    files = {}
    for first, last, named in windows:
        start, end = (FIRST + timedelta(days=step) for step in (first, last))
        days = {"date": str(end), "_datefrom": str(start), "_dateto": str(end), "view": "daily"}
        kept = feature([held(start)], type="nochange", **days)
        gains = feature([strip(end, start)], type="gains", **days)
        losses = feature([strip(start, start, shift=0.1)], type="losses", **days)
        features = (
            [kept, gains, losses]
            if last
            else [feature([held(start)], type="nochange", date=str(end))]
        )
        if last == 9:
            small = [[38.0, 47.0], [38.4, 47.0], [38.4, 47.4], [38.0, 47.0]]
            features = [feature([small], type="nochange", **days)]
        files[f"{FIRST + timedelta(days=named)}.json.gz"] = zipped(
            encoded({"value": collection(features)})
        )
    return files


def isw() -> dict[str, bytes]:
    """A table; one day lacks a layer, one lacks a part of one, area moves between two layers."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["date", "russian_advances", "russian_claimed", "ukraine_control_map"])
    for step in range(13):
        advances, control = 3000 + 10.0 * step, 110000.0
        if step >= 8:
            advances, control = advances - 1000, control + 1000
        row = [FIRST + timedelta(days=step), advances, 900.0, control]
        if step == 4:
            row[1] = ""
        if step == 5:
            row[1] = 371.55
        writer.writerow(row)
    return {"isw_daily_layer_areas.csv": text.getvalue().encode()}


FOLDERS = {
    "deepstate": deepstate,
    "deepstate_grey": deepstate_grey,
    "liveuamap": liveuamap,
    "isw": isw,
}
"""What makes each folder."""


def write_all(folder: Path) -> None:
    """Write every source's folder."""
    for name, make in FOLDERS.items():
        for file, content in make().items():
            write_bytes(folder / name / file, content)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
