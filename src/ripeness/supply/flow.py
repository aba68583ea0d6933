"""What a network can deliver: exact flows with capacities.

*Delivered* is the min-cost flow that delivers as much as can be delivered and, of all ways to do
so, takes the least time (Ahuja, Magnanti & Orlin, Network Flows, 1993, chapters 9 to 11).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from ripeness.supply.graph import Graph, checked_capacity, checked_nodes, matrix
from ripeness.supply.program import Program, laid_out, solved_together
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


@dataclass(frozen=True)
class Asked:
    """What is asked to be delivered; a link of capacity zero is closed.

    `origins` are nodes where supply sets out, without limit; `terminals` the node of each place, no
    two the same; `demands` is [draw, terminal] and `capacity` [draw, link].
    """

    graph: Graph
    origins: np.ndarray
    terminals: np.ndarray
    demands: np.ndarray
    capacity: np.ndarray


def deliver(asked: Asked) -> Delivery:
    """Return the most that can be delivered to the terminals, in the least time.

    Args:
        asked: The network and its demands.

    Raises:
        ModelError: If there is no origin or terminal, one is off the network or given twice, a
            capacity or demand is negative, or the program cannot be solved.
    """
    return deliver_all([asked])[0]


def deliver_all(asked: Sequence[Asked]) -> list[Delivery]:
    """Return the deliveries of several networks, each by itself, solving their programs together.

    Where the quickest ways alone stay within every capacity they are the optimum, and no program
    is solved; else a linear program is, one for each draw that needs it.

    Args:
        asked: The networks and their demands.

    Raises:
        ModelError: As `deliver` does.
    """
    parts: list[Delivery] = []
    programs: list[Program] = []
    for one in asked:
        part, within = _by_tree(one)
        parts.append(part)
        programs += within
    found = iter(solved_together(programs))
    for part in parts:
        for draw in np.flatnonzero(~part.by_tree):
            part.delivered[draw] = next(found)
    return parts


def _by_tree(asked: Asked) -> tuple[Delivery, list[Program]]:
    """Send everything by its quickest way, and lay out a program for each draw in which it jams.

    A terminal cannot get more than what leads into it carries, so demands beyond that are cut.
    """
    graph = asked.graph
    origins = checked_nodes(graph, asked.origins, what="origin")
    terminals = _checked_terminals(graph, asked.terminals)
    capacity = np.atleast_2d(checked_capacity(graph, asked.capacity))
    demands = _checked_demands(asked.demands, (len(capacity), len(terminals)))
    keep = capacity.max(axis=0) > 0
    tree = quickest(graph, origins, keep=keep)
    passed = ways(graph, tree, terminals)
    used = passed.any(axis=0)
    into = capacity @ (graph.head[:, None] == terminals)
    most = np.where(np.isin(terminals, origins), demands, np.minimum(demands, into))
    fits = np.all(most @ passed[:, used] <= capacity[:, used] * (1 + WITHIN), axis=1)
    delivered = most * np.isfinite(tree.hours[terminals])
    if fits.all():
        return Delivery(delivered, np.asarray(fits)), []
    reached = np.isfinite(tree.hours)
    layout = laid_out(graph, origins, terminals, keep=keep, reached=reached)
    jammed = np.flatnonzero(~fits)
    return Delivery(delivered, np.asarray(fits)), [
        Program(layout, demands=most[draw], capacity=capacity[draw]) for draw in jammed
    ]


def quickest(graph: Graph, origins: np.ndarray, *, keep: np.ndarray) -> Quickest:
    """Return the quickest way to each node from any of the origins.

    Args:
        graph: The network.
        origins: Where the ways set out.
        keep: Which arcs are open.
    """
    hours, before, _ = dijkstra(
        matrix(graph, graph.hours, keep=keep),
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
