"""Whether the rules between options, the pairs and the named packages of a plan can be meant."""

from collections.abc import Iterator

from ripeness.case.file import Path_
from ripeness.case.plan_draft import PlanDraft
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


def _choice(draft: PlanDraft, choice: Choice, path: Path_) -> Iterator[Fault]:
    issues = {issue.id: issue for issue in draft.tabled.issues}
    yield from draft.unknown(path, choice.issue, issues, kind="issue of the plan")
    if choice.issue in issues:
        options = [option.id for option in issues[choice.issue].options]
        for option in choice.options:
            yield from draft.unknown(path, option, options, kind=f"option of `{choice.issue}`")
