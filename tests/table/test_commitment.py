import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.table.commitment import (
    ARRANGEMENTS,
    Agreement,
    Later,
    guarantee_needed,
    holds,
    securing,
)
from ripeness.table.utility import Course, Weights
from ripeness.terms.errors import ModelError

NONE = np.zeros((1, 2))


def agreement(agreed, *, lasting=(False, False), secured=(0.0, 0.0), shift=(0.0, 0.0)):
    """Two issues, two parties; the status quo of both is worth nothing."""
    given = np.array(agreed, dtype=float).reshape(1, 2, 2)
    return Agreement(
        given,
        np.zeros_like(given),
        np.array(lasting),
        lambda day: np.tile(np.array(secured, dtype=float), (len(day), 1)),
        np.array([shift], dtype=float),
    )


def needed(one, arrangement="snap_back", phases=3):
    return guarantee_needed(one, Later(np.ones(1), phases), arrangement)[0]


def test_a_package_that_gives_more_than_fighting_holds_by_itself():
    assert needed(agreement([[0.2, 0.0], [0.0, 0.3]], secured=(-0.1, 0.1))).tolist() == [0, 0]


def test_without_snap_back_a_breaker_keeps_what_it_was_given():
    """Both give on one issue and gain on the other; breaking takes back what was given."""
    one = agreement([[0.3, -0.1], [-0.1, 0.3]], secured=(-0.05, -0.05))
    assert needed(one, "no_snap_back") == pytest.approx([0.05, 0.05])
    assert needed(one, "snap_back") == pytest.approx([0.0, 0.0])


def test_what_lasts_stays_with_the_breaker_and_stays_given():
    one = agreement([[0.3, -0.1], [-0.1, 0.3]], lasting=(True, True), secured=(0.02, -0.05))
    assert needed(one, "snap_back") == pytest.approx([0.02, 0.0])


def test_phases_leave_a_breaker_only_what_is_carried_out():
    one = agreement([[0.3, 0.0], [-0.1, 0.2]], lasting=(True, False), secured=(0.1, 0.0))
    assert needed(one, "snap_back") == pytest.approx([0.1, 0.0])
    phased = needed(one, "snap_back_phased", phases=3)
    assert phased[0] == pytest.approx(0.1)  # at the last step nothing is left to lose
    assert phased[1] == 0.0


def test_strength_moves_with_what_is_carried_out():
    one = agreement([[0.0, 0.0], [0.1, 0.1]], lasting=(True, False), shift=(0.04, 0.0))
    assert needed(one, "snap_back") == pytest.approx([0.04, 0.0])


@given(
    st.lists(st.floats(-1, 1), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=2, max_size=2),
    st.lists(st.floats(-0.5, 0.5), min_size=2, max_size=2),
)
def test_snap_back_never_makes_breaking_pay_more(agreed, lasting, secured):
    one = agreement([agreed[:2], agreed[2:]], lasting=lasting, secured=secured)
    assert (needed(one, "snap_back") <= needed(one, "no_snap_back") + 1e-12).all()


@given(st.lists(st.floats(-1, 1), min_size=4, max_size=4), st.floats(-0.5, 0.5), st.floats(0, 0.3))
def test_exchanging_the_parties_exchanges_what_they_need(agreed, one, other):
    plain = agreement([agreed[:2], agreed[2:]], secured=(one, other), lasting=(True, False))
    turned = agreement([agreed[2:], agreed[:2]], secured=(other, one), lasting=(True, False))
    for arrangement in ARRANGEMENTS:
        assert needed(plain, arrangement).tolist() == needed(turned, arrangement).tolist()[::-1]


def test_three_verdicts_are_every_draw_once():
    found = holds(np.array([[0.0, 0.0], [0.1, 0.0], [0.0, 0.3]]), np.full(3, 0.2))
    assert found["self_enforcing"].tolist() == [True, False, False]
    assert found["needs_guarantee"].tolist() == [False, True, False]
    assert found["cannot_hold"].tolist() == [False, False, True]


def test_fighting_later_is_worth_less_of_what_is_left_if_its_gain_is_ground():
    one = np.ones((1, 1))
    course = Course(
        years=np.array([1.0]), during=0 * one, after=0 * one, ground_now=0 * one,
        ground_slope=0.5 * one, ground_for=np.array([1.0]), own=20.0 * one, other=0 * one,
    )  # fmt: skip
    secured = securing(course, Weights(np.array([0.05]), 0.01 * one, 0 * one, 0 * one, 10.0))
    assert secured(np.array([5.0]))[0, 0] < secured(np.array([0.0]))[0, 0]


def test_arrays_that_do_not_fit_and_no_phases_are_refused():
    one = agreement([[0.0, 0.0], [0.0, 0.0]])
    with pytest.raises(ModelError, match="phases"):
        guarantee_needed(one, Later(np.ones(1), 0), "snap_back")
    odd = Agreement(one.agreed, one.status_quo[:, :1], one.lasting, one.secured, one.shift)
    with pytest.raises(ModelError, match="status_quo"):
        guarantee_needed(odd, Later(np.ones(1)), "snap_back")
