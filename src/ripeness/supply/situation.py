"""A day on the ground, as supply sees it: who holds which place, and what has to arrive there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.supply.assumed import Assumed
from ripeness.supply.held import HALF, Ground, distance_km, facing_ground
from ripeness.supply.surroundings import front_km, nearest_front_km
from ripeness.terms.errors import DataError
from ripeness.terms.question import Slot
from ripeness.theatre.grid import SIXTEENTHS, Grid

FRONT_WITHIN_KM = 40.0
"""A stretch of front farther than this from every place that the side holds hangs on none."""


@dataclass(frozen=True)
class Towns:
    """The places of a case, in order: the cells of each, its centre in cells, its inhabitants."""

    ids: tuple[str, ...]
    cells: tuple[np.ndarray, ...]
    centre: np.ndarray
    people: np.ndarray

    def number(self, place: str) -> int:
        """Return the number of a place.

        Raises:
            DataError: If there is no such place.
        """
        if place not in self.ids:
            raise DataError(
                f"no place {place!r}",
                where="places of the case",
                expected="the id of a place of the case",
                remedy=f"Name one of: {', '.join(self.ids)}.",
            )
        return self.ids.index(place)


@dataclass(frozen=True)
class Situation:
    """What one side holds on a day by one source, by place in the order of `Towns`.

    `own` is the share of each place that it holds, `held` whether that is at least half,
    `behind_km` how far the place's centre lies from the other side's ground, `front_km` the length
    of front that hangs on it.
    """

    side: Slot
    ground: Ground
    own: np.ndarray
    held: np.ndarray
    behind_km: np.ndarray
    front_km: np.ndarray
    people: np.ndarray

    def demand_t(self, assumed: Assumed) -> np.ndarray:
        """Return what has to arrive at each place, tonnes a day (draw by place)."""
        wanted = assumed.people_t[:, None] * self.people + assumed.front_t[:, None] * self.front_km
        return np.where(self.held, wanted, 0.0)


def towns_of(cells: Mapping[str, np.ndarray], people: Mapping[str, int], *, grid: Grid) -> Towns:
    """Return the places of a case.

    Args:
        cells: The cells of each place; one without a cell on the grid is left out.
        people: Inhabitants of each, counted or estimated; a place not listed has none.
        grid: The grid.
    """
    ids = tuple(name for name, own in cells.items() if len(own))
    centres = [np.divmod(cells[name], grid.columns) for name in ids]
    return Towns(
        ids=ids,
        cells=tuple(np.asarray(cells[name]) for name in ids),
        centre=np.array([[rows.mean() + 0.5, columns.mean() + 0.5] for rows, columns in centres]),
        people=np.array([float(people.get(name, 0)) for name in ids]),
    )


def situation(ground: Ground, *, side: Slot, towns: Towns, grid: Grid) -> Situation:
    """Read a day's ground for one side.

    Args:
        ground: Whose every cell is.
        side: The side supplied.
        towns: The places.
        grid: The grid.
    """
    shape = grid.rows, grid.columns
    own = ground.own(side)
    share = np.array([own[cells].mean() / SIXTEENTHS for cells in towns.cells])
    held = share >= 0.5
    row, column = towns.centre.astype(int).T
    other, mine = facing_ground(ground, side, grid), (own >= HALF).reshape(shape)
    away = distance_km(other, grid).reshape(shape)
    cell_km = grid.cell_m / 1000
    front = np.zeros(len(held))
    front[held] = nearest_front_km(
        front_km(other, mine, cell_km=cell_km),
        towns.centre[held],
        most_cells=FRONT_WITHIN_KM / cell_km,
    )
    return Situation(
        side=side,
        ground=ground,
        own=share,
        held=held,
        behind_km=away[row, column],
        front_km=front,
        people=towns.people,
    )
