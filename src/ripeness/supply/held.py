"""Who holds each cell on a day, as one source draws it: the ground on which links lie."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from scipy import ndimage

from ripeness.terms.errors import ModelError
from ripeness.terms.question import Slot
from ripeness.theatre.grid import SIXTEENTHS, Grid

HALF = SIXTEENTHS // 2
"""A cell is a side's where it holds at least this many sixteenths of it."""

LEAST_KM2 = 10.0
"""A patch of a side's ground smaller than this, apart from all its other ground, is no line."""


@dataclass(frozen=True)
class Ground:
    """Whose every cell is, in sixteenths; what neither holds is contested or not shown."""

    by_a: np.ndarray
    by_b: np.ndarray

    def own(self, side: Slot) -> np.ndarray:
        """Return the sixteenths that a side holds."""
        return self.by_a if side == "a" else self.by_b

    def other(self, side: Slot) -> np.ndarray:
        """Return the sixteenths that the other side holds."""
        return self.by_b if side == "a" else self.by_a


@dataclass(frozen=True)
class Drawing:
    """How a source's cells become ground: whom it draws, and whose the rest is.

    `complement` says that the case takes the rest of the land to be held by the other side; where
    it does not, nothing can be said of that side. `abroad` marks cells beyond the land in question,
    all of which count as the ground of the side in slot `abroad_side`. `stand_in` gives for each
    cell the cell whose drawing is read for it: itself, or the nearest one of which the source
    speaks. None: no cell is abroad, every cell stands for itself.
    """

    drawn: Slot
    complement: bool
    abroad: np.ndarray | None = None
    abroad_side: Slot | None = None
    stand_in: np.ndarray | None = None


def ground_of(held: np.ndarray, contested: np.ndarray, drawing: Drawing) -> Ground:
    """Return whose every cell is.

    Args:
        held: Sixteenths of each cell that the drawn side holds.
        contested: Sixteenths of each cell that the source draws as contested.
        drawing: What the source draws and what the case takes the rest to be.

    Raises:
        ModelError: If the case does not say whose the rest is.
    """
    if not drawing.complement:
        raise ModelError(
            "a source that draws one side only",
            where="supply",
            expected="a case that declares whose the rest is",
            remedy="Give the source a `complement` in the case, or leave it out of supply.",
        )
    if drawing.stand_in is not None:
        held, contested = held[drawing.stand_in], contested[drawing.stand_in]
    drawn = np.minimum(held, SIXTEENTHS).astype(np.uint8)
    shown = np.minimum(drawn.astype(np.int16) + contested, SIXTEENTHS)
    rest = (SIXTEENTHS - shown).astype(np.uint8)
    sides = {drawing.drawn: drawn, _facing(drawing.drawn): rest}
    if drawing.abroad is not None and drawing.abroad_side is not None:
        theirs = np.where(drawing.abroad, SIXTEENTHS, 0)
        ours = _facing(drawing.abroad_side)
        sides[drawing.abroad_side] = np.maximum(sides[drawing.abroad_side], theirs).astype(np.uint8)
        sides[ours] = np.where(drawing.abroad, 0, sides[ours]).astype(np.uint8)
    return Ground(by_a=sides["a"], by_b=sides["b"])


def stand_in_cells(spoken: np.ndarray, grid: Grid) -> np.ndarray:
    """Return for each cell the nearest one of which a source speaks: itself, where it does.

    Args:
        spoken: Whether the source speaks of the whole of each cell.
        grid: The grid.
    """
    if not spoken.any():
        return np.arange(grid.size)
    silent = ~spoken.reshape(grid.rows, grid.columns)
    row, column = ndimage.distance_transform_edt(
        silent, return_distances=False, return_indices=True
    )
    return (row * grid.columns + column).ravel()


def given_to(ground: Ground, cells: np.ndarray, side: Slot) -> Ground:
    """Return the ground with some cells held whole by one side.

    Args:
        ground: The ground as it is.
        cells: Numbers of the cells, for example those of a place.
        side: The side that is to hold them.
    """
    full = {"a": ground.by_a.copy(), "b": ground.by_b.copy()}
    full[side][cells] = SIXTEENTHS
    full[_facing(side)][cells] = 0
    return Ground(by_a=full["a"], by_b=full["b"])


