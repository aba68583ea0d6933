"""Delivery through time: each distinct state of the ground computed once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ripeness.supply.delivered import Arm, Delivered, delivered_in, shares
from ripeness.supply.held import Ground
from ripeness.supply.situation import Situation, Towns, situation
from ripeness.supply.webs import Webs, link_states
from ripeness.terms.files import digest_of_bytes
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Grid
from ripeness.theatre.network.variants import Variant

TOGETHER = 40
"""How many states of the ground are handed to the flows at once."""


@dataclass(frozen=True)
class Through:
    """What arrives at the places of one side, by day, draw and place, by variant.

    `wanted_t` and `delivered_t` are missing where the side does not hold the place; `own` is the
    share of each place that the side holds, by day and place. `distinct` counts the states of
    links, places and front that were computed; other days share one with an earlier day.
    """

    side: Slot
    days: tuple[date, ...]
    wanted_t: dict[Variant, np.ndarray]
    delivered_t: dict[Variant, np.ndarray]
    own: np.ndarray
    distinct: int

    def share(self, name: Variant) -> np.ndarray:
        """Return the delivered share by day, draw and place."""
        return shares(self.delivered_t[name], self.wanted_t[name])

    def total(self, name: Variant, *, but: int | None = None) -> np.ndarray:
        """Return the delivered share of all places together, by day and draw.

        Args:
            name: The variant.
            but: Number of a place that is left out.
        """
        wanted, got = self.wanted_t[name].copy(), self.delivered_t[name].copy()
        if but is not None:
            wanted[:, :, but], got[:, :, but] = np.nan, np.nan
        return shares(np.nansum(got, axis=2), np.nansum(wanted, axis=2))


def through_time(
    webs: Webs,
    grounds: Iterable[tuple[date, Ground, bool]],
    *,
    side: Slot,
    towns: Towns,
    grid: Grid,
) -> Through:
    """Return what arrives at each place on each day.

    Args:
        webs: The variants of the network.
        grounds: Days in order, with the ground of each, and whether it differs from the day before.
        side: The side supplied.
        towns: The places.
        grid: The grid.
    """
    known: dict[str, int] = {}
    arms: list[Arm] = []
    found: list[dict[Variant, Delivered]] = []
    own: list[np.ndarray] = []
    days: list[date] = []
    rows: list[int] = []
    for day, ground, changed in grounds:
        if changed or not rows:
            on = situation(ground, side=side, towns=towns, grid=grid)
            states = link_states(webs, ground, side=side)
            mark = _mark(states.left, on)
            if mark not in known:
                known[mark] = len(known)
                arms.append(Arm(on, states))
            rows.append(known[mark])
            own.append(on.own)
        else:
            rows.append(rows[-1])
            own.append(own[-1])
        days.append(day)
        if len(arms) >= TOGETHER:
            found, arms = found + delivered_in(webs, arms, towns), []
    found += delivered_in(webs, arms, towns)
    every = [found[row] for row in rows]
    return Through(
        side=side,
        days=tuple(days),
        wanted_t={name: np.stack([one[name].wanted_t for one in every]) for name in webs.variants},
        delivered_t={
            name: np.stack([one[name].delivered_t for one in every]) for name in webs.variants
        },
        own=np.stack(own),
        distinct=len(found),
    )


def thinned(days: Sequence[date], *, step_days: int, always: Iterable[date] = ()) -> list[date]:
    """Return days at least a step apart, the last one among them, with some kept in any case.

    Args:
        days: Days in order.
        step_days: How many days apart; 1 keeps all.
        always: Days of these that are kept in any case.

    Example:
        >>> days = [date(2025, 1, day) for day in (1, 2, 3, 8, 9)]
        >>> [day.day for day in thinned(days, step_days=7, always=[date(2025, 1, 3)])]
        [2, 3, 9]
    """
    kept, wanted = set(always) & set(days), timedelta(days=step_days)
    last: date | None = None
    for day in reversed(days):
        if last is None or last - day >= wanted:
            kept.add(day)
            last = day
    return sorted(kept)


def _mark(left: np.ndarray, on: Situation) -> str:
    return digest_of_bytes(left.tobytes() + on.held.tobytes() + on.front_km.tobytes())
