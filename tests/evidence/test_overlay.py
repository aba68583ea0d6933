"""Laws of laying a map over the ground."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.conftest import SHAPES

from ripeness.evidence.cells import state_at
from ripeness.evidence.figures import Drawer, readings_of
from ripeness.evidence.ground import Ground
from ripeness.evidence.observation import Observation
from ripeness.evidence.overlay import Laid, lay_map
from ripeness.evidence.panel import shares
from ripeness.theatre.areas import area_km2
from ripeness.theatre.grid import SIXTEENTHS

DAY = date(2025, 12, 1)


@st.composite
def grounds(draw: st.DrawFn) -> shapely.Geometry:
    """A blob or two somewhere in and around the window, perhaps with a hole."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        x, y = draw(st.floats(35.6, 38.9)), draw(st.floats(46.6, 49.4))
        count = draw(st.integers(3, 24))
        radii = draw(st.lists(st.floats(0.02, 0.9), min_size=count, max_size=count))
        turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
        ring = np.column_stack(
            [x + radii * np.cos(turns), y + 0.66 * np.array(radii) * np.sin(turns)]
        )
        parts.append(shapely.make_valid(shapely.Polygon(ring)))
    shape = shapely.union_all(parts)
    if draw(st.booleans()):
        shape = shape.difference(shape.centroid.buffer(0.1))
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])


def readings(
    ground: Ground, laid: Laid, held: shapely.Geometry, grey: shapely.Geometry | None
) -> pd.DataFrame:
    observation = Observation(DAY, DAY, DAY, "x", "0" * 64, held=held, contested=grey)
    return readings_of(ground, laid, observation, Drawer("x", "a")).set_index("id")


@settings(max_examples=25, deadline=None, print_blob=False)
@given(held=grounds())
def test_areas_are_those_on_the_ellipsoid(small_ground, held):
    laid = lay_map(small_ground, held)
    table = readings(small_ground, laid, held, None)
    units = {"north": SHAPES["regions"]["North"], "ford": SHAPES["places"]["Ford"]}
    for name, outline in units.items():
        exact = area_km2(shapely.segmentize(held.intersection(outline), 0.02))
        assert table["held_km2"][name] == pytest.approx(exact, rel=1e-3, abs=0.05)
    exact = area_km2(shapely.segmentize(held, 0.02))
    assert table["held_km2"]["total"] == pytest.approx(exact, rel=1e-3, abs=0.05)


@settings(max_examples=25, deadline=None, print_blob=False)
@given(held=grounds(), grey=grounds())
def test_cells_add_up_to_the_area_in_the_window(small_ground, held, grey):
    laid = lay_map(small_ground, held, grey)
    inside = shapely.intersection(laid.whole, small_ground.window)
    part = (laid.cells_held > 0) & (laid.cells_held < SIXTEENTHS)
    missed = (
        inside.length / 1e3 * 2 / SIXTEENTHS / 2
    )  # cells the edge cuts by less than half a part
    allowed = (part.sum() + missed + 1) / (2 * SIXTEENTHS)
    assert abs(laid.cells_held.sum() / SIXTEENTHS - inside.area / 1e6) <= allowed + missed
    together = laid.cells_held.astype(int) + laid.cells_contested
    assert (together <= small_ground.window_cells).all()


@settings(max_examples=25, deadline=None, print_blob=False)
@given(held=grounds(), grey=grounds())
def test_shares_sum_to_one_and_bands_hold_the_value(small_ground, held, grey):
    table = readings(small_ground, lay_map(small_ground, held, grey), held, grey)
    share = shares(table)[["held_a", "held_b", "contested", "not_shown"]].drop(index="total")
    assert np.allclose(share.sum(axis=1), 1, rtol=0, atol=1e-9)
    assert (share >= -1e-9).all(axis=None)
    for tolerance in (250, 1000):
        low, high = table[f"low_{tolerance}_km2"], table[f"high_{tolerance}_km2"]
        assert ((low <= table["held_km2"] + 1e-5) & (table["held_km2"] <= high + 1e-5)).all()
        assert (low >= 0).all()
        assert (high <= table["unit_km2"].fillna(np.inf) + 1e-4).all()
    assert (table["low_1000_km2"] <= table["low_250_km2"] + 1e-5).all()
    assert (table["high_1000_km2"] >= table["high_250_km2"] - 1e-5).all()


