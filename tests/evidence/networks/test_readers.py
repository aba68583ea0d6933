"""Readers of lines: what they keep, what they drop at the door, what they refuse."""

import gzip
import json
import sqlite3
import struct
import sys

import numpy as np
import pandas as pd
import pytest
import shapely
from tests.theatre.network.drawings import SOURCE

from ripeness.evidence.networks import limits
from ripeness.evidence.networks.geojson import read_lines
from ripeness.evidence.networks.geopackage import read_geopackage
from ripeness.evidence.networks.pbf import read_pbf
from ripeness.evidence.networks.scheme import read_scheme
from ripeness.evidence.networks.stations import read_rail
from ripeness.evidence.networks.tntp import read_tntp
from ripeness.terms.errors import DataError, UpstreamError
from ripeness.theatre.grid import Window
from ripeness.theatre.network.lines import LINE_COLUMNS, of_classes, within

SECRET = ("name", "bridge", "operator", "military", "usage", "electrified", "ref", "osm_id")


def feature(points, kind="LineString", **tags):
    return {
        "type": "Feature",
        "properties": tags,
        "geometry": {"type": kind, "coordinates": points},
    }


def geojson(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


ROAD = feature(
    [[36.0, 48.0], [36.1, 48.0]],
    highway="primary",
    **dict.fromkeys(SECRET, "something that says what it is"),
)


def test_everything_but_shape_class_length_and_direction_is_dropped_at_the_door():
    read = read_lines(geojson(ROAD), SOURCE, where="roads")
    assert tuple(read.table.columns) == LINE_COLUMNS
    held = read.table.drop(columns="shape").to_json() + str(read.table["shape"].tolist())
    assert "something" not in held
    assert not any(name in held for name in ("bridge", "operator", "military"))


def test_length_is_measured_on_the_ellipsoid():
    (line,) = read_lines(geojson(ROAD), SOURCE, where="roads").table.to_dict("records")
    assert line["length_km"] == pytest.approx(7.46, abs=0.01)
    assert (line["mode"], line["link_class"], line["both_ways"]) == ("road", "primary", True)


@pytest.mark.parametrize(
    ("tags", "both", "turned"),
    [
        ({"highway": "trunk", "oneway": "yes"}, False, False),
        ({"highway": "trunk", "oneway": "-1"}, False, True),
        ({"highway": "trunk", "oneway": "no"}, True, False),
        ({"fclass": "trunk", "oneway": "F"}, False, False),
        ({"fclass": "trunk", "oneway": "T"}, False, True),
        ({"fclass": "trunk", "oneway": "B"}, True, False),
        ({"railway": "rail"}, True, False),
    ],
)
def test_directions_are_those_of_openstreetmap_and_of_its_extracts(tags, both, turned):
    content = geojson(feature([[36.0, 48.0], [36.1, 48.0]], **tags))
    (line,) = read_lines(content, SOURCE, where="roads").table.to_dict("records")
    assert line["both_ways"] is both
    assert line["shape"].coords[0][0] == (36.1 if turned else 36.0)


def test_what_carries_no_goods_and_what_is_no_line_is_left_out():
    content = geojson(
        ROAD,
        feature([[36.0, 48.0], [36.1, 48.0]], highway="footway"),
        feature([36.0, 48.0], "Point", highway="primary"),
        feature([[36.0, 48.0], [36.0, 48.0]], highway="primary"),
        feature([[36.0, 98.0], [36.0, 48.0]], highway="primary"),
        feature([[36.0, 48.0], [1e300, 48.0]], highway="primary"),
        feature([["a", 48.0], [36.0, 48.0]], highway="primary"),
        {"type": "Feature", "properties": None, "geometry": None},
        "no feature",
    )
    assert len(read_lines(content, SOURCE, where="roads").table) == 1


def test_a_line_of_several_parts_is_several_lines_in_two_dimensions():
    parts = [[[36.0, 48.0, 99.0], [36.1, 48.0, 99.0]], [[36.2, 48.0, 1.0], [36.3, 48.0, 1.0]]]
    content = geojson(feature(parts, "MultiLineString"))
    read = read_lines(content, SOURCE, where="roads", every="rail")
    assert read.table["mode"].tolist() == ["rail", "rail"]
    assert not shapely.has_z(read.table["shape"].to_numpy(object)).any()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"<html>404</html>", "a web page"),
        (b"{", "no JSON"),
        (b"[]", "no feature collection"),
        (b'{"features": 3}', "no feature collection"),
        (geojson(), "no line of a class"),
        (geojson(feature([[0, 0], [1, 1]], highway="footway")), "no line of a class"),
    ],
)
def test_a_file_that_is_no_lines_is_refused(content, found):
    with pytest.raises(UpstreamError, match=found):
        read_lines(content, SOURCE, where="roads")


