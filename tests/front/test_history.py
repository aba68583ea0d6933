from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from tests.front.weekly import ORIGIN, as_series, readings

from ripeness.front.history import weekly_changes, weekly_history
from ripeness.front.settings import FrontSettings
from ripeness.terms.errors import AlignmentError, DataError, ModelError, NoDataError

SETTINGS = FrontSettings()


def test_weeks_are_counted_from_the_origin():
    history = weekly_history(readings(40), origin=ORIGIN, settings=SETTINGS)
    assert history.weeks.tolist() == list(range(-39, 1))
    assert history.last_km2 == pytest.approx(20_000)
    assert history.weeks_behind == 0


def test_only_the_declared_past_is_used():
    history = weekly_history(readings(200), origin=ORIGIN, settings=SETTINGS)
    assert history.weeks[0] == -SETTINGS.history_weeks


def test_a_change_across_a_gap_is_no_weekly_change():
    gappy = readings(60).drop(readings(60).index[[20, 21]])
    history = weekly_history(gappy, origin=ORIGIN, settings=SETTINGS)
    changes = weekly_changes(history)
    assert len(changes.km2) == 59 - 3
    whole = weekly_changes(weekly_history(readings(60), origin=ORIGIN, settings=SETTINGS))
    kept = np.isin(whole.weeks, changes.weeks)
    assert np.allclose(changes.km2, whole.km2[kept])


@pytest.mark.parametrize(
    ("series", "error", "message"),
    [
        (readings(20), ModelError, "found 19 changes between consecutive Sundays"),
        (as_series(np.full(60, 5.0)), ModelError, "an area that changed in 0 of 59 weeks"),
        (as_series(5.0 + 0.001 * np.arange(60)), ModelError, "changed in 0 of 59 weeks"),
        (as_series(np.r_[np.full(59, 5.0), 20.0]), ModelError, "changed in 1 of 59 weeks"),
        (readings(60)[:0], NoDataError, "no reading at all"),
        (readings(60)[:-5], NoDataError, "a last reading 5 weeks before"),
        (readings(60).replace(20_000.0, np.nan), DataError, "not a finite number"),
        (as_series(np.arange(60.0), end=ORIGIN + timedelta(weeks=2)), DataError, "2 readings after the origin"),
        (readings(60).iloc[::-1], AlignmentError, "Sundays out of order, or twice"),
        (readings(60).shift(freq="1D"), AlignmentError, "which is no Sunday"),
        (readings(60).reset_index(drop=True), AlignmentError, "an index of int64"),
    ],
)  # fmt: skip
def test_readings_that_cannot_be_used_are_refused(series, error, message):
    with pytest.raises(error, match=message):
        weekly_history(series, origin=ORIGIN, settings=SETTINGS)


def test_an_origin_that_is_no_sunday_is_refused():
    with pytest.raises(AlignmentError, match="2025-12-01, which is no Sunday"):
        weekly_history(readings(60), origin=date(2025, 12, 1), settings=SETTINGS)


def test_an_origin_before_the_data_finds_readings_after_it():
    with pytest.raises(DataError, match="60 readings after the origin"):
        weekly_history(readings(60), origin=date(2020, 1, 5), settings=SETTINGS)


def test_days_may_come_in_any_resolution():
    series = readings(40)
    series.index = pd.DatetimeIndex(series.index).as_unit("ns")
    assert len(weekly_history(series, origin=ORIGIN, settings=SETTINGS).weeks) == 40
