"""Published numbers and closed forms of bargaining theory, each row of VALIDATION by its id."""

import math
from fractions import Fraction

import numpy as np
import pytest

from ripeness.table.theory.adjusted_winner import adjusted_winner
from ripeness.table.theory.alternating_offers import rubinstein
from ripeness.table.theory.bargaining_range import bargaining_range
from ripeness.table.theory.coalitions import conditional, markov_uniform, victory_chances
from ripeness.table.theory.commitment import preventive_war
from ripeness.table.theory.expected_utility import Actors, expected_utility_model
from ripeness.table.theory.forts_diffusion import forts_diffusion
from ripeness.table.theory.forts_walk import forts_walk
from ripeness.table.theory.frontiers import Curve, Lotteries
from ripeness.table.theory.legislative import baron_ferejohn
from ripeness.table.theory.power_indices import banzhaf, shapley_shubik
from ripeness.table.theory.screening import critical_share, screening_two_types
from ripeness.table.theory.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian
from ripeness.table.theory.veto_players import win_set_area
from ripeness.table.theory.war_of_attrition import war_of_attrition


def test_bar_fea_the_range_is_p_less_and_plus_costs():
    """BAR-FEA: Fearon (1995), doi:10.1017/S0020818300033324; [p - cA, p + cB]."""
    zone = bargaining_range(win_chance=0.6, cost_a=0.1, cost_b=0.15)
    assert (zone.low, zone.high) == pytest.approx((0.50, 0.75), abs=1e-12)


@pytest.mark.parametrize("p", [0.2, 0.45, 0.7])
def test_bar_scr_risk_is_taken_above_three_eighths(p):
    """BAR-SCR: q (p + .3) + (1 - q)(p - .1) > p + .05, so q > .15 / .4, whatever p <= .7."""
    costs = {"win_chance": p, "proposer_cost": 0.1, "low_cost": 0.05, "high_cost": 0.3}
    assert critical_share(**costs) == pytest.approx(0.375, abs=1e-12)
    assert not screening_two_types(**costs, high_share=0.375 - 1e-9).takes_risk
    assert screening_two_types(**costs, high_share=0.375 + 1e-9).takes_risk


@pytest.mark.parametrize(("later", "war"), [(0.6, True), (0.35, False)])
def test_bar_com_a_steep_rise_brings_preventive_war(later, war):
    """BAR-COM: Powell (2006), doi:10.1017/S0020818306060061.

    D fights if (1 - p1)/(1 - d) - cD > 1 + d [(1 - p2)/(1 - d) + cR]; times (1 - d) it is the row.
    """
    test = preventive_war(
        chance_now=0.3, chance_next=later, discount=0.9, cost_declining=0.1, cost_rising=0.1
    )
    now = (1 - 0.3) / 0.1 - 0.1
    best_peace = 1 + 0.9 * ((1 - later) / 0.1 + 0.1)
    assert test.war is war is (now > best_peace)
    assert (test.shift, test.bound) == pytest.approx((0.9 * later - 0.3, 0.019), abs=1e-12)


def test_bar_ruin_the_forts_walk_agrees_with_exact_rationals():
    """BAR-RUIN: Smith and Stam (2004), doi:10.1177/0022002704268026; gambler's ruin, Feller XIV."""
    r = Fraction(2, 3)
    win = (1 - r**5) / (1 - r**10)
    length = (10 * win - 5) / Fraction(1, 5)
    war = forts_walk(forts=10, held=5, chance=0.6)
    assert war.win_chance == pytest.approx(0.8836363636, abs=1e-7)
    assert war.expected_length == pytest.approx(19.1818182, abs=1e-7)
    assert war.win_chance == pytest.approx(float(win), rel=1e-14)
    assert war.expected_length == pytest.approx(float(length), rel=1e-14)


def test_bar_ruin0_an_even_walk_has_closed_moments():
    """BAR-RUIN0: mean n (N - n), variance n (N - n)(n² + (N - n)² - 2)/3."""
    war = forts_walk(forts=10, held=5, chance=0.5)
    got = (war.win_chance, war.expected_length, war.length_variance)
    assert got == pytest.approx((0.5, 25, 400), abs=1e-9)