def test_more_than_a_file_may_hold_is_refused(monkeypatch):
    monkeypatch.setattr("ripeness.evidence.networks.geojson.MOST_LINES", 1)
    with pytest.raises(UpstreamError, match="2 features"):
        read_lines(geojson(ROAD, ROAD), SOURCE, where="roads")
    monkeypatch.setattr("ripeness.evidence.networks.geojson.MOST_LINES", 5)
    monkeypatch.setattr("ripeness.evidence.networks.geojson.MOST_POINTS", 3)
    with pytest.raises(UpstreamError, match="4 points"):
        read_lines(geojson(ROAD, ROAD), SOURCE, where="roads")


def test_lines_are_kept_by_class_and_by_box():
    far = feature([[10.0, 10.0], [10.1, 10.0]], highway="secondary")
    read = read_lines(geojson(ROAD, far), SOURCE, where="roads")
    assert of_classes(read, ["secondary"]).table["link_class"].tolist() == ["secondary"]
    box = Window(west=35, east=37, south=47, north=49)
    assert within(read, box).table["link_class"].tolist() == ["primary"]


def geopackage(path, rows, *, srs=4326, name="a table"):
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization_coordsys_id)")
    base.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?)", (srs, srs))
    base.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
    base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (name, srs))
    base.execute(f'CREATE TABLE "{name}" (geom BLOB, highway TEXT, operator TEXT)')
    base.executemany(f'INSERT INTO "{name}" VALUES (?, ?, ?)', rows)  # noqa: S608 - a name of the test's own
    base.commit()
    base.close()
    return path


def blob(line, *, envelope=0):
    code = {0: 0, 32: 1}[envelope]
    head = b"GP" + bytes([0, 1 | (code << 1)]) + struct.pack("<i", 4326)
    return head + b"\0" * envelope + shapely.to_wkb(line)


LINE = shapely.LineString([(36.0, 48.0), (36.1, 48.0)])


def test_a_geopackage_gives_its_lines_and_none_of_its_other_columns(tmp_path):
    rows = [
        (blob(LINE), "primary", "somebody"),
        (blob(LINE, envelope=32), "trunk", "somebody"),
        (blob(LINE), "footway", None),
        (b"no shape", "primary", None),
        (None, "primary", None),
        (b"GP\0\xff" + b"\0" * 90, "primary", None),
    ]
    read = read_geopackage(geopackage(tmp_path / "a.gpkg", rows), SOURCE)
    assert read.table["link_class"].tolist() == ["primary", "trunk"]
    assert tuple(read.table.columns) == LINE_COLUMNS


def test_a_geopackage_on_another_plane_is_brought_to_degrees(tmp_path):
    plane = shapely.LineString([(4_007_501.67, 6_106_854.83), (4_018_633.6, 6_106_854.83)])
    made = geopackage(tmp_path / "a.gpkg", [(blob(plane), "primary", None)], srs=3857)
    (shape,) = read_geopackage(made, SOURCE).table["shape"]
    assert np.array(shape.coords) == pytest.approx(np.array([(36.0, 48.0), (36.1, 48.0)]), abs=1e-4)


def test_a_geopackage_as_another_library_writes_it_reads_the_same(tmp_path):
    gpd = pytest.importorskip("geopandas")
    path = tmp_path / "b.gpkg"
    frame = gpd.GeoDataFrame({"highway": ["primary"]}, geometry=[LINE], crs=4326)
    frame.to_file(path, driver="GPKG", engine="pyogrio")
    (shape,) = read_geopackage(path, SOURCE).table["shape"]
    assert shape.equals_exact(LINE, 1e-9)


