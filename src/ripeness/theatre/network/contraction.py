"""Contraction: chains of links without a branch become one link; dead ends without a place go."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ripeness.theatre.network.record import LINK_TYPES, NODE_TYPES, STANDINGS, Network, typed


def parts_of(network: Network) -> tuple[int, np.ndarray]:
    """Return how many parts the network has, and the part of each node; directions do not count."""
    tail, head = network.links["tail"].to_numpy(), network.links["head"].to_numpy()
    shape = (network.size, network.size)
    return connected_components(coo_matrix((np.ones(len(tail)), (tail, head)), shape=shape))


@dataclass(frozen=True)
class Chain:
    """Links one after the other from `tail` to `head`; `both_ways` if every one of them is."""

    tail: int
    head: int
    links: tuple[int, ...]


def contracted(network: Network) -> Network:
    """Return the network with every chain through junctions of two links made one link.

    A chain's link keeps the sum of lengths and hours and the cells of all its parts, the least of
    their capacities, the class of the part that sets it, and the least sure standing. Places,
    origins, branches and dead ends stay, so what can flow and how long it takes stays too. A chain
    that only comes back to where it began is dropped.

    Args:
        network: The network.
    """
    chains = [chain for chain in _chains(network) if chain.tail != chain.head]
    number = {link: at for at, chain in enumerate(chains) for link in chain.links}
    links = pd.DataFrame(
        [_joined(network.links, chain) for chain in chains], columns=list(LINK_TYPES)
    )
    crossed = network.crossed.assign(link=network.crossed["link"].map(number))
    crossed = crossed[crossed["link"].notna()]
    crossed = crossed.groupby(["link", "cell"], as_index=False).agg({"km": "sum", "inside": "all"})
    return _renumbered(replace(network, links=typed(links, LINK_TYPES), crossed=crossed))


def pruned(network: Network) -> Network:
    """Return the network without branches and parts that join no two places or origins.

    What can flow between places and origins does not change.
    """
    links = network.links
    named = (network.nodes["kind"] != "junction").to_numpy()
    tail, head = links["tail"].to_numpy(), links["head"].to_numpy()
    count, part = parts_of(network)
    kept = (np.bincount(part[named], minlength=count) > 1)[part[tail]]
    while True:
        ends = np.bincount(np.concatenate([tail[kept], head[kept]]), minlength=network.size)
        dead = (ends == 1) & ~named
        loose = kept & (dead[tail] | dead[head])
        if not loose.any():
            return only_links(network, kept)
        kept &= ~loose


def only_links(network: Network, kept: np.ndarray) -> Network:
    """Return the network with some of its links, without junctions at which then none ends.

    Args:
        network: The network.
        kept: Whether each link stays.
    """
    number = np.cumsum(kept) - 1
    crossed = network.crossed[kept[network.crossed["link"].to_numpy()]]
    crossed = crossed.assign(link=number[crossed["link"].to_numpy()])
    return _renumbered(replace(network, links=network.links[kept], crossed=crossed))


def only_linked(network: Network) -> Network:
    """Return the network without the places and origins at which no link ends."""
    return _renumbered(network, keep_named=False)


def _chains(network: Network) -> list[Chain]:
    """Follow every link through junctions of exactly two links."""
    links = network.links
    tail, head = links["tail"].to_numpy(int), links["head"].to_numpy(int)
    both = links["both_ways"].to_numpy(bool)
    mode = links["mode"].to_numpy(object)
    at: list[list[int]] = [[] for _ in range(network.size)]
    for link, ends in enumerate(zip(tail, head, strict=True)):
        for end in ends:
            at[end].append(link)
    passed = [
        kind == "junction" and _passes(node, at[node], (tail, head, both, mode))
        for node, kind in enumerate(network.nodes["kind"])
    ]
    ends = (tail, head)
    done = np.zeros(len(links), bool)
    chains = []
    for first in [*_starts(ends, passed), *range(len(links))]:
        if not done[first]:
            chains.append(_followed(first, at, passed, ends))
            done[list(chains[-1].links)] = True
    return [_forward(chain, tail, both) for chain in chains]


def _starts(ends: tuple[np.ndarray, np.ndarray], passed: list[bool]) -> list[int]:
    """Return the links that begin a chain; rings without a branch have none."""
    through = np.array(passed, bool)
    return np.flatnonzero(~(through[ends[0]] & through[ends[1]])).tolist()


def _passes(
    node: int, links: list[int], columns: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
) -> bool:
    """Say whether one may go straight on through a node: two links, of a kind and a direction."""
    tail, head, both, mode = columns
    if len(links) != 2 or links[0] == links[1] or len({mode[link] for link in links}) != 1:
        return False
    if both[links].all():
        return True
    arriving = sum(head[link] == node for link in links)
    leaving = sum(tail[link] == node for link in links)
    return not both[links].any() and arriving == leaving == 1


def _followed(
    first: int, at: list[list[int]], passed: list[bool], ends: tuple[np.ndarray, np.ndarray]
) -> Chain:
    """Follow a chain from its first link to where it ends."""
    tail, head = ends
    start, node = (
        (tail[first], head[first]) if not passed[tail[first]] else (head[first], tail[first])
    )
    links = [first]
    while passed[node] and node != start:
        one, other = at[node]
        link = other if one == links[-1] else one
        links.append(link)
        node = head[link] if tail[link] == node else tail[link]
    return Chain(int(start), int(node), tuple(links))


def _forward(chain: Chain, tail: np.ndarray, both: np.ndarray) -> Chain:
    """Turn a chain of one-way links so that it runs their way."""
    first = chain.links[0]
    if both[first] or tail[first] == chain.tail:
        return chain
    return Chain(chain.head, chain.tail, chain.links[::-1])


def _joined(links: pd.DataFrame, chain: Chain) -> list[object]:
    """Return the one link that stands for a chain."""
    if len(chain.links) == 1:
        return links.iloc[chain.links[0]][list(LINK_TYPES)].tolist()
    parts = links.iloc[list(chain.links)]
    length, hours = float(parts["length_km"].sum()), float(parts["hours"].sum())
    narrow = parts.iloc[int(np.argmin(parts["high_t_per_day"].to_numpy()))]
    made = {
        "tail": chain.tail,
        "head": chain.head,
        "mode": narrow["mode"],
        "link_class": narrow["link_class"],
        "length_km": length,
        "hours": hours,
        "low_t_per_day": parts["low_t_per_day"].min(),
        "high_t_per_day": parts["high_t_per_day"].min(),
        "speed_km_per_h": length / hours if hours > 0 else 0.0,
        "both_ways": bool(parts["both_ways"].all()),
        "standing": max(parts["standing"], key=STANDINGS.index),
    }
    return list(made.values())


def _renumbered(network: Network, *, keep_named: bool = True) -> Network:
    """Drop nodes at which no link ends, at first junctions, and number the rest anew."""
    links = network.links
    used = np.zeros(network.size, bool)
    used[links[["tail", "head"]].to_numpy(int)] = True
    if keep_named:
        used |= (network.nodes["kind"] != "junction").to_numpy()
    number = np.cumsum(used) - 1
    nodes = network.nodes[used].reset_index(drop=True)
    links = links.assign(tail=number[links["tail"]], head=number[links["head"]])
    return replace(
        network,
        nodes=typed(nodes.assign(node=np.arange(len(nodes))), NODE_TYPES),
        links=typed(links, LINK_TYPES),
        crossed=network.crossed.astype({"link": "int32", "cell": "int32"}).reset_index(drop=True),
    )
