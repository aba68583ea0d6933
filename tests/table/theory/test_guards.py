"""Every model refuses, by name, what it cannot use."""

import math

import pytest

from ripeness.table.theory import (
    adjusted_winner,
    alternating_offers,
    bargaining_range,
    beliefs,
    coalitions,
    commitment,
    expected_utility,
    forts_diffusion,
    forts_learning,
    forts_walk,
    frontiers,
    legislative,
    power_indices,
    screening,
    solutions,
    veto_players,
    war_of_attrition,
)
from ripeness.terms.errors import ModelError

NAN, INF = math.nan, math.inf

RANGE = {"win_chance": 0.5, "cost_a": 0.1, "cost_b": 0.1}
TYPES = {"win_chance": 0.5, "proposer_cost": 0.1, "low_cost": 0.1, "high_cost": 0.2}
TWO = {**TYPES, "high_share": 0.5}
RUB = {"discount_first": 0.9, "discount_second": 0.9}
POWELL = {
    "chance_now": 0.3,
    "chance_next": 0.6,
    "discount": 0.9,
    "cost_declining": 0.1,
    "cost_rising": 0.1,
}
WOA = {"value_a": 1, "value_b": 1, "cost_a": 1, "cost_b": 1}
WALK = {"forts": 10, "held": 5, "chance": 0.5}
VALUES = {"forts": 10, "chance": 0.5, "cost_a": 0.1, "cost_b": 0.1}
BROWN = {"ground": 10, "held": 5, "drift": 0.1, "volatility": 1}
EVEN = beliefs.BetaBelief(1, 1)
WAR = {
    "forts": 10,
    "held": 5,
    "belief_a": EVEN,
    "belief_b": EVEN,
    "cost_a": 0.1,
    "cost_b": 0.1,
}
ACTORS = {"positions": (0, 1), "capabilities": (1, 1), "saliences": (1, 1)}
LINE = frontiers.Lotteries(((1, 0), (0, 1)))

CASES = [
    *[
        (bargaining_range.bargaining_range, RANGE, name, bad)
        for name, bad in [
            ("win_chance", 0),
            ("win_chance", 1),
            ("win_chance", NAN),
            ("win_chance", "half"),
            ("win_chance", True),
            ("cost_a", -0.1),
            ("cost_b", NAN),
            ("cost_b", INF),
        ]
    ],
    *[
        (screening.screening_two_types, TWO, name, bad)
        for name, bad in [("high_share", 1.1), ("high_share", NAN), ("high_cost", 0.05)]
    ],
    (screening.screening_uniform, TYPES, "low_cost", -1),
    (screening.critical_share, TYPES, "proposer_cost", NAN),
    *[(alternating_offers.rubinstein, RUB, "discount_first", bad) for bad in (0, 1, 1.2, NAN)],
    (alternating_offers.finite_offers, {**RUB, "rounds": 3}, "rounds", 0),
    (alternating_offers.finite_offers, {**RUB, "rounds": 3}, "rounds", 1.5),
    (alternating_offers.rubinstein_limit, {"rate_first": 1, "rate_second": 1}, "rate_first", 0),
    (alternating_offers.rotating_offers, {"discounts": [0.5, 0.5]}, "discounts", [0.5]),
    (alternating_offers.rotating_offers, {"discounts": [0.5, 0.5]}, "discounts", [0.5, NAN]),
    (
        alternating_offers.random_proposer,
        {"recognition": [0.5, 0.5], "discounts": [0.5, 0.5]},
        "recognition",
        [0.5, 0.6],
    ),
    (legislative.baron_ferejohn, {"parties": 3, "quota": 2, "discount": 1}, "quota", 4),
    (legislative.baron_ferejohn, {"parties": 3, "quota": 2, "discount": 1}, "discount", 1.1),
    (
        legislative.legislative_values,
        {"recognition": [0.5, 0.5], "discounts": [0.5, 0.5], "quota": 1},
        "discounts",
        [1, 0.5],
    ),
    *[(commitment.preventive_war, POWELL, name, NAN) for name in POWELL],
    (commitment.preventive_war, POWELL, "discount", 1),
    *[(war_of_attrition.war_of_attrition, WOA, name, 0) for name in WOA],
    *[
        (forts_walk.forts_walk, WALK, name, bad)
        for name, bad in [
            ("chance", 0),
            ("chance", 1),
            ("chance", NAN),
            ("forts", 0),
            ("forts", NAN),
            ("held", 11),
            ("held", -1),
            ("held", 2.5),
        ]
    ],
    (forts_walk.forts_walk, {**WALK, "stall": 0}, "stall", 1),
    (forts_walk.war_values, VALUES, "cost_a", -1),
    (forts_walk.war_values, {**VALUES, "discount": 1}, "discount", 1.01),
    *[
        (forts_diffusion.forts_diffusion, BROWN, name, bad)
        for name, bad in [("volatility", 0), ("drift", NAN), ("held", 11), ("ground", 0)]
    ],
    (beliefs.BetaBelief, {"wins": 1, "losses": 1}, "wins", 0),
    (beliefs.PointBelief, {"chances": (0.5,), "weights": (1,)}, "chances", (1,)),
    (beliefs.PointBelief, {"chances": (0.5,), "weights": (1,)}, "weights", (0.9,)),
    *[
        (forts_learning.LearningWar, WAR, name, bad)
        for name, bad in [("held", 0), ("held", 10), ("cost_a", -1), ("forts", 1)]
    ],
    (forts_learning.LearningWar, {**WAR, "power_a": 0.5}, "power_a", NAN),
    (frontiers.Lotteries, {"outcomes": ((1, 1),)}, "outcomes", ((1, NAN),)),
    (frontiers.Lotteries, {"outcomes": ((1, 1),)}, "outcomes", ((1,),)),
    (solutions.nash, {"problem": LINE, "disagreement": (0, 0)}, "disagreement", (1, 1)),
    (solutions.nash, {"problem": LINE, "disagreement": (0, 0)}, "disagreement", (0, 0, 0)),
    (
        solutions.nash,
        {"problem": LINE, "disagreement": (0, 0), "weights": (1, 1)},
        "weights",
        (0, 1),
    ),
    (adjusted_winner.adjusted_winner, {"points": {"x": (1, 1)}}, "points", {"x": (1, 2)}),
    (power_indices.banzhaf, {"weights": [1, 1], "quota": 2}, "quota", 3),
    (power_indices.banzhaf, {"weights": [1, 1], "quota": 2}, "quota", 0),
    (power_indices.shapley_shubik, {"weights": [1, 1], "quota": 2}, "weights", [0, 0]),
    (power_indices.shapley_shubik, {"weights": [1, 1], "quota": 2}, "weights", [1, -1]),
    (power_indices.shapley_shubik, {"weights": [1, 1], "quota": 2}, "weights", [1, NAN]),
    (power_indices.shapley_shubik, {"weights": [1, 1], "quota": 2}, "weights", [1e9, 0.001]),
    (
        veto_players.win_set_area,
        {"players": [(0, 0)], "status_quo": (1, 1)},
        "players",
        [(0, 0, 0)],
    ),
    (
        veto_players.win_set_area,
        {"players": [(0, 0)], "status_quo": (1, 1)},
        "status_quo",
        (1, NAN),
    ),
    (
        veto_players.win_set_area,
        {"players": [(0, 0)], "status_quo": (1, 1), "required": 1},
        "required",
        2,
    ),
    (expected_utility.Actors, ACTORS, "positions", (1, 1)),
    (expected_utility.Actors, ACTORS, "capabilities", (0, 1)),
    (expected_utility.Actors, ACTORS, "saliences", (80, 60)),
    (coalitions.victory_chances, {"strengths": [[0, 1], [1, 0]]}, "strengths", [[0, -1], [1, 0]]),
    (coalitions.victory_chances, {"strengths": [[0, 1], [1, 0]], "law": "square"}, "law", "cube"),
    (
        coalitions.conditional,
        {"chances": [[0.5, 0.8], [0.2, 0.5]]},
        "chances",
        [[0, 0.8], [0.3, 0]],
    ),
]


