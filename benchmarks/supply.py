"""A hub scan on a made-up network, ours beside networkx; and the founding case's daily series.

    python benchmarks/supply.py [NODES] [SAMPLE]

The network is a thinned triangulation of random points, with 10 origins and 50 places. *Times*:
each node in turn is left out, and the quickest way from the nearest origin to every place is found.
*Flows*: each place in turn is given away, and what still arrives at the others, by exact min-cost
flow with capacities that bind, is found. networkx is asked about a sample of nodes, the answers
must agree, and its time is scaled up. CPU time is what counts, for a busy machine stretches wall
time. Nodes stand for hubs here because the network is made up; on a case only places do.
"""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

import networkx as nx
import numpy as np
from scipy.spatial import Delaunay

from ripeness.case.opened import open_case
from ripeness.case.supplied import supplied
from ripeness.supply.flow import Asked, deliver, deliver_all, quickest, ways
from ripeness.supply.graph import Graph, graph_of
from ripeness.supply.through import through_time
from ripeness.terms.chance import stream

ORIGINS, PLACES, SEED = 10, 50, 1
DEMAND_T = 150.0
Found = TypeVar("Found")


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """What some work gives, and its CPU seconds."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def agree(ours: object, theirs: object) -> None:
    """Stop where two answers differ."""
    if not np.allclose(np.asarray(ours, float), np.asarray(theirs, float)):
        sys.exit("the answers differ")


def planar(nodes: int) -> tuple[Graph, np.ndarray]:
    """A thinned triangulation, and the capacities of its links."""
    draw = stream(SEED, "benchmark", "supply", nodes)
    points = draw.uniform(0, 100, (nodes, 2))
    corners = Delaunay(points).simplices
    sides = np.vstack([corners[:, pair] for pair in ([0, 1], [1, 2], [2, 0])])
    ends = np.unique(np.sort(sides, axis=1), axis=0)
    ends = ends[draw.random(len(ends)) < 0.6]
    hours = np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T) / 40
    capacity = draw.uniform(50, 150, len(ends))
    return graph_of(ends[:, 0], ends[:, 1], hours, nodes=nodes), capacity


def without(graph: Graph, node: int) -> np.ndarray:
    """Which arcs are left without a node."""
    return (graph.tail != node) & (graph.head != node)


def times_scan(graph: Graph, origins: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Hours to each place without each node in turn; off every quickest way nothing changes."""
    tree = quickest(graph, origins, keep=np.ones(len(graph.tail), bool))
    found = np.tile(tree.hours[places], (graph.nodes, 1))
    taken = ways(graph, tree, places).any(axis=0)
    for node in np.union1d(graph.head[taken], origins):
        left = origins[origins != node]
        found[node] = quickest(graph, left, keep=without(graph, int(node))).hours[places]
    found[places, np.arange(len(places))] = np.inf
    return found


def times_by_networkx(
    graph: Graph, origins: np.ndarray, places: np.ndarray, nodes: np.ndarray
) -> np.ndarray:
    """The same for some nodes, by networkx."""
    web = nx.Graph()
    web.add_nodes_from(range(graph.nodes))
    web.add_weighted_edges_from(zip(graph.tail, graph.head, graph.hours, strict=True))
    found = []
    for node in nodes:
        rest = nx.restricted_view(web, [int(node)], [])
        left = {int(one) for one in origins if one != node}
        hours = nx.multi_source_dijkstra_path_length(rest, left)
        found.append([hours.get(int(place), np.inf) for place in places])
    return np.array(found)


def flows_scan(
    graph: Graph, capacity: np.ndarray, origins: np.ndarray, places: np.ndarray
) -> np.ndarray:
    """Tonnes that arrive at all others without each place in turn."""
    return np.array(
        [one.delivered.sum() for one in deliver_all(list(_asked(graph, capacity, origins, places)))]
    )


def _asked(
    graph: Graph, capacity: np.ndarray, origins: np.ndarray, places: np.ndarray
) -> list[Asked]:
    asked = []
    for place in places:
        closed = ~without(graph, int(place))
        left = capacity.copy()
        left[graph.link[closed]] = 0.0
        others = places[places != place]
        demands = np.full((1, len(others)), DEMAND_T)
        asked.append(Asked(graph, origins, others, demands, left[None, :]))
    return asked


def flow_by_networkx(asked: Asked) -> float:
    """Tonnes that arrive, by networkx (maximum flow: what arrives, not how long it takes)."""
    web = nx.DiGraph()
    graph = asked.graph
    for arc, (tail, head) in enumerate(zip(graph.tail, graph.head, strict=True)):
        web.add_edge(int(tail), int(head), capacity=float(asked.capacity[0, graph.link[arc]]))
    for origin in asked.origins:
        web.add_edge("rear", int(origin))
    for place, demand in zip(asked.terminals, asked.demands[0], strict=True):
        web.add_edge(int(place), "all", capacity=float(demand))
    return float(nx.maximum_flow_value(web, "rear", "all"))


def case_series() -> None:
    """What arrives at each place of the founding case on the day of every map, for both sides."""
    case = supplied(open_case("pokrovsk"), seed=SEED)
    total = 0.0
    for source in case.current:
        for side in ("a", "b"):
            days = case.days[source]
            found, seconds = timed(
                lambda source=source, days=days, side=side: through_time(
                    case.webs,
                    case.grounds(source, days),
                    side=side,
                    towns=case.towns,
                    grid=case.grid,
                )
            )
            total += seconds
            print(f"{source}, {side}: {len(days)} maps, {found.distinct} distinct: {seconds:.1f} s")
    print(f"case, every map: {total:.1f} s")


def main(nodes: int, sample: int) -> None:
    """Run the scan both ways and print the times."""
    graph, capacity = planar(nodes)
    chosen = stream(SEED, "benchmark", "ends").choice(nodes, ORIGINS + PLACES, replace=False)
    origins, places = chosen[:ORIGINS], chosen[ORIGINS:]
    ours, seconds = timed(lambda: times_scan(graph, origins, places))
    some = stream(SEED, "benchmark", "sample").choice(nodes, sample, replace=False)
    theirs, scaled = timed(lambda: times_by_networkx(graph, origins, places, some))
    scaled *= nodes / sample
    at = np.isfinite(theirs)
    agree(ours[some][at], theirs[at])
    agree(np.isfinite(ours[some]), at)
    print(f"{nodes} nodes, {graph.links} links, {ORIGINS} origins, {PLACES} places")
    print(
        f"times: ours {seconds:.1f} s, networkx {scaled:.0f} s (of {sample} nodes), {scaled / seconds:.0f} times"
    )
    arrived, seconds = timed(lambda: flows_scan(graph, capacity, origins, places))
    asked = _asked(graph, capacity, origins, places)[0]
    agree(arrived[0], deliver(asked).delivered.sum())
    theirs_t, scaled = timed(lambda: flow_by_networkx(asked))
    agree(arrived[0], theirs_t)
    wanted = DEMAND_T * (PLACES - 1)
    print(
        f"flows: ours {seconds:.1f} s, networkx {scaled * PLACES:.0f} s (of 1 place; maximum flow "
        f"only), {scaled * PLACES / seconds:.0f} times; {arrived.mean() / wanted:.0%} arrives"
    )
    case_series()


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 5000, given[1] if len(given) > 1 else 40)
