"""What the network does for each place on one day: the rows of a paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ripeness.supply.assumed import interval
from ripeness.supply.cut import routes_to_each
from ripeness.supply.delivered import Delivered, delivered_by, ways_by
from ripeness.supply.held import HALF, Ground
from ripeness.supply.interval import Interval
from ripeness.supply.paper import Neck, PlaceSupply
from ripeness.supply.situation import Situation, Towns, situation
from ripeness.supply.surroundings import neck_km, open_directions, other_ground
from ripeness.supply.webs import LinkStates, Webs, link_states
from ripeness.terms.question import Slot
from ripeness.theatre.grid import SIXTEENTHS, Grid
from ripeness.theatre.network.variants import Variant

WEBS_COUNTED = 3
"""Of how many of the perturbed networks routes are counted."""

LACKING = 1e-9
"""A smaller share than this is not lacking."""


@dataclass(frozen=True)
class OneDay:
    """One source's map of one day, for one side."""

    source: str
    day: date
    side: Slot
    side_id: str
    ground: Ground


@dataclass(frozen=True)
class Worked:
    """What was worked out of one day: what arrives, and the hours to each place by web."""

    on: Situation
    states: LinkStates
    got: dict[Variant, Delivered]
    hours: dict[Variant, np.ndarray]


def worked_out(webs: Webs, one: OneDay, *, towns: Towns, grid: Grid) -> Worked:
    """Return what each variant delivers to a side on a day, and how long it takes.

    Args:
        webs: The variants of the network.
        one: The map and the side.
        towns: The places.
        grid: The grid.
    """
    on = situation(one.ground, side=one.side, towns=towns, grid=grid)
    states = link_states(webs, one.ground, side=one.side)
    hours: dict[Variant, np.ndarray] = {
        name: np.stack([ways_by(web, states, on, towns).hours for web in webs.of(name)])
        for name in webs.variants
    }
    return Worked(on, states, delivered_by(webs, states, on, towns), hours)


def place_rows(
    webs: Webs, one: OneDay, day: Worked, *, towns: Towns, grid: Grid
) -> list[PlaceSupply]:
    """Return what each variant does for each place that a side holds on a day.

    Args:
        webs: The variants of the network.
        one: The map and the side.
        day: What was worked out of it.
        towns: The places.
        grid: The grid.
    """
    other = other_ground(one.ground, one.side, grid)
    held = np.flatnonzero(day.on.held)
    counts = {
        name: route_counts(webs, name, day, towns=towns, groups=list(held[:, None]))
        for name in webs.variants
    }
    rows = []
    for at, number in enumerate(held):
        around = _around(other, towns, int(number), grid)
        for name in webs.variants:
            row = _row(webs, name, day, int(number))
            if row is not None:
                head = {
                    "place": towns.ids[number],
                    "date": one.day,
                    "source": one.source,
                    "side": one.side_id,
                    "routes_edge": int(counts[name][at, 0]),
                    "routes_node": int(counts[name][at, 1]),
                }
                rows.append(PlaceSupply.model_validate(head | around | row))
    return rows


def route_counts(
    webs: Webs, name: Variant, day: Worked, *, towns: Towns, groups: Sequence[np.ndarray]
) -> np.ndarray:
    """Return how many ways lead to each group of places, with no link and with no node in common.

    Args:
        webs: The variants of the network.
        name: The variant; of a perturbed one the middle of a few networks counts.
        day: What was worked out of the day.
        towns: The places.
        groups: Numbers of the places that are taken together.
    """
    counts = []
    for web in webs.of(name)[:WEBS_COUNTED]:
        on_web = [
            [web.nodes[towns.ids[number]] for number in group if towns.ids[number] in web.nodes]
            for group in groups
        ]
        there = [at for at, nodes in enumerate(on_web) if nodes]
        found = np.zeros((len(groups), 2))
        if there:
            found[there] = routes_to_each(
                web.graph,
                origins=web.origins[day.on.side],
                ends=[np.array(on_web[at]) for at in there],
                keep=~day.states.closed[web.links],
            )
        counts.append(found)
    return np.median(counts, axis=0)


def neck_row(one: OneDay, place: str, *, towns: Towns, grid: Grid) -> Neck:
    """Return the neck of one place on a day, and its ends under what counts as the other side's.

    Args:
        one: The map and the side whose ground leads to the place.
        place: Id of the place.
        towns: The places.
        grid: The grid.
    """
    number = towns.number(place)
    theirs = one.ground.other(one.side).reshape(grid.rows, grid.columns)
    found = [
        _around(theirs >= least, towns, number, grid)
        for least in (HALF, SIXTEENTHS // 4, SIXTEENTHS - SIXTEENTHS // 4)
    ]
    own = one.ground.own(one.side)[towns.cells[number]]
    return Neck.model_validate(
        {
            "place": place,
            "date": one.day,
            "source": one.source,
            "side": one.side_id,
            "held": float(own.mean() / SIXTEENTHS),
            "neck_km": found[0]["neck_km"],
            "low": found[1]["neck_km"],
            "high": found[2]["neck_km"],
            "open_directions": found[0]["open_directions"],
        }
    )


def days_of_supply(share: np.ndarray, stock_days: np.ndarray) -> Interval | None:
    """Return how long a stock lasts; None where in most draws nothing is lacking.

    A stock of `s` days of demand lasts `s / (1 - share)` days.

    Args:
        share: Delivered share, by draw.
        stock_days: Stock in days of demand, by draw.

    Example:
        >>> days_of_supply(np.array([0.5, 0.5]), np.array([4.0, 4.0])).value
        8.0
    """
    lacking = 1 - share > LACKING
    if not lacking.mean() >= 0.5:
        return None
    return interval(stock_days[lacking] / (1 - share[lacking]))


def _around(other: np.ndarray, towns: Towns, number: int, grid: Grid) -> dict[str, object]:
    place = np.zeros(other.size, bool)
    place[towns.cells[number]] = True
    row, column = towns.centre[number]
    cell_km = grid.cell_m / 1000
    return {
        "open_directions": open_directions(other, (row, column), cell_km=cell_km),
        "neck_km": neck_km(other, place.reshape(other.shape), cell_km=cell_km),
    }


def _row(webs: Webs, name: Variant, day: Worked, number: int) -> dict[str, object] | None:
    """Return what one variant does for one place; None where it does not reach it."""
    got, hours = day.got[name], day.hours[name][:, number]
    share, wanted = got.share[:, number], got.wanted_t[:, number]
    known, there = np.isfinite(share), np.isfinite(hours)
    if not known.any():
        return None
    return {
        "network": name,
        "demand_t": interval(wanted[known]),
        "delivered": interval(share[known]),
        "hours_to_rear": float(np.median(hours[there])) if there.mean() >= 0.5 else None,
        "days_of_supply": days_of_supply(share[known], webs.assumed.stock_days[known]),
    }
