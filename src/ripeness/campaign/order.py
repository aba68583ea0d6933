"""One week of a campaign, as a list that one can read.

Each step takes the world as the step before left it. How one model moves another is in `couplings`
alone. Offers and the end of the war close the week; whether a party accepts hangs on all the weeks
to come, so they are read backwards over the whole course, in `bargain`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ripeness.campaign import couplings
from ripeness.campaign.world import Given, World
from ripeness.terms.errors import ModelError


@dataclass(frozen=True)
class Step:
    """One step of a week."""

    name: str
    """What it is called."""
    run: Callable[[World, Given], World]
    """Makes the world after it."""


def tempo(world: World, given: Given) -> World:
    """Say how much ground is to change hands: the tempo's draw, moved by the ratio of strengths.

    Drawn ground is handed on in whole pieces; what is left over is carried to the next week.
    """
    drawn = given.tempo_km2[world.members, world.number]
    moved = couplings.strength_moves_tempo(
        world.strength, b=given.switches.of("strength_moves_tempo")
    )
    ways = moved if given.drawn_slot == 0 else moved[:, ::-1]
    due = drawn * ways + world.carried_km2
    least = given.front.least_km2
    wanted = np.floor(due / least + 0.5) * least
    return replace(world, wanted_km2=wanted, carried_km2=due - wanted)


def allocation(world: World, given: Given) -> World:
    """Say which cells change hands: the hazard of each, moved by what reaches those who hold it."""
    b = given.switches.of("supply_shifts_hazard")
    shift = None
    if b and world.delivered is not None and world.first_delivered is not None:
        shift = couplings.supply_shifts_hazard(world.delivered, world.first_delivered, b=b)
    front, changed = given.front.week(world.front, np.maximum(world.wanted_km2, 0.0), shift)
    return replace(world, front=front, changed_km2=changed)


def control(world: World, given: Given) -> World:
    """Read off who now holds the region and the places."""
    region, places = given.front.holdings(world.front)
    return replace(world, region_km2=region, place_share=places)


def supply(world: World, given: Given) -> World:
    """Read off what now reaches each cell, where that moves anything."""
    if given.supplies is None or not given.switches.of("supply_shifts_hazard"):
        return world
    return replace(world, delivered=given.supplies.delivered(world.front))


def attrition(world: World, given: Given) -> World:
    """Count the week's losses, each series by itself, and wear the strengths down."""
    usual = given.tolls[world.members, world.number]
    changed = world.changed_km2.sum(axis=1)
    b = given.switches.of("ground_moves_losses")
    expected = np.full(changed.shape, given.usual_km2[world.number])
    tolls = (
        np.stack(
            [
                couplings.ground_moves_losses(usual[:, one], changed, expected, b=b)
                for one in range(usual.shape[1])
            ],
            axis=1,
        )
        if usual.shape[1]
        else usual
    )
    wearing = given.wearing
    strength = couplings.worn_strength(
        world.strength,
        wearing.lost[world.members],
        wearing.joined[world.members],
        np.array([wearing.support]),
    )
    return replace(world, tolls=tolls, strength=strength)


def beliefs(world: World, given: Given) -> World:
    """Let the pace of the week move the pace that is believed."""
    pace = world.changed_km2[:, 0] - world.changed_km2[:, 1]
    b = given.switches.of("ground_moves_beliefs")
    return replace(
        world, believed_km2=couplings.ground_moves_beliefs(world.believed_km2, pace, b=b)
    )


ORDER: tuple[Step, ...] = (
    Step("tempo", tempo),
    Step("allocation", allocation),
    Step("control", control),
    Step("supply", supply),
    Step("attrition", attrition),
    Step("beliefs", beliefs),
)
"""The steps of a week, in order; offers and the end follow, in `bargain`."""


def first_day(given: Given, members: slice) -> World:
    """Return some members on the first day.

    Args:
        given: What the campaign runs on.
        members: Which members.
    """
    _refuse_missing(given)
    count = members.stop - members.start
    front = given.front.begin(members.start, count)
    region, places = given.front.holdings(front)
    follows = given.supplies is not None and given.switches.of("supply_shifts_hazard")
    delivered = given.supplies.delivered(front) if follows and given.supplies else None
    net = given.tempo_km2[:, 0, 0] - given.tempo_km2[:, 0, 1]
    none = np.zeros((count, 2))
    return World(
        number=0,
        members=members,
        front=front,
        wanted_km2=none,
        carried_km2=none,
        changed_km2=none,
        region_km2=region,
        place_share=places,
        delivered=delivered,
        first_delivered=delivered,
        tolls=np.zeros((count, given.tolls.shape[2])),
        strength=np.ones((count, 2)),
        believed_km2=np.full(count, net.mean()),
    )


def _refuse_missing(given: Given) -> None:
    if given.switches.of("supply_shifts_hazard") and given.supplies is None:
        raise ModelError(
            "the coupling 'supply_shifts_hazard' without what reaches each cell",
            where="the campaign",
            expected="a network in the case",
            remedy="Declare one under `network:`, or leave the coupling out.",
        )


def next_week(world: World, given: Given) -> World:
    """Return the members one week later: every step, in order."""
    for step in ORDER:
        world = step.run(world, given)
    return replace(world, number=world.number + 1)
