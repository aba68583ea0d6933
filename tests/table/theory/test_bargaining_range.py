"""Laws of the bargaining range, of screening, of commitment and of waiting wars."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.table.theory.bargaining_range import bargaining_range, shares_in_range
from ripeness.table.theory.commitment import (
    commitment_inequality,
    largest_peaceful_chance,
    preventive_war,
    rounds_of_preventive_war,
)
from ripeness.table.theory.screening import screening_two_types, screening_uniform
from ripeness.table.theory.war_of_attrition import (
    chance_still_fighting,
    holding_time_uniform,
    war_of_attrition,
)

CHANCE = st.floats(0.01, 0.99)
COST = st.floats(0, 1)
SOME = st.floats(0.01, 100)


@given(CHANCE, COST, COST)
def test_the_range_mirrors_and_is_never_empty(p, cost_a, cost_b):
    zone = bargaining_range(win_chance=p, cost_a=cost_a, cost_b=cost_b)
    mirror = bargaining_range(win_chance=1 - p, cost_a=cost_b, cost_b=cost_a)
    assert 0 <= zone.low <= zone.high <= 1
    assert (zone.low, zone.high) == pytest.approx((1 - mirror.high, 1 - mirror.low), abs=1e-12)
    assert zone.width == pytest.approx(mirror.width, abs=1e-12)


@given(CHANCE, COST, COST, st.floats(0, 0.5))
def test_dearer_war_widens_the_range(p, cost_a, cost_b, more):
    narrow = bargaining_range(win_chance=p, cost_a=cost_a, cost_b=cost_b)
    wide = bargaining_range(win_chance=p, cost_a=cost_a + more, cost_b=cost_b)
    assert wide.width >= narrow.width


def test_an_indivisible_good_may_leave_no_share_in_the_range():
    zone = bargaining_range(win_chance=0.5, cost_a=0.1, cost_b=0.1)
    assert shares_in_range((0, 1), zone=zone) == ()


@given(CHANCE, COST, st.tuples(COST, COST), st.floats(0, 1))
def test_the_best_demand_to_two_types_beats_every_other(p, cost, types, share):
    low, high = sorted(types)
    best = screening_two_types(
        win_chance=p, proposer_cost=cost, low_cost=low, high_cost=high, high_share=share
    )
    demands = np.linspace(0, 1, 201)
    weak = demands[:, None] <= p + np.array([low, high])[None, :]
    chances = np.array([1 - share, share])
    worth = (np.where(weak, demands[:, None], p - cost) * chances).sum(axis=1)
    assert best.value >= worth.max() - 1e-9
    assert 0 <= best.demand <= 1
    assert 0 <= best.war_chance <= 1


@given(CHANCE, COST, st.tuples(COST, COST))
def test_the_best_demand_to_uniform_costs_beats_every_other(p, cost, types):
    low, high = sorted(types)
    best = screening_uniform(win_chance=p, proposer_cost=cost, low_cost=low, high_cost=high)
    demands = np.linspace(0, 1, 201)
    if high == low:
        risk = (demands > p + low).astype(float)
    else:
        risk = np.clip((demands - p - low) / (high - low), 0, 1)
    worth = (1 - risk) * demands + risk * (p - cost)
    assert best.value >= worth.max() - 1e-9
    assert 0 <= best.war_chance <= 1


@given(CHANCE, CHANCE, CHANCE, st.tuples(COST, COST))
def test_the_special_inequality_is_the_general_one(p1, p2, d, costs):
    cost_declining, cost_rising = costs
    special = preventive_war(
        chance_now=p1,
        chance_next=p2,
        discount=d,
        cost_declining=cost_declining,
        cost_rising=cost_rising,
    )
    general = commitment_inequality(
        war_now=p1 / (1 - d) - cost_rising,
        war_next=p2 / (1 - d) - cost_rising,
        rival_war_now=(1 - p1) / (1 - d) - cost_declining,
        pie=1 / (1 - d),
        discount=d,
    )
    difference = (general.shift - general.bound) * (1 - d)
    assert special.shift - special.bound == pytest.approx(difference, abs=1e-9)


@given(CHANCE, CHANCE, COST, COST)
def test_a_rise_beyond_the_largest_peaceful_one_brings_war(p1, d, cost_declining, cost_rising):
    costs = {"discount": d, "cost_declining": cost_declining, "cost_rising": cost_rising}
    most = largest_peaceful_chance(chance_now=p1, **costs)
    if most < 0.99:
        assert preventive_war(chance_now=p1, chance_next=most + 1e-6, **costs).war
        assert not preventive_war(chance_now=p1, chance_next=most - 1e-6, **costs).war


def test_the_same_rise_in_more_steps_may_be_peaceful():
    costs = {"discount": 0.95, "cost_declining": 0.5, "cost_rising": 0.5}
    assert rounds_of_preventive_war([0.4, 0.6], **costs) == (0,)
    assert rounds_of_preventive_war(np.linspace(0.4, 0.6, 9), **costs) == ()


@given(SOME, SOME, SOME, SOME)
def test_waiting_wars_mirror(value_a, value_b, cost_a, cost_b):
    war = war_of_attrition(value_a=value_a, value_b=value_b, cost_a=cost_a, cost_b=cost_b)
    mirror = war_of_attrition(value_a=value_b, value_b=value_a, cost_a=cost_b, cost_b=cost_a)
    assert (war.quit_rate_a, war.quit_rate_b) == (mirror.quit_rate_b, mirror.quit_rate_a)
    assert war.a_quits_first == pytest.approx(1 - mirror.a_quits_first)
    assert war.expected_length == mirror.expected_length
    assert chance_still_fighting(war, time=war.expected_length) == pytest.approx(np.exp(-1))


def test_holding_times_solve_their_equation():
    values = np.linspace(0, 8, 20001)[1:]
    hazard = (1 / 10) / (1 - values / 10)
    by_sum = np.trapezoid(values * hazard, values) / 2
    exact = holding_time_uniform(value=8, highest_value=10, cost=2)
    assert exact == pytest.approx(by_sum, rel=1e-4)


@pytest.mark.parametrize(("p", "cost"), [(0.7, 0.1), (0.3, 0.1), (0.1, 0.2), (0.55, 0.15)])
def test_the_ends_of_the_range_are_in_it_whatever_the_rounding(p, cost):
    ends = (round(max(p - cost, 0), 2), round(p + cost, 2))
    zone = bargaining_range(win_chance=p, cost_a=cost, cost_b=cost)
    assert shares_in_range(ends, zone=zone) == ends
