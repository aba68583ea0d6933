"""Laws of counting what polygons cover of each cell."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.evidence.cover import cover
from ripeness.theatre.grid import Window, cell_boxes, make_grid

GRID = make_grid(Window(west=36.0, east=36.3, south=48.0, north=48.2))
LEFT, TOP = GRID.origin_x_m, GRID.origin_y_m
WIDE, HIGH = GRID.columns * GRID.cell_m, GRID.rows * GRID.cell_m


@st.composite
def polygons(draw: st.DrawFn) -> shapely.Geometry:
    """A polygon with many corners in, around and beyond the grid, perhaps with a hole."""
    x, y = draw(st.floats(-0.3, 1.3)), draw(st.floats(-0.3, 1.3))
    count = draw(st.integers(3, 20))
    radii = np.array(draw(st.lists(st.floats(50, 30_000), min_size=count, max_size=count)))
    turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = np.column_stack(
        [LEFT + x * WIDE + radii * np.cos(turns), TOP - y * HIGH + radii * np.sin(turns)]
    )
    shape = shapely.make_valid(shapely.Polygon(ring))
    shape = shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])
    if draw(st.booleans()):
        shape = shape.difference(shape.centroid.buffer(700, quad_segs=3))
    return shape


def cut(shape: shapely.Geometry) -> np.ndarray:
    """The same by cutting each cell."""
    boxes = cell_boxes(GRID, np.arange(GRID.size))
    return shapely.area(shapely.intersection(shape, boxes)) / GRID.cell_m**2


@settings(max_examples=60, deadline=None, print_blob=False)
@given(shape=polygons())
def test_the_share_of_each_cell_is_what_cutting_it_gives(shape):
    assert np.allclose(cover(GRID, [shape]), cut(shape), rtol=0, atol=1e-9)


@settings(max_examples=30, deadline=None, print_blob=False)
@given(first=polygons(), second=polygons())
def test_shapes_side_by_side_add_up(first, second):
    rest = shapely.intersection(
        shapely.difference(second, first), shapely.box(-1e6, -1e6, 1e6, 1e6)
    )
    polygons_only = [part for part in shapely.get_parts(rest) if part.geom_type == "Polygon"]
    expected = cut(first) + cut(shapely.MultiPolygon(polygons_only))
    assert np.allclose(cover(GRID, [first, *polygons_only]), expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("west", "east", "covered"),
    [(0, 3, 3), (0.25, 3, 2.75), (-5, 2, 2), (2, 1e4, GRID.columns - 2)],
)
def test_edges_on_and_beyond_the_lines_of_the_grid_count_once(west, east, covered):
    box = shapely.box(LEFT + west * 1000, TOP - 4000, LEFT + east * 1000, TOP - 2000)
    share = cover(GRID, [box]).reshape(GRID.rows, GRID.columns)
    assert share[2:4].sum(axis=1) == pytest.approx([covered, covered], abs=1e-9)
    assert share[:2].sum() == share[4:].sum() == 0


def test_nothing_covers_nothing():
    assert not cover(GRID, [shapely.Polygon()]).any()
    assert not cover(GRID, []).any()