@pytest.mark.parametrize("content", [b"", b"GP", b"SQLite format 3\0" + b"\xff" * 200])
def test_a_file_that_is_no_geopackage_is_refused_and_left_as_it_was(tmp_path, content):
    path = tmp_path / "a.gpkg"
    path.write_bytes(content)
    with pytest.raises(UpstreamError, match="no GeoPackage"):
        read_geopackage(path, SOURCE)
    assert path.read_bytes() == content


def extract(path):
    osmium = pytest.importorskip("osmium")
    with osmium.SimpleWriter(str(path)) as writer:
        node, way = osmium.osm.mutable.Node, osmium.osm.mutable.Way
        for number, at in enumerate([(36.0, 48.0), (36.1, 48.0), (36.2, 48.1)], start=1):
            writer.add_node(node(id=number, location=at, tags={"name": "a"}))
        writer.add_way(way(id=1, nodes=[1, 2], tags={"highway": "primary", "bridge": "yes"}))
        writer.add_way(way(id=2, nodes=[2, 3], tags={"railway": "rail", "operator": "x"}))
        writer.add_way(way(id=3, nodes=[1, 3], tags={"highway": "footway"}))
        writer.add_way(way(id=4, nodes=[1, 3], tags={"building": "yes"}))
    return path


def test_an_extract_gives_its_roads_and_railways_and_nothing_else(tmp_path):
    read = read_pbf(extract(tmp_path / "a.osm.pbf"), SOURCE)
    assert read.table["mode"].tolist() == ["road", "rail"]
    assert tuple(read.table.columns) == LINE_COLUMNS
    assert read.table["shape"].iloc[0].equals_exact(LINE, 1e-6)


def test_without_the_library_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(DataError, match=r"no library osmium.*pip install ripeness\[osm\]"):
        read_pbf(tmp_path / "a.osm.pbf", SOURCE)


def test_a_file_that_is_no_extract_is_refused(tmp_path):
    pytest.importorskip("osmium")
    path = tmp_path / "a.osm.pbf"
    path.write_bytes(b"\xff" * 100)
    with pytest.raises(UpstreamError, match="no extract"):
        read_pbf(path, SOURCE)
    with pytest.raises(UpstreamError, match="no file"):
        read_pbf(tmp_path / "b.osm.pbf", SOURCE)


STATIONS = b"id,lon,lat,name\nx,36.0,48.0,A\ny,36.1,48.0,B\nz,99.0,100.0,C\n"


def test_a_railway_drawn_backwards_and_short_of_its_stations_is_led_to_them():
    edge = feature([[36.099, 48.0], [36.001, 48.0]], u="x", v="y", src="reconstructed", u_name="A")
    (line,) = read_rail(geojson(edge), STATIONS, SOURCE, where="rail").table.to_dict("records")
    assert line["shape"].coords[0] == (36.0, 48.0)
    assert line["shape"].coords[-1] == (36.1, 48.0)
    assert line["standing"] == "reconstructed"


def test_a_railway_of_unknown_stations_is_left_as_it_is_drawn():
    edge = feature([[36.3, 48.0], [36.4, 48.0]], u="nowhere", v="z", src="osm")
    (line,) = read_rail(geojson(edge), STATIONS, SOURCE, where="rail").table.to_dict("records")
    assert line["shape"].coords[0] == (36.3, 48.0)
    assert line["standing"] == "mapped"


TOWNS = b"node,lon,lat\nA,36.0,48.0\nB,36.1,48.0\nC,36.2,48.0\n"


def test_a_scheme_keeps_its_stated_lengths_and_no_names():
    links = b"u,v,est_road_km,confidence\nA,B,9.5,road exists\nB,C,8.25,minor link\n"
    read = read_scheme(TOWNS, links, SOURCE, where="scheme")
    assert read.table["length_km"].tolist() == [9.5, 8.25]
    assert read.table["link_class"].tolist() == ["primary", "secondary"]
    assert read.table["whole"].all()
    assert tuple(read.table.columns) == LINE_COLUMNS


