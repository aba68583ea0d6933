"""What a case declares of its table: the plan, who said what of it, and what is assumed."""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.table.consent_rules import ConsentRule
from ripeness.table.plan import (
    ID,
    Constraint,
    Evidence,
    Issue,
    NamedPackage,
    Option,
    Pairwise,
    Plan,
)
from ripeness.terms.declared import Declared

Says = Literal["A", "M", "R", "M/R", "M/A", "?"]
"""A accepts, M wants it changed, R rejects; two letters: one or the other; ? nothing is known."""

Role = Literal["side", "mediator", "guarantor"]
"""What a party is at the table."""

PROPOSED = "proposed"
"""The option that the plan itself puts forward."""

STATUS_QUO = "status_quo"
"""The option that holds as long as nothing is agreed."""


class Span(Declared):
    """A range, both ends included."""

    low: float
    """Lower end."""
    high: float
    """Upper end."""


class PartySpan(Declared):
    """A range for one party."""

    party: str
    """Id of the party."""
    low: float
    """Lower end."""
    high: float
    """Upper end."""


class TableParty(Declared):
    """A party at the table; its name is that of the case's side or party of the same id."""

    id: str
    """Id of a side or a party of the case."""
    role: Role
    """`side`, `mediator` or `guarantor`."""
    stances_known_on: date
    """The day by which the stances under `said` were public."""


class Stance(Declared):
    """What a party said in public of one option."""

    party: str
    """Id of the party."""
    option: str = PROPOSED
    """Id of the option."""
    says: Says
    """`A` accepts, `M` wants it changed, `R` rejects; two letters: one or the other."""
    known_on: date
    """The first day on which it was public."""
    source: str
    """Where it was found."""
    evidence: Evidence
    """`seen` or `recalled`."""


class Order(Declared):
    """An order of options that a party's statements make plain."""

    party: str
    """Id of the party."""
    best_first: tuple[str, ...] = Field(min_length=2)
    """Ids of options, what the party likes best first; others stand in no order to them."""
    because: str = Field(min_length=1)
    """What the order is read from."""


class Change(Declared):
    """A reported change of the text of an issue."""

    on: date
    """The day on which it was reported."""
    to: str
    """Id of the option that the text has from then on."""
    what: str
    """The change in a few words."""
    source: str
    """Where it was found."""
    evidence: Evidence
    """`seen` or `recalled`."""


class TabledOption(Declared):
    """One way to settle an issue, with what it would change."""

    id: str = Field(pattern=ID)
    """How the file names the option; `status_quo` is the one that holds without agreement."""
    title: str = Field(min_length=1)
    """The option in a few words."""
    needs: str | None = None
    """Id of the consent rule that must be met; null: the two sides alone."""
    lasting: bool = False
    """Whether it cannot be taken back if the agreement is broken."""
    rest: tuple[PartySpan, ...] = ()
    """For an issue of ground: the share of what is left of the region that each side then has."""
    shift: tuple[PartySpan, ...] = ()
    """How it moves what a party could secure by fighting again, in shares of all that is at stake
    over the rest of the span. An assumption."""


class TabledIssue(Declared):
    """One point of the plan for one decider, with what parties said of it."""

    id: str = Field(pattern=ID)
    """How the file names the issue."""
    point: int
    """Number of the point in the published text."""
    topic: str = Field(pattern=ID)
    """What the point is about; open points are also counted by topic."""
    title: str = Field(min_length=1)
    """The issue in a few words."""
    source: str
    """Where the wording and the stances were found."""
    evidence: Evidence
    """`seen` or `recalled`."""
    said: dict[str, Says] = Field(default_factory=dict)
    """Party to its public stance on the option `proposed`."""
    stances: tuple[Stance, ...] = ()
    """Stances on other options, or of other days."""
    orders: tuple[Order, ...] = ()
    """Orders of options that statements make plain."""
    changes: tuple[Change, ...] = ()
    """Reported changes of the text."""
    core: tuple[str, ...] = ()
    """Parties for whom the point is a core demand by what they say."""
    ground: str | None = None
    """Id of the region whose ground the issue is about; it is valued on the ground held."""
    options: tuple[TabledOption, ...] = Field(min_length=2, max_length=5)
    """The ways to settle it."""

    def at(self, option: str) -> int:
        """Return the position of an option."""
        return next(at for at, one in enumerate(self.options) if one.id == option)


class Stakes(Declared):
    """What a year, a loss and a delay weigh, against a flow of one a year for all issues together.

    These are assumptions: nobody has measured them.
    """

    span_years: float = Field(gt=0)
    """Over how many years from `as_of` flows count."""
    discount_per_year: Span
    """The rate at which later flows, losses and years count less."""
    own_losses_per_thousand: Span
    """Cost of a thousand own losses of the kind counted; drawn evenly on the log scale."""
    other_losses_per_thousand: Span
    """Cost, to a party, of a thousand losses of another side."""
    year_of_war: Span
    """Cost of a year of war besides losses and ground."""
    core_weight: float = Field(default=8.0, gt=0)
    """How much more often weight falls on a core demand, in the family centred on evidence."""


