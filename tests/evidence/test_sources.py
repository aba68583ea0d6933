"""Each source's files, read with their quirks."""

import hashlib
import subprocess
import sys
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from ripeness.evidence.catalogue import BUILT_IN, GROUP, find_source, source_names
from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.upstream import list_files, one_a_day, read_bytes
from ripeness.terms.errors import DataError, UpstreamError

ROOT = Path(__file__).resolve().parents[2]


def read_all(name: str, folder: Path) -> tuple[list[Observation], list[Skipped]]:
    source = find_source(name)
    listing = one_a_day(list_files(folder, pattern=source.file_pattern, named=source.files))
    found = [entry for file in listing.files for entry in source.read(read_bytes(file), file.name)]
    maps = [entry for entry in found if isinstance(entry, Observation)]
    return maps, [entry for entry in found if isinstance(entry, Skipped)]


def test_a_missing_day_of_deepstate_stays_a_gap(upstream):
    maps, skipped = read_all("deepstate", upstream / "deepstate")
    days = [entry.valid_from for entry in maps]
    assert len(days) == 12
    assert date(2025, 11, 26) not in days
    assert not skipped
    assert all(entry.valid_from == entry.valid_to == entry.known_on for entry in maps)


def test_rings_that_cross_themselves_are_repaired(upstream):
    maps, _ = read_all("deepstate", upstream / "deepstate")
    assert all(entry.held.is_valid for entry in maps)
    bow = next(entry for entry in maps if entry.valid_from == date(2025, 11, 29))
    assert len(bow.held.geoms) == 3


def test_a_day_without_its_grey_layer_is_skipped_not_taken_as_zero(upstream):
    maps, skipped = read_all("deepstate_grey", upstream / "deepstate_grey")
    assert [entry.valid_from.day for entry in maps] == [24, 25, 28, 29]
    assert [entry.why for entry in skipped] == ["the day lacks the layer 'unknown'"]
    assert all(entry.contested.area > 0 for entry in maps)


def test_ground_lost_in_a_window_is_not_held_and_ground_gained_is(upstream):
    maps, _ = read_all("liveuamap", upstream / "liveuamap")
    start, end = maps[0], maps[1]
    assert (start.valid_from, start.valid_to) == (date(2025, 11, 24), date(2025, 11, 24))
    assert (end.valid_from, end.valid_to) == (date(2025, 11, 24), date(2025, 11, 27))
    assert end.known_on == end.valid_to
    exact = read_all("deepstate", upstream / "deepstate")[0]
    same_day = next(entry for entry in exact if entry.valid_from == end.valid_to)
    assert end.held.area == pytest.approx(same_day.held.area, rel=1e-5)


def test_isw_counts_control_and_advances_and_skips_days_that_lack_a_layer(upstream):
    maps, skipped = read_all("isw", upstream / "isw")
    assert len(maps) == 11
    assert [entry.why for entry in skipped] == [
        "the day lacks the layer 'russian_advances'",
        "the day lacks a part of the layer 'russian_advances'",
    ]
    totals = [entry.areas["total"] for entry in maps]
    assert totals == sorted(totals)
    assert all(entry.held is None for entry in maps)


def test_the_invented_files_are_those_that_the_tool_makes(upstream, tmp_path):
    subprocess.run([sys.executable, ROOT / "tools" / "fixture.py", tmp_path], check=True)

    def digests(folder: Path) -> dict[str, str]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }

    assert digests(tmp_path) == digests(upstream)


def test_built_in_sources_enter_by_the_door_of_strangers():
    offered = {point.name: point.load()() for point in entry_points(group=GROUP)}
    assert offered == {source.name: source for source in BUILT_IN}


def test_a_misspelt_source_gets_the_near_name():
    with pytest.raises(DataError, match="Did you mean 'deepstate'"):
        find_source("depstate")
    with pytest.raises(DataError, match="Name one of those"):
        find_source("zzz")
    assert set(source_names()) == {source.name for source in BUILT_IN}


def test_a_folder_of_other_files_is_the_wrong_folder(tmp_path, upstream):
    with pytest.raises(
        UpstreamError, match=r"wrong folder: nothing in it.*deepstatemap_data_YYYYMMDD"
    ):
        read_all("deepstate", tmp_path)
    with pytest.raises(UpstreamError, match=r"wrong folder: 1 files.*deepstatemap_data_YYYYMMDD"):
        read_all("deepstate", upstream / "isw")
    with pytest.raises(UpstreamError, match="no such folder"):
        read_all("deepstate", tmp_path / "absent")
