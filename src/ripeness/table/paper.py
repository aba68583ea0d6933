"""The answer of the table, as plain records: what pages, programs and measures read."""

from datetime import date
from typing import Literal

from ripeness.table.commitment import Arrangement
from ripeness.table.plan import Evidence
from ripeness.table.priors import Family
from ripeness.table.tabled import Role, Says
from ripeness.terms.declared import Declared

Verdict = Literal["self_enforcing", "needs_guarantee", "cannot_hold", "not_preferred"]
"""What the commitment test says; `not_preferred`: in no draw do both sides prefer the package."""


class Ends(Declared):
    """A figure with its range over draws: the middle, and the ends that hold nine draws in ten."""

    mean: float
    """Mean over draws."""
    low: float
    """5 % of draws lie below."""
    high: float
    """5 % of draws lie above."""


class Shares(Declared):
    """A share of draws, by family of priors; never the probability of anything."""

    share_of_draws: float
    """Of the draws of all families together."""
    low: float
    """In the family in which it is least."""
    high: float
    """In the family in which it is greatest."""
    by_prior: dict[Family, float]
    """In each family."""


class PartyPaper(Declared):
    """A party at the table."""

    id: str
    """Its id."""
    name: str
    """Its name."""
    role: Role
    """What it is at the table."""
    slot: Literal["a", "b"] | None
    """The slot of a side."""


class StancePaper(Declared):
    """One recorded stance."""

    party: str
    """Id of the party."""
    option: str
    """Id of the option."""
    says: Says
    """`A`, `M`, `R`, two of them, or `?`."""
    known_on: date
    """First day on which it was public."""
    used: bool
    """Whether it was known by `as_of`, so that priors use it."""
    source: str
    """Where it was found."""
    evidence: Evidence
    """`seen` or `recalled`."""


class OptionPaper(Declared):
    """One way to settle an issue."""

    id: str
    """Its id."""
    title: str
    """In a few words."""
    status_quo: bool
    """Whether it holds as long as nothing is agreed."""
    needs: str | None
    """Title of the rule of consent that it needs; null: the two sides alone."""
    lasting: bool
    """Whether it cannot be taken back."""


class IssuePaper(Declared):
    """One issue with what was said of it."""

    id: str
    """Its id."""
    point: int
    """The point of the published text."""
    topic: str
    """What it is about."""
    title: str
    """In a few words."""
    opposed: bool
    """Whether one side accepts, and the other rejects, the option proposed."""
    dropped_on: date | None
    """The day on which it was reported that the text no longer has the option proposed."""
    core: tuple[str, ...]
    """Parties for whom it is a core demand."""
    ground: str | None
    """Region on whose ground it is valued."""
    options: tuple[OptionPaper, ...]
    """Ways to settle it."""
    stances: tuple[StancePaper, ...]
    """What parties said."""
    source: str
    """Where the wording was found."""
    evidence: Evidence
    """`seen` or `recalled`."""


class OrdinalPlan(Declared):
    """What stances alone say of one named package against the status quo of every issue."""

    plan: str
    """Id of the package."""
    by_party: dict[str, Literal["prefers", "does_not", "open"]]
    """For each party: in every value that its stances allow, in none, or it depends on values."""
    better: dict[str, int]
    """For each party: issues on which the package is better for it than the status quo."""
    worse: dict[str, int]
    """Issues on which it is worse."""
    unknown: dict[str, int]
    """Issues on which stances do not tell."""


class OrdinalPaper(Declared):
    """What stances alone imply, before any number is drawn."""

    necessarily_preferred: tuple[str, ...]
    """Options, as ISSUE=OPTION, that no party at the table can like less than the status quo."""
    n_necessarily_preferred: int
    """How many packages every party prefers to the status quo, whatever its values."""
    possibly_preferred_share: float
    """Share of all packages that every party may prefer to the status quo, for some values."""
    possibly_by_party: dict[str, float]
    """Party to the share of all packages that it may prefer."""
    n_packages: float
    """How many packages obey the rules between options."""
    plans: tuple[OrdinalPlan, ...]
    """The named packages."""
    text: str
    """The same in a sentence."""


