"""All that is drawn for a table: what parties may want and pay, and what fighting on gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.case.fighting import LastWeeks
from ripeness.case.records import Case
from ripeness.table.fight_on import Drawn, draw_stakes, present_values, reservations
from ripeness.table.packages.values import Values, worth
from ripeness.table.paper import Ends, Shares
from ripeness.table.plan import Plan
from ripeness.table.priors import FAMILIES, Family, Prior, draw_prior
from ripeness.table.tabled import TabledPlan
from ripeness.table.utility import annuity


@dataclass(frozen=True)
class TableDraws:
    """One set of draws for each family of priors, on the same draws of everything else."""

    case: Case
    """The case."""
    tabled: TabledPlan
    """Its plan, as declared."""
    plan: Plan
    """The plan that packages are made of."""
    keys: Mapping[str, str]
    """Party to the name of its draws."""
    last: LastWeeks
    """What the last weeks show."""
    drawn: Drawn
    """Draws that no family changes."""
    priors: Mapping[Family, Prior]
    """What parties may want."""
    values: Mapping[Family, Values]
    """What options are worth on the first day."""
    reservations: Mapping[Family, np.ndarray]
    """What fighting on is worth: [draw, party]."""

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties."""
        return tuple(party.id for party in self.tabled.parties)

    @property
    def sides(self) -> tuple[str, str]:
        """Ids of the sides, slot a first."""
        first, second = sorted(self.case.sides, key=lambda side: side.slot)
        return first.id, second.id

    @property
    def side_at(self) -> list[int]:
        """Where the sides stand among the parties, slot a first."""
        return [self.parties.index(side) for side in self.sides]

    @property
    def scale(self) -> np.ndarray:
        """What one a year over the span is worth on the first day: [draw]."""
        return annuity(self.drawn.weights.rate, 0.0, self.drawn.weights.span)

    def gains(self, family: Family, package: tuple[int, ...]) -> np.ndarray:
        """Return what a package gives over fighting on, in shares of the stake: [draw, party]."""
        return self.shares_of(family, package) - self.reserved(family)

    def shares_of(self, family: Family, package: tuple[int, ...]) -> np.ndarray:
        """Return what a package gives, in shares of everything at stake: [draw, party]."""
        return (
            worth(self.plan, self.values[family], np.array([package]))[:, 0] / self.scale[:, None]
        )

    def reserved(self, family: Family) -> np.ndarray:
        """Return what fighting on gives, in shares of everything at stake: [draw, party]."""
        return self.reservations[family] / self.scale[:, None]

    def at_mean(self, family: Family) -> tuple[Values, np.ndarray]:
        """Return a family's mean values and mean reservation values, in shares of the stake."""
        drawn = self.values[family]
        scaled = drawn.options / self.scale[:, None, None, None]
        mean = Values(drawn.parties, scaled.mean(axis=0), drawn.pairs.mean(axis=0))
        return mean, self.reserved(family).mean(axis=0)

    def shares(self, of: Callable[[Family], np.ndarray]) -> Shares:
        """Return the share of draws in which something is so, by family.

        Args:
            of: Says of a family in which draws it is so.
        """
        return shares_by({family: float(of(family).mean()) for family in FAMILIES})


def draw_table(
    case: Case, tabled: TabledPlan, plan: Plan, last: LastWeeks, *, seed: int
) -> TableDraws:
    """Draw everything that a table needs.

    Args:
        case: The case.
        tabled: Its plan, as declared.
        plan: The plan that packages are made of, with what the asker fixed.
        last: What the last weeks show.
        seed: The seed of the run.
    """
    slots = {side.id: side.slot for side in case.sides}
    keys: dict[str, str] = {party.id: slots.get(party.id, party.id) for party in tabled.parties}
    drawn = draw_stakes(tabled, last.fighting, seed=seed, keys=keys)
    priors: dict[Family, Prior] = {
        family: draw_prior(tabled, family=family, by=case.as_of, seed=seed, keys=keys)
        for family in FAMILIES
    }
    none = np.zeros((tabled.draws, len(keys), len(plan.pairs)))
    values: dict[Family, Values] = {
        family: Values(prior.parties, present_values(prior, drawn.weights), none)
        for family, prior in priors.items()
    }
    threats: dict[Family, np.ndarray] = {
        family: reservations(tabled, prior, drawn, last.fighting, keys=keys)
        for family, prior in priors.items()
    }
    return TableDraws(
        case=case,
        tabled=tabled,
        plan=plan,
        keys=keys,
        last=last,
        drawn=drawn,
        priors=priors,
        values=values,
        reservations=threats,
    )


def shares_by(by_prior: Mapping[Family, float]) -> Shares:
    """Return shares by family with their mean, least and greatest."""
    found = list(by_prior.values())
    return Shares(
        share_of_draws=float(np.mean(found)),
        low=min(found),
        high=max(found),
        by_prior=dict(by_prior),
    )


def ends(draws: np.ndarray) -> Ends:
    """Return the mean of draws and the ends that hold nine in ten."""
    low, high = np.quantile(draws, [0.05, 0.95])
    return Ends(mean=float(draws.mean()), low=float(low), high=float(high))
