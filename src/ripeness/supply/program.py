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
class _Part:
    """The part of a network within reach: its arcs, and the row of each node (-1: free)."""

    arcs: np.ndarray
    row: np.ndarray
    rows: int


def solved(
    graph: Graph,
    origins: np.ndarray,
    terminals: np.ndarray,
    *,
    demands: np.ndarray,
    capacity: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return what is delivered to each terminal, and what goes on from it (one draw).

    Maximise delivery first and minimise time second, in one program: a unit delivered is worth
    more than any way through the network can cost.

    Args:
        graph: The network.
        origins: Where supply sets out; nothing is scarce there.
        terminals: The node of each terminal.
        demands: Demand of each terminal.
        capacity: Capacity of each arc.

    Raises:
        ModelError: If the solver gives up.
    """
    part = _within_reach(graph, origins, keep=capacity > 0)
    taken = np.flatnonzero((part.row[terminals] >= 0) & (demands > 0))
    at_origin = np.isin(terminals, origins)
    if not len(taken):
        return np.where(at_origin, demands, 0.0), np.zeros(len(terminals))
    hours = graph.hours[part.arcs]
    worth = 2 * float(np.sort(hours)[::-1][: part.rows + 1].sum()) + 1
    upper = np.concatenate([capacity[part.arcs], demands[taken]])
    balance: Any = _balance(graph, part, terminals[taken])
    bounds: Any = np.column_stack([np.zeros(len(upper)), upper])
    answer = linprog(
        np.concatenate([hours, np.full(len(taken), -worth)]),
        A_eq=balance,
        b_eq=np.zeros(part.rows),
        bounds=bounds,
        method="highs",
    )
    if answer.status != 0:
        raise ModelError(
            f"a flow that could not be solved ({answer.message})",
            where="network",
            expected="capacities and demands within a few orders of magnitude of each other",
            remedy="Mend the ranges of capacity and demand.",
        )
    carried = answer.x[: len(part.arcs)]
    delivered = np.where(at_origin, demands, 0.0)
    delivered[taken] = np.clip(answer.x[len(part.arcs) :], 0, demands[taken])
    passing = np.bincount(graph.tail[part.arcs], carried, minlength=graph.nodes)[terminals]
    return delivered, np.where(at_origin, 0.0, passing)


def _within_reach(graph: Graph, origins: np.ndarray, *, keep: np.ndarray) -> _Part:
    reached = reach(graph, origins, keep=keep)
    arcs = np.flatnonzero(keep & reached[graph.tail])
    row = np.full(graph.nodes, -1)
    inner = np.setdiff1d(np.flatnonzero(reached), origins)
    row[inner] = np.arange(len(inner))
    return _Part(arcs, row, len(inner))


def reach(graph: Graph, origins: np.ndarray, *, keep: np.ndarray) -> np.ndarray:
    """Say of each node whether it can be reached from any origin (bool).

    Args:
        graph: The network.
        origins: Where ways set out.
        keep: Which arcs are open.
    """
    root = graph.nodes
    web = matrix(graph, np.ones(len(graph.tail)), keep=keep, nodes=root + 1).tolil()
    web[root, origins] = 1.0
    found = breadth_first_order(web.tocsr(), root, return_predecessors=False)
    reached = np.zeros(root + 1, bool)
    reached[found] = True
    return reached[:root]


def _balance(graph: Graph, part: _Part, ends: np.ndarray) -> csr_array:
    """Write that what enters a node leaves it or is delivered there; origins are free."""
    into, out = part.row[graph.head[part.arcs]], part.row[graph.tail[part.arcs]]
    column = np.arange(len(part.arcs))
    last = len(column) + np.arange(len(ends))
    rows = np.concatenate([into[into >= 0], out[out >= 0], part.row[ends]])
    columns = np.concatenate([column[into >= 0], column[out >= 0], last])
    signs = np.repeat([1.0, -1.0, -1.0], [(into >= 0).sum(), (out >= 0).sum(), len(ends)])
    return csr_array((signs, (rows, columns)), shape=(part.rows, len(column) + len(ends)))