class PlanPaper(Declared):
    """A named package."""

    name: str
    """Its id."""
    title: str
    """Name shown."""
    on: date | None
    """Day of the text."""
    later: bool
    """Whether the text is later than `as_of`: it is shown, and no prior rests on it."""
    source: str
    """Where the text was found."""
    changes: dict[str, str]
    """Issue to option, where the package departs from the status quo."""
    value: dict[str, Ends]
    """Party to what the package gives, in shares of everything at stake over the span."""
    value_by_prior: dict[Family, dict[str, Ends]]
    """The same in each family."""
    preferred_by: dict[str, Shares]
    """Party to the share of draws in which it prefers the package to fighting on."""
    in_zone_share: float
    """Share of draws in which both sides prefer it."""
    in_zone: Shares
    """The same by family."""
    all_prefer: Shares
    """Share in which every party at the table prefers it."""
    nearest_in_zone: tuple[str, ...]
    """Fewest changes, as ISSUE=OPTION, after which both sides prefer it, at the mean of the family
    centred on evidence; empty: none is needed, or none is enough."""
    distance: dict[Family, int | None]
    """Fewest changes at the mean of each family; 0: both sides prefer it there; null: no zone."""


class FrontierPoint(Declared):
    """A package that no side can better without the other losing."""

    package: dict[str, str]
    """Issue to option, where it departs from the status quo."""
    value: dict[str, float]
    """Side to value, in shares of everything at stake."""


class SolutionPoint(Declared):
    """A package that a rule of fair division picks."""

    package: dict[str, str]
    """Issue to option, where it departs from the status quo."""
    value: dict[str, float]
    """Side to value, in shares of everything at stake."""


class ReservationPaper(Declared):
    """What fighting on is worth to a party."""

    party: str
    """Id of the party."""
    by_prior: dict[Family, Ends]
    """By family, in shares of everything at stake over the span."""


class HeldPaper(Declared):
    """The zone where a side holds to what it said in public."""

    party: str
    """Id of the side."""
    to: Literal["core", "stances"]
    """Its core demands, or all of its stances on what the plan proposes."""
    issues: tuple[str, ...]
    """Ids of the issues on which it holds."""
    zone: Shares
    """Share of draws in which a package exists all the same that both sides prefer."""


class BlockerPaper(Declared):
    """How much the zone grows if a side that holds to its core demands yields on one of them."""

    issue: str
    """Id of the issue; the number of a point for all of its issues together."""
    level: Literal["issue", "point"]
    """Whether one issue, or a whole point."""
    point: int
    """The point of the published text."""
    title: str
    """The issue or the point in a few words."""
    zone_gain: float
    """Greatest growth of the share of draws of all families, over the sides that might yield."""
    by_party: dict[str, float]
    """Growth if this side yields, over all families."""
    by_prior: dict[Family, float]
    """Growth in each family if the side yields by which it is greatest."""


class DroppedPaper(Declared):
    """How much oftener both sides prefer the package asked about if a point of it is dropped."""

    issue: str
    """Id of the issue; the number of a point for all of its issues together."""
    level: Literal["issue", "point"]
    """Whether one issue, or a whole point."""
    title: str
    """The issue or the point in a few words."""
    gain: Shares
    """Growth of the share of draws, by family; below zero: it falls."""


class SwapPaper(Declared):
    """The set of so many changes after which both sides prefer the package asked about oftenest."""

    changes: tuple[str, ...]
    """The changes, as ISSUE=OPTION; empty: the package as it is."""
    told: tuple[str, ...]
    """The same in words."""
    in_zone: Shares
    """Share of draws in which both sides prefer what results."""


class CheapestPaper(Declared):
    """The way to where both sides prefer the package, at the mean of a family, at least cost.

    The cost is what sides lose by the changes.
    """

    family: Family
    """The family of priors."""
    changes: tuple[str, ...]
    """The changes, as ISSUE=OPTION; empty: none is needed."""
    told: tuple[str, ...]
    """The same in words."""
    loss: dict[str, float]
    """Side to what it loses by them, in shares of everything at stake over the span; 0: nothing."""


class StepPaper(Declared):
    """One step of a rule of consent."""

    title: str
    """The step."""
    low: float
    """Least chance."""
    high: float
    """Greatest chance."""


class ConsentPaper(Declared):
    """What an option needs beside the two sides."""

    option: str
    """ISSUE=OPTION."""
    title: str
    """Issue and option in words."""
    rule: str
    """The rule in words."""
    voters: int
    """How many must agree, in the largest body of the rule."""
    p_pass: Ends
    """Chance that the rule is met over the ranges assumed, the middle of the ends as mean."""
    pivotal: Ends
    """Chance that one member's vote decides."""
    even_chance_needs: float | None
    """For unanimity: the chance that each member must have for an even chance that all agree."""
    barred: str | None
    """What rules the rule out on `as_of`."""
    steps: tuple[StepPaper, ...]
    """Its steps."""
    source: str
    """Where the rule was found."""
    evidence: Evidence
    """`seen` or `recalled`."""


