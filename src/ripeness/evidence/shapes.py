"""GeoJSON from strangers: read into valid shapes, or named as what is wrong with it."""

import json
from collections.abc import Iterable
from typing import NoReturn

import numpy as np
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.terms.errors import UpstreamError

MOST_VERTICES = 2_000_000
"""No map may have more vertices than this."""

WIDEST_DEG = 180.0
"""No part of a map may be wider than this: it would be one drawn across the antimeridian."""

POLYGONS = ("Polygon", "MultiPolygon")

Feature = dict[str, object]


def refuse(found: str, *, where: str) -> NoReturn:
    """Refuse a map that is not what it should be.

    Raises:
        UpstreamError: Always.
    """
    raise UpstreamError(
        found,
        where=where,
        expected="polygons in longitudes and latitudes (WGS84)",
        remedy="Download the file again, or leave it out.",
    )


def parse_json(content: bytes, *, where: str) -> object:
    """Read JSON, refusing NaN and infinities.

    Args:
        content: The bytes.
        where: The file, for messages.

    Raises:
        UpstreamError: If the bytes are not JSON.
    """
    try:
        return _parsed(content)
    except (ValueError, RecursionError) as error:
        start = content[:15].decode("latin-1").strip()
        page = content[:200].lstrip().lower().startswith(b"<")
        what = "a web page (HTML)" if page else "no JSON"
        raise UpstreamError(
            f"{what}, starting {start!r} ({str(error)[:80]})" if content else "an empty file",
            where=where,
            expected="GeoJSON",
            remedy="Download the file again; an error page may have been saved in its place.",
        ) from error


def _parsed(content: bytes) -> object:
    """Parse quickly; what that refuses gets a second, slower look, which says why."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return json.loads(content, parse_constant=_no_constant)


def features_of(collection: object, *, where: str) -> list[Feature]:
    """Return the features of a feature collection that have a shape.

    Args:
        collection: The parsed file.
        where: The file, for messages.

    Raises:
        UpstreamError: If it is no collection, or has no feature with a shape.
    """
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(collection, dict) or not isinstance(features, list):
        refuse("no feature collection", where=where)
    _refuse_other_crs(collection, where=where)
    shaped = [f for f in features if isinstance(f, dict) and isinstance(f.get("geometry"), dict)]
    if not shaped:
        refuse("no features with a shape", where=where)
    return shaped


def properties_of(feature: Feature) -> Feature:
    """Return the properties of a feature; none, where it has none."""
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def polygons_of(geometries: Iterable[object], *, where: str) -> BaseGeometry:
    """Join GeoJSON geometries into one valid shape of polygons, repairing rings that cross.

    Args:
        geometries: GeoJSON geometries.
        where: The file, for messages.

    Raises:
        UpstreamError: If one is no polygon, or its coordinates are not longitudes and latitudes.
    """
    shapes = [_polygon_of(geometry, where=where) for geometry in geometries]
    _check_count(sum(int(shapely.get_num_coordinates(one)) for one in shapes), where=where)
    whole = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    if whole.is_empty:
        refuse("only empty shapes", where=where)
    return whole


def _polygon_of(geometry: object, *, where: str) -> BaseGeometry:
    if not isinstance(geometry, dict) or geometry.get("type") not in POLYGONS:
        kind = geometry.get("type") if isinstance(geometry, dict) else geometry
        refuse(f"a shape of type {str(kind)[:40]!r}", where=where)
    try:
        text = orjson.dumps(geometry).decode()
        shape = shapely.force_2d(shapely.from_geojson(text))
    except (ValueError, TypeError, RecursionError, shapely.errors.ShapelyError) as error:
        refuse(f"a broken shape ({str(error)[:80]})", where=where)
    _check_coordinates(shape, where=where)
    return areal(shape)


def areal(shape: BaseGeometry) -> BaseGeometry:
    """Return the areal part of a shape, made valid."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    if shape.geom_type in POLYGONS:
        return shape
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])


def _check_coordinates(shape: BaseGeometry, *, where: str) -> None:
    points = shapely.get_coordinates(shape)
    _check_count(len(points), where=where)
    if not np.isfinite(points).all():
        refuse("a coordinate that is not a finite number", where=where)
    inside = (np.abs(points) <= (180, 90)).all(axis=1)
    if not inside.all():
        refuse(
            f"the coordinate {points[~inside][0].tolist()}, no longitude and latitude", where=where
        )
    for part in shapely.get_parts(shape):
        west, _, east, _ = part.bounds
        if east - west > WIDEST_DEG:
            refuse("a shape wider than half the globe, or across the antimeridian", where=where)


def _check_count(vertices: int, *, where: str) -> None:
    if vertices > MOST_VERTICES:
        refuse(f"{vertices} vertices, more than {MOST_VERTICES}", where=where)


def _refuse_other_crs(collection: Feature, *, where: str) -> None:
    crs = collection.get("crs")
    properties = properties_of(crs) if isinstance(crs, dict) else {}
    name = str(properties.get("name", ""))
    if name and not name.endswith(("CRS84", "4326")):
        refuse(f"the coordinate system {name[:60]!r}", where=where)


def _no_constant(text: str) -> float:
    message = f"the number {text}"
    raise ValueError(message)
