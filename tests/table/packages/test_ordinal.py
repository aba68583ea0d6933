import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.table.packages.plans import chance_plan, even_plan, every_package

from ripeness.table.packages.ordinal import ordinal, preferred
from ripeness.table.packages.stances import closed, stances
from ripeness.terms.errors import ModelError

SEEDS = st.integers(0, 10**6)


def chance_tiers(draw, ids, left_out):
    """Ids in tiers, some of them left out."""
    rest = [str(one) for one in draw.permutation([x for x in ids if draw.random() > left_out])]
    tiers = []
    while rest:
        size = int(draw.integers(1, len(rest) + 1)) if draw.random() < 0.3 else 1
        tiers.append(rest[:size])
        rest = rest[size:]
    return tiers


def by_program(plan, orders, importance, *, package, baseline):
    """Whether a package is necessarily and possibly preferred, by linear programs."""
    counts = [len(one.options) for one in plan.issues]
    first = np.concatenate([[0], np.cumsum(counts)])
    size = first[-1] + len(counts)
    eye = np.eye(size)
    below, equal, ends = [], [np.r_[np.zeros(first[-1]), np.ones(len(counts))]], [1.0]
    for at, one in enumerate(plan.issues):
        place = {option.id: first[at] + k for k, option in enumerate(one.options)}
        weight = eye[first[-1] + at]
        below += [eye[column] - weight for column in place.values()]
        tiers = orders.get(one.id, [])
        for better, worse in itertools.pairwise(tiers):
            below += [eye[place[w]] - eye[place[b]] for b in better for w in worse]
        for tier in tiers:
            below += [eye[place[x]] - eye[place[y]] for x in tier for y in tier if x != y]
        if importance and sum(map(len, tiers)) == counts[at] and len(tiers) > 1:
            equal += [eye[place[tiers[0][0]]] - weight, eye[place[tiers[-1][0]]]]
            ends += [0.0, 0.0]
    column = {name: first[-1] + at for at, name in enumerate(plan.issue_ids)}
    for more, less in itertools.pairwise(importance):
        below += [eye[column[x]] - eye[column[y]] for y in more for x in less]
    aim = sum(
        eye[first[at] + k] - eye[first[at] + base]
        for at, (k, base) in enumerate(zip(package, baseline, strict=True))
    )
    limits = {"A_ub": np.array(below), "b_ub": np.zeros(len(below)), "A_eq": equal, "b_eq": ends}
    least, most = (linprog(sign * aim, **limits).fun * sign for sign in (1, -1))
    return bool(least >= -1e-9 and most > 1e-9), bool(most > 1e-9)


def case(seed, *, ranked):
    draw = np.random.default_rng(seed)
    plan = chance_plan(draw, most_issues=4)
    packages = every_package(plan)
    assume(len(packages) > 0)
    left_out = float(draw.choice([0.0, 0.3]))
    orders = {
        party: {
            one.id: chance_tiers(draw, [option.id for option in one.options], left_out)
            for one in plan.issues
        }
        for party in "ab"
    }
    importance = {party: chance_tiers(draw, plan.issue_ids, 0.3) for party in "ab"}
    baseline = tuple(int(draw.integers(len(one.options))) for one in plan.issues)
    known = stances(plan, orders, importance=importance if ranked else None)
    return plan, packages, orders, importance if ranked else {"a": [], "b": []}, baseline, known


@settings(max_examples=30)
@given(SEEDS, st.booleans())
def test_corners_answer_what_linear_programs_answer(seed, ranked):
    plan, packages, orders, importance, baseline, known = case(seed, ranked=ranked)
    necessarily, possibly = preferred(known, packages, baseline)
    for at in range(0, len(packages), max(len(packages) // 4, 1)):
        for k, party in enumerate("ab"):
            answer = by_program(
                plan, orders[party], importance[party], package=packages[at], baseline=baseline
            )
            assert (necessarily[at, k], possibly[at, k]) == answer


@settings(max_examples=60)
@given(SEEDS)
def test_counts_and_lists_are_those_of_enumeration(seed):
    plan, packages, _, _, baseline, known = case(seed, ranked=False)
    necessarily, possibly = preferred(known, packages, baseline)
    found = ordinal(plan, known, baseline=baseline, most=10**6)
    assert found.packages == len(packages)
    assert found.necessarily == necessarily.all(axis=1).sum()
    assert set(found.listed) == set(map(tuple, packages[necessarily.all(axis=1)].tolist()))
    assert found.possibly_share.value == pytest.approx(possibly.all(axis=1).mean())
    for k, party in enumerate("ab"):
        assert found.possibly_by_party[party].value == pytest.approx(possibly[:, k].mean())
        assert found.necessarily_by_party[party].value == pytest.approx(necessarily[:, k].mean())


@settings(max_examples=40)
@given(SEEDS)
def test_one_more_party_never_enlarges_what_all_prefer(seed):
    plan, _, _, _, baseline, known = case(seed, ranked=False)
    one = ordinal(plan, known, parties=("a",), baseline=baseline)
    both = ordinal(plan, known, baseline=baseline)
    assert both.necessarily <= one.necessarily
    assert both.possibly_share.value <= one.possibly_share.value + 1e-12


def test_known_importance_is_answered_by_drawing_packages():
    plan = even_plan(4, 3)
    order = {one.id: [["o2"], ["o1"], ["o0"]] for one in plan.issues}
    opposite = {one.id: [["o0"], ["o1"], ["o2"]] for one in plan.issues}
    ranks = {"x": [["i0"], ["i1"], ["i2"], ["i3"]], "y": [["i3"], ["i2"], ["i1"], ["i0"]]}
    known = stances(plan, {"x": order, "y": opposite}, importance=ranks)
    with pytest.raises(ModelError, match="as the importance of issues is known"):
        ordinal(plan, known)
    found = ordinal(plan, known, draw=(np.random.default_rng(2), 3000), baseline=(1, 1, 1, 1))
    truth = preferred(known, every_package(plan), (1, 1, 1, 1))[1].all(axis=1).mean()
    assert found.possibly_share.low < truth < found.possibly_share.high
    assert preferred(known, np.array([[2, 1, 1, 0]]), (0, 1, 1, 0))[0].tolist() == [[True, False]]


def test_comparisons_are_closed_under_what_follows_from_them():
    plan = even_plan(1, 3)
    known = np.zeros((1, 1, 3, 3), dtype=bool)
    known[0, 0, 2, 1] = known[0, 0, 1, 0] = True
    assert closed(plan, ("x",), known).known[0, 0, 2, 0]


def test_names_that_are_not_in_the_plan_are_refused():
    plan = even_plan(1, 2)
    with pytest.raises(ModelError, match="option of i0 = 'o9'"):
        stances(plan, {"x": {"i0": [["o9"]]}})
    with pytest.raises(ModelError, match="issue = 'z'"):
        stances(plan, {"x": {"z": [["o0"]]}})
    with pytest.raises(ModelError, match="each in one tier"):
        stances(plan, {"x": {"i0": [["o0"], ["o0"]]}})
    with pytest.raises(ModelError, match="one of \\['x'\\]"):
        stances(plan, {"x": {}}).of(("q",))
