"""Laws of the forts walk, its diffusion limit and its learning form."""

import math
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.table.theory.beliefs import BetaBelief, PointBelief
from ripeness.table.theory.forts_diffusion import (
    forts_diffusion,
    matching_diffusion,
    present_worth_of_victory,
)
from ripeness.table.theory.forts_learning import (
    LearningWar,
    learning_forts,
    settlement,
    subjective_war_value,
)
from ripeness.table.theory.forts_walk import forts_walk, length_distribution, war_values
from ripeness.terms.errors import ModelError

CHANCE = st.floats(0.001, 0.999)
STALL = st.floats(0, 0.9)
NEAR_HALF = [0.5, 0.5 + 1e-15, 0.5 - 1e-12, 0.5 + 1e-8, 0.5 - 1e-4, 0.51]


@st.composite
def states(draw):
    forts = draw(st.integers(1, 60))
    return {"forts": forts, "held": draw(st.integers(0, forts))}


def exactly(forts, p, s=Fraction(0)):
    """Win chance, mean and variance of the length at every inner state, in exact rationals."""

    def solve(right):
        below, above = (1 - s) * (1 - p), (1 - s) * p
        ratio, rest = [Fraction(0)], [Fraction(0)]
        for value in right:
            pivot = (1 - s) - below * ratio[-1]
            rest.append((value + below * rest[-1]) / pivot)
            ratio.append(above / pivot)
        x = [Fraction(0)]
        for i in range(len(right), 0, -1):
            x.append(rest[i] + ratio[i] * x[-1])
        return x[:0:-1]

    win = solve([Fraction(0)] * (forts - 2) + [(1 - s) * p])
    mean = solve([Fraction(1)] * (forts - 1))
    square = solve([2 * value - 1 for value in mean])
    return win, mean, [m2 - m * m for m2, m in zip(square, mean, strict=True)]


@pytest.mark.parametrize("p", [0.001, 0.3, *NEAR_HALF, 0.6, 0.99])
@pytest.mark.parametrize(("forts", "s"), [(2, 0.0), (11, 0.25), (40, 0.0)])
def test_the_walk_agrees_with_exact_rationals_at_every_state(forts, s, p):
    exact = np.array(exactly(forts, Fraction(p), Fraction(s)), dtype=float)
    wars = [forts_walk(forts=forts, held=n, chance=p, stall=s) for n in range(1, forts)]
    got = np.array([(w.win_chance, w.expected_length, w.length_variance) for w in wars]).T
    np.testing.assert_allclose(got[:2], exact[:2], rtol=1e-11)
    np.testing.assert_allclose(got[2], exact[2], rtol=1e-9, atol=1e-12)


@given(states(), CHANCE, STALL)
def test_the_walk_mirrors(state, p, s):
    war = forts_walk(**state, chance=p, stall=s)
    other = {"forts": state["forts"], "held": state["forts"] - state["held"]}
    mirror = forts_walk(**other, chance=1 - p, stall=s)
    assert 0 <= war.win_chance <= 1
    assert war.win_chance == pytest.approx(1 - mirror.win_chance, abs=1e-9)
    assert war.expected_length == pytest.approx(mirror.expected_length, rel=1e-9)
    assert war.length_if_won == pytest.approx(mirror.length_if_lost, rel=1e-9, nan_ok=True)
    assert war.length_variance == pytest.approx(mirror.length_variance, rel=1e-6, abs=1e-9)


@given(states(), st.floats(0.01, 0.98), st.floats(0.0001, 0.01))
def test_a_better_chance_or_one_more_fort_never_hurts(state, p, more):
    win = forts_walk(**state, chance=p).win_chance
    assert forts_walk(**state, chance=p + more).win_chance >= win
    if state["held"] < state["forts"]:
        ahead = {**state, "held": state["held"] + 1}
        assert forts_walk(**ahead, chance=p).win_chance >= win


