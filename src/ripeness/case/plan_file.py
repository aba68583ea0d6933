"""The file of a case's plan: read, and checked whole before anything runs."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from ripeness.case.faults import faults_of
from ripeness.case.file import Path_, read_case_file
from ripeness.case.plan_choices import choice_faults, package_faults
from ripeness.case.plan_draft import PlanDraft
from ripeness.case.records import Case
from ripeness.table.consent_rules import ConsentRule, met
from ripeness.table.parties import relation_of
from ripeness.table.tabled import PROPOSED, STATUS_QUO, PartySpan, Span, TabledIssue, TabledPlan
from ripeness.terms.errors import CaseError, Fault, ModelError


def read_plan(folder: Path, case: Case) -> TabledPlan:
    """Return the plan of a case.

    Args:
        folder: The case's folder.
        case: The case; it names the file of its plan.

    Raises:
        CaseError: If anything is wrong with the file, or the case names none.
    """
    tabled, faults = plan_and_faults(folder, case)
    if tabled is None or faults:
        raise CaseError(faults or (_NO_PLAN,), where=str(folder / (case.table or "")))
    return tabled


def plan_and_faults(folder: Path, case: Case) -> tuple[TabledPlan | None, tuple[Fault, ...]]:
    """Return the plan of a case as far as it can be read, and every fault of its file."""
    if case.table is None:
        return None, ()
    file = read_case_file(folder / case.table)
    if file.content is None:
        return None, tuple(_named(case.table, fault) for fault in file.faults)
    faults = [_named(case.table, fault) for fault in file.faults]
    try:
        tabled = TabledPlan.model_validate(file.content)
    except ValidationError as error:
        refused = faults_of(error, file, TabledPlan)
        return None, (*faults, *(_named(case.table, fault) for fault in refused))
    draft = PlanDraft(case.table, file, tabled, case)
    faults += [fault for check in CHECKS for fault in check(draft)]
    for check in (choice_faults, package_faults):
        faults += [] if faults else check(draft)
    return tabled, tuple(faults)


_NO_PLAN = Fault("table", "no plan", "the name of a plan's file", "Add `table: plans/plan.yaml`.")


def _named(name: str, fault: Fault) -> Fault:
    return Fault(f"{name}: {fault.where}", fault.found, fault.expected, fault.remedy, fault.line)


def party_faults(draft: PlanDraft) -> Iterator[Fault]:
    """Check who sits at the table: the two sides of the case, and others that it names."""
    sides = [side.id for side in draft.case.sides]
    known = [*sides, *(party.id for party in draft.case.parties)]
    for at, party in enumerate(draft.tabled.parties):
        yield from draft.unknown(("parties", at, "id"), party.id, known, kind="side or party")
    if sorted(draft.tabled.sides) != sorted(sides):
        yield draft.fault(
            ("parties",),
            f"the sides {', '.join(draft.tabled.sides) or 'of nobody'}",
            f"the two sides {' and '.join(sides)} with `role: side`, and no other",
            "Give each side of the case, and nobody else, the role `side`.",
        )


def repeated_ids(draft: PlanDraft) -> Iterator[Fault]:
    """Check that no two things of one kind share an id."""
    tabled = draft.tabled
    groups: list[tuple[Path_, list[str]]] = [
        (("parties",), [one.id for one in tabled.parties]),
        (("rules",), [one.id for one in tabled.rules]),
        (("issues",), [one.id for one in tabled.issues]),
        (("constraints",), [one.id for one in tabled.constraints]),
        (("pairs",), [one.id for one in tabled.pairs]),
        (("packages",), [one.id for one in tabled.packages]),
    ]
    groups += [
        (("issues", at, "options"), [one.id for one in issue.options])
        for at, issue in enumerate(tabled.issues)
    ]
    for path, ids in groups:
        for name, count in Counter(ids).items():
            if count > 1:
                at = len(ids) - 1 - ids[::-1].index(name)
                yield draft.fault(
                    (*path, at, "id"), f"`{name}` a second time", "an id of its own", "Rename one."
                )


def issue_faults(draft: PlanDraft) -> Iterator[Fault]:
    """Check each issue: one status quo, known parties, options and rules, stances that agree."""
    for at, issue in enumerate(draft.tabled.issues):
        path: Path_ = ("issues", at)
        if STATUS_QUO not in {option.id for option in issue.options}:
            yield draft.fault(
                (*path, "options"),
                f"no option `{STATUS_QUO}`",
                "one option that holds as long as nothing is agreed",
                f"Add `- {{id: {STATUS_QUO}, title: ...}}`.",
            )
        yield from _stance_faults(draft, issue, path)
        yield from _option_faults(draft, issue, path)
        yield from _circles(draft, issue, path)


def _stance_faults(draft: PlanDraft, issue: TabledIssue, path: Path_) -> Iterator[Fault]:
    parties = [party.id for party in draft.tabled.parties]
    options = [option.id for option in issue.options]
    said: list[tuple[Path_, str]] = [((*path, "said", party), party) for party in issue.said]
    said += [((*path, "core"), party) for party in issue.core]
    said += [((*path, "stances", k, "party"), row.party) for k, row in enumerate(issue.stances)]
    said += [((*path, "orders", k, "party"), row.party) for k, row in enumerate(issue.orders)]
    for here, party in said:
        yield from draft.unknown(here, party, parties, kind="party at the table")
    named: list[tuple[Path_, str]] = [((*path, "said"), PROPOSED)] if issue.said else []
    named += [((*path, "stances", k, "option"), row.option) for k, row in enumerate(issue.stances)]
    named += [((*path, "changes", k, "to"), row.to) for k, row in enumerate(issue.changes)]
    named += [
        ((*path, "orders", k, "best_first"), option)
        for k, row in enumerate(issue.orders)
        for option in row.best_first
    ]
    for here, option in named:
        yield from draft.unknown(here, option, options, kind="option of the issue")


def _option_faults(draft: PlanDraft, issue: TabledIssue, path: Path_) -> Iterator[Fault]:
    rules = [rule.id for rule in draft.tabled.rules]
    for k, option in enumerate(issue.options):
        here = (*path, "options", k)
        if option.needs is not None:
            yield from draft.unknown((*here, "needs"), option.needs, rules, kind="consent rule")
        sides = sorted(span.party for span in option.rest)
        if issue.ground is not None and sides != sorted(draft.tabled.sides):
            yield draft.fault(
                (*here, "rest"),
                f"the rest of the ground for {', '.join(sides) or 'nobody'}",
                "a range for each side",
                "Give `rest` for both sides on every option of an issue of ground.",
            )
        if issue.ground is None and option.rest:
            yield draft.fault(
                (*here, "rest"), "ground on an issue without any", "none", "Add `ground: REGION`."
            )
        yield from _span_faults(draft, [*option.rest, *option.shift], here)
    if issue.ground is not None:
        regions = [region.id for region in draft.case.theatre.regions]
        yield from draft.unknown((*path, "ground"), issue.ground, regions, kind="region")


def _span_faults(draft: PlanDraft, spans: list[PartySpan], path: Path_) -> Iterator[Fault]:
    parties = [party.id for party in draft.tabled.parties]
    for span in spans:
        yield from draft.unknown(path, span.party, parties, kind="party at the table")
        if span.low > span.high:
            yield draft.fault(
                path, "`low` above `high`", "`low` not above `high`", "Exchange them."
            )


def _circles(draft: PlanDraft, issue: TabledIssue, path: Path_) -> Iterator[Fault]:
    options = [option.id for option in issue.options]
    orders = [option for order in issue.orders for option in order.best_first]
    if STATUS_QUO not in options or not set(orders) <= set(options):
        return
    for party in draft.tabled.parties:
        stances = draft.tabled.stances(party.id, issue, by=date.max)
        mine = [order.best_first for order in issue.orders if order.party == party.id]
        try:
            relation_of(options, stances, mine, where=issue.id)
        except ModelError as error:
            yield draft.fault(
                path, f"{error.found}, for {party.id}", error.expected, "Correct stances or orders."
            )
        except KeyError:
            return  # an unknown option, which is told of elsewhere


def rule_faults(draft: PlanDraft) -> Iterator[Fault]:
    """Check each rule of consent: known parties, and that somebody can meet it."""
    parties = [party.id for party in draft.tabled.parties]
    for at, rule in enumerate(draft.tabled.rules):
        path: Path_ = ("rules", at)
        named = [step.party for step in rule.steps if step.party is not None]
        for party in [*named, *([rule.of] if rule.of else [])]:
            yield from draft.unknown(path, party, parties, kind="party at the table")
        if rule.kind != "unanimity" and not rule.steps:
            yield draft.fault(path, "no steps", "the steps of the rule", "Add `steps:`.")
        elif set(named) <= set(parties):
            yield from _unmet(draft, rule, path)


def _unmet(draft: PlanDraft, rule: ConsentRule, path: Path_) -> Iterator[Fault]:
    try:
        met(rule, parties=dict.fromkeys((party.id for party in draft.tabled.parties), 0.5))
    except ModelError as error:
        yield draft.fault(path, error.found, error.expected, "Correct the rule, or its chances.")


def assumption_faults(draft: PlanDraft) -> Iterator[Fault]:
    """Check what is assumed: ranges in order, rates above zero, a war that ends within the span."""
    tabled = draft.tabled
    stakes = tabled.stakes
    spans: list[tuple[Path_, Span, float]] = [
        (("stakes", "discount_per_year"), stakes.discount_per_year, 1e-6),
        (("stakes", "own_losses_per_thousand"), stakes.own_losses_per_thousand, 1e-9),
        (("stakes", "other_losses_per_thousand"), stakes.other_losses_per_thousand, 0.0),
        (("stakes", "year_of_war"), stakes.year_of_war, 0.0),
        (("fight_on", "years"), tabled.fight_on.years, 0.0),
        (("fight_on", "losses", "times"), tabled.fight_on.losses.times, 1.0),
        (("breach", "after_years"), tabled.breach.after_years, 0.0),
        (("breach", "guarantee"), tabled.breach.guarantee, 0.0),
    ]
    for path, span, least in spans:
        if not least <= span.low <= span.high:
            yield draft.fault(
                path,
                f"{span.low:g} to {span.high:g}",
                f"{least:g} or more, in order",
                "Correct it.",
            )
    if tabled.fight_on.years.high + tabled.breach.after_years.high >= stakes.span_years:
        yield draft.fault(
            ("stakes", "span_years"),
            f"{stakes.span_years:g} years",
            "more than the longest war after the latest breach",
            "Lengthen the span, or shorten `fight_on: years` or `breach: after_years`.",
        )
    names = [source.name for source in draft.case.losses.sources]
    source = ("fight_on", "losses", "source")
    yield from draft.unknown(source, tabled.fight_on.losses.source, names, kind="source of losses")
    if sum(issue.ground is not None for issue in tabled.issues) > 1:
        yield draft.fault(
            ("issues",), "two issues of ground", "one at most", "Make one of them a plain issue."
        )


CHECKS = (party_faults, repeated_ids, issue_faults, rule_faults, assumption_faults)
"""Every check of a plan, in the order run."""
