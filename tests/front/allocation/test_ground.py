"""The ground: what was known, which changes count, and what is not shown."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from tests.front.allocation.worlds import COLUMNS, ROWS, grid, ground_with, straight

from ripeness.case.load import case_folder
from ripeness.evidence.panel import read_panel
from ripeness.front.allocation.ground import cut, ground_of, mirrored, settled
from ripeness.terms.errors import AlignmentError, NoDataError


@pytest.fixture(scope="module")
def panel():
    return read_panel(case_folder("pokrovsk") / "panel", only="deepstate")


def one_cell(*values: int) -> np.ndarray:
    return np.array(values, np.uint8).reshape(-1, 1, 1)


def test_a_change_counts_only_if_it_lasts_14_days():
    assert settled(one_cell(0, 16, 0, 0, 0, 0)).ravel().tolist() == [0, 0, 0, 0, 0, 0]
    assert settled(one_cell(0, 16, 16, 0, 0, 0)).ravel().tolist() == [0, 0, 0, 0, 0, 0]
    assert settled(one_cell(0, 16, 16, 16, 16, 16)).ravel().tolist() == [0, 16, 16, 16, 16, 16]


def test_a_change_that_lasts_in_part_counts_in_part():
    assert settled(one_cell(0, 16, 10, 12, 12, 12)).ravel().tolist() == [0, 10, 10, 12, 12, 12]


def test_a_change_of_the_last_two_weeks_does_not_count_yet():
    assert settled(one_cell(0, 0, 0, 0, 16, 16)).ravel().tolist() == [0] * 6


def test_the_way_back_is_treated_alike():
    there = one_cell(0, 3, 16, 9, 16, 16, 4, 4, 4)
    assert np.array_equal(settled(16 - there), 16 - settled(there))


def test_later_maps_change_nothing_that_was_known(panel):
    as_of = date(2025, 3, 4)
    whole = ground_of(panel, source="deepstate", as_of=as_of)
    before = panel.cells["known_on"] <= pd.Timestamp(as_of)
    less = replace(panel, cells=panel.cells[before].reset_index(drop=True))
    again = ground_of(less, source="deepstate", as_of=as_of)
    assert whole.origin == date(2025, 3, 2)
    assert np.array_equal(whole.held, again.held)
    assert np.array_equal(whole.settled, again.settled)


def test_an_earlier_origin_can_be_cut_from_a_later_ground(panel):
    later = ground_of(panel, source="deepstate", as_of=date(2025, 6, 1))
    origin = date(2025, 3, 2)
    one, other = cut(later, origin), ground_of(panel, source="deepstate", as_of=origin)
    assert one.weeks == other.weeks
    assert np.array_equal(one.settled, other.settled)


def test_what_is_not_shown_is_nobodys(panel):
    shown = np.full((panel.grid.rows, panel.grid.columns), 16, np.uint8)
    shown[:, 150:] = 0
    ground = ground_of(panel, source="deepstate", as_of=date(2025, 3, 4), shown=shown)
    other = mirrored(ground)
    for each in (ground, other):
        assert (each.held[:, :, 150:] == 0).all()
    assert np.array_equal(
        ground.held.astype(int) + other.held, np.broadcast_to(shown, ground.held.shape)
    )


def test_the_mirror_of_the_mirror_is_the_ground():
    ground = ground_with(np.stack([straight(10), straight(12), straight(12), straight(13)]))
    again = mirrored(mirrored(ground))
    assert again.drawn == ground.drawn
    assert np.array_equal(again.held, ground.held)
    assert np.array_equal(again.settled, ground.settled)


def test_a_source_that_ended_long_before_is_refused(panel):
    with pytest.raises(NoDataError, match="weeks before the origin"):
        ground_of(panel, source="deepstate", as_of=date(2026, 2, 28) + timedelta(days=60))


def test_a_source_without_cells_is_refused(panel):
    with pytest.raises(NoDataError, match="no cells"):
        ground_of(panel, source="isw", as_of=date(2025, 3, 4))


def test_an_array_of_another_grid_is_refused(panel):
    with pytest.raises(AlignmentError, match="panel's own grid"):
        ground_of(
            panel,
            source="deepstate",
            as_of=date(2025, 3, 4),
            fixed={"road": np.zeros((ROWS, COLUMNS), np.float32)},
        )


def test_an_origin_outside_the_weeks_is_refused():
    ground = ground_with(np.repeat(straight()[None], 4, axis=0))
    assert ground.grid == grid()
    with pytest.raises(NoDataError, match="a Sunday from"):
        cut(ground, date(2001, 1, 7))