def test_a_stall_lengthens_the_war_and_changes_no_chance():
    quick = forts_walk(forts=10, held=4, chance=0.55)
    slow = forts_walk(forts=10, held=4, chance=0.55, stall=0.75)
    assert slow.win_chance == quick.win_chance
    assert slow.expected_length == pytest.approx(4 * quick.expected_length)


@pytest.mark.parametrize("p", [1e-300, 1e-12, 1 - 1e-12, *NEAR_HALF])
def test_a_million_forts_give_finite_numbers(p):
    war = forts_walk(forts=1_000_000, held=400_000, chance=p)
    assert 0 <= war.win_chance <= 1
    assert np.isfinite([war.expected_length, war.length_variance]).all()
    assert war.expected_length >= 400_000 * (1 - 1e-9)
    assert war.length_variance >= 0


@settings(max_examples=25)
@given(st.integers(2, 12), st.floats(0.05, 0.95), st.floats(0, 0.7), st.data())
def test_the_length_distribution_has_the_moments(forts, p, s, data):
    held = data.draw(st.integers(1, forts - 1))
    won, lost = length_distribution(forts=forts, held=held, chance=p, rounds=6000, stall=s)
    war = forts_walk(forts=forts, held=held, chance=p, stall=s)
    rounds = np.arange(6001)
    mean = rounds @ (won + lost)
    assert won.sum() == pytest.approx(war.win_chance, abs=1e-9)
    assert mean == pytest.approx(war.expected_length, rel=1e-6)
    assert (rounds - mean) ** 2 @ (won + lost) == pytest.approx(war.length_variance, rel=1e-5)


@given(st.integers(2, 30), CHANCE, st.floats(0.5, 0.9999), STALL)
def test_war_values_solve_their_recursion(forts, p, d, s):
    values = war_values(forts=forts, chance=p, cost_a=0.02, cost_b=0.05, discount=d, stall=s)
    for value, cost in ((values.value_a, 0.02), (values.value_b, 0.05)):
        ahead = s * value[1:-1] + (1 - s) * (p * value[2:] + (1 - p) * value[:-2])
        assert value[1:-1] == pytest.approx(d * ahead - cost, abs=1e-8)
    assert (values.value_a[0], values.value_a[-1]) == (0, 1)
    assert (values.highest_share_a >= values.value_a - 1e-9).all()


def test_patience_has_no_step_at_one():
    settings_ = {"forts": 10, "chance": 0.52, "cost_a": 0.01, "cost_b": 0.01}
    patient = war_values(**settings_).value_a
    for short in (1e-5, 1e-7, 3e-8, 1e-9, 1e-12):
        nearly = war_values(**settings_, discount=1 - short).value_a
        assert nearly == pytest.approx(patient, abs=40 * short + 1e-10)


@pytest.mark.parametrize("drift", [0.0, 1e-12, -0.02, 0.1])
@pytest.mark.parametrize("stall", [0.0, 0.5])
def test_with_small_steps_the_walk_becomes_the_diffusion(drift, stall):
    parts = 400
    p = 0.5 + drift / (2 * parts)
    walk = forts_walk(forts=10 * parts, held=3 * parts, chance=p, stall=stall)
    pace, volatility = matching_diffusion(chance=p, stall=stall)
    limit = forts_diffusion(ground=10 * parts, held=3 * parts, drift=pace, volatility=volatility)
    assert walk.win_chance == pytest.approx(limit.win_chance, rel=1e-4)
    assert walk.expected_length == pytest.approx(limit.expected_length, rel=1e-4)
    assert walk.length_variance == pytest.approx(limit.length_variance, rel=1e-4)


