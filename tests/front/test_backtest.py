from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from tests.front.weekly import ORIGIN, panel_of, readings

from ripeness.front.backtest import POINTS, Plan, made_again, origins_before, origins_between
from ripeness.front.history import History
from ripeness.front.outcomes import fair_crps, outcomes, quantile_table
from ripeness.front.settings import FrontSettings
from ripeness.front.stack import Stack, best_weights, pooled, shrunken, stacked
from ripeness.front.tempo.interface import Change
from ripeness.front.tempo.pace import ConstantPace
from ripeness.results.kept import Shelf
from ripeness.scores.crps import crps
from ripeness.scores.table import score_each
from ripeness.terms.chance import stream
from ripeness.terms.errors import DataError

FIRST = ORIGIN - timedelta(weeks=20)
NOTHING_KEPT = Shelf(None)


@dataclass(frozen=True)
class Steady:
    """A model that is sure of one pace."""

    pace: float
    spread: float = 5.0

    @property
    def name(self) -> str:
        return f"steady_{self.pace:g}"

    def init(self, history: History, settings, generator):  # noqa: ARG002
        return settings.members

    def step(self, state, generator):
        return state, Change.of_net(self.pace + self.spread * generator.standard_normal(state))


def plan(**more):
    usual = Plan(
        areas=(("map", "donetsk"),),
        origins=origins_between(FIRST, ORIGIN - timedelta(weeks=6)),
        horizons=(4,),
        models=(Steady(50.0), Steady(0.0), ConstantPace(13)),
        seed=1,
        settings=FrontSettings(members=200),
    )
    return replace(usual, **more)


def panel():
    return panel_of(readings(80))


def made(**more):
    return made_again(panel(), plan(**more), kept=NOTHING_KEPT)


def test_origins_are_every_second_sunday_and_none_is_after_the_last():
    found = origins_between(date(2025, 1, 8), date(2025, 2, 3))
    assert found == (date(2025, 1, 5), date(2025, 1, 19), date(2025, 2, 2))
    assert origins_before(date(2025, 1, 8), date(2024, 12, 1)) == (
        date(2024, 12, 8),
        date(2024, 12, 22),
    )
    with pytest.raises(DataError, match="Exchange --first and --last"):
        origins_between(date(2025, 3, 1), date(2025, 2, 3))


def test_an_origin_sees_nothing_that_was_known_later():
    late = panel()
    rows = late.readings.copy()
    rows.loc[rows["known_on"] > pd.Timestamp(FIRST), "held_km2"] = 0.0
    doctored = replace(late, readings=rows)
    first = plan(origins=(FIRST,))
    usual = made_again(late, first, kept=NOTHING_KEPT)
    pd.testing.assert_frame_equal(usual, made_again(doctored, first, kept=NOTHING_KEPT))


def test_a_reading_known_late_is_not_seen_at_its_week():
    lagging = panel_of(readings(80), lag=21)
    found = made_again(lagging, plan(origins=(FIRST,)), kept=NOTHING_KEPT)
    series = readings(80)
    assert found["origin_value"].iloc[0] == series[pd.Timestamp(FIRST - timedelta(weeks=3))]


def test_the_numbers_do_not_depend_on_the_workers():
    pace = plan(models=(ConstantPace(13),), origins=origins_between(FIRST, ORIGIN))
    one = made_again(panel(), pace, kept=NOTHING_KEPT, workers=1)
    two = made_again(panel(), pace, kept=NOTHING_KEPT, workers=2)
    pd.testing.assert_frame_equal(one, two)


def test_finished_pieces_are_kept_and_spoilt_ones_made_anew(tmp_path):
    told = []
    kept = Shelf(tmp_path)
    first = made_again(panel(), plan(), kept=kept, progress=lambda *row: told.append(row))
    (file,) = tmp_path.glob("*.parquet")
    assert told[-1][1:] == (1, 1)
    file.write_bytes(b"cut short")
    again = made_again(panel(), plan(), kept=kept)
    assert again["origin_value"].tolist() == first["origin_value"].tolist()
    assert np.vstack(again["points"]).tolist() == np.vstack(first["points"]).tolist()
    made_again(panel(), plan(seed=2), kept=kept)
    assert len(list(tmp_path.glob("*.parquet"))) == 2


def test_an_area_that_no_model_can_use_is_told_once_an_origin():
    short = panel_of(readings(25))
    found = made_again(short, plan(origins=(ORIGIN,)), kept=NOTHING_KEPT)
    assert found["model"].tolist() == ["all"]
    assert "24 changes between consecutive Sundays" in found["why"].iloc[0]


