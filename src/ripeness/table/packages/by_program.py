"""The frontier package by package, each the answer of a mixed-integer program."""

import numpy as np
from scipy.sparse import csr_array

from ripeness.table.packages.labels import Worths
from ripeness.table.packages.program import MARGIN, Program, Rows, at_least, program, solve
from ripeness.table.packages.values import option_counts
from ripeness.table.plan import Plan
from ripeness.table.theory.guards import refuse


def frontier_by_program(plan: Plan, worths: Worths, *, most: int) -> np.ndarray:
    """Return undominated packages, one for each worth, as option positions by [package, issue].

    Args:
        plan: The plan.
        worths: What options and pairs are worth, for two parties or more.
        most: The largest number of packages looked for.

    Raises:
        ModelError: If there are more.

    References:
        Two parties: the epsilon-constraint method, Haimes, Lasdon and Wismer (1971), IEEE
        Transactions on Systems, Man, and Cybernetics 1(3), 296-297,
        doi:10.1109/TSMC.1971.4308298. More: Sylva and Crema (2004), European Journal of
        Operational Research 158(1), 46-55, doi:10.1016/S0377-2217(03)00255-8.
    """
    model = program(plan, worths)
    following = _by_threshold if len(worths.options) == 2 else _by_exclusion
    found: list[np.ndarray] = []
    while (package := following(plan, model, found)) is not None:
        if len(found) == most:
            expected = f"at most {most} packages; ask for method='epsilon'"
            refuse("more packages", "frontier", where="frontier_by_program", expected=expected)
        found.append(package)
    return np.array(found).reshape(-1, len(plan.issues))


def shares(plan: Plan, model: Program, package: np.ndarray) -> np.ndarray:
    """Return what a package is worth to each party, as a share of its range."""
    chosen = np.zeros(model.columns)
    chosen[model.first[:-1] + package] = 1
    for at, pair in enumerate(plan.pairs):
        held = True
        for choice in (pair.first, pair.second):
            issue = plan.issue_ids.index(choice.issue)
            held &= plan.issues[issue].options[package[issue]].id in choice.options
        chosen[model.first[-1] + at] = held
    return model.worth @ chosen


def _by_threshold(plan: Plan, model: Program, found: list[np.ndarray]) -> np.ndarray | None:
    """Return the best for the first party of what is better for the second than the last found."""
    if found:
        floor = float(shares(plan, model, found[-1])[1]) + MARGIN
        best = solve(model, model.worth[0], at_least(model, 1, floor))
    else:
        best = solve(model, model.worth[0])
    if best is None:
        return None
    own = float(shares(plan, model, best)[0])
    return solve(model, model.worth[1], at_least(model, 0, own - MARGIN / 100))


def _by_exclusion(plan: Plan, model: Program, found: list[np.ndarray]) -> np.ndarray | None:
    """Return the largest sum of shares among what none of those found dominates or equals."""
    parties = len(model.worth)
    more = parties * len(found)
    aim = np.concatenate([model.worth.sum(axis=0), np.zeros(more)])
    bottoms = [_lowest(plan, row, model.first) for row in model.worth]
    matrix, low = [], []
    for at, package in enumerate(found):
        own = shares(plan, model, package)
        either = np.zeros(model.columns + more)
        for party in range(parties):
            place = model.columns + at * parties + party
            bottom = bottoms[party]
            row = np.concatenate([model.worth[party], np.zeros(more)])
            row[place] = -(own[party] + MARGIN - bottom)
            matrix.append(row)
            low.append(bottom)
            either[place] = 1
        matrix.append(either)
        low.append(1.0)
    if not found:
        return solve(model, aim)
    extra = Rows(csr_array(np.array(matrix)), np.array(low), np.full(len(low), np.inf))
    return solve(model, aim, extra, more)


def _lowest(plan: Plan, row: np.ndarray, first: np.ndarray) -> float:
    """Return the least that a party's worth can be: its worst options and all bad pairs."""
    counts = option_counts(plan)
    worst = [row[low : low + count].min() for low, count in zip(first[:-1], counts, strict=True)]
    return float(np.sum(worst) + np.minimum(row[first[-1] :], 0).sum())
