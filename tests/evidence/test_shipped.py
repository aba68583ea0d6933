"""What the founding case ships: whose it is, how it was made, how large, and that it still fits."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ripeness.case.load import case_folder, load_case
from ripeness.evidence.cells import state_at
from ripeness.evidence.ingest import CaseGround, ingest, panel_of
from ripeness.evidence.panel import ControlPanel, read_panel
from ripeness.evidence.shelf import READINGS
from ripeness.terms.errors import UpstreamError
from ripeness.terms.files import digest_of_file
from ripeness.theatre.areas import area_km2
from ripeness.theatre.outlines import read_shapes

TODAY = date(2026, 11, 22)
LARGEST = 6_000_000
FOLDER = case_folder("pokrovsk")
WITHOUT_LICENCE = ("deepstate_grey", "liveuamap")


@pytest.fixture(scope="module")
def shipped() -> ControlPanel:
    return read_panel(FOLDER / "panel")


@pytest.fixture
def copied(tmp_path: Path) -> CaseGround:
    """A copy of the founding case, as `ripeness new` makes it."""
    case = load_case("pokrovsk")
    shutil.copytree(FOLDER, tmp_path / "copied")
    slots = {side.id: side.slot for side in case.sides}
    return CaseGround(tmp_path / "copied", case.theatre, case.evidence, slots)


def test_shipped_evidence_is_small():
    files = [path for name in ("boundaries", "panel") for path in (FOLDER / name).rglob("*.*")]
    assert sum(path.stat().st_size for path in files) <= LARGEST


def test_each_source_says_whose_it_is_and_how_it_was_made(shipped):
    assert set(shipped.sources) == {"deepstate", "deepstate_grey", "liveuamap", "isw"}
    for name, record in shipped.sources.items():
        for text in (record.title, record.credit, record.licence, record.scope, record.command):
            assert text.strip()
        assert "@" in record.published
        assert record.retrieved == TODAY
        assert f"tools/ship.py panel {name}" in record.command
        assert len(record.inputs_digest) == 64
        assert record.maps > 100
        files = {path.name for path in (FOLDER / "panel" / name).iterdir()}
        assert files == {"readings.parquet", "cells.parquet", "source.json"}
        for file, digest in record.files.items():
            assert digest_of_file(FOLDER / "panel" / name / file) == digest
        assert record.files.keys() == files - {"source.json"}


def test_each_boundary_file_says_whose_it_is_and_how_it_was_made():
    folder = FOLDER / "boundaries"
    record = json.loads((folder / "source.json").read_text())
    assert set(record) == {path.name for path in folder.glob("*.geojson")}
    for name, entry in record.items():
        assert all(entry[key] for key in ("source", "credit", "licence", "command", "upstream"))
        assert entry["retrieved"] == str(TODAY)
        assert entry["digest"] == digest_of_file(folder / name)


def test_sources_without_a_licence_ship_readings_by_week_only(shipped):
    for name, record in shipped.sources.items():
        assert record.readings_kept == ("weekly" if name in WITHOUT_LICENCE else "all")
        assert ("none stated; aggregates only" in record.licence) == (name in WITHOUT_LICENCE)
    grey = shipped.readings.query("source == 'deepstate_grey' and id == 'pokrovsk'")
    weeks = grey["valid_to"].dt.to_period("W-SUN")
    assert weeks.is_unique


def test_known_quirks_were_skipped_with_their_reasons(shipped):
    broken = {
        entry.file for entry in shipped.sources["liveuamap"].skipped if "a broken map" in entry.why
    }
    assert broken == {"2023-12-09.json", "2023-12-10.json", "2023-12-11.json"}
    lacking = [
        entry.file for entry in shipped.sources["isw"].skipped if "a part of the layer" in entry.why
    ]
    assert [file[-10:] for file in lacking] == ["2024-07-03", "2025-03-04"]
    days = set(shipped.readings.query("source == 'deepstate'")["valid_to"].dt.strftime("%Y-%m-%d"))
    for missing in (
        "2024-08-18",
        "2024-08-19",
        "2025-01-01",
        "2025-03-31",
        "2025-04-01",
        "2025-11-26",
    ):
        assert missing not in days


def test_places_name_the_kind_of_outline_that_stands_for_them(shipped):
    rows = shipped.readings.query("source == 'deepstate' and unit == 'place'")
    kinds = rows.drop_duplicates("id").set_index("id")["outline"]
    assert len(kinds) == 27
    circles = kinds[kinds.str.contains("circle")]
    assert len(circles) == 9
    assert kinds.str.contains("polygon").sum() == 18
    assert "polygon" in kinds["pokrovsk"]


def test_rounded_outlines_keep_their_areas(shipped):
    regions = read_shapes(FOLDER, "boundaries/regions.geojson")
    assert area_km2(regions["Donetsk"].geometry) == pytest.approx(26_508, abs=1)
    rows = shipped.readings.query("source == 'deepstate' and unit == 'region'").drop_duplicates(
        "id"
    )
    for name, area in zip(rows["id"], rows["unit_km2"], strict=True):
        match = next(shape for key, shape in regions.items() if key.lower() == name)
        assert area == pytest.approx(area_km2(match.geometry), rel=1e-5)


def test_the_grid_is_that_of_the_case(shipped):
    assert shipped.grid.window == load_case("pokrovsk").theatre.window
    assert shipped.grid.cell_m == 1000
    assert shipped.cells["cell"].between(0, shipped.grid.size - 1).all()
    assert (shipped.cells["before"] != shipped.cells["after"]).all()
    assert (shipped.cells["after"] <= 16).all()


def test_changes_of_a_cell_join_up(shipped):
    rows = shipped.cells.sort_values(["source", "layer", "cell", "day"], kind="stable")
    previous = rows.groupby(["source", "layer", "cell"])["after"].shift(fill_value=0)
    assert (rows["before"] == previous).all()


def test_a_later_day_is_ingested_into_a_copied_case(copied, shipped, tmp_path):
    """No data folder is needed: the case's own boundaries are enough."""
    shapes = read_shapes(FOLDER, "boundaries/regions.geojson")
    folder = tmp_path / "files"
    folder.mkdir()
    luhansk = json.loads(json.dumps(shapes["Luhansk"].geometry.__geo_interface__))
    donetsk = json.loads(json.dumps(shapes["Donetsk"].geometry.__geo_interface__))
    features = [
        {"type": "Feature", "properties": {}, "geometry": shape} for shape in (luhansk, donetsk)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "deepstatemap_data_20260305.geojson").write_text(content)
    with pytest.raises(UpstreamError, match="a broken map: its area is 53,191"):
        ingest("deepstate", folder, case=copied, today=TODAY)
    features += [
        {"type": "Feature", "properties": {}, "geometry": shapes[name].geometry.__geo_interface__}
        for name in ("Kherson", "Zaporizhzhia")
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "deepstatemap_data_20260305.geojson").write_text(content)
    report = ingest("deepstate", folder, case=copied, today=TODAY)
    assert (report.added, report.last) == (1, date(2026, 3, 5))
    panel = panel_of(copied.folder)
    assert panel is not None
    rows = panel.readings.query("source == 'deepstate'")
    assert len(rows) == len(shipped.readings.query("source == 'deepstate'")) + 36
    last = rows[rows["valid_to"] == pd.Timestamp("2026-03-05")].set_index("id")
    assert last["held_km2"]["pokrovsk"] == pytest.approx(last["unit_km2"]["pokrovsk"], abs=1e-3)
    others = panel.readings.query("source != 'deepstate'").reset_index(drop=True)
    assert_frame_equal(
        others, shipped.readings.query("source != 'deepstate'").reset_index(drop=True)
    )


