"""Laws that the laws of attrition must obey, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ripeness.front.attrition.exponents import Exponents, helmbold
from ripeness.front.attrition.general import Flows, general_law
from ripeness.front.attrition.landings import Landing, square_law_with_landings
from ripeness.front.attrition.laws import (
    attrition,
    how_it_ends,
    invariant,
    survivors,
    time_to_end,
    winner,
    x_for_parity,
)
from ripeness.front.attrition.linear import linear_law, linear_law_end
from ripeness.front.attrition.logarithmic import logarithmic_law
from ripeness.front.attrition.mixed import mixed_law
from ripeness.front.attrition.square import square_law, square_law_end
from ripeness.terms.errors import ModelError

strengths = st.floats(1.0, 1e6)
rates = st.floats(1e-4, 1.0)
times = st.floats(0.0, 1e3)
fights = st.tuples(strengths, strengths, rates, rates)
LAWS = ("square", "linear", "mixed", "logarithmic")
FAIR = ("square", "linear", "logarithmic")


def scaled(law, a, b):
    """Bring rates to a range in which a fight lasts neither a blink nor for ever."""
    return (a * 1e-4, b * 1e-4) if law == "linear" else (a, b)


@given(st.sampled_from(LAWS), fights, times)
def test_the_invariant_is_kept_until_the_end(law, fight, t):
    x, y, a, b = fight
    a, b = scaled(law, a, b)
    course = attrition(x, y, a, b, t, law=law)
    assume(course.end.time > t and float(course.x) > 1e-200 and float(course.y) > 1e-200)
    kept = invariant(float(course.x), float(course.y), a, b, law=law)
    size = {
        "square": b * x**2 + a * y**2,
        "linear": b * x + a * y,
        "mixed": 2 * b * x + a * y**2,
        "logarithmic": 1 + b * abs(np.log(x)) + a * abs(np.log(y)) + 2 * a * b * t,
    }[law]
    assert kept == pytest.approx(invariant(x, y, a, b, law=law), abs=1e-9 * size)


@given(st.sampled_from(FAIR), fights, times)
def test_exchanging_the_sides_mirrors_the_course(law, fight, t):
    x, y, a, b = fight
    one = attrition(x, y, a, b, t, law=law)
    other = attrition(y, x, b, a, t, law=law)
    assert float(one.x) == pytest.approx(float(other.y), rel=1e-9, abs=1e-9)
    assert float(one.y) == pytest.approx(float(other.x), rel=1e-9, abs=1e-9)
    turned = {"x": "y", "y": "x", "neither": "neither"}
    assert one.end.winner == turned[other.end.winner]


@given(st.sampled_from(LAWS), fights, st.floats(0, 1e12))
def test_strengths_stay_between_zero_and_the_start_over_any_time(law, fight, t):
    x, y, a, b = fight
    course = attrition(x, y, a, b, t, law=law)
    assert 0.0 <= float(course.x) <= x * (1 + 1e-12)
    assert 0.0 <= float(course.y) <= y * (1 + 1e-12)


@given(st.sampled_from(("square", "linear", "mixed")), fights, times)
def test_the_sign_of_the_invariant_says_who_wins(law, fight, t):
    x, y, a, b = fight
    lead = invariant(x, y, a, b, law=law)
    size = invariant(x, 0, a, b, law=law) - invariant(0, y, a, b, law=law)
    assume(abs(lead) > 1e-9 * size)
    assert winner(x, y, a, b, law=law) == ("x" if lead > 0 else "y")


@given(st.sampled_from(LAWS), fights, times, st.sampled_from("xyab"))
def test_strengths_are_monotone_in_each_parameter(law, fight, t, moved):
    x, y, a, b = fight
    a, b = scaled(law, a, b)
    base = attrition(x, y, a, b, t, law=law)
    more = {"x": x, "y": y, "a": a, "b": b}
    more[moved] *= 1.5
    changed = attrition(*more.values(), t, law=law)
    sign = 1.0 if moved in {"x", "b"} else -1.0
    speck = 1e-7 * (x + y)
    assert sign * (float(changed.x) - float(base.x)) >= -speck
    assert sign * (float(changed.y) - float(base.y)) <= speck or moved in {"x", "y"}
    if moved in {"x", "y"}:
        assert sign * (float(changed.y) - float(base.y)) <= speck


@given(st.sampled_from(("square", "linear", "mixed")), strengths, rates, rates)
def test_at_parity_nobody_wins(law, y, a, b):
    x = x_for_parity(y, a, b, law=law)
    assert winner(x, y, a, b, law=law) == "neither"
    assert winner(1.001 * x, y, a, b, law=law) == "x"
    assert winner(0.999 * x, y, a, b, law=law) == "y"


def test_at_parity_both_fade_for_ever_without_a_speck_growing():
    course = square_law(300, 200, 0.09, 0.04, [10, 1000, 1e6])
    assert course.x[0] == pytest.approx(300 * np.exp(-0.6), rel=1e-12)
    assert course.x[1:] == pytest.approx([300 * np.exp(-60.0), 0.0], rel=1e-9, abs=1e-300)
    assert (course.end.time, course.end.x, course.end.y) == (float("inf"), 0.0, 0.0)


def test_after_the_end_strengths_stand():
    course = square_law(1000, 800, 0.05, 0.04, [32.28, 33, 1e9], reinforcement=(0, 0))
    assert course.y[1:].tolist() == [0.0, 0.0]
    assert course.x[1:] == pytest.approx([447.2135955, 447.2135955])


@pytest.mark.parametrize("t", [1e-9, 1.0, 20.0])
def test_tiny_and_huge_rates_do_not_spoil_the_square_law(t):
    tiny = square_law(1000, 800, 1e-300, 1e-300, t)
    assert (float(tiny.x), float(tiny.y)) == pytest.approx((1000, 800))
    huge = square_law(1000, 800, 1e100, 1e100, t)
    assert (float(huge.x), float(huge.y)) == pytest.approx((600, 0))


@pytest.mark.parametrize(
    ("reinforcement", "own"),
    [((30, 0), (0, 0)), ((0, 40), (0, 0)), ((30, 20), (0.01, 0.02)), ((0, 0), (0.03, 0.0))],
)
def test_the_square_law_with_flows_agrees_with_the_solver(reinforcement, own):
    t = np.linspace(0, 60, 61)
    closed = square_law(1000, 800, 0.05, 0.04, t, reinforcement=reinforcement, own_losses=own)
    solved = general_law(1000, 800, 0.05, 0.04, t, law="square", flows=Flows(reinforcement, own))
    assert closed.x == pytest.approx(solved.x, rel=1e-7, abs=1e-6)
    assert closed.y == pytest.approx(solved.y, rel=1e-7, abs=1e-6)
    if np.isfinite(solved.end.time):
        assert closed.end.time == pytest.approx(solved.end.time, rel=1e-8)


@given(fights)
def test_a_square_law_at_balance_of_inflow_and_loss_stays(fight):
    x, y, a, b = fight
    r, s = a * y, b * x
    course = square_law(x, y, a, b, 1.0, reinforcement=(r, s))
    assert float(course.x) == pytest.approx(x, rel=1e-9, abs=1e-12 * (x + y))
    assert float(course.y) == pytest.approx(y, rel=1e-9, abs=1e-12 * (x + y))


def test_reinforcement_can_save_a_side_that_falls_first():
    course = square_law(100, 50, 0.1, 0.1, [0, 1e4], reinforcement=(0, 20))
    assert course.end.winner == "y"
    assert 0 < course.end.time < 100
    assert square_law_end(100, 50, 0.1, 0.1, reinforcement=(6, 9)).winner == "x"


@pytest.mark.parametrize("inflow", [(0, 0), (3, 6), (5, 0), (0, 2), (0, 50), (40, 0)])
@pytest.mark.parametrize("start", [(100, 80), (10, 200), (200, 10)])
def test_the_linear_law_with_reinforcement_agrees_with_the_solver(inflow, start):
    t = np.linspace(0, 40, 21)
    closed = linear_law(*start, 2e-3, 4e-3, t, reinforcement=inflow)
    solved = general_law(*start, 2e-3, 4e-3, t, law="linear", flows=Flows(inflow))
    assert closed.x == pytest.approx(solved.x, rel=1e-7, abs=1e-7)
    assert closed.y == pytest.approx(solved.y, rel=1e-7, abs=1e-7)


def test_the_linear_law_holds_over_long_times_with_one_side_reinforced():
    course = linear_law(1000, 10, 1e-3, 1e-3, [1e2, 1e4, 1e6], reinforcement=(0, 5))
    assert np.all(np.diff(course.y) > 0)
    assert course.x[-1] == 0.0
    assert linear_law_end(1000, 10, 1e-3, 1e-3, reinforcement=(0, 5)).winner == "y"


def test_unbalanced_reinforcement_of_both_has_no_closed_form_under_the_linear_law():
    with pytest.raises(ModelError, match=r"no other case has a closed form.*general_law"):
        linear_law(100, 80, 2e-3, 4e-3, 1, reinforcement=(3, 3))


@pytest.mark.parametrize("b", [0.5, 1.0, 2.0])
def test_the_mixed_law_agrees_with_the_solver(b):
    start = (100, 1000) if b != 0.5 else (50, 1000)
    t = np.linspace(0, 15, 16)
    closed = mixed_law(*start, 1e-4, b, t)
    solved = general_law(*start, 1e-4, b, t, law="mixed")
    assert closed.x == pytest.approx(solved.x, rel=1e-7, abs=1e-7)
    assert closed.y == pytest.approx(solved.y, rel=1e-7, abs=1e-6)


def test_the_logarithmic_law_settles_where_losses_match_the_inflow():
    course = logarithmic_law(1000, 800, 0.05, 0.04, 1e6, reinforcement=(10, 0))
    assert float(course.x) == pytest.approx(200.0)
    assert float(course.y) == 0.0


@settings(max_examples=25)
@given(st.sampled_from(LAWS), st.floats(10, 1e3), st.floats(10, 1e3), st.floats(0, 20))
def test_closed_forms_agree_with_the_solver(law, x, y, t):
    a, b = (2e-4, 3e-4) if law in {"linear", "mixed"} else (0.02, 0.03)
    closed, solved = attrition(x, y, a, b, t, law=law), general_law(x, y, a, b, t, law=law)
    assert float(closed.x) == pytest.approx(float(solved.x), rel=1e-6, abs=1e-6)
    assert float(closed.y) == pytest.approx(float(solved.y), rel=1e-6, abs=1e-6)


def test_a_general_law_keeps_its_invariant():
    """For x' = -a x^p y^q and its mirror, b x^n - a y^n stays, n = q - p + 1."""
    p, q, a, b = 0.5, 1.0, 0.02, 0.03
    course = general_law(100, 90, a, b, np.linspace(0, 5, 6), law=Exponents(p, q, p, q))
    kept = b * course.x ** (q - p + 1) - a * course.y ** (q - p + 1)
    assert kept == pytest.approx(kept[0], rel=1e-8)


