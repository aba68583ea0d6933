from dataclasses import replace

import numpy as np
import pytest
from tests.campaign.worlds import fight_of, offers_of

from ripeness.campaign.hinges import ASSUMPTIONS, CONCLUSIONS, conclusions_at, hinges

TAKEN = 1
ONES = np.ones(len(ASSUMPTIONS))
PACE = [one.name for one in ASSUMPTIONS].index("pace on the ground")


def at(**changes):
    offers, fight = offers_of(members=100), fight_of(members=100)
    by = ONES.copy()
    for name, value in changes.items():
        by[PACE if name == "pace" else 0] = value
    return conclusions_at(offers, fight, package=TAKEN, by=by)


def test_without_a_pace_terms_never_come_near_all_the_ground():
    assert at(pace=0.0)["terms no better for the taker"] == 1.0
    assert at(pace=0.0)["terms no better for the other side"] == 0.0


def test_a_pace_that_takes_all_leaves_nothing_to_choose():
    assert at(pace=50.0)["terms no better for the other side"] == 1.0


@pytest.fixture(scope="module")
def found():
    fight = fight_of(members=100, drift=0.02)
    return hinges(offers_of(members=100), fight, package=TAKEN, seed=1, points=64)


def test_every_conclusion_is_asked_of_every_assumption(found):
    assert len(found) == len(CONCLUSIONS) * len(ASSUMPTIONS)
    assert all(0 <= row.robust_share <= 1 and row.points == 64 for row in found)


def test_what_the_other_side_gets_hinges_on_the_pace(found):
    rows = [row for row in found if row.conclusion == "terms no better for the other side"]
    first = max(rows, key=lambda row: row.sobol_total)
    assert first.assumptions == "pace on the ground"
    assert first.high_third > first.low_third


def test_the_same_seed_gives_the_same_hinges(found):
    fight = fight_of(members=100, drift=0.02)
    again = hinges(offers_of(members=100), fight, package=TAKEN, seed=1, points=64)
    assert again == found


def test_exchanging_the_sides_exchanges_the_conclusions():
    offers, fight = offers_of(members=100), fight_of(members=100)
    here = conclusions_at(offers, fight, package=TAKEN, by=ONES)
    there = conclusions_at(
        replace(offers, direction=-offers.direction),
        replace(fight, gain=-fight.gain, losses=fight.losses[:, :, ::-1], believed=-fight.believed),
        package=TAKEN,
        by=ONES,
    )
    taker, other = CONCLUSIONS[:2]
    assert here[taker] == there[other]
    assert here[other] == there[taker]
