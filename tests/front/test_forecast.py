from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.front.weekly import AREA, ORIGIN, as_series, readings

from ripeness.front.catalogue import BUILT_IN, tempos
from ripeness.front.forecast import Voices, forecast_area
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.pace import ConstantPace

FEW = FrontSettings(members=200)


def forecast(series, *, area=AREA, seed=1, chosen=FEW, models=None):
    return forecast_area(
        series, area=area, origin=ORIGIN, seed=seed, settings=chosen, voices=Voices(models=models)
    )


def test_every_model_of_the_catalogue_answers():
    made = forecast(readings())
    assert [one.model for one in made.forecasts] == [
        "pace_4", "pace_13", "pace_26", "pace_52",
        "calm_pace_26", "calm_pace_52", "damped", "regime", "attrition", "auto_ets", "stack",
    ]  # fmt: skip
    assert made.refused == ()
    assert tempos()[: len(BUILT_IN)] == BUILT_IN


def test_a_record_says_whose_what_and_when():
    one = forecast(readings()).forecasts[0]
    assert (one.source, one.region, one.side, one.unit) == ("map", "region", "one", "km2")
    assert (one.origin, one.weeks[0], one.weeks[-1]) == (
        ORIGIN, ORIGIN + timedelta(weeks=1), ORIGIN + timedelta(weeks=26),
    )  # fmt: skip
    assert one.origin_value == pytest.approx(20_000)
    assert (one.members, one.complement_assumed) == (200, False)


def test_a_record_says_when_its_last_reading_is_old():
    assert forecast(readings()).forecasts[2].note is None
    assert "last reading is 2 weeks older" in forecast(readings()[:-2]).forecasts[2].note


def test_a_record_says_how_many_members_are_held_at_the_bounds():
    full = forecast(readings(last=AREA.unit_km2)).forecasts[2]
    assert "of members end at the region's bounds" in full.note


def test_the_same_seed_gives_the_same_forecast_and_another_does_not():
    assert forecast(readings()) == forecast(readings())
    assert forecast(readings()) != forecast(readings(), seed=2)


def test_exchanging_the_sides_changes_no_number():
    other = AREA.model_copy(update={"side": "other"})
    mine, theirs = forecast(readings()).forecasts, forecast(readings(), area=other).forecasts
    for one, two in zip(mine, theirs, strict=True):
        assert (one.side, two.side) == ("one", "other")
        assert one.model_copy(update={"side": "other"}) == two


def test_the_rest_of_the_region_is_forecast_as_its_mirror():
    """What one side gains the other loses: levels exchanged about one half, at a constant pace."""
    held, unit = readings(), AREA.unit_km2
    ours = forecast(held, models=BUILT_IN[:4]).forecasts
    rest = forecast(unit - held, models=BUILT_IN[:4]).forecasts
    for one, two in zip(ours, rest, strict=True):
        upright = np.array(list(one.quantiles.values()))
        mirrored = unit - np.array(list(two.quantiles.values()))[::-1]
        assert upright == pytest.approx(mirrored, rel=1e-9)


def test_regions_share_their_draws_so_that_parts_sum_to_the_whole():
    one, two = readings(73, pace=10.0), readings(73, pace=30.0, noise=5.0)
    free = AREA.model_copy(update={"unit_km2": None})
    pace = (ConstantPace(window_weeks=13),)
    means = [
        np.array(forecast(series, area=free, models=pace).forecasts[0].mean)
        for series in (one, two, one + two)
    ]
    assert means[0] + means[1] == pytest.approx(means[2], rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 26_508), st.floats(-400, 400), st.floats(0.1, 500))
def test_nobody_holds_more_than_all_or_less_than_nothing(last, pace, noise):
    series = readings(60, pace=pace, noise=noise, last=last).clip(0, AREA.unit_km2)
    for one in forecast(series, models=BUILT_IN[:4]).forecasts:
        numbers = np.array([*one.quantiles.values(), one.mean])
        assert np.isfinite(numbers).all()
        assert numbers.min() >= 0
        assert numbers.max() <= AREA.unit_km2 + 1e-6


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (readings(20), "19 changes between consecutive Sundays"),
        (as_series(np.full(60, 3.0)), "changed in 0 of 59 weeks"),
        (readings(60)[:-20], "a last reading 20 weeks before"),
        (readings(60)[:0], "no reading at all"),
        (readings(60)[::2], "0 changes between consecutive Sundays"),
    ],
)
def test_a_history_that_no_model_can_use_is_told_by_name(series, why):
    made = forecast(series)
    assert made.forecasts == ()
    (refused,) = made.refused
    assert (refused.source, refused.region, refused.model) == ("map", "region", "all")
    assert why in refused.why


def test_a_short_history_refuses_only_the_long_window():
    made = forecast(readings(40))
    assert [one.model for one in made.refused] == ["pace_52", "calm_pace_52"]
    assert "at least 52 weeks" in made.refused[0].why


def test_what_the_founding_case_forecast_on_its_day(real_data):
    """DeepState, Donetsk oblast, from 2025-11-30: figures of this program, kept to see changes."""
    made = forecast(reference(real_data, "Donetsk"), chosen=FrontSettings())
    first = ("pace_4", "pace_13", "pace_26", "pace_52", "auto_ets")
    medians = {
        one.model: one.quantiles["0.5"][3] - one.origin_value
        for one in made.forecasts
        if one.model in first
    }
    assert medians == pytest.approx(
        {"pace_4": 167, "pace_13": 88, "pace_26": 219, "pace_52": 200, "auto_ets": 119}, abs=6
    )


def reference(folder, region):
    import pandas as pd

    rows = pd.read_csv(folder / "control" / "reference_area_by_oblast.csv.gz")
    rows = rows[(rows["source"] == "deepstate") & (rows["cls"] == "occupied")]
    series = pd.Series(rows[region].to_numpy(), index=pd.to_datetime(rows["date"].to_numpy()))
    weekly = series.resample("W-SUN").last().dropna()
    return weekly[weekly.index <= pd.Timestamp(date(2025, 11, 30))]
