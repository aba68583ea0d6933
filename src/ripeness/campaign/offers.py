"""The packages that a campaign's parties may agree on, drawn as the table draws them.

Talks look at the named packages that were public, and at all that differ from one of them in one
issue and obey the rules of the plan: a list, and not every package there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.worth import Offers, some
from ripeness.case.table_draws import TableDraws
from ripeness.table.fight_on import status_quo_flows
from ripeness.table.packages.layers import layers
from ripeness.table.plan import Plan
from ripeness.table.priors import Family, Prior
from ripeness.table.tabled import STATUS_QUO

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Listed:
    """A package that may be agreed on."""

    positions: tuple[int, ...]
    """Its option in each issue."""
    near: str
    """Id of the named package that it is, or differs from in one issue."""
    change: str | None
    """The issue and its other option, as ISSUE=OPTION; null for the named package itself."""


def listed_packages(draws: TableDraws) -> tuple[Listed, ...]:
    """Return the packages that talks look at; each once, named ones first.

    Args:
        draws: The draws of the table.
    """
    seen: dict[tuple[int, ...], Listed] = {}
    named = [one for one in draws.plan.packages if one.on is None or one.on <= draws.case.as_of]
    for one in named:
        positions = draws.plan.positions(one.picks)
        seen.setdefault(positions, Listed(positions, one.id, None))
    for one in named:
        for other in _one_off(draws.plan, draws.plan.positions(one.picks), one.id):
            seen.setdefault(other.positions, other)
    every = tuple(seen.values())
    sound = obey(draws.plan, np.array([one.positions for one in every]))
    return tuple(one for one, kept in zip(every, sound, strict=True) if kept)


def obey(plan: Plan, packages: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which packages obey the rules of a plan.

    Args:
        plan: The plan.
        packages: Option positions by [package, issue].
    """
    steps = layers(plan)
    state = np.zeros(len(packages), dtype=np.int64)
    sound = np.ones(len(packages), dtype=bool)
    for issue, moves in zip(steps.order, steps.moves, strict=True):
        state = moves[np.where(sound, state, 0), packages[:, issue]]
        sound &= state >= 0
    return sound


def offers_of(
    draws: TableDraws, family: Family, packages: tuple[Listed, ...], *, members: int
) -> Offers:
    """Return packages with what they are worth a year in draws of one family.

    Args:
        draws: The draws of the table.
        family: How what stances leave open is filled in.
        packages: The packages.
        members: How many draws are taken: the first ones.
    """
    prior = draws.priors[family]
    positions = np.array([one.positions for one in packages])
    ground = next((i for i, one in enumerate(draws.tabled.issues) if one.ground), None)
    direction = direction_of(draws)
    every = np.zeros((members, len(draws.parties)))
    follows = np.zeros(len(packages), dtype=bool)
    if ground is not None:
        every = prior.weights[:members, :, ground] * np.abs(direction)
        follows = positions[:, ground] == draws.tabled.issues[ground].at(STATUS_QUO)
    return Offers(
        parties=draws.parties,
        direction=direction,
        flows=_flows(prior, positions, members),
        follows=follows,
        standing=status_quo_flows(draws.tabled, prior)[:members].sum(axis=2),
        ground=every,
        weights=some(draws.drawn.weights, members),
    )


def direction_of(draws: TableDraws) -> Numbers:
    """Return what a gain of the taker is to each party: 1, −1 to the other side, 0 to others."""
    taker = draws.last.fighting.taker
    found = np.zeros(len(draws.parties))
    for side, at in zip(draws.sides, draws.side_at, strict=True):
        found[at] = 1.0 if draws.keys[side] == taker else -1.0
    return found


def _one_off(plan: Plan, positions: tuple[int, ...], near: str) -> Iterator[Listed]:
    for at, issue in enumerate(plan.issues):
        for option, one in enumerate(issue.options):
            if option != positions[at]:
                other = (*positions[:at], option, *positions[at + 1 :])
                yield Listed(other, near, f"{issue.id}={one.id}")


def _flows(prior: Prior, positions: NDArray[np.int64], members: int) -> Numbers:
    flows = prior.flows[:members]
    total = np.zeros((*flows.shape[:2], len(positions)))
    for issue in range(positions.shape[1]):
        total += flows[:, :, issue, positions[:, issue]]
    return total
