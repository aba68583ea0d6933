"""Files that are not what they claim: each is named with what is wrong, and none stops the rest."""

import gzip
import json
import math
import re
import shutil
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.evidence import shapes as shapes_module
from ripeness.evidence import upstream as upstream_module
from ripeness.evidence.catalogue import BUILT_IN, find_source
from ripeness.evidence.ingest import ingest
from ripeness.evidence.observation import Observation, Skipped
from ripeness.terms.errors import DataError, UpstreamError

RING = [[37.0, 48.0], [37.5, 48.0], [37.5, 48.5], [37.0, 48.0]]


def collection(ring, kind="Polygon", **more):
    shape = {"type": kind, "coordinates": [ring]}
    features = [{"type": "Feature", "properties": {}, "geometry": shape}]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


TODAY = date(2026, 11, 22)
DEEP = b'{"type":"FeatureCollection","features":' + b"[" * 100_000

HOSTILE = {
    "no JSON": (b"not json at all", "no JSON"),
    "HTML": (b"<!DOCTYPE html><html>404</html>", "a web page"),
    "truncated gzip": (gzip.compress(collection(RING))[:-12], "a broken gzip file"),
    "nothing": (b"", "an empty file"),
    "no features": (b'{"type":"FeatureCollection","features":[]}', "no features with a shape"),
    "a list": (b"[1, 2]", "no feature collection"),
    "NaN": (collection([[float("nan"), 48.0], *RING[1:]]), "the number NaN"),
    "infinity": (collection([[float("inf"), 48.0], *RING[1:]]), "the number Infinity"),
    "a huge number": (collection(RING).replace(b"37.5", b"1e400"), "a broken shape|not a finite"),
    "out of range": (
        collection([[137.0, 148.0], [1, 1], [2, 2], [137.0, 148.0]]),
        "no longitude and",
    ),
    "swapped": (collection([[y, x] for x, y in RING]), "look swapped"),
    "elsewhere": (collection([[-70, 10], [-69, 10], [-69, 11], [-70, 10]]), "wholly outside"),
    "the pole": (collection([[20, 89], [60, 89], [60, 90], [20, 89]]), "wholly outside"),
    "other plane": (
        collection(RING, crs={"type": "name", "properties": {"name": "EPSG:3857"}}),
        "the coordinate system 'EPSG:3857'",
    ),
    "a point": (collection([37.0, 48.0], kind="Point"), "a shape of type 'Point'"),
    "two points": (collection([[37.0, 48.0], [37.5, 48.0]]), "a broken shape"),
    "text for numbers": (collection([["a", "b"], *RING[1:]]), "a broken shape"),
    "across the antimeridian": (
        collection([[179, 48], [-179, 48], [-179, 49], [179, 49], [179, 48]]),
        "wider than half the globe",
    ),
    "to the pole and round it": (
        collection([[-180, 45], [180, 45], [180, 90], [-180, 90], [-180, 45]]),
        "wider than half the globe",
    ),
    "metres of a plane": (
        collection(
            [[4118819, 6106855], [4174479, 6106855], [4174479, 6190443], [4118819, 6106855]]
        ),
        "no longitude and",
    ),
    "nothing but nulls": (collection([[None, None]] * 4), "a broken shape"),
    "no geometry": (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}',
        "no features with a shape",
    ),
    "a table": (b"date,area\n2025-11-25,3\n", "no JSON"),
    "a bare infinity": (
        b'{"type":"FeatureCollection","features":[Infinity]}',
        "the number Infinity",
    ),
    "text of another code": ("{}".encode("utf-16"), "no feature collection"),
    "an empty ring": (collection(RING).replace(json.dumps([RING]).encode(), b"[]"), "only empty"),
    "no area": (collection([[37.0, 48.0]] * 4), "only empty shapes|a broken shape"),
    "nested too deep": (DEEP, "no JSON"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_skipped_with_its_reason_and_the_rest_is_read(
    kind, small_case, upstream, tmp_path
):
    content, why = HOSTILE[kind]
    folder = tmp_path / "files"
    folder.mkdir()
    good = "deepstatemap_data_20251124.geojson"
    shutil.copy(upstream / "deepstate" / good, folder)
    (folder / "deepstatemap_data_20251125.geojson").write_bytes(content)
    report = ingest("deepstate", folder, case=small_case, today=TODAY)
    assert report.added == 1
    assert [entry.file for entry in report.skipped] == ["deepstatemap_data_20251125.geojson"]
    assert re.search(why, report.skipped[0].why)


def test_a_folder_of_nothing_but_broken_files_is_an_error(small_case, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "deepstatemap_data_20251125.geojson").write_bytes(b"<html>")
    with pytest.raises(UpstreamError, match=r"no map that can be read.*a web page"):
        ingest("deepstate", folder, case=small_case, today=TODAY)
    assert not (small_case.folder / "panel" / "deepstate").exists()


def test_names_links_and_doubles_are_named(small_case, upstream, tmp_path):
    folder, outside = tmp_path / "files", tmp_path / "outside.geojson"
    folder.mkdir()
    good = upstream / "deepstate" / "deepstatemap_data_20251124.geojson"
    shutil.copy(good, folder)
    shutil.copy(good, outside)
    (folder / "deepstatemap_data_20251125.geojson").symlink_to(outside)
    (folder / "deepstatemap_data_20251303.geojson").write_bytes(good.read_bytes())
    (folder / "deepstatemap_data_20251127.geojson").write_bytes(good.read_bytes())
    (folder / "deepstatemap_data_20251127.geojson.gz").write_bytes(gzip.compress(good.read_bytes()))
    (folder / "deepstatemap_data_20251128.geojson").write_bytes(good.read_bytes())
    (folder / "deepstatemap_data_20251128.geojson.gz").write_bytes(gzip.compress(collection(RING)))
    (folder / "deepstatemap_data_20251129.geojson").mkdir()
    (folder / "README.md").write_text("read me")
    report = ingest("deepstate", folder, case=small_case, today=TODAY)
    assert {entry.file: entry.why for entry in report.skipped} == {
        "README.md": "its name is not that of a file of this source",
        "deepstatemap_data_20251125.geojson": "it is a link that leaves the folder",
        "deepstatemap_data_20251303.geojson": "its name holds no day: '20251303'",
        "deepstatemap_data_20251127.geojson.gz": "repeats deepstatemap_data_20251127.geojson",
        "deepstatemap_data_20251128.geojson": "2 files for 2025-11-28, and they differ",
        "deepstatemap_data_20251128.geojson.gz": "2 files for 2025-11-28, and they differ",
        "deepstatemap_data_20251129.geojson": "it is not a file",
    }
    assert report.added == 2


def test_a_bomb_is_refused_before_it_unfolds(small_case, upstream, tmp_path, monkeypatch):
    monkeypatch.setattr(upstream_module, "LARGEST_FILE", 50_000)
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(upstream / "deepstate" / "deepstatemap_data_20251124.geojson", folder)
    bomb = gzip.compress(b" " * 10_000_000)
    assert len(bomb) < 50_000
    (folder / "deepstatemap_data_20251125.geojson.gz").write_bytes(bomb)
    report = ingest("deepstate", folder, case=small_case, today=TODAY)
    assert "more than a file may hold" in report.skipped[0].why


def test_a_bomb_of_vertices_is_refused(small_case, upstream, tmp_path, monkeypatch):
    monkeypatch.setattr(shapes_module, "MOST_VERTICES", 5_000)
    turns = [2 * math.pi * step / 6_000 for step in range(6_000)]
    ring = [[37 + 0.1 * math.cos(turn), 48 + 0.1 * math.sin(turn)] for turn in turns]
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(upstream / "deepstate" / "deepstatemap_data_20251124.geojson", folder)
    many = collection([*ring, ring[0]])
    (folder / "deepstatemap_data_20251125.geojson").write_bytes(many)
    pieces = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [RING]},
        }
    ]
    many = json.dumps({"type": "FeatureCollection", "features": pieces * 1_500}).encode()
    (folder / "deepstatemap_data_20251127.geojson").write_bytes(many)
    report = ingest("deepstate", folder, case=small_case, today=TODAY)
    assert [entry.why.split(": ")[-1] for entry in report.skipped] == [
        "6001 vertices, more than 5000",
        "6000 vertices, more than 5000",
    ]


