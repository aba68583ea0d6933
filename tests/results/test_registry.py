"""Forecasts are written down once and read back as they were."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from ripeness.results.registry import counted, register, registered
from ripeness.terms.errors import RecordError
from ripeness.terms.forecasts import LEVELS, QuantileForecast

ORIGIN = date(2025, 11, 30)


def forecast(**changes: object) -> QuantileForecast:
    fields = {
        "source": "deepstate",
        "region": "donetsk",
        "measure": "held_km2",
        "side": "russia",
        "unit": "km2",
        "model": "pace_4",
        "origin": ORIGIN,
        "origin_value": 20000.0,
        "weeks": (ORIGIN + timedelta(days=7), ORIGIN + timedelta(days=14)),
        "quantiles": {level: (20000 + float(level), 20001 + float(level)) for level in LEVELS},
        "mean": (20000.5, 20001.5),
        "members": 1000,
    }
    return QuantileForecast.model_validate({**fields, **changes})


def test_a_registered_forecast_reads_back_as_it_was(tmp_path: Path):
    register([forecast()], tmp_path)
    assert registered(tmp_path) == [forecast()]


def test_the_same_forecasts_are_written_once(tmp_path: Path):
    first = register([forecast()], tmp_path)
    assert register([forecast()], tmp_path) == first
    assert len(list(tmp_path.iterdir())) == 1


def test_another_forecast_of_the_same_origin_leaves_the_first_as_it_was(tmp_path: Path):
    register([forecast()], tmp_path)
    register([forecast(model="pace_13")], tmp_path)
    assert {row.model for row in registered(tmp_path)} == {"pace_4", "pace_13"}


def test_a_file_that_holds_no_forecasts_is_named(tmp_path: Path):
    (tmp_path / "2025-11-30-x.json").write_text("{}[")
    with pytest.raises(RecordError, match=r"2025-11-30-x\.json"):
        registered(tmp_path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quantiles": {"0.5": (1.0, 2.0)}}, "23 levels"),
        ({"mean": (1.0,)}, "one value for each of the 2 weeks"),
        ({"quantiles": {level: (1 - float(level), 1.0) for level in LEVELS}}, "must not cross"),
    ],
)
def test_a_forecast_that_is_not_whole_is_refused(changes: dict, message: str):
    with pytest.raises(ValueError, match=message):
        forecast(**changes)


def test_forecasts_are_read_back_in_the_order_of_writing(tmp_path: Path):
    models = ["pace_52", "auto_ets", "pace_4"]
    for model in models:
        register([forecast(model=model)], tmp_path)
    assert [row.model for row in registered(tmp_path)] == models


def test_of_one_model_area_and_origin_one_forecast_counts():
    first, second = forecast(), forecast(mean=(20000.25, 20001.25))
    assert counted([first, second], ()) == (first,)
    assert counted([first, forecast(model="pace_13")], (second,)) == (
        second,
        forecast(model="pace_13"),
    )
