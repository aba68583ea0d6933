"""An ensemble as one labelled result: places and regions by member and week, changes by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from ripeness.front.allocation.dynamics import WHOLE
from ripeness.front.allocation.ensemble import Batch, Model, Outside, batches
from ripeness.front.allocation.units import Unit
from ripeness.terms.days import WEEK

HORIZONS_WEEKS = (4, 13, 26)
"""Horizons at which the chance that a cell changes hands is told."""

KEPT = 40
"""Of how many members, the first ones, the cells are kept at these horizons."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Tally:
    """What is kept of one batch: places and regions by member and week, changes counted by cell.

    `place_share` and `region_km2` are (members, weeks + 1, units); `changed` counts the members in
    which a cell of the band has changed hands at each horizon; `cells` are the cells themselves,
    `ahead` those of the first members of all at the horizons alone (members, horizons, cells).
    """

    first: int
    place_share: NDArray[np.float32]
    region_km2: NDArray[np.float32]
    changed_km2: NDArray[np.float32]
    changed: NDArray[np.int32]
    cells: NDArray[np.uint8] | None
    ahead: NDArray[np.uint8]


def run_ensemble(
    model: Model,
    tempo_km2: Numbers,
    *,
    units: Sequence[Unit],
    seed: int,
    outside: Outside | None = None,
    workers: int = 1,
) -> xr.Dataset:
    """Simulate all members and return places, regions and cells as one labelled result.

    Args:
        model: The model of one source.
        tempo_km2: Ground drawn to change hands inside the window, in km² (members, weeks, gain and
            recapture); gain is what comes to the side that the source draws.
        units: Places and regions, from `units_of`.
        seed: The seed of the run.
        outside: Cells forced to a side, and supply.
        workers: How many batches are computed at once; the numbers do not depend on it.

    Raises:
        AlignmentError: If the tempo or an outside array has the wrong shape.
    """
    made = batches(model, tempo_km2, seed=seed, outside=outside, workers=workers)
    return gathered(model, units, (tally_of(model, batch, units) for batch in made))


def tally_of(
    model: Model, batch: Batch, units: Sequence[Unit], *, keep_cells: bool = False
) -> Tally:
    """Return what is kept of one batch.

    Args:
        model: The model of one source.
        batch: The batch.
        units: Places and regions.
        keep_cells: Whether every cell of the band is kept by week.
    """
    places = [unit for unit in units if unit.kind == "place"]
    regions = [unit for unit in units if unit.kind == "region"]
    weeks = batch.band.shape[1] - 1
    begin = _mostly(model, batch.band[:, 0])
    told = [horizon for horizon in HORIZONS_WEEKS if horizon <= weeks]
    changed = [(_mostly(model, batch.band[:, horizon]) != begin).sum(axis=0) for horizon in told]
    return Tally(
        first=batch.first,
        place_share=_areas(model, batch.band, places, share=True),
        region_km2=_areas(model, batch.band, regions, share=False),
        changed_km2=batch.changed_km2.astype(np.float32),
        changed=np.array(changed, np.int32).reshape(-1, batch.band.shape[2]),
        cells=batch.band if keep_cells else None,
        ahead=ahead_of(batch.band, first=batch.first),
    )


def ahead_of(band: NDArray[np.uint8], *, first: int) -> NDArray[np.uint8]:
    """Return the cells of some members at the horizons, of the first members of all alone.

    Args:
        band: Cells of the band (members, weeks + 1, cells).
        first: Number of the first of the members.
    """
    told = [horizon for horizon in HORIZONS_WEEKS if horizon < band.shape[1]]
    return band[: max(KEPT - first, 0), told]


def gathered(model: Model, units: Sequence[Unit], tallies: Iterable[Tally]) -> xr.Dataset:
    """Return the result of all batches, in order of their members.

    `change_p` is the share of members in which a cell is mostly held by the other side than at the
    origin, by horizon and cell of the grid; it is missing where the source shows nothing and zero
    outside the band, where no cell can change. `ahead` is what the first members hold of the cells
    of the band at each horizon, in sixteenths.

    Args:
        model: The model of one source.
        units: Places and regions.
        tallies: What is kept of each batch.
    """
    ordered = sorted(tallies, key=lambda tally: tally.first)
    places = [unit.id for unit in units if unit.kind == "place"]
    regions = [unit.id for unit in units if unit.kind == "region"]
    share, km2, moved = (
        np.concatenate([getattr(tally, name) for tally in ordered])
        for name in ("place_share", "region_km2", "changed_km2")
    )
    members, weeks = share.shape[0], share.shape[1] - 1
    days = pd.DatetimeIndex([model.ground.origin + WEEK * step for step in range(weeks + 1)])
    horizons = [horizon for horizon in HORIZONS_WEEKS if horizon <= weeks]
    counted = np.sum([tally.changed for tally in ordered], axis=0) / members
    ahead = np.concatenate([tally.ahead for tally in ordered])
    return xr.Dataset(
        {
            "place_share": (("member", "week", "place"), share),
            "region_km2": (("member", "week", "region"), km2),
            "changed_km2": (("member", "later_week", "direction"), moved),
            "change_p": (("horizon", "row", "column"), on_grid(model, counted)),
            "ahead": (("kept", "horizon", "cell"), ahead),
        },
        coords={
            "member": np.arange(members),
            "week": days.as_unit("s"),
            "later_week": days[1:].as_unit("s"),
            "place": np.array(places, dtype=object),
            "region": np.array(regions, dtype=object),
            "direction": ["gain", "recapture"],
            "horizon": horizons,
        },
        attrs={
            "source": model.ground.source,
            "drawn": model.ground.drawn,
            "origin": model.ground.origin.isoformat(),
            "kind": model.hazard.kind,
        },
    )


def on_grid(model: Model, band: NDArray[np.floating]) -> NDArray[np.float32]:
    """Lay values of the band onto the grid: zero outside it, missing where nothing is shown.

    Args:
        model: The model of one source.
        band: Values by cell of the band (…, cells).
    """
    line = np.zeros((*band.shape[:-1], len(model.lattice.in_band)), np.float32)
    line[..., model.lattice.band] = band
    laid = model.lattice.window(line)
    return np.where(model.ground.capacity > 0, laid, np.float32(np.nan))


def _mostly(model: Model, band: NDArray[np.uint8]) -> NDArray[np.bool_]:
    full = model.lattice.sixteenths[model.lattice.band]
    return 2 * band.astype(np.int32) >= full


def _areas(
    model: Model, band: NDArray[np.uint8], units: Sequence[Unit], *, share: bool
) -> NDArray[np.float32]:
    """Return the ground held in each unit, as its share or in km², by member and week."""
    found = np.zeros((*band.shape[:2], len(units)), np.float32)
    lattice = model.lattice
    now = model.ground.now.ravel().astype(float) / WHOLE
    for number, unit in enumerate(units):
        line = lattice.line_of(unit.cells)
        moving = lattice.in_band[line]
        still = float((unit.km2 * now[unit.cells])[~moving].sum())
        weight = unit.km2[moving].astype(np.float32) / np.float32(WHOLE)
        held = band[:, :, lattice.place_in_band[line[moving]]].astype(np.float32) @ weight
        found[:, :, number] = (held + still) / (unit.km2.sum() if share else 1.0)
    return found
