"""What changes for all other places when one place changes hands.

A hub is a *place*: its cells, and with them whatever leads over them, are given to the other side.
No link is removed by itself, and no combination is searched. Its own demand is left out of both
arms, so that only what it passes on to others is compared: the loss is never negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.supply.delivered import Delivered, Ways, delivered_in, shares, ways_by
from ripeness.supply.held import given_to
from ripeness.supply.situation import Situation, Towns
from ripeness.supply.webs import LinkStates, Webs, link_states
from ripeness.terms.errors import DataError
from ripeness.terms.question import Slot
from ripeness.theatre.network.variants import Variant

BEHIND_KM = 40.0
"""A place farther than this behind the line is not asked about."""


@dataclass(frozen=True)
class Change:
    """What one variant says of one place given to either side; arrays are by draw (and place).

    `kept` and `lost` are what arrives with the place held and lost; `busy` is the share of the
    others' demand whose quickest way leads through it; `hours_kept` and `hours_lost` are by draw
    group of the web: one row for each web of the variant.
    """

    kept: Delivered
    lost: Delivered
    busy: np.ndarray
    hours_kept: np.ndarray
    hours_lost: np.ndarray
    draws: tuple[np.ndarray, ...]

    @property
    def loss(self) -> np.ndarray:
        """Share of the others' demand that no longer arrives, by draw."""
        return np.nan_to_num(self.kept.total - self.lost.total)

    @property
    def loss_by_place(self) -> np.ndarray:
        """Fall of each other place's delivered share, by draw and place."""
        return self.kept.share - self.lost.share

    @property
    def redundancy(self) -> np.ndarray:
        """Share of what goes through the place that still arrives without it, by draw."""
        return np.clip(1 - shares(self.loss, self.busy), 0.0, 1.0)

    @property
    def cut_off(self) -> int:
        """How many other places no longer have any way, in the middle of the webs."""
        gone = np.isfinite(self.hours_kept) & ~np.isfinite(self.hours_lost)
        return int(np.median(gone.sum(axis=1)))

    @property
    def hours_added(self) -> float | None:
        """By how much the ways to the others grow, hours, weighted by demand."""
        both = np.isfinite(self.hours_kept) & np.isfinite(self.hours_lost)
        weight = np.array(
            [np.nan_to_num(self.kept.wanted_t[own].mean(axis=0)) for own in self.draws]
        )
        weight = weight * both
        if not weight.sum() > 0:
            return None
        added = np.where(both, self.hours_lost - self.hours_kept, 0.0)
        return float((added * weight).sum() / weight.sum())


def comparable(on: Situation) -> np.ndarray:
    """Return the numbers of the places that may be asked about: held, and near the line.

    Args:
        on: The day on the ground.
    """
    return np.flatnonzero(on.held & (on.behind_km <= BEHIND_KM))


def refuse_far(on: Situation, towns: Towns, number: int) -> None:
    """Refuse to ask what the loss of a place far behind the line would change.

    Args:
        on: The day on the ground.
        towns: The places.
        number: Number of the place.

    Raises:
        DataError: If the place lies more than 40 km behind the line.
    """
    away = float(on.behind_km[number])
    if on.held[number] and not away <= BEHIND_KM:
        raise DataError(
            f"{towns.ids[number]!r}, {away:.0f} km behind the line",
            where="--without",
            expected=f"a place at most {BEHIND_KM:.0f} km behind it",
            remedy="Ask about a place near the line; what lies far behind it is not asked about.",
        )


def change_of_hands(
    webs: Webs, on: Situation, towns: Towns, number: int, *, as_is: LinkStates | None = None
) -> dict[Variant, Change]:
    """Return what arrives at all other places with one place held by the side, and lost by it.

    Args:
        webs: The variants of the network.
        on: The day on the ground.
        towns: The places.
        number: Number of the place that changes hands.
        as_is: The state of the links on the day, where it is known and the side holds the place.
    """
    cells, side = towns.cells[number], on.side
    held = as_is or _closed_at_none(webs, on, cells, side)
    gone = closed_at(
        webs, link_states(webs, given_to(on.ground, cells, _facing(side)), side=side), towns, number
    )
    kept, lost = delivered_in(webs, [held, gone], on, towns, leave_out=number)
    return {
        name: _change(webs, name, (held, gone), (kept[name], lost[name]), on, towns, number)
        for name in webs.variants
    }


def closed_at(webs: Webs, states: LinkStates, towns: Towns, number: int) -> LinkStates:
    """Return the state of the links with those that end at a place closed.

    Args:
        webs: The variants of the network.
        states: The state of their links.
        towns: The places.
        number: Number of the place.
    """
    closed, left = states.closed.copy(), states.left.copy()
    for web in webs.webs:
        if towns.ids[number] in web.nodes.index:
            node = int(web.nodes[towns.ids[number]])
            graph = web.graph
            own = np.unique(graph.link[(graph.tail == node) | (graph.head == node)])
            closed[web.links.start + own] = True
            left[:, web.links.start + own] = 0.0
    return LinkStates(closed, left)


def ranks(losses: np.ndarray) -> np.ndarray:
    """Return ranks by draw: 1 for the largest loss, ties sharing the middle of their ranks.

    Args:
        losses: Loss by draw and place.

    Example:
        >>> ranks(np.array([[0.1, 0.4, 0.1]])).tolist()
        [[2.5, 1.0, 2.5]]
    """
    above = (losses[:, None, :] > losses[:, :, None]).sum(axis=2)
    same = (losses[:, None, :] == losses[:, :, None]).sum(axis=2)
    return above + (same + 1) / 2


def _closed_at_none(webs: Webs, on: Situation, cells: np.ndarray, side: Slot) -> LinkStates:
    return link_states(webs, given_to(on.ground, cells, side), side=side)


def _change(  # noqa: PLR0913, PLR0917 - one row of the table above
    webs: Webs,
    name: Variant,
    states: Sequence[LinkStates],
    got: Sequence[Delivered],
    on: Situation,
    towns: Towns,
    number: int,
) -> Change:
    kept, lost = got
    of = webs.of(name)
    before = [ways_by(web, states[0], on, towns) for web in of]
    after = [ways_by(web, states[1], on, towns) for web in of]
    busy = np.zeros(len(kept.wanted_t))
    for web, way in zip(of, before, strict=True):
        through = _through(way, states[0].closed[web.links], states[1].closed[web.links])
        wanted = np.nan_to_num(kept.wanted_t[web.draws])
        busy[web.draws] = np.nan_to_num(shares((wanted * through).sum(axis=1), wanted.sum(axis=1)))
    own = np.arange(len(towns.ids)) == number
    hours = [np.where(own, np.nan, [way.hours for way in part]) for part in (before, after)]
    return Change(kept, lost, busy, hours[0], hours[1], tuple(web.draws for web in of))


def _through(way: Ways, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Say of each place whether its quickest way takes a link that is lost with the hub."""
    return np.asarray(way.passed[:, after & ~before].any(axis=1))


def _facing(side: Slot) -> Slot:
    return "b" if side == "a" else "a"
