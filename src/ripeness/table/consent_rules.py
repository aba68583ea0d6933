"""The rules of consent that a case declares, and what they give."""

import math
from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.table.consent import Consent, chain_bounds, chain_chance, unanimity_chance, vote
from ripeness.table.plan import Evidence
from ripeness.terms.declared import Declared
from ripeness.terms.errors import ModelError

ROUNDING = 1e-9
"""By how much a share of members may miss a whole number for rounding."""

StepKind = Literal["party", "one", "share", "weight"]
"""Who must agree in a step: a party at the table, one vote, a share of members, enough weight."""


class Chance(Declared):
    """A range of chances; assumed where no count gives it."""

    low: float = Field(ge=0, le=1)
    """Lower end, 0 to 1."""
    high: float = Field(ge=0, le=1)
    """Upper end, 0 to 1."""


class Step(Declared):
    """One step of a chain of consent."""

    title: str = Field(min_length=1)
    """The step in a few words."""
    kind: StepKind = "one"
    """`one` vote, a `share` of members, or enough `weight`; `party` where `party` is given."""
    party: str | None = None
    """Id of the party whose consent is the step: it consents where it prefers the package."""
    members: int = Field(default=1, ge=1)
    """How many vote."""
    quota: float = Field(default=1.0, gt=0)
    """For `share`: more than this share if it is a half, else at least this share of the members;
    for `weight`: the weight that is enough."""
    weights: tuple[int, ...] = ()
    """For `weight`: the weight of each member."""
    chance: Chance | None = None
    """Each member's chance to agree; null only for a party."""
    shared: Chance = Chance(low=0.0, high=0.0)
    """Correlation between two members' votes."""


class ConsentRule(Declared):
    """What must be met before an option takes effect; if it is not, the status quo stands."""

    id: str
    """How options name the rule."""
    title: str = Field(min_length=1)
    """The rule in a few words."""
    kind: Literal["unanimity", "every_member", "chain"]
    """`unanimity` of members; `every_member` goes through all steps; `chain`: each step is met."""
    of: str | None = None
    """Id of the party whose law it is, where it is one party's."""
    members: int = Field(default=1, ge=1)
    """For `unanimity` and `every_member`: how many members."""
    chance: Chance | None = None
    """For `unanimity`: each member's chance to agree."""
    shared: Chance = Chance(low=0.0, high=0.0)
    """Correlation between two members' decisions."""
    steps: tuple[Step, ...] = ()
    """For `every_member` and `chain`: the steps."""
    barred_while: str | None = None
    """What rules the step out as long as it lasts."""
    barred_from: date | None = None
    """First day of that; null: nothing bars it."""
    barred_to: date | None = None
    """Last day of that; null: not ended."""
    source: str
    """Where the rule was found."""
    evidence: Evidence
    """`seen` or `recalled`."""

    def barred(self, on: date) -> bool:
        """Say whether the rule cannot be met on a day."""
        begun = self.barred_from is not None and self.barred_from <= on
        return begun and (self.barred_to is None or on <= self.barred_to)


class RuleFound(Declared):
    """What a rule gives over the ranges of its chances."""

    low: float
    """The least chance that the rule is met, over the ranges."""
    high: float
    """The greatest."""
    pivotal_low: float
    """The least chance that one member's vote decides, in the body with the most members."""
    pivotal_high: float
    """The greatest."""
    voters: int
    """Members of that body."""


def met(rule: ConsentRule, *, parties: dict[str, float]) -> RuleFound:
    """Return the chance that a rule is met, over the corners of the declared ranges.

    Args:
        rule: The rule.
        parties: For each party, the chance that it consents itself.

    Raises:
        ModelError: If nobody could meet the rule, or a party is unknown.
    """
    corners = [_corner(rule, high, shared, parties) for high in (0, 1) for shared in (0, 1)]
    chances = [chance for chance, _ in corners]
    decides = [pivotal for _, pivotal in corners]
    return RuleFound(
        low=min(chances),
        high=max(chances),
        pivotal_low=min(decides),
        pivotal_high=max(decides),
        voters=max([rule.members, *(_voters(step) for step in rule.steps)]),
    )


def steps_met(
    rule: ConsentRule, *, parties: dict[str, float]
) -> tuple[tuple[str, float, float], ...]:
    """Return each step of a rule with the least and greatest chance that it is met."""
    if rule.kind == "unanimity":
        found = met(rule, parties=parties)
        return ((rule.title, found.low, found.high),)
    return tuple(
        (
            step.title,
            min(_step(step, at, s, parties).passes for at in (0, 1) for s in (0, 1)),
            max(_step(step, at, s, parties).passes for at in (0, 1) for s in (0, 1)),
        )
        for step in rule.steps
    )


def bounds(rule: ConsentRule, *, parties: dict[str, float]) -> tuple[float, float]:
    """Return the chances of a chain however its steps depend: least at low ends, most at high."""
    steps = steps_met(rule, parties=parties)
    return chain_bounds([low for _, low, _ in steps])[0], chain_bounds(
        [high for *_, high in steps]
    )[1]


def _corner(
    rule: ConsentRule, at: int, shared: int, parties: dict[str, float]
) -> tuple[float, float]:
    rho = _end(rule.shared, shared)
    match rule.kind:
        case "unanimity":
            return _all_of(rule.members, _end(_chance_of(rule), at), rho)
        case "every_member":
            through = chain_chance([_end(_chance_of(step), at) for step in rule.steps])
            return _all_of(rule.members, through, rho)
        case _:
            steps = [_step(step, at, shared, parties) for step in rule.steps]
            largest = max(range(len(steps)), key=lambda k: _voters(rule.steps[k]))
            others = [one.passes for k, one in enumerate(steps) if k != largest]
            decides = steps[largest].pivotal[0] * (chain_chance(others) if others else 1.0)
            return chain_chance([one.passes for one in steps]), decides


def _all_of(members: int, chance: float, rho: float) -> tuple[float, float]:
    everybody = unanimity_chance(members, chance=chance, shared=rho)
    if members == 1:
        return everybody, 1.0
    return everybody, unanimity_chance(members - 1, chance=chance, shared=rho)


def _step(step: Step, at: int, shared: int, parties: dict[str, float]) -> Consent:
    if step.party is not None:
        return Consent(parties[step.party], (1.0,))
    chance, rho = _end(_chance_of(step), at), _end(step.shared, shared)
    if step.kind == "one":
        return Consent(chance, (1.0,))
    if step.kind == "weight":
        voters = [chance] * len(step.weights)
        return vote(voters, quota=step.quota, weights=step.weights, shared=rho, factor="beta")
    return vote([chance] * step.members, quota=needed(step), shared=rho, factor="beta")


def needed(step: Step) -> float:
    """Return how many members, or how much weight, a step takes.

    Example:
        >>> needed(Step(title="half", kind="share", members=450, quota=0.5)), needed(
        ...     Step(title="two thirds", kind="share", members=450, quota=2 / 3))
        (226, 300)
    """
    if step.kind == "weight":
        return step.quota
    if step.quota == 0.5:
        return step.members // 2 + 1
    return math.ceil(step.quota * step.members - ROUNDING)


def _voters(step: Step) -> int:
    return len(step.weights) if step.kind == "weight" else step.members


def _end(span: Chance, at: int) -> float:
    return span.high if at else span.low


def _chance_of(one: ConsentRule | Step) -> Chance:
    if one.chance is None:
        raise ModelError(
            "no chance",
            where=f"rule or step {one.title!r}",
            expected="a range of chances for whoever must agree",
            remedy="Add `chance: {low, high}`.",
        )
    return one.chance
