"""Stochastic duels: probabilities, symmetry, closed forms, limits."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.front.attrition.breaks import LossBreak, known
from ripeness.front.attrition.brown import brown_win, linear_survivors, linear_win
from ripeness.front.attrition.duel import fundamental_duel, timed_duel
from ripeness.front.attrition.ensembles import Plan, attrition_ensemble
from ripeness.front.attrition.exponents import NAMED, Exponents
from ripeness.front.attrition.stochastic import stochastic_duel, stochastic_duel_exact
from ripeness.terms.errors import ModelError

sizes = st.integers(1, 30)
rates = st.floats(0.01, 10.0)
duels = st.tuples(sizes, sizes, rates, rates)
laws = st.sampled_from(("square", "linear", "mixed", "logarithmic"))


@given(laws, duels)
def test_probabilities_are_probabilities_and_sum_to_one(law, sides):
    x, y, a, b = sides
    duel = stochastic_duel(x, y, a, b, law=law)
    assert np.all((duel.x_left >= 0) & (duel.x_left <= 1 + 1e-12))
    assert duel.x_wins + duel.y_wins == pytest.approx(1.0, abs=1e-12)
    assert duel.x_left.sum() + duel.y_left.sum() == pytest.approx(1.0, abs=1e-12)
    assert 0 <= duel.mean_x_left <= x
    assert duel.mean_time > 0


@given(laws, duels)
def test_exchanging_the_sides_mirrors_the_duel(law, sides):
    x, y, a, b = sides
    one = stochastic_duel(x, y, a, b, law=law)
    other = stochastic_duel(y, x, b, a, law=NAMED[law].mirrored())
    assert one.x_left == pytest.approx(other.y_left, rel=1e-9, abs=1e-300)
    assert one.mean_time == pytest.approx(other.mean_time, rel=1e-9)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 9), st.integers(1, 9))
def test_recursion_fractions_and_browns_sum_are_one(x, y, a, b):
    exact = stochastic_duel_exact(x, y, a, b)
    assert exact.x_wins == brown_win(x, y, a, b)
    assert exact.x_wins + exact.y_wins == 1
    near = stochastic_duel(x, y, a, b)
    assert near.x_left == pytest.approx([float(p) for p in exact.x_left], rel=1e-12)
    assert near.y_left == pytest.approx([float(p) for p in exact.y_left], rel=1e-12)


@given(duels)
def test_the_linear_duel_is_an_incomplete_beta(sides):
    x, y, a, b = sides
    duel = stochastic_duel(x, y, a, b, law="linear")
    assert duel.x_wins == pytest.approx(linear_win(x, y, a, b), rel=1e-9, abs=1e-14)
    assert duel.x_left[x] == pytest.approx(linear_survivors(x, y, x, b / (a + b)), rel=1e-9)


@given(laws, duels)
def test_the_chance_to_win_is_monotone_in_each_parameter(law, sides):
    x, y, a, b = sides
    base = stochastic_duel(x, y, a, b, law=law).x_wins
    assert stochastic_duel(x + 1, y, a, b, law=law).x_wins >= base - 1e-12
    assert stochastic_duel(x, y + 1, a, b, law=law).x_wins <= base + 1e-12
    assert stochastic_duel(x, y, 1.2 * a, b, law=law).x_wins <= base + 1e-12
    assert stochastic_duel(x, y, a, 1.2 * b, law=law).x_wins >= base - 1e-12


@pytest.mark.parametrize("size", [1, 10])
def test_large_duels_tend_to_the_square_law(size):
    duel = stochastic_duel(500 * size, 400 * size)
    assert duel.mean_winner_left / size == pytest.approx(300.0, rel=0.006 / size)


def test_chances_depend_on_the_rates_only_through_their_ratio():
    one, other = stochastic_duel(20, 15, 0.3, 0.1), stochastic_duel(20, 15, 3e-9, 1e-9)
    assert one.x_left == pytest.approx(other.x_left, rel=1e-12)
    assert other.mean_time == pytest.approx(1e8 * one.mean_time)


def test_the_mean_time_of_the_smallest_duel_is_one_over_both_rates():
    assert stochastic_duel(1, 1, 2.0, 3.0).mean_time == pytest.approx(0.2)


def test_breaking_points_leave_the_broken_side_what_it_has():
    duel = stochastic_duel(10, 8, breaks_at=(5, 4))
    assert not duel.x_left[:6].any()
    assert duel.mean_x_left > 5
    assert duel.x_wins + duel.y_wins == pytest.approx(1.0)
    exact = stochastic_duel_exact(10, 8, breaks_at=(5, 4))
    assert float(exact.x_wins) == pytest.approx(duel.x_wins)


def test_a_duel_against_nobody_is_won():
    assert stochastic_duel(3, 0).x_wins == 1.0
    assert stochastic_duel_exact(0, 2).y_wins == 1
    assert stochastic_duel(0, 0).x_wins == stochastic_duel(0, 0).y_wins == 0.0


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_one_against_one_sums_to_one_and_is_fair_to_both(p, q):
    for fire, turned in (("volleys", "volleys"), ("x first", "y first")):
        one, other = fundamental_duel(p, q, fire=fire), fundamental_duel(q, p, fire=turned)
        assert one.x_wins + one.y_wins + one.both_fall == pytest.approx(1.0)
        assert one.x_wins == pytest.approx(other.y_wins)
    assert fundamental_duel(p, q, fire="x first").x_wins > fundamental_duel(p, q).x_wins


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1, 1.5, float("nan")])
def test_a_chance_outside_zero_and_one_is_refused(p):
    with pytest.raises(ModelError, match="strictly between 0 and 1"):
        fundamental_duel(p, 0.5)
    with pytest.raises(ModelError, match="strictly between 0 and 1"):
        timed_duel(0.5, p, 1.0, 1.0)
    with pytest.raises(ModelError, match="strictly between 0 and 1"):
        linear_survivors(3, 3, 1, p)


@pytest.mark.parametrize("x", [-1, 2.5, float("nan"), "3", True])
def test_numbers_that_are_not_whole_are_refused(x):
    with pytest.raises(ModelError, match=r"found x = .* whole number"):
        stochastic_duel(x, 3)
    with pytest.raises(ModelError, match=r"found x = .* whole number"):
        attrition_ensemble(x, 3, 0.1, 0.1, plan=Plan(steps=1, runs=1, seed=1))


def test_other_bad_duels_are_refused():
    with pytest.raises(ModelError, match="b = 0"):
        stochastic_duel(3, 3, 1, 0)
    with pytest.raises(ModelError, match="a Fraction above zero"):
        stochastic_duel_exact(3, 3, 0.5, 1)
    with pytest.raises(ModelError, match="breaking point below the start"):
        stochastic_duel(3, 3, breaks_at=(3, 0))
    with pytest.raises(ModelError, match="whole numbers, so that"):
        stochastic_duel_exact(3, 3, law=Exponents(0.5, 1, 0.5, 1))
    with pytest.raises(ModelError, match="states"):
        stochastic_duel(10_000_000, 10_000_000)


def test_an_ensemble_of_small_steps_tends_to_the_exact_duel():
    exact = stochastic_duel(12, 10, 0.02, 0.03)
    plan = Plan(steps=4000, runs=20000, seed=7, dt=0.05)
    runs = attrition_ensemble(12, 10, 0.02, 0.03, plan=plan)
    assert runs.x_wins == pytest.approx(exact.x_wins, abs=0.012)
    assert runs.x.mean() == pytest.approx(exact.mean_x_left, abs=0.1)
    assert runs.ended[np.isfinite(runs.ended)].mean() == pytest.approx(exact.mean_time, rel=0.03)


@pytest.mark.parametrize("law", ["square", "linear", "mixed", "logarithmic"])
def test_a_large_ensemble_tends_to_the_deterministic_law(law):
    from ripeness.front.attrition.laws import attrition

    a, b = (1e-6, 1e-6) if law in {"linear", "mixed"} else (0.01, 0.01)
    b = 0.01 if law == "mixed" else b
    plan = Plan(steps=200, runs=200, seed=3, dt=0.05)
    runs = attrition_ensemble(20000, 15000, a, b, plan=plan, law=law)
    course = attrition(20000, 15000, a, b, 10.0, law=law)
    assert runs.x.mean() == pytest.approx(float(course.x), rel=2e-3)
    assert runs.y.mean() == pytest.approx(float(course.y), rel=2e-3)


def test_exchanging_sides_and_slots_mirrors_an_ensemble_exactly():
    one = attrition_ensemble(50, 40, 0.01, 0.02, plan=Plan(steps=90, runs=300, seed=5, every=30))
    turned = Plan(steps=90, runs=300, seed=5, every=30, slots=("b", "a"))
    other = attrition_ensemble(40, 50, 0.02, 0.01, plan=turned)
    assert np.array_equal(one.x_path, other.y_path)
    assert np.array_equal(one.winner, -other.winner)


def test_the_first_runs_do_not_depend_on_how_many_follow():
    few = attrition_ensemble(50, 40, 0.01, 0.02, plan=Plan(steps=50, runs=10, seed=5))
    many = attrition_ensemble(50, 40, 0.01, 0.02, plan=Plan(steps=50, runs=6000, seed=5))
    assert np.array_equal(few.x, many.x[:10])


def test_paths_begin_at_the_start_and_never_go_below_zero():
    plan = Plan(steps=400, runs=100, seed=2, every=10)
    runs = attrition_ensemble(50, 40, 0.02, 0.02, plan=plan)
    assert runs.times.tolist() == list(range(0, 401, 10))
    assert (runs.x_path[:, 0] == 50).all()
    assert (np.diff(runs.x_path, axis=1) <= 0).all()
    assert runs.x_path.min() >= 0
    assert np.array_equal(runs.x_path[:, -1], runs.x)


def test_reinforcements_arrive_in_whole_units_as_they_fall_due():
    plan = Plan(steps=10, runs=5, seed=2, reinforcement=(0.35, 0))
    runs = attrition_ensemble(50, 40, 1e-12, 1e-12, plan=plan)
    assert (runs.x == 53).all()


def test_break_rules_end_runs_early():
    rules = ([LossBreak(known(0.2))], [LossBreak(known(0.9))])
    plan = Plan(steps=500, runs=500, seed=4, rules=rules)
    runs = attrition_ensemble(100, 90, 0.01, 0.01, plan=plan)
    assert runs.y_wins > 0.95
    assert runs.x[runs.winner == -1].max() <= 80


@pytest.mark.parametrize(
    ("field", "value"),
    [("steps", 0), ("runs", -1), ("dt", 0.0), ("dt", float("nan")), ("every", 0)],
)
def test_a_bad_plan_is_refused(field, value):
    plan = Plan(**{"steps": 5, "runs": 5, "seed": 1, field: value})
    with pytest.raises(ModelError, match=f"{field} = "):
        attrition_ensemble(5, 5, 0.1, 0.1, plan=plan)


def test_a_fraction_is_kept_whole():
    assert stochastic_duel_exact(1, 1, Fraction(1, 3), Fraction(2, 3)).x_wins == Fraction(2, 3)


def test_survivors_of_the_linear_law_sum_to_the_chance_of_winning_for_large_forces():
    won = sum(linear_survivors(2000, 1900, left, 0.5) for left in range(1, 2001))
    assert won == pytest.approx(linear_win(2000, 1900), rel=1e-9)
    assert linear_survivors(2000, 2000, 1, 0.5) == pytest.approx(
        float(Fraction(comb(3998, 1999), 2**3999)), rel=1e-9
    )


def test_the_chance_to_win_depends_on_the_ratio_of_the_rates_alone():
    steep = Exponents(-10.0, -10.0, -10.0, -10.0)
    slow = stochastic_duel(10, 10, 1e-290, 2e-290, law=steep)
    usual = stochastic_duel(10, 10, 1.0, 2.0, law=steep)
    assert slow.x_wins == pytest.approx(usual.x_wins, rel=1e-12)
    duel = stochastic_duel(10, 10, 0.01, 0.02)
    assert duel.mean_time == pytest.approx(stochastic_duel(10, 10, 1.0, 2.0).mean_time * 100)