class CommitmentPaper(Declared):
    """Whether a package would hold, under one arrangement."""

    plan: str
    """Id of the package."""
    arrangement: Arrangement
    """What becomes of concessions after a breach."""
    verdict: Verdict
    """The most frequent of the three, over draws in which both sides prefer the package."""
    shares: dict[str, Shares]
    """Share of these draws by verdict."""
    guarantee: Ends | None
    """Where a guarantee is needed: what a breach must cost, a year, in shares of the stake."""
    tempted: dict[str, float]
    """Side to the share of these draws in which it would gain by breaking the package."""


class RestsOn(Declared):
    """How much a result moves with one of the things assumed."""

    what: str
    """The assumption."""
    party: str | None
    """The party that it is about."""
    low_third: float
    """Share of draws in which both sides prefer the plan where the assumption is low; for the
    family of priors, in the family in which it is least."""
    high_third: float
    """The same where it is high, or in the family in which it is greatest."""


class PaceReading(Declared):
    """How fast one source shows the rest of the region change hands; fighting on carries it on."""

    source: str
    """Name of the source."""
    weeks: int
    """Over how many weeks before the last map."""
    side: str
    """Id of the side that does not hold the rest."""
    rest_km2: float
    """What is left of the region to the other side, in km²."""
    gain_km2_per_year: float
    """Net gain of the side, in km² a year; below zero: it lost ground."""
    complement_assumed: bool
    """Whether it rests on all ground not shown being the other side's."""


class LossRate(Declared):
    """How many losses one source counts of a side in a year; fighting on carries it on."""

    side: str
    """Id of the side."""
    source: str
    """Name of the source."""
    kind: str
    """What is counted."""
    first: date
    """First day counted."""
    last: date
    """Last day counted."""
    per_year: float
    """Losses a year, before the range of multiples."""
    lower_bound: bool
    """Whether it is at least so many."""


class TablePaper(Declared):
    """The table of a case."""

    title: str
    """The plan."""
    plan_shown: str
    """Id of the package that is asked about."""
    fixed: dict[str, str]
    """Issues that the asker fixed."""
    span_years: float
    """Years over which flows count."""
    draws: int
    """Draws of each family."""
    sentences: tuple[str, ...]
    """What the numbers support, in order, and no more."""
    parties: tuple[PartyPaper, ...]
    """Who sits at the table."""
    issues: tuple[IssuePaper, ...]
    """The issues."""
    ordinal: OrdinalPaper
    """What stances alone imply."""
    plans: tuple[PlanPaper, ...]
    """Named packages."""
    zone: Shares
    """Share of draws in which a package exists that both sides prefer to fighting on."""
    zone_all: Shares
    """The same for every party at the table."""
    frontier_prior: Family
    """The family at whose mean the frontier is drawn."""
    frontier: tuple[FrontierPoint, ...]
    """Packages that neither side can better without the other losing."""
    frontier_by_prior: dict[Family, tuple[tuple[float, float], ...]]
    """For each family, values along the sides' frontier at its mean, slot a first."""
    points: dict[str, tuple[SolutionPoint, ...]]
    """By rule of fair division, with all ties."""
    reservation: tuple[ReservationPaper, ...]
    """What fighting on is worth."""
    held: tuple[HeldPaper, ...]
    """The zone where one side holds to its core demands, or to all of its stances."""
    blockers: tuple[BlockerPaper, ...]
    """Core demands by how much the zone grows if the side that holds to them yields on one."""
    dropped: tuple[DroppedPaper, ...]
    """Points of the package asked about by how much oftener both sides prefer it without them."""
    swaps: tuple[SwapPaper, ...]
    """For no change, one, two and three: what brings the package asked about oftenest to where both
    sides prefer it. From three on one change is added to the two before."""
    cheapest: tuple[CheapestPaper, ...]
    """What does so at least cost, by family; a family without a zone is left out."""
    consent: tuple[ConsentPaper, ...]
    """What options need beside the two sides."""
    commitment: tuple[CommitmentPaper, ...]
    """Whether packages would hold."""
    rests_on: tuple[RestsOn, ...]
    """What the plan's acceptance rests on most, first."""
    pace: tuple[PaceReading, ...]
    """The pace that fighting on carries on."""
    losses: tuple[LossRate, ...]
    """The losses that it carries on."""
    method: Literal["exact", "epsilon", "milp"]
    """How the frontier was found."""
