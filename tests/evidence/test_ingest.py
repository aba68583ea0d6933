"""What happens to a panel when files are ingested: once, twice, late, out of order, drawn again."""

import gzip
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ripeness.evidence.cells import state_at
from ripeness.evidence.ingest import CaseGround, ingest, panel_of
from ripeness.evidence.panel import ControlPanel, known_by, read_panel, write_panel
from ripeness.evidence.thin import thinned_to_weeks
from ripeness.terms.errors import DataError, TooNewError

TODAY = date(2026, 11, 22)
LAST = "deepstatemap_data_20251206.geojson"


def panel_in(case: CaseGround) -> ControlPanel:
    panel = panel_of(case.folder)
    assert panel is not None
    return panel


def some_files(upstream: Path, folder: Path, *days: int) -> Path:
    """Copy the DeepState files of some days of November and December 2025 (32: 2 December)."""
    folder.mkdir()
    for day in days:
        month, of_month = (11, day) if day <= 30 else (12, day - 30)
        name = f"deepstatemap_data_2025{month}{of_month:02d}.geojson"
        for path in (upstream / "deepstate").glob(f"{name}*"):
            shutil.copy(path, folder)
    return folder


def states(panel: ControlPanel, source: str, days: list[date]) -> np.ndarray:
    return np.stack(
        [
            state_at(panel.cells, day, source=source, layer="held", size=panel.grid.size)
            for day in days
        ]
    )


def test_each_source_says_what_was_read_and_skipped(small_case, upstream):
    report = ingest("deepstate", upstream / "deepstate", case=small_case, today=TODAY)
    assert (report.read, report.added, report.unchanged) == (12, 12, 0)
    assert (report.first, report.last) == (date(2025, 11, 24), date(2025, 12, 6))
    report = ingest("deepstate_grey", upstream / "deepstate_grey", case=small_case, today=TODAY)
    assert (report.added, len(report.skipped)) == (4, 1)
    report = ingest("liveuamap", upstream / "liveuamap", case=small_case, today=TODAY)
    assert report.added == 4
    assert [(entry.file, entry.why.split(":")[0]) for entry in report.skipped] == [
        ("2025-12-02.json", "repeats 2025-12-01.json"),
        ("2025-12-04.json", "a broken map"),
    ]
    report = ingest("isw", upstream / "isw", case=small_case, today=TODAY)
    assert (report.added, len(report.skipped)) == (11, 2)


def test_ingesting_twice_changes_no_byte(copied_case, upstream):
    folder = copied_case.folder / "panel"
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    for source in ("deepstate", "deepstate_grey", "liveuamap", "isw"):
        report = ingest(source, upstream / source, case=copied_case, today=TODAY)
        assert report.added == 0
        assert report.unchanged == report.read > 0
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before


def test_one_later_day_is_added_to_what_stands(small_case, upstream, tmp_path):
    files = some_files(upstream, tmp_path / "files", 24, 25, 27)
    ingest("deepstate", files, case=small_case, today=TODAY)
    before = panel_in(small_case)
    later = some_files(upstream, tmp_path / "later", 36)
    report = ingest("deepstate", later, case=small_case, today=TODAY)
    assert report.added == 1
    after = panel_in(small_case)
    cut = known_by(after, date(2025, 12, 5))
    assert_frame_equal(cut.readings, before.readings)
    assert_frame_equal(cut.cells, before.cells)
    assert after.readings["valid_to"].max() == pd.Timestamp("2025-12-06")


def test_days_in_any_order_and_at_any_time_give_the_same_panel(
    small_case, ingested, upstream, tmp_path
):
    whole = panel_in(ingested)
    for number, days in enumerate([(30, 36), (24,), (25, 27, 33), (28, 29, 31, 32, 34, 35)]):
        files = some_files(upstream, tmp_path / f"files{number}", *days)
        ingest("deepstate", files, case=small_case, today=TODAY)
    built = panel_in(small_case)
    own = whole.readings[whole.readings["source"] == "deepstate"].reset_index(drop=True)
    assert_frame_equal(built.readings, own)
    days = sorted({day.date() for day in own["valid_to"]})
    assert (states(built, "deepstate", days) == states(whole, "deepstate", days)).all()


def test_the_panel_of_some_days_is_a_part_of_the_panel_of_all(
    small_case, ingested, upstream, tmp_path
):
    files = some_files(upstream, tmp_path / "files", 25, 29, 30, 35)
    ingest("deepstate", files, case=small_case, today=TODAY)
    part, whole = panel_in(small_case), panel_in(ingested)
    days = sorted({day.date() for day in part.readings["valid_to"]})
    own = whole.readings[(whole.readings["source"] == "deepstate")]
    own = own[own["valid_to"].isin(part.readings["valid_to"])].reset_index(drop=True)
    assert_frame_equal(part.readings, own)
    assert (states(part, "deepstate", days) == states(whole, "deepstate", days)).all()


