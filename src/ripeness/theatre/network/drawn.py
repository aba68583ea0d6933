"""A network still drawn: links with their shapes on the plane, numbered nodes at their ends."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ripeness.theatre.network.declared import LinkClass

END_M = 0.5
"""Ends of lines nearer than this are one node."""


@dataclass(frozen=True)
class Drawn:
    """Links with shapes, and the nodes at their ends; a node belongs to one mode."""

    nodes: pd.DataFrame
    links: pd.DataFrame


def numbered(lines: pd.DataFrame, classes: Mapping[str, LinkClass]) -> Drawn:
    """Number the ends of lines: ends of one mode at one point are one node.

    Args:
        lines: Lines on a plane, split where they cross.
        classes: What each class carries, and how fast.
    """
    shapes = lines["shape"].to_numpy(object)
    ends = np.vstack([shapely.get_coordinates(shapely.get_point(shapes, at)) for at in (0, -1)])
    mode = np.tile((lines["mode"] == "rail").to_numpy(int), 2)
    key = np.column_stack([np.round(ends / (2 * END_M)), mode])
    _, first, node = np.unique(key, axis=0, return_index=True, return_inverse=True)
    nodes = pd.DataFrame({"x_m": ends[first, 0], "y_m": ends[first, 1]})
    count = len(lines)
    stated = [classes[name] for name in lines["link_class"]]
    links = lines.drop(columns="whole").assign(
        tail=node[:count],
        head=node[count:],
        hours=lines["length_km"].to_numpy(float) / np.array([one.km_per_h for one in stated]),
        low_t_per_day=[one.t_per_day.low for one in stated],
        high_t_per_day=[one.t_per_day.high for one in stated],
    )
    return Drawn(nodes, links)


def merged(drawn: Drawn, *, within_m: float) -> Drawn:
    """Merge nodes joined by links shorter than a distance, and drop what then joins nothing.

    Of several links between two nodes that differ in length by less than a quarter, the one that
    carries most is kept: they are one road or one line, drawn in strands.

    Args:
        drawn: The network as drawn.
        within_m: Links shorter than this vanish, their two ends becoming one node.
    """
    links, count = drawn.links, len(drawn.nodes)
    short = (links["length_km"] * 1000 < within_m).to_numpy()
    pairs = links.loc[short, ["tail", "head"]].to_numpy(int)
    joined = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, group = connected_components(joined, directed=False)
    nodes = drawn.nodes.groupby(group)[["x_m", "y_m"]].mean().reset_index(drop=True)
    links = links.assign(tail=group[links["tail"]], head=group[links["head"]])
    links = links[links["tail"] != links["head"]]
    return compacted(Drawn(nodes, _single(links)))


def compacted(drawn: Drawn) -> Drawn:
    """Drop nodes at which no link ends, and number the rest anew."""
    used = np.unique(drawn.links[["tail", "head"]].to_numpy(int))
    number = np.full(len(drawn.nodes), -1)
    number[used] = np.arange(len(used))
    links = drawn.links.assign(tail=number[drawn.links["tail"]], head=number[drawn.links["head"]])
    return Drawn(drawn.nodes.iloc[used].reset_index(drop=True), links.reset_index(drop=True))


def _single(links: pd.DataFrame) -> pd.DataFrame:
    """Keep one of several strands between two nodes."""
    ends = np.sort(links[["tail", "head"]].to_numpy(int), axis=1)
    ordered = links.assign(near=ends[:, 0], far=ends[:, 1]).sort_values(
        ["near", "far", "mode", "length_km"], kind="stable"
    )
    group = ordered.groupby(["near", "far", "mode", "both_ways"], sort=False)
    shortest = group["length_km"].transform("min")
    strand = ordered["length_km"] < 1.25 * shortest
    one_way = ~ordered["both_ways"]
    best = ordered[strand & ~one_way].sort_values("high_t_per_day", ascending=False, kind="stable")
    best = best.drop_duplicates(["near", "far", "mode"])
    kept = pd.concat([best, ordered[~strand | one_way]]).sort_index()
    return kept.drop(columns=["near", "far"])
