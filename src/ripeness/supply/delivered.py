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


@dataclass(frozen=True)
class Arm:
    """A day on the ground with the state of the links; a place's own demand may be left out."""

    on: Situation
    states: LinkStates
    leave_out: int | None = None


@dataclass(frozen=True)
class _Asked:
    """What one arm asks of each web that reaches a place of the side."""

    demand: np.ndarray
    served: list[tuple[Web, np.ndarray]]
    asked: list[Asked]


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
    return delivered_in(webs, [Arm(on, states, leave_out)], towns)[0]


def delivered_in(webs: Webs, arms: Sequence[Arm], towns: Towns) -> list[dict[Variant, Delivered]]:
    """Return what each variant delivers in each of several arms.

    Args:
        webs: The variants of the network.
        arms: Days on the ground with the state of the links.
        towns: The places.
    """
    every = [_asked(webs, one, towns) for one in arms]
    got = iter(deliver_all([ask for one in every for ask in one.asked]))
    return [_gathered(webs, one, got) for one in every]


def _asked(webs: Webs, arm: Arm, towns: Towns) -> _Asked:
    demand = arm.on.demand_t(webs.assumed)
    if arm.leave_out is not None:
        demand[:, arm.leave_out] = 0.0
    ends = [(web, *terminals_of(web, arm.on, towns)) for web in webs.webs]
    served = [(web, places, nodes) for web, places, nodes in ends if len(places)]
    return _Asked(
        demand=demand,
        served=[(web, places) for web, places, _ in served],
        asked=[
            Asked(
                graph=web.graph,
                origins=web.origins[arm.on.side],
                terminals=nodes,
                demands=demand[np.ix_(web.draws, places)],
                capacity=arm.states.capacity(web),
            )
            for web, places, nodes in served
        ],
    )


def _gathered(webs: Webs, asked: _Asked, got: Iterator[Delivery]) -> dict[Variant, Delivered]:
    blank: dict[Variant, np.ndarray] = {
        name: np.full((2, *asked.demand.shape), np.nan) for name in webs.variants
    }
    for web, places in asked.served:
        rows = np.ix_(web.draws, places)
        blank[web.variant][0][rows] = asked.demand[rows]
        blank[web.variant][1][rows] = next(got).delivered
    return {name: Delivered(both[0], both[1]) for name, both in blank.items()}


def terminals_of(web: Web, on: Situation, towns: Towns) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the places that the side holds and the web reaches, and their nodes."""
    found = [
        (number, web.nodes[name])
        for number, name in enumerate(towns.ids)
        if on.held[number] and name in web.nodes
    ]
    both = np.array(found, int).reshape(-1, 2)
    return both[:, 0], both[:, 1]


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
