"""Packages as a mixed-integer program, solved by HiGHS; the way where labels would be too many.

HiGHS decides to within a tolerance: worths are given to it as shares of a party's range, and two
packages whose worths differ by less than `MARGIN` of it are one to it. What it finds is read again
on the exact grid.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from ripeness.table.packages.labels import Worths
from ripeness.table.packages.values import option_counts
from ripeness.table.plan import Choice, Constraint, Plan
from ripeness.table.theory.guards import refuse

MARGIN = 1e-5
"""The least difference, as a share of a party's range, that counts as better."""
MOST_SECONDS = 60.0
"""The longest that one program may take."""


@dataclass(frozen=True)
class Rows:
    """Linear rows: low <= matrix @ x <= high."""

    matrix: csr_array
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Program:
    """A plan as linear rows over one variable for each option, then one for each pair."""

    first: np.ndarray
    """The first variable of each issue, and after them the first of the pairs."""
    columns: int
    rows: Rows
    worth: np.ndarray
    """Shares of each party's range by [party, variable]."""
    scale: np.ndarray
    """By party: what a share of one stands for, on the grid of the worths."""


def program(plan: Plan, worths: Worths) -> Program:
    """Write a plan's issues, rules and pairs as linear rows."""
    counts = option_counts(plan)
    first = np.concatenate([[0], np.cumsum(counts)])
    columns = int(first[-1]) + len(plan.pairs)
    rows: list[tuple[np.ndarray, float, float]] = []
    for at, count in enumerate(counts):
        row = np.zeros(columns)
        row[first[at] : first[at] + count] = 1
        rows.append((row, 1, 1))
    for rule in plan.constraints:
        rows.extend(_rule_rows(plan, rule, first, columns))
    for at, pair in enumerate(plan.pairs):
        one, two = (_row(plan, choice, first, columns) for choice in (pair.first, pair.second))
        both = np.zeros(columns)
        both[first[-1] + at] = 1
        rows.extend([(both - one, -np.inf, 0), (both - two, -np.inf, 0)])
        rows.append((both - one - two, -1, np.inf))
    worth = np.hstack(
        [*(worths.options[:, at, :count] for at, count in enumerate(counts)), worths.pairs]
    )
    spread = [np.ptp(worths.options[:, at, :count], axis=1) for at, count in enumerate(counts)]
    scale = np.sum(spread, axis=0) + np.abs(worths.pairs).sum(axis=1)
    scale = np.where(scale > 0, scale, 1.0)
    return Program(first, columns, _stacked(rows), worth / scale[:, None], scale)


def _row(plan: Plan, choice: Choice, first: np.ndarray, columns: int) -> np.ndarray:
    at = plan.issue_ids.index(choice.issue)
    row = np.zeros(columns)
    for k, option in enumerate(plan.issues[at].options):
        row[first[at] + k] = option.id in choice.options
    return row


def _rule_rows(
    plan: Plan, rule: Constraint, first: np.ndarray, columns: int
) -> list[tuple[np.ndarray, float, float]]:
    when = [_row(plan, choice, first, columns) for choice in rule.when]
    total = np.sum(when, axis=0)
    match rule.kind:
        case "at_most":
            return [(total, -np.inf, float(rule.most or 0))]
        case "excludes":
            return [(total, -np.inf, len(when) - 1)]
        case "together":
            return [(one - when[0], 0, 0) for one in when[1:]]
        case _:
            then = [_row(plan, choice, first, columns) for choice in rule.then]
            return [(total - one, -np.inf, len(when) - 1) for one in then]


def _stacked(rows: list[tuple[np.ndarray, float, float]]) -> Rows:
    matrix, low, high = zip(*rows, strict=True)
    return Rows(csr_array(np.array(matrix)), np.array(low, float), np.array(high, float))


def solve(
    model: Program,
    aim: np.ndarray,
    extra: Rows | None = None,
    more: int = 0,
) -> np.ndarray | None:
    """Return the package that maximises an aim, as option positions; None if there is none.

    Args:
        model: The plan.
        aim: The aim by variable; those of `more` last.
        extra: Further rows, over the model's variables and `more`.
        more: How many further variables there are, each zero or one.

    Raises:
        ModelError: If HiGHS does not decide.
    """
    wide = csr_array((model.rows.matrix.shape[0], more))
    rows = Rows(_beside(model.rows.matrix, wide), model.rows.low, model.rows.high)
    if extra is not None:
        rows = joined(rows, extra)
    pairs = model.columns - int(model.first[-1])
    whole = np.ones(model.columns + more, dtype=np.uint8)
    whole[model.first[-1] : model.columns] = 0
    for presolve in (True, False):  # presolve may end in an error where plain search does not
        with _quiet():
            found = milp(
                -aim,
                constraints=LinearConstraint(rows.matrix, rows.low, rows.high),
                integrality=whole,
                bounds=Bounds(0, 1),
                options={"mip_rel_gap": 0.0, "presolve": presolve, "time_limit": MOST_SECONDS},
            )
        if found.status == 2:
            return None
        if found.status == 0:
            break
    if found.x is None or found.status != 0:
        expected = f"a program that HiGHS decides ({pairs} pairs)"
        refuse(found.message, "plan", where="HiGHS", expected=expected)
    edges = zip(model.first[:-1], model.first[1:], strict=True)
    return np.array([int(found.x[low:high].argmax()) for low, high in edges])


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep HiGHS' own words off standard output: some it prints whatever it is told."""
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)


def _beside(left: csr_array, right: csr_array) -> csr_array:
    if right.shape[1] == 0:
        return left
    return csr_array(np.hstack([left.toarray(), right.toarray()]))


def joined(one: Rows, two: Rows) -> Rows:
    """Return the rows of both."""
    return Rows(
        csr_array(vstack([one.matrix, two.matrix])),
        np.concatenate([one.low, two.low]),
        np.concatenate([one.high, two.high]),
    )


def at_least(model: Program, party: int, share: float, more: int = 0) -> Rows:
    """Return the row that holds a party's worth at or above a share of its range."""
    row = np.concatenate([model.worth[party], np.zeros(more)])
    return Rows(csr_array(row[None, :]), np.array([share]), np.array([np.inf]))
