"""A plan as a list of points: issues, options, and the rules that tie them together.

An issue is one point for one decider. A package settles every issue by one option. What a party
wants is no part of a plan: see `ripeness.table.packages.values`.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.terms.declared import Declared

ID = r"^[a-z0-9][a-z0-9_]*$"
"""How issues, options and plans may be named."""

Evidence = Literal["seen", "recalled"]
"""Whether the wording was read in a source, or is told from memory."""


class Option(Declared):
    """One way to settle an issue."""

    id: str = Field(pattern=ID)
    """How the plan names the option; unique within its issue."""
    title: str = Field(min_length=1)
    """The option in a few words."""
    status_quo: bool = False
    """True for the one option that holds as long as nothing is agreed."""
    consent: tuple[str, ...] = ()
    """Ids of the consent rules that must be met before the option can take effect."""


class Issue(Declared):
    """One point of a plan, for one decider."""

    id: str = Field(pattern=ID)
    """How the plan names the issue."""
    title: str = Field(min_length=1)
    """The issue in a few words."""
    point: str = ""
    """The point of the published plan that it comes from, for example `7a`."""
    decider: str = ""
    """Who decides it: the id of a party, or a few words."""
    options: tuple[Option, ...]
    """The ways to settle it."""
    evidence: Evidence | None = None
    """`seen` if the wording was read in the source, `recalled` if told from memory."""
    source: str = ""
    """Where the wording comes from."""

    @property
    def status_quo(self) -> int:
        """The position of the option that holds as long as nothing is agreed."""
        return next(at for at, option in enumerate(self.options) if option.status_quo)


class Choice(Declared):
    """Any of some options of one issue."""

    issue: str
    """Id of the issue."""
    options: tuple[str, ...] = Field(min_length=1)
    """Ids of the options of which one is chosen."""


class Constraint(Declared):
    """A rule that a package must obey."""

    id: str = Field(pattern=ID)
    """How the plan names the rule."""
    kind: Literal["implies", "excludes", "together", "at_most"]
    """`implies`: if all of `when` are chosen, all of `then` are. `excludes`: not all of `when`.
    `together`: all of `when` or none of them. `at_most`: no more than `most` of `when`."""
    when: tuple[Choice, ...] = Field(min_length=1)
    """The choices that the rule is about."""
    then: tuple[Choice, ...] = ()
    """For `implies`: the choices that follow."""
    most: int | None = Field(default=None, ge=0)
    """For `at_most`: how many of `when` may be chosen."""
    because: str = ""
    """Why the rule holds."""


class Pairwise(Declared):
    """Two choices that together are worth more, or less, than each alone."""

    id: str = Field(pattern=ID)
    """How the plan names the pair."""
    first: Choice
    """One choice."""
    second: Choice
    """The other, of another issue."""
    because: str = ""
    """Why the two matter together."""


class NamedPackage(Declared):
    """A package with a name: a published plan, a counter-text, the line frozen as it is."""

    id: str = Field(pattern=ID)
    """How the plan names the package."""
    title: str = Field(min_length=1)
    """Name shown."""
    on: date | None = None
    """Day of the text; null if it has none."""
    picks: dict[str, str]
    """Issue to option. Issues that are left out stay at their status quo."""
    source: str = ""
    """Where the text comes from."""


class Plan(Declared):
    """Issues, the rules between them, and the packages that have a name."""

    id: str = Field(pattern=ID)
    """How the case names the plan."""
    title: str = Field(min_length=1)
    """Name shown."""
    on: date | None = None
    """Day of the text; null if it has none."""
    issues: tuple[Issue, ...] = Field(min_length=1)
    """The issues, in the order shown."""
    constraints: tuple[Constraint, ...] = ()
    """The rules that every package obeys."""
    pairs: tuple[Pairwise, ...] = ()
    """Pairs of choices that parties may value together."""
    packages: tuple[NamedPackage, ...] = ()
    """Packages with a name."""

    @property
    def issue_ids(self) -> tuple[str, ...]:
        """The ids of the issues, in order."""
        return tuple(issue.id for issue in self.issues)

    def issue(self, issue_id: str) -> Issue:
        """Return the issue of an id."""
        return next(issue for issue in self.issues if issue.id == issue_id)

    def package(self, package_id: str) -> tuple[int, ...]:
        """Return a named package as the position of its option in each issue."""
        named = next(package for package in self.packages if package.id == package_id)
        return self.positions(named.picks)

    def positions(self, picks: dict[str, str]) -> tuple[int, ...]:
        """Return picks by id as the position of an option in each issue; the rest at status quo.

        Example:
            >>> from ripeness.table.plan import Issue, Option, Plan
            >>> options = (Option(id="as_is", title="as it is", status_quo=True),
            ...            Option(id="new", title="new"))
            >>> issues = tuple(Issue(id=name, title=name, options=options) for name in "ab")
            >>> Plan(id="p", title="P", issues=issues).positions({"b": "new"})
            (0, 1)
        """
        return tuple(
            next(at for at, option in enumerate(issue.options) if option.id == picks[issue.id])
            if issue.id in picks
            else issue.status_quo
            for issue in self.issues
        )

    def picks(self, package: tuple[int, ...]) -> dict[str, str]:
        """Return a package as a mapping of issue to option."""
        return {
            issue.id: issue.options[at].id for issue, at in zip(self.issues, package, strict=True)
        }
