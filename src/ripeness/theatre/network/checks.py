"""Everything wrong with a network, found at once, each with its remedy."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ripeness.terms.errors import Fault, NetworkError
from ripeness.theatre.network.contraction import parts_of
from ripeness.theatre.network.record import Network


def network_faults(network: Network, *, crossings: int = 0) -> tuple[Fault, ...]:
    """Return everything wrong with a network, but not that it is in parts (`parts_fault`).

    Args:
        network: The network.
        crossings: How many of its lines cross without a node (`splitting.crossings_without_node`).
    """
    found = [*_link_faults(network), *_node_faults(network)]
    if crossings:
        found.append(
            Fault(
                "links",
                f"{crossings} crossings without a node",
                "lines that meet at their ends",
                "Split the lines where they cross (`split_at_crossings`), or mark them as a scheme.",
            )
        )
    return tuple(found)


def parts_fault(network: Network) -> Fault | None:
    """Return what is wrong if the network is in several parts, nothing if it is one.

    Parts are not refused where a network is built: a railway may well reach only some places.
    """
    _, part = parts_of(network)
    linked = np.unique(network.links[["tail", "head"]].to_numpy(int))
    sizes = np.sort(np.bincount(part[linked]))[::-1] if len(linked) else np.zeros(0, int)
    sizes = sizes[sizes > 0]
    if len(sizes) <= 1:
        return None
    return Fault(
        "links",
        f"a graph in {len(sizes)} parts, of {', '.join(map(str, sizes[:5]))} nodes",
        "a graph in one part",
        "Add the links that join them, or keep the largest part; places in the others get nothing.",
    )


def checked(network: Network, *, crossings: int = 0, in_parts: bool = True) -> Network:
    """Return the network if nothing is wrong with it.

    Args:
        network: The network.
        crossings: How many of its lines cross without a node.
        in_parts: Whether it may be in several parts.

    Raises:
        NetworkError: If anything is wrong; it names every fault.
    """
    faults = list(network_faults(network, crossings=crossings))
    parts = None if in_parts else parts_fault(network)
    faults += [parts] if parts is not None else []
    if faults:
        raise NetworkError(tuple(faults), where="network")
    return network


def _link_faults(network: Network) -> Iterator[Fault]:
    links = network.links
    length, hours = links["length_km"].to_numpy(float), links["hours"].to_numpy(float)
    low, high = links["low_t_per_day"].to_numpy(float), links["high_t_per_day"].to_numpy(float)
    ends = links[["tail", "head"]].to_numpy(int)
    outside = ((ends < 0) | (ends >= network.size)).any(axis=1)
    loops = (ends[:, 0] == ends[:, 1]) & ~outside
    rules = (
        (~(length >= 0) | ~np.isfinite(length), "a negative or missing length",
         "kilometres of zero or more", "Correct the length, or let it be measured."),
        (~(hours >= 0) | ~np.isfinite(hours), "a negative or missing time",
         "hours of zero or more", "Correct the hours, or give a speed above zero."),
        (~(high > 0), "no capacity", "more than zero tonnes a day",
         "Give the class a capacity, or leave the link out."),
        (~(low > 0) & (high > 0), "no capacity at the lower end", "more than zero tonnes a day",
         "Give the range a lower end above zero, or leave the link out."),
        ((low > high) & (low > 0) & (high > 0), "a range of capacity upside down",
         "a lower end below the upper", "Exchange the two."),
        (outside, "an end that is no node", f"nodes 0 to {network.size - 1}",
         "Add the node, or leave the link out."),
        (loops, "a link from a node to itself", "two different ends", "Leave the link out."),
        (repeated(links), "a link a second time", "each link once",
         "Leave one out; side by side they would carry twice as much."),
    )  # fmt: skip
    for wrong, found, expected, remedy in rules:
        rows = np.flatnonzero(wrong)
        if len(rows):
            shown = ", ".join(map(str, rows[:5])) + (" …" if len(rows) > 5 else "")
            yield Fault(f"links, rows {shown}", f"{found} ({len(rows)})", expected, remedy)


def repeated(links: pd.DataFrame) -> np.ndarray:
    """Mark links that repeat another: the same ends, mode, class and length, and the same ways."""
    ends = links[["tail", "head"]].to_numpy(int)
    both = links["both_ways"].to_numpy(bool)
    turned = both & (ends[:, 0] > ends[:, 1])
    key = pd.DataFrame(
        {
            "from": np.where(turned, ends[:, 1], ends[:, 0]),
            "to": np.where(turned, ends[:, 0], ends[:, 1]),
            "both": both,
            "mode": links["mode"],
            "class": links["link_class"],
            "length": links["length_km"].round(3),
        }
    )
    return key.duplicated().to_numpy()


def _node_faults(network: Network) -> Iterator[Fault]:
    nodes = network.nodes
    used = np.zeros(network.size, bool)
    ends = network.links[["tail", "head"]].to_numpy(int)
    used[ends[(ends >= 0) & (ends < network.size)]] = True
    for kind in ("place", "origin"):
        alone = nodes[(nodes["kind"] == kind) & ~used]
        for name in alone["place"]:
            yield Fault(
                f"{kind} {name}",
                f"a {kind} off the network",
                "a road or a railway near it",
                "Give a longer `within_km`, or lines that reach it, or leave it out.",
            )
    named = nodes.loc[nodes["kind"] != "junction", "place"]
    for name in named[named.duplicated() | (named == "")].unique():
        yield Fault(
            "nodes",
            f"the id {name!r} of several places or origins",
            "an id for each of them",
            "Rename one.",
        )
    if not (nodes["kind"] == "origin").any():
        yield Fault(
            "nodes",
            "no origin",
            "an origin for each side",
            "Name in the case, under `network: origins:`, where each side's supply sets out.",
        )
