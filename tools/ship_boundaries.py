"""Makes the founding case's boundary files from the data folder.

python tools/ship_boundaries.py [DATA] [CASE]
"""

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from ripeness.terms.files import digest_of_file, write_text

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "src" / "ripeness" / "case" / "library" / "pokrovsk"
RETRIEVED = "2026-11-22"
REGIONS = (
    "Donetsk", "Luhansk", "Zaporizhzhia", "Kherson", "Kharkiv", "Dnipropetrovsk", "Sumy", "Mykolaiv",
)  # fmt: skip
COMMAND = "python tools/ship.py boundaries"

Feature = dict[str, Any]


def data_folder() -> Path:
    """The place of the real data."""
    return Path(os.environ.get("RIPENESS_DATA", ROOT.parent / "shared" / "data"))


def read(path: Path) -> list[Feature]:
    """Read the features of a GeoJSON file, plain or gzipped."""
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)["features"]


def written(feature: Feature, properties: dict[str, Any], *, digits: int) -> Feature:
    """Return a feature with other properties and its coordinates rounded to a valid shape."""
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    rounded = shapely.set_precision(shape, 10.0**-digits)
    return {"type": "Feature", "properties": properties, "geometry": tidy(mapping(rounded), digits)}


def tidy(geometry: object, digits: int) -> object:
    """Round every number of a geometry, so that it is written short."""
    if isinstance(geometry, dict):
        return {key: tidy(value, digits) for key, value in geometry.items()}
    if isinstance(geometry, list | tuple):
        return [tidy(value, digits) for value in geometry]
    return round(geometry, digits) if isinstance(geometry, float) else geometry


def write(path: Path, features: list[Feature]) -> None:
    """Write features, one a line."""
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features
    )
    write_text(path, '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n")


def regions(data: Path) -> list[Feature]:
    """The eight regions in and around the window, land only."""
    found = {
        f["properties"]["name_en"]: f
        for f in read(data / "admin/oblasts_ua_minregion2020.geojson.gz")
    }
    return [
        written(
            found[name],
            {
                "name": name,
                "name_uk": found[name]["properties"]["name_uk"],
                "iso": found[name]["properties"]["iso"],
                "geom_kind": "polygon (Minregion 2020, land only)",
            },
            digits=5,
        )
        for name in REGIONS
    ]


def places(data: Path) -> list[Feature]:
    """The places of the case, with the kind of outline that stands for each."""
    kept = ("name", "name_uk", "geom_kind", "oblast", "lon", "lat")
    return [
        written(feature, {key: feature["properties"][key] for key in kept}, digits=5)
        for feature in read(data / "admin/settlements_core.geojson")
    ]


def land(data: Path) -> list[Feature]:
    """All the country's regions in a light outline: for drawing, and to tell coast from line."""
    return [
        written(feature, {"name": feature["properties"]["name_en"]}, digits=4)
        for feature in read(data / "admin/oblasts_ua_simplified200m.geojson")
    ]


def held_before_2022(data: Path) -> list[Feature]:
    """Ground held before 24 February 2022: two whole regions, and a part of two others.

    The part is generalised to 250 m, the tolerance with which maps are read here. The regions'
    outlines follow shores, up to 15 km from where maps draw the ground beyond the water: a line
    that a map draws so near is that gap's edge, not a line between sides.
    """
    regions = {
        feature["properties"]["name_en"]: feature
        for feature in read(data / "admin/oblasts_ua_minregion2020.geojson.gz")
    }
    parts = {
        feature["properties"]["name"]: feature
        for feature in read(data / "control/pre2022_occupied_ordlo_crimea.geojson")
    }
    part = shapely.from_geojson(json.dumps(parts["CADR and CALR"]["geometry"])).simplify(0.0025)
    return [
        *(
            light(regions[name], {"name": name, "edge_m": 15000})
            for name in ("Crimea", "Sevastopol")
        ),
        written(
            {"geometry": mapping(part)}, {"name": "Parts of Donetsk and Luhansk oblasts"}, digits=4
        ),
    ]


def held_beside_box(data: Path) -> list[Feature]:
    """The part of Donetsk oblast beside the box of the source that draws a grey zone.

    All of it has been shown as held by every source since that one begins (2022-10-01). It reaches
    0.05° into the box, so that no gap opens along the box's edge.
    """
    region = next(f for f in regions(data) if f["properties"]["name"] == "Donetsk")
    shape = shapely.from_geojson(json.dumps(region["geometry"]))
    beside = shape.difference(shapely.box(36.0, 47.35, 38.65, 49.4))
    about = {"name": "Donetsk oblast south of 47.35 N or east of 38.65 E"}
    return [written({"geometry": mapping(beside)}, about, digits=5)]


def light(feature: Feature, properties: dict[str, Any]) -> Feature:
    """Return a feature generalised to about 50 m, without islands smaller than 0.1 km²."""
    shape = shapely.from_geojson(json.dumps(feature["geometry"])).simplify(0.0005)
    parts = [part for part in shapely.get_parts(shape) if part.area > 1.2e-5]
    return written({"geometry": mapping(shapely.MultiPolygon(parts))}, properties, digits=4)


MINREGION = {
    "source": "justinelliotmeyers/Ukraine_2020 @3209590",
    "credit": "© Minregion, by way of justinelliotmeyers/Ukraine_2020",
    "licence": "CC BY-SA",
}
FILES = {
    "regions.geojson": (regions, "admin/oblasts_ua_minregion2020.geojson.gz", MINREGION),
    "land.geojson": (land, "admin/oblasts_ua_simplified200m.geojson", MINREGION),
    "places.geojson": (
        places,
        "admin/settlements_core.geojson",
        {
            "source": "whosonfirst-data-admin-ua @18b5ee3; GeoNames; kse-ua/ua-de-center @b64210c",
            "credit": "Who's On First, GeoNames, KSE",
            "licence": "CC BY / CC0 (Who's On First), CC BY (GeoNames), MIT (KSE)",
        },
    ),
    "held_beside_box.geojson": (
        held_beside_box,
        "admin/oblasts_ua_minregion2020.geojson.gz",
        MINREGION,
    ),
    "held_before_2022.geojson": (
        held_before_2022,
        "control/pre2022_occupied_ordlo_crimea.geojson",
        {
            "source": "justinelliotmeyers/Ukraine_2020 @3209590; DanielRose2310/deepstatemaps-history @df633a1",
            "credit": "© Minregion (Crimea, Sevastopol); DeepState, by way of DanielRose2310/deepstatemaps-history",
            "licence": "CC BY-SA (Crimea, Sevastopol); none stated for the rest: an outline generalised to 250 m, "
            "credited, removable by deleting this file",
        },
    ),
}
"""For each file: what makes it, from which file of the data folder, and whose it is."""


def ship_boundaries(data: Path, case: Path) -> None:
    """Write every boundary file and the record of where each comes from."""
    record = {}
    for name, (make, upstream, owner) in FILES.items():
        path = case / "boundaries" / name
        write(path, make(data))
        record[name] = {
            **owner,
            "retrieved": RETRIEVED,
            "command": COMMAND,
            "upstream": upstream,
            "upstream_digest": digest_of_file(data / upstream),
            "digest": digest_of_file(path),
        }
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e3:.0f} kB")
    write_text(
        case / "boundaries" / "source.json", json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    )


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    ship_boundaries(given[0] if given else data_folder(), given[1] if len(given) > 1 else CASE)
