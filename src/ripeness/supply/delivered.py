"""What every variant of a network delivers to the places of one side on one day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.supply.flow import Asked, Delivery, deliver_all, quickest, ways
from ripeness.supply.situation import Situation, Towns
from ripeness.supply.webs import LinkStates, Web, Webs
from ripeness.theatre.network.variants import Variant


@dataclass(frozen=True)
class Delivered:
    """Tonnes a day by draw and place.

    Places that the side does not hold, or that are off the network, are missing in both.
    """

    wanted_t: np.ndarray
    delivered_t: np.ndarray

    @property
    def share(self) -> np.ndarray:
        """Delivered share by draw and place; missing where nothing has to arrive."""
        return shares(self.delivered_t, self.wanted_t)

    @property
    def total(self) -> np.ndarray:
        """Delivered share of all that has to arrive, by draw; missing where nothing has to."""
        return shares(np.nansum(self.delivered_t, axis=1), np.nansum(self.wanted_t, axis=1))


def shares(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Divide, leaving missing what is divided by nothing."""
    known = np.nan_to_num(whole) > 0
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=known)


def delivered_by(
    webs: Webs, states: LinkStates, on: Situation, towns: Towns, *, leave_out: int | None = None
) -> dict[Variant, Delivered]:
    """Return what each variant delivers, over all draws.

    Args:
        webs: The variants of the network.
        states: The state of their links.
        on: The day on the ground.
        towns: The places.
        leave_out: Number of a place whose own demand is left out.
    """
    return delivered_in(webs, [states], on, towns, leave_out=leave_out)[0]


def delivered_in(
    webs: Webs,
    arms: Sequence[LinkStates],
    on: Situation,
    towns: Towns,
    *,
    leave_out: int | None = None,
) -> list[dict[Variant, Delivered]]:
    """Return what each variant delivers in several states of the links, all else being equal.

    Args:
        webs: The variants of the network.
        arms: The states of their links.
        on: The day on the ground.
        towns: The places.
        leave_out: Number of a place whose own demand is left out.
    """
    demand = on.demand_t(webs.assumed)
    if leave_out is not None:
        demand[:, leave_out] = 0.0
    ends = [terminals_of(web, on, towns) for web in webs.webs]
    served = [(web, *end) for web, end in zip(webs.webs, ends, strict=True) if len(end[0])]
    got = iter(
        deliver_all(
            [
                Asked(
                    graph=web.graph,
                    origins=web.origins[on.side],
                    terminals=nodes,
                    demands=demand[np.ix_(web.draws, places)],
                    capacity=states.capacity(web),
                )
                for states in arms
                for web, places, nodes in served
            ]
        )
    )
    return [_gathered(webs, served, got, demand) for _ in arms]


def _gathered(
    webs: Webs,
    served: list[tuple[Web, np.ndarray, np.ndarray]],
    got: Iterator[Delivery],
    demand: np.ndarray,
) -> dict[Variant, Delivered]:
    blank: dict[Variant, np.ndarray] = {
        name: np.full((2, *demand.shape), np.nan) for name in webs.variants
    }
    for web, places, _ in served:
        rows = np.ix_(web.draws, places)
        blank[web.variant][0][rows] = demand[rows]
        blank[web.variant][1][rows] = next(got).delivered
    return {name: Delivered(both[0], both[1]) for name, both in blank.items()}


def terminals_of(web: Web, on: Situation, towns: Towns) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the places that the side holds and the web reaches, and their nodes."""
    places = [
        number
        for number, name in enumerate(towns.ids)
        if on.held[number] and name in web.nodes.index
    ]
    nodes = [int(web.nodes[towns.ids[number]]) for number in places]
    return np.array(places, int), np.array(nodes, int)


@dataclass(frozen=True)
class Ways:
    """The quickest ways of one web: hours to each place (missing: none), and the links passed."""

    hours: np.ndarray
    passed: np.ndarray


def ways_by(web: Web, states: LinkStates, on: Situation, towns: Towns) -> Ways:
    """Return the quickest way from the rear to each place, by place in the order of `Towns`.

    Args:
        web: One variant of the network.
        states: The state of the links of all variants.
        on: The day on the ground.
        towns: The places.
    """
    graph = web.graph
    places, nodes = terminals_of(web, on, towns)
    hours, passed = np.full(len(towns.ids), np.nan), np.zeros((len(towns.ids), graph.links), bool)
    if len(places):
        keep = ~states.closed[web.links][graph.link]
        tree = quickest(graph, web.origins[on.side], keep=keep)
        found = tree.hours[nodes]
        hours[places] = np.where(np.isfinite(found), found, np.nan)
        taken = ways(graph, tree, nodes) > 0
        for row, place in enumerate(places):
            passed[place, graph.link[taken[row]]] = True
    return Ways(hours, passed)