@settings(max_examples=10, deadline=None, print_blob=False)
@given(first=grounds(), second=grounds(), change=grounds())
def test_what_a_map_gives_does_not_depend_on_the_map_before(small_ground, first, second, change):
    for held in (second, first.union(change), first.difference(change.buffer(0.01))):
        if held.is_empty:
            continue
        alone = lay_map(small_ground, held)
        after = lay_map(small_ground, held, after=lay_map(small_ground, first))
        for name in ("held", "contested", "inside", "outside"):
            assert np.allclose(getattr(alone, name), getattr(after, name), rtol=0, atol=1e-3)
        assert (alone.cells_held == after.cells_held).all()


def test_the_edge_of_the_land_is_no_line_between_sides(small_ground):
    """Ground drawn to the edge of the land is eroded along the drawn line only."""
    west = shapely.box(34.9, 45.4, 37.0, 50.6)
    table = readings(small_ground, lay_map(small_ground, west), west, None)
    wide = table.loc["south", "high_250_km2"] - table.loc["south", "low_250_km2"]
    exact = 0.5 * 2.5 * 111.15  # half a kilometre along two and a half degrees
    assert wide == pytest.approx(exact, rel=0.02)


def test_the_distance_to_the_line_is_that_on_the_ground(small_ground):
    held = shapely.box(38.0, 45.5, 40.5, 50.5)
    table = readings(small_ground, lay_map(small_ground, held), held, None)
    degree_km = 111.32 * np.cos(np.radians(47.7))
    assert table["line_km"]["ford"] == pytest.approx(0.9 * degree_km, rel=0.005)
    assert np.isnan(table["line_km"]["north"])


def test_contested_ground_is_missing_where_a_source_draws_none(panel):
    by_source = panel.readings.groupby("source")["contested_km2"]
    assert by_source.apply(lambda values: values.isna().all()).to_dict() == {
        "deepstate": True,
        "deepstate_grey": False,
        "isw": True,
        "liveuamap": True,
    }


def test_units_outside_a_source_s_box_have_no_reading(panel):
    grey = panel.readings.query("source == 'deepstate_grey'")
    assert sorted(set(grey["id"])) == ["ford", "mill"]
    assert set(panel.readings.query("source == 'isw'")["id"]) == {"total"}


def test_declared_ground_is_added_and_marked(panel):
    rows = panel.readings.query("source == 'liveuamap'")
    marked = rows.groupby("id")["completed"].all()
    assert marked.to_dict() == {
        "ford": False, "mill": False, "north": False, "port": False, "south": True, "total": True,
    }  # fmt: skip
    plain = panel.readings.query("source == 'deepstate' and id == 'south'").head(1)
    added = rows.query("id == 'south'").head(1)
    corner = area_km2(shapely.box(40.0, 46.0, 40.2, 47.5))
    assert added["held_km2"].item() - plain["held_km2"].item() == pytest.approx(corner, rel=1e-3)


def test_cells_by_day_are_the_maps(panel, upstream):
    state = state_at(
        panel.cells, date(2025, 12, 6), source="deepstate", layer="held", size=panel.grid.size
    )
    rows = panel.readings.query("source == 'deepstate' and id == 'total'").tail(1)
    assert 0 < state.sum() / SIXTEENTHS < rows["held_km2"].item()
    empty = state_at(
        panel.cells, date(2025, 11, 1), source="deepstate", layer="held", size=panel.grid.size
    )
    assert not empty.any()
