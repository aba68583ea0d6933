import numpy as np
import pandas as pd
import pytest

from ripeness.front.learnt import NOTHING, Learnt, learnt_by, learnt_tables
from ripeness.front.recalibrate import GRID, SAME, curve_of, place_of, recalibrated
from ripeness.terms.chance import stream

POINTS = np.sort(stream(1, "tests", "recalibrate").normal(0.0, 1.0, 200))


def test_where_nothing_is_recorded_nothing_changes():
    np.testing.assert_allclose(curve_of(np.zeros(0), 0.0, 8.0), SAME)
    np.testing.assert_allclose(recalibrated(POINTS, SAME), POINTS)


def test_forecasts_that_were_too_wide_are_narrowed_and_too_narrow_ones_widened():
    places = (np.arange(4000) + 0.5) / 4000
    tight = recalibrated(POINTS, curve_of(places / 2, 1e6, 8.0))
    wide = recalibrated(POINTS, curve_of(1 - (1 - places) / 2, 1e6, 8.0))
    middle = slice(50, 150)
    assert np.ptp(tight[middle]) < np.ptp(POINTS[middle]) < np.ptp(wide[middle])
    for points in (tight, wide):
        assert (np.diff(points) >= 0).all()


def test_a_recalibrated_forecast_holds_as_often_as_it_promises():
    truth = stream(2, "tests", "recalibrate").normal(0.0, 0.5, 4000)
    record = curve_of(np.array([place_of(POINTS, y) for y in truth[:2000]]), 1e6, 8.0)
    low, high = np.quantile(recalibrated(POINTS, record), [0.25, 0.75])
    assert ((truth[2000:] >= low) & (truth[2000:] <= high)).mean() == pytest.approx(0.5, abs=0.03)


def test_few_origins_change_little():
    places = np.zeros(20)
    changed = [curve_of(places, n_eff, 8.0) for n_eff in (1.0, 8.0, 100.0)]
    apart = [float(np.abs(one - SAME).max()) for one in changed]
    assert apart[0] < apart[1] < apart[2]
    assert apart[0] == pytest.approx((1 - GRID[1]) / 9)


def test_turning_a_forecast_round_turns_its_recalibration_round():
    record = curve_of(np.linspace(0, 0.6, 50), 20.0, 8.0)
    np.testing.assert_allclose(
        recalibrated(-POINTS[::-1], record), -recalibrated(POINTS, record)[::-1], atol=1e-12
    )
    assert place_of(-POINTS[::-1], -0.7) == pytest.approx(place_of(POINTS, 0.7))


def pool():
    origins = pd.to_datetime(["2025-01-05", "2025-01-19"])
    rows = [
        {
            "source": "map", "horizon_weeks": horizon, "origin": origin, "region": region,
            "learnt": {"one": weight, "two": 1 - weight}, "curve": SAME.tolist(),
        }
        for horizon in (4, 14)
        for origin, weight in zip(origins, (0.5, 0.9 if horizon == 4 else 0.1), strict=True)
        for region in ("total", "donetsk")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_weights_are_those_of_the_last_origin_by_the_day_and_never_later():
    tables = learnt_tables(pool())
    early = learnt_by(*tables, pd.Timestamp("2025-01-18").date())
    late = learnt_by(*tables, pd.Timestamp("2025-02-01").date())
    members = ("one", "two")
    assert early.weights_at("map", 4, members) == pytest.approx([0.5, 0.5])
    assert late.weights_at("map", 4, members) == pytest.approx([0.9, 0.1])
    assert late.weights_at("map", 9, members) == pytest.approx([0.5, 0.5])
    assert late.weights_at("map", 26, members) == pytest.approx([0.1, 0.9])
    assert late.weights_at("map", 4, ("two",)) == pytest.approx([1.0])
    np.testing.assert_allclose(late.curve_at("map", 9), SAME)


def test_where_nothing_was_learnt_members_count_alike():
    assert not NOTHING.knows("map")
    assert NOTHING.weights_at("map", 4, ("one", "two", "three")) == pytest.approx([1 / 3] * 3)
    assert Learnt().curve_at("other", 4).tolist() == SAME.tolist()