def test_a_general_law_with_a_root_ends_in_finite_time():
    course = general_law(100, 30, 0.5, 0.5, [1, 100], law=Exponents(0.5, 1, 0.5, 1))
    assert course.end.winner == "x"
    assert course.y[-1] == 0.0
    assert np.isfinite(course.end.time)


def test_helmbolds_law_spans_from_logarithmic_to_square():
    t = [0, 5, 10]
    assert general_law(100, 80, 0.05, 0.04, t, law=helmbold(1.0)).x == pytest.approx(
        square_law(100, 80, 0.05, 0.04, t).x
    )
    assert general_law(100, 80, 0.05, 0.04, t, law=helmbold(0.0)).x == pytest.approx(
        logarithmic_law(100, 80, 0.05, 0.04, t).x
    )


def test_landings_joined_are_one_landing():
    whole = square_law_with_landings(500, 400, 0.05, 0.04, [2, 8], landings=[Landing(0, 6, x=60)])
    halves = square_law_with_landings(
        500, 400, 0.05, 0.04, [2, 8], landings=[Landing(0, 3, x=30), Landing(3, 6, x=30)]
    )
    assert whole.x == pytest.approx(halves.x, rel=1e-12)
    assert whole.end.time == pytest.approx(halves.end.time, rel=1e-12)


