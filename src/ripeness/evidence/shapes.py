"""GeoJSON from strangers: read into valid shapes, or named as what is wrong with it."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.terms.errors import UpstreamError

MOST_VERTICES = 2_000_000
"""No map may have more vertices than this."""

POLYGONS = ("Polygon", "MultiPolygon")


def parse_json(content: bytes, *, where: str) -> Any:
    """Read JSON, refusing NaN and infinities.

    Args:
        content: The bytes.
        where: The file, for messages.

    Raises:
        UpstreamError: If the bytes are not JSON.
    """
    try:
        return json.loads(content, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        start = content[:15].decode("latin-1").strip()
        what = "a web page (HTML)" if content[:200].lstrip().lower().startswith(b"<") else "no JSON"
        raise UpstreamError(
            f"{what}, starting {start!r} ({str(error)[:80]})" if content else "an empty file",
            where=where,
            expected="GeoJSON",
            remedy="Download the file again; an error page may have been saved in its place.",
        ) from error


def features_of(collection: Any, *, where: str) -> list[dict[str, Any]]:
    """Return the features of a feature collection.

    Args:
        collection: The parsed file.
        where: The file, for messages.

    Raises:
        UpstreamError: If it is no collection, or has no feature with a shape.
    """
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise wrong("no feature collection", where=where)
    _refuse_other_crs(collection, where=where)
    shaped = [f for f in features if isinstance(f, dict) and isinstance(f.get("geometry"), dict)]
    if not shaped:
        raise wrong("no features with a shape", where=where)
    return shaped


def polygons_of(geometries: Iterable[dict[str, Any]], *, where: str) -> BaseGeometry:
    """Join GeoJSON geometries into one valid shape of polygons, repairing rings that cross.

    Args:
        geometries: GeoJSON geometries.
        where: The file, for messages.

    Raises:
        UpstreamError: If one is no polygon, or its coordinates are not longitudes and latitudes.
    """
    shapes = [polygon_of(geometry, where=where) for geometry in geometries]
    whole = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    if whole.is_empty:
        raise wrong("only empty shapes", where=where)
    return whole


def polygon_of(geometry: dict[str, Any], *, where: str) -> BaseGeometry:
    """Read one GeoJSON polygon or multipolygon into a valid shape.

    Raises:
        UpstreamError: If it is no polygon, or its coordinates are not longitudes and latitudes.
    """
    if geometry.get("type") not in POLYGONS:
        raise wrong(f"a shape of type {geometry.get('type')!r}", where=where)
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry, allow_nan=False)))
    except (ValueError, TypeError, RecursionError, shapely.errors.GEOSException) as error:
        raise wrong(f"a broken shape ({str(error)[:80]})", where=where) from error
    _check_coordinates(shape, where=where)
    return _repaired(shape)


def wrong(found: str, *, where: str) -> UpstreamError:
    """Return the error of a map that is not what it should be."""
    return UpstreamError(
        found,
        where=where,
        expected="polygons in longitudes and latitudes (WGS84)",
        remedy="Download the file again, or leave it out.",
    )


def _repaired(shape: BaseGeometry) -> BaseGeometry:
    """Return the areal part of a shape made valid."""
    if shape.is_valid:
        return shape
    valid = shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(valid) if part.geom_type in POLYGONS]
    return shapely.union_all(parts)


def _check_coordinates(shape: BaseGeometry, *, where: str) -> None:
    points = shapely.get_coordinates(shape)
    if len(points) > MOST_VERTICES:
        raise wrong(f"{len(points)} vertices, more than {MOST_VERTICES}", where=where)
    if not np.isfinite(points).all():
        raise wrong("a coordinate that is not a finite number", where=where)
    if len(points) and not (np.abs(points) <= (180, 90)).all():
        far = points[~(np.abs(points) <= (180, 90)).all(axis=1)][0]
        raise wrong(f"the coordinate {far.tolist()}, in no longitudes and latitudes", where=where)


def _refuse_other_crs(collection: dict[str, Any], *, where: str) -> None:
    crs = collection.get("crs")
    name = str((crs.get("properties") or {}).get("name", "")) if isinstance(crs, dict) else ""
    if name and not name.endswith(("CRS84", "4326")):
        raise wrong(f"the coordinate system {name!r}", where=where)


def _no_constant(text: str) -> float:
    message = f"the number {text}"
    raise ValueError(message)
