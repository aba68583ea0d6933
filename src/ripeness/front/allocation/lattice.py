"""The plane on which courses are simulated: a bordered grid, its coarse squares, and the band."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ripeness.front.allocation.ground import Ground
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.terms.errors import ModelError

BORDER = 13
"""Cells around the window, of which nothing is shown; the widest look of a feature."""

POOL = 4
"""Side of a coarse square, in cells."""

Numbers = NDArray[np.float32]

Kind = TypeVar("Kind", bound=np.generic)
"""Of what kind the numbers of a field are."""


@dataclass(frozen=True)
class Lattice:
    """Where everything is: bordered rows by width of cells, laid out as one line of cells.

    `capacity` is the share of each cell that is shown. `band` lists the cells that can change
    hands; `place_in_band` gives for each cell its place in that list (0 outside, see `in_band`).
    `up_rows` and `up_columns` carry a field on coarse squares to cells, `node_rows` and
    `node_columns` a field on nodes to coarse squares; `nodes_km` says where nodes lie.
    """

    cell_km: float
    rows: int
    columns: int
    height: int
    width: int
    capacity: Numbers
    sixteenths: NDArray[np.int32]
    band: NDArray[np.int32]
    in_band: NDArray[np.bool_]
    place_in_band: NDArray[np.int32]
    up_rows: Numbers
    up_columns: Numbers
    node_rows: Numbers
    node_columns: Numbers
    nodes_km: Numbers

    @property
    def coarse(self) -> tuple[int, int]:
        """Rows and columns of coarse squares."""
        return self.height // POOL, self.width // POOL

    def line_of(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where cells of the grid lie on the bordered plane."""
        row, column = np.divmod(cells, self.columns)
        return (row + BORDER) * self.width + column

    def bordered(self, cells: NDArray[Kind]) -> NDArray[Kind]:
        """Lay fields (…, rows, columns) onto the bordered plane (…, cells in one line)."""
        more = [(0, 0)] * (cells.ndim - 2)
        below, right = self.height - BORDER - self.rows, self.width - self.columns
        laid = np.pad(cells, [*more, (BORDER, below), (0, right)])
        return laid.reshape(*cells.shape[:-2], -1)

    def window(self, line: NDArray[Kind]) -> NDArray[Kind]:
        """Bring fields on the bordered plane back to (…, rows, columns)."""
        laid = line.reshape(*line.shape[:-1], self.height, self.width)
        return laid[..., BORDER : BORDER + self.rows, : self.columns]


def lattice_of(ground: Ground, settings: AllocationSettings) -> Lattice:
    """Lay out the plane for one source's ground at its origin.

    Args:
        ground: The ground.
        settings: How wide the band is, and how far apart the nodes.

    Raises:
        ModelError: If no cell lies near a line, for example where one side holds all that is shown.
    """
    rows, columns = ground.capacity.shape
    height = _up_to(rows + 2 * BORDER, POOL)
    width = _up_to(columns + BORDER - 1, POOL)
    kilometres = ground.grid.cell_m / 1000.0
    band = band_of(ground.now, ground.capacity, settings=settings, cell_km=kilometres)
    if not band.any():
        raise ModelError(
            "no cell near a line between the sides",
            where=f"cells of {ground.source!r} on {ground.origin}",
            expected="ground held and ground not held inside the window",
            remedy="Choose a source or a window through which the line runs.",
        )
    down, right = height // POOL, width // POOL
    spacing = max(round(settings.node_km / (POOL * kilometres)), 1)
    node_down, node_right = -(-down // spacing) + 1, -(-right // spacing) + 1
    made = np.meshgrid(np.arange(node_down), np.arange(node_right), indexing="ij")
    bare = Lattice(
        cell_km=kilometres,
        rows=rows,
        columns=columns,
        height=height,
        width=width,
        capacity=np.empty(0, np.float32),
        sixteenths=np.empty(0, np.int32),
        band=np.empty(0, np.int32),
        in_band=np.empty(0, np.bool_),
        place_in_band=np.empty(0, np.int32),
        up_rows=between(height, down, POOL),
        up_columns=between(width, right, POOL),
        node_rows=between(down, node_down, spacing, shift=0.0),
        node_columns=between(right, node_right, spacing, shift=0.0),
        nodes_km=np.stack([axis.ravel() for axis in made], 1).astype(np.float32)
        * np.float32(spacing * POOL * kilometres),
    )
    return _with_cells(bare, ground, band)


def band_of(
    now: NDArray[np.uint8],
    capacity: NDArray[np.uint8],
    *,
    settings: AllocationSettings,
    cell_km: float,
) -> NDArray[np.bool_]:
    """Return the cells that may change hands: near the line, on either side of it.

    Args:
        now: Sixteenths held.
        capacity: Sixteenths shown.
        settings: How far the band reaches before and behind the line.
        cell_km: Side of a cell, in km.
    """
    depth = depth_km(now, capacity, cell_km=cell_km)
    return (depth <= settings.band_km) & (depth >= -settings.behind_km) & (capacity > 0)


def depth_km(
    now: NDArray[np.uint8], capacity: NDArray[np.uint8], *, cell_km: float
) -> NDArray[np.float64]:
    """Return how far each cell lies from the line: positive ahead of it, negative where held.

    A cell belongs to who holds the greater part of it, and lies as far from the line as its
    middle from that of the nearest cell of the other side; infinitely far where there is none.

    Args:
        now: Sixteenths held.
        capacity: Sixteenths shown.
        cell_km: Side of a cell, in km.
    """
    held = mostly_held(now, capacity)
    free = ~held & (capacity > 0)
    if not held.any() or not free.any():
        return np.where(held, -np.inf, np.inf)
    ahead = np.asarray(ndimage.distance_transform_edt(~held))
    behind = np.asarray(ndimage.distance_transform_edt(~free))
    return np.where(held, -behind, ahead) * cell_km


def mostly_held(now: NDArray[np.uint8], capacity: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which cells are held at least by half of what is shown of them.

    Args:
        now: Sixteenths held.
        capacity: Sixteenths shown.
    """
    return (2 * now.astype(np.int32) >= capacity) & (capacity > 0)


def between(fine: int, coarse: int, step: int, *, shift: float = 0.5) -> Numbers:
    """Return the matrix that carries values at coarse points linearly to fine points.

    Args:
        fine: Number of fine points.
        coarse: Number of coarse points.
        step: Fine points from one coarse point to the next.
        shift: 0.5 where both stand for the middles of squares, 0 where both begin at one point.
    """
    at = np.clip((np.arange(fine) + shift) / step - shift, 0, coarse - 1)
    low = np.minimum(np.floor(at).astype(int), max(coarse - 2, 0))
    share = (at - low).astype(np.float32)
    carried = np.zeros((fine, coarse), np.float32)
    carried[np.arange(fine), low] = 1 - share
    carried[np.arange(fine), np.minimum(low + 1, coarse - 1)] += share
    return carried


def _with_cells(bare: Lattice, ground: Ground, band: NDArray[np.bool_]) -> Lattice:
    in_band = bare.bordered(band).astype(np.bool_)
    cells = np.flatnonzero(in_band).astype(np.int32)
    place = np.zeros(len(in_band), np.int32)
    place[cells] = np.arange(len(cells))
    shown = bare.bordered(ground.capacity)
    return Lattice(
        **{
            **vars(bare),
            "capacity": (shown / np.float32(16)).astype(np.float32),
            "sixteenths": shown.astype(np.int32),
            "band": cells,
            "in_band": in_band,
            "place_in_band": place,
        }
    )


def _up_to(number: int, step: int) -> int:
    return -(-number // step) * step
