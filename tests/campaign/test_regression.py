import numpy as np
import pytest

from ripeness.campaign.regression import halves, valued
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError


def drawn(members=4000, noise=1.0):
    generator = stream(1, "test", "regression")
    state = generator.normal(size=(members, 2))
    truth = 3 + 2 * state[:, 0] - state[:, 1] ** 2 + state[:, 0] * state[:, 1]
    return state, truth, truth + noise * generator.normal(size=members)


def test_a_planted_value_of_the_state_is_recovered():
    state, truth, payoff = drawn()
    found = valued(state, payoff[:, None])
    assert np.abs(found.value[:, 0] - truth).mean() < 0.1
    share = truth.var() / payoff.var()
    assert found.r2[0] == pytest.approx(share, abs=0.05)


def test_a_state_that_tells_nothing_explains_nothing():
    state, _, _ = drawn()
    noise = stream(2, "test").normal(size=(len(state), 1))
    assert abs(valued(state, noise).r2[0]) < 0.02


def test_no_member_is_valued_by_its_own_future():
    state, _, payoff = drawn(members=40)
    doctored = payoff.copy()
    first, second = halves(40)
    doctored[first] += 100.0
    before, after = valued(state, payoff[:, None]), valued(state, doctored[:, None])
    np.testing.assert_array_equal(before.value[first], after.value[first])
    assert (after.value[second] > before.value[second] + 50).all()


def test_what_does_not_vary_is_worth_itself():
    found = valued(np.zeros((20, 3)), np.full((20, 1), 7.0))
    np.testing.assert_allclose(found.value, 7.0)
    assert found.r2[0] == 0.0


@pytest.mark.parametrize(
    ("state", "payoff", "found"),
    [
        (np.zeros((4, 1)), np.zeros((4, 1)), "4 states"),
        (np.zeros((9, 1)), np.zeros((8, 1)), "9 states and 8 payoffs"),
        (np.full((9, 1), np.nan), np.zeros((9, 1)), "not a finite number"),
    ],
)
def test_what_cannot_be_valued_is_refused(state, payoff, found):
    with pytest.raises(ModelError, match=found):
        valued(state, payoff)
