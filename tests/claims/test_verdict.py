"""The verdict rule of DESIGN, branch by branch, and the laws it must keep."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.claims.verdict import overall, says
from ripeness.terms.readings import Band, Reading

DAY = date(2025, 11, 30)
SAID = st.sampled_from(["supported", "contradicted", "undecided"])
S, C, U = "supported", "contradicted", "undecided"


def reading(value, *bands):
    """A reading with bands given as (tolerance, low, high)."""
    made = tuple(Band(tolerance_m=t, low=low, high=high) for t, low, high in bands)
    return Reading(source="x", value=value, bands=made, on=DAY, known_on=DAY)


@pytest.mark.parametrize(
    ("band", "asserted", "expected"),
    [
        ((0.96, 0.99), (0.95, 1.0), S),
        ((0.95, 1.0), (0.95, 1.0), S),
        ((0.40, 0.50), (0.95, 1.0), C),
        ((0.90, 0.96), (0.95, 1.0), U),
        ((0.90, 0.95), (0.95, 1.0), U),
        ((0.30, 0.60), (0.40, 0.50), U),
        ((0.60, 0.70), (0.40, 0.50), C),
        ((10.0, 20.0), (5.0, None), S),
        ((10.0, 20.0), (None, 5.0), C),
        ((10.0, 20.0), (None, None), S),
    ],
)
def test_a_source_is_judged_by_its_band_against_the_asserted_range(band, asserted, expected):
    assert says(reading(sum(band) / 2, (250, *band)), asserted) == expected


def test_the_band_at_250_metres_decides_and_the_wider_one_is_for_show():
    both = reading(0.97, (250, 0.96, 0.98), (1000, 0.90, 1.0))
    assert says(both, (0.95, 1.0)) == S
    assert says(both, (0.95, 1.0), tolerance_m=1000) == U


def test_a_source_without_a_band_speaks_by_its_value():
    assert says(reading(0.97), (0.95, 1.0)) == S
    assert says(reading(0.97, (500, 0.90, 1.0)), (0.95, 1.0)) == U


@pytest.mark.parametrize(
    ("by_source", "expected"),
    [
        ({}, (U, False)),
        ({"x": S, "y": S}, (S, False)),
        ({"x": C, "y": C, "z": C}, (C, False)),
        ({"x": S, "y": C}, ("sources_disagree", False)),
        ({"x": S, "y": C, "z": U}, ("sources_disagree", False)),
        ({"x": S, "y": U}, (U, False)),
        ({"x": U, "y": U}, (U, False)),
        ({"x": S}, (S, True)),
        ({"x": C}, (C, True)),
        ({"x": U}, (U, True)),
    ],
)
def test_sources_together_give_one_verdict(by_source, expected):
    assert overall(by_source, hands={}, basis="observed") == expected
    assert overall(by_source, hands={}, basis="rule") == expected


def test_two_sources_of_one_hand_are_one_voice():
    hands = {"x": "h", "y": "h"}
    assert overall({"x": S, "y": S}, hands=hands, basis="observed") == (S, True)
    assert overall({"x": S, "y": S, "z": S}, hands=hands, basis="observed") == (S, False)


@pytest.mark.parametrize(
    ("by_source", "expected"),
    [
        ({"x": S, "y": S}, "consistent_with_model"),
        ({"x": C, "y": C}, "not_consistent_with_model"),
        ({"x": S, "y": C}, "sources_disagree"),
        ({"x": U, "y": C}, U),
        ({"x": S}, "consistent_with_model"),
    ],
)
def test_a_model_reaches_at_most_consistency(by_source, expected):
    assert overall(by_source, hands={}, basis="modelled")[0] == expected


@given(st.lists(SAID, min_size=1, max_size=4))
def test_the_order_of_sources_does_not_matter(said):
    answers = {
        overall({f"s{i}": word for i, word in enumerate(order)}, hands={}, basis="observed")
        for order in permutations(said)
    }
    assert len(answers) == 1


@given(st.lists(SAID, min_size=1, max_size=5))
def test_exchanging_support_and_contradiction_exchanges_the_verdict(said):
    turned = {S: C, C: S, U: U, "sources_disagree": "sources_disagree"}
    by_source = {f"s{i}": word for i, word in enumerate(said)}
    verdict, one = overall(by_source, hands={}, basis="observed")
    other = overall({k: turned[v] for k, v in by_source.items()}, hands={}, basis="observed")
    assert other == (turned[verdict], one)


@given(st.lists(SAID, min_size=2, max_size=5))
def test_a_decided_verdict_needs_every_source(said):
    by_source = {f"s{i}": word for i, word in enumerate(said)}
    verdict, _ = overall(by_source, hands={}, basis="observed")
    if verdict in {S, C}:
        assert set(said) == {verdict}


ENDS = st.floats(0, 1).map(lambda x: round(x, 6))


@given(st.tuples(ENDS, ENDS).map(sorted), st.tuples(ENDS, ENDS).map(sorted))
def test_a_claim_and_its_denial_are_judged_as_opposites(band, asserted):
    """What lies strictly inside a range contradicts all that lies outside it."""
    low, high = band
    said = says(reading((low + high) / 2, (250, low, high)), tuple(asserted))
    least, most = asserted
    if least <= low and high <= most:
        assert said == S
    elif high < least or low > most:
        assert said == C
    else:
        assert said == U


@given(ENDS, st.floats(0, 0.2), st.floats(0, 0.2))
def test_a_wider_band_never_turns_support_into_contradiction(value, narrow, wider):
    asserted = (0.4, 0.6)
    first = says(reading(value, (250, value - narrow, value + narrow)), asserted)
    wide = narrow + wider
    second = says(reading(value, (250, value - wide, value + wide)), asserted)
    assert second in {U, first}
