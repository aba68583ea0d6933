"""Laws of alternating offers and of legislative bargaining."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.table.theory.alternating_offers import (
    finite_offers,
    random_proposer,
    rotating_offers,
    rubinstein,
    rubinstein_limit,
    rubinstein_outside_option,
)
from ripeness.table.theory.frontiers import Curve
from ripeness.table.theory.legislative import baron_ferejohn, legislative_values
from ripeness.table.theory.solutions import nash

PATIENCE = st.floats(0.01, 0.99)
PARTIES = st.lists(st.tuples(st.floats(0.05, 1), PATIENCE), min_size=2, max_size=7)


@given(PATIENCE, PATIENCE)
def test_each_answerer_is_indifferent(d1, d2):
    first, answer = rubinstein(discount_first=d1, discount_second=d2)
    second, _ = rubinstein(discount_first=d2, discount_second=d1)
    assert answer == pytest.approx(d2 * second, abs=1e-12)
    assert 0 < first <= 1


@given(PATIENCE, PATIENCE, st.floats(0.001, 0.009))
def test_patience_pays(d1, d2, more):
    first, _ = rubinstein(discount_first=d1, discount_second=d2)
    assert rubinstein(discount_first=d1 + more, discount_second=d2)[0] >= first
    assert rubinstein(discount_first=d1, discount_second=d2 + more)[0] <= first


@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_as_offers_come_faster_the_shares_go_to_nash(rate_1, rate_2):
    step = 1e-9
    first, _ = rubinstein(
        discount_first=np.exp(-rate_1 * step), discount_second=np.exp(-rate_2 * step)
    )
    limit = rubinstein_limit(rate_first=rate_1, rate_second=rate_2)
    pie = Curve(first=lambda x: x, second=lambda x: 1 - x)
    point = nash(pie, disagreement=(0, 0), weights=(1 / rate_1, 1 / rate_2))
    assert first == pytest.approx(limit[0], abs=1e-5)
    assert point.value == pytest.approx(limit, abs=1e-6)


@given(PATIENCE, PATIENCE)
def test_long_finite_bargaining_is_as_if_for_ever(d1, d2):
    long = finite_offers(rounds=4001, discount_first=d1, discount_second=d2)
    for_ever = rubinstein(discount_first=d1, discount_second=d2)
    assert long == pytest.approx(for_ever, abs=1e-9)


@given(PATIENCE, PATIENCE, st.floats(0, 1))
def test_an_outside_option_counts_only_where_it_is_better(d1, d2, option):
    _, plain = rubinstein(discount_first=d1, discount_second=d2)
    _, share = rubinstein_outside_option(
        discount_first=d1, discount_second=d2, outside_second=option
    )
    assert share == max(plain, option)


@given(PATIENCE, PATIENCE)
def test_two_in_rotation_are_rubinstein(d1, d2):
    expected = rubinstein(discount_first=d1, discount_second=d2)
    assert rotating_offers([d1, d2]) == pytest.approx(expected, abs=1e-9)


@given(PATIENCE, st.integers(2, 9))
def test_equal_patience_in_rotation_is_a_geometric_division(d, n):
    weights = d ** np.arange(n)
    assert rotating_offers([d] * n) == pytest.approx(weights / weights.sum(), abs=1e-9)


@given(PARTIES)
def test_unanimity_is_the_random_proposer_game(parties):
    weights, discounts = np.transpose(parties)
    recognition = weights / weights.sum()
    unanimous = legislative_values(recognition=recognition, discounts=discounts, quota=len(parties))
    alone = random_proposer(recognition=recognition, discounts=discounts)
    assert unanimous == pytest.approx(alone, abs=1e-9)


@given(PARTIES, st.data())
def test_legislative_values_are_an_equilibrium(parties, data):
    """Each party's value follows from the others' prices, with votes bought just so often."""
    weights, d = np.transpose(parties)
    p, n = weights / weights.sum(), len(parties)
    q = data.draw(st.integers(1, n))
    v = np.array(legislative_values(recognition=p, discounts=d, quota=q))
    prices = d * v
    dearest = np.sort(prices)[q - 1]
    kept = 1 - np.array([np.sort(np.delete(prices, i))[: q - 1].sum() for i in range(n)])
    bought = (v - p * kept) / prices  # how often a party's vote must be bought to make its value
    assert v.sum() == pytest.approx(1)
    assert bought.sum() == pytest.approx(q - 1, abs=1e-6)
    cheap, dear = prices < dearest * (1 - 1e-7), prices > dearest * (1 + 1e-7)
    assert bought[cheap] == pytest.approx(1 - p[cheap], abs=1e-5)
    assert bought[dear] == pytest.approx(0, abs=1e-5)
    assert ((bought > -1e-6) & (bought < 1 - p + 1e-6)).all()


@given(st.integers(2, 11), PATIENCE, st.data())
def test_equal_parties_are_baron_and_ferejohn(n, d, data):
    q = data.draw(st.integers(1, n))
    rule = baron_ferejohn(parties=n, quota=q, discount=d)
    values = legislative_values(recognition=[1 / n] * n, discounts=[d] * n, quota=q)
    assert values == pytest.approx([rule.value] * n, abs=1e-9)
    assert rule.proposer + rule.partners * rule.partner == pytest.approx(1)
