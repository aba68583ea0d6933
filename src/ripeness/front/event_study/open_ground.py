"""Points of open ground over which the line passed: what a front does where no town falls."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

from ripeness.evidence.panel import ControlPanel
from ripeness.front.event_study.ground import Ground, Numbers, Town, Weeks, around
from ripeness.front.event_study.settings import EventSettings, shown_radius
from ripeness.terms.question import Slot
from ripeness.theatre.grid import SIXTEENTHS, cell_centres, project


def open_ground(
    weeks: Weeks,
    panel: ControlPanel,
    towns: tuple[Town, ...],
    *,
    side: Slot,
    settings: EventSettings,
) -> Ground:
    """Return the ground around points of a lattice over which one side's line passed.

    Points lie away from every place, and their disc inside what the source draws.

    Args:
        weeks: One source's maps at Sundays.
        panel: Carries the grid.
        towns: The places.
        side: The side whose gains are counted.
        settings: How far apart points lie, and from places.
    """
    states = weeks.held if side == weeks.drawn else weeks.free
    cells = _points(weeks, states, panel, towns=towns, settings=settings)
    grid = panel.grid
    rows, columns = np.divmod(cells, grid.columns)
    at_km = np.column_stack(
        [
            (grid.origin_x_m + (columns + 0.5) * grid.cell_m) / 1000,
            (grid.origin_y_m - (rows + 0.5) * grid.cell_m) / 1000,
        ]
    )
    degrees = np.column_stack(cell_centres(grid, cells))
    nothing = shapely.Polygon()
    points = tuple(
        Town(id=f"cell_{cell}", centre=(float(at[0]), float(at[1])), outline=nothing)
        for cell, at in zip(cells, degrees, strict=True)
    )
    share = states[:, cells].T / SIXTEENTHS
    share = np.where(weeks.read[None], share, np.nan)
    return Ground(
        weeks=weeks,
        side=side,
        towns=points,
        at_km=at_km,
        around=tuple(around(weeks, panel, point, side=side, settings=settings) for point in points),
        share=share,
        beyond=_beyond(weeks, states, panel, at_km=at_km, share=share),
    )


def _points(
    weeks: Weeks,
    states: NDArray[np.uint8],
    panel: ControlPanel,
    *,
    towns: tuple[Town, ...],
    settings: EventSettings,
) -> NDArray[np.int64]:
    """Return the cells of the lattice over which the line passed, away from places and edges."""
    grid = panel.grid
    step = max(round(settings.lattice_km * 1000 / grid.cell_m), 1)
    rows, columns = np.divmod(np.arange(grid.size), grid.columns)
    lattice = (rows % step == 0) & (columns % step == 0)
    seen = states[weeks.read] >= SIXTEENTHS / 2
    if not len(seen):
        return np.zeros(0, dtype=np.int64)
    passed = ~seen[0] & seen.any(axis=0)
    cells = np.flatnonzero(lattice & passed)
    x = grid.origin_x_m + (columns[cells] + 0.5) * grid.cell_m
    y = grid.origin_y_m - (rows[cells] + 0.5) * grid.cell_m
    inner = weeks.edge.buffer(-settings.radii_km[shown_radius(settings)] * 1000)
    places = shapely.union_all([project(town.outline, grid.crs) for town in towns])
    near = shapely.buffer(places, settings.from_places_km * 1000)
    return cells[shapely.contains_xy(inner, x, y) & ~shapely.contains_xy(near, x, y)]


def _beyond(
    weeks: Weeks, states: NDArray[np.uint8], panel: ControlPanel, *, at_km: Numbers, share: Numbers
) -> Numbers:
    """Return how far the line lies beyond each point in km, by point and week."""
    grid = panel.grid
    drawn = (weeks.held.astype(np.int16) + weeks.free) > 0
    found = np.full(share.shape, np.nan)
    for week in np.flatnonzero(weeks.read):
        held = (states[week] >= SIXTEENTHS / 2).reshape(grid.rows, grid.columns)
        inside = drawn[week].reshape(grid.rows, grid.columns)
        edge = np.flatnonzero(_beside(held, inside))
        if len(edge) and len(at_km):
            rows, columns = np.divmod(edge, grid.columns)
            x = (grid.origin_x_m + (columns + 0.5) * grid.cell_m) / 1000
            y = (grid.origin_y_m - (rows + 0.5) * grid.cell_m) / 1000
            far, _ = KDTree(np.column_stack([x, y])).query(at_km)
            found[:, week] = np.where(share[:, week] >= 0.5, far, -far)
    return found


def _beside(held: NDArray[np.bool_], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the cells held beside which one lies that is drawn and not held."""
    other = np.pad(~held & inside, 1)
    return held & (other[:-2, 1:-1] | other[2:, 1:-1] | other[1:-1, :-2] | other[1:-1, 2:])
