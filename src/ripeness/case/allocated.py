"""The allocation of an opened case: ground, hazard, tempo and units of one source, ready to run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
import shapely
import xarray as xr
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ripeness.case.opened import OpenedCase
from ripeness.case.papers import source_extent
from ripeness.evidence.panel import known_by, weekly_km2
from ripeness.front.allocation.courses import run_ensemble
from ripeness.front.allocation.ensemble import Model, Outside, model_of
from ripeness.front.allocation.fit import fit_hazard
from ripeness.front.allocation.ground import Ground, Sixteenths, ground_of
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.front.allocation.units import Unit, share_built, units_of
from ripeness.front.allocation.window_tempo import window_tempo
from ripeness.front.catalogue import OWN, tempos
from ripeness.front.settings import FrontSettings
from ripeness.terms.question import TOTAL
from ripeness.theatre.grid import Grid, cell_centres, inside_sixteenths
from ripeness.theatre.outlines import read_outlines

BUILT = "built"
"""The feature of the ground that a case's own outlines give: the share that lies in some place."""


@dataclass(frozen=True)
class Allocation:
    """One source's allocation: the model, places and regions, and ground drawn to change hands.

    `tempo_km2` is (members, weeks, gain and recapture), inside the window.
    """

    model: Model
    units: tuple[Unit, ...]
    tempo_km2: NDArray[np.float64]
    seed: int

    def courses(self, *, outside: Outside | None = None, workers: int = 1) -> xr.Dataset:
        """Return the ensemble of all members.

        Args:
            outside: Cells forced to a side, and supply.
            workers: How many batches are computed at once.
        """
        return run_ensemble(
            self.model,
            self.tempo_km2,
            units=self.units,
            seed=self.seed,
            outside=outside,
            workers=workers,
        )


@dataclass(frozen=True)
class Allocations:
    """The allocations of one run, each made when first asked for and then kept."""

    opened: OpenedCase
    seed: int
    settings: AllocationSettings
    made: dict[str, tuple[Allocation, xr.Dataset]] = field(default_factory=dict)
    alone: Lock = field(default_factory=Lock)

    def of(self, source: str) -> tuple[Allocation, xr.Dataset]:
        """Return the allocation of a source with the courses of all its members.

        Args:
            source: Name of the source.

        Raises:
            NoDataError: If the source draws no cells, or ended long before the as-of day.
            ModelError: If there is too little to fit or to forecast from.
        """
        if source not in self.made:
            ready = allocated(self.opened, source, seed=self.seed, settings=self.settings)
            courses = ready.courses()
            with self.alone:
                self.made[source] = (ready, courses)
        return self.made[source]


def allocated(
    opened: OpenedCase,
    source: str,
    *,
    seed: int,
    settings: AllocationSettings | None = None,
) -> Allocation:
    """Return the allocation of one source at the case's as-of day.

    Args:
        opened: The case.
        source: Name of the source.
        seed: The seed of the run.
        settings: Members, weeks, band and fit.

    Raises:
        NoDataError: If the source draws no cells, or ended long before the as-of day.
        ModelError: If there is too little to fit or to forecast from.
    """
    settings = settings or AllocationSettings()
    ground, units = ground_and_units(opened, source)
    known = known_by(opened.panel, opened.case.as_of)
    readings = weekly_km2(known, source=source, id=TOTAL, until=opened.case.as_of)
    tempo = window_tempo(
        readings,
        ground,
        tempos=[one for one in tempos() if one.name in OWN],
        settings=FrontSettings(members=max(settings.members, 100), horizon_weeks=settings.weeks),
        seed=seed,
    )[: settings.members]
    hazard = fit_hazard(ground, settings=settings)
    return Allocation(model_of(ground, hazard, settings=settings), units, tempo, seed)


def ground_and_units(opened: OpenedCase, source: str) -> tuple[Ground, tuple[Unit, ...]]:
    """Return the cells of a source as known on the as-of day, and places and regions as cells.

    Args:
        opened: The case.
        source: Name of the source.

    Raises:
        NoDataError: If the source draws no cells, or ended long before the as-of day.
    """
    outlines = read_outlines(opened.folder, opened.case.theatre)
    grid = opened.panel.grid
    places = {name: outline.geometry for name, outline in outlines.places.items()}
    regions = {name: outline.geometry for name, outline in outlines.regions.items()}
    ground = ground_of(
        opened.panel,
        source=source,
        as_of=opened.case.as_of,
        shown=shown_cells(grid, source, outlines.land),
        fixed={BUILT: share_built(places, grid)},
    )
    return ground, units_of(places, regions, grid)


def shown_cells(grid: Grid, source: str, land: BaseGeometry) -> Sixteenths:
    """Return what a source shows of the land in question: no sea, nothing beyond the border.

    Args:
        grid: The grid.
        source: Name of the source, which may show a box only.
        land: The land in question, in longitudes and latitudes.
    """
    box: Mapping[str, Any] | None = source_extent(source)
    east, north = cell_centres(grid, np.arange(grid.size))
    within = shapely.contains_xy(land, east, north)
    if box is not None:
        within &= (east >= box["west"]) & (east <= box["east"])
        within &= (north >= box["south"]) & (north <= box["north"])
    shown = np.where(within, inside_sixteenths(grid), 0).astype(np.uint8)
    return shown.reshape(grid.rows, grid.columns)
