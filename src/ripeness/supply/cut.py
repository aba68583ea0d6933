"""Maximum flow, the narrowest cut as a count and a share, and the number of independent routes.

Ford & Fulkerson, Maximal flow through a network, Canadian Journal of Mathematics 8 (1956),
10.4153/CJM-1956-045-5. Routes without a common link or node: Menger 1927, 10.4064/fm-10-1-96-115.
"""

from collections.abc import Sequence
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
    return int(routes_to_each(graph, origins=origins, ends=[to], keep=keep)[0, 0])


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
    return int(routes_to_each(graph, origins=origins, ends=[to], keep=keep)[0, 1])


def routes_to_each(
    graph: Graph, *, origins: np.ndarray, ends: Sequence[np.ndarray], keep: np.ndarray
) -> np.ndarray:
    """Return how many ways lead to each of several ends with no link, and with no node, in common.

    Copies of the network, one for each end, stand side by side, so that one flow counts for all.

    Args:
        graph: The network.
        origins: Where ways set out.
        ends: Where they end: for each end the nodes that are taken together.
        keep: Which links are open.

    Returns:
        Two counts for each end: without a common link, and without a common node.

    Raises:
        ModelError: If there is no origin or no node of an end, or an end is an origin.
    """
    arcs = checked_capacity(graph, np.asarray(keep, float)) > 0
    both = [_apart(graph, origins, to) for to in ends]
    if not both:
        return np.zeros((0, 2), int)
    start, to = both[0][0], [end for _, end in both]
    tail, head, count = graph.tail[arcs], graph.head[arcs], graph.nodes
    ones = np.ones((len(to), len(tail)), np.int32)
    by_link = _counted((tail, head, ones), (start, to), nodes=count)
    wide = np.ones((len(to), count), np.int32)
    wide[:, start] = MANY
    for at, end in enumerate(to):
        wide[at, end] = MANY
    within = np.arange(count)
    split = (
        np.concatenate([tail + count, within]),
        np.concatenate([head, within + count]),
        np.concatenate([ones, wide], axis=1),
    )
    by_node = _counted(split, (start, [end + count for end in to]), nodes=2 * count)
    return np.column_stack([by_link, by_node])


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
    ends: tuple[np.ndarray, list[np.ndarray]],
    *,
    nodes: int,
) -> np.ndarray:
    """Return the maximum flow to each end, of whole capacities by end and arc; parallels add up."""
    origins, to = ends
    count = len(to)
    first = np.arange(count)[:, None] * nodes
    source, sink = count * nodes, count * nodes + 1
    own = sink + 1 + np.arange(count)
    into = np.repeat(own, [len(end) for end in to])
    starts = (first + origins).ravel()
    leaves = np.concatenate([end + nodes * at for at, end in enumerate(to)])
    rows = np.concatenate([(first + arcs[0]).ravel(), np.full(len(starts), source), leaves, own])
    columns = np.concatenate([(first + arcs[1]).ravel(), starts, into, np.full(count, sink)])
    open_ = np.full(len(starts) + len(leaves) + count, MANY, np.int32)
    values = np.concatenate([arcs[2].ravel(), open_])
    web = csr_array((values, (rows, columns)), shape=(sink + 1 + count, sink + 1 + count))
    flow: Any = maximum_flow(web, source, sink).flow
    return np.asarray(flow[[sink], :].todense()).ravel()[own] * -1


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
