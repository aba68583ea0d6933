"""An ensemble written to a folder batch by batch; one cut short goes on where it stopped."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
import zarr

from ripeness.case.allocated import Allocation
from ripeness.front.allocation.courses import (
    HORIZONS_WEEKS,
    Tally,
    ahead_of,
    gathered,
    tally_of,
)
from ripeness.front.allocation.ensemble import batches
from ripeness.terms.errors import DataError
from ripeness.terms.files import digest_of_bytes
from ripeness.terms.progress import Report, silent

MADE_OF = "made_of"
"""The attribute that holds the digest of all that the ensemble depends on."""


def stored_courses(
    ready: Allocation, folder: Path, *, workers: int = 1, progress: Report = silent
) -> xr.Dataset:
    """Simulate what a folder still lacks of an ensemble and return all of it, cells included.

    Every batch is a chunk of each array, and counts only once all its arrays are written; the
    numbers are those of `Allocation.courses`, however often the work was cut short.

    Args:
        ready: The allocation.
        folder: The folder, made where it is missing.
        workers: How many batches are computed at once.
        progress: Told after each batch.

    Raises:
        DataError: If the folder holds another ensemble.
    """
    group = _opened(ready, folder)
    done = np.asarray(group["done"][:])
    size = ready.model.settings.batch
    there = frozenset((np.flatnonzero(done) * size).tolist())
    missing = batches(ready.model, ready.tempo_km2, seed=ready.seed, workers=workers, skip=there)
    for batch in missing:
        _write(group, tally_of(ready.model, batch, ready.units, keep_cells=True), size)
        progress("ensemble", int(np.asarray(group["done"][:]).sum()), len(done))
    tallies = [_read(ready, group, number) for number in range(len(done))]
    found = gathered(ready.model, ready.units, tallies)
    cells = xr.DataArray(
        np.asarray(group["cells"][:]),
        dims=("member", "week", "cell"),
        coords={"cell": cells_of_band(ready)},
    )
    return found.assign(held=cells)


def cells_of_band(ready: Allocation) -> np.ndarray:
    """Return the cells of the grid that can change hands, in the order of the array `held`."""
    lattice = ready.model.lattice
    every = np.arange(ready.model.ground.grid.size)
    line = lattice.line_of(every)
    band = np.full(len(lattice.band), -1)
    inside = lattice.in_band[line]
    band[lattice.place_in_band[line[inside]]] = every[inside]
    return band


def _opened(ready: Allocation, folder: Path) -> Any:  # noqa: ANN401 - a zarr group
    members, weeks = ready.tempo_km2.shape[:2]
    size = ready.model.settings.batch
    band = len(ready.model.lattice.band)
    kinds = [unit.kind for unit in ready.units]
    told = sum(horizon <= weeks for horizon in HORIZONS_WEEKS)
    number = -(-members // size)
    group = zarr.open_group(str(folder), mode="a")
    digest = digest_of_ensemble(ready)
    if group.attrs.get(MADE_OF, digest) != digest:
        raise DataError(
            "another ensemble",
            where=str(folder),
            expected="an empty folder, or one in which this ensemble was begun",
            remedy="Name another folder, or delete this one.",
        )
    if MADE_OF in group.attrs:
        return group
    shapes: dict[str, tuple[tuple[int, ...], str, int]] = {
        "place_share": ((members, weeks + 1, kinds.count("place")), "float32", size),
        "region_km2": ((members, weeks + 1, kinds.count("region")), "float32", size),
        "changed_km2": ((members, weeks, 2), "float32", size),
        "cells": ((members, weeks + 1, band), "uint8", size),
        "changed": ((number, told, band), "int32", 1),
        "done": ((number,), "bool", number),
    }
    for name, (shape, kind, chunk) in shapes.items():
        chunks = (max(min(chunk, shape[0]), 1), *(max(one, 1) for one in shape[1:]))
        group.create_array(name, shape=shape, dtype=kind, chunks=chunks, overwrite=True)
    group.attrs[MADE_OF] = digest
    return group


def digest_of_ensemble(ready: Allocation) -> str:
    """Return the digest of all that an ensemble depends on."""
    ground = ready.model.ground
    told = [
        ready.model.hazard.model_dump(mode="json"),
        ready.model.settings.model_dump(mode="json"),
        ready.seed,
        _sum(ground.held, ground.settled[-1], ground.capacity, ready.tempo_km2),
        [(unit.id, float(unit.km2.sum())) for unit in ready.units],
    ]
    return digest_of_bytes(json.dumps(told, sort_keys=True).encode())


def _sum(*arrays: np.ndarray) -> str:
    return digest_of_bytes(b"".join(np.ascontiguousarray(one).tobytes() for one in arrays))


def _write(group: Any, tally: Tally, size: int) -> None:  # noqa: ANN401 - a zarr group
    rows = slice(tally.first, tally.first + len(tally.place_share))
    group["place_share"][rows] = tally.place_share
    group["region_km2"][rows] = tally.region_km2
    group["changed_km2"][rows] = tally.changed_km2
    group["cells"][rows] = tally.cells
    group["changed"][tally.first // size] = tally.changed
    group["done"][tally.first // size] = True


def _read(ready: Allocation, group: Any, number: int) -> Tally:  # noqa: ANN401 - a zarr group
    size = ready.model.settings.batch
    rows = slice(number * size, min((number + 1) * size, len(ready.tempo_km2)))
    return Tally(
        first=number * size,
        place_share=np.asarray(group["place_share"][rows]),
        region_km2=np.asarray(group["region_km2"][rows]),
        changed_km2=np.asarray(group["changed_km2"][rows]),
        changed=np.asarray(group["changed"][number]),
        cells=None,
        ahead=ahead_of(np.asarray(group["cells"][rows]), first=number * size),
    )
