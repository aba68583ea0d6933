"""Rules that lead back to themselves, and the fewest rules that cannot be met together."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from ripeness.table.packages.layers import layers
from ripeness.table.plan import Constraint, Plan


def ring(plan: Plan) -> tuple[str, ...]:
    """Return choices that imply each other in a ring, first and last the same; none if none.

    Only single consequences are followed: a rule with one `when` of one issue, and its `then`.
    """
    leads: dict[str, list[str]] = {}
    for rule in plan.constraints:
        if rule.kind != "implies" or len(rule.when) != 1:
            continue
        starts = [f"{rule.when[0].issue}={option}" for option in rule.when[0].options]
        ends = [
            f"{c.issue}={option}" for c in rule.then if len(c.options) == 1 for option in c.options
        ]
        for start in starts:
            leads.setdefault(start, []).extend(end for end in ends if end != start)
    done: set[str] = set()
    for start in leads:
        found = _ring_from(start, leads, done)
        if found:
            return found
    return ()


def _ring_from(start: str, leads: dict[str, list[str]], done: set[str]) -> tuple[str, ...]:
    path: list[str] = []
    waiting = [(start, 0)]
    while waiting:
        here, depth = waiting.pop()
        del path[depth:]
        if here in path:
            return (*path[path.index(here) :], here)
        if here in done:
            continue
        path.append(here)
        following = leads.get(here, [])
        waiting.extend((one, depth + 1) for one in following)
        if not following:
            done.add(here)
    done.update(path)
    return ()


def smallest_conflict(plan: Plan) -> tuple[Constraint, ...]:
    """Return the fewest rules that no package obeys together; none if all can be met.

    A set of rules that hits every set whose removal makes the rest meetable is looked for, the
    smallest first; if it can itself be met, the largest meetable set around it gives a new one.

    References:
        Ignatiev, Previti, Liffiton and Marques-Silva (2015), Smallest MUS extraction with minimal
        hitting set dualization, CP 2015, 173-182, doi:10.1007/978-3-319-23219-5_13.
    """
    rules = plan.constraints
    if layers(plan).possible:
        return ()
    corrections: list[list[int]] = []
    while True:
        chosen = _hitting(corrections, len(rules))
        if not layers(plan, [rules[k] for k in chosen]).possible:
            return tuple(rules[k] for k in chosen)
        for extra in range(len(rules)):
            grown = sorted({*chosen, extra})
            if layers(plan, [rules[k] for k in grown]).possible:
                chosen = grown
        corrections.append([k for k in range(len(rules)) if k not in chosen])


def _hitting(sets: list[list[int]], count: int) -> list[int]:
    """Return the fewest numbers below a count such that each set holds one of them."""
    if not sets:
        return []
    rows = np.zeros((len(sets), count))
    for row, members in zip(rows, sets, strict=True):
        row[members] = 1
    found = milp(
        np.ones(count) + np.arange(count) * 1e-6,  # of equal numbers, the rules named first
        constraints=LinearConstraint(rows, 1, np.inf),
        integrality=np.ones(count, dtype=np.uint8),
        bounds=Bounds(0, 1),
    )
    return np.flatnonzero(np.rint(np.asarray(found.x, dtype=float))).tolist()
