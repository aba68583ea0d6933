"""Maximum flow, the narrowest cut as a count and a share, and the number of independent routes.

Ford & Fulkerson, Maximal flow through a network, Canadian Journal of Mathematics 8 (1956),
10.4153/CJM-1956-045-5. Routes without a common link or node: Menger 1927, 10.4064/fm-10-1-96-115.
"""

from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from ripeness.supply.graph import Graph, checked_capacity, checked_nodes
from ripeness.terms.errors import ModelError

FINEST = 2**30
"""The sum to which capacities are scaled for the integer algorithm."""

MANY = 2**20
"""More ways than any network has."""

ROUNDING = 1e-13
"""What is left of an arc, as a share of all capacity, below which nothing more goes through."""


def most(graph: Graph, *, origins: np.ndarray, to: np.ndarray, capacity: np.ndarray) -> float:
    """Return the maximum flow from the origins to some nodes taken together.

    Whole parts of the scaled capacities go to an integer algorithm (Dinitz 1970); what rounding
    left over is found by augmenting paths in floating point, so the flow is exact to rounding.

    Args:
        graph: The network.
        origins: Where the flow starts.
        to: Where it may end.
        capacity: Capacity of each link.

    Raises:
        ModelError: If there is no origin or end, or a capacity is negative or missing.

    Example:
        >>> from ripeness.supply.graph import graph_of
        >>> graph = graph_of(np.array([0, 0, 1]), np.array([1, 2, 2]), np.ones(3))
        >>> most(graph, origins=np.array([0]), to=np.array([2]), capacity=np.array([1.5, 2, 3]))
        3.5
    """
    arcs = checked_capacity(graph, capacity)
    return _saturated(graph, origins, to, arcs)[0]


def narrowest(
    graph: Graph, *, origins: np.ndarray, to: np.ndarray, capacity: np.ndarray
) -> tuple[int, float]:
    """Return how many links the minimum cut has and what it carries; never which links.

    Args:
        graph: The network.
        origins: Where the flow starts.
        to: Where it may end.
        capacity: Capacity of each link.

    Raises:
        ModelError: As `most` does.
    """
    arcs = checked_capacity(graph, capacity)
    reached = _saturated(graph, origins, to, arcs)[1]
    crossing = reached[graph.tail] & ~reached[graph.head] & (arcs > 0)
    return len(np.unique(graph.link[crossing])), float(arcs[crossing].sum())


def routes_without_common_link(
    graph: Graph, *, origins: np.ndarray, to: np.ndarray, keep: np.ndarray
) -> int:
    """Return how many ways lead from the origins to some nodes with no link in common.

    Args:
        graph: The network.
        origins: Where ways set out.
        to: Where they end.
        keep: Which links are open.

    Raises:
        ModelError: If there is no origin or end, or they are one.
    """
    arcs = checked_capacity(graph, np.asarray(keep, float)) > 0
    ones = np.ones(int(arcs.sum()), np.int32)
    ends = _apart(graph, origins, to)
    return _counted((graph.tail[arcs], graph.head[arcs], ones), ends, nodes=graph.nodes)


def routes_without_common_node(
    graph: Graph, *, origins: np.ndarray, to: np.ndarray, keep: np.ndarray
) -> int:
    """Return how many ways lead from the origins to some nodes with no node but the ends in common.

    Args:
        graph: The network.
        origins: Where ways set out.
        to: Where they end.
        keep: Which links are open.

    Raises:
        ModelError: If there is no origin or end, or they are one.
    """
    arcs = checked_capacity(graph, np.asarray(keep, float)) > 0
    start, end = _apart(graph, origins, to)
    count = graph.nodes
    wide = np.ones(count, np.int32)
    wide[np.concatenate([start, end])] = MANY
    tail = np.concatenate([graph.tail[arcs] + count, np.arange(count)])
    head = np.concatenate([graph.head[arcs], np.arange(count) + count])
    values = np.concatenate([np.ones(int(arcs.sum()), np.int32), wide])
    return _counted((tail, head, values), (start, end + count), nodes=2 * count)


