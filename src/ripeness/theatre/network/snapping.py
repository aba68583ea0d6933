"""Snapping: places and origins to the nearest link, ends of a scheme to a mapped network."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely
from shapely.ops import substring

from ripeness.theatre.network.declared import Transfer
from ripeness.theatre.network.drawn import Drawn

LEAST_KM = 0.1
"""A transfer is at least this long, so that the ground under it always counts."""

AT_NODE_M = 1000.0
"""A place whose nearest point of a link is this near one of its ends hangs on that end."""


def joined_to_mapped(
    scheme: pd.DataFrame, mapped: pd.DataFrame, *, within_m: float
) -> pd.DataFrame:
    """Join a scheme of one mode to a mapped network of that mode where both know a town.

    Every end of the scheme within a distance of the mapped network gets a link to its nearest
    point, of the scheme's standing. Links of the scheme of which both ends are so joined are
    dropped: the map shows them.

    Args:
        scheme: Lines on a plane that meet at their ends only.
        mapped: Lines on the same plane, not yet split.
        within_m: How far an end may lie from the mapped network.

    Returns:
        The lines of both and those that join them.
    """
    if scheme.empty or mapped.empty:
        return pd.concat([scheme, mapped], ignore_index=True)
    shapes = mapped["shape"].to_numpy(object)
    ends = [shapely.get_point(scheme["shape"].to_numpy(object), at) for at in (0, -1)]
    far = [shapely.distance(end, shapely.multilinestrings(shapes)) for end in ends]
    near = [distance <= within_m for distance in far]
    kept = scheme[~(near[0] & near[1])]
    points, first = np.unique(
        shapely.get_coordinates(
            np.concatenate([end[ok] for end, ok in zip(ends, near, strict=True)])
        ),
        axis=0,
        return_index=True,
    )
    rows = np.concatenate([np.flatnonzero(ok) for ok in near])[first]
    if not len(points):
        return pd.concat([kept, mapped], ignore_index=True)
    at = shapely.points(points)
    nearest = shapes[shapely.STRtree(shapes).nearest(at)]
    links = shapely.shortest_line(at, nearest)
    joins = scheme.iloc[rows].assign(
        shape=pd.Series(list(links), dtype=object, index=scheme.index[rows]),
        length_km=shapely.length(links) / 1000,
        whole=False,
    )
    joins = joins[joins["length_km"] > 0]
    return pd.concat([kept, mapped, joins], ignore_index=True)


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
