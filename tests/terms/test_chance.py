"""Streams are named: one change disturbs one thing."""

from hypothesis import given
from hypothesis import strategies as st

from ripeness.terms.chance import stream

NAMES = st.lists(st.one_of(st.text(max_size=5), st.integers(0, 99)), max_size=4)


@given(st.integers(0, 2**63), NAMES)
def test_the_same_name_gives_the_same_draws(seed: int, names: list):
    assert stream(seed, *names).random(3).tolist() == stream(seed, *names).random(3).tolist()


@given(st.integers(0, 2**63), NAMES, NAMES)
def test_another_name_gives_other_draws(seed: int, names: list, others: list):
    same = [(type(name), name) for name in names] == [(type(name), name) for name in others]
    draws = stream(seed, *names).random(3).tolist(), stream(seed, *others).random(3).tolist()
    assert (draws[0] == draws[1]) == same
