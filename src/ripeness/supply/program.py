"""The linear program behind a delivery in which something is scarce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array

from ripeness.supply.graph import Graph
from ripeness.terms.errors import ModelError

TIE_HOURS = 1e-5
"""By how much longer each place's way counts than that of the place before it, to settle ties."""

MOST = 30_000
"""The most columns that one handing over to the solver has, unless one program alone has more."""


@dataclass(frozen=True)
class Layout:
    """The part of a network within reach of its origins, as rows and columns.

    `arcs` are the arcs with a column, then `taken` the terminals with one; each row says that what
    enters a node leaves it or is delivered there. `at_origin` are terminals that lack nothing.
    """

    arcs: np.ndarray
    taken: np.ndarray
    at_origin: np.ndarray
    cost: np.ndarray
    balance: csr_array


@dataclass(frozen=True)
class Program:
    """A layout with the demands and capacities of one draw."""

    layout: Layout
    demands: np.ndarray
    capacity: np.ndarray


def laid_out(
    graph: Graph,
    origins: np.ndarray,
    terminals: np.ndarray,
    *,
    keep: np.ndarray,
    reached: np.ndarray,
) -> Layout:
    """Lay out the program of a network: maximise delivery first and minimise time second.

    A unit delivered is worth more than any way through the network can cost, so one program does
    both. Of two places that are equally far the one that stands first is served first.

    Args:
        graph: The network.
        origins: Where supply sets out; nothing is scarce there.
        terminals: The node of each terminal.
        keep: Which arcs are open.
        reached: Which nodes can be reached from an origin by open arcs.
    """
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
    return Layout(
        arcs=arcs,
        taken=taken,
        at_origin=np.isin(terminals, origins),
        cost=np.concatenate([hours, TIE_HOURS * taken - worth]),
        balance=csr_array((signs, (rows, columns)), shape=(len(inner), len(arcs) + len(taken))),
    )


def solved_together(programs: Sequence[Program]) -> list[np.ndarray]:
    """Return what is delivered to each terminal, program by program.

    Programs stand side by side as blocks of one, since small ones cost more to hand over than to
    solve.

    Args:
        programs: The programs, each of one draw.

    Raises:
        ModelError: If the solver gives up.
    """
    answers: list[np.ndarray] = []
    batch: list[Program] = []
    for one in programs:
        if batch and sum(len(part.layout.cost) for part in batch) + len(one.layout.cost) > MOST:
            answers += _solved(batch)
            batch = []
        batch.append(one)
    return answers + (_solved(batch) if batch else [])


def _solved(batch: list[Program]) -> list[np.ndarray]:
    layouts = [one.layout for one in batch]
    upper = np.concatenate(
        [
            np.concatenate([one.capacity[one.layout.arcs], one.demands[one.layout.taken]])
            for one in batch
        ]
    )
    flow = np.zeros(len(upper))
    if len(upper):
        flow = _linear(
            np.concatenate([one.cost for one in layouts]),
            block_diag([one.balance for one in layouts], format="csr"),
            upper,
        )
    answers, first = [], 0
    for one in batch:
        layout = one.layout
        delivered = np.where(layout.at_origin, one.demands, 0.0)
        got = flow[first + len(layout.arcs) : first + len(layout.cost)]
        delivered[layout.taken] = np.clip(got, 0, one.demands[layout.taken])
        answers.append(delivered)
        first += len(layout.cost)
    return answers


def _linear(cost: np.ndarray, balance: Any, upper: np.ndarray) -> np.ndarray:  # noqa: ANN401
    """Solve one linear program by HiGHS (Huangfu & Hall 2018, 10.1007/s12532-017-0130-5).

    Raises:
        ModelError: If the solver gives up.
    """
    bounds: Any = np.column_stack([np.zeros(len(upper)), upper])
    nothing = np.zeros(balance.shape[0])
    answer: Any = linprog(cost, A_eq=balance, b_eq=nothing, bounds=bounds, method="highs")
    if answer.status != 0:
        raise ModelError(
            f"a flow that could not be solved ({answer.message})",
            where="network",
            expected="capacities and demands within a few orders of magnitude of each other",
            remedy="Mend the ranges of capacity and demand.",
        )
    return answer.x
