"""Snapping: places and origins to the nearest link, ends of a scheme to a mapped network."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree
from shapely.ops import substring

from ripeness.theatre.network.declared import Transfer
from ripeness.theatre.network.drawn import END_M, Drawn

LEAST_KM = 0.1
"""A transfer is at least this long, so that the ground under it always counts."""

AT_NODE_M = 1000.0
"""A place whose nearest point of a link is this near one of its ends hangs on that end."""


def joins_to_mapped(scheme: pd.DataFrame, mapped: pd.DataFrame, *, within_m: float) -> pd.DataFrame:
    """Return links that join the ends of a scheme to the mapped network near them.

    Args:
        scheme: Lines of one mode on a plane, that meet at their ends only.
        mapped: Lines of that mode on the same plane.
        within_m: How far an end may lie from the mapped network to be joined to it.

    Returns:
        Lines of the scheme's standing, from its ends to the nearest points of the mapped network.
    """
    ends = [shapely.get_point(scheme["shape"].to_numpy(object), at) for at in (0, -1)]
    points, first = np.unique(
        shapely.get_coordinates(np.concatenate(ends)), axis=0, return_index=True
    )
    if not len(points) or mapped.empty:
        return scheme.iloc[:0]
    at, shapes = shapely.points(points), mapped["shape"].to_numpy(object)
    links = shapely.shortest_line(at, shapes[shapely.STRtree(shapes).nearest(at)])
    length = shapely.length(links)
    near = (length > 0) & (length <= within_m)
    rows = scheme.iloc[first[near] % len(scheme)].reset_index(drop=True)
    return rows.assign(
        shape=pd.Series(list(links[near]), dtype=object),
        length_km=length[near] / 1000,
        whole=False,
    )


def shown_by_map(scheme: Drawn, mapped: Drawn, *, detour: float) -> np.ndarray:
    """Say of each link of a scheme whether a mapped network joins its ends as well.

    Args:
        scheme: The scheme's links with numbered nodes.
        mapped: The mapped network, joined to the scheme's towns.
        detour: How many times the scheme's length the way over the map may be.
    """
    points = mapped.nodes[["x_m", "y_m"]].to_numpy(float)
    away, node = KDTree(points).query(scheme.nodes[["x_m", "y_m"]].to_numpy(float))
    there = np.asarray(away) <= 2 * END_M
    tail, head = scheme.links["tail"].to_numpy(int), scheme.links["head"].to_numpy(int)
    links, count = mapped.links, len(points)
    length = np.maximum(links["length_km"].to_numpy(float), 1e-6)
    ends = (links["tail"].to_numpy(int), links["head"].to_numpy(int))
    ways = csr_matrix(coo_matrix((length, ends), shape=(count, count)))
    starts, row = np.unique(np.asarray(node)[tail], return_inverse=True)
    over = dijkstra(ways, directed=False, indices=starts)[row, np.asarray(node)[head]]
    near = over <= detour * scheme.links["length_km"].to_numpy(float)
    return there[tail] & there[head] & near


def attached(drawn: Drawn, places: pd.DataFrame, *, transfers: Mapping[str, Transfer]) -> Drawn:
    """Hang places and origins on the nearest link of each mode, splitting it there.

    Args:
        drawn: The network as drawn.
        places: `place`, `kind`, `side`, `x_m`, `y_m` of each place and origin.
        transfers: By mode, how far a place may lie from a link, and what the transfer takes.

    Returns:
        The network with a node for each place and a link of the mode `transfer` to each mode it
        is near; a place near none has a node and no link.
    """
    nodes = drawn.nodes.assign(kind="junction", place="", side="")
    first = len(nodes)
    nodes = pd.concat([nodes, places[["x_m", "y_m", "kind", "place", "side"]]], ignore_index=True)
    links, numbers = drawn.links, np.arange(first, first + len(places))
    for mode in ("road", "rail"):
        if mode in transfers and (links["mode"] == mode).any():
            nodes, links = _hung(nodes, links, numbers, transfers[mode])
    return Drawn(nodes, links.reset_index(drop=True))


def _hung(
    nodes: pd.DataFrame, links: pd.DataFrame, numbers: np.ndarray, transfer: Transfer
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hang places on the links of one mode, one place after the other."""
    for number in numbers:
        at = shapely.Point(nodes.loc[number, ["x_m", "y_m"]].to_numpy(float))
        same = links[links["mode"] == transfer.mode]
        away = shapely.distance(same["shape"].to_numpy(object), at)
        nearest = int(np.argmin(away))
        if not away[nearest] <= transfer.within_km * 1000:
            continue
        nodes, links, end = _split_at(nodes, links, int(same.index[nearest]), at)
        links = pd.concat([links, _transfer(nodes, int(number), end, transfer)], ignore_index=True)
    return nodes, links


def _split_at(
    nodes: pd.DataFrame, links: pd.DataFrame, row: int, at: shapely.Point
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the network with a node on a link at its point nearest to a place, and that node."""
    tail, head = links.loc[row, ["tail", "head"]].to_numpy(int)
    shape = links["shape"].loc[row]
    along, length = shape.project(at), shape.length
    for end, where in ((tail, along), (head, length - along)):
        if where <= AT_NODE_M:
            return nodes, links, int(end)
    point, middle = shape.interpolate(along), len(nodes)
    new = {"x_m": point.x, "y_m": point.y, "kind": "junction", "place": "", "side": ""}
    share = np.array([along, length - along]) / length
    parts = links.loc[[row, row]].reset_index(drop=True)
    shapes = [substring(shape, 0, along), substring(shape, along, length)]
    parts = parts.assign(
        shape=pd.Series(shapes, dtype=object),
        tail=np.array([tail, middle]),
        head=np.array([middle, head]),
        length_km=parts["length_km"] * share,
        hours=parts["hours"] * share,
    )
    nodes = pd.concat([nodes, pd.DataFrame([new])], ignore_index=True)
    rest = links.drop(index=row)
    return nodes, pd.concat([rest, parts], ignore_index=True), middle


def _transfer(nodes: pd.DataFrame, place: int, end: int, transfer: Transfer) -> pd.DataFrame:
    """Return the link between a place and a node near it."""
    points = nodes.loc[[place, end], ["x_m", "y_m"]].to_numpy(float)
    length = float(np.hypot(*(points[1] - points[0]))) / 1000
    return pd.DataFrame(
        {
            "shape": pd.Series([shapely.LineString(points)], dtype=object),
            "mode": "transfer",
            "link_class": transfer.mode,
            "length_km": max(length, LEAST_KM),
            "both_ways": True,
            "standing": "schematic",
            "tail": place,
            "head": end,
            "hours": transfer.hours,
            "low_t_per_day": transfer.t_per_day.low,
            "high_t_per_day": transfer.t_per_day.high,
        }
    )
