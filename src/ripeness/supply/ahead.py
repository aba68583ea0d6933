"""Delivery in the weeks ahead, from ground that a model draws: shares per place, and no more.

No rank, no hub loss, no link; and nothing nearer than four weeks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.supply.assumed import interval
from ripeness.supply.delivered import Arm, delivered_in
from ripeness.supply.held import Ground
from ripeness.supply.interval import Interval
from ripeness.supply.situation import Towns, situation
from ripeness.supply.webs import Webs, link_states, of_draw
from ripeness.terms.errors import DataError
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Grid
from ripeness.theatre.network.variants import Variant

NEAREST_WEEKS = 4
"""Nothing nearer than this is said."""

FEWEST = 5
"""Of fewer members in which the side holds a place nothing is said of what it gets."""


@dataclass(frozen=True)
class Member:
    """The ground of one member of an ensemble some weeks ahead."""

    number: int
    weeks: int
    ground: Ground


@dataclass(frozen=True)
class Ahead:
    """Delivered share of one place some weeks ahead, over members.

    `held` is the share of members in which the side holds the place; `delivered` is over those
    alone, and missing where there are fewer than five.
    """

    weeks: int
    place: str
    network: Variant
    held: float
    delivered: Interval | None


def refuse_near(weeks: int) -> None:
    """Refuse to say anything of the nearest weeks.

    Args:
        weeks: How many weeks ahead is asked about.

    Raises:
        DataError: If it is fewer than four.
    """
    if not weeks >= NEAREST_WEEKS:
        raise DataError(
            f"delivery asked for {weeks} weeks ahead",
            where="supply ahead",
            expected=f"{NEAREST_WEEKS} weeks or more",
            remedy="Ask for later weeks; nearer ones are not given.",
        )


def delivered_ahead(
    webs: Webs, members: Iterable[Member], *, side: Slot, towns: Towns, grid: Grid
) -> list[Ahead]:
    """Return delivered shares ahead, place by place, week by week, by the variants.

    Each member meets one draw of what is assumed, by its number, so that all draws are met equally
    often where the members are a multiple of them.

    Args:
        webs: The variants of the network.
        members: The ground of each member, some weeks ahead.
        side: The side supplied.
        towns: The places.
        grid: The grid.

    Raises:
        DataError: If a week is nearer than four weeks.
    """
    shares: dict[tuple[int, Variant], list[np.ndarray]] = {}
    held: dict[int, list[np.ndarray]] = {}
    for draw, drawn in _by_draw(members, webs.assumed.count).items():
        own = of_draw(webs, draw)
        arms = []
        for one in drawn:
            on = situation(one.ground, side=side, towns=towns, grid=grid)
            arms.append(Arm(on, link_states(own, one.ground, side=side)))
            held.setdefault(one.weeks, []).append(on.held)
        for one, found in zip(drawn, delivered_in(own, arms, towns), strict=True):
            for name, got in found.items():
                shares.setdefault((one.weeks, name), []).append(got.share[0])
    return [
        Ahead(
            weeks=weeks,
            place=place,
            network=name,
            held=float(np.mean([one[number] for one in held[weeks]])),
            delivered=_delivered([one[number] for one in shares[weeks, name]]),
        )
        for weeks in sorted(held)
        for number, place in enumerate(towns.ids)
        for name in webs.variants
    ]


def _by_draw(members: Iterable[Member], draws: int) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = {draw: [] for draw in range(draws)}
    for one in members:
        refuse_near(one.weeks)
        found[one.number % draws].append(one)
    return {draw: own for draw, own in found.items() if own}


def _delivered(drawn: Sequence[float]) -> Interval | None:
    known = np.array(drawn)[np.isfinite(drawn)]
    return interval(known) if len(known) >= FEWEST else None
