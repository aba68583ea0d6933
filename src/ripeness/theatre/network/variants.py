"""Variants of a network: rail alone, road alone, both, and both with links dropped or drawn."""

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import KDTree

from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError
from ripeness.theatre.network.checks import repeated
from ripeness.theatre.network.contraction import only_links
from ripeness.theatre.network.crossed import cells_crossed
from ripeness.theatre.network.record import CROSSED_TYPES, LINK_TYPES, Network, typed

Variant = Literal["rail", "road", "both", "perturbed"]
"""The networks through which every result is carried."""

VARIANTS: tuple[Variant, ...] = get_args(Variant)

PERTURBED = (0.10, 0.20)
"""The share of links that a perturbed draw drops or adds, drawn evenly between these."""

NEIGHBOURS = 8
"""A drawn link joins a node to one of this many nearest nodes of its mode."""


def variant(network: Network, name: Variant, *, seed: int = 0, draw: int = 0) -> Network:
    """Return a variant of a network.

    Args:
        network: The network with roads and rail.
        name: Which variant.
        seed: The seed of the run; only `perturbed` draws.
        draw: Number of the draw; even ones drop links, odd ones add them.

    Raises:
        ModelError: If there is no such variant.
    """
    match name:
        case "both":
            return network
        case "rail" | "road":
            mode, kind = network.links["mode"], network.links["link_class"]
            kept = (mode == name) | ((mode == "transfer") & (kind == name))
            return only_links(network, kept.to_numpy())
        case "perturbed":
            return _perturbed(
                network, stream(seed, "theatre", "network", draw), drops=draw % 2 == 0
            )
        case _:
            raise ModelError(
                f"no variant {name!r}",
                where="network",
                expected=", ".join(VARIANTS),
                remedy="Name one of them.",
            )


def _perturbed(network: Network, generator: np.random.Generator, *, drops: bool) -> Network:
    moving = np.flatnonzero((network.links["mode"] != "transfer").to_numpy())
    count = round(generator.uniform(*PERTURBED) * len(moving))
    if drops:
        kept = np.ones(len(network.links), bool)
        kept[generator.choice(moving, size=count, replace=False)] = False
        return only_links(network, kept)
    return _with_drawn(network, moving, generator, count=count)


def _with_drawn(
    network: Network, moving: np.ndarray, generator: np.random.Generator, *, count: int
) -> Network:
    """Add links, each like one that is there but between two other nodes near each other."""
    links = network.links
    like = links.iloc[generator.choice(moving, size=count, replace=True)].reset_index(drop=True)
    tail, head = links["tail"].to_numpy(int).copy(), links["head"].to_numpy(int).copy()
    points = network.nodes[["x_m", "y_m"]].to_numpy(float)
    straight = np.hypot(*(points[head] - points[tail]).T) / 1000
    pairs = np.full((count, 2), -1)
    for mode in ("road", "rail"):
        chosen = np.flatnonzero((like["mode"] == mode).to_numpy())
        ends = np.unique(links.loc[links["mode"] == mode, ["tail", "head"]].to_numpy(int))
        pairs[chosen] = _near_pairs(points, ends, generator, count=len(chosen))
    new = like.assign(tail=pairs[:, 0], head=pairs[:, 1], both_ways=True, standing="drawn")
    far = np.hypot(*(points[pairs[:, 1]] - points[pairs[:, 0]]).T) / 1000
    detour = {
        mode: float(np.median(_detours(links, straight, mode))) for mode in like["mode"].unique()
    }
    length = far * like["mode"].map(detour).to_numpy(float)
    speed = like["speed_km_per_h"].to_numpy(float)
    new = new.assign(
        length_km=length, hours=np.divide(length, speed, out=length * 0, where=speed > 0)
    )
    apart = ((pairs[:, 0] != pairs[:, 1]) & (length > 0)).tolist()
    return _joined(network, new[apart].reset_index(drop=True), points)


def _near_pairs(
    points: np.ndarray, ends: np.ndarray, generator: np.random.Generator, *, count: int
) -> np.ndarray:
    """Draw pairs of nodes of one mode, the second among the nearest of the first."""
    if len(ends) < 2 or not count:
        return np.zeros((count, 2), int)
    near = min(NEIGHBOURS, len(ends) - 1)
    first = generator.integers(len(ends), size=count)
    ranks = np.arange(1, near + 2)
    found = np.asarray(KDTree(points[ends]).query(points[ends[first]], k=ranks)[1])
    second = found[np.arange(count), generator.integers(1, near + 1, size=count)]
    return np.column_stack([ends[first], ends[second]])


def _detours(links: pd.DataFrame, straight: np.ndarray, mode: str) -> np.ndarray:
    """Return how much longer links of a mode are than a straight line, where that can be said."""
    same = (links["mode"] == mode).to_numpy() & (straight > 1)
    if not same.any():
        return np.ones(1)
    return np.maximum(links["length_km"].to_numpy(float)[same] / straight[same], 1.0)


def _joined(network: Network, new: pd.DataFrame, points: np.ndarray) -> Network:
    first, crossed = len(network.links), network.crossed
    if network.grid is not None and len(new):
        ends = points[new[["tail", "head"]].to_numpy(int)]
        lines = np.asarray(shapely.linestrings(ends))
        cells = cells_crossed(lines, network.grid, length_km=new["length_km"].to_numpy(float))
        cells = cells.assign(link=cells["link"] + first)
        crossed = typed(pd.concat([crossed, cells], ignore_index=True), CROSSED_TYPES)
    links = typed(pd.concat([network.links, new], ignore_index=True), LINK_TYPES)
    once = ~repeated(links) | (links["standing"] != "drawn").to_numpy()
    return only_links(replace(network, links=links, crossed=crossed), once)
