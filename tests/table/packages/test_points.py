import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.table.packages.plans import chance_plan, chance_values, every_package

from ripeness.table.packages.frontier import Frontier, frontier
from ripeness.table.packages.points import RULES, lottery_points, points
from ripeness.table.packages.values import Values, worth
from ripeness.terms.errors import ModelError

SEEDS = st.integers(0, 10**6)


def listed(rows):
    worth_ = np.array(rows, dtype=float)
    packages = np.arange(len(rows))[:, None]
    return Frontier(tuple("abc"[: worth_.shape[1]]), packages, worth_, "exact", np.zeros(2))


def case(seed, parties=2, digits=15):
    draw = np.random.default_rng(seed)
    plan = chance_plan(draw)
    values = chance_values(draw, plan, parties=parties, digits=digits)
    packages = every_package(plan)
    assume(len(packages) > 0)
    amounts = worth(plan, values, packages)
    threat = np.quantile(amounts, 0.3, axis=0).round(2)
    assume((amounts > threat + 1e-6).all(axis=1).any())
    return plan, values, amounts, threat


def chosen(plan, values, threat):
    found = points(frontier(plan, values, above=threat), reservations=threat)
    return {rule: np.array([point.worth for point in found[rule]]) for rule in RULES}


@settings(max_examples=50)
@given(SEEDS, st.integers(1, 4))
def test_each_rule_reaches_its_aim_over_all_packages(seed, parties):
    plan, values, amounts, threat = case(seed, parties)
    found = chosen(plan, values, threat)
    gains = amounts[(amounts > threat + 1e-9).all(axis=1)] - threat
    ideal = gains.max(axis=0)
    assert np.isclose((found["nash"][0] - threat).prod(), gains.prod(axis=1).max())
    assert np.isclose((found["egalitarian"][0] - threat).min(), gains.min(axis=1).max())
    assert np.isclose((found["utilitarian"][0] - threat).sum(), gains.sum(axis=1).max())
    shares = (found["kalai_smorodinsky"][0] - threat) / ideal
    assert np.isclose(shares.min(), (gains / ideal).min(axis=1).max())


@settings(max_examples=40)
@given(SEEDS)
def test_every_point_is_undominated_and_better_for_all(seed):
    plan, values, amounts, threat = case(seed)
    for worths in chosen(plan, values, threat).values():
        for row in worths:
            assert (row > threat).all()
            better = (amounts >= row - 1e-9).all(axis=1) & (amounts > row + 1e-9).any(axis=1)
            assert not better.any()


@settings(max_examples=40)
@given(SEEDS, st.floats(0.1, 50), st.floats(-20, 20))
def test_nash_and_kalai_smorodinsky_do_not_depend_on_units(seed, scale, shift):
    plan, values, _, threat = case(seed)
    factors, steps = np.array([scale, 1.0]), np.array([shift, 0.0])
    options = values.options * factors[:, None, None]
    options[:, 0] += steps[:, None]
    moved = Values(values.parties, options, values.pairs * factors[:, None])
    before = chosen(plan, values, threat)
    after = chosen(plan, moved, threat * factors + steps)
    for rule in ("nash", "kalai_smorodinsky"):
        assert np.allclose(after[rule], before[rule] * factors + steps, rtol=1e-6, atol=1e-6)


@settings(max_examples=40)
@given(SEEDS)
def test_exchanging_the_parties_exchanges_every_point(seed):
    plan, values, _, threat = case(seed)
    there = chosen(plan, values, threat)
    back = chosen(plan, values.of(("b", "a")), threat[::-1])
    for rule in RULES:
        assert np.allclose(np.sort(back[rule][:, ::-1], axis=0), np.sort(there[rule], axis=0))


@settings(max_examples=40)
@given(SEEDS, st.integers(0, 10**6))
def test_nash_does_not_depend_on_packages_that_it_did_not_choose(seed, other):
    _plan, _values, amounts, threat = case(seed)
    rows = np.unique(amounts.round(6), axis=0)
    before = points(listed(rows), reservations=threat)["nash"]
    assume(before)
    chosen_ = np.array([point.worth for point in before])
    kept = np.random.default_rng(other).random(len(rows)) < 0.5
    kept |= (rows[:, None] == chosen_[None]).all(axis=2).any(axis=1)
    after = points(listed(rows[kept]), reservations=threat)["nash"]
    assert [point.worth for point in after] == [point.worth for point in before]


def test_all_ties_of_a_symmetric_problem_are_listed():
    found = points(listed([(4, 1), (2, 2), (1, 4)]), reservations=np.zeros(2))
    assert [point.worth for point in found["nash"]] == [(4, 1), (2, 2), (1, 4)]
    assert [point.worth for point in found["utilitarian"]] == [(4, 1), (1, 4)]
    assert [point.worth for point in found["kalai_smorodinsky"]] == [(2, 2)]


def test_no_point_is_given_where_nothing_is_better_for_all():
    found = points(listed([(4, 1), (1, 4)]), reservations=np.array([2.0, 2.0]))
    assert found == dict.fromkeys(RULES, ())


def test_lotteries_over_packages_reach_the_published_point():
    found = lottery_points(listed([(4, 1), (1, 4), (2, 2)]), reservations=np.zeros(2))
    for rule in ("nash", "kalai_smorodinsky"):
        assert np.allclose(found[rule].value, (2.5, 2.5), atol=1e-6)


def test_reservation_values_must_fit_the_parties():
    with pytest.raises(ModelError, match="one number for each party"):
        points(listed([(1, 1)]), reservations=np.zeros(3))
