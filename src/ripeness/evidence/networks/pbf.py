"""Roads and railways of an OpenStreetMap extract (`.osm.pbf`), read by the library osmium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from ripeness.evidence.networks.geojson import Line, counted, line_row
from ripeness.evidence.networks.limits import LARGEST_EXTRACT, MOST_LINES, parts_of_line, refuse
from ripeness.terms.errors import DataError
from ripeness.theatre.network.lines import Lines
from ripeness.theatre.network.record import NetworkSource

KEYS = ("highway", "railway")
"""Ways with one of these tags are read; of their tags only these and `oneway` are."""


def read_pbf(path: Path, source: NetworkSource) -> Lines:
    """Read the roads and railways of an extract.

    Args:
        path: The file.
        source: Where it is from.

    Raises:
        DataError: If the library osmium is not installed.
        UpstreamError: If the file is no extract, or holds more than a file may.
    """
    osmium = _osmium(path)
    if not path.is_file() or path.stat().st_size > LARGEST_EXTRACT:
        refuse("no file, or one too large", where=path.name, expected="an .osm.pbf extract")
    try:
        rows = list(_rows(osmium, path))
    except (RuntimeError, OSError, ValueError) as error:
        refuse(f"no extract ({str(error)[:80]})", where=path.name, expected="an .osm.pbf extract")
    return counted(rows, source, where=path.name)


def _osmium(path: Path) -> Any:  # noqa: ANN401 - a module
    try:
        import osmium  # noqa: PLC0415 - an extra, needed by this reader alone
    except ImportError as error:
        raise DataError(
            "no library osmium",
            where=path.name,
            expected="the extra `osm`, which reads .osm.pbf",
            remedy="Install it (`pip install ripeness[osm]`), or export the lines as GeoJSON.",
        ) from error
    return osmium


def _rows(osmium: Any, path: Path) -> Iterator[Line]:  # noqa: ANN401
    ways = (
        osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
        .with_locations()
        .with_filter(osmium.filter.KeyFilter(*KEYS))
    )
    number = 0
    for way in ways:
        if not way.is_way():
            continue
        number += 1
        if number > MOST_LINES:
            refuse("too many ways", where=path.name, expected=f"at most {MOST_LINES:,}")
        points = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
        tags = {key: way.tags.get(key) for key in (*KEYS, "oneway")}
        for shape in parts_of_line(shapely.LineString(points) if len(points) > 1 else None):
            row = line_row(shape, tags, every=None)
            if row is not None:
                yield row
