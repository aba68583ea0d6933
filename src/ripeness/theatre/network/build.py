"""Building a network: lines and places in, a small graph with the cells its links cross out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import shapely

from ripeness.theatre.grid import Grid, project, unproject
from ripeness.theatre.network.checks import checked
from ripeness.theatre.network.contraction import contracted, only_linked, pruned
from ripeness.theatre.network.crossed import cells_crossed
from ripeness.theatre.network.declared import LinkClass, Transfer
from ripeness.theatre.network.drawn import Drawn, compacted, merged, numbered
from ripeness.theatre.network.lines import Lines, laid
from ripeness.theatre.network.record import Network, network_of
from ripeness.theatre.network.snapping import attached, joins_to_mapped, shown_by_map
from ripeness.theatre.network.splitting import crossings_without_node, split_at_crossings


@dataclass(frozen=True)
class BuildRules:
    """How lines become a graph.

    `precision_m` is the raster by which tracks side by side become one, `merged_m` the length
    below which a link is no link, `joined_m` how far a scheme's town may lie from a mapped network,
    `detour` how many times as long a mapped way may be that stands for a scheme's link.
    """

    classes: Mapping[str, LinkClass]
    transfers: Mapping[str, Transfer]
    precision_m: float = 100.0
    merged_m: float = 400.0
    joined_m: float = 5000.0
    detour: float = 1.5


@dataclass(frozen=True)
class Built:
    """A network, and what building it found: places off it, crossings of a scheme, lengths, km."""

    network: Network
    off_network: tuple[str, ...]
    crossings: int
    given_km: float
    split_km: float


def build_network(
    parts: Sequence[Lines], places: pd.DataFrame, *, grid: Grid, rules: BuildRules
) -> Built:
    """Build a network of lines and places.

    Lines of one mode are split where they cross, except those of a scheme, which meet at their
    ends and are joined to the mapped lines near them. Places hang on the nearest link of each mode.
    Branches that lead to no place are left out, and chains become one link.

    Args:
        parts: Lines by source, in longitudes and latitudes.
        places: `place`, `kind` (place or origin), `side`, `lon`, `lat`.
        grid: The grid on whose plane the network lies.
        rules: How lines become a graph.

    Raises:
        NetworkError: If the network so built has a fault; places off it are left out and told.
    """
    plane = [laid(part, grid).table for part in parts]
    lines = pd.concat(plane, ignore_index=True)
    split = [_split(lines[lines["mode"] == mode], rules) for mode in ("road", "rail")]
    pieces = pd.concat([part for part in split if len(part)], ignore_index=True)
    drawn = merged(numbered(pieces, rules.classes), within_m=rules.merged_m)
    drawn = attached(drawn, _on_plane(places, grid), transfers=rules.transfers)
    small = only_linked(_small(_network(compacted(drawn), grid)))
    network = replace(small, sources=tuple(part.source for part in parts))
    linked = set(network.nodes["place"])
    scheme = lines[lines["whole"]]
    return Built(
        network=checked(network),
        off_network=tuple(name for name in places["place"] if name not in linked),
        crossings=crossings_without_node(scheme) if len(scheme) else 0,
        given_km=float(lines["length_km"].sum()),
        split_km=float(pieces["length_km"].sum()),
    )


def _split(lines: pd.DataFrame, rules: BuildRules) -> pd.DataFrame:
    """Split the lines of one mode; of a scheme keep, whole, the links that no map shows."""
    scheme, mapped = lines[lines["whole"]], lines[~lines["whole"]]
    if mapped.empty:
        return scheme
    joins = joins_to_mapped(scheme, mapped, within_m=rules.joined_m)
    pieces = split_at_crossings(
        pd.concat([mapped, joins], ignore_index=True), precision_m=rules.precision_m
    )
    if scheme.empty:
        return pieces
    rounded = shapely.set_precision(scheme["shape"].to_numpy(object), rules.precision_m)
    scheme = scheme.assign(shape=pd.Series(list(rounded), dtype=object, index=scheme.index))
    drawn = (numbered(part, rules.classes) for part in (scheme, pieces))
    shown = shown_by_map(*drawn, detour=rules.detour)
    return pd.concat([pieces, scheme[~shown]], ignore_index=True)


def _on_plane(places: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    points = shapely.MultiPoint(places[["lon", "lat"]].to_numpy(float))
    metres = shapely.get_coordinates(project(points, grid.crs))
    return places.assign(x_m=metres[:, 0], y_m=metres[:, 1])


def _network(drawn: Drawn, grid: Grid) -> Network:
    """Return the network as plain tables, its links' cells counted."""
    points = shapely.MultiPoint(drawn.nodes[["x_m", "y_m"]].to_numpy(float))
    degrees = shapely.get_coordinates(unproject(points, grid.crs))
    nodes = drawn.nodes.assign(lon=degrees[:, 0], lat=degrees[:, 1])
    links = drawn.links
    lines = links["shape"].to_numpy(object)
    crossed = cells_crossed(lines, grid, length_km=links["length_km"].to_numpy(float))
    return network_of(nodes, links.drop(columns="shape"), crossed=crossed, grid=grid)


def _small(network: Network) -> Network:
    """Prune and contract until neither finds anything."""
    while True:
        less = contracted(pruned(network))
        if len(less.links) == len(network.links):
            return less
        network = less
