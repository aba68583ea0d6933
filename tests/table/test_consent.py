import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, norm

from ripeness.table.consent import (
    chain_bounds,
    chain_chance,
    chance_needed,
    unanimity_chance,
    vote,
    with_failure,
)
from ripeness.table.consent_rules import Step, needed
from ripeness.table.theory.power_indices import banzhaf
from ripeness.terms.errors import ModelError

CHANCE = st.floats(0, 1)


def by_enumeration(chances, weights, quota):
    passes, pivotal = 0.0, np.zeros(len(chances))
    for votes in product((0, 1), repeat=len(chances)):
        p = np.prod([c if v else 1 - c for c, v in zip(chances, votes, strict=True)])
        weight = np.dot(votes, weights)
        passes += p * (weight >= quota)
        for i, w in enumerate(weights):
            others = weight - votes[i] * w
            pivotal[i] += p * (others < quota <= others + w)
    return passes, pivotal


@given(
    st.lists(st.tuples(CHANCE, st.integers(0, 6)), min_size=1, max_size=7).filter(
        lambda members: sum(w for _, w in members) > 0
    ),
    st.floats(0, 1),
)
def test_a_weighted_vote_agrees_with_enumeration(members, share):
    chances, weights = [c for c, _ in members], [w for _, w in members]
    quota = max(1, round(share * sum(weights)))
    found = vote(chances, quota=quota, weights=weights)
    passes, pivotal = by_enumeration(chances, weights, quota)
    assert found.passes == pytest.approx(passes, abs=1e-9)
    assert found.pivotal == pytest.approx(pivotal, abs=1e-9)


@pytest.mark.parametrize("n", [1, 2, 5, 32])
@pytest.mark.parametrize("p", [0.0, 0.3, 0.97, 1.0])
def test_unanimity_is_the_power_of_the_chance_and_a_vote_with_the_highest_quota(n, p):
    assert unanimity_chance(n, chance=p) == pytest.approx(p**n, abs=1e-12)
    assert vote([p] * n, quota=n).passes == pytest.approx(p**n, abs=1e-9)


