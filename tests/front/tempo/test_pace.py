import numpy as np
import pytest
from tests.front.weekly import AREA, ORIGIN, as_series, readings

from ripeness.front.forecast import simulate
from ripeness.front.history import weekly_history
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.pace import ConstantPace, observed_pace
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError

SETTINGS = FrontSettings(members=4000)


def history_of(series):
    return weekly_history(series, origin=ORIGIN, settings=SETTINGS)


def test_the_pace_is_a_difference_of_levels():
    assert observed_pace(history_of(readings(60, noise=0.001)), window_weeks=13) == (
        pytest.approx(50.0, abs=0.01),
        13,
    )


def test_a_gap_lengthens_the_window_and_does_not_bend_the_pace():
    series = readings(60, noise=0.001)
    pace, elapsed = observed_pace(history_of(series.drop(series.index[-14])), window_weeks=13)
    assert (round(pace, 2), elapsed) == (50.0, 14)


def test_a_history_shorter_than_the_window_is_refused():
    with pytest.raises(
        ModelError, match="found readings over 39 weeks; expected readings over at least 52"
    ):
        observed_pace(history_of(readings(40)), window_weeks=52)  # fmt: skip


@pytest.mark.parametrize("window", [4, 13, 26, 52])
def test_the_spread_is_that_of_the_rules_own_errors(window):
    """With independent noise, Var = sigma² (h + h²/w): coming weeks, and error of the pace."""
    spreads = []
    for seed in range(40):
        noise = stream(seed, "tests", "pace").standard_normal(104)
        history = history_of(as_series(np.cumsum(np.r_[5_000.0, noise])))
        model = ConstantPace(window_weeks=window)
        paths = simulate(model, history, area=AREA, settings=SETTINGS, seed=seed)
        spreads.append(paths.unbounded_km2.var(axis=0))
    weeks = np.array([1, 4, 13, 26])
    expected = weeks + weeks**2 / window
    assert np.mean(spreads, axis=0)[weeks - 1] == pytest.approx(expected, rel=0.15)


def test_the_middle_carries_the_observed_pace_on():
    history = history_of(readings(73))
    pace, _ = observed_pace(history, window_weeks=26)
    model = ConstantPace(window_weeks=26)
    paths = simulate(model, history, area=AREA, settings=SETTINGS, seed=1)
    assert paths.km2.mean(axis=0) == pytest.approx(
        history.last_km2 + pace * np.arange(1, 27), abs=10
    )


def test_a_late_origin_widens_the_forecast():
    series = readings(73)
    late = weekly_history(series[:-3], origin=ORIGIN, settings=SETTINGS)
    model = ConstantPace(window_weeks=26)
    behind = simulate(model, late, area=AREA, settings=SETTINGS, seed=1)
    fresh = simulate(model, history_of(series), area=AREA, settings=SETTINGS, seed=1)
    assert behind.km2.shape == fresh.km2.shape
    assert behind.km2[:, 3].std() > 1.2 * fresh.km2[:, 3].std()
