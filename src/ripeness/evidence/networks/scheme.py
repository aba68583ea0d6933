"""A scheme of roads as two tables: towns with their places, and links between towns."""

import math

import shapely

from ripeness.evidence.losses.rows import read_rows
from ripeness.evidence.networks.limits import refuse
from ripeness.theatre.network.lines import Lines, lines_of
from ripeness.theatre.network.record import NetworkSource

NODES = {"node", "lon", "lat"}
LINKS = {"u", "v", "est_road_km"}

MINOR = "minor"
"""A word of `confidence` that marks lesser roads; all others are main roads."""


def read_scheme(nodes: bytes, links: bytes, source: NetworkSource, *, where: str) -> Lines:
    """Read a scheme of roads.

    Its towns are ends of lines and lose their names here; lines meet at their ends only.

    Args:
        nodes: The table of towns (`node`, `lon`, `lat`).
        links: The table of links (`u`, `v`, `est_road_km`, and `confidence` if it has one).
        source: Where they are from.
        where: The files, for messages.

    Raises:
        UpstreamError: If a table is not one of these, or names a town that is not there.
    """
    towns = {
        row["node"]: (_number(row["lon"], where), _number(row["lat"], where))
        for row in read_rows(nodes, where=where, needed=NODES)
    }
    rows = []
    for number, row in enumerate(read_rows(links, where=where, needed=LINKS), start=2):
        tail, head = towns.get(row["u"]), towns.get(row["v"])
        if tail is None or head is None or tail == head:
            found = f"a link {row['u'][:40]!r} to {row['v'][:40]!r} on line {number}"
            refuse(found, where=where, expected="two different towns of the other table")
        rows.append(
            {
                "shape": shapely.LineString([tail, head]),
                "mode": "road",
                "link_class": "secondary" if MINOR in row.get("confidence", "") else "primary",
                "length_km": _number(row["est_road_km"], where),
                "both_ways": True,
                "whole": True,
            }
        )
    return lines_of(rows, source)


def _number(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        refuse(f"{text[:40]!r}", where=where, expected="a number")
    return value
