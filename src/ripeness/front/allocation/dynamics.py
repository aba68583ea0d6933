"""One week of many members: `init` makes their state, `step` draws which cells change hands."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ripeness.front.allocation.features import (
    AGES_WEEKS,
    Plane,
    near_features,
    plane_of,
    pool,
    remember,
    warmth,
    wide_features,
)
from ripeness.front.allocation.ground import LASTING_WEEKS, Ground
from ripeness.front.allocation.hazard import Weights
from ripeness.front.allocation.lattice import BORDER, Lattice
from ripeness.front.allocation.sampling import inclusion, pareto

WHOLE = 16.0
"""Sixteenths of a cell."""

UNKNOWN = 1e-6
"""How much past stands behind what is remembered where there is none."""


class State(NamedTuple):
    """Where some members are, members first; a direction's axis is gain, then recapture.

    `held`: sixteenths of every cell of the plane; `heat`: what is remembered of changes that have
    lasted, and `past` how much past that stands for; `fresh`: changes of the last two weeks, on
    coarse squares, which have yet to last; `latent`: the sector latent on nodes; `week`: number of
    weeks since the origin.
    """

    held: Array
    heat: Array
    past: Array
    fresh: Array
    latent: Array
    week: Array


class Place(NamedTuple):
    """The arrays of a lattice and its ground that `step` needs."""

    plane: Plane
    sixteenths: Array
    band: Array
    in_band: Array
    place_in_band: Array
    up_rows: Array
    up_columns: Array
    node_rows: Array
    node_columns: Array


class Hooks(NamedTuple):
    """What comes from outside in a week: cells forced to a side, and a shift of the log hazard.

    `forced`: by cell of the band 0 free, 1 held by the side drawn, −1 by the other (members or 1,
    cells); `shift`: added to the log hazard (members or 1, 2 directions, cells).
    """

    forced: Array
    shift: Array


def place_of(lattice: Lattice) -> Place:
    """Return the arrays that `step` needs of a lattice."""
    capacity = jnp.asarray(lattice.capacity)
    return Place(
        plane=plane_of(capacity, height=lattice.height, width=lattice.width),
        sixteenths=jnp.asarray(lattice.sixteenths, jnp.uint8),
        band=jnp.asarray(lattice.band),
        in_band=jnp.asarray(lattice.in_band),
        place_in_band=jnp.asarray(lattice.place_in_band),
        up_rows=jnp.asarray(lattice.up_rows),
        up_columns=jnp.asarray(lattice.up_columns),
        node_rows=jnp.asarray(lattice.node_rows),
        node_columns=jnp.asarray(lattice.node_columns),
    )


def no_hooks(lattice: Lattice) -> Hooks:
    """Return hooks that change nothing."""
    size = len(lattice.band)
    return Hooks(jnp.zeros((1, size), jnp.int8), jnp.zeros((1, 2, 1), jnp.float32))


def init(ground: Ground, lattice: Lattice, place: Place, members: int) -> State:
    """Return the state of some members at the origin: all alike, but for their latents to come.

    Args:
        ground: The ground.
        lattice: Its plane.
        place: The arrays of that plane.
        members: How many members.
    """
    heat, past, fresh = remembered(ground, lattice, place)
    line = lattice.bordered(ground.now)
    return State(
        held=jnp.tile(jnp.asarray(line, jnp.uint8), (members, 1)),
        heat=jnp.tile(heat[-1][None], (members, 1, 1, 1, 1, 1)),
        past=past[-1],
        fresh=jnp.tile(fresh[None], (members, 1, 1, 1, 1)),
        latent=jnp.zeros((members, 2, lattice.nodes_km.shape[0]), jnp.float32),
        week=jnp.zeros((), jnp.int32),
    )


def remembered(ground: Ground, lattice: Lattice, place: Place) -> tuple[Array, Array, Array]:
    """Return what is remembered at each week, told two weeks late, and the changes still fresh.

    Changes of the last two weeks have yet to last 14 days and count as none, as they do where a
    fit looks back on them; a member takes those on its own map for lasting as it goes on.

    Args:
        ground: The ground.
        lattice: Its plane.
        place: The arrays of that plane.
    """
    lasting = lattice.bordered(ground.settled.astype(np.float32)) / np.float32(WHOLE)
    change = np.diff(lasting, axis=0, prepend=lasting[:1])
    gains = _both_ways(jnp.asarray(change), lattice)
    down, right = lattice.coarse
    heat = jnp.zeros((2, len(AGES_WEEKS), 2, down, right), jnp.float32)
    past = jnp.zeros(len(AGES_WEEKS), jnp.float32)

    def week(
        carried: tuple[Array, Array], gained: Array
    ) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        after = remember(carried[0], carried[1], gained, place.plane)
        return after, after

    _, (heats, pasts) = jax.lax.scan(week, (heat, past), gains[1:])
    late = 1 + LASTING_WEEKS
    heats = jnp.concatenate([jnp.zeros((late, *heat.shape)), heats])[: len(gains)]
    pasts = jnp.concatenate([jnp.full((late, len(past)), UNKNOWN), pasts])[: len(gains)]
    return heats, pasts, _fresh(ground, lattice)


def step(
    state: State,
    wanted: Array,
    keys: tuple[Array, Array],
    place: Place,
    weights: Weights,
    hooks: Hooks,
) -> tuple[State, Array]:
    """Return the members one week later, and the sixteenths that changed hands each way.

    Args:
        state: The members.
        wanted: Ground that is to change hands, in sixteenths of a cell (members, 2 directions).
        keys: For each direction the members' random keys; the week is folded in here.
        place: The plane.
        weights: The hazard.
        hooks: What comes from outside.
    """
    width, height = place.up_columns.shape[0], place.up_rows.shape[0]
    held = _force(state.held, place, hooks.forced)
    latent, unsettled = _latents(state, keys, weights)
    scores = _scores(held, state, place, weights, unsettled)
    now = held[:, place.band].astype(jnp.int32)
    full = place.sixteenths[place.band].astype(jnp.int32)
    bound = hooks.forced != 0
    gained = _draw(
        0, scores[0] + hooks.shift[:, 0], jnp.where(bound, 0, full - now), wanted, keys, state.week
    )
    lost_free = jnp.where(bound | (gained > 0), 0, now)
    lost = _draw(1, scores[1] + hooks.shift[:, 1], lost_free, wanted, keys, state.week)
    changed = (now + gained - lost).astype(jnp.uint8)
    everywhere = jnp.where(place.in_band, changed[:, place.place_in_band], held)
    moved = (everywhere.astype(jnp.float32) - held.astype(jnp.float32)) / WHOLE
    new = jnp.stack([pool(jnp.maximum(s * moved, 0), height, width) for s in (1, -1)], 1)
    both = [
        remember(state.heat[:, way], state.past, state.fresh[:, 0, way], place.plane)
        for way in (0, 1)
    ]
    after = State(
        held=everywhere,
        heat=jnp.stack([both[0][0], both[1][0]], axis=1),
        past=both[0][1],
        fresh=jnp.concatenate([state.fresh[:, 1:], new[:, None]], axis=1),
        latent=latent,
        week=state.week + 1,
    )
    return after, jnp.stack([gained.sum(axis=1), lost.sum(axis=1)], axis=1)


def _force(held: Array, place: Place, forced: Array) -> Array:
    whole = forced[:, place.place_in_band]
    put = jnp.where(whole > 0, place.sixteenths, jnp.where(whole < 0, 0, held))
    return jnp.where(place.in_band, put, held).astype(jnp.uint8)


def _latents(state: State, keys: tuple[Array, Array], weights: Weights) -> tuple[Array, Array]:
    """Return the lasting part of the latent, and that part with the week's own burst."""

    def draw(key: Array) -> Array:
        return jax.random.normal(
            jax.random.fold_in(key, 2 * state.week), (2, state.latent.shape[2])
        )

    shocks = jnp.stack([jax.vmap(draw)(one) for one in keys], axis=1)
    shocks = jnp.einsum("mdsk,djk->mdsj", shocks, weights.root)
    weekly = weights.weekly[:, None]
    fresh = jnp.sqrt(jnp.maximum(1 - weekly**2, 0))
    first = state.week == 0
    lasting = weights.spread[:, None] * shocks[:, :, 0]
    latent = jnp.where(first, lasting, weekly * state.latent + fresh * lasting)
    return latent, latent + weights.burst[:, None] * shocks[:, :, 1]


