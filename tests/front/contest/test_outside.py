from datetime import date, timedelta

import numpy as np
import pytest
from tests.front.weekly import ORIGIN, as_series, panel_of, readings

from ripeness.claims.claim import Cited
from ripeness.evidence.counts import Counts
from ripeness.evidence.panel import mirrored
from ripeness.front.contest.declared import OutsideForecast, StatedPace
from ripeness.front.contest.outside import score_outside

SIDES = {"a": "one", "b": "two"}
SAID = ORIGIN - timedelta(weeks=8)
SIZE = 26_000.0


def forecast(**more):
    usual = {
        "id": "x", "text": "t", "speaker": "s", "said_on": SAID, "quantity": "left_km2",
        "side": "two", "region": "donetsk", "due": ORIGIN, "low_km2": 0.0, "high_km2": 1000.0,
        "sources": (Cited(title="p"),), "evidence": "seen",
    }  # fmt: skip
    return OutsideForecast.model_validate({**usual, **more})


def scored(*forecasts, panel=None, evidence_to=ORIGIN, sides=SIDES):
    return score_outside(
        panel or panel_of(readings(80), unit_km2=SIZE),
        Counts(),
        forecasts,
        evidence_to=evidence_to,
        side_in=sides,
        seed=1,
    )


def test_a_statement_that_is_due_is_scored_by_how_far_outside_it_the_outcome_fell():
    (row,) = scored(forecast())
    assert row.status == "scored"
    assert row.observed_km2 == pytest.approx(6000.0)
    assert (row.met, row.error_km2) == (False, pytest.approx(5000.0))
    assert set(row.ours_wis_km2) == {"pace_13", "damped", "regime", "attrition", "last_value"}
    assert row.ours_wis_km2["damped"] < row.error_km2
    assert row.ours_p_met["damped"] == 0.0


def test_a_statement_that_was_met_has_no_error_and_our_chance_of_it_stands_beside():
    (row,) = scored(forecast(low_km2=5500.0, high_km2=None))
    assert (row.met, row.error_km2) == (True, 0.0)
    assert row.ours_p_met["pace_13"] > 0.9


def test_a_gain_is_read_over_the_weeks_up_to_the_day_due():
    series = as_series(np.r_[np.linspace(19_000, 19_960, 76), 19_970, 19_980, 19_990, 20_000.0])
    (row,) = scored(
        forecast(quantity="gain_km2", side="one", low_km2=None, high_km2=50.0, over_weeks=4),
        panel=panel_of(series, unit_km2=SIZE),
    )
    assert row.observed_km2 == pytest.approx(40.0)
    assert row.met is True
    (lost,) = scored(
        forecast(quantity="gain_km2", side="two", low_km2=None, high_km2=50.0, over_weeks=4),
        panel=panel_of(series, unit_km2=SIZE),
    )
    assert lost.observed_km2 == pytest.approx(-40.0)


def test_what_is_not_due_is_pending_with_our_forecasts_beside_it():
    (row,) = scored(forecast(due=ORIGIN + timedelta(weeks=20)))
    assert (row.status, row.observed_km2, row.met, row.error_km2) == ("pending", None, None, None)
    assert row.ours_wis_km2 == {}
    low, high = row.ours_interval_km2["damped"]
    assert low < row.ours_median_km2["damped"] < high


def test_a_day_without_a_reading_is_said_so():
    series = readings(80).drop(readings(80).index[-1])
    (row,) = scored(forecast(), panel=panel_of(series, unit_km2=SIZE))
    assert (row.status, row.met) == ("no_reading", None)


def test_a_map_that_began_later_or_knew_too_little_is_no_error():
    assert scored(forecast(said_on=date(2020, 1, 5))) == ()
    (row,) = scored(forecast(said_on=ORIGIN - timedelta(weeks=60)))
    assert row.ours_median_km2 == {}
    assert "at least 26" in row.why_not
    assert row.status == "scored"


def test_models_know_nothing_that_became_known_after_the_statement():
    early = readings(80)
    late = early.copy()
    late.iloc[-7:] = 25_000.0
    one, other = (scored(forecast(), panel=panel_of(s, unit_km2=SIZE))[0] for s in (early, late))
    assert one.ours_median_km2 == other.ours_median_km2
    assert one.observed_km2 != other.observed_km2


def test_a_pace_that_is_named_gives_the_day_at_which_nothing_is_left():
    pace = StatedPace(left_km2=700.0, km2_per_day=10.0)
    assert scored(forecast(at_pace=pace))[0].at_pace_on == SAID + timedelta(days=70)


def test_exchanging_the_sides_mirrors_every_number():
    panel = panel_of(readings(80), unit_km2=SIZE)
    turned = forecast(side="one")
    (one,) = scored(forecast(), panel=panel)
    (other,) = scored(turned, panel=mirrored(panel))
    assert other == one.model_copy(update={"side": "one"})
