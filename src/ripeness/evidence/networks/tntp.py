"""Test networks of the transport literature, in the TNTP format.

bstabler/TransportationNetworks, github.com, describes it.
"""

import re

import numpy as np
import pandas as pd

from ripeness.evidence.networks.limits import MOST_LINES, refuse
from ripeness.theatre.network.record import Network, network_of

METADATA = re.compile(r"<(?P<key>[^<>]{1,60})>\s*(?P<value>[^\r\n]*)")
END = "<END OF METADATA>"
COLUMNS = ("tail", "head", "capacity", "length", "hours")
"""The first five columns of a network file; the others say nothing of connection."""


def read_tntp(links: bytes, *, where: str, nodes: bytes | None = None) -> Network:
    """Read a test network; capacity, length and time are in the file's own units.

    Node 0 is the file's node 1. Every link is one-way, as in the file; the capacity is both ends
    of the range of tonnes a day, the free-flow time is `hours`.

    Args:
        links: The network file.
        where: The file, for messages.
        nodes: The file of the nodes' coordinates, if there is one.

    Raises:
        UpstreamError: If it is no such file, or another number of links than it says.
    """
    text = _text(links, where)
    head, _, body = text.partition(END)
    said = {found["key"].strip(): found["value"].strip() for found in METADATA.finditer(head)}
    count = _whole(said.get("NUMBER OF NODES"), where)
    table = _table(body, where)
    if len(table) != _whole(said.get("NUMBER OF LINKS"), where):
        found = f"{len(table)} links, where the file says {said.get('NUMBER OF LINKS')}"
        refuse(found, where=where, expected="all the links of a TNTP network")
    if not table[["tail", "head"]].isin(range(1, count + 1)).all(axis=None):
        refuse("a link to a node out of range", where=where, expected=f"nodes 1 to {count}")
    made = pd.DataFrame(
        {
            "tail": table["tail"].astype(int) - 1,
            "head": table["head"].astype(int) - 1,
            "mode": "road",
            "length_km": table["length"],
            "hours": table["hours"],
            "low_t_per_day": table["capacity"],
            "high_t_per_day": table["capacity"],
            "both_ways": False,
        }
    )
    return network_of(_points(nodes, count, where), made)


def _points(content: bytes | None, count: int, where: str) -> pd.DataFrame:
    points = np.full((count, 2), np.nan)
    for line in _text(content or b"", where).splitlines():
        parts = line.replace(";", " ").split()
        if len(parts) >= 3 and parts[0].isdigit() and 1 <= int(parts[0]) <= count:
            points[int(parts[0]) - 1] = [_number(part, where) for part in parts[1:3]]
    return pd.DataFrame(
        {"lon": np.nan, "lat": np.nan, "x_m": points[:, 0], "y_m": points[:, 1]},
        index=range(count),
    )


def _table(body: str, where: str) -> pd.DataFrame:
    rows = []
    for line in body.splitlines():
        content = line.split("~")[0].replace(";", " ").split()
        if not content:
            continue
        if len(content) < len(COLUMNS):
            refuse(f"a row of {len(content)} numbers", where=where, expected="at least five a link")
        rows.append([_number(text, where) for text in content[: len(COLUMNS)]])
        if len(rows) > MOST_LINES:
            refuse("too many links", where=where, expected=f"at most {MOST_LINES:,}")
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _text(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(f"no text ({error.reason})", where=where, expected="a TNTP file")


def _whole(text: str | None, where: str) -> int:
    found = re.fullmatch(r"\d{1,9}", text or "")
    if found is None:
        refuse("no count of nodes or links", where=where, expected="the head of a TNTP network")
    return int(found[0])


def _number(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        refuse(f"{text[:40]!r}", where=where, expected="a number")
    return value