def _scores(
    held: Array, state: State, place: Place, weights: Weights, latent: Array
) -> tuple[Array, Array]:
    """Return the log hazard of the cells of the band, each way."""
    width, height = place.up_columns.shape[0], place.up_rows.shape[0]
    share = held.astype(jnp.float32) / WHOLE
    warm = warmth(state.heat, state.past)
    nodes = place.node_rows.shape[1], place.node_columns.shape[1]
    found = []
    for way, mine in enumerate((share, place.plane.capacity - share)):
        near = near_features(mine, place.plane, width=width)
        score = sum(weights.near[way, k] * one for k, one in enumerate(near))
        wide = wide_features(
            mine, warm[:, way], warm[:, 1 - way], place.plane, height=height, width=width
        )
        broad = sum(weights.wide[way, k] * one for k, one in enumerate(wide))
        sector = latent[:, way].reshape(-1, *nodes)
        broad += jnp.einsum("ri,mij,cj->mrc", place.node_rows, sector, place.node_columns)
        fine = jnp.einsum("hr,mrc,wc->mhw", place.up_rows, broad, place.up_columns)
        line = fine.reshape(fine.shape[0], -1)[:, place.band]
        found.append(score[:, place.band - BORDER * width] + line + weights.fixed[way])
    return found[0], found[1]


def _draw(
    way: int,
    score: Array,
    free: Array,
    wanted: Array,
    keys: tuple[Array, Array],
    week: Array,
) -> Array:
    def draw(key: Array) -> Array:
        drawn = jax.random.fold_in(key, 2 * week + 1)
        return jax.random.uniform(drawn, (score.shape[1],), minval=1e-7, maxval=1 - 1e-7)

    target = jnp.minimum(wanted[:, way], free.sum(axis=1))
    probability = inclusion(score, free, target)
    return pareto(probability, jax.vmap(draw)(keys[way]), free, target)


def _both_ways(change: Array, lattice: Lattice) -> Array:
    """Return changes by week as gains and losses on coarse squares, (weeks, 2, rows, columns)."""
    ways = [pool(jnp.maximum(sign * change, 0), lattice.height, lattice.width) for sign in (1, -1)]
    return jnp.stack(ways, axis=1)


def _fresh(ground: Ground, lattice: Lattice) -> Array:
    """Return the changes on the maps of the last two weeks, which have yet to last."""
    shown = [ground.settled[-1], *ground.held[-LASTING_WEEKS:]]
    cells = np.stack(shown).astype(np.float32) / np.float32(WHOLE)
    change = np.diff(lattice.bordered(cells), axis=0)
    return _both_ways(jnp.asarray(change), lattice)