def test_a_landing_after_the_end_joins_no_fight():
    late = [Landing(50, 51, y=1e6)]
    course = square_law_with_landings(1000, 800, 0.05, 0.04, [60], landings=late)
    assert (course.end.winner, float(course.y[0])) == ("x", 0.0)


@pytest.mark.parametrize("law", LAWS)
def test_a_side_of_nobody_has_lost_at_once(law):
    if law == "logarithmic":
        assert how_it_ends(0, 5, 0.1, 0.1, law=law).winner == "neither"
        return
    assert how_it_ends(0, 5, 0.1, 0.1, law=law).winner == "y"
    assert time_to_end(0, 5, 0.1, 0.1, law=law) == 0.0
    assert survivors(0, 5, 0.1, 0.1, law=law) == (0.0, 5.0)


BAD_STRENGTH = (-1.0, float("nan"), float("inf"), "ten", None, True, 1e51, 10**400)
BAD_RATE = (0.0, -0.1, float("nan"), float("inf"), "a", 1e101, 1e-320)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("place", range(4))
def test_bad_input_is_refused_by_name(law, place):
    good = [100.0, 80.0, 0.05, 0.04]
    for bad in BAD_STRENGTH if place < 2 else BAD_RATE:
        values = [*good[:place], bad, *good[place + 1 :]]
        with pytest.raises(ModelError, match=f"found {'xyab'[place]} = "):
            attrition(*values, 1.0, law=law)
        with pytest.raises(ModelError, match=f"found {'xyab'[place]} = "):
            general_law(*values, 1.0, law=law)


