"""Outlines of regions and places, read from a case's boundary files (GeoJSON, WGS84)."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.terms.errors import DataError
from ripeness.theatre.declared import Theatre


@dataclass(frozen=True)
class Outline:
    """The shape that stands for a region or a place, and what kind of shape it is.

    `edge_m`: a line that a map draws this near (in metres) is the shape's own edge, for example a
    shore, and no line between the sides; 0 says nothing of the kind.
    """

    name: str
    geometry: BaseGeometry
    kind: str
    centre: tuple[float, float]
    edge_m: float = 0.0


@dataclass(frozen=True)
class Outlines:
    """Every outline of a theatre, by id, and the land whose edge is no line between sides.

    `land` gathers the parts of all the land as they are: neighbours may overlap or leave gaps.
    """

    regions: dict[str, Outline]
    places: dict[str, Outline]
    total: Outline | None
    land: BaseGeometry


def read_outlines(folder: Path, theatre: Theatre) -> Outlines:
    """Read every outline that a theatre names.

    Args:
        folder: The case's folder.
        theatre: The case's theatre section.

    Raises:
        DataError: If a file or an outline is missing, or is not a valid shape.
    """
    named = [*theatre.regions, *theatre.places]
    references = [unit.outline for unit in named]
    if theatre.total.outline:
        references.append(theatre.total.outline)
    files = {
        name: read_shapes(folder, name) for name in {ref.split("#", 1)[0] for ref in references}
    }
    regions = {unit.id: _named(files, unit.outline) for unit in theatre.regions}
    land = (
        [shape.geometry for shape in read_shapes(folder, theatre.land).values()]
        if theatre.land
        else [outline.geometry for outline in regions.values()]
    )
    return Outlines(
        regions=regions,
        places={unit.id: _named(files, unit.outline) for unit in theatre.places},
        total=_named(files, theatre.total.outline) if theatre.total.outline else None,
        land=shapely.multipolygons([part for shape in land for part in shapely.get_parts(shape)]),
    )


def read_shapes(folder: Path, name: str) -> dict[str, Outline]:
    """Read all shapes of a boundary file, by the `name` of each.

    Args:
        folder: The case's folder.
        name: The file, relative to it.

    Raises:
        DataError: If the file is missing, lies outside the folder or is no boundary file.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise DataError(
            f"the path {name!r}, which leaves the case's folder",
            where="theatre",
            expected="a file inside the case's folder",
            remedy="Copy the boundary file into the case's folder and name it there.",
        )
    if not path.is_file():
        raise DataError(
            f"no file {name!r}",
            where=str(folder),
            expected="the boundary file that the case names",
            remedy="Correct the path in the case file, or copy the file there.",
        )
    try:
        features = json.loads(path.read_bytes())["features"]
        shapes = [_shape(feature) for feature in features]
    except (ValueError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise DataError(
            f"something that is no boundary file ({error})",
            where=str(path),
            expected="a GeoJSON FeatureCollection of polygons, each with a `name` and in degrees (WGS84)",
            remedy="Write the file anew from its source.",
        ) from error
    return {shape.name: shape for shape in _unioned(shapes)}


def _unioned(shapes: Iterable[Outline]) -> Iterable[Outline]:
    """Join shapes of one name: several features may make one outline."""
    by_name: dict[str, list[Outline]] = {}
    for shape in shapes:
        by_name.setdefault(shape.name, []).append(shape)
    for name, same in by_name.items():
        if len(same) == 1:
            yield same[0]
        else:
            joined = shapely.union_all([shape.geometry for shape in same])
            yield Outline(name, joined, same[0].kind, same[0].centre)


def _shape(feature: dict[str, Any]) -> Outline:
    properties = feature["properties"]
    geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
    if geometry.geom_type not in {"Polygon", "MultiPolygon"} or geometry.is_empty:
        message = f"{properties.get('name')!r} is a {geometry.geom_type}"
        raise ValueError(message)
    if not geometry.is_valid:
        message = f"{properties.get('name')!r}: {shapely.is_valid_reason(geometry)}"
        raise ValueError(message)
    point = geometry.representative_point()
    return Outline(
        name=str(properties["name"]),
        geometry=geometry,
        kind=str(properties.get("geom_kind", "")),
        centre=(float(properties.get("lon", point.x)), float(properties.get("lat", point.y))),
        edge_m=float(properties.get("edge_m", 0.0)),
    )


def _named(files: dict[str, dict[str, Outline]], reference: str) -> Outline:
    file, name = reference.split("#", 1)
    if name in files[file]:
        return files[file][name]
    near = difflib.get_close_matches(name, files[file], n=1)
    raise DataError(
        f"no outline {name!r}",
        where=file,
        expected="an outline of the name that the case gives",
        remedy=f"Did you mean {near[0]!r}?"
        if near
        else f"It has: {', '.join(sorted(files[file]))}.",
    )
