"""Small planted worlds: a line whose hazards are known, moved by the model's own rules."""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ripeness.front.allocation.ensemble import Model, advance, held_of, keys_of, model_of, start
from ripeness.front.allocation.features import NEAR, WIDE
from ripeness.front.allocation.ground import Ground, settled
from ripeness.front.allocation.hazard import Direction, Hazard, Latent
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.terms.days import WEEK
from ripeness.theatre.grid import Grid, Window

ROWS, COLUMNS = 36, 44
ORIGIN = date(2025, 6, 1)
SETTINGS = AllocationSettings(
    batch=4, members=10, weeks=5, band_km=20, behind_km=10, history_weeks=80
)
SLOPE = {"beyond_1": -1.0, "beyond_2": -1.0, "beyond_3": -1.5, "beyond_4": -2.0, "d9": 3.0}
"""A hazard that falls with distance and rises where the gainer stands around."""


def grid() -> Grid:
    return Grid(
        crs="+proj=laea +lat_0=48 +lon_0=37 +ellps=WGS84 +units=m +no_defs",
        origin_x_m=-22000,
        origin_y_m=18000,
        columns=COLUMNS,
        rows=ROWS,
        window=Window(west=36.6, east=37.4, south=47.8, north=48.2),
    )


def ground_with(
    held: NDArray[np.uint8],
    *,
    capacity: NDArray[np.uint8] | None = None,
    fixed: dict[str, NDArray[np.float32]] | None = None,
) -> Ground:
    """A ground of given weeks, the last one at the origin."""
    weeks = tuple(ORIGIN - WEEK * (len(held) - 1 - step) for step in range(len(held)))
    full = np.full((ROWS, COLUMNS), 16, np.uint8) if capacity is None else capacity
    held = np.minimum(held, full)
    return Ground(
        source="map",
        drawn="a",
        grid=grid(),
        weeks=weeks,
        seen=np.ones(len(held), bool),
        held=held,
        settled=settled(held),
        capacity=full,
        fixed=fixed or {},
    )


def straight(column: int = 15) -> NDArray[np.uint8]:
    """Everything west of a column held, and a part of that column."""
    cells = np.zeros((ROWS, COLUMNS), np.uint8)
    cells[:, :column] = 16
    cells[:, column] = 5
    return cells


def hazard_with(
    gain: dict[str, float],
    recapture: dict[str, float] | None = None,
    *,
    latent: Latent | None = None,
    fixed: tuple[str, ...] = (),
) -> Hazard:
    """A hazard of given coefficients; all others are nought."""
    names = (*NEAR, *WIDE, *fixed)

    def way(given: dict[str, float]) -> Direction:
        return Direction(
            names=names,
            coefficients=tuple(given.get(name, 0.0) for name in names),
            standard_errors=(0.0,) * len(names),
            latent=latent or Latent(),
            changed_km2=100.0,
            overdispersion=1.0,
        )

    return Hazard(
        source="map",
        origin=ORIGIN.isoformat(),
        kind="full",
        weeks=50,
        gain=way(gain),
        recapture=way(gain if recapture is None else recapture),
    )


def still_model(
    hazard: Hazard | None = None,
    *,
    capacity: NDArray[np.uint8] | None = None,
    settings: AllocationSettings = SETTINGS,
) -> Model:
    """A model on a line that has not moved for twelve weeks."""
    ground = ground_with(np.repeat(straight()[None], 12, axis=0), capacity=capacity)
    return model_of(ground, hazard or hazard_with(SLOPE), settings=settings)


def moved_world(
    hazard: Hazard,
    *,
    weeks: int,
    km2: tuple[float, float],
    seed: int = 3,
    fixed: dict[str, NDArray[np.float32]] | None = None,
) -> Ground:
    """A history drawn by a known hazard, at a steady tempo."""
    before = ground_with(np.repeat(straight(8)[None], 4, axis=0), fixed=fixed)
    wide = SETTINGS.model_copy(update={"band_km": 60.0, "behind_km": 60.0})
    model = model_of(before, hazard, settings=wide)
    state, keys = start(model, 1), keys_of(seed, np.arange(1))
    held = [held_of(model, state)[0]]
    for _ in range(weeks):
        state, _ = advance(model, state, np.array([km2]), keys=keys)
        held.append(held_of(model, state)[0])
    return ground_with(np.stack(held), fixed=fixed)


def mirrored_hazard(hazard: Hazard) -> Hazard:
    """Exchange the two directions."""
    return hazard.model_copy(update={"gain": hazard.recapture, "recapture": hazard.gain})


def without_history(ground: Ground, weeks: int) -> Ground:
    """Keep only the last weeks."""
    return replace(
        ground,
        weeks=ground.weeks[-weeks:],
        seen=ground.seen[-weeks:],
        held=ground.held[-weeks:],
        settled=settled(ground.held[-weeks:]),
    )
