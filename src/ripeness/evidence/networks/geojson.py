"""Lines in GeoJSON: rail edges, roads, or any others, plain or gzipped."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.evidence.networks.limits import MOST_LINES, MOST_POINTS, parts_of_line, refuse
from ripeness.evidence.shapes import Feature, parse_json
from ripeness.theatre.network.classes import known_class
from ripeness.theatre.network.lines import Lines, lines_of
from ripeness.theatre.network.record import NetworkSource, Standing

Line = dict[str, Any]
"""A line as a reader finds it: its shape, mode, class and direction."""

CLASS_KEYS = ("highway", "railway", "fclass", "class")
"""Properties that may say what class a line is, in the order asked."""

ONE_WAY = {"yes", "true", "1", "f", "t"}
"""Words by which a line is one-way along its drawing; `t` and `-1` run against it."""

AGAINST = {"-1", "t", "reverse"}

STANDINGS: Mapping[str, Standing] = {
    "osm": "mapped",
    "reconstructed": "reconstructed",
    "manual": "schematic",
}
"""Where a line of the rail file is from (`src`), and how it therefore stands."""


def read_lines(
    content: bytes, source: NetworkSource, *, where: str, every: str | None = None
) -> Lines:
    """Read the lines of a GeoJSON file.

    Args:
        content: The file's bytes, decompressed.
        source: Where the file is from.
        where: The file, for messages.
        every: The class of every line (for example `rail`); None: each line's own, those of no
            class that carries goods being left out.

    Raises:
        UpstreamError: If the file is no GeoJSON of lines, or holds more than a file may.
    """
    collection = parse_json(content, where=where)
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        refuse("no feature collection", where=where)
    if len(features) > MOST_LINES:
        refuse(f"{len(features):,} features", where=where, expected=f"at most {MOST_LINES:,}")
    return counted(list(_rows(features, every)), source, where=where)


def counted(rows: list[Line], source: NetworkSource, *, where: str) -> Lines:
    """Gather what a reader found, refusing a file without a line or with too many points.

    Args:
        rows: The lines.
        source: Where the file is from.
        where: The file, for messages.

    Raises:
        UpstreamError: If there is no line, or there are too many points.
    """
    points = sum(int(shapely.get_num_coordinates(row["shape"])) for row in rows)
    if not rows:
        refuse("no line of a class that carries goods", where=where)
    if points > MOST_POINTS:
        refuse(f"{points:,} points", where=where, expected=f"at most {MOST_POINTS:,} points")
    return lines_of(rows, source)


def line_row(
    shape: shapely.LineString, tags: Mapping[str, Any], *, every: str | None
) -> Line | None:
    """Return a line with its class and direction, and nothing else that its tags say.

    Args:
        shape: The line.
        tags: What the file says of it.
        every: The class of every line of the file; None: this one's own.
    """
    named = every or next((str(tags[key]) for key in CLASS_KEYS if tags.get(key)), "")
    found = known_class(named)
    if found is None:
        return None
    direction = str(tags.get("oneway") or "").lower()
    fclass_style = direction in {"f", "t", "b"} and "fclass" in tags
    against = direction == "t" if fclass_style else direction in AGAINST - {"t"}
    along = direction == "f" if fclass_style else direction in ONE_WAY - {"f", "t"}
    return {
        "shape": shapely.reverse(shape) if against else shape,
        "mode": found[0],
        "link_class": found[1],
        "both_ways": not (along or against),
        "standing": STANDINGS.get(str(tags.get("src") or "")),
    }


def _rows(features: list[object], every: str | None) -> Iterator[Line]:
    for feature in features:
        tags = _tags(feature)
        for shape in parts_of_line(shape_of(feature)):
            row = line_row(shape, tags, every=every)
            if row is not None:
                yield row


def _tags(feature: object) -> Feature:
    tags = feature.get("properties") if isinstance(feature, dict) else None
    return tags if isinstance(tags, dict) else {}


def shape_of(feature: object) -> BaseGeometry | None:
    """Return a feature's shape; nothing where it has none that can be read."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return None
    try:
        shape = shapely.from_geojson(orjson.dumps(geometry))
    except (shapely.errors.GEOSException, TypeError, ValueError):
        return None
    return shape if isinstance(shape, BaseGeometry) else None
