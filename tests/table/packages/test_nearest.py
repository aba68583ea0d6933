import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.table.packages.plans import chance_plan, chance_values, even_plan, every_package

from ripeness.table.packages import nearest
from ripeness.table.packages.nearest import (
    cheapest_change,
    likeliest_changes,
    nearest_in_zone,
)
from ripeness.table.packages.obeyed import obeys
from ripeness.table.packages.values import Values, worth
from ripeness.terms.errors import ModelError

SEEDS = st.integers(0, 10**6)


def case(seed, parties, draws=None):
    draw = np.random.default_rng(seed)
    plan = chance_plan(draw)
    values = chance_values(draw, plan, parties=parties, draws=draws)
    packages = every_package(plan)
    assume(len(packages) > 0)
    amounts = worth(plan, values, packages)
    reservations = np.quantile(amounts, draw.uniform(0.4, 0.95), axis=-2) + 1e-7
    start = tuple(int(draw.integers(len(one.options))) for one in plan.issues)
    return plan, values, packages, amounts, reservations, start


@settings(max_examples=60)
@given(SEEDS, st.integers(1, 3))
def test_the_nearest_packages_in_the_zone_are_those_of_enumeration(seed, parties):
    plan, values, packages, amounts, reservations, start = case(seed, parties)
    inside = (amounts > reservations).all(axis=1)
    found = nearest_in_zone(plan, values, reservations, start)
    if not inside.any():
        assert (found.changes, found.packages) == (None, ())
        assert cheapest_change(plan, values, reservations, start) is None
        return
    apart = (packages != np.array(start)).sum(axis=1)
    assert found.changes == apart[inside].min()
    expected = set(map(tuple, packages[inside & (apart == found.changes)].tolist()))
    assert set(found.packages) == expected if found.complete else set(found.packages) <= expected


@settings(max_examples=20)
@given(SEEDS)
def test_many_changes_are_counted_as_well_as_few(seed):
    plan, values, packages, amounts, reservations, start = case(seed, 2)
    inside = (amounts > reservations).all(axis=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "_LISTED", -1)
        found = nearest_in_zone(plan, values, reservations, start)
    apart = (packages != np.array(start)).sum(axis=1)
    assert found.changes == (apart[inside].min() if inside.any() else None)


@settings(max_examples=50)
@given(SEEDS, st.integers(1, 3))
def test_the_cheapest_change_costs_those_who_lose_least(seed, parties):
    plan, values, packages, amounts, reservations, start = case(seed, parties)
    inside = (amounts > reservations).all(axis=1)
    assume(inside.any())
    found = cheapest_change(plan, values, reservations, start)
    spread = np.nanmax(values.options, axis=2) - np.nanmin(values.options, axis=2)
    scale = spread.sum(axis=1) + np.abs(values.pairs).sum(axis=1)
    lost = np.maximum(worth(plan, values, np.array([start])) - amounts, 0)
    assert found is not None
    assert found.cost == pytest.approx((lost / scale).sum(axis=1)[inside].min())
    at = (packages == np.array(found.package)).all(axis=1)
    assert inside[at].all()
    if inside[(packages == np.array(start)).all(axis=1)].any():
        assert found.package == tuple(start)
    assert list(found.loss.values()) == pytest.approx(lost[at][0].tolist())


@settings(max_examples=40)
@given(SEEDS, st.integers(1, 3))
def test_the_likeliest_changes_are_those_of_enumeration(seed, parties):
    plan, values, packages, amounts, reservations, start = case(seed, parties, draws=6)
    inside = (amounts > reservations[:, None]).all(axis=2).mean(axis=0)
    apart = (packages != np.array(start)).sum(axis=1)
    found = {one.changes: one for one in likeliest_changes(plan, values, reservations, start)}
    for changes in range(3):
        rows = apart == changes
        assert (changes in found) == rows.any()
        if rows.any():
            assert found[changes].in_zone == pytest.approx(inside[rows].max())


@settings(max_examples=40)
@given(SEEDS)
def test_rules_are_read_alike_everywhere(seed):
    draw = np.random.default_rng(seed)
    plan = chance_plan(draw)
    counts = [len(one.options) for one in plan.issues]
    everything = np.array(np.unravel_index(np.arange(np.prod(counts)), counts)).T
    assert set(map(tuple, everything[obeys(plan, everything)].tolist())) == set(
        map(tuple, every_package(plan).tolist())
    )


def test_a_package_that_is_none_is_refused():
    plan = even_plan(2, 2)
    values = Values(("a",), np.zeros((1, 2, 2)), np.zeros((1, 0)))
    for wrong in ((0,), (0, 2), (0, -1)):
        with pytest.raises(ModelError, match="the position of an option for each issue"):
            nearest_in_zone(plan, values, np.zeros(1), wrong)
