"""Axioms of the bargaining solutions, and laws of Adjusted Winner."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ripeness.table.theory.adjusted_winner import adjusted_winner
from ripeness.table.theory.frontiers import Curve, Lotteries, pareto_corners
from ripeness.table.theory.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian

RULES = (nash, kalai_smorodinsky, egalitarian, utilitarian)
UTILITY = st.integers(0, 50).map(float)


def problems(parties=2, least=2):
    row = st.tuples(*[UTILITY] * parties)
    return st.lists(row, min_size=least, max_size=12).filter(can_gain).map(tuple)


def can_gain(rows):
    return bool((np.mean(rows, axis=0) > 0.5).all())


@pytest.mark.parametrize("rule", RULES)
@given(problems(3))
@settings(max_examples=25, deadline=None)
def test_no_party_can_gain_without_another_losing(rule, rows):
    value = np.array(rule(Lotteries(rows), disagreement=(0, 0, 0)).value)
    table = np.array(rows)
    from scipy.optimize import linprog

    better = linprog(
        -table.sum(axis=1),
        A_ub=-table.T,
        b_ub=-(value - 1e-7),
        A_eq=np.ones((1, len(rows))),
        b_eq=[1],
        options={"presolve": False},  # which near its tolerance calls a feasible one infeasible
    )
    assert -better.fun <= value.sum() + 1e-4
    assert (value >= -1e-9).all()


@pytest.mark.parametrize("rule", RULES)
@given(problems())
@settings(max_examples=25, deadline=None)
def test_exchanging_the_parties_exchanges_the_utilities(rule, rows):
    value = rule(Lotteries(rows), disagreement=(0, 0)).value
    mirror = rule(Lotteries(tuple(row[::-1] for row in rows)), disagreement=(0, 0)).value
    assert value == pytest.approx(mirror[::-1], abs=1e-5)


@pytest.mark.parametrize("rule", RULES)
@given(problems())
@settings(max_examples=25, deadline=None)
def test_a_symmetric_problem_has_a_symmetric_solution(rule, rows):
    both = rows + tuple(row[::-1] for row in rows)
    value = rule(Lotteries(both), disagreement=(0, 0)).value
    assert value[0] == pytest.approx(value[1], abs=1e-5)


@pytest.mark.parametrize("rule", [nash, kalai_smorodinsky])
@given(problems(), st.floats(0.1, 10), st.floats(-5, 5))
@settings(max_examples=25, deadline=None)
def test_units_of_utility_do_not_matter(rule, rows, scale, shift):
    value = rule(Lotteries(rows), disagreement=(0, 0)).value
    changed = tuple((scale * u + shift, v) for u, v in rows)
    other = rule(Lotteries(changed), disagreement=(shift, 0)).value
    assert other == pytest.approx((scale * value[0] + shift, value[1]), abs=1e-4, rel=1e-5)


@given(problems(least=4))
@settings(max_examples=25, deadline=None)
def test_nash_ignores_outcomes_it_does_not_use(rows):
    full = nash(Lotteries(rows), disagreement=(0, 0))
    used = tuple(row for row, chance in zip(rows, full.lottery, strict=True) if chance > 0)
    assert nash(Lotteries(used), disagreement=(0, 0)).value == pytest.approx(full.value, abs=1e-6)


@given(problems(3))
@settings(max_examples=25, deadline=None)
def test_nash_meets_its_condition_for_the_best(rows):
    """At the top no outcome raises the sum of logs: the mean ratio to the point is at most one."""
    value = np.array(nash(Lotteries(rows), disagreement=(0, 0, 0)).value)
    assert (np.array(rows) / value).mean(axis=1).max() <= 1 + 1e-9


@given(problems(), st.tuples(UTILITY, UTILITY))
@settings(max_examples=25, deadline=None)
def test_more_outcomes_that_raise_no_ideal_hurt_nobody_under_kalai_smorodinsky(rows, extra):
    top = np.max(rows, axis=0)
    inner = tuple(np.minimum(extra, top).tolist())
    assume((0, 0) not in rows)
    ideal = [ideal_of(rows, 0), ideal_of(rows, 1)]
    assume(ideal == pytest.approx([ideal_of((*rows, inner), 0), ideal_of((*rows, inner), 1)]))
    before = kalai_smorodinsky(Lotteries(rows), disagreement=(0, 0)).value
    after = kalai_smorodinsky(Lotteries((*rows, inner)), disagreement=(0, 0)).value
    assert min(a / i for a, i in zip(after, ideal, strict=True)) >= (
        min(b / i for b, i in zip(before, ideal, strict=True)) - 1e-6
    )


def ideal_of(rows, party):
    return max(row[party] for row in rows)


@given(problems())
@settings(max_examples=25, deadline=None)
def test_each_rule_is_best_in_its_own_terms(rows):
    corners = np.array(pareto_corners(rows))
    steps = np.linspace(0, 1, 101)[:, None, None]
    points = (steps * corners[None, :-1] + (1 - steps) * corners[None, 1:]).reshape(-1, 2)
    points = np.vstack([points, corners])
    lotteries = Lotteries(rows)
    found = {rule: np.array(rule(lotteries, disagreement=(0, 0)).value) for rule in RULES}
    ideal = points.max(axis=0)
    assert np.prod(found[nash]) >= points.prod(axis=1).max() * (1 - 1e-9)
    assert found[egalitarian].min() >= points.min(axis=1).max() - 1e-6
    assert found[utilitarian].sum() >= points.sum(axis=1).max() - 1e-6
    best = (points / ideal).min(axis=1).max()
    assert (found[kalai_smorodinsky] / ideal).min() >= best - 1e-6


@given(st.floats(0.3, 1), st.floats(0.3, 1), st.floats(0, 0.2), st.floats(0, 0.2))
@settings(max_examples=8, deadline=None)
def test_a_curve_and_many_outcomes_on_it_agree(bend_1, bend_2, threat_1, threat_2):
    curve = Curve(first=lambda x: x**bend_1, second=lambda x: (1 - x) ** bend_2)
    dense = Lotteries(tuple(curve.at(x) for x in np.linspace(0, 1, 801)))
    for rule in (nash, kalai_smorodinsky, egalitarian):
        smooth = rule(curve, disagreement=(threat_1, threat_2)).value
        stepped = rule(dense, disagreement=(threat_1, threat_2)).value
        assert smooth == pytest.approx(stepped, abs=3e-3)


def test_bargaining_power_moves_nash_to_its_holder():
    pie = Curve(first=lambda x: x, second=lambda x: 1 - x)
    assert nash(pie, disagreement=(0, 0), weights=(3, 1)).value == pytest.approx((0.75, 0.25))
    split = nash(Lotteries(((1, 0), (0, 1))), disagreement=(0, 0), weights=(3, 1))
    assert split.value == pytest.approx((0.75, 0.25))


def test_ties_of_the_sum_are_shared_evenly():
    pie = Curve(first=lambda x: x, second=lambda x: 1 - x)
    assert utilitarian(pie, disagreement=(0, 0.2)).value == pytest.approx((0.4, 0.6))
    thirds = utilitarian(Lotteries(((1, 0, 0), (0, 1, 0), (0, 0, 1))), disagreement=(0, 0, 0))
    assert thirds.value == pytest.approx((1 / 3, 1 / 3, 1 / 3))


POINTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=8)


@st.composite
def announcements(draw):
    pairs = draw(POINTS)
    a, b = (sum(side) for side in zip(*pairs, strict=True))
    last = (max(b - a, 0) + 1, max(a - b, 0) + 1)
    return {f"issue {number}": pair for number, pair in enumerate([*pairs, last])}


@given(announcements())
def test_adjusted_winner_is_equitable_efficient_and_free_of_envy(points):
    division = adjusted_winner(points)
    total = sum(a for a, _ in points.values())
    assert division.points_a == pytest.approx(division.points_b)
    assert division.points_a >= total / 2 - 1e-9
    assert sum(0 < share < 1 for share in division.share_a.values()) <= 1
    for issue, (a, b) in points.items():
        for other, (c, d) in points.items():
            if a * d > c * b and division.share_a[issue] < 1:
                assert division.share_a[other] == 0


@given(announcements())
def test_adjusted_winner_mirrors(points):
    division = adjusted_winner(points)
    mirror = adjusted_winner({issue: pair[::-1] for issue, pair in reversed(points.items())})
    assert division.points_a == pytest.approx(mirror.points_b)
    shares = {issue: 1 - share for issue, share in mirror.share_a.items()}
    undecided = [issue for issue, pair in points.items() if pair == (0, 0)]
    for issue in set(points) - set(undecided):
        same_ratio = [
            o for o, (c, d) in points.items() if c * points[issue][1] == d * points[issue][0]
        ]
        if len(same_ratio) == 1:
            assert division.share_a[issue] == pytest.approx(shares[issue])


def test_a_root_curve_agrees_with_golden_section():
    curve = Curve(first=math.sqrt, second=lambda x: 1 - x)
    assert kalai_smorodinsky(curve, disagreement=(0, 0)).parameter == pytest.approx(
        (3 - math.sqrt(5)) / 2, abs=1e-12
    )