@given(st.floats(0.5, 50), st.floats(0, 1), st.floats(-2, 2), st.floats(0.1, 5))
def test_the_diffusion_mirrors(ground, part, drift, volatility):
    rest = ground - part * ground
    held = ground - rest  # so that the two add up without rounding, and the states are mirrors
    war = forts_diffusion(ground=ground, held=held, drift=drift, volatility=volatility)
    mirror = forts_diffusion(ground=ground, held=rest, drift=-drift, volatility=volatility)
    assert 0 <= war.win_chance <= 1
    assert war.win_chance == pytest.approx(1 - mirror.win_chance, abs=1e-9)
    assert war.expected_length == pytest.approx(mirror.expected_length, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("drift", [1e-300, 1e-14, 1e-9, 1e-5])
def test_a_tiny_drift_is_as_good_as_none(drift):
    none = forts_diffusion(ground=10, held=3, drift=0, volatility=1)
    tiny = forts_diffusion(ground=10, held=3, drift=drift, volatility=1)
    assert none.win_chance == 0.3
    assert none.expected_length == pytest.approx(21)
    assert none.length_variance == pytest.approx(21 * (9 + 49) / 3)
    assert tiny.win_chance == pytest.approx(0.3, abs=10 * drift + 1e-15)
    assert tiny.expected_length == pytest.approx(21, rel=10 * drift + 1e-14)


def test_a_later_victory_is_worth_less():
    worths = [
        present_worth_of_victory((5, 10), drift=0.2, volatility=1, rate=rate)
        for rate in (0, 0.01, 0.1, 1)
    ]
    assert worths == sorted(worths, reverse=True)
    assert present_worth_of_victory((10, 10), drift=0.2, volatility=1, rate=1) == 1


def war(**changes):
    base = {
        "forts": 8,
        "held": 4,
        "belief_a": BetaBelief(6, 3),
        "belief_b": BetaBelief(3, 6),
        "cost_a": 0.01,
        "cost_b": 0.02,
    }
    return LearningWar(**{**base, **changes})


def by_hand(game, last):
    """The same game in exact rationals, by a plain recursion."""
    d, s = Fraction(str(game.discount)), Fraction(str(game.stall))
    power = Fraction(str(game.power_a))
    powers = (power, 1 - power)
    costs = [Fraction(str(cost)) for cost in (game.cost_a, game.cost_b)]
    beliefs = (game.belief_a, game.belief_b)

    @cache
    def worth(taken, lost):
        n = game.held + taken - lost
        if n in {0, game.forts}:
            return (Fraction(n > 0), Fraction(n == 0))
        if taken + lost == last:
            leaf = learning_forts(game, last_move=last)
            return Fraction(leaf.fight_a[last, n]), Fraction(leaf.fight_b[last, n])
        found = []
        for side in (0, 1):
            total = Fraction(str(beliefs[side].wins + beliefs[side].losses)) + taken + lost
            p = (Fraction(str(beliefs[side].wins)) + taken) / total
            ahead = p * after(taken + 1, lost)[side] + (1 - p) * after(taken, lost + 1)[side]
            found.append(d * (1 - s) * ahead - costs[side])
        fight = [value / (1 - d * s) for value in found]
        if sum(fight) > 1:
            return tuple(fight)
        surplus = 1 - sum(found) - d * s
        return tuple(
            (value + d * s * powers[side] * surplus) / (1 - d * s)
            for side, value in enumerate(found)
        )

    def after(taken, lost):
        fight = worth(taken, lost)
        gain = max(1 - sum(fight), 0)
        return tuple(value + power * gain for value, power in zip(fight, powers, strict=True))

    return worth(0, 0)


@pytest.mark.parametrize(
    "changes",
    [{}, {"stall": 0.25}, {"discount": 0.95}, {"power_a": 1.0}, {"stall": 0.5, "discount": 0.9}],
)
def test_the_recursion_agrees_with_one_in_exact_rationals(changes):
    game = war(**changes)
    values = learning_forts(game, last_move=40)
    exact = [float(value) for value in by_hand(game, 40)]
    got = [values.fight_a[0, 4], values.fight_b[0, 4]]
    assert got == pytest.approx(exact, abs=1e-12)


def test_sides_that_agree_about_the_chance_settle_at_once():
    same = BetaBelief(2, 3)
    values = learning_forts(war(belief_a=same, belief_b=same))
    end = settlement(values, chance=0.4)
    assert end.settled[0] == 1
    assert end.expected_rounds == 0
    assert end.expected_share_a == values.share_a[0, 4]


def test_certain_sides_expect_the_plain_war():
    sure = PointBelief(chances=(0.6,), weights=(1.0,))
    game = war(belief_a=sure, belief_b=sure, discount=0.98, stall=0.1)
    fought = learning_forts(game, bargaining=False)
    plain = war_values(forts=8, chance=0.6, cost_a=0.01, cost_b=0.02, discount=0.98, stall=0.1)
    assert fought.fight_a[0, 4] == pytest.approx(plain.value_a[4], abs=1e-9)
    assert subjective_war_value(game) == pytest.approx((plain.value_a[4], plain.value_b[4]))


@pytest.mark.parametrize("belief", [BetaBelief(6, 3), BetaBelief(0.7, 0.6)])
def test_fighting_to_the_end_is_worth_its_expectation_over_the_belief(belief):
    game = war(belief_a=belief, belief_b=belief)
    fought = learning_forts(game, bargaining=False)
    expected = subjective_war_value(game, points=1000)
    assert (fought.fight_a[0, 4], fought.fight_b[0, 4]) == pytest.approx(expected, abs=1e-6)


def test_learning_mirrors():
    game = war(power_a=0.3)
    mirror = war(
        belief_a=BetaBelief(6, 3), belief_b=BetaBelief(3, 6), cost_a=0.02, cost_b=0.01, power_a=0.7
    )
    one, two = learning_forts(game), learning_forts(mirror)
    assert one.fight_a == pytest.approx(two.fight_b[:, ::-1], abs=1e-12, nan_ok=True)
    ends = settlement(one, chance=0.55), settlement(two, chance=0.45)
    assert ends[0].expected_share_a == pytest.approx(1 - ends[1].expected_share_a)
    assert ends[0].won == pytest.approx(ends[1].lost)


def test_every_war_ends_in_one_of_three_ways():
    end = settlement(learning_forts(war()), chance=0.5)
    assert (end.settled + end.won + end.lost).sum() == pytest.approx(1)
    assert 0 <= end.expected_share_a <= 1


@given(st.floats(0.5, 20), st.floats(0.5, 20), st.floats(0.1, 5))
@settings(max_examples=15, deadline=None)
def test_more_optimism_keeps_the_war_alive(wins, losses, more):
    calm = learning_forts(war(belief_a=BetaBelief(wins, losses)), last_move=60)
    keen = learning_forts(war(belief_a=BetaBelief(wins + more, losses)), last_move=60)
    assert keen.fight_a[0, 4] >= calm.fight_a[0, 4] - 1e-9


def test_a_war_that_may_outlast_the_last_move_is_refused():
    values = learning_forts(war(), last_move=10, bargaining=False)
    with pytest.raises(ModelError, match="chance left"):
        settlement(values, chance=0.5)


def test_the_length_of_a_victory_that_cannot_be_is_not_a_number():
    assert math.isnan(forts_walk(forts=10, held=0, chance=0.6).length_if_won)
    assert math.isnan(forts_walk(forts=10, held=10, chance=0.6).length_if_lost)
    assert math.isnan(forts_diffusion(ground=1, held=0, drift=0.1, volatility=1).length_if_won)
    assert math.isnan(forts_diffusion(ground=1, held=1, drift=0.1, volatility=1).length_if_lost)
    assert forts_walk(forts=10, held=10, chance=0.6).length_if_won == 0


@pytest.mark.parametrize("drift", [1e50, -1e50])
def test_a_drift_beyond_all_measure_ends_at_once(drift):
    war = forts_diffusion(ground=1e50, held=1e49, drift=drift, volatility=1e-50)
    assert war.win_chance == (drift > 0)
    assert war.expected_length == pytest.approx(0.9 if drift > 0 else 0.1)
