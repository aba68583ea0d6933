"""Railways as edges between stations: each line is brought to the stations that it joins."""

import math
from collections.abc import Iterator

import shapely

from ripeness.evidence.losses.rows import read_rows
from ripeness.evidence.networks.geojson import STANDINGS, Line, counted, shape_of
from ripeness.evidence.networks.limits import MOST_LINES, parts_of_line, refuse
from ripeness.evidence.shapes import Feature, features_of, parse_json
from ripeness.theatre.areas import WGS84
from ripeness.theatre.network.lines import Lines
from ripeness.theatre.network.record import NetworkSource

STATIONS = {"id", "lon", "lat"}

FARTHEST_M = 5000.0
"""A line that ends farther than this from its station is left as it is drawn."""

Point = tuple[float, float]


def read_rail(edges: bytes, stations: bytes, source: NetworkSource, *, where: str) -> Lines:
    """Read railways given as edges between stations.

    A line is turned so that it runs from its first station to its second, and led on to both, so
    that lines of one station meet. Stations lose their names here.

    Args:
        edges: GeoJSON of lines with `u` and `v`, the ids of their stations, and `src`.
        stations: The table of stations (`id`, `lon`, `lat`).
        source: Where they are from.
        where: The files, for messages.

    Raises:
        UpstreamError: If a file is not one of these, or holds more than a file may.
    """
    points = {
        row["id"]: found
        for row in read_rows(stations, where=where, needed=STATIONS)
        if (found := _point(row)) is not None
    }
    features = features_of(parse_json(edges, where=where), where=where)
    if len(features) > MOST_LINES:
        refuse(f"{len(features):,} features", where=where, expected=f"at most {MOST_LINES:,}")
    rows = [row for feature in features for row in _rows(feature, points)]
    return counted(rows, source, where=where)


def _rows(feature: Feature, points: dict[str, Point]) -> Iterator[Line]:
    tags = feature.get("properties")
    tags = tags if isinstance(tags, dict) else {}
    ends = points.get(str(tags.get("u"))), points.get(str(tags.get("v")))
    for shape in parts_of_line(shape_of(feature)):
        yield {
            "shape": _led(shape, *ends),
            "mode": "rail",
            "link_class": "rail",
            "standing": STANDINGS.get(str(tags.get("src"))),
        }


def _led(line: shapely.LineString, first: Point | None, last: Point | None) -> shapely.LineString:
    """Turn a line from its first station to its last, and lead it on to both."""
    points = [(float(x), float(y)) for x, y in line.coords]
    if first is None or last is None:
        return line
    as_drawn = _metres(points[0], first) + _metres(points[-1], last)
    if _metres(points[-1], first) + _metres(points[0], last) < as_drawn:
        points.reverse()
    if 0 < _metres(points[0], first) <= FARTHEST_M:
        points.insert(0, first)
    if 0 < _metres(points[-1], last) <= FARTHEST_M:
        points.append(last)
    return shapely.LineString(points)


def _metres(one: Point, other: Point) -> float:
    return float(WGS84.inv(*one, *other)[2])


def _point(row: dict[str, str]) -> Point | None:
    try:
        point = float(row["lon"]), float(row["lat"])
    except ValueError:
        return None
    return point if all(map(math.isfinite, point)) and abs(point[1]) <= 90 else None
