import numpy as np
import pytest
from statsforecast.models import AutoETS
from tests.front.weekly import AREA, ORIGIN, as_series, readings

from ripeness.front.forecast import simulate
from ripeness.front.history import weekly_history
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.auto_ets import AutoEts
from ripeness.front.tempo.gapless import filled as filled_in
from ripeness.terms.errors import ModelError

SETTINGS = FrontSettings(members=20_000)
UNBOUNDED = AREA.model_copy(update={"unit_km2": None})


def damped():
    changes = 30 * np.sin(np.arange(72) / 6) + 10 * np.cos(np.arange(72) * 2.4) + 60
    return as_series(np.cumsum(np.r_[1_000.0, changes]))


@pytest.mark.parametrize("series", [readings(73), damped(), readings(73, pace=0.0, noise=3.0)])
def test_the_recursion_agrees_with_the_intervals_of_statsforecast(series):
    history = weekly_history(series, origin=ORIGIN, settings=SETTINGS)
    paths = simulate(AutoEts(), history, area=UNBOUNDED, settings=SETTINGS, seed=1).unbounded_km2
    theirs = AutoETS(season_length=1).fit(history.km2).predict(26, level=[80])
    spread = theirs["hi-80"] - theirs["lo-80"]
    assert paths.mean(axis=0) == pytest.approx(theirs["mean"], abs=0.03 * spread.max())
    ours = np.quantile(paths, 0.9, axis=0) - np.quantile(paths, 0.1, axis=0)
    assert ours == pytest.approx(spread, rel=0.05)


def test_a_few_missing_weeks_are_filled():
    series = readings(73)
    gappy = weekly_history(series.drop(series.index[10:15]), origin=ORIGIN, settings=SETTINGS)
    assert np.isfinite(simulate(AutoEts(), gappy, area=AREA, settings=SETTINGS, seed=1).km2).all()


def test_many_missing_weeks_are_refused():
    series = readings(100)
    settings = FrontSettings(fewest_changes=8)
    history = weekly_history(series.drop(series.index[40::2]), origin=ORIGIN, settings=settings)
    with pytest.raises(ModelError, match="found 30% of 100 weeks without a reading"):
        AutoEts().init(history, settings, np.random.default_rng(0))


def test_years_with_many_gaps_are_left_out():
    series = readings(100)
    gappy = series.drop(series.index[:55:2]).drop(series.index[1:54:4])
    history = weekly_history(gappy, origin=ORIGIN, settings=SETTINGS)
    filled = filled_in(history, 26, method="a test")
    assert 45 <= len(filled) <= 61
    assert filled[-45:] == pytest.approx(series[-45:].to_numpy())