def _apart(graph: Graph, origins: np.ndarray, to: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return origins and ends once they are known to be on the network, and not one.

    Raises:
        ModelError: If there is none, or a place is an origin.
    """
    start = checked_nodes(graph, origins, what="origin")
    end = checked_nodes(graph, to, what="place")
    if np.intersect1d(start, end).size:
        raise ModelError(
            "a place that is an origin",
            where="network",
            expected="places apart from the origins, whose ways can be counted",
            remedy="Leave the place out of the origins.",
        )
    return start, end


def _counted(
    arcs: tuple[np.ndarray, np.ndarray, np.ndarray],
    ends: tuple[np.ndarray, np.ndarray],
    *,
    nodes: int,
) -> int:
    """Return the maximum flow of whole capacities, arcs between the same nodes added up."""
    source, sink = nodes, nodes + 1
    origins, to = ends
    rows = np.concatenate([arcs[0], np.full(len(origins), source), to])
    columns = np.concatenate([arcs[1], origins, np.full(len(to), sink)])
    values = np.concatenate([arcs[2], np.full(len(origins) + len(to), MANY, np.int32)])
    web = csr_array((values, (rows, columns)), shape=(sink + 1, sink + 1))
    return int(maximum_flow(web, source, sink).flow_value)


def _saturated(
    graph: Graph, origins: np.ndarray, to: np.ndarray, arcs: np.ndarray
) -> tuple[float, np.ndarray]:
    """Return the maximum flow, and which nodes can still be reached once it flows."""
    origins = checked_nodes(graph, origins, what="origin")
    to = checked_nodes(graph, to, what="place")
    whole = float(arcs.sum())
    if np.intersect1d(origins, to).size:
        return np.inf, np.ones(graph.nodes, bool)
    source, sink = graph.nodes, graph.nodes + 1
    ends = np.concatenate([np.full(len(origins), source), to])
    heads = np.concatenate([origins, np.full(len(to), sink)])
    rows, columns = np.concatenate([graph.tail, ends]), np.concatenate([graph.head, heads])
    values = np.concatenate([arcs, np.full(len(ends), whole)])
    capacity = csr_array((values, (rows, columns)), shape=(sink + 1, sink + 1))
    capacity.sum_duplicates()
    scale = FINEST / whole if whole > 0 and (arcs % 1).any() else 1.0
    if whole * scale > FINEST:
        scale = FINEST / whole
    scaled = capacity.copy()
    scaled.data = np.floor(capacity.data * scale + 1e-9)
    sent: Any = maximum_flow(scaled.astype(np.int32), source, sink).flow
    return _augmented(capacity, csr_array(sent * (1 / scale)), whole)


def _augmented(capacity: csr_array, flow: csr_array, whole: float) -> tuple[float, np.ndarray]:
    """Push on along paths with room left until there is none."""
    count = capacity.shape[0]
    source, sink = count - 2, count - 1
    room = (capacity - flow).tocsr()
    while True:
        room.data[room.data <= ROUNDING * whole] = 0.0
        room.eliminate_zeros()
        order, before = breadth_first_order(room, source, return_predecessors=True)
        if before[sink] < 0:
            break
        path = [sink]
        while path[-1] != source:
            path.append(int(before[path[-1]]))
        heads, tails = np.array(path[:-1]), np.array(path[1:])
        amount = float(np.asarray(room[tails, heads]).min())
        step = csr_array((np.full(len(tails), amount), (tails, heads)), shape=room.shape)
        flow, room = (flow + step - step.T).tocsr(), (room - step + step.T).tocsr()
    reached = np.zeros(count, bool)
    reached[order] = True
    return float(flow[[source], :].sum()), reached[:-2]
