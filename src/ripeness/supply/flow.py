"""What a network can deliver: exact flows with capacities.

*Delivered* is the min-cost flow that delivers as much as can be delivered and, of all ways to do
so, takes the least time (Ahuja, Magnanti & Orlin, Network Flows, 1993, chapters 9 to 11).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from ripeness.supply.graph import Graph, checked_capacity, checked_nodes, matrix
from ripeness.supply.program import Layout, Program, laid_out, solved_together
from ripeness.supply.settled import Jam, settled
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

    Where the quickest ways alone stay within every capacity they are the optimum. Else a maximum
    flow says what each terminal gets, save where several share what comes over a cut: there a
    linear program is solved, one for each draw that needs it.

    Args:
        asked: The networks and their demands.

    Raises:
        ModelError: As `deliver` does.
    """
    parts: list[Delivery] = []
    jams: list[Jam] = []
    trees: dict[bytes, _Ways] = {}
    for one in asked:
        part, jammed = _by_tree(one, trees)
        parts.append(part)
        jams += jammed
    found = iter(_least_time(jams))
    for part in parts:
        for draw in np.flatnonzero(~part.by_tree):
            part.delivered[draw] = next(found)
    return parts


@dataclass(frozen=True)
class _Ways:
    """The quickest ways of one state of a graph to some terminals.

    `reached` says which terminals have one, `used` names the arcs that any takes, `passed` which of
    them each takes (terminal by arc, 0 or 1), `into` which arcs lead into each (arc by terminal).
    """

    reached: np.ndarray
    used: np.ndarray
    passed: np.ndarray
    into: np.ndarray


def _by_tree(asked: Asked, trees: dict[bytes, _Ways]) -> tuple[Delivery, list[Jam]]:
    """Send everything by its quickest way, and name the draws in which that jams.

    A terminal cannot get more than what leads into it carries, so demands beyond that are cut.
    """
    graph = asked.graph
    origins = checked_nodes(graph, asked.origins, what="origin")
    terminals = _checked_terminals(graph, asked.terminals)
    capacity = np.atleast_2d(checked_capacity(graph, asked.capacity))
    demands = _checked_demands(asked.demands, (len(capacity), len(terminals)))
    keep = capacity.max(axis=0) > 0
    key = _key(graph, keep, origins, terminals)
    if key not in trees:
        trees[key] = _quickest_to(graph, origins, terminals, keep)
    tree = trees[key]
    most = np.minimum(demands, capacity @ tree.into)
    at_origin = np.isin(terminals, origins)
    most[:, at_origin] = demands[:, at_origin]
    fits = np.all(most @ tree.passed <= capacity[:, tree.used] * (1 + WITHIN), axis=1)
    return Delivery(most * tree.reached, np.asarray(fits)), [
        Jam(graph, origins, terminals, most[draw], capacity[draw]) for draw in np.flatnonzero(~fits)
    ]


def _quickest_to(
    graph: Graph, origins: np.ndarray, terminals: np.ndarray, keep: np.ndarray
) -> _Ways:
    tree = quickest(graph, origins, keep=keep)
    passed = ways(graph, tree, terminals)
    used = np.flatnonzero(passed.any(axis=0))
    into = (graph.head[:, None] == terminals).astype(float)
    return _Ways(np.isfinite(tree.hours[terminals]), used, passed[:, used], into)


def _key(graph: Graph, *arrays: np.ndarray) -> bytes:
    """Return what tells a state of a graph from all others while both are at hand."""
    return b" ".join([str(id(graph)).encode(), *(one.tobytes() for one in arrays)])


def _least_time(jams: Sequence[Jam]) -> list[np.ndarray]:
    """Return what each terminal gets where the quickest ways jam, jam by jam."""
    got = settled(jams)
    open_ = [number for number, one in enumerate(got) if np.isnan(one).any()]
    layouts: dict[bytes, Layout] = {}
    programs = [_program(jams[number], layouts) for number in open_]
    for number, answer in zip(open_, solved_together(programs), strict=True):
        got[number] = answer
    return got


def _program(jam: Jam, layouts: dict[bytes, Layout]) -> Program:
    """Lay out the program of a jam, once for all draws in which the same arcs are open."""
    keep = jam.capacity > 0
    key = _key(jam.graph, keep, jam.origins, jam.terminals)
    if key not in layouts:
        reached = np.isfinite(quickest(jam.graph, jam.origins, keep=keep).hours)
        layouts[key] = laid_out(jam.graph, jam.origins, jam.terminals, keep=keep, reached=reached)
    return Program(layouts[key], demands=jam.demands, capacity=jam.capacity)


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
