"""What an ensemble says of places, regions and cells."""

from datetime import date

import numpy as np
import pytest
import shapely
from pydantic import ValidationError
from tests.front.allocation.worlds import (
    COLUMNS,
    ORIGIN,
    ROWS,
    SLOPE,
    grid,
    hazard_with,
    still_model,
)

from ripeness.front.allocation.courses import run_ensemble
from ripeness.front.allocation.outputs import (
    ByDate,
    PlaceForecast,
    cells_of,
    places_of,
    reached,
    region_of,
)
from ripeness.front.allocation.units import Unit, share_built, unit_of, units_of
from ripeness.terms.days import WEEK
from ripeness.theatre.grid import cell_boxes, project, unproject

TOWN = np.array([row * COLUMNS + column for row in range(14, 18) for column in range(17, 20)])
VILLAGE = np.array([row * COLUMNS + column for row in range(4, 6) for column in range(8, 10)])


def unit(name: str, cells: np.ndarray) -> Unit:
    return Unit(name, "place", cells, np.ones(len(cells)), inside=1.0)


@pytest.fixture(scope="module")
def ensemble():
    model = still_model(hazard_with(SLOPE))
    region = Unit("all", "region", np.arange(ROWS * COLUMNS), np.ones(ROWS * COLUMNS), inside=1.0)
    units = (unit("town", TOWN), unit("village", VILLAGE), region)
    tempo = np.tile([16.0, 0.5], (24, 13, 1))
    return run_ensemble(model, tempo, units=units, seed=3), units


def test_places_are_told_for_the_side_that_has_yet_to_take_them(ensemble):
    found, units = ensemble
    told = places_of(found, side="one", other="two", units=units)
    assert {(row.place, row.side) for row in told} == {("town", "one"), ("village", "two")}
    assert [row.threshold for row in told if row.place == "town"] == [0.05, 0.5, 0.95]


def test_nothing_is_told_of_a_place_within_four_weeks(ensemble):
    found, units = ensemble
    for row in places_of(found, side="one", other="two", units=units):
        assert row.share_of_members_by[0].date == ORIGIN + 4 * WEEK
        assert row.share_of_members_by[-1].date == ORIGIN + 13 * WEEK
        assert row.median_date is None or row.median_date >= ORIGIN + 4 * WEEK


def test_chances_of_a_place_agree_with_its_members(ensemble):
    found, units = ensemble
    share = found["place_share"].sel(place="town").to_numpy()
    half = next(
        row
        for row in places_of(found, side="one", other="two", units=units)
        if (row.place, row.threshold) == ("town", 0.5)
    )
    got = (share[:, 1:] >= 0.5 - 1e-6).any(axis=1).mean()
    assert half.p_not_by_horizon == pytest.approx(1 - got)
    assert half.share_of_members_by[-1].p == pytest.approx(got)
    assert 0 < got <= 1


def test_a_later_threshold_is_reached_no_sooner(ensemble):
    found, units = ensemble
    told = places_of(found, side="one", other="two", units=units)
    town = [row.p_not_by_horizon for row in told if row.place == "town"]
    assert town == sorted(town)


def test_a_region_grows_by_what_changes_hands(ensemble):
    found, _ = ensemble
    grown = found["region_km2"].sel(region="all").diff("week").to_numpy()
    moved = found["changed_km2"].to_numpy()
    assert np.allclose(grown, moved[:, :, 0] - moved[:, :, 1], atol=1e-3)


def test_cells_are_told_each_way_and_only_where_there_is_a_chance(ensemble):
    found, _ = ensemble
    held = np.zeros((ROWS, COLUMNS), bool)
    held[:, :15] = True
    for one in cells_of(found, held):
        assert {bool(held.ravel()[cell]) for cell in one.cells} <= {one.to == "other"}
        assert all(0.005 <= p <= 1 for p in one.p)


def test_the_first_week_at_a_share_is_found():
    share = np.array([[0.0, 0.2, 0.6, 0.4], [0.0, 0.1, 0.2, 0.3]])
    assert reached(share, 0.5).tolist() == [2, -1]


def test_the_rest_of_a_region_is_gone_when_all_of_it_is_held():
    km2 = np.tile(np.linspace(91, 195, 105)[1:], (2, 1))
    km2[1] = 95.0
    found = region_of(
        km2, origin=ORIGIN, unit_km2=117.0, held_km2=91.0, named=("east", "map", "one")
    )
    by = {row.date: row.p for row in found.gone_by}
    assert found.left_km2 == 26.0
    assert by[ORIGIN + 13 * WEEK] == 0.0
    assert by[ORIGIN + 39 * WEEK] == 0.5
    assert found.p_not_within_two_years == 0.5


def test_a_share_of_members_that_falls_is_refused():
    with pytest.raises(ValidationError, match="cannot fall"):
        PlaceForecast(
            place="town", source="map", side="one", threshold=0.5, held_at_origin=0.0,
            share_of_members_by=(ByDate(date=date(2025, 7, 6), p=0.5), ByDate(date=date(2025, 7, 13), p=0.4)),
            median_date=None, low_date=None, high_date=None, p_not_by_horizon=0.6,
        )  # fmt: skip


def cells_outline(cells) -> shapely.Geometry:
    return unproject(shapely.union_all(cell_boxes(grid(), np.array(cells))), grid().crs)


def test_a_place_is_laid_on_its_cells():
    shape = cells_outline(TOWN)
    found = unit_of("town", "place", shape, grid())
    inner = found.km2 > 1e-2
    assert set(TOWN) <= set(found.cells[inner].tolist())
    assert found.km2.sum() == pytest.approx(project(shape, grid().crs).area / 1e6, rel=1e-9)
    assert share_built({"town": shape}, grid()).ravel()[TOWN] == pytest.approx(1.0, abs=0.02)


def test_a_place_outside_the_window_is_none_of_ours():
    away = shapely.box(39.0, 48.0, 39.1, 48.1)
    half = shapely.box(37.35, 48.0, 37.45, 48.05)
    assert units_of({"away": away, "half": half}, {"far": away}, grid()) == ()


def test_the_cells_of_the_first_members_are_kept_at_the_horizons(ensemble):
    found, _ = ensemble
    cells = found["ahead"].to_numpy().astype(float)
    assert cells.shape[:2] == (24, 2)
    region = found["region_km2"].sel(region="all").to_numpy()[:, [4, 13]]
    still = region - cells.sum(axis=2) / 16
    assert np.ptp(still) == pytest.approx(0, abs=1e-3)
    assert np.ptp(region, axis=1).max() > 0