def test_bar_bm_the_diffusion_has_its_closed_form():
    """BAR-BM: Cox and Miller (1965), section 5.7."""
    war = forts_diffusion(ground=10, held=5, drift=0.2, volatility=1)
    assert war.win_chance == pytest.approx(0.8807970780, abs=1e-7)
    assert war.expected_length == pytest.approx(19.0398539, abs=1e-7)
    assert war.win_chance == pytest.approx(math.expm1(-2) / math.expm1(-4), rel=1e-14)


def test_bar_rub_the_first_proposer_gets_its_share():
    """BAR-RUB: Rubinstein (1982), doi:10.2307/1912531; (1 - d2)/(1 - d1 d2)."""
    first, _ = rubinstein(discount_first=0.9, discount_second=0.8)
    assert first == pytest.approx(0.7142857143, abs=1e-9)


def test_bar_woa_each_rate_makes_the_other_indifferent():
    """BAR-WOA: Hendricks, Weiss and Wilson (1988), doi:10.2307/2526827; rate of A is cB / vB."""
    war = war_of_attrition(value_a=10, value_b=5, cost_a=1, cost_b=1)
    got = (war.quit_rate_a, war.quit_rate_b, war.a_quits_first, war.expected_length)
    assert got == pytest.approx((0.2, 0.1, 2 / 3, 10 / 3), abs=1e-9)


def test_neg_1_lotteries_meet_in_the_middle():
    """NEG-1: the outcomes of NegMAS' tests, with lotteries; threat (0, 0)."""
    problem = Lotteries(((4, 1), (1, 4), (2, 2)))
    for rule in (nash, egalitarian, kalai_smorodinsky):
        assert rule(problem, disagreement=(0, 0)).value == pytest.approx((2.5, 2.5), abs=1e-6)


def test_neg_3_the_four_rules_on_a_root_curve():
    """NEG-3: max √x (1 - x) at 1/3; √x = 1 - x at (3 - √5)/2; max √x + 1 - x at 1/4."""
    curve = Curve(first=math.sqrt, second=lambda x: 1 - x)
    rules = (nash, kalai_smorodinsky, egalitarian, utilitarian)
    found = [rule(curve, disagreement=(0, 0)).parameter for rule in rules]
    golden = (3 - math.sqrt(5)) / 2
    assert found == pytest.approx([1 / 3, golden, golden, 0.25], abs=1e-6)
    assert golden == pytest.approx(0.381966, abs=1e-6)


def test_aw_cd_camp_david_splits_the_sinai():
    """AW-CD: Brams and Togman (1996), as in Brams and Taylor; 60 + 35 s = 75 - 55 s, s = 1/6."""
    division = adjusted_winner(
        {
            "Sinai": (35, 55),
            "diplomatic recognition": (10, 5),
            "West Bank and Gaza": (20, 10),
            "linkage": (10, 5),
            "Palestinian rights": (5, 20),
            "Jerusalem": (20, 5),
        }
    )
    assert division.split == "Sinai"
    assert division.share_a["Sinai"] == pytest.approx(1 / 6, abs=1e-4)
    assert (division.points_a, division.points_b) == pytest.approx((65.8333, 65.8333), abs=1e-4)


def test_ktab_1_coalitions_turn_into_chances():
    """KTAB-1: a reference run of KTAB; square law, Markov-uniform and conditional elections."""
    chances = victory_chances(
        [[0, 12.099, 54.921], [10.333, 0, 27.079], [5.007, 55.047, 0]], law="square"
    )
    assert markov_uniform(chances) == pytest.approx((0.6351, 0.2148, 0.1501), abs=1e-4)
    assert conditional(chances) == pytest.approx((0.8659, 0.1241, 0.0100), abs=1e-4)


