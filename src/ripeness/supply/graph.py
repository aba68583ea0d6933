"""A network as flow sees it: arcs with a time and a capacity, nothing else."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from ripeness.terms.errors import ModelError


@dataclass(frozen=True)
class Graph:
    """Directed arcs between numbered nodes; `link` says which link each arc belongs to.

    A link that can be used both ways is two arcs. `hours` is the time along an arc, `nodes` how
    many nodes there are. Arcs are sorted by tail, head and time.
    """

    nodes: int
    links: int
    tail: np.ndarray
    head: np.ndarray
    hours: np.ndarray
    link: np.ndarray


def graph_of(
    tail: np.ndarray,
    head: np.ndarray,
    hours: np.ndarray,
    *,
    both_ways: np.ndarray | None = None,
    nodes: int | None = None,
) -> Graph:
    """Return the graph of links given end by end; links from a node to itself carry nothing.

    Args:
        tail: The node where each link starts.
        head: The node where it ends.
        hours: The time along it.
        both_ways: Whether it can be used from its head too; all can, where it is left out.
        nodes: How many nodes there are; as many as the links name, where it is left out.

    Raises:
        ModelError: If the arrays differ in length, a node is out of range, or a time is negative
            or no number.

    Example:
        >>> graph = graph_of(np.array([0, 1]), np.array([1, 2]), np.array([1.0, 2.0]))
        >>> graph.nodes, len(graph.tail)
        (3, 4)
    """
    tail, head, hours = np.asarray(tail, int), np.asarray(head, int), np.asarray(hours, float)
    both = np.ones(len(tail), bool) if both_ways is None else np.asarray(both_ways, bool)
    same = len(tail) == len(head) == len(hours) == len(both)
    _expect(same, "links whose ends, times and directions differ in number", "one of each a link")
    count = int(max(tail.max(initial=-1), head.max(initial=-1))) + 1 if nodes is None else nodes
    ends = np.concatenate([tail, head])
    inside = bool(ends.min(initial=0) >= 0 and ends.max(initial=-1) < count)
    _expect(inside, "a link that ends at a node out of range", f"nodes from 0 to {count - 1}")
    known = bool(np.isfinite(hours).all() and (hours >= 0).all())
    _expect(known, "a link of negative or missing length", "lengths of zero or more")
    link = np.arange(len(tail))
    forth, back = tail != head, both & (tail != head)
    arcs = [
        np.concatenate([one[forth], other[back]])
        for one, other in ((tail, head), (head, tail), (hours, hours), (link, link))
    ]
    order = np.lexsort((arcs[2], arcs[1], arcs[0]))
    tails, heads, times, links = (one[order] for one in arcs)
    return Graph(count, len(tail), tails, heads, times, links)


def checked_capacity(graph: Graph, capacity: np.ndarray) -> np.ndarray:
    """Return the capacity of each arc from that of each link (last axis).

    Raises:
        ModelError: If there is not one for each link, or one is negative or no number.
    """
    capacity = np.asarray(capacity, float)
    count = capacity.shape[-1]
    _expect(count == graph.links, f"{count} capacities", f"one for each of {graph.links} links")
    known = bool(np.isfinite(capacity).all() and (capacity >= 0).all())
    _expect(known, "a negative or missing capacity", "capacities of zero or more")
    return capacity[..., graph.link]


def checked_nodes(graph: Graph, nodes: np.ndarray, *, what: str) -> np.ndarray:
    """Return node numbers once they are known to be in range, and to be some.

    Raises:
        ModelError: If there is none, or one is out of range.
    """
    found = np.unique(np.asarray(nodes, int))
    _expect(len(found) > 0, f"no {what}", f"at least one {what} on the network")
    inside = bool(found[0] >= 0 and found[-1] < graph.nodes)
    _expect(inside, f"something off the network as {what}", f"nodes from 0 to {graph.nodes - 1}")
    return found


def matrix(graph: Graph, values: np.ndarray, *, keep: np.ndarray) -> csr_matrix:
    """Return arcs as a sparse matrix; of open arcs between the same two nodes the quickest counts.

    Args:
        graph: The graph.
        values: The value of each arc.
        keep: Which arcs are open.
    """
    arcs = np.flatnonzero(keep)
    tail, head = graph.tail[arcs], graph.head[arcs]
    first = np.ones(len(arcs), bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    starts = np.zeros(graph.nodes + 1, np.int32)
    np.cumsum(np.bincount(tail[first], minlength=graph.nodes), out=starts[1:])
    parts = (values[arcs][first], head[first].astype(np.int32), starts)
    return csr_matrix(parts, shape=(graph.nodes, graph.nodes))


def _expect(right: bool, found: str, expected: str) -> None:  # noqa: FBT001  read as a sentence
    if not right:
        raise ModelError(
            found,
            where="network",
            expected=expected,
            remedy="Mend the network's links, or its places and origins, and run again.",
        )
