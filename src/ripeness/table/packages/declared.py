"""What one party wants of a plan, as one person would write it down: weights and values."""

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from ripeness.table.packages.values import Values, option_counts
from ripeness.table.plan import Plan
from ripeness.terms.declared import Declared
from ripeness.terms.errors import CaseError, Fault

_OFF = 1e-6
"""Weights may miss their sum by this much."""


class Wants(Declared):
    """One party's weights and values; a published example, or a supposition."""

    party: str
    """Id of the party."""
    weights: dict[str, float]
    """Weight of each issue; together they make 1."""
    values: dict[str, dict[str, float]]
    """Value of each option of each issue, usually from 0 to 1."""
    pairs: dict[str, float] = Field(default_factory=dict)
    """Worth of each pair, in the unit of weight times value; 0 where it is left out."""
    reservation: float = Field(default=0.0)
    """What the party has without an agreement, in the same unit."""


def declared_values(plan: Plan, wants: tuple[Wants, ...]) -> tuple[Values, np.ndarray]:
    """Return the values, and the reservation values, that parties' declared wants amount to.

    Args:
        plan: A plan without faults.
        wants: One record for each party.

    Raises:
        CaseError: If a name is unknown, a value is missing, or weights do not sum to 1; the error
            carries every fault.
    """
    faults = tuple(fault for one in wants for fault in _faults(plan, one))
    if faults:
        raise CaseError(faults, where=plan.id)
    counts = option_counts(plan)
    options = np.full((len(wants), len(counts), int(counts.max())), np.nan)
    for row, one in zip(options, wants, strict=True):
        for at, issue in enumerate(plan.issues):
            values = [one.values[issue.id][option.id] for option in issue.options]
            row[at, : len(values)] = one.weights[issue.id] * np.array(values)
    pairs = [[one.pairs.get(pair.id, 0.0) for pair in plan.pairs] for one in wants]
    names = tuple(one.party for one in wants)
    worths = np.array(pairs, dtype=float).reshape(len(wants), len(plan.pairs))
    return Values(names, options, worths), np.array([one.reservation for one in wants])


def _faults(plan: Plan, one: Wants) -> Iterator[Fault]:
    where = f"wants.{one.party}"
    yield from _unlike(f"{where}.weights", set(one.weights), set(plan.issue_ids))
    yield from _unlike(f"{where}.values", set(one.values), set(plan.issue_ids))
    for issue in plan.issues:
        given = set(one.values.get(issue.id, {}))
        if issue.id in one.values:
            ids = {option.id for option in issue.options}
            yield from _unlike(f"{where}.values.{issue.id}", given, ids)
    for pair in sorted(set(one.pairs) - {pair.id for pair in plan.pairs}):
        yield Fault(
            f"{where}.pairs", f"the unknown pair `{pair}`", "a pair of the plan", "Drop it."
        )
    total = sum(one.weights.values())
    if not abs(total - 1) <= _OFF or not all(weight >= 0 for weight in one.weights.values()):
        found = f"weights that sum to {total:g}, the least {min(one.weights.values(), default=0):g}"
        remedy = "Divide each by their sum."
        yield Fault(f"{where}.weights", found, "weights of 0 or more that sum to 1", remedy)


def _unlike(where: str, given: set[str], asked: set[str]) -> Iterator[Fault]:
    for name in sorted(given - asked):
        yield Fault(
            where, f"the unknown `{name}`", f"one of {', '.join(sorted(asked))}", "Drop it."
        )
    for name in sorted(asked - given):
        yield Fault(where, f"nothing for `{name}`", "a number", f"Add `{name}`.")