def test_shipped_days_are_those_that_raw_files_give(copied, shipped, real_data, tmp_path):
    """A panel of a few raw files is a part of the shipped one."""
    shutil.rmtree(copied.folder / "panel")
    chosen = {
        "deepstate": ["deepstatemap_data_20240708.geojson", "deepstatemap_data_20250926.geojson",
                      "deepstatemap_data_20251205.geojson", "deepstatemap_data_20260228.geojson"],
        "liveuamap": ["2024-03-13.json.gz", "2025-12-12.json.gz"],
    }  # fmt: skip
    for source, names in chosen.items():
        folder = tmp_path / source
        folder.mkdir()
        upstream = real_data / "upstream" / {"liveuamap": "nzz"}.get(source, source)
        for name in names:
            shutil.copy(upstream / name, folder)
        ingest(source, folder, case=copied, today=TODAY)
    panel = panel_of(copied.folder)
    assert panel is not None
    key = ["source", "id", "valid_from", "valid_to"]
    both = panel.readings.merge(shipped.readings, on=key, suffixes=("", "_shipped"))
    assert len(both) >= 4 * 36
    for column in ("held_km2", "low_250_km2", "high_250_km2", "low_1000_km2", "high_1000_km2"):
        assert (both[column] - both[f"{column}_shipped"]).abs().max() < 1e-4
    assert (both["digest"] == both["digest_shipped"]).all()
    for day in sorted({day.date() for day in both.query("source == 'deepstate'")["valid_to"]}):
        ours, theirs = (
            state_at(cells, day, source="deepstate", layer="held", size=panel.grid.size)
            for cells in (panel.cells, shipped.cells)
        )
        assert (ours == theirs).all()


def test_one_day_costs_that_day_only(copied, real_data, tmp_path):
    """All files of the folder are there, one of them is new."""
    upstream = real_data / "upstream" / "deepstate"
    told: list[str] = []
    report = ingest("deepstate", upstream, case=replace(copied), today=TODAY, told=told.append)
    assert (report.added, report.unchanged) == (0, 595)
    assert (copied.folder / "panel" / "deepstate" / READINGS).exists()
