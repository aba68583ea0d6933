"""Outlines are found by name, or it is said which file or name is wrong."""

import json
from pathlib import Path

import pytest

from ripeness.terms.errors import DataError
from ripeness.theatre.declared import Theatre
from ripeness.theatre.outlines import read_outlines, read_shapes

SQUARE = [[[37, 48], [38, 48], [38, 49], [37, 49], [37, 48]]]
THEATRE = {
    "window": {"west": 36, "east": 39, "south": 47, "north": 50},
    "total": {"name": "All"},
    "regions": [{"id": "north", "name": "North", "outline": "b.geojson#North"}],
    "places": [{"id": "mill", "name": "Mill", "region": "north", "outline": "b.geojson#Mill"}],
}


def write(folder: Path, *features: dict) -> Path:
    content = {"type": "FeatureCollection", "features": list(features)}
    (folder / "b.geojson").write_text(json.dumps(content))
    return folder


def feature(name: str, rings: list = SQUARE, kind: str = "Polygon", **more: object) -> dict:
    return {
        "type": "Feature",
        "properties": {"name": name, **more},
        "geometry": {"type": kind, "coordinates": rings},
    }


def test_outlines_are_found_by_name_with_kind_and_centre(tmp_path):
    write(tmp_path, feature("North"), feature("Mill", geom_kind="a circle", lon=37.1, lat=48.2))
    outlines = read_outlines(tmp_path, Theatre.model_validate(THEATRE))
    assert outlines.places["mill"].kind == "a circle"
    assert outlines.places["mill"].centre == (37.1, 48.2)
    assert outlines.regions["north"].centre == pytest.approx((37.5, 48.5))
    assert outlines.land.equals(outlines.regions["north"].geometry)
    assert outlines.total is None


def test_features_of_one_name_are_one_outline(tmp_path):
    east = [[[38, 48], [39, 48], [39, 49], [38, 49], [38, 48]]]
    shapes = read_shapes(write(tmp_path, feature("North"), feature("North", east)), "b.geojson")
    assert shapes["North"].geometry.area == pytest.approx(2)


def test_a_misspelt_outline_gets_the_near_name(tmp_path):
    write(tmp_path, feature("North"), feature("Mil"))
    with pytest.raises(DataError, match=r"no outline 'Mill'.*Did you mean 'Mil'"):
        read_outlines(tmp_path, Theatre.model_validate(THEATRE))
    write(tmp_path, feature("North"))
    with pytest.raises(DataError, match="It has: North"):
        read_outlines(tmp_path, Theatre.model_validate(THEATRE))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"no file 'b.geojson'.*Correct the path"):
        read_outlines(tmp_path, Theatre.model_validate(THEATRE))


def test_a_path_that_leaves_the_folder_is_refused(tmp_path):
    inner = tmp_path / "case"
    inner.mkdir()
    write(tmp_path, feature("North"))
    with pytest.raises(DataError, match="leaves the case's folder"):
        read_shapes(inner, "../b.geojson")


@pytest.mark.parametrize(
    "bad",
    [
        feature("North", [37, 48], "Point"),
        feature("North", [[[37, 48], [38, 49], [38, 48], [37, 49], [37, 48]]]),
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        },
        {"type": "Feature"},
    ],
    ids=["a point", "a ring that crosses itself", "no name", "no geometry"],
)
def test_a_file_that_is_no_boundary_file_is_named(tmp_path, bad):
    with pytest.raises(DataError, match="something that is no boundary file"):
        read_shapes(write(tmp_path, bad), "b.geojson")


def test_unknown_keys_of_a_theatre_are_refused():
    with pytest.raises(ValueError, match="Extra inputs"):
        Theatre.model_validate({**THEATRE, "place": []})
