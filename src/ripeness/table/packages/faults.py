"""Every fault of a plan at once: unknown names, empty issues, rules in a ring or beyond meeting."""

from collections import Counter
from collections.abc import Iterator

from ripeness.table.packages.conflicts import ring, smallest_conflict
from ripeness.table.packages.layers import layers
from ripeness.table.plan import Choice, Constraint, NamedPackage, Plan
from ripeness.terms.errors import CaseError, Fault


def sound(plan: Plan) -> Plan:
    """Return the plan if it has no fault.

    Raises:
        CaseError: If it has; the error carries all of them.

    Example:
        >>> from ripeness.table.plan import Issue
        >>> sound(Plan(id="p", title="P", issues=(Issue(id="a", title="A", options=()),)))
        Traceback (most recent call last):
            ...
        ripeness.terms.errors.CaseError: p: found 1 fault, the first being no option at ...
    """
    faults = plan_faults(plan)
    if faults:
        raise CaseError(faults, where=plan.id)
    return plan


def plan_faults(plan: Plan) -> tuple[Fault, ...]:
    """Return every fault of a plan; rules are tested for being met only if no name is at fault."""
    found = [*_issue_faults(plan), *_repeated(plan)]
    for constraint in plan.constraints:
        found.extend(_constraint_faults(plan, constraint))
    for pair in plan.pairs:
        where = f"pairs.{pair.id}"
        found.extend(_choice_faults(plan, (pair.first, pair.second), where))
        if pair.first.issue == pair.second.issue:
            remedy = "Add the worth to the option itself."
            found.append(Fault(where, "one issue twice", "two issues", remedy))
    for package in plan.packages:
        found.extend(_package_faults(plan, package))
    if found:
        return tuple(found)
    return tuple(_rule_faults(plan))


def _issue_faults(plan: Plan) -> Iterator[Fault]:
    for issue in plan.issues:
        where = f"issues.{issue.id}"
        if not issue.options:
            yield Fault(where, "no option", "two options or more", "List the ways to settle it.")
            continue
        marked = sum(option.status_quo for option in issue.options)
        if marked != 1:
            found = f"{marked} options marked `status_quo`"
            remedy = "Mark the one option that holds as long as nothing is agreed."
            yield Fault(where, found, "one", remedy)


def _repeated(plan: Plan) -> Iterator[Fault]:
    lists: list[tuple[str, list[str]]] = [
        ("issues", [issue.id for issue in plan.issues]),
        ("constraints", [constraint.id for constraint in plan.constraints]),
        ("pairs", [pair.id for pair in plan.pairs]),
        ("packages", [package.id for package in plan.packages]),
    ]
    lists += [
        (f"issues.{issue.id}.options", [one.id for one in issue.options]) for issue in plan.issues
    ]
    for where, ids in lists:
        for name, count in Counter(ids).items():
            if count > 1:
                remedy = "Rename or remove all but one."
                yield Fault(where, f"`{name}` {count} times", "each id once", remedy)


def _choice_faults(plan: Plan, choices: tuple[Choice, ...], where: str) -> Iterator[Fault]:
    for choice in choices:
        if choice.issue not in plan.issue_ids:
            yield _unknown(where, choice.issue, "issue", plan.issue_ids)
            continue
        ids = tuple(option.id for option in plan.issue(choice.issue).options)
        for option in choice.options:
            if option not in ids:
                yield _unknown(f"{where}.{choice.issue}", option, "option", ids)


def _unknown(where: str, name: str, kind: str, known: tuple[str, ...]) -> Fault:
    listed = ", ".join(known) or "none"
    return Fault(where, f"the unknown {kind} `{name}`", f"one of {listed}", f"Name a known {kind}.")


def _constraint_faults(plan: Plan, rule: Constraint) -> Iterator[Fault]:
    where = f"constraints.{rule.id}"
    yield from _choice_faults(plan, (*rule.when, *rule.then), where)
    if (rule.kind == "implies") != bool(rule.then):
        found = "no `then`" if not rule.then else f"`then` under `{rule.kind}`"
        yield Fault(where, found, "`then` under `implies`, and only there", "Add or remove it.")
    if (rule.kind == "at_most") != (rule.most is not None):
        found = "no `most`" if rule.most is None else f"`most` under `{rule.kind}`"
        yield Fault(where, found, "`most` under `at_most`, and only there", "Add or remove it.")


def _package_faults(plan: Plan, package: NamedPackage) -> Iterator[Fault]:
    where = f"packages.{package.id}"
    picks = tuple(Choice(issue=issue, options=(one,)) for issue, one in package.picks.items())
    yield from _choice_faults(plan, picks, where)


def _rule_faults(plan: Plan) -> Iterator[Fault]:
    circle = ring(plan)
    if circle:
        found = "rules in a ring: " + " -> ".join(circle)
        remedy = "Drop one of them, or write `together` where all hold or none."
        yield Fault("constraints", found, "rules that lead nowhere back", remedy)
    if not layers(plan).possible:
        ids = [rule.id for rule in smallest_conflict(plan)]
        found = f"no package obeys {', '.join(ids)}" + (" together" if len(ids) > 1 else "")
        remedy = "Change or drop one of them; the rest can be met without it."
        yield Fault("constraints", found, "rules that some package obeys", remedy)
