"""Laws that every tempo model keeps, and what each must recover."""

import numpy as np
import pytest
from tests.front.weekly import AREA, ORIGIN, as_series, readings

from ripeness.front.catalogue import BASELINES
from ripeness.front.forecast import Voices, forecast_area, simulate
from ripeness.front.history import weekly_history
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.attrition import Attrition
from ripeness.front.tempo.damped import Damped
from ripeness.front.tempo.regime import REGIMES, RegimeSwitching
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError

SETTINGS = FrontSettings(members=1000)
UNBOUNDED = AREA.model_copy(update={"unit_km2": None})
OURS = (Damped(), RegimeSwitching(particles=1000), Attrition(particles=1000))
EVERY = (*OURS, *BASELINES)


def history_of(series):
    return weekly_history(series, origin=ORIGIN, settings=SETTINGS)


def paths(model, series, *, seed=1):
    found = simulate(model, history_of(series), area=UNBOUNDED, settings=SETTINGS, seed=seed)
    return found.km2 - series.iloc[-1]


def named(model):
    return model.name


@pytest.mark.parametrize("model", EVERY, ids=named)
@pytest.mark.parametrize(
    "series",
    [
        readings(30),
        readings(104).drop(readings(104).index[20:24]),
        as_series(np.r_[np.full(60, 900.0), 905.0, 905.0, 909.0, 909.0, 910.0, 910.0, 950.0]),
        as_series(np.r_[np.linspace(30_000, 29_000, 52), np.linspace(2_000, 1_990, 52)]),
    ],
    ids=["short", "gappy", "hardly_moving", "after_a_collapse"],
)
def test_every_model_gives_finite_paths_for_odd_histories(model, series):
    made = forecast_area(
        series, area=AREA, origin=ORIGIN, seed=1, settings=SETTINGS, voices=Voices(models=(model,))
    )
    assert len(made.forecasts) + len(made.refused) == 1
    assert all(np.isfinite(list(f.quantiles.values())).all() for f in made.forecasts)


@pytest.mark.parametrize("model", OURS, ids=named)
def test_a_steady_pace_is_found(model):
    middle = np.median(paths(model, readings(100, pace=50.0, noise=10.0))[:, 12])
    assert middle == pytest.approx(13 * 50, rel=0.25)


@pytest.mark.parametrize("model", OURS, ids=named)
def test_ground_lost_is_forecast_as_ground_gained_turned_round(model):
    series = readings(100, pace=30.0, noise=20.0)
    turned = as_series(40_000 - series.to_numpy())
    gain, loss = paths(model, series), paths(model, turned)
    spread = np.subtract(*np.quantile(gain[:, 12], [0.9, 0.1]))
    assert np.median(loss[:, 12]) == pytest.approx(-np.median(gain[:, 12]), abs=0.2 * spread)
    turned_spread = np.subtract(*np.quantile(loss[:, 12], [0.9, 0.1]))
    assert turned_spread == pytest.approx(spread, rel=0.3)


@pytest.mark.parametrize("model", EVERY, ids=named)
def test_the_same_seed_gives_the_same_paths(model):
    assert (paths(model, readings(73)) == paths(model, readings(73))).all()


@pytest.mark.parametrize("model", OURS, ids=named)
def test_uncertainty_grows_with_the_weeks(model):
    spread = paths(model, readings(73)).std(axis=0)
    assert spread[3] < spread[12] < spread[25]


def test_the_baselines_are_stepped_no_further_than_they_were_simulated():
    model = BASELINES[0]
    generator = stream(1, "tests", "outside")
    state = model.init(
        history_of(readings(73)), FrontSettings(horizon_weeks=1, members=100), generator
    )
    state, _ = model.step(state, generator)
    with pytest.raises(ModelError, match="at most 1 steps"):
        model.step(state, generator)


def test_the_last_value_stays_in_the_middle_and_drift_goes_on():
    series = readings(100, pace=40.0, noise=5.0)
    last, drift = (np.median(paths(model, series)[:, 12]) for model in BASELINES[:2])
    assert last == pytest.approx(0, abs=30)
    assert drift == pytest.approx(13 * 40, rel=0.1)


def test_a_planted_break_is_read_as_a_break():
    changes = stream(3, "tests", "break").normal(0.0, 10.0, 90)
    changes[-2:] = -900.0
    history = history_of(as_series(30_000 + np.cumsum(np.r_[0.0, changes])))
    state = RegimeSwitching().init(history, SETTINGS, stream(1, "tests", "regime"))
    assert (state.regime == REGIMES.index("breaks_back")).mean() > 0.9
    calm = history_of(as_series(30_000 + np.cumsum(np.r_[0.0, changes[:-2]])))
    state = RegimeSwitching().init(calm, SETTINGS, stream(1, "tests", "regime"))
    assert (state.regime == REGIMES.index("breaks_back")).mean() < 0.02


def coverage_of_own_worlds(model, worlds):
    """Share of 80 % intervals that hold a week-4 change drawn from the model's own prior worlds."""
    inside = []
    for world in range(worlds):
        generator = stream(world, "tests", "own worlds", model.name)
        weekly = readings(60, pace=20.0, noise=15.0)
        state = model.init(history_of(weekly), FrontSettings(members=100), generator)
        changes = []
        for _ in range(84):
            state, change = model.step(state, generator)
            changes.append(change.net_km2[0])
        level = 10_000 + np.cumsum(changes)
        low, high = np.quantile(paths(model, as_series(level[:-4]), seed=world)[:, 3], [0.1, 0.9])
        inside.append(low <= level[-1] - level[-5] <= high)
    return np.mean(inside)


@pytest.mark.parametrize("model", OURS, ids=named)
def test_intervals_hold_in_worlds_of_the_models_own_making(model):
    assert 0.55 <= coverage_of_own_worlds(model, 20) <= 1.0


@pytest.mark.slow
@pytest.mark.parametrize("model", OURS, ids=named)
def test_intervals_hold_in_many_worlds_of_the_models_own_making(model):
    assert 0.72 <= coverage_of_own_worlds(model, 200) <= 0.88
