"""What attrition with a breaking point must recover, and what it must leave open."""

from dataclasses import replace

import numpy as np
import pytest
from tests.front.weekly import AREA, ORIGIN, as_series, readings

from ripeness.front.forecast import Voices, forecast_area, simulate
from ripeness.front.history import weekly_history, with_wear
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.attrition import Attrition, told_of
from ripeness.front.wear import Course, SideWear, Wear
from ripeness.terms.chance import stream

SETTINGS = FrontSettings(members=1000)
UNBOUNDED = AREA.model_copy(update={"unit_km2": None})
MODEL = Attrition(particles=2000)
EVEN = Course("list", np.ones(104))


def losing(share, *, joins):
    """A side whose losses and replacements are known to within a few percent."""
    return SideWear(courses=(EVEN,), low=share / 1.05, high=share * 1.05, joins=joins)


HOLDS = losing(0.005, joins=(0.005, 0.005))
WEARS = losing(0.012, joins=(0.002, 0.002))


def history_of(series, wear=None, unit_km2=None):
    history = weekly_history(series, origin=ORIGIN, settings=SETTINGS)
    return with_wear(history, wear, unit_km2=unit_km2)


def paths(series, wear=None, *, seed=1, model=MODEL):
    found = simulate(model, history_of(series, wear), area=UNBOUNDED, settings=SETTINGS, seed=seed)
    return found.km2 - series.iloc[-1]


def quiet():
    return as_series(20_000 + np.cumsum(stream(3, "tests", "attrition").normal(0.0, 10.0, 105)))


def test_a_side_that_wears_down_is_more_likely_to_lose_ground():
    theirs = paths(quiet(), Wear(ours=HOLDS, theirs=WEARS))[:, 25]
    ours = paths(quiet(), Wear(ours=WEARS, theirs=HOLDS))[:, 25]
    assert np.quantile(theirs, 0.95) > 1.5 * np.quantile(ours, 0.95)
    assert np.quantile(ours, 0.05) < 1.5 * np.quantile(theirs, 0.05)


def test_exchanging_what_is_known_of_the_sides_turns_the_forecast_round():
    series = readings(104, pace=20.0, noise=15.0)
    turned = as_series(40_000 - series.to_numpy())
    gain = paths(series, Wear(ours=HOLDS, theirs=WEARS))[:, 12]
    loss = paths(turned, Wear(ours=WEARS, theirs=HOLDS))[:, 12]
    spread = np.subtract(*np.quantile(gain, [0.9, 0.1]))
    assert np.median(loss) == pytest.approx(-np.median(gain), abs=0.2 * spread)
    assert np.subtract(*np.quantile(loss, [0.9, 0.1])) == pytest.approx(spread, rel=0.3)


def test_a_planted_rupture_is_read_as_a_broken_line():
    changes = stream(3, "tests", "break").normal(0.0, 10.0, 90)
    changes[-2:] = -900.0
    series = as_series(30_000 + np.cumsum(np.r_[0.0, changes]))
    state = MODEL.init(history_of(series), SETTINGS, stream(1, "tests", "attrition"))
    assert (state.sides.broken == -1).mean() > 0.9
    calm = as_series(series.to_numpy()[:-2])
    state = MODEL.init(history_of(calm), SETTINGS, stream(1, "tests", "attrition"))
    assert (state.sides.broken != 0).mean() < 0.02


def test_a_margin_never_reached_in_years_of_wear_is_believed_to_be_wide():
    worn = MODEL.init(
        history_of(quiet(), Wear(ours=HOLDS, theirs=WEARS)), SETTINGS, stream(1, "tests", "margin")
    )
    ours, theirs = np.median(np.exp(worn.sides.fixed[4:6]), axis=1)
    assert theirs > 1.5 * ours


def test_planted_shares_of_loss_are_found_within_their_range():
    state = MODEL.init(
        history_of(quiet(), Wear(ours=HOLDS, theirs=WEARS)), SETTINGS, stream(2, "tests", "shares")
    )
    lost = np.median(np.exp(state.sides.fixed[:2]), axis=1)
    assert lost == pytest.approx([0.005, 0.012], rel=0.1)
    fall = np.median(state.sides.density[1])
    assert fall == pytest.approx(104 * (0.002 - 0.012), rel=0.2)


def test_what_is_not_known_widens_and_is_said():
    even = Wear(ours=HOLDS, theirs=HOLDS)
    known, unknown = paths(quiet(), even), paths(quiet(), None)
    width = [np.subtract(*np.quantile(one[:, 25], [0.95, 0.05])) for one in (known, unknown)]
    assert width[1] > width[0]
    assert told_of(even) is None
    made = forecast_area(
        quiet(), area=AREA, origin=ORIGIN, seed=1, settings=SETTINGS, voices=Voices(models=(MODEL,))
    )
    assert "no series of losses of the other side" in (made.forecasts[0].note or "")


def test_a_line_that_grows_thins_out_who_must_hold_it():
    grown = as_series(np.linspace(2_000, 8_000, 105))
    history = history_of(grown, Wear(ours=HOLDS, theirs=HOLDS), unit_km2=26_000.0)
    state = MODEL.init(history, SETTINGS, stream(1, "tests", "line"))
    assert np.median(state.sides.density[0]) < -0.4
    assert np.median(state.sides.density[1]) > 0.0


@pytest.mark.parametrize(
    "series",
    [
        readings(30),
        readings(104).drop(readings(104).index[20:40]),
        as_series(np.r_[np.full(60, 900.0), 905.0, 905.0, 909.0, 909.0, 910.0, 910.0, 950.0]),
        as_series(np.r_[np.linspace(30_000, 29_000, 52), np.linspace(2_000, 1_990, 52)]),
        readings(104, last=AREA.unit_km2),
    ],
    ids=["short", "gappy", "hardly_moving", "after_a_collapse", "nothing_left_to_take"],
)
def test_odd_histories_give_finite_forecasts(series):
    model = replace(MODEL, particles=500)
    wear = Wear(ours=HOLDS, theirs=SideWear())
    made = forecast_area(
        series, area=AREA, origin=ORIGIN, seed=1, settings=SETTINGS,
        voices=Voices(models=(model,), wear=wear),
    )  # fmt: skip
    assert len(made.forecasts) == 1
    assert np.isfinite(list(made.forecasts[0].quantiles.values())).all()
