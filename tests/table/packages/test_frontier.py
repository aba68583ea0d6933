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
    undominated,
)

from ripeness.table.packages.epsilon import Spread
from ripeness.table.packages.frontier import Search, frontier
from ripeness.table.packages.layers import layers
from ripeness.table.packages.values import Values, worth
from ripeness.table.plan import Plan
from ripeness.terms.errors import ModelError

SEEDS = st.integers(0, 10**6)


def case(seed, parties, digits=15, **sizes):
    draw = np.random.default_rng(seed)
    plan = chance_plan(draw, **sizes)
    values = chance_values(draw, plan, parties=parties, digits=digits)
    packages = every_package(plan)
    assume(len(packages) > 0)
    return plan, values, packages


@settings(max_examples=120)
@given(SEEDS, st.integers(1, 4))
def test_the_exact_frontier_is_that_of_enumeration(seed, parties):
    plan, values, packages = case(seed, parties)
    found = frontier(plan, values)
    assert found.method == "exact"
    assert np.allclose(found.worth, undominated(worth(plan, values, packages)), atol=1e-9)
    assert all(allowed(plan, tuple(package)) for package in found.packages)
    assert np.allclose(found.worth, worth(plan, values, found.packages))


@settings(max_examples=60)
@given(SEEDS, st.integers(1, 3))
def test_every_package_of_a_listed_worth_is_found_as_a_tie(seed, parties):
    plan, values, packages = case(seed, parties, digits=1)
    amounts = worth(plan, values, packages).round(9)
    best = undominated(amounts)
    found = frontier(plan, values)
    tied = {one for at in range(len(found.packages)) for one in found.ties(at, 10**6)}
    rows = (amounts[:, None] == best[None]).all(axis=2).any(axis=1)
    assert tied == set(map(tuple, packages[rows].tolist()))


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_it_is_that_of_enumeration_on_ten_thousands_of_packages(parties):
    draw = np.random.default_rng(parties)
    plan = chance_plan(draw, most_issues=2).model_copy(update={"issues": even_plan(8, 4).issues})
    values = chance_values(draw, plan, parties=parties)
    packages = every_package(plan)
    assert 4_000 < len(packages) <= 100_000
    amounts = worth(plan, values, packages)
    found = frontier(plan, values)
    for row in found.worth[::7]:
        better = (amounts >= row - 1e-9).all(axis=1) & (amounts > row + 1e-9).any(axis=1)
        assert not better.any()
    some = amounts[:: max(len(amounts) // 3000, 1)]
    assert all((found.worth >= row - 1e-9).all(axis=1).any() for row in some)


@pytest.mark.parametrize(("parties", "issues"), [(2, 9), (3, 4)])
def test_it_is_that_of_mixed_integer_programs(parties, issues):
    draw = np.random.default_rng(5)
    plan = chance_plan(draw).model_copy(update={"issues": even_plan(max(issues, 5), 4).issues})
    values = chance_values(draw, plan, parties=parties, digits=2 if parties == 2 else 1)
    exact = frontier(plan, values)
    by_program = frontier(plan, values, search=Search(method="milp"))
    assert by_program.method == "milp"
    assert np.allclose(by_program.worth, exact.worth, atol=1e-9)


@settings(max_examples=60)
@given(SEEDS, st.integers(1, 4))
def test_an_epsilon_frontier_keeps_its_guarantee(seed, parties):
    plan, values, packages = case(seed, parties)
    rough = Search(method="epsilon", spread=Spread(span_labels=3, cells=4, last_cells=4))
    found = frontier(plan, values, search=rough)
    assert found.method == ("epsilon" if found.epsilon.any() else "exact")
    assert all(allowed(plan, tuple(package)) for package in found.packages)
    amounts = worth(plan, values, packages)
    near = (found.worth[None] + found.epsilon >= amounts[:, None] - 1e-9).all(axis=2)
    assert near.any(axis=1).all()


def test_too_many_labels_give_an_epsilon_frontier_and_say_so():
    plan = even_plan(12, 4)
    values = opposed_values(np.random.default_rng(1), plan, parties=3, draws=1).draw(0)
    found = frontier(plan, values, search=Search(most_labels=200, spread=Spread(50)))
    assert found.method == "epsilon"
    assert (found.epsilon > 0).all()
    assert frontier(plan, values, search=Search(most_labels=200)).method == "exact"
    assert frontier(plan, values).method == "exact"


@settings(max_examples=40)
@given(SEEDS, st.integers(2, 3))
def test_the_order_of_issues_changes_nothing(seed, parties):
    plan, values, _ = case(seed, parties)
    order = np.random.default_rng(seed).permutation(len(plan.issues))
    turned = plan.model_copy(update={"issues": tuple(plan.issues[at] for at in order)})
    moved = Values(values.parties, values.options[:, order], values.pairs)
    assert np.allclose(frontier(turned, moved).worth, frontier(plan, values).worth, atol=1e-9)


@settings(max_examples=40)
@given(SEEDS)
def test_exchanging_two_parties_mirrors_the_frontier(seed):
    plan, values, _ = case(seed, 2)
    mirrored = frontier(plan, values.of(("b", "a")))
    assert np.allclose(mirrored.worth[::-1, ::-1], frontier(plan, values).worth, atol=0)


@settings(max_examples=40)
@given(SEEDS, st.integers(1, 3))
def test_a_frontier_above_thresholds_is_the_part_of_the_frontier_above_them(seed, parties):
    plan, values, packages = case(seed, parties)
    above = np.quantile(worth(plan, values, packages), 0.6, axis=0) + 1e-7
    whole = frontier(plan, values).worth
    part = frontier(plan, values, above=above).worth
    assert np.allclose(part, whole[(whole > above).all(axis=1)], atol=1e-9)


def test_one_open_rule_over_all_issues_keeps_few_states():
    plan = even_plan(30, 4)
    rule = {"id": "few", "kind": "at_most", "most": 3}
    when = [{"issue": one.id, "options": ["o1", "o2"]} for one in plan.issues]
    tied = Plan.model_validate({**plan.model_dump(), "constraints": [{**rule, "when": when}]})
    assert max(layers(tied).states) == 4


def test_values_that_do_not_fit_are_refused():
    plan = even_plan(2, 2)
    bad = Values(("a", "b"), np.full((2, 2, 2), np.nan), np.zeros((2, 0)))
    with pytest.raises(ModelError, match="worth to a of i0=o0 = nan; expected a finite number"):
        frontier(plan, bad)
    endless = Values(("a", "b"), np.array([[[0.0, np.inf]] * 2] * 2), np.zeros((2, 0)))
    with pytest.raises(ModelError, match="i0=o1 = inf"):
        frontier(plan, endless)
    with pytest.raises(ModelError, match=r"expected shape \[\.\.\.,\] \(2, 2, 2\)"):
        frontier(plan, Values(("a", "b"), np.zeros((2, 3, 2)), np.zeros((2, 0))))
    good = Values(("a", "b"), np.zeros((2, 2, 2)), np.zeros((2, 0)))
    with pytest.raises(ModelError, match="one of \\['a', 'b'\\]"):
        frontier(plan, good, parties=("c",))
    with pytest.raises(ModelError, match="one number for each party"):
        frontier(plan, good, above=np.zeros(3))
