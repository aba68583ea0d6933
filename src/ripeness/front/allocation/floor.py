"""The floors: a plain logistic of a cell's change by a horizon, and its cells drawn independently.

Unlike the hazard, a floor looks at the ground once, at the origin, and learns directly whether a
cell changes hands within the horizon (DESIGN: the plain logistic on nine features; distance alone
is the floor below it). Its cells know nothing of each other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.front.allocation.dynamics import place_of
from ripeness.front.allocation.features import NEAR, WIDE
from ripeness.front.allocation.fit import mixing_of
from ripeness.front.allocation.ground import LASTING_WEEKS, Ground
from ripeness.front.allocation.hazard import Kind
from ripeness.front.allocation.lattice import depth_km, lattice_of
from ripeness.front.allocation.rows import WARM_UP_WEEKS, Numbers, Past, features_at, past_of
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError

ROUNDS = 50
"""Most steps of Newton's method."""

STEEPEST = 30.0
"""Log odds are cut here, beyond which a chance is as good as certain."""


@dataclass(frozen=True)
class Cells:
    """Cells not yet held at an origin, with the chance that each is by a horizon.

    `cells` are cells of the grid within the band, `chance` by cell.
    """

    cells: NDArray[np.int64]
    chance: Numbers


def floor_chances(
    ground: Ground,
    *,
    horizon_weeks: int,
    kind: Kind = "plain",
    settings: AllocationSettings | None = None,
) -> Cells:
    """Fit a plain logistic on earlier weeks and return the chances at the origin.

    Only weeks whose change by the horizon was known to last at the origin enter the fit.

    Args:
        ground: The ground, as known at its origin.
        horizon_weeks: The horizon.
        kind: `plain` (nine features) or `distance`.
        settings: Width of the band, penalty.

    Raises:
        ModelError: If no earlier week's outcome is known, or no cell changed in any.
    """
    settings = settings or AllocationSettings()
    lattice = lattice_of(ground, settings)
    place = place_of(lattice)
    last = len(ground.weeks) - 1
    first = max(WARM_UP_WEEKS, last - settings.history_weeks)
    weeks = [
        week
        for week in range(first, last - LASTING_WEEKS - horizon_weeks + 1)
        if ground.seen[week] and ground.seen[week + horizon_weeks]
    ]
    past = past_of(ground, lattice, place)
    made = [_examples(past, (week, horizon_weeks), kind, settings) for week in weeks]
    outcome = np.concatenate([one[1] for one in made]) if made else np.empty(0)
    if not outcome.any():
        raise ModelError(
            f"{len(weeks)} weeks whose changes {horizon_weeks} weeks on are known to last",
            where=f"cells of {ground.source!r} by {ground.origin}",
            expected="some, with cells that changed hands",
            remedy="Choose a later --as-of or a shorter horizon.",
        )
    features = np.concatenate([one[0] for one in made])
    now, _, cells = _examples(past, (last, None), kind, settings)
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    fitted = logistic((features - middle) / spread, outcome, ridge=settings.ridge)
    return Cells(cells=cells, chance=chances((now - middle) / spread, fitted))


def logistic(features: Numbers, outcome: Numbers, *, ridge: float) -> Numbers:
    """Fit a penalised logistic by Newton's method; the first coefficient is the constant.

    Args:
        features: Standardised features, examples by features.
        outcome: 0 or 1 by example.
        ridge: Penalty on the square of each coefficient but the constant.
    """
    design = np.column_stack([np.ones(len(features)), features])
    penalty = ridge * np.eye(design.shape[1])
    penalty[0, 0] = 1e-6
    at = np.zeros(design.shape[1])
    share = outcome.mean()
    at[0] = np.log(share / (1 - share))
    value = _loss(design, outcome, at, penalty)
    for _ in range(ROUNDS):
        chance = chances(features, at)
        slope = design.T @ (outcome - chance) - penalty @ at
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        move = np.linalg.solve(bend, slope)
        while (
            _loss(design, outcome, at + move, penalty) > value + 1e-9 and np.abs(move).max() > 1e-8
        ):
            move = move / 2
        at = at + move
        value = _loss(design, outcome, at, penalty)
        if np.abs(move).max() < 1e-7:
            break
    return at


