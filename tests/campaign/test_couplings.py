import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.campaign import couplings
from ripeness.campaign.couplings import COUPLINGS, OFF, switches
from ripeness.terms.errors import DataError

some = st.floats(0.01, 3.0)


def test_every_coupling_says_what_it_does_and_in_which_units():
    assert all(one.equation and one.units and one.reads for one in COUPLINGS)
    assert all(callable(getattr(couplings, one.name)) for one in COUPLINGS)


@given(some, some)
def test_a_coupling_that_is_off_changes_nothing(first, second):
    pair = np.array([[first, second]])
    line = np.array([first])
    assert (
        couplings.supply_shifts_hazard(pair, pair[:, ::-1], b=OFF.of("supply_shifts_hazard")) == 0
    ).all()
    assert (couplings.strength_moves_tempo(pair, b=0.0) == 1).all()
    np.testing.assert_array_equal(
        couplings.ground_moves_losses(line, np.array([second]), line, b=0.0), line
    )
    np.testing.assert_array_equal(
        couplings.ground_moves_beliefs(line, np.array([second]), b=0.0), line
    )


@given(some, some, st.floats(0.0, 2.0))
def test_exchanging_the_sides_exchanges_what_strength_does(first, second, b):
    pair = np.array([[first, second]])
    forth = couplings.strength_moves_tempo(pair, b=b)
    back = couplings.strength_moves_tempo(pair[:, ::-1], b=b)
    np.testing.assert_allclose(forth, back[:, ::-1], rtol=1e-9)


def test_supply_that_was_never_there_shifts_nothing():
    none = np.zeros((1, 3))
    assert (couplings.supply_shifts_hazard(none, none, b=1.0) == 0).all()


def test_without_support_a_side_only_loses():
    strength = couplings.worn_strength(
        np.ones((1, 2)), np.full((1, 2), 0.1), np.full((1, 2), 0.1), np.array([[1.0, 0.0]])
    )
    np.testing.assert_allclose(strength, [[1.0, 0.9]])


def test_only_the_couplings_of_a_path_are_kept():
    every = switches({one.name: 0.5 for one in COUPLINGS})
    assert set(every.only(frozenset({"losses"})).strength) == {
        "strength_moves_tempo",
        "ground_moves_losses",
    }
    assert every.only(frozenset()) == OFF


def test_an_unknown_coupling_is_refused():
    with pytest.raises(DataError, match="'weather'"):
        switches({"weather": 1.0})