def test_a_day_drawn_again_is_kept_beside_the_first_drawing(copied_case, upstream, tmp_path):
    before = panel_in(copied_case)
    folder = tmp_path / "files"
    folder.mkdir()
    other = upstream / "deepstate" / "deepstatemap_data_20251206.geojson"
    shutil.copy(other, folder / "deepstatemap_data_20251128.geojson")
    report = ingest("deepstate", folder, case=copied_case, today=TODAY)
    assert (report.added, len(report.redrawn)) == (0, 1)
    assert "both drawings are kept, this one known from 2026-11-22" in report.redrawn[0].why
    after = panel_in(copied_case)
    assert after.sources["deepstate"].redrawn[0].file == "deepstatemap_data_20251128.geojson"
    earlier = known_by(after, date(2026, 11, 21))
    assert_frame_equal(earlier.readings, before.readings)
    assert_frame_equal(earlier.cells, before.cells)
    now = known_by(after, TODAY)
    days = [date(2025, 11, 27), date(2025, 11, 28), date(2025, 11, 29)]
    old, new = states(before, "deepstate", days), states(now, "deepstate", days)
    assert (old[0] == new[0]).all()
    assert (new[1] == states(before, "deepstate", [date(2025, 12, 6)])[0]).all()
    assert (old[2] == new[2]).all()
    again = ingest("deepstate", folder, case=copied_case, today=TODAY)
    assert (again.added, again.redrawn, again.unchanged) == (0, (), 1)


def test_the_same_map_in_other_bytes_is_no_new_drawing(copied_case, upstream, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    content = json.loads((upstream / "deepstate" / LAST).read_bytes())
    (folder / LAST).write_text(json.dumps(content, indent=2))
    report = ingest("deepstate", folder, case=copied_case, today=TODAY)
    assert (report.added, report.unchanged, report.redrawn) == (0, 1, ())


def test_equal_bytes_on_two_days_are_two_maps(small_case, upstream, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    for day in (20251206, 20251207):
        shutil.copy(upstream / "deepstate" / LAST, folder / f"deepstatemap_data_{day}.geojson")
    report = ingest("deepstate", folder, case=small_case, today=TODAY)
    assert report.added == 2
    assert ingest("deepstate", folder, case=small_case, today=TODAY).unchanged == 2


def test_days_that_are_too_new_are_refused(small_case, upstream, tmp_path):
    files = some_files(upstream, tmp_path / "files", 24, 25)
    report = ingest("deepstate", files, case=small_case, today=date(2025, 12, 8))
    assert (report.added, [entry.file for entry in report.refused]) == (
        1,
        ["deepstatemap_data_20251125.geojson"],
    )
    with pytest.raises(TooNewError, match=r"only days that are too new.*2025-11-25 is newer than"):
        ingest(
            "deepstate",
            some_files(upstream, tmp_path / "new", 25, 27),
            case=small_case,
            today=date(2025, 12, 8),
        )
    for source in ("liveuamap", "isw", "deepstate_grey"):
        with pytest.raises(TooNewError, match="14 days"):
            ingest(source, upstream / source, case=small_case, today=date(2025, 12, 1))


def test_files_may_be_plain_or_gzipped(small_case, copied_case, upstream, tmp_path):
    for source in ("deepstate", "deepstate_grey", "liveuamap", "isw"):
        folder = tmp_path / source
        folder.mkdir()
        for path in (upstream / source).iterdir():
            content = path.read_bytes()
            if path.suffix == ".gz":
                (folder / path.stem).write_bytes(gzip.decompress(content))
            else:
                (folder / f"{path.name}.gz").write_bytes(gzip.compress(content))
        ingest(source, folder, case=small_case, today=TODAY)
    assert_frame_equal(panel_in(small_case).readings, panel_in(copied_case).readings)


def test_a_source_that_the_case_does_not_use_is_named(small_case, upstream):
    fewer = small_case.evidence.model_copy(update={"sources": small_case.evidence.sources[:1]})
    with pytest.raises(DataError, match="'isw', which the case does not use"):
        ingest("isw", upstream / "isw", case=replace(small_case, evidence=fewer), today=TODAY)
    with pytest.raises(DataError, match="Did you mean 'isw'"):
        ingest("iswx", upstream / "isw", case=small_case, today=TODAY)


def test_a_panel_of_another_window_is_not_added_to(copied_case, upstream):
    window = copied_case.theatre.window.model_copy(update={"west": 35.5})
    theatre = copied_case.theatre.model_copy(update={"window": window})
    with pytest.raises(DataError, match="a panel built on another grid"):
        ingest(
            "deepstate",
            upstream / "deepstate",
            case=replace(copied_case, theatre=theatre),
            today=TODAY,
        )


def test_a_missing_outline_is_named(small_case, upstream):
    (small_case.folder / "boundaries" / "places.geojson").unlink()
    with pytest.raises(DataError, match=r"no file 'boundaries/places\.geojson'"):
        ingest("deepstate", upstream / "deepstate", case=small_case, today=TODAY)


def test_a_source_kept_by_weeks_takes_later_maps_only(copied_case, upstream, tmp_path):
    folder = copied_case.folder / "panel"
    thin = thinned_to_weeks(read_panel(folder), "deepstate")
    assert set(thin.readings.query("source == 'deepstate'")["valid_to"].dt.dayofweek) <= {5, 6}
    write_panel(thin, folder)
    report = ingest("deepstate", upstream / "deepstate", case=copied_case, today=TODAY)
    assert (report.added, report.unchanged) == (0, 12)
    later = tmp_path / "files"
    later.mkdir()
    shutil.copy(upstream / "deepstate" / LAST, later / "deepstatemap_data_20251209.geojson")
    assert ingest("deepstate", later, case=copied_case, today=TODAY).added == 1
    assert panel_in(copied_case).sources["deepstate"].readings_kept == "weekly"
