"""Delivery in the weeks ahead, from ground that a model draws: shares per place, and no more.

No rank, no hub loss, no link; and nothing nearer than four weeks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ripeness.supply.assumed import interval
from ripeness.supply.delivered import delivered_by
from ripeness.supply.held import Ground
from ripeness.supply.paper import Interval
from ripeness.supply.situation import Towns, situation
from ripeness.supply.webs import Webs, link_states
from ripeness.terms.errors import ModelError
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Grid
from ripeness.theatre.network.variants import Variant

NEAREST_WEEKS = 4
"""Nothing nearer than this is said."""


@dataclass(frozen=True)
class Ahead:
    """Delivered share of one place some weeks ahead, over members and draws.

    `held` is the share of members in which the side still holds the place; `delivered` is over
    those alone, and missing where there is none.
    """

    week: int
    place: str
    network: Variant
    held: float
    delivered: Interval | None


def delivered_ahead(
    webs: Webs,
    members: Iterable[tuple[int, Ground]],
    *,
    side: Slot,
    towns: Towns,
    grid: Grid,
) -> list[Ahead]:
    """Return delivered shares ahead, place by place.

    Args:
        webs: The variants of the network.
        members: Weeks ahead with the ground of one member each.
        side: The side supplied.
        towns: The places.
        grid: The grid.

    Raises:
        ModelError: If a week is nearer than four weeks.
    """
    shares: dict[tuple[int, Variant], list[np.ndarray]] = {}
    held: dict[int, list[np.ndarray]] = {}
    for week, ground in members:
        if not week >= NEAREST_WEEKS:
            raise ModelError(
                f"delivery asked for {week} weeks ahead",
                where="supply ahead",
                expected=f"{NEAREST_WEEKS} weeks or more",
                remedy="Ask for later weeks; nearer ones are not given.",
            )
        on = situation(ground, side=side, towns=towns, grid=grid)
        states = link_states(webs, ground, side=side)
        held.setdefault(week, []).append(on.held)
        for name, got in delivered_by(webs, states, on, towns).items():
            shares.setdefault((week, name), []).append(got.share)
    return [
        Ahead(
            week=week,
            place=place,
            network=name,
            held=float(np.mean([one[number] for one in held[week]])),
            delivered=_delivered(np.stack(drawn)[:, :, number]),
        )
        for (week, name), drawn in shares.items()
        for number, place in enumerate(towns.ids)
    ]


def _delivered(drawn: np.ndarray) -> Interval | None:
    known = np.isfinite(drawn)
    return interval(drawn[known]) if known.any() else None
