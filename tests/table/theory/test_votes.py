"""Laws of voting power, win sets, the expected-utility model and coalitions."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.table.theory.coalitions import (
    coalition_strengths,
    conditional,
    markov_uniform,
    victory_chances,
)
from ripeness.table.theory.expected_utility import (
    Actors,
    expected_utility_model,
    median_position,
    success_chances,
)
from ripeness.table.theory.power_indices import banzhaf, shapley_shubik
from ripeness.table.theory.veto_players import core_area, in_core, in_win_set, win_set_area


@st.composite
def votes(draw):
    weights = draw(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any))
    return weights, draw(st.integers(1, sum(weights)))


@given(votes())
@settings(deadline=None)
def test_shapley_shubik_counts_pivots_over_all_orders(vote):
    weights, quota = vote
    pivots = [0] * len(weights)
    for order in itertools.permutations(range(len(weights))):
        reached = 0
        for voter in order:
            reached += weights[voter]
            if reached >= quota:
                pivots[voter] += 1
                break
    orders = math.factorial(len(weights))
    expected = tuple(Fraction(count, orders) for count in pivots)
    assert shapley_shubik(weights, quota=quota) == expected


@given(votes())
def test_banzhaf_counts_swings_over_all_coalitions(vote):
    weights, quota = vote
    swings = [0] * len(weights)
    for members in itertools.product((0, 1), repeat=len(weights)):
        reached = sum(w for w, member in zip(weights, members, strict=True) if member)
        for voter, weight in enumerate(weights):
            swings[voter] += not members[voter] and reached < quota <= reached + weight
    power = banzhaf(weights, quota=quota)
    assert power.swings == tuple(swings)
    assert sum(power.normalised) == 1


@given(st.lists(st.integers(1, 30), min_size=2, max_size=25), st.data())
@settings(deadline=None)
def test_power_sums_to_one_grows_with_weight_and_is_the_same_to_pass_or_to_block(weights, data):
    quota = data.draw(st.integers(1, sum(weights)))
    power = shapley_shubik(weights, quota=quota)
    assert sum(power) == 1
    assert sorted(power) == [share for _, share in sorted(zip(weights, power, strict=True))]
    assert shapley_shubik(weights, quota=sum(weights) + 1 - quota) == power


def test_decimal_weights_mean_what_is_written():
    assert shapley_shubik([0.1, 0.2, 0.3], quota=0.3) == shapley_shubik([1, 2, 3], quota=3)


POINT = st.tuples(st.integers(-8, 8), st.integers(-8, 8)).map(lambda p: (p[0] / 4, p[1] / 4))


def area_on_a_grid(players, status_quo, required):
    ends = np.array([*players, status_quo])
    reach = 2 * np.hypot(*(ends - status_quo).T).max() + 0.1
    count = 900
    steps = (np.arange(count) + 0.5) / count * 2 - 1
    x, y = np.meshgrid(status_quo[0] + reach * steps, status_quo[1] + reach * steps)
    nearer = [
        (x - px) ** 2 + (y - py) ** 2 < (status_quo[0] - px) ** 2 + (status_quo[1] - py) ** 2
        for px, py in players
    ]
    inside = np.sum(nearer, axis=0) >= required
    return inside.mean() * (2 * reach) ** 2, reach**2


@given(st.lists(POINT, min_size=1, max_size=6), POINT, st.data())
@settings(max_examples=30, deadline=None)
def test_win_sets_have_the_area_of_a_grid_count(players, status_quo, data):
    required = data.draw(st.integers(1, len(players)))
    area = win_set_area(players, status_quo=status_quo, required=required)
    counted, scale = area_on_a_grid(players, status_quo, required)
    assert area == pytest.approx(counted, abs=0.01 * scale)


@given(st.lists(POINT, min_size=1, max_size=6), POINT, POINT, st.floats(0, 6))
@settings(deadline=None)
def test_moving_and_turning_the_plane_changes_no_area(players, status_quo, shift, angle):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    area = win_set_area(players, status_quo=status_quo)
    turned = win_set_area(
        np.array(players) @ turn + shift, status_quo=np.array(status_quo) @ turn + shift
    )
    assert turned == pytest.approx(area, abs=1e-9)


@given(st.lists(POINT, min_size=2, max_size=6), POINT)
def test_more_vetoes_never_widen_a_win_set(players, status_quo):
    areas = [
        win_set_area(players, status_quo=status_quo, required=required)
        for required in range(1, len(players) + 1)
    ]
    assert all(more >= less - 1e-9 for more, less in itertools.pairwise(areas))
    assert win_set_area(players[:-1], status_quo=status_quo) >= areas[-1] - 1e-9


@given(st.lists(POINT, min_size=1, max_size=6), POINT)
def test_the_win_set_is_empty_in_the_core_alone(players, status_quo):
    empty = win_set_area(players, status_quo=status_quo) <= 1e-12
    assert empty == in_core(players, status_quo=status_quo)


def test_the_core_is_the_hull():
    square = [(0, 0), (1, 0), (1, 1), (0, 1)]
    assert core_area(square) == pytest.approx(1)
    assert core_area(square[:2]) == 0
    assert core_area([(0, 0), (1, 1), (2, 2)]) == 0
    assert not in_win_set((0.5, 0.5), players=square, status_quo=(0.5, 0.6))
    assert in_win_set((0.5, 0.5), players=square, status_quo=(0.5, 0.6), required=2)


@st.composite
def groups(draw):
    count = draw(st.integers(2, 8))
    lists = [st.lists(numbers, min_size=count, max_size=count) for numbers in (
        st.integers(0, 100), st.integers(1, 100), st.integers(1, 100)
    )]  # fmt: skip
    positions, capabilities, saliences = (draw(values) for values in lists)
    positions[0], positions[-1] = 0, 100
    return Actors(tuple(positions), tuple(capabilities), tuple(s / 100 for s in saliences))


@given(groups(), st.sampled_from([0.5, 1.0]))
@settings(deadline=None)
def test_the_model_stays_in_its_bounds(actors, q):
    for played in expected_utility_model(actors, rounds=4, status_quo_chance=q):
        assert all(0.5 - 1e-12 <= risk <= 2 + 1e-12 for risk in played.risk_exponents)
        chances = played.success_chances
        assert chances + chances.T == pytest.approx(np.ones_like(chances))
        assert min(played.next_positions) >= -1e-9
        assert max(played.next_positions) <= 100 + 1e-9
        assert min(played.positions) - 1e-9 <= played.median <= max(played.positions) + 1e-9


@given(groups())
@settings(deadline=None)
def test_the_first_round_mirrors_and_knows_no_units(actors):
    played = expected_utility_model(actors, rounds=1)[0]
    mirror = Actors(tuple(100 - x for x in actors.positions), actors.capabilities, actors.saliences)
    scaled = Actors(
        tuple(3 * x + 7 for x in actors.positions),
        tuple(1000 * c for c in actors.capabilities),
        actors.saliences,
    )
    other = expected_utility_model(mirror, rounds=1)[0]
    large = expected_utility_model(scaled, rounds=1)[0]
    assert other.median == pytest.approx(100 - played.median)
    assert large.median == pytest.approx(3 * played.median + 7)
    assert other.expected_utilities == pytest.approx(played.expected_utilities, abs=1e-9)
    assert large.expected_utilities == pytest.approx(played.expected_utilities, abs=1e-9)


@given(groups())
def test_the_median_loses_no_vote(actors):
    x = np.array(actors.positions, float)
    weights = np.array(actors.capabilities) * actors.saliences
    median = median_position(actors)
    for rival in x:
        votes_for = weights @ (np.abs(x - rival) - np.abs(x - median))
        assert votes_for >= -1e-9


def test_strength_decides_a_contest_between_two():
    assert success_chances([0, 1], weights=[3, 1])[0, 1] == 0.75
    alone = Actors((0, 1), capabilities=(1000, 1), saliences=(1, 1))
    assert expected_utility_model(alone, rounds=1)[0].median == 0


STRENGTH = st.floats(0, 100)


@given(st.integers(2, 6).flatmap(lambda n: st.lists(
    st.lists(STRENGTH, min_size=n, max_size=n), min_size=n, max_size=n)))  # fmt: skip
def test_elections_are_chances_and_keep_still(table):
    chances = victory_chances(table, law="square")
    holds = np.array(markov_uniform(chances))
    assert holds.sum() == pytest.approx(1)
    assert (holds >= 0).all()
    lost = chances.T / len(table)
    np.fill_diagonal(lost, 0)
    np.fill_diagonal(lost, 1 - lost.sum(axis=1))
    assert holds @ lost == pytest.approx(holds, abs=1e-9)


def test_a_chain_of_beats_all_goes_to_the_top():
    sure = victory_chances([[0, 1, 1], [0, 0, 1], [0, 0, 0]], law="square")
    assert markov_uniform(sure) == pytest.approx((1, 0, 0))
    assert conditional(sure) == pytest.approx((1, 0, 0))


@pytest.mark.parametrize(
    ("law", "chance"), [("linear", 2 / 3), ("square", 0.8), ("quartic", 16 / 17), ("binary", 1)]
)
def test_the_laws_of_victory(law, chance):
    assert victory_chances([[0, 2], [1, 0]], law=law)[0, 1] == pytest.approx(chance)


def test_strengths_follow_the_voting_rule():
    utilities = [[1.0, 0.5], [0.0, 1.0]]
    found = {
        rule: coalition_strengths([2, 1], utilities=utilities, voting=rule)[0, 1]
        for rule in ("binary", "proportional", "cubic")
    }
    assert found == {"binary": 2, "proportional": 1, "cubic": 0.25}
