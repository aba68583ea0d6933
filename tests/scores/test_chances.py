import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.scores.chances import brier, log_score
from ripeness.terms.errors import AlignmentError, DataError

CHANCE = st.floats(0.01, 0.99)


@given(CHANCE, CHANCE)
@pytest.mark.parametrize("score", [brier, log_score])
def test_nobody_gains_by_saying_what_he_does_not_believe(score, belief, said):
    def expected(chance):
        return belief * score([1], [chance])[0] + (1 - belief) * score([0], [chance])[0]

    assert expected(belief) <= expected(said) + 1e-12


@given(CHANCE)
@pytest.mark.parametrize("score", [brier, log_score])
def test_naming_the_opposite_changes_nothing(score, chance):
    assert score([1], [chance]) == pytest.approx(score([0], [1 - chance]))


def test_an_event_held_impossible_costs_everything():
    assert log_score([1], [0.0]) == [np.inf]
    assert log_score([0], [0.0]) == [0.0]


def test_what_cannot_be_scored_is_refused():
    with pytest.raises(DataError, match="Give shares, not percent"):
        brier([1], [95.0])
    with pytest.raises(DataError, match="an event or a chance out of range"):
        brier([2], [0.5])
    with pytest.raises(AlignmentError, match="chances of shape"):
        brier([1, 0], [0.5])