def chances(features: Numbers, fitted: Numbers) -> Numbers:
    """Return the chances that a fitted logistic gives.

    Args:
        features: Standardised as in the fit.
        fitted: Its coefficients, the constant first.
    """
    odds = np.clip(fitted[0] + features @ fitted[1:], -STEEPEST, STEEPEST)
    return 1 / (1 + np.exp(-odds))


def independent_weeks(
    by_horizon: dict[int, Cells], *, weeks: int, members: int, seed: int
) -> NDArray[np.int16]:
    """Draw for each member the week in which each cell changes, cells being independent.

    Between horizons the chance grows as under a constant hazard; after the last one it goes on so.

    Args:
        by_horizon: Chances of the same cells at several horizons.
        weeks: How many weeks are drawn; a cell that has not changed by then has `weeks` + 1.
        members: How many members.
        seed: The seed of the run.
    """
    horizons = sorted(by_horizon)
    survive = np.stack([1 - by_horizon[horizon].chance for horizon in horizons])
    survive = np.minimum.accumulate(np.clip(survive, 1e-12, 1.0), axis=0)
    logs = np.concatenate([np.zeros((1, survive.shape[1])), np.log(survive)])
    known = np.array([0, *horizons], float)
    steps = np.arange(1, weeks + 1)
    place = np.minimum(np.searchsorted(known, steps, side="left"), len(known) - 1)
    rate = (logs[place] - logs[place - 1]) / (known[place] - known[place - 1])[:, None]
    curve = logs[place - 1] + rate * (steps - known[place - 1])[:, None]
    drawn = np.log(
        stream(seed, "front", "allocation", "independent").random((members, survive.shape[1]))
    )
    found = np.full((members, survive.shape[1]), weeks + 1, np.int16)
    for step in range(weeks, 0, -1):
        found[drawn > curve[step - 1]] = step
    return found


def _examples(
    past: Past, span: tuple[int, int | None], kind: Kind, settings: AllocationSettings
) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """Return features, outcomes and cells of one week; no outcome where no horizon is given."""
    week, horizon = span
    ground, lattice = past.ground, past.lattice
    state = ground.now if horizon is None else ground.settled[week]
    cells = ahead_of(state, ground, settings)
    held = lattice.bordered(state).astype(np.int64)
    features = features_at(past, (week, 0), held, lattice.line_of(cells))
    mixed = features.astype(float) @ mixing_of((*NEAR, *WIDE, *ground.fixed), kind)
    if horizon is None:
        return mixed, np.zeros(len(cells)), cells
    after = ground.settled[week + horizon].ravel()[cells].astype(int)
    full = ground.capacity.ravel()[cells].astype(int)
    return mixed, (2 * after >= full).astype(float), cells


def _loss(design: Numbers, outcome: Numbers, at: Numbers, penalty: Numbers) -> float:
    """Return minus the penalised log likelihood."""
    odds = design @ at
    return float(np.sum(np.logaddexp(0, odds) - outcome * odds) + 0.5 * at @ penalty @ at)


def ahead_of(
    state: NDArray[np.uint8], ground: Ground, settings: AllocationSettings
) -> NDArray[np.int64]:
    """Return the cells not held within the band ahead of the line, as cells of the grid.

    Args:
        state: Sixteenths held.
        ground: The ground.
        settings: How far the band reaches.
    """
    depth = depth_km(state, ground.capacity, cell_km=ground.grid.cell_m / 1000)
    near = (depth > 0) & (depth <= settings.band_km) & (ground.capacity > 0)
    return np.flatnonzero(near)
