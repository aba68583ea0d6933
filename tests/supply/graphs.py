"""Random networks for tests, and networkx's view of them."""

import networkx as nx
import numpy as np

from ripeness.supply.graph import Graph, graph_of
from ripeness.terms.chance import stream


def random_links(seed: int, *, nodes: int, links: int, whole: bool = True):
    """Tails, heads, hours, capacities and directions of a random network."""
    draw = stream(seed, "tests", "supply", nodes, links)
    tail, head = draw.integers(0, nodes, links), draw.integers(0, nodes, links)
    hours = draw.integers(1, 10, links).astype(float)
    capacity = draw.integers(0, 8, links).astype(float)
    if not whole:
        capacity = capacity * draw.random(links)
    return tail, head, hours, capacity, draw.random(links) < 0.5


def random_graph(seed: int, *, nodes: int = 8, links: int = 16, whole: bool = True):
    """A random network and its capacities."""
    tail, head, hours, capacity, both = random_links(seed, nodes=nodes, links=links, whole=whole)
    return graph_of(tail, head, hours, both_ways=both, nodes=nodes), capacity


def as_networkx(graph: Graph, capacity: np.ndarray) -> nx.DiGraph:
    """The same network for networkx; parallel arcs get a node of their own between."""
    web = nx.DiGraph()
    web.add_nodes_from(range(graph.nodes))
    for arc, (tail, head) in enumerate(zip(graph.tail, graph.head, strict=True)):
        amount = int(capacity[graph.link[arc]])
        if amount:
            web.add_edge(int(tail), ("arc", arc), capacity=amount, weight=int(graph.hours[arc]))
            web.add_edge(("arc", arc), int(head), capacity=amount, weight=0)
    return web


def planar(seed: int, side: int):
    """A grid of streets with some missing: tails, heads, hours, capacities."""
    draw = stream(seed, "tests", "supply", "planar")
    node = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    head = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    kept = draw.random(len(tail)) < 0.95
    tail, head = tail[kept], head[kept]
    return tail, head, draw.uniform(0.05, 0.3, len(tail)), draw.uniform(100, 900, len(tail))