def moved(
    ground: Ground, cells: np.ndarray, held: np.ndarray, *, side: Slot, fixed: np.ndarray | None
) -> Ground:
    """Return the ground with other amounts held by one side; what it leaves is the other's.

    What is contested stays so as far as there is room for it.

    Args:
        ground: The ground as it is.
        cells: Numbers of the cells that may have moved.
        held: Sixteenths of each that the side holds.
        side: The side.
        fixed: Whether each cell of the grid is one that cannot move; None: each can.
    """
    free = np.ones(len(cells), bool) if fixed is None else ~fixed[cells]
    cells, held = cells[free], np.minimum(held[free], SIXTEENTHS).astype(np.int16)
    own, other = ground.own(side).copy(), ground.other(side).copy()
    contested = SIXTEENTHS - own[cells].astype(np.int16) - other[cells]
    own[cells] = held
    other[cells] = np.maximum(SIXTEENTHS - held - contested, 0)
    return Ground(own, other) if side == "a" else Ground(other, own)


def mirrored(ground: Ground) -> Ground:
    """Return the ground with the two sides exchanged."""
    return Ground(by_a=ground.by_b, by_b=ground.by_a)


def mirrored_drawing(drawing: Drawing) -> Drawing:
    """Return the drawing with the two sides exchanged."""
    side = drawing.abroad_side
    return replace(
        drawing,
        drawn=_facing(drawing.drawn),
        abroad_side=None if side is None else _facing(side),
    )


def facing_ground(ground: Ground, side: Slot, grid: Grid) -> np.ndarray:
    """Return which cells the other side holds, without small patches (rows and columns, bool).

    Coasts and borders that a source draws otherwise than the case's outlines leave such patches far
    behind any line.

    Args:
        ground: Whose every cell is.
        side: The side that faces the other's ground.
        grid: The grid.
    """
    theirs = (ground.other(side) >= HALF).reshape(grid.rows, grid.columns)
    parts, count = ndimage.label(theirs, structure=np.ones((3, 3)))
    cells = np.bincount(parts.ravel(), minlength=count + 1)
    large = cells * (grid.cell_m / 1000) ** 2 >= LEAST_KM2
    large[0] = False
    return large[parts]


def line_distance_km(ground: Ground, side: Slot, grid: Grid) -> np.ndarray:
    """Return how far each cell lies from the nearest cell that the other side holds, km.

    Distances run from centre to centre; with no such cell they are infinite.
    """
    return distance_km((ground.other(side) >= HALF).reshape(grid.rows, grid.columns), grid)


def distance_km(theirs: np.ndarray, grid: Grid) -> np.ndarray:
    """Return how far each cell lies from the nearest of some cells, km; infinite if there is none.

    Args:
        theirs: Which cells (rows and columns).
        grid: The grid.
    """
    if not theirs.any():
        return np.full(grid.size, np.inf)
    away = ndimage.distance_transform_edt(~theirs)
    return np.asarray(away).ravel() * grid.cell_m / 1000


def ground_by_day(
    cells: pd.DataFrame, days: Iterable[date], drawing: Drawing, *, size: int
) -> Iterator[tuple[date, Ground, bool]]:
    """Yield the ground of each day, and whether it differs from that of the day before.

    Args:
        cells: The change list of one source (`ControlPanel.cells`), cut by what was known.
        days: The days, in order.
        drawing: What the source draws and what the case takes the rest to be.
        size: Number of cells of the grid.
    """
    ordered = cells.sort_values(["day", "known_on"], kind="stable")
    when = ordered["day"].to_numpy("datetime64[s]")
    cell, after = ordered["cell"].to_numpy(np.int64), ordered["after"].to_numpy(np.uint8)
    layers = {"held": np.zeros(size, np.uint8), "contested": np.zeros(size, np.uint8)}
    layer = (ordered["layer"] == "held").to_numpy()
    done, ground = 0, None
    for day in days:
        until = int(np.searchsorted(when, np.datetime64(day, "s"), side="right"))
        changed = ground is None or until > done
        for name, chosen in (("held", layer[done:until]), ("contested", ~layer[done:until])):
            layers[name][cell[done:until][chosen]] = after[done:until][chosen]
        if ground is None or changed:
            ground = ground_of(layers["held"], layers["contested"], drawing)
        done = max(done, until)
        yield day, ground, changed


def _facing(side: Slot) -> Slot:
    return "b" if side == "a" else "a"
