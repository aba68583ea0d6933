"""Lines are split where they cross, keep their length, and are counted once."""

import numpy as np
import pandas as pd
import pytest
import shapely
from tests.theatre.network.drawings import lines

from ripeness.terms.chance import stream
from ripeness.theatre.network.splitting import crossings_without_node, split_at_crossings


def table(*drawn, **about):
    made = lines(*drawn, **about).table
    return made.assign(length_km=shapely.length(made["shape"].to_numpy(object)) / 1000)


def test_two_lines_that_cross_become_four_with_the_same_length():
    cross = table([(-2000, 0), (2000, 0)], [(0, -1000), (0, 3000)])
    assert crossings_without_node(cross) == 1
    split = split_at_crossings(cross)
    assert len(split) == 4
    assert split["length_km"].sum() == pytest.approx(cross["length_km"].sum())
    assert crossings_without_node(split) == 0


def test_lines_that_meet_at_their_ends_are_no_crossing():
    assert crossings_without_node(table([(0, 0), (1, 0)], [(1, 0), (2, 5)])) == 0


@pytest.mark.parametrize("seed", range(20))
def test_splitting_keeps_the_length_of_random_lines_that_do_not_overlap(seed):
    points = stream(seed, "tests", "splitting").uniform(-9000, 9000, (8, 3, 2))
    drawn = table(*points)
    split = split_at_crossings(drawn)
    assert split["length_km"].sum() == pytest.approx(drawn["length_km"].sum(), rel=1e-9)
    assert crossings_without_node(split) == 0


def test_ground_covered_twice_is_kept_once():
    twice = table([(0, 0), (4000, 0)], [(1000, 0), (6000, 0)])
    assert split_at_crossings(twice)["length_km"].sum() == pytest.approx(6.0)


def test_tracks_side_by_side_become_one_by_the_raster():
    side = table([(0, 0), (5000, 0)], [(0, 30), (5000, 30)])
    assert split_at_crossings(side)["length_km"].sum() == pytest.approx(10.0)
    assert split_at_crossings(side, precision_m=100)["length_km"].sum() == pytest.approx(5.0)


def test_two_one_way_lines_against_each_other_make_one_both_ways():
    there = table([(0, 0), (5000, 0)], [(5000, 20), (0, 20)]).assign(both_ways=False)
    (made,) = split_at_crossings(there, precision_m=100).to_dict("records")
    assert made["both_ways"]


def test_a_one_way_line_keeps_its_direction_through_a_crossing():
    cross = table([(-2000, 0), (2000, 0)], [(0, -1000), (0, 3000)]).assign(both_ways=False)
    for piece in split_at_crossings(cross).to_dict("records"):
        (x0, y0), (x1, y1) = piece["shape"].coords
        assert (x1 > x0) or (y1 > y0)
        assert not piece["both_ways"]


def test_a_piece_is_as_sure_as_the_surest_line_that_shows_it():
    both = table([(0, 0), (4000, 0)], [(0, 0), (4000, 0)]).assign(
        standing=["schematic", "mapped"], link_class=["minor", "trunk"]
    )
    (made,) = split_at_crossings(both).to_dict("records")
    assert (made["standing"], made["link_class"]) == ("mapped", "trunk")


def test_a_stated_length_is_shared_out_among_the_pieces():
    cross = table([(-2000, 0), (2000, 0)], [(0, -1000), (0, 3000)]).assign(length_km=[8.0, 4.0])
    split = split_at_crossings(cross)
    assert sorted(split["length_km"].round(6)) == [1.0, 3.0, 4.0, 4.0]


def test_no_lines_give_no_pieces():
    assert len(split_at_crossings(table([(0, 0), (1, 1)]).iloc[:0])) == 0
    dots = table([(0, 0), (1, 1)]).assign(
        shape=pd.Series([shapely.LineString([(0, 0), (0, 0)])], dtype=object)
    )
    assert len(split_at_crossings(dots)) == 0
    assert np.isfinite(split_at_crossings(table([(0, 0), (1, 1)]))["length_km"]).all()
