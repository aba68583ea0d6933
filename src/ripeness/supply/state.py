"""The state of every link on a day, for one side, by one source's drawing of the ground."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from ripeness.supply.held import HALF, Ground, line_distance_km
from ripeness.terms.errors import AlignmentError
from ripeness.terms.files import digest_of_bytes
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Grid
from ripeness.theatre.network.declared import StateRules
from ripeness.theatre.network.record import Network

OPEN, DEGRADED, CLOSED = 0, 1, 2
"""The states of a link: used as it is, used under threat from near the line, not used."""


@dataclass(frozen=True)
class LinkGround:
    """What the ground says of each link for one side.

    `lost_km` counts the kilometres in cells of which the side holds less than half, `line_km` the
    distance of the link's nearest cell from the other side's ground; a link of no cell (on a
    network that lies on no ground) has zero and infinity.
    """

    lost_km: np.ndarray
    line_km: np.ndarray


def link_ground(network: Network, ground: Ground, *, side: Slot) -> LinkGround:
    """Read the ground under every link, for one side.

    Args:
        network: The network; its links' cells are those of `grid`.
        ground: Whose every cell is.
        side: The side that would use the links.

    Raises:
        AlignmentError: If the ground has another number of cells than the network's grid.
    """
    grid = _aligned(network, ground)
    if grid is None:
        count = len(network.links)
        return LinkGround(np.zeros(count), np.full(count, np.inf))
    return _under(network, ground, line_distance_km(ground, side, grid), side)


def link_state(
    network: Network, ground: Ground, *, side: Slot, rules: StateRules, degraded_km: float
) -> np.ndarray:
    """Return the state of every link (int8: 0 open, 1 degraded, 2 closed).

    Args:
        network: The network.
        ground: Whose every cell is on the day, by one source.
        side: The side that would use the links.
        rules: When a link is closed.
        degraded_km: How near the line a link is degraded, km: one value of the stated range.
    """
    under = link_ground(network, ground, side=side)
    return state_of(network, under, rules=rules, degraded_km=degraded_km)


def state_of(
    network: Network, under: LinkGround, *, rules: StateRules, degraded_km: float
) -> np.ndarray:
    """Return the state of every link from what the ground under it says.

    A link is closed where more of it than `rules.closed_km`, or more than half of a shorter one,
    lies on ground of which the side holds less than half.
    """
    length = network.links["length_km"].to_numpy(float)
    enough = np.minimum(rules.closed_km, length / 2)
    closed = under.lost_km > enough
    state = np.where(under.line_km < degraded_km, DEGRADED, OPEN)
    return np.where(closed, CLOSED, state).astype(np.int8)


def signature(state: np.ndarray) -> str:
    """Return the digest by which a state of all links is known.

    Example:
        >>> signature(np.array([0, 1, 2], np.int8)) == signature(np.array([0, 1, 2]))
        True
    """
    return digest_of_bytes(np.asarray(state, np.int8).tobytes())


def place_cells(network: Network) -> pd.Series:
    """Return the cell in which each place's node lies, by the place's id."""
    nodes = network.nodes[network.nodes["kind"] == "place"]
    grid = network.grid
    if grid is None:
        return pd.Series(np.zeros(0, np.int64), name="cell")
    column = np.floor((nodes["x_m"].to_numpy(float) - grid.origin_x_m) / grid.cell_m)
    row = np.floor((grid.origin_y_m - nodes["y_m"].to_numpy(float)) / grid.cell_m)
    return pd.Series(
        (row * grid.columns + column).astype(np.int64), index=nodes["place"].to_numpy(), name="cell"
    )


def supply_by_cell(
    network: Network, delivered: pd.Series, ground: Ground, *, side: Slot
) -> np.ndarray:
    """Return for each cell the delivered share at the nearest place that a side holds.

    Args:
        network: The network, which lies on a grid.
        delivered: Delivered share by the place's id, 0-1.
        ground: Whose every cell is.
        side: The side supplied.

    Returns:
        One share for each cell of the grid; missing everywhere where the side holds no place.
    """
    grid = _aligned(network, ground)
    if grid is None:
        return np.zeros(0)
    cells = place_cells(network).reindex(delivered.index)
    kept = delivered[cells.notna() & delivered.notna()]
    at = cells.loc[kept.index].to_numpy(np.int64)
    held = ground.own(side)[at] >= HALF
    if not held.any():
        return np.full(grid.size, np.nan)
    points = np.column_stack(np.divmod(at[held], grid.columns))
    every = np.column_stack(np.divmod(np.arange(grid.size), grid.columns))
    _, nearest = KDTree(points).query(every)
    return kept.to_numpy(float)[held][nearest]


def _under(network: Network, ground: Ground, away: np.ndarray, side: Slot) -> LinkGround:
    count = len(network.links)
    link = network.crossed["link"].to_numpy()
    cell = network.crossed["cell"].to_numpy()
    lost = np.where(ground.own(side)[cell] < HALF, network.crossed["km"].to_numpy(), 0.0)
    nearest = np.full(count, np.inf)
    np.minimum.at(nearest, link, away[cell])
    return LinkGround(np.bincount(link, weights=lost, minlength=count), nearest)


def _aligned(network: Network, ground: Ground) -> Grid | None:
    grid = network.grid
    if grid is not None and len(ground.by_a) != grid.size:
        raise AlignmentError(
            f"{len(ground.by_a)} cells of ground",
            where="supply",
            expected=f"the {grid.size} cells of the network's grid",
            remedy="Read the ground and the network on one grid.",
        )
    return grid
