import numpy as np
import pandas as pd
import pytest

from ripeness.scores.judge import best_baseline, judge
from ripeness.terms.chance import stream

BASELINES = ("drift", "last_value")


def scored(count=60, *, horizon=4, hold=0.8):
    """Two series on common dates; ours scores 1, drift 2 and the last value 4 on average."""
    draws = stream(5, "tests", "judge")
    origins = pd.date_range("2023-01-01", periods=count, freq="14D")
    rows = []
    for model, mean in (("ours", 1.0), ("drift", 2.0), ("last_value", 4.0)):
        for region in ("total", "donetsk"):
            size = 1.0 if region == "total" else 100.0
            wis = size * mean * draws.gamma(4.0, 0.25, count)
            inside = {f"inside_{p}": (draws.random(count) < share).astype(float)
                      for p, share in ((50, 0.5), (80, hold), (95, 0.95))}  # fmt: skip
            rows.append(
                pd.DataFrame({"origin": origins, "wis": wis, **inside}).assign(
                    model=model, source="map", region=region, horizon_weeks=horizon
                )
            )
    return pd.concat(rows, ignore_index=True)


def judged(table, **more):
    rows = judge(table, baselines=BASELINES, seed=1, step_weeks=2, **more)
    return {row.model: row for row in rows}


def test_the_yardstick_is_the_baseline_that_did_best_over_all_series():
    assert best_baseline(scored(), BASELINES) == "drift"
    assert best_baseline(scored(), ("nobody",)) is None


def test_series_count_alike_however_large_their_ground():
    rows = judged(scored())
    assert list(rows) == ["ours", "drift", "last_value"]
    ratio = rows["ours"].ratio
    assert ratio.value == pytest.approx(0.5, abs=0.06)
    assert ratio.low < ratio.value < ratio.high < 0.7
    assert (ratio.series, ratio.forecasts, ratio.holds) == (2, 120, True)
    assert rows["last_value"].ratio.holds is False
    assert rows["drift"].ratio.value == 1


def test_a_band_says_whether_it_contains_what_was_promised():
    honest = judged(scored())["ours"].coverage["80"]
    assert honest.low < honest.share < honest.high
    assert honest.half_width == pytest.approx((honest.high - honest.low) / 2)
    assert honest.holds
    assert judged(scored(hold=0.4))["ours"].coverage["80"].holds is False


def test_few_dates_give_no_band_and_no_verdict():
    row = judged(scored(3))["ours"]
    assert row.ratio.low is None
    assert row.ratio.holds is None
    assert row.coverage["80"].holds is None


def test_origins_with_a_rupture_in_their_window_can_be_left_out():
    table = scored()
    wild = table["origin"] < pd.Timestamp("2023-03-01")
    table.loc[wild & (table["model"] == "ours"), "wis"] *= 50
    row = judged(table, ruptured=wild)["ours"]
    assert row.ratio.value > 2
    assert row.ratio_without_ruptures.value == pytest.approx(0.5, abs=0.06)
    assert row.worst_half_year.half_year == "2023-H1"


def test_a_baseline_that_was_always_right_in_one_series_leaves_it_out():
    table = scored()
    table.loc[(table["model"] == "drift") & (table["region"] == "total"), "wis"] = 0.0
    ratio = judged(table)["ours"].ratio
    assert np.isfinite(ratio.value)
