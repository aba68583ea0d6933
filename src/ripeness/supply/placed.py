"""What the network does for each place on one day: the rows of a paper."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ripeness.supply.assumed import interval
from ripeness.supply.cut import routes_without_common_link, routes_without_common_node
from ripeness.supply.delivered import Delivered, delivered_by, ways_by
from ripeness.supply.held import HALF, Ground
from ripeness.supply.paper import Interval, Neck, PlaceSupply
from ripeness.supply.situation import Situation, Towns, situation
from ripeness.supply.surroundings import neck_km, open_directions, other_ground
from ripeness.supply.webs import LinkStates, Web, Webs, link_states
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


def place_rows(webs: Webs, one: OneDay, *, towns: Towns, grid: Grid) -> list[PlaceSupply]:
    """Return what each variant does for each place that a side holds on a day.

    Args:
        webs: The variants of the network.
        one: The map and the side.
        towns: The places.
        grid: The grid.
    """
    on = situation(one.ground, side=one.side, towns=towns, grid=grid)
    states = link_states(webs, one.ground, side=one.side)
    got = delivered_by(webs, states, on, towns)
    other = other_ground(one.ground, one.side, grid)
    hours = {
        name: np.stack([ways_by(web, states, on, towns).hours for web in webs.of(name)])
        for name in webs.variants
    }
    rows = []
    for number in np.flatnonzero(on.held):
        around = _around(other, towns, int(number), grid)
        for name in webs.variants:
            row = _row(webs, name, (states, on), towns, (got[name], hours[name]), int(number))
            if row is not None:
                head = {
                    "place": towns.ids[number],
                    "date": one.day,
                    "source": one.source,
                    "side": one.side_id,
                }
                rows.append(PlaceSupply.model_validate(head | around | row))
    return rows


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


def _row(  # noqa: PLR0917 - one place by one variant
    webs: Webs,
    name: Variant,
    day: tuple[LinkStates, Situation],
    towns: Towns,
    got: tuple[Delivered, np.ndarray],
    number: int,
) -> dict[str, object] | None:
    share, wanted = got[0].share[:, number], got[0].wanted_t[:, number]
    known = np.isfinite(share)
    if not known.any():
        return None
    of, hours = webs.of(name), got[1][:, number]
    there = np.isfinite(hours)
    counts = [_routes(web, *day, towns.ids[number]) for web in of[:WEBS_COUNTED]]
    edge, node = np.median(counts, axis=0)
    return {
        "network": name,
        "demand_t": interval(wanted[known]),
        "delivered": interval(share[known]),
        "hours_to_rear": float(np.median(hours[there])) if there.mean() >= 0.5 else None,
        "routes_edge": int(edge),
        "routes_node": int(node),
        "days_of_supply": days_of_supply(share[known], webs.assumed.stock_days[known]),
    }


def _routes(web: Web, states: LinkStates, on: Situation, place: str) -> tuple[int, int]:
    if place not in web.nodes:
        return 0, 0
    asked = {
        "origins": web.origins[on.side],
        "to": np.array([web.nodes[place]]),
        "keep": ~states.closed[web.links],
    }
    return (
        routes_without_common_link(web.graph, **asked),
        routes_without_common_node(web.graph, **asked),
    )
