"""The record of a network: nodes, links, and the cells that each link crosses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from ripeness.terms.declared import Declared
from ripeness.theatre.grid import Grid

NodeKind = Literal["junction", "place", "origin"]
"""A junction has no name; a place is one of the case's; an origin is where supply sets out."""

Mode = Literal["road", "rail", "transfer"]
"""What runs on a link. A transfer joins a place or an origin to a road or a railway near it."""

Standing = Literal["mapped", "reconstructed", "schematic", "drawn"]
"""How a link came to be: surveyed on a map, reconstructed from stations, compiled by hand as a
scheme, or drawn at random to see what hangs on it."""

STANDINGS: tuple[Standing, ...] = ("mapped", "reconstructed", "schematic", "drawn")
"""Every standing, the surest first."""

NODE_TYPES = {
    "node": "int32",
    "lon": "float64",
    "lat": "float64",
    "x_m": "float64",
    "y_m": "float64",
    "kind": "object",
    "place": "object",
    "side": "object",
}
"""Columns of nodes: `node` is the row's own number; `x_m`, `y_m` lie on the grid's plane; `place`
is the id of a place or an origin, else empty; `side` is an origin's slot, else empty."""

LINK_TYPES = {
    "tail": "int32",
    "head": "int32",
    "mode": "object",
    "link_class": "object",
    "length_km": "float64",
    "hours": "float64",
    "low_t_per_day": "float64",
    "high_t_per_day": "float64",
    "speed_km_per_h": "float64",
    "both_ways": "bool",
    "standing": "object",
}
"""Columns of links: from node `tail` to node `head`, and back where `both_ways`, each way with the
whole capacity. `hours` is what it takes to pass; `speed_km_per_h` is length over hours."""

CROSSED_TYPES = {"link": "int32", "cell": "int32", "km": "float64", "inside": "bool"}
"""Columns of crossings: how many of a link's kilometres lie in a cell. Outside the window the
nearest cell of the window stands for the ground, and `inside` is false."""


class NetworkSource(Declared):
    """Where a part of a network comes from."""

    name: str
    """Short name of the part."""
    title: str
    """Name shown."""
    standing: Standing
    """How its links came to be, the least sure kind in it."""
    credit: str
    """Whom to credit."""
    licence: str
    """The licence."""
    published: str
    """Public repository and commit, or how it was compiled."""
    retrieved: date
    """The day on which it was retrieved."""
    upstream_digest: str = ""
    """SHA-256 of the upstream file."""
    notes: str = ""
    """What is wrong with it, and what was left out."""


@dataclass(frozen=True)
class Network:
    """A graph of roads and rail with the places and origins that hang on it.

    Rows are numbered from 0 and meet by that number: `links.tail` and `links.head` are rows of
    `nodes`, `crossed.link` rows of `links`. `grid` is the grid whose cells `crossed` counts, None
    for a network that lies on no ground (a test network).
    """

    nodes: pd.DataFrame
    links: pd.DataFrame
    crossed: pd.DataFrame
    grid: Grid | None
    sources: tuple[NetworkSource, ...] = ()

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    def ids(self, kind: NodeKind) -> pd.Series:
        """Return the ids of the places, or of the origins, by node."""
        chosen = self.nodes[self.nodes["kind"] == kind]
        return pd.Series(chosen["place"].to_numpy(), index=chosen["node"].to_numpy(), name="place")

    def origins(self, side: str) -> np.ndarray:
        """Return the nodes of the origins of the side in a slot."""
        nodes = self.nodes
        chosen = (nodes["kind"] == "origin") & (nodes["side"] == side)
        return nodes.loc[chosen, "node"].to_numpy(np.int32)


def network_of(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    *,
    crossed: pd.DataFrame | None = None,
    grid: Grid | None = None,
    sources: Iterable[NetworkSource] = (),
) -> Network:
    """Make a network of tables, filling the columns that follow from others.

    Args:
        nodes: At least `lon` and `lat`; rows in order of their numbers.
        links: At least `tail`, `head`, `mode`, `length_km`, `low_t_per_day`, `high_t_per_day` and
            one of `hours` and `speed_km_per_h`.
        crossed: The cells that links cross; None: of none is it known.
        grid: The grid of those cells.
        sources: Where the parts come from.

    Example:
        >>> nodes = pd.DataFrame({"lon": [37.0, 37.1], "lat": [48.0, 48.0]})
        >>> links = pd.DataFrame({"tail": [0], "head": [1], "mode": ["road"], "length_km": [8.0],
        ...     "speed_km_per_h": [40.0], "low_t_per_day": [500.0], "high_t_per_day": [900.0]})
        >>> float(network_of(nodes, links).links["hours"].iloc[0])
        0.2
    """
    nodes = _with_defaults(
        nodes, {"kind": "junction", "place": "", "side": "", "x_m": np.nan, "y_m": np.nan}
    ).assign(node=np.arange(len(nodes)))
    links = _with_defaults(links, {"link_class": "", "both_ways": True, "standing": "mapped"})
    if "hours" not in links:
        links = links.assign(hours=_over(links["length_km"], links["speed_km_per_h"]))
    if "speed_km_per_h" not in links:
        links = links.assign(speed_km_per_h=_over(links["length_km"], links["hours"]))
    return Network(
        nodes=typed(nodes, NODE_TYPES),
        links=typed(links, LINK_TYPES),
        crossed=no_crossings() if crossed is None else typed(crossed, CROSSED_TYPES),
        grid=grid,
        sources=tuple(sources),
    )


def typed(table: pd.DataFrame, types: dict[str, str]) -> pd.DataFrame:
    """Return a table with exactly these columns and types, its rows numbered anew."""
    return table[list(types)].astype(types).reset_index(drop=True)


def no_crossings() -> pd.DataFrame:
    """Return an empty table of crossings."""
    return typed(pd.DataFrame({name: [] for name in CROSSED_TYPES}), CROSSED_TYPES)


def _with_defaults(table: pd.DataFrame, defaults: dict[str, str | float | bool]) -> pd.DataFrame:
    return table.assign(**{name: value for name, value in defaults.items() if name not in table})


def _over(upper: pd.Series, lower: pd.Series) -> np.ndarray:
    """Divide, giving zero where nothing is divided by nothing."""
    above, below = upper.to_numpy(float), lower.to_numpy(float)
    return np.divide(above, below, out=np.zeros_like(above), where=below != 0)
