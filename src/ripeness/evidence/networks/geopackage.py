"""Lines in a GeoPackage, which is an SQLite file: read as one, so that no GDAL is needed.

OGC 12-128r18, GeoPackage Encoding Standard 1.3, section 2.1.3: a header, an envelope, then WKB.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from ripeness.evidence.networks.geojson import Line, counted, line_row
from ripeness.evidence.networks.limits import LARGEST_EXTRACT, MOST_LINES, parts_of_line, refuse
from ripeness.theatre.network.lines import Lines
from ripeness.theatre.network.record import NetworkSource

MAGIC = b"GP"
ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope, by the code in the header's flags."""

WGS84 = 4326
TAGS = ("highway", "railway", "fclass", "class", "oneway", "src")
"""Columns that are looked at; all others are not even read."""


def read_geopackage(path: Path, source: NetworkSource, *, every: str | None = None) -> Lines:
    """Read the lines of all feature tables of a GeoPackage.

    Args:
        path: The file.
        source: Where it is from.
        every: The class of every line; None: each line's own.

    Raises:
        UpstreamError: If the file is no GeoPackage of lines, or holds more than a file may.
    """
    if not path.is_file() or path.stat().st_size > LARGEST_EXTRACT:
        refuse("no file, or one too large", where=path.name, expected="a GeoPackage")
    try:
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            rows = [row for layer in _layers(base) for row in _rows(base, *layer, every=every)]
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        refuse(f"no GeoPackage ({str(error)[:80]})", where=path.name, expected="a GeoPackage")
    return counted(rows, source, where=path.name)


def _layers(base: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """Return each feature table with the column of its shapes and the code of its plane."""
    return base.execute(
        "SELECT g.table_name, g.column_name, coalesce(s.organization_coordsys_id, g.srs_id) "
        "FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id "
        "ORDER BY g.table_name"
    ).fetchall()


def _rows(
    base: sqlite3.Connection, table: str, column: str, srs: int, *, every: str | None
) -> Iterator[Line]:
    there = {name for _, name, *_ in base.execute(f"PRAGMA table_info({_quoted(table)})")}
    tags = [name for name in TAGS if name in there]
    chosen = ", ".join(_quoted(name) for name in (column, *tags))
    found = base.execute(f"SELECT {chosen} FROM {_quoted(table)} LIMIT {MOST_LINES + 1}")  # noqa: S608 - both names are quoted
    for number, (blob, *values) in enumerate(found):
        if number >= MOST_LINES:
            refuse("too many lines", where=table, expected=f"at most {MOST_LINES:,}")
        for shape in parts_of_line(_in_degrees(_shape(blob), srs)):
            row = line_row(shape, dict(zip(tags, values, strict=True)), every=every)
            if row is not None:
                yield row


def _shape(blob: object) -> BaseGeometry | None:
    """Return the shape of a GeoPackage's blob; nothing where it is none."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != MAGIC:
        return None
    code = (blob[3] >> 1) & 0b111
    if code >= len(ENVELOPES):
        return None
    try:
        return shapely.from_wkb(blob[8 + ENVELOPES[code] :])
    except shapely.errors.GEOSException:
        return None


def _in_degrees(shape: BaseGeometry | None, srs: int) -> BaseGeometry | None:
    if shape is None or srs in {WGS84, 0, -1}:
        return shape
    try:
        to_degrees = pyproj.Transformer.from_crs(srs, WGS84, always_xy=True)
    except CRSError:
        return None
    return shapely.transform(
        shapely.force_2d(shape),
        lambda points: np.column_stack(to_degrees.transform(points[:, 0], points[:, 1])),
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
