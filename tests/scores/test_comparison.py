"""Diebold-Mariano, block bootstrap and confidence set, by their laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.scores.bootstrap import ratio_of_means, resampled
from ripeness.scores.confidence_set import confidence_set
from ripeness.scores.diebold_mariano import diebold_mariano, holm, long_run_variance
from ripeness.terms.chance import stream
from ripeness.terms.errors import AlignmentError, DataError, ModelError


def losses(name, *, mean=1.0, count=60):
    return mean + np.abs(stream(4, "tests", "losses", name).standard_normal(count))


def positions(count=60, *, block=5, draws=2000):
    return resampled(count, block=block, draws=draws, generator=stream(4, "tests", "positions"))


def test_exchanging_the_two_turns_the_sign():
    one = diebold_mariano(losses("a"), losses("b"), shared=4, n_eff=15)
    two = diebold_mariano(losses("b"), losses("a"), shared=4, n_eff=15)
    assert (two.stat, two.p) == (pytest.approx(-one.stat), pytest.approx(one.p))


def test_losses_in_another_unit_give_the_same_statistic():
    one = diebold_mariano(losses("a"), losses("b"), shared=4, n_eff=15)
    two = diebold_mariano(1e6 * losses("a"), 1e6 * losses("b"), shared=4, n_eff=15)
    assert two.stat == pytest.approx(one.stat)


def test_few_independent_origins_give_no_p_value():
    compared = diebold_mariano(losses("a"), losses("b"), shared=13, n_eff=4.6)
    assert compared.stat is not None
    assert compared.p is None
    assert compared.bandwidth == 12


def test_forecasters_that_never_differ_cannot_be_tested():
    same = diebold_mariano(losses("a"), losses("a"), shared=4, n_eff=15)
    assert (same.difference, same.stat, same.p) == (0.0, None, None)
    assert diebold_mariano(losses("a"), losses("a") + 1, shared=4, n_eff=15).stat is None


def test_under_equal_skill_it_rejects_too_often_by_as_much_as_its_page_says():
    generator = stream(5, "tests", "size")
    noise = generator.standard_normal((2000, 63))
    overlapping = np.apply_along_axis(np.convolve, 1, noise, np.ones(4), "valid")
    zero = np.zeros(60)
    tests = [diebold_mariano(row, zero, shared=4, n_eff=15).p for row in overlapping]
    assert np.mean(np.array(tests) < 0.1) == pytest.approx(0.17, abs=0.03)


@given(st.lists(st.floats(-1e3, 1e3), min_size=5, max_size=30), st.integers(0, 8))
def test_the_long_run_variance_is_never_negative(values, bandwidth):
    assert long_run_variance(np.array(values), bandwidth=bandwidth) >= -1e-6


@given(st.dictionaries(st.text("abcd", min_size=1), st.none() | st.floats(0, 1)))
def test_adjusted_p_values_are_larger_and_in_the_same_order(p_values):
    adjusted = holm(p_values)
    known = sorted((p, name) for name, p in p_values.items() if p is not None)
    assert all(p <= adjusted[name] <= 1 for p, name in known)
    in_order = [adjusted[name] for _, name in known]
    assert in_order == sorted(in_order)
    assert {name for name, p in adjusted.items() if p is None} == {
        name for name, p in p_values.items() if p is None
    }


def test_resampled_dates_come_in_blocks():
    steps = np.diff(positions(block=5), axis=1).reshape(-1)
    assert positions().shape == (2000, 60)
    assert (steps == 1).mean() > 0.79


def test_too_few_dates_for_two_blocks_are_refused():
    with pytest.raises(ModelError, match="found 9 dates for blocks of 5"):
        resampled(9, block=5, draws=10, generator=stream(1, "tests"))


def test_a_ratio_holds_its_value_in_its_band():
    band = ratio_of_means(losses("a"), losses("b", mean=2.0), positions=positions())
    assert band.low < band.value < band.high < 1
    assert ratio_of_means(losses("a"), losses("a"), positions=positions()).high == 1.0


def test_without_dates_to_resample_there_is_no_band():
    assert ratio_of_means(losses("a"), losses("b"), positions=None).low is None


def test_a_ratio_to_nothing_is_refused():
    with pytest.raises(DataError, match="a forecaster that never lost"):
        ratio_of_means(losses("a"), np.zeros(60), positions=None)
    with pytest.raises(AlignmentError, match="losses of shape"):
        ratio_of_means(losses("a"), losses("b")[:50], positions=None)


def test_the_best_model_is_always_in_the_set_and_a_hopeless_one_never():
    p_values = confidence_set(
        {"best": losses("a"), "close": losses("b"), "hopeless": losses("c", mean=4.0)},
        positions=positions(),
    )
    assert max(p_values.values()) == 1.0
    assert p_values["hopeless"] < 0.01
    assert p_values["close"] > 0.1


def test_the_order_of_the_models_does_not_matter():
    table = {name: losses(name, mean=1 + number / 8) for number, name in enumerate("abcd")}
    forwards = confidence_set(table, positions=positions())
    backwards = confidence_set(dict(reversed(table.items())), positions=positions())
    assert forwards == pytest.approx(backwards)


def test_models_that_never_differ_stay_together():
    table = {"one": losses("a"), "two": losses("a")}
    assert confidence_set(table, positions=positions()) == {"one": 1.0, "two": 1.0}


def test_a_set_of_no_models_is_refused():
    with pytest.raises(ModelError, match="found no model"):
        confidence_set({}, positions=positions())
