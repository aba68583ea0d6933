"""What changes for all other places when one place changes hands.

A hub is a *place*: its cells, and with them whatever leads over them, are given to the other side.
No link is removed by itself, and no combination is searched. Its own demand is left out of both
arms, so that only what it passes on to others is compared: the loss is never negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.supply.delivered import Arm, Delivered, Ways, delivered_in, shares, ways_by
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
    return changes_of_hands(webs, on, towns, [number], as_is=as_is)[0]


def changes_of_hands(
    webs: Webs,
    on: Situation,
    towns: Towns,
    numbers: Sequence[int],
    *,
    as_is: LinkStates | None = None,
) -> list[dict[Variant, Change]]:
    """Return what `change_of_hands` does for each of several places, one at a time.

    Args:
        webs: The variants of the network.
        on: The day on the ground.
        towns: The places.
        numbers: Numbers of the places.
        as_is: The state of the links on the day, where it is known and the side holds the places.
    """
    known = None if as_is is None else _Held(as_is, _all_ways(webs, as_is, on, towns))
    held = [known or _held(webs, on, towns, number) for number in numbers]
    gone = [_gone(webs, on, towns, number) for number in numbers]
    arms = [
        Arm(on, states, number)
        for number, kept, lost in zip(numbers, held, gone, strict=True)
        for states in (kept.states, lost)
    ]
    got = delivered_in(webs, arms, towns)
    found = []
    for at, number in enumerate(numbers):
        kept, lost = got[2 * at : 2 * at + 2]
        after = _all_ways(webs, gone[at], on, towns)
        only_kept = gone[at].closed & ~held[at].states.closed
        found.append(
            {
                name: _change(
                    webs, name, (kept[name], lost[name]), (held[at].ways, after), only_kept, number
                )
                for name in webs.variants
            }
        )
    return found


@dataclass(frozen=True)
class _Held:
    """The state of the links with a place held, and the quickest ways of every web."""

    states: LinkStates
    ways: list[Ways]


def _held(webs: Webs, on: Situation, towns: Towns, number: int) -> _Held:
    ground = given_to(on.ground, towns.cells[number], on.side)
    states = link_states(webs, ground, side=on.side)
    return _Held(states, _all_ways(webs, states, on, towns))


def _gone(webs: Webs, on: Situation, towns: Towns, number: int) -> LinkStates:
    ground = given_to(on.ground, towns.cells[number], _facing(on.side))
    return closed_at(webs, link_states(webs, ground, side=on.side), towns, number)


def _all_ways(webs: Webs, states: LinkStates, on: Situation, towns: Towns) -> list[Ways]:
    return [ways_by(web, states, on, towns) for web in webs.webs]


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
        if towns.ids[number] in web.nodes:
            node = web.nodes[towns.ids[number]]
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


def _change(  # noqa: PLR0917 - one variant of one place's change of hands
    webs: Webs,
    name: Variant,
    got: tuple[Delivered, Delivered],
    ways: tuple[list[Ways], list[Ways]],
    lost: np.ndarray,
    number: int,
) -> Change:
    kept, without = got
    rows = [at for at, web in enumerate(webs.webs) if web.variant == name]
    busy = np.zeros(len(kept.wanted_t))
    for at in rows:
        web = webs.webs[at]
        through = ways[0][at].passed[:, lost[web.links]].any(axis=1)
        wanted = np.nan_to_num(kept.wanted_t[web.draws])
        busy[web.draws] = np.nan_to_num(shares((wanted * through).sum(axis=1), wanted.sum(axis=1)))
    own = np.arange(kept.wanted_t.shape[1]) == number
    hours = [np.where(own, np.nan, [part[at].hours for at in rows]) for part in ways]
    draws = tuple(webs.webs[at].draws for at in rows)
    return Change(kept, without, busy, hours[0], hours[1], draws)


def _facing(side: Slot) -> Slot:
    return "b" if side == "a" else "a"