@pytest.mark.parametrize(
    ("links", "found"),
    [
        (b"u,v,est_road_km\nA,D,9\n", "a link 'A' to 'D' on line 2"),
        (b"u,v,est_road_km\nA,A,9\n", "a link 'A' to 'A' on line 2"),
        (b"u,v,est_road_km\nA,B,far\n", "'far'"),
        (b"u,v,est_road_km\nA,B,nan\n", "'nan'"),
        (b"a,b\n1,2\n", "no row with these columns"),
    ],
)
def test_a_scheme_with_a_wrong_link_is_refused(links, found):
    with pytest.raises(UpstreamError, match=found):
        read_scheme(TOWNS, links, SOURCE, where="scheme")


TNTP = b"""<NUMBER OF NODES> 3
<NUMBER OF LINKS> 2
<END OF METADATA>
~ from to capacity length time b power speed toll type ;
 1 2 100.5 6 0.5 0.15 4 0 0 1 ;
 2 3 50 4 0.25 0.15 4 0 0 1 ;
"""


def test_a_test_network_is_read_with_its_own_units():
    network = read_tntp(TNTP, where="net", nodes=b"Node X Y ;\n1 5 6 ;\n2 7 8 ;\n3 9 1 ;\n")
    assert network.links[["tail", "head"]].to_numpy().tolist() == [[0, 1], [1, 2]]
    assert network.links["high_t_per_day"].tolist() == [100.5, 50.0]
    assert network.links["hours"].tolist() == [0.5, 0.25]
    assert not network.links["both_ways"].any()
    assert network.nodes["x_m"].tolist() == [5, 7, 9]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "no count of nodes"),
        (b"\xff\xfe", "no text"),
        (TNTP.replace(b"LINKS> 2", b"LINKS> 3"), "2 links, where the file says 3"),
        (TNTP.replace(b" 2 3 50", b" 2 4 50"), "a node out of range"),
        (TNTP.replace(b" 2 3 50", b" 2 3 much"), "'much'"),
        (TNTP.replace(b" 2 3 50 4 0.25 0.15 4 0 0 1 ;", b" 2 3 ;"), "a row of 2 numbers"),
    ],
)
def test_a_broken_test_network_is_refused(content, found):
    with pytest.raises(UpstreamError, match=found):
        read_tntp(content, where="net")


@pytest.mark.parametrize(
    ("name", "nodes", "links"),
    [("SiouxFalls", 24, 76), ("ChicagoSketch", 933, 2950), ("Philadelphia", 13389, 40003)],
)
def test_the_published_test_networks_are_read_whole(real_data, name, nodes, links):
    folder = real_data / "networks"
    content = (folder / f"{name}_net.tntp").read_bytes()
    network = read_tntp(content, where=name, nodes=(folder / f"{name}_node.tntp").read_bytes())
    assert (network.size, len(network.links)) == (nodes, links)
    assert network.nodes["x_m"].notna().all()


def test_the_real_files_are_read_whole(real_data):
    folder = real_data / "transport"
    edges, stations, roads = (
        gzip.decompress((folder / f"{name}.gz").read_bytes())
        for name in (
            "rail_edges_east.geojson",
            "rail_stations_east.csv",
            "roads_osm_pavlohrad_west_approach.geojson",
        )
    )
    rail = read_rail(edges, stations, SOURCE, where="rail").table
    assert rail["standing"].value_counts().to_dict() == {
        "mapped": 1646,
        "reconstructed": 268,
        "schematic": 16,
    }
    led_on = rail["length_km"].sum() / 10_232
    assert 1 < led_on < 1.05
    assert len(read_lines(roads, SOURCE, where="roads").table) == 2036
    scheme = read_scheme(
        (folder / "roads_schematic_nodes.csv").read_bytes(),
        (folder / "roads_schematic_edges.csv").read_bytes(),
        SOURCE,
        where="scheme",
    )
    assert isinstance(scheme.table, pd.DataFrame)
    assert len(scheme.table) == 70
    assert limits.MOST_LINES > 2036
