"""In worlds whose laws are planted, intervals of end date, ground and losses cover as they say."""

import numpy as np
import pytest
from tests.campaign.planted import (
    QUANTITIES,
    WEEKS,
    agreed,
    at,
    coverage,
    foretold,
    happened,
    law_of,
    places,
    values_of_going_on,
    wants_of,
)

from ripeness.terms.chance import stream

NOMINAL = 0.8


@pytest.fixture(scope="module")
def found():
    return places(range(500), members=200)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_intervals_of_four_fifths_cover_four_fifths_of_planted_worlds(found, quantity):
    share, low, high = coverage(found[quantity], nominal=NOMINAL)
    assert low <= NOMINAL <= high, (share, low, high)
    assert high - low < 0.09


def test_the_planted_war_may_end_at_once_or_later_or_not_at_all():
    ends = [happened(law_of(seed), seed)["end"] for seed in range(60)]
    assert {0, WEEKS + 1} < set(ends)
    assert sum(0 < end <= WEEKS for end in ends) > 5


def test_members_who_know_too_well_what_is_to_come_are_found_out():
    narrow = places(range(60), members=200, narrowed=0.1)
    for quantity in QUANTITIES:
        _, _, high = coverage(narrow[quantity], nominal=NOMINAL)
        assert high < NOMINAL, quantity


def test_those_who_agree_at_once_are_those_who_should():
    """Against values of going on that are solved on a grid, without members or regressions."""
    law = law_of(1)
    wants = [wants_of(stream(seed, "test", "planted", "who"), 1) for seed in range(200)]
    due = [agreed(one, at(values_of_going_on(law, one)[0], 0.0), 0) for one in wants]
    told = foretold(law, 1, members=400)["end"] == 0
    assert told.mean() == pytest.approx(np.mean(due), abs=0.1)
