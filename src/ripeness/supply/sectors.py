"""Stretches of the front, each named by the place that lies nearest, and through whom they get.

A *sector* is the front nearest to one place of the case, whichever side holds it, so both sides
have the same sectors. What has to arrive there comes through the nearest place that the side holds,
and shares alike in what that place gets.
"""

from dataclasses import dataclass

import numpy as np

from ripeness.supply.assumed import interval
from ripeness.supply.held import Ground, facing_ground
from ripeness.supply.paper import SectorSupply
from ripeness.supply.placed import OneDay, Worked, days_of_supply, route_counts
from ripeness.supply.situation import FRONT_WITHIN_KM, Towns
from ripeness.supply.surroundings import front_km
from ripeness.supply.webs import Webs
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Grid
from ripeness.theatre.network.variants import Variant

SHORTEST_KM = 1.0
"""A shorter stretch than this is not told."""


@dataclass(frozen=True)
class Sectors:
    """The front by sector, both by number of a place, km.

    `hangs_km` is by sector and by the place that it hangs on, `alone_km` what is too far from every
    place that the side holds.
    """

    hangs_km: np.ndarray
    alone_km: np.ndarray


def sectors_of(
    ground: Ground, held: np.ndarray, *, side: Slot, towns: Towns, grid: Grid
) -> Sectors:
    """Return the front of one side by sector, small patches of either side's ground left out.

    Args:
        ground: Whose every cell is.
        held: Which places the side holds.
        side: The side.
        towns: The places.
        grid: The grid.
    """
    cell_km, count = grid.cell_m / 1000, len(towns.ids)
    mine = facing_ground(ground, "b" if side == "a" else "a", grid)
    front = front_km(facing_ground(ground, side, grid), mine, cell_km=cell_km)
    cells = np.argwhere(front > 0)
    km = front[tuple(cells.T)]
    away = np.hypot(*(cells[:, None, :] + 0.5 - towns.centre[None]).transpose(2, 0, 1)) * cell_km
    sector, nearest = away.argmin(axis=1), away.min(axis=1, initial=np.inf)
    reach = np.where(held, away, np.inf)
    feeder, far = reach.argmin(axis=1), reach.min(axis=1, initial=np.inf)
    hangs = far <= FRONT_WITHIN_KM
    alone = ~hangs & (nearest <= FRONT_WITHIN_KM)
    pair = sector[hangs] * count + feeder[hangs]
    return Sectors(
        hangs_km=np.bincount(pair, km[hangs], minlength=count**2).reshape(count, count),
        alone_km=np.bincount(sector[alone], km[alone], minlength=count),
    )


def sector_rows(
    webs: Webs, one: OneDay, day: Worked, *, towns: Towns, grid: Grid
) -> list[SectorSupply]:
    """Return what each variant does for each stretch of a side's front on a day.

    Args:
        webs: The variants of the network.
        one: The map and the side.
        day: What was worked out of it.
        towns: The places.
        grid: The grid.
    """
    found = sectors_of(one.ground, day.on.held, side=one.side, towns=towns, grid=grid)
    length = found.hangs_km.sum(axis=1) + found.alone_km
    numbers = np.flatnonzero(length >= SHORTEST_KM)
    groups = [np.flatnonzero(found.hangs_km[number]) for number in numbers]
    rows = []
    for name in webs.variants:
        counts = route_counts(webs, name, day, towns=towns, groups=groups)
        for at, number in enumerate(numbers):
            km = found.hangs_km[number]
            rows.append(
                SectorSupply.model_validate(
                    {
                        "sector": towns.ids[number],
                        "date": one.day,
                        "source": one.source,
                        "side": one.side_id,
                        "network": name,
                        "front_km": float(length[number]),
                        "out_of_reach_km": float(found.alone_km[number]),
                        "through": tuple(towns.ids[place] for place in groups[at]),
                        "routes_edge": int(counts[at, 0]),
                        "routes_node": int(counts[at, 1]),
                        **_arrives(webs, name, day, km),
                    }
                )
            )
    return rows


def _arrives(webs: Webs, name: Variant, day: Worked, km: np.ndarray) -> dict[str, object]:
    """Return what arrives at a stretch that hangs on places by so many kilometres each."""
    share = day.got[name].share
    weight = np.where(np.isfinite(share), km, 0.0)
    whole = weight.sum(axis=1)
    known = whole > 0
    got = (np.nan_to_num(share) * weight).sum(axis=1)[known] / whole[known]
    demand = webs.assumed.front_t * km.sum()
    hours = day.hours[name]
    there = np.isfinite(hours) & (km > 0)
    with_way = np.where(there, km, 0.0).sum(axis=1)
    by_web = (np.nan_to_num(hours) * np.where(there, km, 0.0)).sum(axis=1)
    most = with_way >= km.sum() / 2
    reached = bool(km.sum() > 0 and most.mean() >= 0.5)
    return {
        "demand_t": interval(demand),
        "delivered": interval(got) if known.any() else None,
        "hours_to_rear": float(np.median(by_web[most] / with_way[most])) if reached else None,
        "days_of_supply": (
            days_of_supply(got, webs.assumed.stock_days[known]) if known.any() else None
        ),
    }