class CountedLosses(Declared):
    """Which count of losses stands for the losses of fighting on; the same for both sides."""

    source: str
    """Name of a source of losses of the case."""
    kind: Literal["killed", "killed_and_wounded", "all_claimed"] = "killed"
    """What is counted; no two kinds are added."""
    weeks: int = Field(default=52, gt=0)
    """Over how many weeks before `as_of` losses are counted."""
    times: Span
    """What the count is multiplied by: a list of names is a lower bound."""


class FightOn(Declared):
    """The course without agreement: fight for some years, then freeze on the line."""

    years: Span
    """How long the fight goes on."""
    pace_weeks: tuple[int, ...] = Field(min_length=1)
    """Weeks before `as_of` over which the pace on the ground is taken; each draw takes one."""
    losses: CountedLosses
    """The count of losses that is carried on."""


class Breach(Declared):
    """When an agreement might be broken, and what could hold it."""

    after_years: Span
    """Years from the agreement to the day on which breaking it would pay most."""
    guarantee: Span
    """What a guarantee could cost a breaker, in shares of all that is at stake. An assumption."""
    phases: int = Field(default=3, ge=2)
    """In how many steps lasting options are carried out where they are phased."""


class EarlierAgreement(Declared):
    """An earlier agreement of the sides, as recorded by a data set."""

    title: str
    """Name of the agreement."""
    signed: date
    """Day of signature."""
    ended: bool | None
    """Whether the record says that it ended; null: it says nothing."""
    known_on: date
    """The first day on which the record could surely be read."""
    source: str
    """The data set."""


class TabledPlan(Declared):
    """The plan of a case: issues, stances, rules, packages and what is assumed."""

    title: str = Field(min_length=1)
    """Name shown."""
    put_forward_by: tuple[str, ...] = ()
    """Parties that put the plan forward; they are taken to accept every option `proposed`."""
    put_forward_on: date
    """The day on which it was put forward."""
    parties: tuple[TableParty, ...] = Field(min_length=2)
    """Who sits at the table, sides first."""
    rules: tuple[ConsentRule, ...] = ()
    """The rules of consent that options need."""
    issues: tuple[TabledIssue, ...] = Field(min_length=1)
    """The issues, in the order shown."""
    constraints: tuple[Constraint, ...] = ()
    """Rules between options that every package obeys."""
    pairs: tuple[Pairwise, ...] = ()
    """Pairs of choices that matter together."""
    packages: tuple[NamedPackage, ...] = Field(min_length=1)
    """Named packages; the first is the plan itself."""
    stakes: Stakes
    """What losses, years and delay weigh."""
    fight_on: FightOn
    """The course without agreement."""
    breach: Breach
    """When an agreement might be broken."""
    earlier_agreements: tuple[EarlierAgreement, ...] = ()
    """Earlier agreements of the sides."""
    draws: int = Field(default=1000, ge=100, le=20000)
    """How many draws each family of priors gets."""

    @property
    def sides(self) -> tuple[str, ...]:
        """Ids of the parties that hold ground, in the order of the file."""
        return tuple(party.id for party in self.parties if party.role == "side")

    def issue(self, issue_id: str) -> TabledIssue:
        """Return the issue of an id."""
        return next(issue for issue in self.issues if issue.id == issue_id)

    def rule(self, rule_id: str) -> ConsentRule:
        """Return the rule of an id."""
        return next(rule for rule in self.rules if rule.id == rule_id)

    def plan(self) -> Plan:
        """Return what packages are made of: issues, options, constraints, named packages."""
        return Plan(
            id="plan",
            title=self.title,
            on=self.put_forward_on,
            issues=tuple(_issue(issue) for issue in self.issues),
            constraints=self.constraints,
            pairs=self.pairs,
            packages=self.packages,
        )

    def stances(self, party: str, issue: TabledIssue, *, by: date) -> dict[str, Says]:
        """Return a party's stance on each option of an issue as known by a day.

        Args:
            party: Id of the party.
            issue: The issue.
            by: The last day of knowledge; of several stances the latest counts.
        """
        return {one.option: one.says for one in self.stance_rows(party, issue, by=by)}

    def stance_rows(self, party: str, issue: TabledIssue, *, by: date) -> tuple[Stance, ...]:
        """Return a party's recorded stances on an issue as known by a day, the latest last."""
        rows = [one for one in issue.stances if one.party == party]
        about = {"source": issue.source, "evidence": issue.evidence, "party": party}
        if party in issue.said:
            known_on = next(one.stances_known_on for one in self.parties if one.id == party)
            said = {**about, "says": issue.said[party], "known_on": known_on}
            rows.insert(0, Stance.model_validate(said))
        elif party in self.put_forward_by and any(one.id == PROPOSED for one in issue.options):
            said = {**about, "says": "A", "known_on": self.put_forward_on}
            rows.insert(0, Stance.model_validate(said))
        known = [one for one in rows if one.known_on <= by]
        return tuple(sorted(known, key=lambda one: one.known_on))


def _issue(issue: TabledIssue) -> Issue:
    return Issue(
        id=issue.id,
        title=issue.title,
        point=str(issue.point),
        evidence=issue.evidence,
        source=issue.source,
        options=tuple(
            Option(
                id=option.id,
                title=option.title,
                status_quo=option.id == STATUS_QUO,
                consent=() if option.needs is None else (option.needs,),
            )
            for option in issue.options
        ),
    )
