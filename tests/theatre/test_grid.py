"""The grid: equal areas, cells numbered from the north-west, the window inside it."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ripeness.theatre.areas import area_km2
from ripeness.theatre.grid import (
    Window,
    cell_boxes,
    cell_centres,
    inside_sixteenths,
    make_grid,
    project,
    unproject,
    window_on_plane,
)

FOUNDING = Window(west=35.8, east=38.9, south=46.9, north=49.6)


@given(
    west=st.floats(-170, 160),
    south=st.floats(-70, 68),
    width=st.floats(0.2, 4),
    height=st.floats(0.2, 4),
)
def test_the_plane_keeps_areas(west, south, width, height):
    window = Window(west=west, east=west + width, south=south, north=south + height)
    grid = make_grid(window)
    box = shapely.segmentize(shapely.box(west, south, west + width, south + height), 0.02)
    assert window_on_plane(grid).area / 1e6 == pytest.approx(area_km2(box), rel=1e-4)


@given(x=st.floats(35.8, 38.9), y=st.floats(46.9, 49.6))
def test_a_point_comes_back_from_the_plane(x, y):
    grid = make_grid(FOUNDING)
    back = unproject(project(shapely.Point(x, y), grid.crs), grid.crs)
    assert (back.x, back.y) == pytest.approx((x, y), abs=1e-8)


def test_cells_cover_the_window_and_are_counted_only_inside_it():
    grid = make_grid(FOUNDING)
    inside = inside_sixteenths(grid)
    box = shapely.segmentize(shapely.box(35.8, 46.9, 38.9, 49.6), 0.02)
    assert inside.sum() / 16 == pytest.approx(area_km2(box), rel=1e-3)
    assert inside.max() == 16
    assert inside.size == grid.size == grid.rows * grid.columns


def test_cells_are_numbered_by_row_from_the_north_west():
    grid = make_grid(FOUNDING)
    first, next_, below = cell_boxes(grid, np.array([0, 1, grid.columns]))
    assert first.bounds[0] == grid.origin_x_m
    assert first.bounds[3] == grid.origin_y_m
    assert next_.bounds[0] == grid.origin_x_m + 1000
    assert below.bounds[3] == grid.origin_y_m - 1000
    longitude, latitude = cell_centres(grid, np.array([grid.rows // 2 * grid.columns + 119]))
    assert longitude[0] == pytest.approx(37.35, abs=0.02)
    assert latitude[0] == pytest.approx(48.25, abs=0.02)


def test_a_long_edge_follows_its_parallel():
    """Edges are straight in longitude and latitude, however few corners an outline has."""
    grid = make_grid(FOUNDING)
    coarse = shapely.box(33, 47, 41, 48)
    assert project(coarse, grid.crs).area / 1e6 == pytest.approx(
        area_km2(shapely.segmentize(coarse, 0.01)), rel=1e-5
    )


def test_a_window_without_area_is_refused():
    with pytest.raises(ValidationError, match="west must be less than east"):
        Window(west=38, east=36, south=47, north=48)
    with pytest.raises(ValidationError, match=r"extra_forbidden|Extra inputs"):
        Window.model_validate({"west": 36, "east": 38, "south": 47, "north": 48, "top": 1})