def test_a_day_still_to_come_is_refused(small_case, upstream, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    good = upstream / "deepstate" / "deepstatemap_data_20251124.geojson"
    for day in ("20251124", "20270101", "99991231"):
        shutil.copy(good, folder / f"deepstatemap_data_{day}.geojson")
    report = ingest("deepstate", folder, case=small_case, today=TODAY)
    assert report.added == 1
    assert [entry.why for entry in report.refused] == [
        "2027-01-01 is newer than 2026-11-08, 14 days before today",
        "9999-12-31 is newer than 2026-11-08, 14 days before today",
    ]


def test_an_outline_outside_the_case_s_folder_is_refused(small_case, upstream):
    places = small_case.folder / "boundaries" / "places.geojson"
    places.rename(small_case.folder.parent / "places.geojson")
    unit = small_case.theatre.places[0].model_copy(update={"outline": "../places.geojson#Ford"})
    theatre = small_case.theatre.model_copy(update={"places": (unit,)})
    for _ in range(2):  # the second time nothing may have been kept of the first
        with pytest.raises(DataError, match="which leaves the case's folder"):
            ingest(
                "deepstate",
                upstream / "deepstate",
                case=replace(small_case, theatre=theatre),
                today=TODAY,
            )
    places.symlink_to(small_case.folder.parent / "places.geojson")
    with pytest.raises(DataError, match="which leaves the case's folder"):
        ingest("deepstate", upstream / "deepstate", case=small_case, today=TODAY)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), source=st.sampled_from([source.name for source in BUILT_IN]))
def test_no_bytes_bring_down_a_reader(data, source):
    """Any bytes give maps, skipped days or an `UpstreamError`: nothing else."""
    adapter = find_source(source)
    file = {"deepstate": "deepstatemap_data_20251124.geojson"}.get(source, "2025-11-24.json")
    json_like = st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.dates().map(str),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "features",
                        "geometry",
                        "properties",
                        "coordinates",
                        "date",
                        "cls",
                        "value",
                    ]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=30,
    )
    header = b"date,ukraine_control_map,russian_advances\n"
    content = data.draw(
        st.binary(max_size=200)
        | json_like.map(lambda value: json.dumps(value).encode())
        | st.text(max_size=80).map(lambda text: header + text.encode("utf-8", "ignore"))
    )
    try:
        found = list(adapter.read(content, file))
    except UpstreamError:
        return
    assert all(isinstance(entry, Observation | Skipped) for entry in found)