def test_forecasts_meet_what_came_about_as_change_since_the_origin():
    forecasts = made()
    came = outcomes(panel(), forecasts, evidence_to=ORIGIN)
    table = quantile_table(forecasts, came)
    series = readings(80)
    change = series[pd.Timestamp(FIRST + timedelta(weeks=4))] - series[pd.Timestamp(FIRST)]
    assert table["observed"].iloc[0] == pytest.approx(change)
    assert len(table) == 23 * 3 * 8
    scores = score_each(table).groupby("model")["wis"].mean()
    assert scores["steady_50"] < scores["steady_0"]


def test_nothing_after_the_end_of_the_evidence_is_an_outcome():
    forecasts = made()
    end = FIRST + timedelta(weeks=5)
    came = outcomes(panel(), forecasts, evidence_to=end)
    assert came["origin"].unique().tolist() == [pd.Timestamp(FIRST)]


def test_a_pool_of_one_is_that_one_and_a_pool_of_two_lies_between():
    draws = np.sort(np.random.RandomState(1).normal(size=(2, 200)), axis=1)
    low, high = draws[0], draws[1] + 10
    both = np.vstack([low, high])
    assert pooled(both, np.array([1.0, 0.0])) == pytest.approx(low)
    half = pooled(both, np.array([0.5, 0.5]))
    assert (np.diff(half) >= 0).all()
    assert half.mean() == pytest.approx((low.mean() + high.mean()) / 2, abs=0.05)
    assert (half < 5).mean() == pytest.approx(0.5, abs=0.01)


def test_the_best_weights_lie_where_the_score_is_least():
    draws = np.random.RandomState(2)
    points = np.sort(draws.normal([[0.0], [4.0], [1.0]], 1.0, (3, 60)), axis=1)
    y = draws.normal(0.0, 1.0, 400)
    to_outcome = np.abs(points[:, :, None] - y).mean(axis=(1, 2))
    between = np.abs(points[:, None, :, None] - points[None, :, None, :]).mean(axis=(2, 3))
    weights = best_weights(to_outcome, between)
    assert weights.sum() == pytest.approx(1)
    assert weights[0] > 0.8
    least = to_outcome @ weights - 0.5 * weights @ between @ weights
    for other in draws.dirichlet(np.ones(3), 200):
        assert to_outcome @ other - 0.5 * other @ between @ other >= least - 1e-6


def test_few_origins_draw_weights_to_equal_ones():
    assert shrunken(np.array([1.0, 0.0]), 0.0).tolist() == [0.5, 0.5]
    assert shrunken(np.array([1.0, 0.0]), 1e9) == pytest.approx([1.0, 0.0], abs=1e-6)


def test_a_stack_begins_equal_and_learns_only_from_days_already_read():
    forecasts = made()
    came = outcomes(panel(), forecasts, evidence_to=ORIGIN)
    stack = Stack("both", ("steady_50", "steady_0"))
    found = stacked(forecasts, came, stack, step_weeks=2)
    first = [row["steady_50"] for row in found["weights"]]
    assert first[:2] == [0.5, 0.5], "no score is known before four weeks have passed"
    assert first[2] > 0.5
    assert first == sorted(first)
    later = came.assign(
        observed=np.where(came["origin"] > found["origin"].iloc[2], 0.0, came["observed"])
    )
    again = stacked(forecasts, later, stack, step_weeks=2)
    assert [row["steady_50"] for row in again["weights"]][:5] == first[:5]


def test_a_member_without_a_forecast_is_left_out_of_the_pool_there():
    forecasts = made()
    gone = (forecasts["model"] == "steady_0") & (forecasts["origin"] == pd.Timestamp(FIRST))
    came = outcomes(panel(), forecasts, evidence_to=ORIGIN)
    found = stacked(forecasts[~gone], came, Stack("both", ("steady_50", "steady_0")), step_weeks=2)
    assert found["weights"].iloc[0] == {"steady_50": 1.0}
    alone = forecasts[(forecasts["model"] == "steady_50") & (forecasts["horizon_weeks"] == 4)]
    assert found["points"].iloc[0] == pytest.approx(alone["points"].iloc[0])
    assert len(found["points"].iloc[0]) == len(POINTS)


def test_fair_crps_from_kept_points_is_that_of_the_members():
    members = stream(1, "tests", "fair").standard_t(4, (20, 1000)) * 30 + 100
    came_about = stream(2, "tests", "fair").normal(100, 60, 20)
    origins = pd.date_range("2025-01-05", periods=20, freq="7D").as_unit("s")
    name = {"source": "map", "region": "total", "origin": origins, "horizon_weeks": 4}
    forecasts = pd.DataFrame({**name, "model": "one", "origin_value": 0.0})
    forecasts["points"] = np.quantile(members, POINTS, axis=1).T.tolist()
    observed = pd.DataFrame({**name, "observed": came_about})
    found = fair_crps(forecasts, observed, members=1000)["crps_fair"]
    assert found.mean() == pytest.approx(crps(came_about, members).mean(), rel=0.005)
