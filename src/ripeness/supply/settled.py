"""What a minimum cut settles of a delivery: what each place gets, wherever only one answer is left.

Once as much flows as can, a place from which nothing more gets to any end gets all that it wants,
and what flows over a cut is its whole capacity (Ford & Fulkerson 1956, 10.4153/CJM-1956-045-5). So
a place alone behind a cut gets what the cut carries. Only where several places share what comes
over one does the least time decide between them, and a program has to be solved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from ripeness.supply.graph import Graph

FINEST = 2**27
"""The sum to which the demands of a delivery are scaled for the integer algorithm."""


@dataclass(frozen=True)
class Jam:
    """One draw of a delivery in which the quickest ways alone exceed a capacity.

    `capacity` is of each arc, zero where it is closed; `demands` of each terminal.
    """

    graph: Graph
    origins: np.ndarray
    terminals: np.ndarray
    demands: np.ndarray
    capacity: np.ndarray


@dataclass(frozen=True)
class _Union:
    """Several deliveries side by side: their arcs, origins and terminals in one numbering."""

    nodes: int
    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    scale: np.ndarray
    origins: np.ndarray
    terminals: np.ndarray
    demands: np.ndarray
    demand_scale: np.ndarray


def settled(jams: Sequence[Jam]) -> list[np.ndarray]:
    """Return what each terminal gets, missing where the least time has to decide.

    Args:
        jams: The deliveries, each of one draw.

    Example:
        >>> from ripeness.supply.graph import graph_of
        >>> graph = graph_of(np.array([0, 0]), np.array([1, 2]), np.ones(2))
        >>> ends, demands = np.array([1, 2]), np.array([3.0, 1.0])
        >>> settled([Jam(graph, np.array([0]), ends, demands, np.full(4, 2.0))])[0].tolist()
        [2.0, 1.0]
    """
    if not jams:
        return []
    union = _side_by_side(jams)
    behind = _behind_the_cut(union)
    got = union.demands.copy()
    short = behind[union.terminals] & (union.demands > 0)
    if short.any():
        got[short] = _shared(union, behind, short)
    ends = np.cumsum([len(one.terminals) for one in jams])[:-1]
    return np.split(got, ends)


def _side_by_side(jams: Sequence[Jam]) -> _Union:
    """Number the nodes of all deliveries through; nothing is scarce at an origin."""
    first = np.concatenate([[0], np.cumsum([one.graph.nodes for one in jams])])
    arcs = [np.flatnonzero(one.capacity > 0) for one in jams]
    scales = [FINEST / max(float(one.demands.sum()), 1e-300) for one in jams]
    numbers = range(len(jams))

    def joined(parts: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(parts)

    return _Union(
        nodes=int(first[-1]),
        tail=joined([jams[n].graph.tail[arcs[n]] + first[n] for n in numbers]),
        head=joined([jams[n].graph.head[arcs[n]] + first[n] for n in numbers]),
        capacity=joined([jams[n].capacity[arcs[n]] for n in numbers]),
        scale=np.repeat(scales, [len(one) for one in arcs]),
        origins=joined([jams[n].origins + first[n] for n in numbers]),
        terminals=joined([jams[n].terminals + first[n] for n in numbers]),
        demands=joined([one.demands for one in jams]),
        demand_scale=np.repeat(scales, [len(one.demands) for one in jams]),
    )


def _behind_the_cut(union: _Union) -> np.ndarray:
    """Return the nodes from which more could still get to an end, once as much flows as can."""
    source, sink = union.nodes, union.nodes + 1
    whole = np.minimum(np.floor(union.capacity * union.scale), FINEST)
    wanted = np.floor(union.demands * union.demand_scale)
    open_end = np.full(len(union.origins), float(2 * FINEST))
    rows = np.concatenate([union.tail, np.full(len(union.origins), source), union.terminals])
    columns = np.concatenate([union.head, union.origins, np.full(len(union.terminals), sink)])
    values = np.concatenate([whole, open_end, wanted])
    web = csr_array((values, (rows, columns)), shape=(sink + 1, sink + 1))
    web.sum_duplicates()
    web.data = np.minimum(web.data, 2 * FINEST)
    flow: Any = maximum_flow(web.astype(np.int32), source, sink).flow
    room = (web - csr_array(flow)).tocsr()
    room.data[room.data < 1] = 0.0
    room.eliminate_zeros()
    order = breadth_first_order(csr_array(room.T), sink, return_predecessors=False)
    behind = np.zeros(sink + 1, bool)
    behind[order] = True
    return behind[:source]


def _shared(union: _Union, behind: np.ndarray, short: np.ndarray) -> np.ndarray:
    """Return what terminals behind a cut get, missing where several share what comes over it."""
    inner = behind[union.tail] & behind[union.head]
    over = ~behind[union.tail] & behind[union.head]
    pairs = (union.tail[inner], union.head[inner])
    web = csr_array((np.ones(len(pairs[0])), pairs), shape=(union.nodes, union.nodes))
    count, part = connected_components(web, directed=False)
    carried = np.bincount(part[union.head[over]], union.capacity[over], minlength=count)
    own = part[union.terminals[short]]
    wanted = np.bincount(own, union.demands[short], minlength=count)
    alone = np.bincount(own, minlength=count)[own] == 1
    got = np.where(alone, np.minimum(carried[own], union.demands[short]), np.nan)
    got[carried[own] == 0] = 0.0
    enough = carried[own] >= wanted[own]
    return np.where(enough, union.demands[short], got)
