"""The ensemble: whole courses of the line, member by member, in batches of one compiled shape."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from ripeness.front.allocation.dynamics import (
    WHOLE,
    Hooks,
    Place,
    State,
    band_held,
    init,
    no_hooks,
    place_of,
    step,
)
from ripeness.front.allocation.ground import Ground
from ripeness.front.allocation.hazard import Hazard, Weights, weights_of
from ripeness.front.allocation.lattice import Lattice, lattice_of
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.terms.chance import stream
from ripeness.terms.errors import AlignmentError

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Outside:
    """What comes from outside the model, rows by columns of the grid.

    `clamp`: 1 where a cell is held by the side drawn whatever the draws, −1 where by the other, 0
    where free. `supply`: for the side that would lose, then for the side that would gain, is not
    told apart by name: the first array is the share of supply that reaches those who hold against
    the side drawn, the second that of the side drawn; between 0 and 1 (2, rows, columns).
    """

    clamp: NDArray[np.int8] | None = None
    supply: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Model:
    """All that one source's courses need: its ground and plane, its hazard as arrays."""

    ground: Ground
    hazard: Hazard
    settings: AllocationSettings
    lattice: Lattice
    place: Place
    weights: Weights
    begin: State


@dataclass(frozen=True)
class Batch:
    """Some members' courses: the cells of the band by week in sixteenths, and ground changed.

    `first` is the number of the first member; `band` is (members, weeks + 1, cells), the first
    being the state at the origin; `changed_km2` is (members, weeks, gain and recapture).
    """

    first: int
    band: NDArray[np.uint8]
    changed_km2: Numbers = field(default_factory=lambda: np.empty((0, 0, 2)))


def model_of(
    ground: Ground, hazard: Hazard, *, settings: AllocationSettings | None = None
) -> Model:
    """Bring a ground and its fitted hazard together.

    Args:
        ground: The ground at the origin.
        hazard: The hazard fitted on it.
        settings: Band, batches and members.

    Raises:
        AlignmentError: If the hazard is of another source, or knows features the ground lacks.
        ModelError: If no line runs through the ground.
    """
    settings = settings or AllocationSettings()
    if hazard.source != ground.source:
        raise AlignmentError(
            f"a hazard of {hazard.source!r}",
            where=f"the ground of {ground.source!r}",
            expected="a hazard fitted on the same source",
            remedy="Fit the hazard on this ground.",
        )
    lattice = lattice_of(ground, settings)
    place = place_of(lattice)
    return Model(
        ground=ground,
        hazard=hazard,
        settings=settings,
        lattice=lattice,
        place=place,
        weights=weights_of(hazard, lattice, dict(ground.fixed)),
        begin=init(ground, lattice, place),
    )


def batches(
    model: Model,
    tempo_km2: Numbers,
    *,
    seed: int,
    outside: Outside | None = None,
    workers: int = 1,
    skip: frozenset[int] = frozenset(),
) -> Iterator[Batch]:
    """Simulate members batch by batch, in order; the draws hang on the member alone.

    Args:
        model: The model of one source.
        tempo_km2: Ground drawn to change hands inside the window, in km² (members, weeks, gain and
            recapture); gain is what comes to the side that the source draws.
        seed: The seed of the run.
        outside: Cells forced to a side, and supply.
        workers: How many batches are computed at once; the numbers do not depend on it.
        skip: First members of batches that are there already.

    Raises:
        AlignmentError: If the tempo or an outside array has the wrong shape.
        DataError: If the tempo is negative or not finite.
    """
    wanted = _sixteenths(tempo_km2, model)
    hooks = hooks_of(model, outside)
    size = model.settings.batch
    starts = [first for first in range(0, len(wanted), size) if first not in skip]

    def run(first: int) -> Batch:
        return _one_batch(model, wanted, hooks, seed=seed, first=first)

    if workers <= 1:
        yield from map(run, starts)
        return
    with ThreadPoolExecutor(workers) as pool:
        for begin in range(0, len(starts), workers):
            yield from pool.map(run, starts[begin : begin + workers])


