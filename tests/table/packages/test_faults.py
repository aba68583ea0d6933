from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.table.packages.plans import chance_plan, even_plan, every_package

from ripeness.table.packages.conflicts import smallest_conflict
from ripeness.table.packages.declared import Wants, declared_values
from ripeness.table.packages.faults import plan_faults, sound
from ripeness.table.packages.frontier import frontier
from ripeness.table.packages.points import points
from ripeness.table.packages.values import Values
from ripeness.table.plan import Choice, Constraint, Issue, NamedPackage, Option, Pairwise, Plan
from ripeness.terms.errors import CaseError, ModelError


def pick(issue, *options):
    return Choice(issue=issue, options=options)


def rule(name, kind, when, **rest):
    return Constraint(id=name, kind=kind, when=when, **rest)


def with_rules(*rules, issues=3, options=2):
    return even_plan(issues, options).model_copy(update={"constraints": rules})


def test_a_sound_plan_has_no_fault():
    plan = with_rules(rule("r", "excludes", (pick("i0", "o1"), pick("i1", "o1"))))
    assert plan_faults(plan) == ()
    assert sound(plan) is plan


def test_every_fault_is_named_at_once():
    lone = Option(id="only", title="only")
    plan = Plan(
        id="p",
        title="P",
        issues=(
            *even_plan(2, 2).issues,
            Issue(id="bare", title="x", options=()),
            Issue(id="i0", title="x", options=(lone,)),
        ),
        constraints=(
            rule("a", "implies", (pick("i0", "o9"),)),
            rule("b", "at_most", (pick("zz", "o1"),)),
            rule("c", "excludes", (pick("i1", "o1"),), most=1, then=(pick("i1", "o0"),)),
        ),
        pairs=(Pairwise(id="q", first=pick("i1", "o0"), second=pick("i1", "o1")),),
        packages=(NamedPackage(id="n", title="N", picks={"i1": "o7", "no": "o0"}),),
    )
    found = "\n".join(f"{fault.where}: {fault.found}" for fault in plan_faults(plan))
    for text in (
        "issues.bare: no option",
        "issues.i0: 0 options marked `status_quo`",
        "issues: `i0` 2 times",
        "constraints.a.i0: the unknown option `o9`",
        "constraints.a: no `then`",
        "constraints.b: the unknown issue `zz`",
        "constraints.b: no `most`",
        "constraints.c: `then` under `excludes`",
        "constraints.c: `most` under `excludes`",
        "pairs.q: one issue twice",
        "packages.n.i1: the unknown option `o7`",
        "packages.n: the unknown issue `no`",
    ):
        assert text in found
    with pytest.raises(CaseError, match="12 faults") as caught:
        sound(plan)
    assert len(caught.value.faults) == 12


def test_rules_in_a_ring_are_named_in_order():
    ring = [("i0", "i1"), ("i1", "i2"), ("i2", "i0")]
    rules = [
        rule(f"r{k}", "implies", (pick(a, "o1"),), then=(pick(b, "o1"),))
        for k, (a, b) in enumerate(ring)
    ]
    (fault,) = plan_faults(with_rules(*rules))
    assert fault.found == "rules in a ring: i0=o1 -> i1=o1 -> i2=o1 -> i0=o1"
    assert plan_faults(with_rules(*rules[:2])) == ()


def test_the_fewest_rules_that_conflict_are_named():
    plan = with_rules(
        rule("far", "excludes", (pick("i2", "o1"), pick("i1", "o1"))),
        rule("one", "excludes", (pick("i0", "o0"),)),
        rule("two", "implies", (pick("i0", "o1"),), then=(pick("i1", "o1"),)),
        rule("three", "at_most", (pick("i1", "o1"), pick("i2", "o0")), most=0),
    )
    (fault,) = plan_faults(plan)
    assert fault.found == "no package obeys one, two, three together"
    values = np.zeros((1, 3, 2))
    with pytest.raises(ModelError, match="rules that can be met"):
        frontier(plan, Values(("a",), values, np.zeros((1, 0))))


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_a_conflict_is_the_smallest_by_enumeration(seed):
    draw = np.random.default_rng(seed)
    one, two, three = (chance_plan(draw, most_issues=2, most_options=2) for _ in range(3))
    rules = [rule for plan in (one, two, three) for rule in plan.constraints]
    named = [rule.model_copy(update={"id": f"r{at}"}) for at, rule in enumerate(rules)]
    plan = even_plan(2, 2).model_copy(update={"constraints": tuple(named)})
    assume(len(every_package(plan)) == 0)
    found = smallest_conflict(plan)

    def meetable(some):
        return len(every_package(plan.model_copy(update={"constraints": tuple(some)}))) > 0

    assert not meetable(found)
    assert all(meetable(some) for some in combinations(named, len(found) - 1))


def test_declared_wants_give_a_published_kind_of_example():
    plan = even_plan(2, 2)
    wants = [
        Wants(
            party=name,
            weights={"i0": w, "i1": 1 - w},
            values={"i0": {"o0": a, "o1": 1 - a}, "i1": {"o0": a, "o1": 1 - a}},
        )
        for name, w, a in (("x", 0.75, 0), ("y", 0.25, 1))
    ]
    values, reservations = declared_values(plan, tuple(wants))
    found = points(frontier(plan, values), reservations=reservations)
    assert [one.worth for one in found["nash"]] == [(0.75, 0.75)]
    assert found["nash"][0].packages == ((1, 0),)


def test_wants_that_do_not_fit_are_refused_all_at_once():
    plan = even_plan(2, 2)
    wants = Wants(
        party="x",
        weights={"i0": 0.7, "i1": 0.7, "i9": 0.1},
        values={"i0": {"o0": 1}},
        pairs={"q": 1},
    )
    with pytest.raises(CaseError) as caught:
        declared_values(plan, (wants,))
    found = [f"{fault.where}: {fault.found}" for fault in caught.value.faults]
    assert found == [
        "wants.x.weights: the unknown `i9`",
        "wants.x.values: nothing for `i1`",
        "wants.x.values.i0: nothing for `o1`",
        "wants.x.pairs: the unknown pair `q`",
        "wants.x.weights: weights that sum to 1.5, the least 0.1",
    ]
    with pytest.raises(ValidationError, match="finite"):
        Wants(party="x", weights={"i0": float("nan")}, values={})
