"""Whether the rules between options, the pairs and the named packages of a plan can be meant."""

from collections.abc import Iterator

import numpy as np

from ripeness.case.file import Path_
from ripeness.case.plan_draft import PlanDraft
from ripeness.table.packages.faults import plan_faults
from ripeness.table.packages.obeyed import broken
from ripeness.table.plan import Choice
from ripeness.terms.errors import Fault


def choice_faults(draft: PlanDraft) -> Iterator[Fault]:
    """Check every choice that names an issue and options."""
    tabled = draft.tabled
    for at, rule in enumerate(tabled.constraints):
        for key, choices in (("when", rule.when), ("then", rule.then)):
            for k, choice in enumerate(choices):
                yield from _choice(draft, choice, ("constraints", at, key, k))
    for at, pair in enumerate(tabled.pairs):
        for key, choice in (("first", pair.first), ("second", pair.second)):
            yield from _choice(draft, choice, ("pairs", at, key))
    for at, package in enumerate(tabled.packages):
        for issue, option in package.picks.items():
            path = ("packages", at, "picks", issue)
            yield from _choice(draft, Choice(issue=issue, options=(option,)), path)


def package_faults(draft: PlanDraft) -> Iterator[Fault]:
    """Check that rules between options can be met, and that each named package obeys them.

    Every choice must be known.
    """
    plan = draft.tabled.plan()
    found = plan_faults(plan)
    for fault in found:
        yield draft.fault(_path(draft, fault.where), fault.found, fault.expected, fault.remedy)
    if found:
        return
    for at, named in enumerate(plan.packages):
        package = np.array([plan.positions(named.picks)])
        rules = [rule.id for rule in plan.constraints if broken(plan, rule, package)[0]]
        if rules:
            yield draft.fault(
                ("packages", at),
                f"a package that breaks {', '.join(rules)}",
                "a package that obeys every rule between options",
                "Mend the package or the rule.",
            )


def _path(draft: PlanDraft, where: str) -> Path_:
    """The keys that lead to what a fault of the plan speaks of: a list, or one entry of it."""
    key, _, named = where.partition(".")
    entries = {"constraints": draft.tabled.constraints, "pairs": draft.tabled.pairs}.get(key, ())
    at = next((k for k, one in enumerate(entries) if one.id == named), None)
    return (key,) if at is None else (key, at)


def _choice(draft: PlanDraft, choice: Choice, path: Path_) -> Iterator[Fault]:
    issues = {issue.id: issue for issue in draft.tabled.issues}
    yield from draft.unknown(path, choice.issue, issues, kind="issue of the plan")
    if choice.issue in issues:
        options = [option.id for option in issues[choice.issue].options]
        for option in choice.options:
            yield from draft.unknown(path, option, options, kind=f"option of `{choice.issue}`")
