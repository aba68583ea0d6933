"""The four variants of a network as graphs, with one reading of the ground for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from ripeness.supply.assumed import Assumed, spread
from ripeness.supply.graph import Graph, graph_of
from ripeness.supply.held import Ground
from ripeness.supply.state import CLOSED, DEGRADED, link_ground, state_of
from ripeness.terms.errors import DataError
from ripeness.terms.question import Slot
from ripeness.theatre.network.contraction import only_links
from ripeness.theatre.network.declared import StateRules
from ripeness.theatre.network.record import Network
from ripeness.theatre.network.variants import VARIANTS, Variant, variant


@dataclass(frozen=True)
class Web:
    """One variant, or one of the perturbed ones, as a graph with the capacities of its draws.

    `draws` are the numbers of the draws that it is used for, `capacity` is [draw, link], `links`
    its part of the links of all variants, `nodes` the node of each place that it reaches.
    """

    variant: Variant
    graph: Graph
    draws: np.ndarray
    capacity: np.ndarray
    links: slice
    origins: dict[Slot, np.ndarray]
    nodes: Mapping[str, int]


@dataclass(frozen=True)
class Webs:
    """Every variant of a network, and all their links together for reading the ground."""

    together: Network
    webs: tuple[Web, ...]
    rules: StateRules
    assumed: Assumed

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The variants, each once, in order."""
        return tuple(dict.fromkeys(web.variant for web in self.webs))

    def of(self, name: Variant) -> tuple[Web, ...]:
        """Return the webs of a variant: one, or one for each draw of the perturbed."""
        return tuple(web for web in self.webs if web.variant == name)


def of_draw(webs: Webs, draw: int) -> Webs:
    """Return the variants as one draw has them: one value of all that is assumed, one perturbed.

    Args:
        webs: The variants.
        draw: Number of the draw.
    """
    of = [web for web in webs.webs if draw in web.draws]
    first = [0, *np.cumsum([web.graph.links for web in of]).tolist()]
    kept = np.zeros(len(webs.together.links), bool)
    for web in of:
        kept[web.links] = True
    return Webs(
        together=only_links(webs.together, kept),
        webs=tuple(
            replace(
                web,
                draws=np.array([0]),
                capacity=web.capacity[web.draws == draw],
                links=slice(start, end),
            )
            for web, (start, end) in zip(of, pairwise(first), strict=True)
        ),
        rules=webs.rules,
        assumed=webs.assumed.of(draw),
    )


def webs_of(network: Network, *, rules: StateRules, assumed: Assumed, seed: int) -> Webs:
    """Return the variants of a network; a variant without a place or an origin is left out.

    The perturbed variant is another network in each draw: links dropped in one, added in the next.

    Args:
        network: The network.
        rules: When a link is closed.
        assumed: What is assumed, by draw.
        seed: The seed of the run.

    Raises:
        DataError: If no place, or no origin of one of the sides, is on the network.
    """
    _refuse_bare(network)
    every = np.arange(assumed.count)
    asked: list[tuple[Variant, np.ndarray]] = [
        (name, one)
        for name in VARIANTS
        for one in (np.split(every, len(every)) if name == "perturbed" else [every])
    ]
    drawn: list[tuple[Variant, Network, np.ndarray]] = [
        (name, variant(network, name, seed=seed, draw=int(draws[0])), draws)
        for name, draws in asked
    ]
    made = [one for one in drawn if len(one[1].links)]
    first = [0, *np.cumsum([len(one.links) for _, one, _ in made]).tolist()]
    parts = [slice(start, end) for start, end in pairwise(first)]
    return Webs(
        together=_together(network, [one for _, one, _ in made], first),
        webs=tuple(
            _web(name, one, draws, part=part, assumed=assumed)
            for (name, one, draws), part in zip(made, parts, strict=True)
        ),
        rules=rules,
        assumed=assumed,
    )


@dataclass(frozen=True)
class LinkStates:
    """What can be used on a day: whether each link is closed, and what is left of each, by draw."""

    closed: np.ndarray
    left: np.ndarray

    def capacity(self, web: Web) -> np.ndarray:
        """Return what the links of a web carry in its draws (draw by link)."""
        return web.capacity * self.left[web.draws, web.links]


def link_states(webs: Webs, ground: Ground, *, side: Slot) -> LinkStates:
    """Return the state of the links of every variant in every draw.

    Args:
        webs: The variants.
        ground: Whose every cell is.
        side: The side that would use the links.
    """
    under = link_ground(webs.together, ground, side=side)
    assumed = webs.assumed
    states = np.stack(
        [
            state_of(webs.together, under, rules=webs.rules, degraded_km=float(away))
            for away in assumed.degraded_km
        ]
    )
    left = np.where(states == DEGRADED, assumed.degraded_share[:, None], 1.0)
    return LinkStates(states[0] == CLOSED, np.where(states == CLOSED, 0.0, left))


def _web(
    name: Variant, network: Network, draws: np.ndarray, *, part: slice, assumed: Assumed
) -> Web:
    links = network.links
    at = np.stack([assumed.capacity[mode][draws] for mode in links["mode"]], axis=1)
    graph = graph_of(
        links["tail"].to_numpy(),
        links["head"].to_numpy(),
        links["hours"].to_numpy(float),
        both_ways=links["both_ways"].to_numpy(bool),
        nodes=network.size,
    )
    ids = network.ids("place")
    used = np.isin(ids.index, links[["tail", "head"]].to_numpy())
    return Web(
        variant=name,
        graph=graph,
        draws=draws,
        capacity=spread(links["low_t_per_day"].to_numpy(), links["high_t_per_day"].to_numpy(), at),
        links=part,
        origins={"a": network.origins("a"), "b": network.origins("b")},
        nodes=dict(zip(ids[used].tolist(), ids.index[used].tolist(), strict=True)),
    )


def _together(network: Network, parts: list[Network], first: list[int]) -> Network:
    crossed = [
        one.crossed.assign(link=one.crossed["link"] + start)
        for one, start in zip(parts, first[:-1], strict=True)
    ]
    return replace(
        network,
        links=pd.concat([one.links for one in parts], ignore_index=True),
        crossed=pd.concat(crossed, ignore_index=True),
    )


def _refuse_bare(network: Network) -> None:
    lacking = [
        what
        for what, there in (
            ("place", len(network.ids("place"))),
            ("origin of the side in slot a", len(network.origins("a"))),
            ("origin of the side in slot b", len(network.origins("b"))),
        )
        if not there
    ]
    if lacking:
        raise DataError(
            f"no {' and no '.join(lacking)}",
            where="network of the case",
            expected="places of the case on the network, and origins of both sides",
            remedy="Declare origins under `network:`, and join the places to the network.",
        )
