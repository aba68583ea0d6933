"""Cells under lines: every kilometre lies in the cell that it crosses."""

import numpy as np
import pytest
import shapely
from tests.theatre.network.drawings import GRID

from ripeness.terms.chance import stream
from ripeness.theatre.grid import cell_boxes
from ripeness.theatre.network.crossed import cells_crossed


@pytest.mark.parametrize("seed", range(15))
def test_the_kilometres_in_cells_are_those_of_an_overlay(seed):
    points = stream(seed, "tests", "crossed").uniform(-25_000, 25_000, (4, 2))
    line = shapely.LineString(points)
    found = cells_crossed([line], GRID, length_km=np.array([line.length / 1000]))
    assert found["inside"].all()
    boxes = cell_boxes(GRID, found["cell"].to_numpy())
    overlaid = shapely.length(shapely.intersection(line, boxes)) / 1000
    assert found["km"].to_numpy() == pytest.approx(overlaid, abs=1e-6)
    assert found["km"].sum() == pytest.approx(line.length / 1000)


def test_a_line_beyond_the_grid_stands_on_the_nearest_cells_of_it():
    east = GRID.origin_x_m + GRID.columns * GRID.cell_m
    line = shapely.LineString([(east + 5000, 200), (east + 9000, 200)])
    found = cells_crossed([line], GRID, length_km=np.array([4.0]))
    assert found["km"].tolist() == [4.0]
    assert not found["inside"].any()
    assert (found["cell"] % GRID.columns).tolist() == [GRID.columns - 1]


def test_a_stated_length_longer_than_the_drawing_counts_whole():
    line = shapely.LineString([(-10_000, 100), (10_000, 100)])
    found = cells_crossed([line], GRID, length_km=np.array([23.6]))
    assert found["km"].sum() == pytest.approx(23.6)


def test_lines_along_the_edge_of_cells_and_dots_are_counted():
    edge = shapely.LineString([(-3000, 0), (3000, 0)])
    dot = shapely.LineString([(500, 500), (500, 500)])
    found = cells_crossed([edge, dot], GRID, length_km=np.array([6.0, 0.0]))
    assert found.loc[found["link"] == 0, "km"].sum() == pytest.approx(6.0)
    assert found.loc[found["link"] == 1, "km"].tolist() == [0.0]
    assert len(cells_crossed([], GRID, length_km=np.zeros(0))) == 0
