"""What a declared plan answers to a claim: stances as recorded, open points, and rules of consent.

Measures come in by the entry point `ripeness.measures`. Each reads the plan alone: no prior and no
draw.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

import numpy as np
from pydantic import Field

from ripeness.table.consent_rules import ConsentRule, needed
from ripeness.table.fixed import possible
from ripeness.table.parties import opposed
from ripeness.table.tabled import PROPOSED, Says, Stance, TabledIssue, TabledPlan
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.options import NoOptions
from ripeness.terms.paper_measure import Asked, PaperMeasure
from ripeness.terms.question import ModelQuestion
from ripeness.terms.readings import Band, Reading

MATERIAL = "plan"
"""What a case hands in: its plan."""

AFTERWARDS = timedelta(days=7)
"""A stance made public this long after the day asked still answers."""


class StanceOptions(Declared):
    """Which stance is asked for."""

    issue: str
    """Id of an issue of the plan."""
    option: str = PROPOSED
    """Id of one of its options."""


class PointOptions(Declared):
    """Which points are said to be open."""

    named: str = Field(min_length=1)
    """Numbers of points, or topics, with commas between."""
    by: Literal["point", "topic"] = "point"
    """Whether points or topics are counted."""


class RuleOptions(Declared):
    """Whose share is asked for."""

    rule: str
    """Id of a rule of the plan."""
    step: int | None = Field(default=None, ge=1)
    """Number of a step of it; null: the rule as a whole."""


class JointOptions(Declared):
    """Which options are asked about together."""

    together: str = Field(min_length=1)
    """ISSUE=OPTION, with spaces between; `|` between options of which one will do."""


def _stances(asked: Asked[StanceOptions, TabledPlan]) -> tuple[Reading, ...]:
    """Return the last stance of the party asked about that was public by a day.

    Raises:
        DataError: If the plan has no such issue.
    """
    question, told, tabled = asked.question, asked.told, asked.paper
    issue = _issue(tabled, told.issue, question)
    last = min(asked.by, question.on + AFTERWARDS)
    rows = tabled.stance_rows(question.about or "", issue, by=last) if question.about else ()
    said = [one for one in rows if one.option == told.option]
    return (_stance(said[-1]),) if said else ()


STANCE = PaperMeasure("stance", "stance", "observed", MATERIAL, StanceOptions, _stances)
"""What a party said in public of an option, as recorded.

1 accepts, 0 wants changes, -1 rejects. It says nothing of what the party would do.
"""


def _points_named(asked: Asked[PointOptions, TabledPlan]) -> tuple[Reading, ...]:
    """Return the share of open points named; nothing where none is open."""
    told, tabled = asked.told, asked.paper
    last = min(asked.by, asked.question.on)
    found = {_key(one, told) for one in tabled.issues if _is_open(tabled, one, last)}
    if not found:
        return ()
    named = {word.strip() for word in told.named.split(",")}
    return (
        Reading(
            source=tabled.title,
            value=len(found & named) / len(found),
            on=last,
            known_on=last,
            note=f"open by the stances and changes recorded: {', '.join(sorted(found))}",
        ),
    )


OPEN_POINTS_NAMED = PaperMeasure(
    "open_points_named", "share", "rule", MATERIAL, PointOptions, _points_named
)
"""Share of the open points, or topics, of the plan that a claim names.

