from dataclasses import replace

import numpy as np
import pytest
from tests.campaign.worlds import fight_of, offers_of

from ripeness.campaign.conclusion import compared, share_with_error
from ripeness.campaign.reservation import reservation
from ripeness.campaign.strips import HURTING_WEEKS, hurting, spokesmen, way_out, zone

TAKEN = 1


def test_terms_that_give_less_ground_are_no_better_for_the_taker_and_no_worse_for_the_other():
    offers = offers_of()
    half = np.full(7, 0.5)
    taker = compared(offers, half, package=TAKEN, party=0)
    other = compared(offers, half, package=TAKEN, party=1)
    assert taker.no_better.all()
    assert not taker.no_worse.any()
    assert other.no_worse.all()
    assert not other.no_better.any()


def test_the_same_terms_are_no_better_and_no_worse():
    offers = offers_of()
    whole = np.ones(3)
    for party in (0, 1):
        found = compared(offers, whole, package=TAKEN, party=party)
        assert found.no_better.all()
        assert found.no_worse.all()
        assert not found.not_comparable.any()


def test_what_hangs_on_what_a_party_wants_is_not_comparable():
    offers = offers_of()
    flows = offers.flows.copy()
    flows[::2, 0, TAKEN] = offers.standing[::2, 0] - 0.2
    found = compared(replace(offers, flows=flows), np.full(4, 0.5), package=TAKEN, party=0)
    assert found.not_comparable.all()


def test_a_share_of_all_members_still_has_an_error():
    share, low, high = share_with_error(np.ones(1000, bool))
    assert share == 1.0
    assert high == pytest.approx(1.0)
    assert 0.99 < low < 1.0


def test_a_war_that_costs_both_and_moves_nothing_hurts_neither_more_with_time():
    fight, offers = fight_of(drift=0.0, spread=0.0), offers_of()
    still = replace(fight, losses=np.zeros_like(fight.losses))
    free = replace(offers, weights=replace(offers.weights, year=np.zeros_like(offers.weights.year)))
    assert not hurting(free, still, week=0).any()


def test_a_war_that_costs_both_ever_more_hurts():
    fight, offers = fight_of(drift=0.0, spread=0.0), offers_of(own=0.02)
    dearer = replace(fight, losses=fight.losses * np.linspace(0, 4, 27)[None, :, None])
    assert hurting(offers, dearer, week=0).all()


def test_the_strip_ends_where_the_horizon_is_too_near():
    fight, offers = fight_of(), offers_of()
    assert hurting(offers, fight, week=fight.weeks - HURTING_WEEKS - 1) is not None
    assert hurting(offers, fight, week=fight.weeks - HURTING_WEEKS) is None


def test_a_way_out_must_lie_in_the_zone_and_hold():
    inside = np.array([[True, False], [True, False], [False, False]])
    holds = np.array([[True, True], [False, True], [True, True]])
    assert way_out(inside, holds).tolist() == [True, False, False]
    chance = np.array([[0.2, 0.9], [0.4, 0.9], [0.5, 0.9]])
    assert spokesmen(inside, chance).tolist() == [0.2, 0.4, 0.0]


def test_the_zone_is_what_all_needed_parties_prefer():
    fight, offers = fight_of(), offers_of(own=0.2, year=0.5)
    going = reservation(offers, fight)
    found = zone(offers, going, fight.gain[:, 0], week=0)
    assert found.any(axis=1).all()
    nobody = replace(offers, standing=offers.standing + np.array([0.0, 0.0, 9.0]))
    assert not zone(nobody, going, fight.gain[:, 0], week=0).any()
