from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from ripeness.scores.due import score_due
from ripeness.terms.forecasts import LEVELS, QuantileForecast

ORIGIN = date(2025, 11, 30)
TAU = np.array([float(level) for level in LEVELS])
SUNDAYS = [ORIGIN + timedelta(weeks=step) for step in range(14)]
SERIES = pd.Series(1000.0 + 10 * np.arange(14), index=pd.DatetimeIndex(SUNDAYS))


def forecast(model="steady", *, pace=10.0, region="total"):
    ahead = np.arange(1, 27)
    quantiles = 1000 + pace * ahead + 20 * (2 * TAU[:, None] - 1) * np.sqrt(ahead)
    return QuantileForecast(
        source="map", region=region, measure="held_km2", side="one", unit="km2", model=model,
        origin=ORIGIN, origin_value=1000.0,
        weeks=tuple(ORIGIN + timedelta(weeks=int(step)) for step in ahead),
        quantiles=dict(zip(LEVELS, map(tuple, quantiles.tolist()), strict=True)),
        mean=tuple((1000 + pace * ahead).tolist()), members=0,
    )  # fmt: skip


def due(*forecasts, until=SUNDAYS[-1], **more):
    return score_due(forecasts, {("map", "total"): SERIES}, evidence_to=until, **more)


def test_what_is_due_is_scored_and_what_is_not_is_pending():
    rows = due(forecast())
    assert {row.horizon_weeks: row.status for row in rows} == {
        4: "scored", 13: "scored", 26: "pending",
    }  # fmt: skip
    assert rows[-1].due == ORIGIN + timedelta(weeks=26)
    assert rows[-1].wis is None


def test_a_scored_row_holds_what_came_about_and_what_was_said():
    (row,) = (row for row in due(forecast()) if row.horizon_weeks == 4)
    assert (row.observed, row.observed_change, row.median) == (1040.0, 40.0, 1040.0)
    assert row.intervals["50"] == (pytest.approx(1020.0), pytest.approx(1060.0))
    assert row.inside == {"50": True, "80": True, "95": True}
    assert row.wis == pytest.approx(row.wis_over + row.wis_under + row.wis_dispersion)
    assert row.ratio_to == {"last_value": pytest.approx(row.wis / 40.0)}


def test_losses_come_first():
    rows = due(forecast("steady"), forecast("wild", pace=80.0), horizons=(4,))
    assert [row.model for row in rows] == ["wild", "steady"]
    assert rows[0].ratio_to["last_value"] > 1 > rows[1].ratio_to["last_value"]


def test_a_due_day_without_a_reading_is_said_so():
    rows = due(forecast(region="elsewhere"), until=date(2026, 2, 28))
    assert {row.horizon_weeks: row.status for row in rows} == {
        4: "no_reading", 13: "pending", 26: "pending",
    }  # fmt: skip


def test_the_same_forecast_twice_counts_once():
    assert len(due(forecast(), forecast(), horizons=(4,))) == 1


def test_where_nothing_changed_there_is_no_ratio():
    flat = {("map", "total"): SERIES * 0 + 1000.0}
    (row,) = score_due([forecast()], flat, evidence_to=SUNDAYS[-1], horizons=(4,))
    assert row.ratio_to == {"last_value": None}


def test_a_horizon_beyond_the_forecast_is_left_out():
    assert due(forecast(), horizons=(52,)) == ()