EMISSIONS = {
    "Netherlands": (0.08, 4, 80),
    "Belgium": (0.08, 7, 40),
    "Luxembourg": (0.03, 4, 20),
    "Germany": (0.16, 4, 80),
    "France": (0.16, 10, 60),
    "Italy": (0.16, 10, 60),
    "United Kingdom": (0.16, 10, 90),
    "Ireland": (0.05, 7, 10),
    "Denmark": (0.05, 4, 100),
    "Greece": (0.08, 7, 70),
}
"""The emission standards example, as recalled and not read: capability, years, salience in %."""


def test_bdm_1_the_first_vote_of_the_example():
    """BDM-1: Scholz, Calbert and Smith (2011), doi:10.1177/0951629811418142.

    The weighted median and mean of the first round need no more than the table: of capability times
    salience, .677 in all, .248 stand at 4 years, .093 at 7 and .336 at 10. Neither end has half
    (.3385), so the vote is at 7; the mean is (4 x .248 + 7 x .093 + 10 x .336) / .677 = 7.39.
    """
    capabilities, positions, saliences = zip(*EMISSIONS.values(), strict=True)
    weights = np.array(capabilities) * np.array(saliences)
    below, above = (
        weights[np.array(positions) < 7].sum(),
        weights[np.array(positions) > 7].sum(),
    )
    assert max(below, above) < weights.sum() / 2
    actors = Actors(positions, capabilities, tuple(percent / 100 for percent in saliences))
    first = expected_utility_model(actors, rounds=1)[0]
    assert first.median == 7
    assert first.mean == pytest.approx((4 * 0.248 + 7 * 0.093 + 10 * 0.336) / 0.677)


def test_bdm_1_the_published_forecast_is_not_reproduced():
    """BDM-1, how far and why: VALIDATION prints no number, and neither paper was at hand.

    Remembered of the example are Bueno de Mesquita's forecast, 8.35 years, and the outcome, 8.83.
    Our median after ten rounds is 7.00 with Q = 1, 10.00 with .75, 5.40 with .5, 5.91 with .25
    and 5.62 with 0: more than a year off at every Q. Which step of the offers differs cannot be
    told without the paper; the model's page says so, and calls the model an illustration. The last
    line is a record and no aim: whoever makes the two agree should turn it round.
    """
    capabilities, positions, saliences = zip(*EMISSIONS.values(), strict=True)
    actors = Actors(positions, capabilities, tuple(percent / 100 for percent in saliences))
    medians = [
        expected_utility_model(actors, rounds=10, status_quo_chance=q)[-1].median
        for q in (1.0, 0.75, 0.5, 0.25, 0.0)
    ]
    assert all(min(positions) <= median <= max(positions) for median in medians)
    assert min(abs(median - 8.35) for median in medians) > 1


def test_pow_1_the_security_council():
    """POW-1: 5 permanent members of weight 7, 10 others of weight 1, quota 39."""
    weights = [7] * 5 + [1] * 10
    shares = shapley_shubik(weights, quota=39)
    assert (shares[0], shares[-1]) == (Fraction(421, 2145), Fraction(4, 2145))
    power = banzhaf(weights, quota=39)
    assert (power.swings[0], power.swings[-1]) == (
        sum(math.comb(10, others) for others in range(4, 11)),
        math.comb(9, 3),
    )
    assert float(power.normalised[0]) == pytest.approx(0.166929, abs=5e-7)
    assert float(power.normalised[-1]) == pytest.approx(0.016535, abs=5e-7)


@pytest.mark.parametrize("n", [1, 2, 7, 30])
def test_pow_3_unanimity(n):
    """POW-3: Shapley-Shubik 1/n; absolute Banzhaf one swing in 2^(n-1) coalitions."""
    assert set(shapley_shubik([1] * n, quota=n)) == {Fraction(1, n)}
    assert set(banzhaf([1] * n, quota=n).absolute) == {Fraction(1, 2 ** (n - 1))}


