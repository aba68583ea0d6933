from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.front.weekly import AREA, ORIGIN, as_series, readings

from ripeness.front.finish import finish_at_pace, weeks_at_pace, weeks_until
from ripeness.front.settings import FrontSettings
from ripeness.terms.errors import ModelError

FEW = FrontSettings(members=500)


def finishes(series, *, area=AREA, contested_km2=None, origin=ORIGIN):
    told = finish_at_pace(
        series, area=area, origin=origin, seed=1, contested_km2=contested_km2, settings=FEW
    )
    return told.finishes


def test_a_steady_pace_ends_on_the_day_that_division_gives():
    steady = readings(73, pace=50.0, noise=0.01, last=AREA.unit_km2 - 5_000)
    for one in finishes(steady):
        assert one.left_km2 == pytest.approx(5_000)
        assert one.at_pace_on == ORIGIN + timedelta(weeks=100)
        assert one.date.median == ORIGIN + timedelta(weeks=100)
        assert one.complement_assumed
        assert one.grey_zone == "not_drawn"
        assert one.p_not_within_two_years == 0.0


def test_the_grey_zone_counts_in_and_out():
    told = finishes(readings(), contested_km2=400.0)
    left = {(one.window_weeks, one.grey_zone): one.left_km2 for one in told}
    assert len(left) == 8
    assert left[13, "in"] - left[13, "out"] == pytest.approx(400.0)


def test_ground_that_is_lost_is_never_gone():
    for one in finishes(readings(73, pace=-30.0, noise=1.0)):
        assert one.at_pace_on is None
        assert one.date is None
        assert one.p_not_within_two_years == 1.0


def test_where_nothing_is_left_it_is_gone_already():
    whole = readings(73, pace=5.0, noise=2.0, last=AREA.unit_km2)
    for one in finishes(whole):
        assert one.left_km2 == 0.0
        assert one.at_pace_on == one.date.low == one.date.high == ORIGIN
        assert one.p_not_within_two_years == 0.0


def test_days_widen_as_the_window_shortens():
    spans = {one.window_weeks: one.pace_km2_per_week for one in finishes(readings())}
    width = [spans[weeks].high - spans[weeks].low for weeks in (4, 13, 26, 52)]
    assert width == sorted(width, reverse=True)


def test_a_history_too_short_for_a_window_is_told_by_name():
    told = finish_at_pace(readings(40), area=AREA, origin=ORIGIN, seed=1, settings=FEW)
    assert [one.model for one in told.refused] == ["pace_52"]
    constant = as_series(np.full(60, 9.0))
    assert finish_at_pace(constant, area=AREA, origin=ORIGIN, seed=1, settings=FEW).finishes == ()


def test_a_region_without_an_area_is_refused():
    with pytest.raises(ModelError, match="found no area of the region"):
        finishes(readings(), area=AREA.model_copy(update={"unit_km2": None}))


@given(st.floats(0.1, 5_000), st.floats(0.1, 300))
def test_members_on_a_straight_line_take_what_division_gives(left, pace):
    path = pace * np.arange(1, 27)[None, :]
    weeks = weeks_until(left, path, np.array([pace]))[0]
    exact = weeks_at_pace(left, pace)
    assert exact - 1e-6 <= weeks <= max(np.ceil(exact + 1e-9), exact + 1e-6)


def test_a_member_that_moves_away_never_ends():
    assert weeks_until(10.0, np.zeros((1, 26)), np.array([0.0]))[0] == np.inf
    assert weeks_until(10.0, -np.ones((1, 26)), np.array([-1.0]))[0] == np.inf


def test_a_published_pace_gives_the_published_day():
    """UKR-H: ISW, 2025-11-26: 21.9 % of 26 517 km² at 9.3 km² a day; done 2027-08-12."""
    weeks = weeks_at_pace(0.219 * 26_517, 7 * 9.3)
    assert date(2025, 11, 26) + timedelta(days=round(7 * weeks)) == date(2027, 8, 12)


def test_an_old_last_reading_moves_no_day_on_a_steady_line():
    steady = readings(73, pace=50.0, noise=0.01, last=AREA.unit_km2 - 5_000)
    for one, late in zip(finishes(steady), finishes(steady[:-2]), strict=True):
        assert late.left_km2 == pytest.approx(5_100, abs=1)
        assert abs((late.at_pace_on - one.at_pace_on).days) <= 1
        assert abs((late.date.median - one.date.median).days) <= 7