def keys_of(seed: int, members: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return for each direction the random keys of some members.

    Args:
        seed: The seed of the run.
        members: Their numbers, counted from 0.
    """
    found = []
    for way in ("gain", "recapture"):
        word = int(stream(seed, "front", "allocation", way).integers(2**31))
        base = jax.random.key(word)
        found.append(jax.vmap(partial(jax.random.fold_in, base))(jnp.asarray(members)))
    return found[0], found[1]


def start(model: Model, members: int) -> State:
    """Return the state of some members at the origin: all alike, but for the draws to come.

    Args:
        model: The model of one source.
        members: How many members.
    """
    return _alike(model.begin, members)


def advance(
    model: Model,
    state: State,
    tempo_km2: Numbers,
    *,
    keys: tuple[Array, Array],
    hooks: Hooks | None = None,
) -> tuple[State, Numbers]:
    """Return members one week later, and the ground that changed hands each way, in km².

    Args:
        model: The model of one source.
        state: The members.
        tempo_km2: Ground drawn to change hands, in km² (members, gain and recapture).
        keys: The members' keys, from `keys_of`.
        hooks: Cells forced to a side, and supply, from `hooks_of`; they may differ by week.
    """
    wanted = _sixteenths(np.asarray(tempo_km2)[:, None], model)[:, 0]
    after, changed = step(
        state,
        jnp.asarray(wanted),
        keys,
        place=model.place,
        weights=model.weights,
        hooks=no_hooks(model.lattice) if hooks is None else hooks,
    )
    return after, np.asarray(changed, float) / WHOLE * model.ground.cell_km2


def held_of(model: Model, state: State) -> NDArray[np.uint8]:
    """Return the sixteenths held of every cell (members, rows, columns)."""
    return np.asarray(model.lattice.window(np.asarray(state.held)))


def hooks_of(model: Model, outside: Outside | None) -> Hooks:
    """Return what comes from outside as arrays of the band.

    Args:
        model: The model of one source.
        outside: Cells forced to a side, and supply; None for neither.

    Raises:
        AlignmentError: If an array has the wrong shape, or values no such array may have.
    """
    none = no_hooks(model.lattice)
    if outside is None:
        return none
    shape = model.ground.capacity.shape
    forced, line, shift = none
    if outside.clamp is not None:
        clamp = np.asarray(outside.clamp)
        sound = clamp.shape == shape and np.isin(clamp, (-1, 0, 1)).all()
        _check("clamp", clamp.shape, sound=bool(sound))
        plane = model.lattice.bordered(clamp.astype(np.int8))
        line = jnp.asarray(np.where(model.lattice.in_band, plane, 0)[None], jnp.int8)
        forced = line[:, model.lattice.band]
    if outside.supply is not None:
        supply = np.asarray(outside.supply, np.float32)
        sound = supply.shape == (2, *shape) and ((supply >= 0) & (supply <= 1)).all()
        _check("supply", supply.shape, sound=bool(sound))
        laid = model.lattice.bordered(supply)[:, model.lattice.band]
        shift = jnp.asarray(model.settings.supply_effect * (1 - laid)[None], jnp.float32)
    return Hooks(forced, line, shift)


def run_members(
    model: Model, wanted: NDArray[np.int32], hooks: Hooks, *, seed: int, first: int
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Simulate one batch: the band by week, the origin included, and the sixteenths changed.

    Args:
        model: The model of one source.
        wanted: Sixteenths that are to change hands (members, weeks, 2), a whole batch of them.
        hooks: What comes from outside.
        seed: The seed of the run.
        first: Number of the first member.
    """
    keys = keys_of(seed, first + np.arange(len(wanted)))
    state = start(model, len(wanted))
    band, changed = [np.asarray(band_held(state.held, model.place))], []
    for week in range(wanted.shape[1]):
        drawn = jnp.asarray(wanted[:, week])
        state, moved = step(
            state, drawn, keys, place=model.place, weights=model.weights, hooks=hooks
        )
        band.append(np.asarray(band_held(state.held, model.place)))
        changed.append(np.asarray(moved))
    return np.stack(band, 1), np.stack(changed, 1)


@partial(jax.jit, static_argnames=("members",))
def _alike(one: State, members: int) -> State:
    """Return the state of one member for many."""
    held, heat, fresh, latent = (
        jnp.repeat(part, members, axis=0) for part in (one.held, one.heat, one.fresh, one.latent)
    )
    return State(held, heat, one.past, fresh, latent, one.week)


def _one_batch(
    model: Model, wanted: NDArray[np.int32], hooks: Hooks, *, seed: int, first: int
) -> Batch:
    """Simulate the batch that begins with a member; the last one is padded and cut again."""
    mine = wanted[first : first + model.settings.batch]
    more = model.settings.batch - len(mine)
    padded = np.concatenate([mine, np.repeat(mine[-1:], more, axis=0)]) if more else mine
    band, changed = run_members(model, padded, hooks, seed=seed, first=first)
    area = changed[: len(mine)].astype(float) / WHOLE * model.ground.cell_km2
    return Batch(first=first, band=band[: len(mine)], changed_km2=area)


def _sixteenths(tempo_km2: Numbers, model: Model) -> NDArray[np.int32]:
    """Return drawn ground in sixteenths; what rounding leaves is carried to the next week.

    Raises:
        AlignmentError: If the drawn ground has the wrong shape, or is negative or not finite.
    """
    tempo = np.asarray(tempo_km2, float)
    sound = tempo.ndim == 3 and tempo.shape[2] == 2 and np.isfinite(tempo).all()
    if not sound or (tempo < 0).any():
        raise AlignmentError(
            f"shape {tempo.shape}" if tempo.ndim != 3 else "ground that is negative or not finite",
            where="drawn tempo",
            expected="km² that change hands, never negative: members by weeks by gain, recapture",
            remedy="Draw gains and recaptures apart, each at least 0.",
        )
    total = np.cumsum(tempo, axis=1) / model.ground.cell_km2 * WHOLE
    whole = np.floor(total + 0.5)
    return np.diff(whole, axis=1, prepend=0).astype(np.int32)


def _check(name: str, shape: tuple[int, ...], *, sound: bool) -> None:
    if not sound:
        raise AlignmentError(
            f"shape {shape}, or values outside its range",
            where=f"the outside array {name!r}",
            expected="clamp: -1, 0, 1 by cell; supply: 0 to 1, two arrays by cell",
            remedy="Make the array on the ground's grid.",
        )
