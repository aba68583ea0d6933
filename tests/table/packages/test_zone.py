import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.table.packages.plans import (
    allowed,
    chance_plan,
    chance_values,
    even_plan,
    every_package,
    opposed_values,
)

from ripeness.table.packages.values import Values, worth
from ripeness.table.packages.zone import share, zone
from ripeness.terms.errors import ModelError

SEEDS = st.integers(0, 10**6)
DRAWS = 12


def case(seed, parties, digits=15):
    draw = np.random.default_rng(seed)
    plan = chance_plan(draw)
    values = chance_values(draw, plan, parties=parties, draws=DRAWS, digits=digits)
    packages = every_package(plan)
    assume(len(packages) > 0)
    amounts = worth(plan, values, packages)
    reservations = np.quantile(amounts, draw.uniform(0.3, 0.95), axis=1).round(digits)
    return plan, values, amounts, reservations


def seen(amounts, reservations):
    return ((amounts - reservations[:, None]) > 1e-11).all(axis=2).any(axis=1)


@settings(max_examples=50)
@given(SEEDS, st.integers(1, 5), st.sampled_from([1, 9]))
def test_the_zone_is_open_where_enumeration_finds_a_package(seed, parties, digits):
    plan, values, amounts, reservations = case(seed, parties, digits)
    found = zone(plan, values, reservations + (1e-7 if digits > 1 else 0))
    assert found.open.tolist() == seen(amounts, reservations + (1e-7 if digits > 1 else 0)).tolist()
    for at in np.flatnonzero(found.open):
        witness = found.witness[at]
        assert allowed(plan, tuple(witness))
        assert (worth(plan, values.draw(at), witness)[0] > reservations[at]).all()
    assert (found.witness[~found.open] == -1).all()


@settings(max_examples=40)
@given(SEEDS, st.integers(1, 4))
def test_one_more_party_that_must_consent_never_opens_a_zone(seed, parties):
    plan, values, _, reservations = case(seed, parties + 1)
    fewer = values.parties[:-1]
    before = zone(plan, values, reservations[:, :-1], parties=fewer)
    after = zone(plan, values, reservations)
    assert not (after.open & ~before.open).any()


@settings(max_examples=30)
@given(SEEDS, st.integers(2, 4))
def test_neither_the_order_of_parties_nor_that_of_issues_matters(seed, parties):
    plan, values, _, reservations = case(seed, parties, 9)
    reservations = reservations + 1e-7
    order = np.random.default_rng(seed).permutation(len(plan.issues))
    turned = plan.model_copy(update={"issues": tuple(plan.issues[at] for at in order)})
    moved = Values(values.parties, values.options[:, :, order], values.pairs)
    assert (zone(turned, moved, reservations).open == zone(plan, values, reservations).open).all()
    back = tuple(reversed(values.parties))
    mirrored = zone(plan, values, reservations[:, ::-1], parties=back)
    assert (mirrored.open == zone(plan, values, reservations).open).all()


def test_a_zone_of_real_size_agrees_with_its_own_witnesses_and_bounds():
    plan = even_plan(30, 4)
    values = opposed_values(np.random.default_rng(1), plan, parties=3, draws=60)
    low, high = np.nanmin(values.options, axis=3), np.nanmax(values.options, axis=3)
    reservations = (0.32 * low + 0.68 * high).sum(axis=2)
    found = zone(plan, values, reservations)
    assert 0 < found.share.value < 1
    for at in np.flatnonzero(found.open):
        assert (worth(plan, values.draw(at), found.witness[at])[0] > reservations[at]).all()
    assert found.share.low < found.share.value < found.share.high


def test_a_share_comes_with_its_interval():
    found = share(np.array([True] * 5 + [False] * 15))
    assert (found.value, found.draws) == (0.25, 20)
    assert (found.low, found.high) == pytest.approx((0.0866, 0.4910), abs=1e-4)
    with pytest.raises(ModelError, match="at least one draw"):
        share(np.zeros(0, dtype=bool))


def test_reservation_values_must_be_finite_numbers_by_draw_and_party():
    plan = even_plan(2, 2)
    values = opposed_values(np.random.default_rng(1), plan, parties=2, draws=3)
    with pytest.raises(ModelError, match=r"expected finite numbers, shape \(3, 2\)"):
        zone(plan, values, np.zeros((2, 2)))
    with pytest.raises(ModelError, match="finite numbers"):
        zone(plan, values, np.full((3, 2), np.nan))
