import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.campaign.borne_out import beliefs_follow_ground, judged, losses_follow_ground
from ripeness.campaign.paths import PATHS, split, subsets
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError


@given(st.lists(st.floats(-10, 10), min_size=16, max_size=16))
def test_shares_add_up_to_the_whole_effect(values):
    effect = {one: np.array([value]) for one, value in zip(subsets(PATHS), values, strict=True)}
    found = split(effect)
    whole = effect[frozenset(PATHS)] - effect[frozenset()]
    np.testing.assert_allclose(sum(found.shares.values()), whole, atol=1e-9)


def test_paths_that_only_add_have_no_effect_together():
    worth = {"ground": 3.0, "supply": -1.0, "losses": 0.5, "beliefs": 0.0}
    effect = {one: np.array([sum(worth[path] for path in one)]) for one in subsets(PATHS)}
    found = split(effect)
    assert {path: float(share[0]) for path, share in found.shares.items()} == pytest.approx(worth)
    assert found.together[0] == pytest.approx(0.0)


def test_two_paths_that_work_only_together_share_alike():
    effect = {one: np.array([float({"ground", "supply"} <= one)]) for one in subsets(PATHS)}
    found = split(effect)
    assert found.shares["ground"][0] == pytest.approx(0.5)
    assert found.shares["supply"][0] == pytest.approx(0.5)
    assert found.together[0] == pytest.approx(1.0)


def test_a_missing_combination_is_named():
    with pytest.raises(ModelError, match="all shut"):
        split({frozenset({"ground"}): np.zeros(1)})


def weekly(slope, weeks=200):
    generator = stream(4, "test", "losses")
    gain = generator.gamma(4.0, 10.0, size=weeks)
    losses = 1000 * (1 + slope * (gain / 40 - 1)) + 50 * generator.normal(size=weeks)
    return losses, gain


def test_a_planted_tie_of_losses_to_ground_is_found_and_on():
    strength, without, with_it = losses_follow_ground(*weekly(0.3))
    found = judged(
        "ground_moves_losses", "t", strength=strength, without=without, with_it=with_it, seed=1
    )
    assert strength == pytest.approx(0.3, abs=0.05)
    assert found.on
    assert 0 < found.low < found.skill < found.high <= 1


def test_where_there_is_no_tie_it_stays_off():
    strength, without, with_it = losses_follow_ground(*weekly(0.0))
    found = judged(
        "ground_moves_losses", "t", strength=strength, without=without, with_it=with_it, seed=1
    )
    assert not found.on


def test_a_later_week_changes_no_earlier_error():
    losses, gain = weekly(0.3)
    _, _, before = losses_follow_ground(losses[:150], gain[:150])
    _, _, after = losses_follow_ground(losses, gain)
    np.testing.assert_allclose(before, after[: len(before)])


def test_a_pace_that_drifts_is_learnt_and_one_that_does_not_is_not():
    generator = stream(4, "test", "pace")
    drifting = 50 + np.cumsum(4 * generator.normal(size=200)) + 5 * generator.normal(size=200)
    steady = 50 + 5 * generator.normal(size=200)
    rates = np.linspace(0.05, 0.8, 16)
    for series, on in ((drifting, True), (steady, False)):
        rate, without, with_it = beliefs_follow_ground(series, rates=rates)
        found = judged(
            "ground_moves_beliefs", "t", strength=rate, without=without, with_it=with_it, seed=1
        )
        assert found.on is on


def test_too_few_weeks_say_nothing():
    found = judged("x", "t", strength=None, without=np.ones(5), with_it=np.zeros(5), seed=1)
    assert (found.skill, found.on) == (None, False)
