"""Families of priors over what parties want: no party's values are known.

A draw is one consistent set: for each party a weight on each issue (they sum to one) and on each
issue a value of each option, from 0 for its worst to 1 for its best. Every family keeps to the
order that public stances imply and fills in what they leave open in its own way:

- `ordinal_only`: every order that is allowed is as likely as any other, values are spread evenly at
  random, and weights are uniform over all that sum to one;
- `evidence_centred`: values stand at equal steps with little noise, and weight falls more often on
  what a party calls its core demand;
- `adversarial`: what is open is taken against agreement: an option that a party does not clearly
  accept stands below the status quo wherever its stances allow, and weight falls on the issues on
  which the sides are opposed;
- `accommodating`: the same for agreement: the status quo stands as low as stances allow, and weight
  falls on the issues on which the sides are not opposed.

The last two are bounds to look at, not beliefs. Ground is valued as it is held in every family.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np

from ripeness.table.parties import Ordinal, linear_orders, opposed, ordinal
from ripeness.table.tabled import STATUS_QUO, TabledIssue, TabledPlan
from ripeness.terms.chance import stream

Family = Literal["ordinal_only", "evidence_centred", "adversarial", "accommodating"]
"""How what stances leave open is filled in."""

FAMILIES: tuple[Family, ...] = get_args(Family)

_STEADY = 10.0
"""How little the steps between values vary where they are centred on equal ones."""


@dataclass(frozen=True)
class Prior:
    """Draws of one family."""

    family: Family
    """Its name."""
    parties: tuple[str, ...]
    """Ids of the parties."""
    weights: np.ndarray
    """Weight of each issue, summing to one: [draw, party, issue]."""
    values: np.ndarray
    """Value of each option, 0 to 1, NaN past the last one: [draw, party, issue, option]."""

    @property
    def flows(self) -> np.ndarray:
        """Weight times value, a year: [draw, party, issue, option]."""
        return self.weights[..., None] * self.values


@dataclass(frozen=True)
class _Asked:
    tabled: TabledPlan
    ordinal: Ordinal
    family: Family
    by: date
    draws: int


def draw_prior(
    tabled: TabledPlan,
    *,
    family: Family,
    by: date,
    seed: int,
    keys: Mapping[str, str],
) -> Prior:
    """Return draws of what parties want, all within what their stances imply.

    Args:
        tabled: The plan with its stances.
        family: How what they leave open is filled in.
        by: The last day of knowledge.
        seed: The seed of the run.
        keys: Party to the name of its draws: a side's slot, another party's id.

    Raises:
        ModelError: If a party's stances go round in a circle.
    """
    asked = _Asked(tabled, ordinal(tabled, by=by), family, by, tabled.draws)
    names = tuple(party.id for party in tabled.parties)
    most = max(len(issue.options) for issue in tabled.issues)
    values = np.full((tabled.draws, len(names), len(tabled.issues), most), np.nan)
    weights = np.empty(values.shape[:3])
    for p, party in enumerate(names):
        rng = stream(seed, "table", "prior", family, "weights", keys[party])
        weights[:, p] = rng.dirichlet(_concentration(asked, party), size=tabled.draws)
        for i, issue in enumerate(tabled.issues):
            rng = stream(seed, "table", "prior", family, "values", keys[party], issue.id)
            values[:, p, i, : len(issue.options)] = _values(asked, party, i, rng)
    return Prior(family, names, weights, values)


def _values(asked: _Asked, party: str, at: int, rng: np.random.Generator) -> np.ndarray:
    issue = asked.tabled.issues[at]
    if issue.ground is not None and party in asked.tabled.sides:
        return _ground(issue, party, asked.draws, rng)
    relation = asked.ordinal.of(party, at, len(issue.options))
    orders = _allowed(linear_orders(relation), issue, asked.family)
    steady = asked.family == "evidence_centred"
    levels = _levels(len(issue.options), asked.draws, rng, steady=steady)
    chosen = orders[rng.integers(len(orders), size=asked.draws)]
    values = np.empty(levels.shape)
    np.put_along_axis(values, chosen, levels, axis=1)
    return values


def _levels(count: int, draws: int, rng: np.random.Generator, *, steady: bool) -> np.ndarray:
    """Values from 1 down to 0, with random steps between them."""
    steps = rng.dirichlet(np.full(count - 1, _STEADY if steady else 1.0), size=draws)
    levels = np.concatenate([np.ones((draws, 1)), 1 - np.cumsum(steps, axis=1)], axis=1)
    levels[:, -1] = 0.0
    return levels


def _allowed(orders: np.ndarray, issue: TabledIssue, family: Family) -> np.ndarray:
    """Keep the orders with the status quo highest, or lowest, where the family says so."""
    if family not in {"adversarial", "accommodating"}:
        return orders
    rank = np.argmax(orders == issue.at(STATUS_QUO), axis=1)
    return orders[rank == (rank.min() if family == "adversarial" else rank.max())]


def _ground(issue: TabledIssue, party: str, draws: int, rng: np.random.Generator) -> np.ndarray:
    spans = [next(one for one in option.rest if one.party == party) for option in issue.options]
    place = rng.random((draws, len(spans)))
    low, high = (np.array([getattr(one, end) for one in spans]) for end in ("low", "high"))
    return low + place * (high - low)


def _concentration(asked: _Asked, party: str) -> np.ndarray:
    """How often weight falls on each issue: the parameter of a Dirichlet."""
    tabled, heavy = asked.tabled, asked.tabled.stakes.core_weight
    match asked.family:
        case "ordinal_only":
            marked = [False] * len(tabled.issues)
        case "evidence_centred":
            marked = [party in issue.core for issue in tabled.issues]
        case "adversarial":
            marked = [opposed(tabled, issue, by=asked.by) for issue in tabled.issues]
        case _:
            marked = [not opposed(tabled, issue, by=asked.by) for issue in tabled.issues]
    return np.where(marked, heavy, 1.0)