A point is open where one side accepts what is proposed and the other rejects it, and it was not
reported by the day asked that the text no longer proposes it.
"""


def _consent_needed(asked: Asked[RuleOptions, TabledPlan]) -> tuple[Reading, ...]:
    """Return the share that a rule, or one step of it, needs.

    Raises:
        DataError: If the plan has no such rule, or the rule no such step.
    """
    question, told = asked.question, asked.told
    names = [rule.id for rule in asked.paper.rules]
    if told.rule not in names:
        error: DataError = _unfit(question, f"the rule {told.rule!r}", names)
        raise error
    rule = asked.paper.rule(told.rule)
    consents, members = _consents(question, rule, told.step)
    on = min(asked.by, question.on)
    barred = f"barred under {rule.barred_while}" if rule.barred_while else ""
    steps = ", then ".join(step.title for step in rule.steps)
    notes = [f"{consents:g} of {members}", rule.title, steps, barred, rule.evidence]
    return (
        Reading(
            source=rule.source,
            value=consents / members,
            on=on,
            known_on=on,
            note="; ".join(note for note in notes if note),
        ),
    )


CONSENT_NEEDED = PaperMeasure(
    "consent_needed", "share", "rule", MATERIAL, RuleOptions, _consent_needed
)
"""Share of the members of a body whose consent a rule needs."""


def _possible(asked: Asked[JointOptions, TabledPlan]) -> tuple[Reading, ...]:
    """Say whether some package holds all of the options.

    Raises:
        DataError: If the plan has no such option.
    """
    question, tabled = asked.question, asked.paper
    picks = dict(_pick(question, tabled, word) for word in asked.told.together.split())
    on = min(asked.by, question.on)
    rules = {
        option.needs
        for issue, options in picks.items()
        for option in tabled.issue(issue).options
        if option.id in options and option.needs is not None
    }
    needs = ", ".join(sorted(tabled.rule(rule).title for rule in rules))
    return (
        Reading(
            source=tabled.title,
            value=float(possible(tabled.plan(), picks)),
            on=on,
            known_on=on,
            note=f"by the rules between options alone; it needs: {needs}" if needs else None,
        ),
    )


JOINTLY_POSSIBLE = PaperMeasure(
    "jointly_possible", "possible", "rule", MATERIAL, JointOptions, _possible
)
"""Whether the rules between options leave a package that holds all of some options."""


def _ended(asked: Asked[NoOptions, TabledPlan]) -> tuple[Reading, ...]:
    """Return the share marked as ended: a lower bound where the list is silent on some."""
    last = min(asked.by, asked.question.on)
    rows = [one for one in asked.paper.earlier_agreements if one.known_on <= last]
    if not rows:
        return ()
    ended = sum(one.ended is True for one in rows)
    told = "; ".join(f"{one.title} of {one.signed}: {one.source}" for one in rows)
    return (
        Reading(
            source="earlier agreements",
            value=ended / len(rows),
            on=max(one.signed for one in rows),
            known_on=max(one.known_on for one in rows),
            lower_bound=any(one.ended is None for one in rows),
            note=told,
        ),
    )


AGREEMENTS_ENDED = PaperMeasure(
    "agreements_ended", "share", "observed", MATERIAL, NoOptions, _ended
)
"""Share of the sides' recorded earlier agreements that a data set marks as ended."""


_STANDS: Mapping[Says, tuple[float, float]] = {
    "A": (1.0, 1.0),
    "M": (0.0, 0.0),
    "R": (-1.0, -1.0),
    "M/A": (0.0, 1.0),
    "M/R": (-1.0, 0.0),
    "?": (-1.0, 1.0),
}


def _stance(row: Stance) -> Reading:
    low, high = _STANDS[row.says]
    return Reading(
        source=row.source,
        value=float(np.mean([low, high])),
        bands=(Band(tolerance_m=0, low=low, high=high),),
        on=row.known_on,
        known_on=row.known_on,
        note=f"a stance in public, {row.evidence}",
    )


def _consents(question: ModelQuestion, rule: ConsentRule, step: int | None) -> tuple[float, int]:
    """Return how many must agree, and of how many.

    Raises:
        DataError: If the rule has no such step.
    """
    if step is None:
        return float(rule.members), rule.members
    if step > len(rule.steps):
        known = [str(at + 1) for at in range(len(rule.steps))]
        error: DataError = _unfit(question, f"step {step}", known)
        raise error
    return needed(rule.steps[step - 1]), rule.steps[step - 1].members


def _is_open(tabled: TabledPlan, issue: TabledIssue, by: date) -> bool:
    dropped = any(change.on <= by and change.to != PROPOSED for change in issue.changes)
    return not dropped and opposed(tabled, issue, by=by)


def _key(issue: TabledIssue, told: PointOptions) -> str:
    return str(issue.point) if told.by == "point" else issue.topic


def _pick(question: ModelQuestion, tabled: TabledPlan, word: str) -> tuple[str, tuple[str, ...]]:
    issue_id, _, options = word.partition("=")
    issue = _issue(tabled, issue_id, question)
    known = [option.id for option in issue.options]
    chosen = tuple(options.split("|"))
    if not set(chosen) <= set(known):
        raise _unfit(question, f"{word!r}", [f"{issue_id}={option}" for option in known])
    return issue_id, chosen


def _issue(tabled: TabledPlan, named: str, question: ModelQuestion) -> TabledIssue:
    known = [issue.id for issue in tabled.issues]
    if named not in known:
        raise _unfit(question, f"the issue {named!r}", known)
    return tabled.issue(named)


def _unfit(question: ModelQuestion, found: str, known: list[str]) -> DataError:
    return DataError(
        found,
        where=f"options of the measure {question.measure!r}",
        expected=f"one of: {', '.join(known)}",
        remedy="Correct `measure.options` of the claim.",
    )
