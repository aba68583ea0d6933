"""The linear program behind a delivery in which something is scarce."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from ripeness.supply.graph import Graph, matrix
from ripeness.terms.errors import ModelError


@dataclass(frozen=True)
class Program:
    """The part of a network within reach of its origins, as rows and columns.

    `arcs` are the arcs with a column, then `taken` the terminals with one; each row says that what
    enters a node leaves it or is delivered there. `at_origin` are terminals that lack nothing.
    """

    arcs: np.ndarray
    taken: np.ndarray
    at_origin: np.ndarray
    cost: np.ndarray
    balance: csr_array


def program(
    graph: Graph, origins: np.ndarray, terminals: np.ndarray, *, keep: np.ndarray
) -> Program:
    """Lay out the program of a network: maximise delivery first and minimise time second.

    A unit delivered is worth more than any way through the network can cost, so one program does
    both.

    Args:
        graph: The network.
        origins: Where supply sets out; nothing is scarce there.
        terminals: The node of each terminal.
        keep: Which arcs are open.
    """
    reached = reach(graph, origins, keep=keep)
    arcs = np.flatnonzero(keep & reached[graph.tail])
    row = np.full(graph.nodes, -1)
    inner = np.setdiff1d(np.flatnonzero(reached), origins)
    row[inner] = np.arange(len(inner))
    taken = np.flatnonzero(row[terminals] >= 0)
    hours = graph.hours[arcs]
    worth = 2 * float(np.sort(hours)[::-1][: len(inner) + 1].sum()) + 1
    into, out = row[graph.head[arcs]], row[graph.tail[arcs]]
    column = np.arange(len(arcs))
    rows = np.concatenate([into[into >= 0], out[out >= 0], row[terminals[taken]]])
    columns = np.concatenate(
        [column[into >= 0], column[out >= 0], len(arcs) + np.arange(len(taken))]
    )
    signs = np.repeat([1.0, -1.0, -1.0], [(into >= 0).sum(), (out >= 0).sum(), len(taken)])
    return Program(
        arcs=arcs,
        taken=taken,
        at_origin=np.isin(terminals, origins),
        cost=np.concatenate([hours, np.full(len(taken), -worth)]),
        balance=csr_array((signs, (rows, columns)), shape=(len(inner), len(arcs) + len(taken))),
    )


def solved(within: Program, *, demands: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """Return what is delivered to each terminal in one draw.

    Args:
        within: The program of the network.
        demands: Demand of each terminal.
        capacity: Capacity of each arc.

    Raises:
        ModelError: If the solver gives up.
    """
    taken, delivered = within.taken, np.where(within.at_origin, demands, 0.0)
    if not (len(taken) and len(within.arcs)):
        return delivered
    upper = np.concatenate([capacity[within.arcs], demands[taken]])
    bounds: Any = np.column_stack([np.zeros(len(upper)), upper])
    balance: Any = within.balance
    nothing = np.zeros(balance.shape[0])
    answer: Any = linprog(within.cost, A_eq=balance, b_eq=nothing, bounds=bounds, method="highs")
    if answer.status != 0:
        raise ModelError(
            f"a flow that could not be solved ({answer.message})",
            where="network",
            expected="capacities and demands within a few orders of magnitude of each other",
            remedy="Mend the ranges of capacity and demand.",
        )
    delivered[taken] = np.clip(answer.x[len(within.arcs) :], 0, demands[taken])
    return delivered


def reach(graph: Graph, origins: np.ndarray, *, keep: np.ndarray) -> np.ndarray:
    """Say of each node whether it can be reached from any origin (bool).

    Args:
        graph: The network.
        origins: Where ways set out.
        keep: Which arcs are open.
    """
    root = graph.nodes
    web = matrix(graph, np.ones(len(graph.tail)), keep=keep, nodes=root + 1)
    entry = csr_array(
        (np.ones(len(origins)), (np.full(len(origins), root), origins)), shape=web.shape
    )
    found = breadth_first_order(web + entry, root, return_predecessors=False)
    reached = np.zeros(root + 1, bool)
    reached[found] = True
    return reached[:root]
