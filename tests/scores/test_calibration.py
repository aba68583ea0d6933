"""The probability integral transform and reliability, by their laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from ripeness.scores.pit import histogram, pit
from ripeness.scores.reliability import reliability
from ripeness.terms.chance import stream
from ripeness.terms.errors import DataError
from ripeness.terms.forecasts import LEVELS

TAU = np.array([float(level) for level in LEVELS])
CAME = norm.ppf((np.arange(5000) + 0.5) / 5000)


def bins(mean=0.0, sd=1.0):
    quantiles = np.tile(norm.ppf(TAU, mean, sd), (5000, 1))
    return histogram(pit(CAME, quantiles, levels=TAU))


def test_honest_forecasts_are_flat():
    assert bins() == pytest.approx(np.full(10, 0.1), abs=0.003)


def test_too_sure_is_a_cup_and_too_unsure_a_cap():
    sure, unsure = bins(sd=0.5), bins(sd=2.0)
    assert sure[0] > 0.2
    assert sure[-1] > 0.2
    assert unsure[0] < 0.05
    assert unsure[4] > 0.15


def test_too_low_leans_to_the_right():
    assert bins(mean=-0.5)[-1] > 0.15
    assert bins(mean=-0.5)[0] < 0.05


@given(st.floats(-2, 2), st.floats(0.3, 3))
def test_all_forecasts_are_in_some_bin(mean, sd):
    assert bins(mean, sd).sum() == pytest.approx(1.0)


def test_a_stretch_of_equal_quantiles_is_spread():
    clamped = np.maximum(norm.ppf(TAU, 0, 1), 0.0)[None, :]
    places = pit([0.0], clamped, levels=TAU)
    assert (places.low[0], places.high[0]) == (0.0, 0.5)
    assert histogram(places)[:5] == pytest.approx(np.full(5, 0.2))


def test_beyond_the_quantiles_only_the_tail_is_known():
    places = pit([-99.0, 99.0], np.tile(norm.ppf(TAU), (2, 1)), levels=TAU)
    assert places.low.tolist() == [0.0, 0.99]
    assert places.high.tolist() == [0.01, 1.0]


@given(st.floats(-1, 1), st.lists(st.floats(-1, 1), min_size=3, max_size=3))
def test_the_place_lies_between_the_levels_around_it(came, quantiles):
    tau = np.array([0.25, 0.5, 0.75])
    q = np.sort(quantiles)
    places = pit([came], q[None, :], levels=tau)
    assert 0 <= places.low[0] <= places.high[0] <= 1
    assert places.high[0] >= max(tau[q < came], default=0)
    assert places.low[0] <= min(tau[q > came], default=1)


def test_on_a_quantile_its_level_is_the_place():
    places = pit([norm.ppf(0.25)], norm.ppf(TAU)[None, :], levels=TAU)
    assert places.low == places.high == pytest.approx([0.25])


def test_no_forecast_has_no_histogram():
    with pytest.raises(DataError, match="0 forecasts in 10 bins"):
        histogram(pit([], np.zeros((0, 23)), levels=TAU))


CASES = st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1)), min_size=1, max_size=40)


@given(CASES)
def test_the_parts_give_the_brier_score(cases):
    happened, chances = np.array(cases).T
    told = reliability(happened, chances)
    parts = told.miscalibration - told.discrimination + told.uncertainty
    assert parts == pytest.approx(told.brier)
    assert told.miscalibration >= -1e-12
    assert told.discrimination >= -1e-12
    assert (np.diff(told.frequencies) >= -1e-12).all()


def test_honest_chances_lie_on_the_diagonal():
    generator = stream(6, "tests", "reliability")
    chances = generator.integers(1, 10, 40_000) / 10
    told = reliability(generator.random(40_000) < chances, chances)
    assert told.frequencies == pytest.approx(told.chances, abs=0.02)
    assert told.miscalibration == pytest.approx(0.0, abs=1e-3)


def test_no_forecast_cannot_be_judged():
    with pytest.raises(DataError, match="no forecast"):
        reliability([], [])
