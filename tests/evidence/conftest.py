"""A small invented case, and the invented upstream files made by `tools/fixture.py`."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely.geometry import mapping

from ripeness.evidence.declared import Evidence
from ripeness.evidence.ground import Ground, lay_ground
from ripeness.evidence.ingest import CaseGround, ingest, panel_of
from ripeness.evidence.kept import KEPT
from ripeness.evidence.panel import ControlPanel
from ripeness.theatre.declared import Theatre
from ripeness.theatre.outlines import read_outlines

UPSTREAM = Path(__file__).resolve().parents[1] / "fixtures" / "upstream"
SHIPPED = Path(__file__).resolve().parents[2] / "src/ripeness/case/library/pokrovsk"
TODAY = date(2026, 11, 22)

THEATRE = Theatre.model_validate(
    {
        "window": {"west": 36.0, "east": 38.5, "south": 47.0, "north": 49.0},
        "total": {"name": "All the land"},
        "land": "boundaries/land.geojson",
        "regions": [
            {"id": "north", "name": "North", "outline": "boundaries/regions.geojson#North"},
            {"id": "south", "name": "South", "outline": "boundaries/regions.geojson#South"},
        ],
        "places": [
            {
                "id": "ford",
                "name": "Ford",
                "region": "south",
                "outline": "boundaries/places.geojson#Ford",
            },
            {
                "id": "mill",
                "name": "Mill",
                "region": "south",
                "outline": "boundaries/places.geojson#Mill",
            },
            {
                "id": "port",
                "name": "Port",
                "region": "south",
                "outline": "boundaries/places.geojson#Port",
            },
        ],
    }
)
"""Ford lies on the line, Mill east of it, Port outside the box of the source with a grey zone."""

EVIDENCE = Evidence.model_validate(
    {
        "sources": [
            {"name": "deepstate", "draws": "one", "scope": "all"},
            {"name": "deepstate_grey", "draws": "one", "scope": "a box"},
            {
                "name": "liveuamap",
                "draws": "one",
                "scope": "without the corner",
                "completed_from": "boundaries/corner.geojson",
            },
            {"name": "isw", "draws": "one", "scope": "areas"},
        ]
    }
)

SHAPES = {
    "land": {"Land": shapely.box(35, 45.5, 40.5, 50.5)},
    "regions": {"North": shapely.box(35, 48, 40.5, 50.5), "South": shapely.box(35, 45.5, 40.5, 48)},
    "places": {
        "Ford": shapely.box(36.9, 47.6, 37.3, 47.8),
        "Mill": shapely.box(38.0, 47.6, 38.1, 47.7),
        "Port": shapely.box(37.0, 47.1, 37.2, 47.25),
    },
    "corner": {"Corner": shapely.box(39.0, 46.0, 40.2, 47.5)},
}


def write_case(folder: Path) -> CaseGround:
    """Write the boundary files of the small case."""
    (folder / "boundaries").mkdir(parents=True)
    for file, shapes in SHAPES.items():
        features = [
            {
                "type": "Feature",
                "properties": {"name": name, "geom_kind": "a square"},
                "geometry": mapping(shape),
            }
            for name, shape in shapes.items()
        ]
        content = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / "boundaries" / f"{file}.geojson").write_text(content)
    return CaseGround(folder, THEATRE, EVIDENCE, {"one": "a", "other": "b"})


@pytest.fixture
def small_case(ingested: CaseGround, tmp_path: Path) -> CaseGround:
    """A small case without a panel, its ground already laid."""
    case = write_case(tmp_path / "case")
    (case.folder / "panel" / KEPT).mkdir(parents=True)
    for path in (ingested.folder / "panel" / KEPT).glob("*-ground-*"):
        shutil.copy(path, case.folder / "panel" / KEPT)
    return case


@pytest.fixture(scope="session")
def small_ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The ground of the small case."""
    case = write_case(tmp_path_factory.mktemp("ground") / "case")
    return lay_ground(case.theatre, read_outlines(case.folder, case.theatre))


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> CaseGround:
    """The small case with the panel of all four sources; not to be written to."""
    case = write_case(tmp_path_factory.mktemp("ingested") / "case")
    for source in EVIDENCE.sources:
        ingest(source.name, UPSTREAM / source.name, case=case, today=TODAY)
    return case


@pytest.fixture(scope="session")
def panel(ingested: CaseGround) -> ControlPanel:
    """The panel of all four sources."""
    panel = panel_of(ingested.folder)
    assert panel is not None
    return panel


@pytest.fixture
def copied_case(ingested: CaseGround, tmp_path: Path) -> CaseGround:
    """A copy of the small case with its panel, to be changed."""
    folder = tmp_path / "copied"
    shutil.copytree(ingested.folder, folder)
    return replace(ingested, folder=folder)


@pytest.fixture
def upstream() -> Path:
    """The invented upstream files."""
    return UPSTREAM
