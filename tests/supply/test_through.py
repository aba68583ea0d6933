"""Through time: windows, placebos, and what comes first."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.supply.country import GRID, country_ground, country_towns, country_webs

from ripeness.supply.agreement import correlated, leads
from ripeness.supply.assumed import drawn, interval, spread
from ripeness.supply.changed import effect_rows, exposed_row, precedes_rows, series_rows, span_rows
from ripeness.supply.placed import OneDay, neck_row, place_rows, worked_out
from ripeness.supply.situation import situation
from ripeness.supply.through import Through, thinned, through_time
from ripeness.supply.windows import Span, crossing_span, like_spans, news_span, placebo
from ripeness.terms.chance import stream
from ripeness.terms.errors import DataError
from ripeness.theatre.network.declared import DeclaredNetwork

TOWNS, START = country_towns(), date(2025, 1, 1)
GATE, NORTH, FRONT = range(3)


def through(lines):
    """Delivery while the line moves, a map a week."""
    days = [START + timedelta(weeks=week) for week in range(len(lines))]
    grounds = [
        (day, country_ground(line), at == 0 or line != lines[at - 1])
        for at, (day, line) in enumerate(zip(days, lines, strict=True))
    ]
    return through_time(country_webs(), grounds, side="a", towns=TOWNS, grid=GRID)


def test_each_distinct_state_is_computed_once():
    found = through([46, 46, 44, 44, 46])
    assert found.distinct == 2
    share = found.share("both")
    assert np.array_equal(share[0], share[4], equal_nan=True)


def test_ground_lost_within_a_place_shows_though_no_link_changes():
    part = country_ground(46)
    cell = TOWNS.cells[FRONT][-1]
    part.by_a[cell], part.by_b[cell] = 10, 6
    grounds = [(START, country_ground(46), True), (START + timedelta(days=1), part, True)]
    found = through_time(country_webs(), grounds, side="a", towns=TOWNS, grid=GRID)
    assert found.distinct == 1
    assert found.own[:, FRONT].tolist() == pytest.approx([1, 1 - 6 / 16 / 9])


def test_a_lost_place_is_missing_and_not_nothing():
    found = through([46, 39])
    assert np.isfinite(found.share("both")[0, :, FRONT]).all()
    assert np.isnan(found.share("both")[1, :, FRONT]).all()
    assert found.own[:, FRONT].tolist() == pytest.approx([1, 0])


def test_series_give_the_days_on_which_the_place_is_held():
    rows = series_rows(through([46, 39]), TOWNS, source="map", side="west")
    by = {(row.place, row.network): row for row in rows}
    assert by["front", "both"].days == (START,)
    assert len(by["total", "both"].days) == 2
    assert all(row.low[0] <= row.value[0] <= row.high[0] for row in rows)


def test_a_window_is_told_with_all_others_of_its_length():
    days = tuple(START + timedelta(weeks=week) for week in range(8))
    arrives = np.ones((8, 4, 3))
    arrives[7, :, GATE] = 0.4
    found = Through("a", days, {"both": np.ones((8, 4, 3))}, {"both": arrives}, np.ones((8, 3)), 2)
    span = Span(days[6], days[7])
    rows = span_rows(found, span, FRONT, towns=TOWNS, told=("news", "map", "a"), slack_days=1)
    total = next(row for row in rows if (row.place, row.network) == ("total", "both"))
    assert total.change.value == pytest.approx(-0.3)
    gate = next(row for row in rows if row.place == "gate")
    assert gate.change.value == pytest.approx(-0.6)
    assert total.placebo.windows == 6
    assert total.placebo.p == pytest.approx(1 / 7)


def test_news_and_crossings_are_found_on_maps():
    days = [START + timedelta(days=one) for one in (0, 3, 9, 12)]
    assert news_span(days, START + timedelta(days=3)) == Span(days[0], days[1])
    assert news_span(days, START) is None
    assert crossing_span(days, np.array([0.02, 0.5, 0.96, 1.0])) == Span(days[0], days[2])
    assert crossing_span(days, np.array([0.2, 0.5, 0.96, 1.0])) is None
    assert crossing_span(days, np.array([0.0, 0.5, 0.9, 0.94])) is None
    assert all(
        other.first >= days[1] for other in like_spans(days, Span(days[0], days[1]), slack_days=0)
    )


def test_a_placebo_counts_the_figure_asked_about():
    found = placebo(0.5, np.array([0.1, -0.6, 0.2]))
    assert (found.p, found.windows) == (2 / 4, 3)
    assert placebo(0.5, np.array([np.nan])) is None


def test_days_are_thinned_from_the_last():
    days = [START + timedelta(days=one) for one in range(10)]
    assert thinned(days, step_days=4)[-1] == days[-1]
    assert thinned(days, step_days=1) == days


def test_the_effect_of_a_place_is_the_difference_of_two_arms():
    webs, ground = country_webs(), country_ground()
    on = situation(ground, side="a", towns=TOWNS, grid=GRID)
    rows = effect_rows(webs, on, GATE, towns=TOWNS, told=("map", START, "west"), among=None)
    total = next(row for row in rows if (row.place, row.network) == ("total", "both"))
    assert total.change.high < 0
    assert {row.place for row in rows} <= {"total", *TOWNS.ids}
    told = exposed_row(on, GATE, towns=TOWNS, grid=GRID, told=("map", START, "west"))
    far = situation(country_ground(95), side="a", towns=TOWNS, grid=GRID)
    far = replace(far, behind_km=np.zeros(3))
    wide = exposed_row(far, GATE, towns=TOWNS, grid=GRID, told=("map", START, "west"))
    assert wide.compared == 2
    assert told.by_half <= told.by_quarter <= told.by_tenth <= told.compared


def test_every_measure_of_a_place_is_told():
    webs, ground = country_webs(), country_ground()
    one = OneDay("map", START, "a", "west", ground)
    day = worked_out(webs, one, towns=TOWNS, grid=GRID)
    rows = place_rows(webs, one, day, towns=TOWNS, grid=GRID)
    front = next(row for row in rows if (row.place, row.network) == ("front", "road"))
    assert front.routes_edge == front.routes_node == 1
    assert front.hours_to_rear == pytest.approx(35 / 40)
    assert front.demand_t.low < front.demand_t.value < front.demand_t.high
    rail = [row for row in rows if row.network == "rail"]
    assert all(row.delivered.value == 0 and row.hours_to_rear is None for row in rail)
    assert all(row.days_of_supply.value > 0 for row in rail)
    neck = neck_row(one, "front", towns=TOWNS, grid=GRID)
    assert neck.held == 1
    assert 0 < neck.low <= neck.neck_km <= neck.high


def test_a_place_that_is_not_there_is_named():
    with pytest.raises(DataError, match="no place 'nowhere'"):
        TOWNS.number("nowhere")


def test_delivery_that_runs_ahead_of_ground_is_found_and_noise_is_not():
    draw = stream(1, "tests", "leads")
    first = draw.normal(size=(30, 6))
    value, p, pairs, places = leads(first, first + draw.normal(size=(30, 6)))
    assert value > 0.5
    assert p == 1 / 30
    assert (pairs, places) == (180, 6)
    assert leads(first, draw.normal(size=(30, 6)))[1] > 0.05
    assert leads(first * 0, first)[0] is None
    assert precedes_rows(through([46, 45]), source="map", side="west") == []


@pytest.mark.parametrize("shared", [0.0, 3.0])
def test_the_chance_of_leading_is_even_where_nothing_leads(shared):
    values = []
    for seed in range(100):
        draw = stream(seed, "tests", "even")
        walk = draw.normal(size=(2, 20, 5)) + shared * draw.normal(size=(2, 20, 1))
        values.append(leads(walk[0], walk[1])[1])
    assert np.mean(np.array(values) <= 0.2) == pytest.approx(0.2, abs=0.1)


def test_months_with_a_gap_between_them_are_no_pair():
    days = tuple(date(2025, month, 1) for month in (1, 2, 3, 5, 6, 7, 8))
    own = np.linspace(1, 0.4, 7)[:, None] ** [[1, 2, 3]]
    arrives = np.repeat(own[:, None, :] ** 2, 4, axis=1)
    found = Through("a", days, {"both": np.ones((7, 4, 3))}, {"both": arrives}, own, 7)
    (row,) = precedes_rows(found, source="map", side="west")
    assert row.n == 3 * 3


def test_correlations_of_ranks_have_ends_around_them():
    one = np.arange(8.0)
    found = correlated(one, -one, seed=1, name="x")
    assert found.spearman.value == pytest.approx(-1)
    assert found.kendall.value == pytest.approx(-1)
    assert correlated(one, one * 0, seed=1, name="x").spearman is None


def test_draws_meet_every_part_of_a_range_once():
    assumed = drawn(DeclaredNetwork(), seed=1, draws=10)
    places = np.sort(np.floor(assumed.capacity["road"] * 10))
    assert places.tolist() == list(range(10))
    assert (assumed.degraded_km >= 5).all()
    assert (assumed.degraded_km <= 25).all()
    assert spread(0.0, 4.0, np.array([0.5])) == pytest.approx([2.0])
    one = interval(np.arange(101.0))
    assert (one.low, one.value, one.high) == pytest.approx((5, 50, 95))
