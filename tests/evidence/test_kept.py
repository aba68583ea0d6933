"""What is kept beside the panel saves work and changes nothing; broken, it is made again."""

import shutil
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import shapely
from pandas.testing import assert_frame_equal
from tests.evidence.conftest import TODAY

from ripeness.evidence import ingest as ingest_module
from ripeness.evidence.ground import Ground
from ripeness.evidence.ingest import CaseGround, ingest, panel_of
from ripeness.evidence.kept import Store, keep_ground, keep_laid, kept_ground, kept_laid
from ripeness.evidence.overlay import lay_map

SOURCES = ("deepstate", "deepstate_grey", "liveuamap")


def same(one: object, other: object) -> bool:
    """Say whether two values hold the same, shapes compared point by point."""
    if isinstance(one, np.ndarray) and one.dtype == object:
        missing = np.array([shape is None for shape in one])
        return bool(
            (missing == np.array([shape is None for shape in other])).all()
            and shapely.equals_exact(one[~missing], other[~missing]).all()
        )
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, shapely.Geometry):
        return shapely.equals_exact(one, other)
    return one == other


def test_a_kept_ground_and_map_are_what_was_kept(small_ground: Ground, tmp_path: Path):
    store = Store(tmp_path, "x", "0" * 64)
    assert kept_ground(store, small_ground.grid) is None
    assert kept_laid(store) is None
    keep_ground(store, small_ground)
    ground = kept_ground(store, small_ground.grid)
    assert ground is not None
    assert_frame_equal(ground.units, small_ground.units, check_column_type=False)
    for part in ("tiles", "pieces"):
        ours, theirs = getattr(ground, part), getattr(small_ground, part)
        assert all(same(getattr(theirs, f.name), getattr(ours, f.name)) for f in fields(theirs))
    plain = [f.name for f in fields(ground) if f.name not in {"units", "tiles", "pieces"}]
    assert all(same(getattr(small_ground, name), getattr(ground, name)) for name in plain)
    laid = lay_map(small_ground, shapely.box(36.5, 47.2, 37.4, 48.3))
    keep_laid(store, laid)
    again = kept_laid(store)
    assert again is not None
    assert all(same(getattr(laid, f.name), getattr(again, f.name)) for f in fields(laid))


def panel_bytes(case: CaseGround) -> dict[str, bytes]:
    folder = case.folder / "panel"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*.*")
        if path.is_file() and ".kept" not in path.parts
    }


HARMS = {
    "none": lambda content: content,
    "cut short": lambda content: content[:-100],
    "a bit turned": lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
    "emptied": lambda content: content[:0],
}


@pytest.mark.parametrize("harm", [*HARMS, "a folder"])
def test_whatever_becomes_of_kept_files_the_panel_is_the_same(harm, ingested, small_case, upstream):
    first, rest = small_case.folder.parent / "first", upstream / "deepstate"
    last = "deepstatemap_data_20251206.geojson"
    shutil.copytree(rest, first, ignore=shutil.ignore_patterns(last))
    ingest("deepstate", first, case=small_case, today=TODAY)
    kept = list((small_case.folder / "panel" / ".kept").glob("deepstate-*"))
    assert len(kept) == 2
    for path in kept:
        content = path.read_bytes()
        path.unlink()
        if harm in HARMS:
            path.write_bytes(HARMS[harm](content))
        else:
            path.mkdir()
    ingest("deepstate", upstream / "deepstate", case=small_case, today=TODAY)
    ours, theirs = panel_of(small_case.folder), panel_of(ingested.folder)
    assert ours is not None
    assert theirs is not None
    own = theirs.readings[theirs.readings["source"] == "deepstate"].reset_index(drop=True)
    assert_frame_equal(ours.readings, own)
    own = theirs.cells[theirs.cells["source"] == "deepstate"].reset_index(drop=True)
    assert_frame_equal(ours.cells, own)


def test_another_outline_makes_another_ground(small_case, upstream):
    ingest("deepstate", upstream / "deepstate", case=small_case, today=TODAY)
    place = small_case.folder / "boundaries" / "places.geojson"
    place.write_text(place.read_text().replace("36.9", "36.8"))
    shutil.rmtree(small_case.folder / "panel" / "deepstate")
    ingest("deepstate", upstream / "deepstate", case=small_case, today=TODAY)
    panel = panel_of(small_case.folder)
    assert panel is not None
    ford = panel.readings.query("id == 'ford'")["unit_km2"]
    assert ford.iloc[0] == pytest.approx(0.5 * 0.2 * 111.2 * 75.0, rel=0.01)


def test_the_number_of_readers_changes_nothing(ingested, small_case, upstream, monkeypatch):
    monkeypatch.setattr(ingest_module, "READERS", 5)
    for source in SOURCES:
        ingest(source, upstream / source, case=small_case, today=TODAY)
    ours, theirs = panel_bytes(small_case), panel_bytes(ingested)
    assert all(content == theirs[name] for name, content in ours.items())
