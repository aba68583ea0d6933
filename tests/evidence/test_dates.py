"""Real days around Pokrovsk, put together from shipped cells: what is read is what is shipped."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import mapping
from tests.evidence.conftest import TODAY

from ripeness.case.load import case_folder, load_case
from ripeness.evidence.cells import state_at
from ripeness.evidence.ingest import CaseGround, IngestReport, ingest, panel_of
from ripeness.evidence.panel import ControlPanel, read_panel
from ripeness.theatre.grid import Grid, cell_boxes, cell_centres, project
from ripeness.theatre.outlines import read_shapes

ROOT = Path(__file__).resolve().parents[2]
DATES = ROOT / "tests" / "fixtures" / "dates"
BOX = (36.6, 47.9, 37.9, 48.7)
SOURCES = ("deepstate", "deepstate_grey", "liveuamap", "isw")


@pytest.fixture(scope="module")
def shipped() -> ControlPanel:
    return read_panel(case_folder("pokrovsk") / "panel")


@pytest.fixture(scope="module")
def ingested_dates(tmp_path_factory) -> tuple[ControlPanel, dict[str, IngestReport]]:
    """The founding case, its declared ground cut to the box, with the panel of the fixture."""
    folder = tmp_path_factory.mktemp("dates") / "case"
    shutil.copytree(case_folder("pokrovsk"), folder, ignore=shutil.ignore_patterns("panel"))
    declared = folder / "boundaries" / "held_before_2022.geojson"
    shapes = read_shapes(folder, "boundaries/held_before_2022.geojson")
    parts = {
        name: shapely.clip_by_rect(one.geometry, 36.5, 47.8, 38.0, 48.8)
        for name, one in shapes.items()
    }
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": mapping(part)}
        for name, part in parts.items()
        if not part.is_empty
    ]
    declared.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    case = load_case(folder)
    slots = {side.id: side.slot for side in case.sides}
    ground = CaseGround(folder, case.theatre, case.evidence, slots)
    reports = {name: ingest(name, DATES / name, case=ground, today=TODAY) for name in SOURCES}
    panel = panel_of(folder)
    assert panel is not None
    return panel, reports


def days_of(panel: ControlPanel, source: str) -> list[date]:
    rows = panel.readings[panel.readings["source"] == source]
    return sorted({day.date() for day in rows["valid_to"]})


def at_declared_edge(grid: Grid, cells: np.ndarray) -> np.ndarray:
    """Say which cells the edge of the ground declared beside the maps crosses."""
    shapes = read_shapes(case_folder("pokrovsk"), "boundaries/held_before_2022.geojson")
    whole = shapely.union_all([project(one.geometry, grid.crs) for one in shapes.values()])
    return shapely.intersects(cell_boxes(grid, cells), whole.boundary)


@pytest.mark.parametrize(
    ("source", "layer"),
    [
        ("deepstate", "held"),
        ("deepstate_grey", "held"),
        ("deepstate_grey", "contested"),
        ("liveuamap", "held"),
    ],
)
def test_cells_in_the_box_are_those_shipped(ingested_dates, shipped, source, layer):
    panel, _ = ingested_dates
    longitude, latitude = cell_centres(panel.grid, np.arange(panel.grid.size))
    west, south, east, north = BOX
    inside = (west <= longitude) & (longitude <= east) & (south <= latitude) & (latitude <= north)
    for day in days_of(panel, source):
        ours, theirs = (
            state_at(cells, day, source=source, layer=layer, size=panel.grid.size)[inside]
            for cells in (panel.cells, shipped.cells)
        )
        assert theirs.any()
        other = np.flatnonzero(inside)[ours != theirs]
        if source == "liveuamap":
            other = other[~at_declared_edge(panel.grid, other)]
        assert len(other) <= (2 if layer == "contested" else 0), day


def test_shares_of_places_are_those_shipped_within_the_rounding_of_cells(ingested_dates, shipped):
    """A place of some km² is known from cells of a km² to a few points."""
    panel, _ = ingested_dates
    key = ["source", "id", "valid_from", "valid_to"]
    both = panel.readings.merge(shipped.readings, on=key, suffixes=("", "_shipped"))
    both = both[both["id"].isin(["pokrovsk", "myrnohrad"])]
    assert len(both) >= 2 * 35
    off = (both["held_km2"] - both["held_km2_shipped"]).abs() / both["unit_km2"]
    assert off.max() < 0.06
    assert off.mean() < 0.01


def test_published_totals_are_those_shipped(ingested_dates, shipped):
    ours, theirs = (
        one.readings.query("source == 'isw'").set_index("valid_to")["held_km2"]
        for one in (ingested_dates[0], shipped)
    )
    assert len(ours) == 38
    pd.testing.assert_series_equal(ours, theirs.reindex(ours.index))


def test_quirks_of_each_source_are_told(ingested_dates):
    reports = ingested_dates[1]
    told = {name: {one.file: one.why for one in report.skipped} for name, report in reports.items()}
    assert {name: report.added for name, report in reports.items()} == {
        "deepstate": 15, "deepstate_grey": 11, "liveuamap": 11, "isw": 38,
    }  # fmt: skip
    assert told["deepstate"] == {}
    assert list(told["deepstate_grey"].values()) == ["the day lacks the layer 'unknown'"]
    assert told["liveuamap"] == {"2024-03-21.json": "repeats 2024-03-20.json"}
    assert sorted(told["isw"].values()) == [
        "the day lacks a part of the layer 'russian_advances'",
        "the day lacks the layer 'russian_advances'",
    ]


def test_the_files_are_those_that_the_tool_makes_from_what_is_shipped(tmp_path):
    subprocess.run([sys.executable, ROOT / "tools" / "fixture_dates.py", tmp_path], check=True)
    ours, theirs = (
        {str(path.relative_to(at)): path.read_bytes() for path in at.rglob("*") if path.is_file()}
        for at in (tmp_path, DATES)
    )
    assert ours == theirs
    assert sum(len(content) for content in theirs.values()) < 2_000_000
