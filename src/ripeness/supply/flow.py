"""What a network can deliver: exact flows with capacities.

*Delivered* is the min-cost flow that delivers as much as can be delivered and, of all ways to do
so, takes the least time (Ahuja, Magnanti & Orlin, Network Flows, 1993, chapters 9 to 11).
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from ripeness.supply.graph import Graph, checked_capacity, checked_nodes, matrix
from ripeness.supply.program import program, solved
from ripeness.terms.errors import ModelError

WITHIN = 1e-12
"""By which share of itself a capacity may be exceeded for rounding."""


@dataclass(frozen=True)
class Delivery:
    """What each terminal gets, by draw and terminal, in the unit of the demands.

    `by_tree` says of each draw whether nothing was scarce in it: every demand took its quickest
    way, which is then the optimum.
    """

    delivered: np.ndarray
    by_tree: np.ndarray


@dataclass(frozen=True)
class Quickest:
    """The quickest way from any origin to each node.

    `hours` is how long it takes (infinite: there is none), `by` the arc by which it comes in (-1:
    the node is an origin, or out of reach).
    """

    hours: np.ndarray
    by: np.ndarray


def deliver(
    graph: Graph,
    *,
    origins: np.ndarray,
    terminals: np.ndarray,
    demands: np.ndarray,
    capacity: np.ndarray,
) -> Delivery:
    """Return the most that can be delivered to the terminals, in the least time.

    Where the quickest ways alone stay within every capacity they are the optimum, and no program
    is solved; else a linear program is, one for each draw that needs it.

    Args:
        graph: The network; a link of capacity zero is closed.
        origins: Nodes where supply sets out, without limit.
        terminals: The node of each terminal, no two the same.
        demands: Demand of each terminal, by draw.
        capacity: Capacity of each link, by draw.

    Raises:
        ModelError: If there is no origin or terminal, one is off the network or given twice, a
            capacity or demand is negative, or the program cannot be solved.
    """
    origins = checked_nodes(graph, origins, what="origin")
    terminals = _checked_terminals(graph, terminals)
    capacity = np.atleast_2d(checked_capacity(graph, capacity))
    demands = _checked_demands(demands, (len(capacity), len(terminals)))
    keep = capacity.max(axis=0) > 0
    tree = quickest(graph, origins, keep=keep)
    passed = ways(graph, tree, terminals)
    used = passed.any(axis=0)
    loads = demands @ passed[:, used]
    fits = np.all(loads <= capacity[:, used] * (1 + WITHIN), axis=1)
    delivered = demands * np.isfinite(tree.hours[terminals])
    if not fits.all():
        within = program(graph, origins, terminals, keep=keep)
        for draw in np.flatnonzero(~fits):
            delivered[draw] = solved(within, demands=demands[draw], capacity=capacity[draw])
    return Delivery(delivered, np.asarray(fits))


def quickest(graph: Graph, origins: np.ndarray, *, keep: np.ndarray) -> Quickest:
    """Return the quickest way to each node from any of the origins.

    Args:
        graph: The network.
        origins: Where the ways set out.
        keep: Which arcs are open.
    """
    hours, before, _ = dijkstra(
        matrix(graph, graph.hours, keep=keep, nodes=graph.nodes),
        indices=origins,
        return_predecessors=True,
        min_only=True,
    )
    by = np.full(graph.nodes, -1)
    arcs = np.flatnonzero(keep & (before[graph.head] == graph.tail))
    order = np.lexsort((-arcs, -graph.hours[arcs]))  # of parallel arcs the quickest is written last
    by[graph.head[arcs[order]]] = arcs[order]
    return Quickest(hours, by)


def ways(graph: Graph, tree: Quickest, terminals: np.ndarray) -> np.ndarray:
    """Return which arcs the quickest way to each terminal takes (terminal by arc, 0 or 1).

    Args:
        graph: The network.
        tree: The quickest ways.
        terminals: The node of each terminal.
    """
    passed = np.zeros((len(terminals), len(graph.tail)))
    for index, terminal in enumerate(terminals):
        node = int(terminal)
        while (arc := int(tree.by[node])) >= 0:
            passed[index, arc] = 1.0
            node = int(graph.tail[arc])
    return passed


def _checked_terminals(graph: Graph, terminals: np.ndarray) -> np.ndarray:
    terminals = np.asarray(terminals, int)
    if len(checked_nodes(graph, terminals, what="place")) != len(terminals):
        raise ModelError(
            "two places at one node",
            where="network",
            expected="a node for each place",
            remedy="Give each place a node of its own, joined to the network by transfers.",
        )
    return terminals


def _checked_demands(demands: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    demands = np.atleast_2d(np.asarray(demands, float))
    if demands.shape != shape or not (np.isfinite(demands).all() and (demands >= 0).all()):
        raise ModelError(
            f"demands of shape {demands.shape}, the least being {demands.min(initial=0):g}",
            where="network",
            expected=f"{shape[1]} demands of zero or more for each of {shape[0]} draws",
            remedy="Draw demands and capacities together, from ranges that start at zero or above.",
        )
    return demands