@pytest.mark.parametrize(
    "t", [-1.0, float("nan"), float("inf"), "noon", "5", True, ["1"], 10**400, [0, -1]]
)
def test_times_before_the_start_are_refused(t):
    with pytest.raises(ModelError, match="finite times, zero or later"):
        square_law(100, 80, 0.05, 0.04, t)


@pytest.mark.parametrize("inflow", [(-1, 0), (0, float("nan")), 3, (1, 2, 3), "ab"])
def test_bad_reinforcement_is_refused(inflow):
    with pytest.raises(ModelError, match="reinforcement"):
        square_law(100, 80, 0.05, 0.04, 1, reinforcement=inflow)


def test_an_unknown_law_is_refused():
    with pytest.raises(ModelError, match="one of square, linear, mixed, logarithmic"):
        attrition(100, 80, 0.05, 0.04, 1, law="cubic")
    with pytest.raises(ModelError, match="x_enemy = nan"):
        general_law(100, 80, 0.05, 0.04, 1, law=Exponents(0, float("nan"), 0, 1))


@pytest.mark.parametrize("own", [0.0, 0.3, 0.5, 0.9])
def test_equal_sides_that_vanish_together_have_no_winner(own):
    law = Exponents(own, 0.5, own, 0.5)
    end = general_law(100, 100, 0.1, 0.1, [0, 1e6], law=law).end
    assert end.winner == "neither"
    assert (end.x, end.y) == (0.0, 0.0) or np.isinf(end.time)


@pytest.mark.parametrize("law", LAWS)
def test_the_largest_values_allowed_give_no_nan(law):
    with np.errstate(all="ignore"):
        for x, y, a, b in (
            (1e50, 1e50, 1e100, 1e100),
            (1e50, 1, 1e-300, 1e100),
            (1, 1e50, 1e-300, 1),
        ):
            course = attrition(x, y, a, b, [0, 1, 1e9], law=law)
            assert np.isfinite(course.x).all()
            assert np.isfinite(course.y).all()
            assert (course.x <= x * (1 + 1e-12)).all()
            assert (course.y <= y * (1 + 1e-12)).all()


def test_landings_must_be_landings():
    with pytest.raises(ModelError, match=r"landings with \(1, 2\)"):
        square_law_with_landings(50, 40, 0.01, 0.01, 1, landings=[(1, 2)])