def test_veto_1_the_win_set_is_a_lens():
    """VETO-1: two circles of radius √½ one apart: π/4 - 1/2."""
    area = win_set_area([(0, 0), (1, 0)], status_quo=(0.5, 0.5))
    assert area == pytest.approx(0.285398163, abs=1e-6)
    assert area == pytest.approx(math.pi / 4 - 0.5, abs=1e-14)


@pytest.mark.parametrize(
    ("p", "held", "forts", "ruin_and_length"),
    [
        (0.5, 9, 10, (0.1, 9)),
        (0.5, 90, 100, (0.1, 900)),
        (0.5, 900, 1000, (0.1, 90_000)),
        (0.45, 9, 10, (0.210, 11.0)),
        (0.45, 90, 100, (0.866, 765.6)),
        (0.45, 99, 100, (0.182, 171.8)),
        (0.4, 90, 100, (0.983, 441.3)),
        (0.4, 99, 100, (0.333, 161.7)),
    ],
)
def test_the_gamblers_ruin_of_feller(p, held, forts, ruin_and_length):
    """Feller (1968), volume 1, chapter XIV.3, table 1, to the digits printed there (recalled)."""
    war = forts_walk(forts=forts, held=held, chance=p)
    ruin, length = ruin_and_length
    assert 1 - war.win_chance == pytest.approx(ruin, abs=6e-4)
    assert war.expected_length == pytest.approx(length, abs=0.06)


@pytest.mark.parametrize(
    ("weights", "quota", "indices"),
    [
        ([4, 4, 4, 2, 2, 1], 12, (0.2333, 0.1500, 0.0)),
        ([10, 10, 10, 10, 5, 5, 3, 3, 2], 41, (0.1786, 0.0810, 0.0571, 0.0095)),
        ([10, 10, 10, 10, 5, 5, 5, 3, 3, 2], 45, (0.1738, 0.0714, 0.0302, 0.0302)),
        ([10] * 4 + [8] + [5] * 4 + [3] * 2 + [2], 54, (0.1342, 0.1113, 0.0637, 0.0426, 0.0118)),
        ([10] * 4 + [8] + [5] * 4 + [4] * 2 + [3] * 3 + [2], 62,
         (0.1167, 0.0955, 0.0552, 0.0454, 0.0353, 0.0207)),
    ],
    ids=["1958", "1973", "1981", "1986", "1995"],
)  # fmt: skip
def test_the_councils_of_the_european_community(weights, quota, indices):
    """Shapley-Shubik, from large to small: Felsenthal and Machover (1998) and others (recalled).

    Checked here by enumerating all coalitions.
    """
    shares = shapley_shubik(weights, quota=quota)
    sizes = sorted(set(weights), reverse=True)
    found = [float(shares[weights.index(weight)]) for weight in sizes]
    assert found == pytest.approx(indices, abs=6e-5)
    n, swing = len(weights), [Fraction(0)] * len(weights)
    table = np.array(weights)
    held = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    totals, counts = held @ table, held.sum(axis=1)
    for voter in (weights.index(weight) for weight in sizes):
        pivotal = (held[:, voter] == 0) & (totals < quota) & (totals + table[voter] >= quota)
        by_size = np.bincount(counts[pivotal], minlength=n)
        swing[voter] = sum(
            (Fraction(int(c), n * math.comb(n - 1, k)) for k, c in enumerate(by_size[:n])),
            Fraction(0),
        )
        assert shares[voter] == swing[voter]


def test_three_towns_of_nassau_county_never_decided():
    """Banzhaf (1965): weights 31 31 28 21 2 2, quota 58: 16 swings for three, none for the rest."""
    assert banzhaf([31, 31, 28, 21, 2, 2], quota=58).swings == (16, 16, 16, 0, 0, 0)


def test_a_closed_rule_of_three_gives_the_proposer_two_thirds():
    """Baron and Ferejohn (1989), doi:10.2307/1961664: n = 3, majority, no discounting."""
    rule = baron_ferejohn(parties=3, quota=2, discount=1)
    assert (rule.proposer, rule.partner) == pytest.approx((2 / 3, 1 / 3))