@pytest.mark.parametrize(("model", "good", "name", "bad"), CASES)
def test_a_bad_argument_is_refused_by_its_name(model, good, name, bad):
    model(**good)
    with pytest.raises(ModelError, match=name):
        model(**{**good, name: bad})


def test_a_curve_must_fall_and_bend_in():
    with pytest.raises(ModelError, match="a dent"):
        frontiers.Curve(first=lambda x: x, second=lambda x: (1 - x) ** 2)
    with pytest.raises(ModelError, match="a turn"):
        frontiers.Curve(first=lambda x: x, second=lambda x: x)


def test_points_must_name_two_parties():
    with pytest.raises(ModelError, match="two parties' points"):
        adjusted_winner.adjusted_winner({"land": (1, 2, 3)})
    with pytest.raises(ModelError, match="land = 5; expected two parties' points"):
        adjusted_winner.adjusted_winner({"land": 5})
    with pytest.raises(ModelError, match="expected issues, each with"):
        adjusted_winner.adjusted_winner([(1, 2)])


@pytest.mark.parametrize("bad", [["0.5", "0.5"], [True, False], [0.5, None], "0.5", [10**400, 0.5]])
def test_words_and_truth_values_are_no_numbers(bad):
    with pytest.raises(ModelError, match="discounts = "):
        alternating_offers.rotating_offers(bad)


@pytest.mark.parametrize("bad", [10**400, 1e51, -1e51])
def test_what_no_formula_can_hold_is_refused_in_few_words(bad):
    with pytest.raises(ModelError, match="cost_a = ") as refused:
        bargaining_range.bargaining_range(win_chance=0.5, cost_a=bad, cost_b=0.1)
    assert len(str(refused.value)) < 400


def test_a_pair_or_a_list_must_be_one():
    with pytest.raises(ModelError, match="war_state = 5"):
        forts_diffusion.present_worth_of_victory(5, drift=0.1, volatility=1, rate=0)
    zone = bargaining_range.bargaining_range(win_chance=0.7, cost_a=0.1, cost_b=0.1)
    with pytest.raises(ModelError, match=r"shares = 0\.8"):
        bargaining_range.shares_in_range(0.8, zone=zone)


def test_a_problem_must_be_lotteries_or_a_curve():
    with pytest.raises(ModelError, match=r"problem = .*Lotteries\(outcomes\) or Curve"):
        solutions.nash([(1, 0), (0, 1)], disagreement=(0, 0))


def test_a_curve_must_have_a_value_everywhere():
    with pytest.raises(ModelError, match="no value at 0"):
        frontiers.Curve(first=math.log, second=lambda x: 1 - x)
    with pytest.raises(ModelError, match="no value at 0"):
        frontiers.Curve(first=3, second=lambda x: 1 - x)


def test_things_of_another_kind_are_refused():
    with pytest.raises(ModelError, match="weights = 5; expected a list of weights"):
        power_indices.banzhaf(5, quota=3)
    with pytest.raises(ModelError, match=r"scale = \(0,\)"):
        expected_utility.expected_utility_model(expected_utility.Actors(**ACTORS), scale=(0,))
    with pytest.raises(ModelError, match=r"belief_b = 0\.5; expected a BetaBelief"):
        forts_learning.LearningWar(10, 5, beliefs.BetaBelief(1, 1), 0.5, 0.1, 0.1)
