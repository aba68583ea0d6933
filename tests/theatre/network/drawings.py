"""Small networks for tests: random graphs as tables, and drawings on a plane."""

from datetime import date

import networkx as nx
import numpy as np
import pandas as pd
import shapely

from ripeness.terms.chance import stream
from ripeness.theatre.grid import Window, make_grid
from ripeness.theatre.network.lines import Lines, lines_of
from ripeness.theatre.network.record import Network, NetworkSource, network_of

GRID = make_grid(Window(west=36, east=37, south=48, north=49))

SOURCE = NetworkSource(
    name="drawn",
    title="Drawn for a test",
    standing="mapped",
    credit="nobody",
    licence="none",
    published="nowhere",
    retrieved=date(2025, 1, 1),
)


def random_network(
    seed: int, *, nodes: int = 12, links: int = 16, one_way: bool = False
) -> Network:
    """A random graph of roads without self loops, some of its nodes places, one an origin."""
    draw = stream(seed, "tests", "theatre", "network", nodes, links)
    tail = draw.integers(0, nodes, links)
    head = (tail + draw.integers(1, nodes, links)) % nodes
    length, low = draw.uniform(1, 20, links), draw.uniform(1, 50, links)
    kind = np.where(draw.random(nodes) < 0.25, "place", "junction").astype(object)
    kind[0] = "origin"
    name = [f"n{at}" if what != "junction" else "" for at, what in enumerate(kind)]
    cells = draw.integers(0, GRID.size, (links, 3))
    crossed = pd.DataFrame(
        {
            "link": np.repeat(np.arange(links), 3),
            "cell": cells.ravel(),
            "km": np.repeat(length / 3, 3),
            "inside": True,
        }
    )
    return network_of(
        pd.DataFrame(
            {
                "lon": draw.uniform(36, 37, nodes),
                "lat": draw.uniform(48, 49, nodes),
                "x_m": draw.uniform(-30_000, 30_000, nodes),
                "y_m": draw.uniform(-30_000, 30_000, nodes),
                "kind": kind,
                "place": name,
                "side": np.where(kind == "origin", "a", ""),
            }
        ),
        pd.DataFrame(
            {
                "tail": tail,
                "head": head,
                "mode": "road",
                "link_class": "minor",
                "length_km": length,
                "speed_km_per_h": draw.uniform(20, 60, links),
                "low_t_per_day": low,
                "high_t_per_day": low * draw.uniform(1, 3, links),
                "both_ways": draw.random(links) < 0.5 if one_way else True,
                "standing": draw.choice(["mapped", "schematic"], links),
            }
        ),
        crossed=crossed,
        grid=GRID,
    )


def as_networkx(network: Network, weight: str) -> nx.MultiDiGraph:
    """The network for networkx, its named nodes by their ids and the others by number."""
    web = nx.MultiDiGraph()
    names = [
        place or node
        for node, place in zip(network.nodes["node"], network.nodes["place"], strict=True)
    ]
    web.add_nodes_from(names)
    for link in network.links.itertuples():
        ends = names[link.tail], names[link.head]
        web.add_edge(*ends, weight=getattr(link, weight))
        if link.both_ways:
            web.add_edge(*ends[::-1], weight=getattr(link, weight))
    return web


def simple(web: nx.MultiDiGraph, *, least: bool) -> nx.DiGraph:
    """One arc for each pair of nodes: the least weight, or all weights together."""
    made = nx.DiGraph()
    made.add_nodes_from(web.nodes)
    for tail, head, weight in web.edges(data="weight"):
        known = made.get_edge_data(tail, head, {"weight": np.inf if least else 0.0})["weight"]
        made.add_edge(tail, head, weight=min(known, weight) if least else known + weight)
    return made


def named(network: Network) -> list[str]:
    """The ids of places and origins."""
    return [name for name in network.nodes["place"] if name]


def lines(*drawn, whole: bool = False, mode: str = "road", link_class: str = "primary") -> Lines:
    """Lines given by their points."""
    rows = [
        {
            "shape": shapely.LineString(points),
            "mode": mode,
            "link_class": link_class,
            "whole": whole,
        }
        for points in drawn
    ]
    return lines_of(rows, SOURCE)