@pytest.mark.parametrize("rho", [0.05, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("p", [0.2, 0.9])
def test_a_beta_factor_agrees_with_its_integral_for_any_quota(rho, p):
    n, a, b = 9, p * (1 / rho - 1), (1 - p) * (1 / rho - 1)
    for quota in (1, 5, 9):
        found = vote([p] * n, quota=quota, shared=rho, factor="beta").passes
        draws = beta(a, b).ppf((np.arange(200_000) + 0.5) / 200_000)
        expected = np.mean([vote([x] * n, quota=quota).passes for x in draws[::2000]])
        assert found == pytest.approx(expected, abs=0.01)
    everybody = vote([p] * n, quota=n, shared=rho, factor="beta").passes
    assert everybody == pytest.approx(unanimity_chance(n, chance=p, shared=rho), abs=1e-10)


@pytest.mark.parametrize("rho", [0.1, 0.5, 0.95])
def test_a_normal_factor_agrees_with_its_integral(rho):
    chances = [0.9, 0.6, 0.8]

    def given_factor(z):
        each = [norm.cdf((norm.ppf(p) - rho**0.5 * z) / (1 - rho) ** 0.5) for p in chances]
        return by_enumeration(each, [1, 1, 1], 2)[0] * norm.pdf(z)

    expected = quad(given_factor, -9, 9, epsabs=1e-11, limit=500)[0]
    assert vote(chances, quota=2, shared=rho).passes == pytest.approx(expected, abs=1e-9)


def test_fully_shared_minds_pass_as_the_least_willing_member_does():
    found = vote([0.9, 0.6, 0.8], quota=3, shared=1.0)
    assert found.passes == pytest.approx(0.6)
    assert vote([0.9, 0.6, 0.8], quota=1, shared=1.0).passes == pytest.approx(0.9)
    assert unanimity_chance(32, chance=0.8, shared=1.0) == 0.8


@given(st.lists(CHANCE, min_size=1, max_size=8), CHANCE, st.sampled_from([0.0, 0.4, 1.0]))
def test_one_more_veto_player_never_makes_consent_more_likely(chances, more, rho):
    before = vote(chances, quota=len(chances), shared=rho).passes
    after = vote([*chances, more], quota=len(chances) + 1, shared=rho).passes
    assert after <= before + 1e-9


@given(st.integers(2, 40), st.floats(0.05, 0.95), st.floats(0, 0.9), st.floats(0.01, 0.1))
def test_a_shared_factor_makes_unanimity_likelier(n, p, rho, more):
    apart = unanimity_chance(n, chance=p, shared=rho)
    assert unanimity_chance(n, chance=p, shared=rho + more) >= apart - 1e-12


def test_pivotal_chances_at_one_half_are_the_banzhaf_index():
    weights, quota = [4, 3, 2, 1], 6
    found = vote([0.5] * 4, quota=quota, weights=weights)
    expected = [float(power) for power in banzhaf(weights, quota=quota).absolute]
    assert found.pivotal == pytest.approx(expected, abs=1e-12)


def test_the_chance_needed_gives_back_the_chance_to_pass():
    for shared in (0.0, 0.3):
        each = chance_needed(32, passes=0.5, shared=shared)
        assert unanimity_chance(32, chance=each, shared=shared) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize(
    ("members", "quota", "expected"),
    [(450, 2 / 3, 300), (450, 0.5, 226), (20, 0.55, 11), (27, 0.55, 15), (100, 0.29, 29)],
)
def test_a_share_of_members_is_rounded_up_and_not_by_rounding(members, quota, expected):
    step = Step(title="vote", kind="share", members=members, quota=quota)
    assert needed(step) == expected


@given(st.lists(CHANCE, min_size=1, max_size=6))
def test_a_chain_lies_within_its_bounds_whatever_the_dependence(steps):
    low, high = chain_bounds(steps)
    assert low - 1e-12 <= chain_chance(steps) <= high + 1e-12
    assert high == min(steps)


def test_where_a_rule_is_not_met_the_status_quo_stands():
    assert with_failure(0.0, agreed=5.0, status_quo=1.0) == 1.0
    assert with_failure(1.0, agreed=5.0, status_quo=1.0) == 5.0


def test_unanimity_of_thirty_two_with_a_shared_factor_takes_milliseconds():
    unanimity_chance(32, chance=0.9, shared=0.3, factor="normal")
    begun = time.process_time()
    unanimity_chance(32, chance=0.9, shared=0.3)
    unanimity_chance(32, chance=0.9, shared=0.3, factor="normal")
    vote([0.9] * 31 + [0.8], quota=32, shared=0.3)
    assert time.process_time() - begun < 0.25


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (lambda: vote([0.5] * 3, quota=4), "quota = 4"),
        (lambda: vote([0.5], quota=0), "quota = 0"),
        (lambda: vote([0.5], quota=float("nan")), "quota = nan"),
        (lambda: vote([0.5, 1.5], quota=1), "chances"),
        (lambda: vote([], quota=1), "chances"),
        (lambda: vote([0.5, 0.5], quota=1, weights=[1, -1]), "weights"),
        (lambda: vote([0.5, 0.5], quota=1, weights=[0, 0]), "weights"),
        (lambda: vote([0.5, 0.4], quota=1, shared=0.2, factor="beta"), "equal chances"),
        (lambda: unanimity_chance(0, chance=0.5), "members = 0"),
        (lambda: unanimity_chance(3, chance=float("nan")), "chance = nan"),
        (lambda: unanimity_chance(3, chance=0.5, shared=2), "shared = 2"),
        (lambda: chain_chance([]), "chances"),
    ],
)
def test_a_rule_that_nobody_can_meet_or_a_number_out_of_range_is_refused(call, found):
    with pytest.raises(ModelError, match=found):
        call()
