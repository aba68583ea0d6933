from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from ripeness.scores.board import scoreboard
from ripeness.scores.table import observed_beside, score_each
from ripeness.terms.chance import stream
from ripeness.terms.errors import DataError
from ripeness.terms.forecasts import LEVELS

TAU = np.array([float(level) for level in LEVELS])
FIRST = date(2025, 2, 2)


def forecasts(count=40, *, horizon=4, levels=TAU, **spreads):
    """Models that forecast noise of spread 10, each with the spread that it believes in."""
    spreads = spreads or {"honest": 10.0, "sure": 2.0, "last_value": 40.0}
    came = 10 * stream(8, "tests", "board").standard_normal(count)
    rows = [
        ("map", "total", model, FIRST + timedelta(weeks=2 * number), horizon, level, value, came[number])
        for model, spread in spreads.items()
        for number in range(count)
        for level, value in zip(levels, norm.ppf(levels, 0, spread), strict=True)
    ]  # fmt: skip
    names = ["source", "region", "model", "origin", "horizon_weeks", "level", "value", "observed"]
    return pd.DataFrame(rows, columns=names)


def board(table, **more):
    return {
        row.model: row
        for row in scoreboard(score_each(table), baselines=("last_value",), seed=1, **more)
    }


def test_the_board_says_who_did_better_than_the_baseline():
    rows = board(forecasts())
    assert list(rows) == ["honest", "sure", "last_value"]
    honest = rows["honest"]
    assert (honest.n, honest.n_eff) == (40, 20)
    assert (honest.first_origin, honest.last_origin) == (FIRST, FIRST + timedelta(weeks=78))
    ratio = honest.ratio_to["last_value"]
    assert ratio.low < ratio.value < ratio.high < 1
    assert honest.dm["last_value"].p_holm < 0.05
    assert honest.dm["last_value"].bandwidth == 1
    assert honest.in_confidence_set
    assert not rows["last_value"].in_confidence_set
    assert rows["last_value"].ratio_to == {}


def test_coverage_stands_with_its_interval():
    rows = board(forecasts())
    low, high = rows["honest"].coverage_interval["80"]
    assert low < rows["honest"].coverage["80"] < high
    assert low < 0.8 < high
    assert rows["sure"].coverage_interval["80"][1] < 0.8


def test_few_independent_origins_give_no_p_and_no_set():
    rows = board(forecasts(9, horizon=26))
    assert rows["honest"].dm == {}
    assert rows["honest"].in_confidence_set is None
    assert rows["honest"].ratio_to["last_value"].low is None
    assert rows["honest"].n_eff == pytest.approx(9 / 13)


def test_rows_in_another_order_give_the_same_board():
    table = forecasts()
    shuffled = table.sample(frac=1, random_state=np.random.RandomState(3))
    assert board(shuffled) == board(table)


def test_forecasts_are_scored_by_what_was_observed_on_their_day():
    table = forecasts(5, honest=10.0)
    series = pd.DataFrame({
        "source": "map", "region": "total", "value": [1.0, 2.0, 3.0],
        "date": [FIRST + timedelta(weeks=week) for week in (4, 5, 6)],
    })  # fmt: skip
    scored = score_each(observed_beside(table, series))
    assert scored["observed"].tolist() == [1.0, 3.0]
    assert scored["due"].dt.date.tolist() == [
        FIRST + timedelta(weeks=4),
        FIRST + timedelta(weeks=6),
    ]


def test_levels_without_an_interval_leave_its_coverage_open():
    rows = board(forecasts(levels=np.array([0.25, 0.5, 0.75])))
    assert rows["honest"].coverage["80"] is None
    assert rows["honest"].coverage_interval["80"] is None
    assert rows["honest"].coverage["50"] is not None


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (forecasts(3).drop(columns="level"), "no column level among"),
        (forecasts(3).assign(observed=np.nan), "no forecast whose day was observed"),
        (pd.concat([forecasts(3)] * 2), "found a quantile twice"),
        (forecasts(3).iloc[1:], "the forecasts of honest: found a forecast without some level"),
        (forecasts(3).assign(value=1.0).assign(value=lambda t: -t["level"]), "quantiles that cross"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_scored_is_refused(table, message):
    with pytest.raises(DataError, match=message):
        score_each(table)


def test_a_day_observed_twice_is_refused():
    series = pd.DataFrame(
        {"source": "map", "region": "total", "date": [FIRST] * 2, "value": [1.0, 2.0]}
    )
    with pytest.raises(DataError, match="2025-02-02 twice for map, total"):
        observed_beside(forecasts(3), series)
