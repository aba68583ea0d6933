"""The control panel: knowledge, shares, weeks, mirror, disk."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ripeness.evidence.cells import (
    CELL_TYPES,
    change_rows,
    known_changes,
    last_state,
    no_changes,
    with_map_between,
)
from ripeness.evidence.panel import (
    known_by,
    mirrored,
    part_of,
    read_panel,
    shares,
    weekly_km2,
    write_panel,
)
from ripeness.evidence.shelf import (
    COMMIT,
    NEXT,
    READINGS,
    RECORD,
    finish,
    read_source,
    write_source,
)
from ripeness.evidence.tables import no_readings
from ripeness.terms.errors import DataError, NoDataError


def test_a_panel_is_read_as_it_was_written(panel, tmp_path):
    write_panel(panel, tmp_path)
    again = read_panel(tmp_path)
    assert_frame_equal(again.readings, panel.readings)
    assert_frame_equal(again.cells, panel.cells)
    assert again.grid == panel.grid
    assert list(again.sources) == list(panel.sources)


def test_a_source_s_folder_can_be_removed(panel, tmp_path):
    write_panel(panel, tmp_path)
    for path in (tmp_path / "isw").iterdir():
        path.unlink()
    (tmp_path / "isw").rmdir()
    assert set(read_panel(tmp_path).sources) == {"deepstate", "deepstate_grey", "liveuamap"}


def test_a_changed_or_missing_table_is_named(panel, tmp_path):
    write_panel(panel, tmp_path)
    table = tmp_path / "isw" / READINGS
    table.write_bytes(table.read_bytes()[:-1])
    with pytest.raises(DataError, match="a table other than the one that the record names"):
        read_panel(tmp_path)
    table.unlink()
    with pytest.raises(DataError, match="Remove the folder 'isw'"):
        read_panel(tmp_path)
    with pytest.raises(DataError, match="no grid that can be read"):
        read_panel(tmp_path / "absent")


@pytest.mark.parametrize("stop", range(6))
def test_a_stop_at_any_moment_leaves_the_old_part_or_the_new_one(stop, panel, tmp_path):
    old = part_of(panel, "isw")
    new = type(old)(old.record, old.readings.tail(3).reset_index(drop=True), old.cells)
    write_source(tmp_path / "new" / "isw", new)
    fresh = {path.name: path.read_bytes() for path in (tmp_path / "new" / "isw").iterdir()}
    folder = tmp_path / "isw"
    write_source(folder, old)
    steps = [
        lambda: (folder / f"readings.parquet{NEXT}").write_bytes(fresh["readings.parquet"]),
        lambda: (folder / f"cells.parquet{NEXT}").write_bytes(fresh["cells.parquet"]),
        lambda: (folder / COMMIT).write_bytes(fresh[RECORD]),
        lambda: (folder / f"readings.parquet{NEXT}").replace(folder / "readings.parquet"),
        lambda: (folder / f"cells.parquet{NEXT}").replace(folder / "cells.parquet"),
        lambda: (folder / COMMIT).replace(folder / RECORD),
    ]
    for step in steps[: stop + 1]:
        step()
    expected = new if stop >= 2 else old
    assert_frame_equal(read_source(folder).readings, expected.readings)
    finish(folder)
    assert_frame_equal(read_source(folder).readings, expected.readings)
    assert {path.name for path in folder.iterdir()} == set(fresh)


def test_what_becomes_known_later_changes_nothing_earlier(panel):
    late = panel.readings.tail(5).assign(known_on=pd.Timestamp("2026-06-01"), held_km2=1.0)
    rows = panel.cells.tail(5).assign(known_on=pd.Timestamp("2026-06-01"), after=np.uint8(3))
    planted = type(panel)(
        pd.concat([panel.readings, late], ignore_index=True),
        pd.concat([panel.cells, rows], ignore_index=True),
        panel.grid,
        panel.sources,
    )
    day = date(2026, 5, 31)
    assert_frame_equal(known_by(planted, day).readings, known_by(panel, day).readings)
    assert_frame_equal(known_by(planted, day).cells, known_by(panel, day).cells)


def test_nothing_is_known_before_it_was(panel):
    cut = known_by(panel, date(2025, 11, 28))
    assert (cut.readings["known_on"] <= pd.Timestamp("2025-11-28")).all()
    assert (cut.cells["known_on"] <= pd.Timestamp("2025-11-28")).all()
    assert len(cut.readings) < len(panel.readings)


def test_shares_sum_to_one_for_every_reading(panel):
    share = shares(panel.readings)[["held_a", "held_b", "contested", "not_shown"]].dropna()
    assert len(share) > 50
    assert np.allclose(share.sum(axis=1), 1, rtol=0, atol=1e-9)
    assert (share["held_b"] == 0).all()
    assert (share >= 0).all(axis=None)


def test_the_mirror_exchanges_the_slots_and_nothing_else(panel):
    other = mirrored(panel)
    assert (other.readings["drawn"] == "b").all()
    assert {record.drawn for record in other.sources.values()} == {"b"}
    share = shares(other.readings).dropna(subset=["unit_km2"])
    assert (share["held_a"] == 0).all()
    back = mirrored(other)
    assert_frame_equal(back.readings, panel.readings)
    assert back.sources == panel.sources


def test_a_week_is_read_from_the_last_dated_map_up_to_its_sunday(panel):
    held = weekly_km2(panel, source="deepstate", id="ford", until=date(2025, 12, 31))
    assert [str(day.date()) for day in held.index] == ["2025-11-30", "2025-12-07"]
    rows = panel.readings.query("source == 'deepstate' and id == 'ford'").set_index("valid_to")
    assert held.iloc[0] == rows["held_km2"]["2025-11-30"]
    assert held.iloc[1] == rows["held_km2"]["2025-12-06"]
    assert len(weekly_km2(panel, source="deepstate", id="ford", until=date(2025, 12, 6))) == 1


def test_a_week_of_windows_is_read_from_the_window_over_its_sunday(panel):
    held = weekly_km2(panel, source="liveuamap", id="ford", until=date(2025, 12, 31))
    rows = panel.readings.query("source == 'liveuamap' and id == 'ford'").set_index("valid_to")
    assert [str(day.date()) for day in held.index] == ["2025-11-30"]
    assert held.iloc[0] == rows["held_km2"]["2025-11-30"]


def test_a_missing_week_is_absent(panel):
    rows = panel.readings.query("source == 'deepstate' and id == 'ford'")
    gap = rows.assign(valid_to=rows["valid_to"] + pd.Timedelta(days=21))
    gap = gap.assign(valid_from=gap["valid_to"], known_on=gap["valid_to"])
    both = type(panel)(
        pd.concat([rows, gap], ignore_index=True), no_changes(), panel.grid, panel.sources
    )
    held = weekly_km2(both, source="deepstate", id="ford", until=date(2026, 2, 1))
    assert [day.day for day in held.index] == [30, 7, 21, 28]


def test_what_is_not_there_is_named(panel):
    with pytest.raises(NoDataError, match="nothing of 'nowhere' by 'deepstate'"):
        weekly_km2(panel, source="deepstate", id="nowhere", until=date(2026, 1, 1))


def test_empty_tables_have_the_types_of_full_ones(panel):
    assert_frame_equal(no_readings(), panel.readings.head(0), check_index_type=False)
    assert_frame_equal(no_changes(), panel.cells.head(0), check_index_type=False)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_maps_put_in_between_keep_every_map_s_state(data):
    """In whatever order maps come, each day shows its own map; what came late is not seen early."""
    size = 6
    days = [date(2026, 1, 1 + step) for step in range(5)]
    maps = {
        day: np.array(
            data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)), np.uint8
        )
        for day in days
    }
    order = data.draw(st.permutations(days))
    late = data.draw(st.sampled_from([None, *days]))
    changes, known = no_changes()[list(CELL_TYPES)], {}
    for day in sorted(order, key=lambda day: day == late):
        seen_on = date(2026, 3, 1) if day == late else day
        later = [(other, on) for other, on in known.items() if other > day]
        if later:
            changes = with_map_between(
                changes, maps[day], dates=(day, seen_on), following=min(later)
            )
        else:
            before = last_state(changes, size)
            rows = change_rows(before, maps[day], day=day, known_on=seen_on)
            changes = pd.concat([changes, rows], ignore_index=True)
        known[day] = seen_on
    table = changes.assign(source="x", layer="held")
    for cut, left_out in ((date(2026, 2, 1), late), (date(2026, 3, 1), None)):
        seen = known_changes(table, cut)
        expected = np.zeros(size, np.uint8)
        for day in days:
            if day != left_out:
                expected = maps[day]
            state = last_state(seen[seen["day"] <= pd.Timestamp(day)], size)
            assert (state == expected).all(), (day, cut)
