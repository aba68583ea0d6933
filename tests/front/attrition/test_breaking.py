"""Break rules, the adaptive model and the fits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.front.attrition.adaptive import Tolerances, adaptive_model, days_to_ruin
from ripeness.front.attrition.breaks import (
    DensityBreak,
    EnvelopmentBreak,
    LossBreak,
    RatioBreak,
    Situation,
    Threshold,
    chance_broken,
    first_break,
    known,
)
from ripeness.front.attrition.estimates import DailyLosses
from ripeness.front.attrition.exponent_fit import fit_exponents
from ripeness.front.attrition.rate_fit import fit_rates
from ripeness.front.attrition.square import square_law
from ripeness.front.attrition.square_fit import Ends, fit_square_ends, fit_square_series
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError

thresholds = st.lists(st.floats(0, 10), min_size=3, max_size=3).map(lambda v: Threshold(*sorted(v)))


@given(thresholds, st.floats(-1, 11), st.floats(0, 2))
def test_the_chance_to_break_is_a_distribution_function(threshold, pressure, more):
    low, high = threshold.reached([pressure, pressure + more])
    assert 0.0 <= low <= high <= 1.0
    assert threshold.reached(threshold.high) == 1.0


def test_drawn_thresholds_follow_the_distribution():
    threshold = Threshold(0.1, 0.2, 0.5)
    drawn = threshold.drawn(stream(1, "test"), 20000)
    for value in (0.15, 0.2, 0.3, 0.45):
        assert (drawn <= value).mean() == pytest.approx(float(threshold.reached(value)), abs=0.015)


def test_each_rule_presses_harder_as_things_get_worse():
    sure = known(1.0)
    weak = Situation(own=[50.0, 40.0, 0.0], own_start=100, enemy=80.0, front_km=60, enveloped=0.5)
    assert LossBreak(sure).pressure(weak).tolist() == [0.5, 0.6, 1.0]
    assert DensityBreak(sure).pressure(weak).tolist() == [1.2, 1.5, float("inf")]
    assert RatioBreak(sure).pressure(weak).tolist() == [1.6, 2.0, float("inf")]
    assert EnvelopmentBreak(sure).pressure(weak).tolist() == 0.5


def test_several_rules_break_more_often_than_one():
    pressed = Situation(own=70, own_start=100, enemy=100)
    one = LossBreak(Threshold(0.1, 0.3, 0.6))
    two = RatioBreak(Threshold(1.0, 2.0, 4.0))
    alone = float(chance_broken([one], pressed))
    assert alone < float(chance_broken([one, two], pressed)) < 1.0


def test_a_course_breaks_in_the_share_of_draws_that_the_chance_says():
    t = np.linspace(0, 10, 101)
    course = square_law(1000, 800, 0.05, 0.04, t)
    seen = Situation(own=course.y, own_start=800, enemy=course.x)
    rule = LossBreak(Threshold(0.1, 0.3, 0.9))
    found = first_break([rule], t, seen, seed=1, slot="b", draws=20000)
    assert found.broken == pytest.approx(float(chance_broken([rule], seen)[-1]), abs=0.012)
    assert set(found.why) == {"losses", ""}
    assert np.isinf(found.at[found.why == ""]).all()


def test_the_rule_met_first_is_named():
    seen = Situation(own=np.array([10, 9, 5]), own_start=10, enemy=np.array([5, 20, 20]))
    rules = [LossBreak(known(0.5)), RatioBreak(known(2.0))]
    found = first_break(rules, [0, 1, 2], seen, seed=1, slot="a", draws=2)
    assert found.why.tolist() == ["ratio", "ratio"]
    assert found.at.tolist() == [1.0, 1.0]


def test_bad_thresholds_and_situations_are_refused():
    with pytest.raises(ModelError, match="low <= mode <= high"):
        Threshold(0.5, 0.2, 0.6)
    with pytest.raises(ModelError, match="mode = nan"):
        Threshold(0.1, float("nan"), 0.6)
    with pytest.raises(ModelError, match="no front_km"):
        chance_broken([DensityBreak(known(1))], Situation(own=1, own_start=1, enemy=1))
    with pytest.raises(ModelError, match=r"own = "):
        chance_broken([], Situation(own=float("nan"), own_start=1, enemy=1))
    with pytest.raises(ModelError, match=r"enveloped = 1\.5"):
        chance_broken([], Situation(own=1, own_start=1, enemy=1, enveloped=1.5))
    with pytest.raises(ModelError, match="times out of order"):
        first_break([], [1, 0], Situation(own=1, own_start=1, enemy=1), seed=1, slot="a")


BEARABLE = Tolerances(attacker=0.075, defender=0.03, fastest_withdrawal=20)


@given(st.floats(1e3, 1e6), st.floats(1e3, 1e6), st.floats(0.005, 0.2), st.floats(0.3, 4.0))
def test_the_adaptive_model_stays_within_its_bounds(attacker, defender, pace, exchange):
    run = adaptive_model(
        attacker, defender, pace=pace, exchange=exchange, days=60, tolerances=BEARABLE
    )
    assert (np.diff(run.attacker) <= 0).all()
    assert (np.diff(run.defender) <= 0).all()
    assert run.defender.min() >= 0
    assert ((run.withdrawal >= 0) & (run.withdrawal <= 20)).all()
    assert ((run.pace >= 0) & (run.pace <= 1)).all()
    assert (np.diff(run.ground) >= 0).all()
    lost = (attacker - run.attacker[-1]) / (defender - run.defender[-1])
    assert lost == pytest.approx(exchange, rel=1e-6)


def test_a_defender_that_bears_more_gives_less_ground():
    ground = [
        adaptive_model(
            330000, 200000, pace=0.02, exchange=1.5, days=20,
            tolerances=Tolerances(attacker=0.05, defender=bears, fastest_withdrawal=20),
        ).ground[-1]
        for bears in (0.02, 0.03, 0.04, 0.5)
    ]  # fmt: skip
    assert ground == sorted(ground, reverse=True)
    assert ground[-1] == 0.0


def test_the_defender_is_ruined_on_the_day_that_the_formula_says():
    day = days_to_ruin(330000, 100000, pace=0.02, exchange=1.5)
    run = adaptive_model(330000, 100000, pace=0.02, exchange=1.5, days=60)
    assert run.over_on == int(np.ceil(day))
    assert run.defender[-1] == 0.0
    assert days_to_ruin(100, 100, pace=0.02, exchange=1.5) == float("inf")


@pytest.mark.parametrize("pace", [0.0, 1.0, -0.1, float("nan")])
def test_a_pace_outside_zero_and_one_is_refused(pace):
    with pytest.raises(ModelError, match="Tolerances, or None"):
        adaptive_model(100, 80, pace=0.02, exchange=1, days=1, tolerances=0.1)
    with pytest.raises(ModelError, match="pace = "):
        adaptive_model(10, 10, pace=pace, exchange=1.0, days=1)


def test_rates_come_back_from_losses_that_a_law_made():
    t = np.arange(20)
    course = square_law(1000, 800, 0.01, 0.02, t)
    made = DailyLosses(course.x, course.y, 0.01 * course.y, 0.02 * course.x)
    assert fit_rates(made, law="square").b.value == pytest.approx(0.02)
    assert fit_rates(made, law="square").r_squared > fit_rates(made, law="linear").r_squared


def test_exchanging_the_sides_mirrors_the_fit_of_exponents():
    t = np.arange(25)
    x, y = 1000 * 0.98**t, 900 * 0.96**t
    noise = stream(2, "test").normal(0, 0.1, (2, 25))
    made = DailyLosses(x, y, 1e-5 * x * y * np.exp(noise[0]), 2e-5 * x * y * np.exp(noise[1]))
    turned = DailyLosses(y, x, made.y_lost, made.x_lost)
    marks = np.where(t < 8, -1, 1)
    one = fit_exponents(made, marks, seed=1, draws=150)
    other = fit_exponents(turned, marks, seed=1, draws=150, slots=("b", "a"))
    assert one.own == other.own
    assert one.level == other.level[::-1]


def test_errors_of_the_ends_widen_the_interval():
    ends = (1000, 800, 823.4, 618.4, 5)
    assert fit_square_ends(Ends(*ends)).a.low == fit_square_ends(Ends(*ends)).a.value
    wide = fit_square_ends(Ends(*ends, x_error=10, y_error=10))
    assert wide.a.low < 0.05 < wide.a.high


def test_ends_that_no_rates_meet_are_refused():
    with pytest.raises(ModelError, match="ends that no rates meet"):
        fit_square_ends(Ends(1000, 800, 1200, 700, 5))


def test_bad_series_are_refused():
    with pytest.raises(ModelError, match="two rows of one length"):
        fit_square_series([1, 2, 3], [3, 2, 1], start=(4, 4))
    with pytest.raises(ModelError, match="four rows of one length"):
        DailyLosses(np.ones(4), np.ones(4), np.ones(4), np.ones(3))
    with pytest.raises(ModelError, match="nothing missing"):
        DailyLosses(np.ones(3), np.ones(3), np.ones(3), np.array([1, np.nan, 1]))
    flat = DailyLosses(np.ones(3), np.ones(3), np.ones(3), np.zeros(3))
    with pytest.raises(ModelError, match="a day without losses"):
        fit_exponents(flat, [1, 1, -1], seed=1)


@pytest.mark.parametrize(
    ("situation", "said"),
    [
        (Situation(own="a", own_start=1, enemy=2), "own = 'a'"),
        (Situation(own=[1, 2], own_start=3, enemy=[1, 2, 3]), "rows of different length"),
    ],
)
def test_rows_that_do_not_fit_are_refused(situation, said):
    with pytest.raises(ModelError, match=said):
        chance_broken([LossBreak(known(0.3))], situation)


def test_a_situation_must_fit_the_times():
    three = Situation(own=[3, 2, 1], own_start=3, enemy=0)
    with pytest.raises(ModelError, match="'times': 2, 'own': 3"):
        first_break([LossBreak(known(0.3))], [0, 1], three, seed=1, slot="a")


def test_words_for_losses_are_refused():
    with pytest.raises(ModelError, match="four rows of one length"):
        DailyLosses([1, 2, 3], [1, 2, "a"], [1, 1, 1], [1, 1, 1])
