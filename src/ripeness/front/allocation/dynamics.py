"""One week of many members: `init` makes their state, `step` draws which cells change hands."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

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
from ripeness.front.allocation.lattice import BORDER, POOL, Lattice
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
    cells), and `forced_line` the same by cell of the plane; `shift`: added to the log hazard
    (members or 1, 2 directions, cells or 1).
    """

    forced: Array
    forced_line: Array
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
    return Hooks(
        forced=jnp.asarray(np.zeros((1, len(lattice.band)), np.int8)),
        forced_line=jnp.asarray(np.zeros((1, len(lattice.in_band)), np.int8)),
        shift=jnp.asarray(np.zeros((1, 2, 1), np.float32)),
    )


def init(ground: Ground, lattice: Lattice, place: Place) -> State:
    """Return the state of one member at the origin.

    Args:
        ground: The ground.
        lattice: Its plane.
        place: The arrays of that plane.
    """
    heat, past, fresh = (np.asarray(each) for each in remembered(ground, lattice, place))
    return State(
        held=jnp.asarray(lattice.bordered(ground.now).astype(np.uint8)[None]),
        heat=jnp.asarray(heat[-1:]),
        past=jnp.asarray(past[-1]),
        fresh=jnp.asarray(fresh[None]),
        latent=jnp.asarray(np.zeros((1, 2, lattice.nodes_km.shape[0]), np.float32)),
        week=jnp.asarray(np.int32(0)),
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
    gains = jnp.asarray(_both_ways(change, lattice))
    return *_memories(gains, place.plane), jnp.asarray(_fresh(ground, lattice))


@jax.jit
def _memories(gains: Array, plane: Plane) -> tuple[Array, Array]:
    """Return what is remembered at each week of the gains of all weeks, told two weeks late."""
    heat = jnp.zeros((2, len(AGES_WEEKS), 2, *gains.shape[2:]), jnp.float32)
    past = jnp.zeros(len(AGES_WEEKS), jnp.float32)

    def week(
        carried: tuple[Array, Array], gained: Array
    ) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        after = remember(carried[0], carried[1], gained, plane)
        return after, after

    _, (heats, pasts) = jax.lax.scan(week, (heat, past), gains[1:])
    late = 1 + LASTING_WEEKS
    heats = jnp.concatenate([jnp.zeros((late, *heat.shape)), heats])[: len(gains)]
    pasts = jnp.concatenate([jnp.full((late, len(past)), UNKNOWN), pasts])[: len(gains)]
    return heats, pasts


def step(
    state: State,
    wanted: Array,
    keys: tuple[Array, Array],
    *,
    place: Place,
    weights: Weights,
    hooks: Hooks,
) -> tuple[State, Array]:
    """Return the members one week later, and the sixteenths that changed hands each way.

    Both directions are drawn from the state at the week's begin, so neither goes first; of a cell
    that both sides hold in part, each may take from the other.

    The week is compiled in a few parts, not in one: a compiler that fuses a look-up with what it
    looks up computes every cell's surroundings once for each cell that asks, which is slower by
    half.

    Args:
        state: The members.
        wanted: Ground that is to change hands, in sixteenths of a cell (members, 2 directions).
        keys: For each direction the members' random keys; the week is folded in here.
        place: The plane.
        weights: The hazard.
        hooks: What comes from outside.
    """
    held, now, shares, warm = _prepared(state, place, hooks)
    latent, shaken = _latents(state.latent, state.week, keys, weights)
    moved = []
    for way, share in enumerate(shares):
        toward = np.int32(way)
        seen = _surroundings(share, warm, shaken, toward, weights=weights, place=place)
        score = _looked_up(seen, toward, weights=weights, hooks=hooks, place=place)
        week = Week(now, wanted, keys[way], state.week)
        moved.append(_drawn(score, toward, week, hooks=hooks, place=place))
    put, changed = _put(held, now, (moved[0], moved[1]), place)
    return _gone_on(state, held, put, latent=latent, place=place), changed


@jax.jit
def band_held(held: Array, place: Place) -> Array:
    """Return the sixteenths held of the cells of the band (members, cells)."""
    return held[:, place.band]


class Week(NamedTuple):
    """What cells are drawn by: what is held, the ground wanted, one direction's keys, the week."""

    now: Array
    wanted: Array
    keys: Array
    number: Array


@jax.jit
def _prepared(
    state: State, place: Place, hooks: Hooks
) -> tuple[Array, Array, tuple[Array, Array], Array]:
    """Return cells with those forced put in place, each side's share of them, and the warmth."""
    forced = hooks.forced_line
    held = jnp.where(forced > 0, place.sixteenths, jnp.where(forced < 0, 0, state.held))
    share = held.astype(jnp.float32) / WHOLE
    both = share, place.plane.capacity - share
    return held, held[:, place.band], both, warmth(state.heat, state.past)


@jax.jit
def _latents(
    before: Array, week: Array, keys: tuple[Array, Array], weights: Weights
) -> tuple[Array, Array]:
    """Return the lasting part of the latent, and that part with the week's own burst."""

    def draw(key: Array) -> Array:
        return jax.random.normal(jax.random.fold_in(key, 2 * week), (2, before.shape[2]))

    members = before.shape[0]
    drawn = jax.vmap(draw)(jnp.concatenate(keys))
    shocks = jnp.stack([drawn[:members], drawn[members:]], axis=1)
    shocks = jnp.einsum("mdsk,dsjk->mdsj", shocks, weights.root)
    weekly = weights.weekly[:, None]
    fresh = jnp.sqrt(jnp.maximum(1 - weekly**2, 0))
    lasting = weights.spread[:, None] * shocks[:, :, 0]
    latent = jnp.where(week == 0, lasting, weekly * before + fresh * lasting)
    return latent, latent + weights.burst[:, None] * shocks[:, :, 1]


@jax.jit
def _surroundings(
    share: Array, warm: Array, shaken: Array, way: Array, *, weights: Weights, place: Place
) -> tuple[Array, Array]:
    """Return the log hazard from a cell's close surroundings, and that of coarse squares."""
    width, height = place.up_columns.shape[0], place.up_rows.shape[0]
    near = near_features(share, place.plane, width=width)
    close = sum(weights.near[way, k] * one for k, one in enumerate(near))
    wide = wide_features(
        share, warm[:, way], warm[:, 1 - way], place.plane, height=height, width=width
    )
    broad = sum(weights.wide[way, k] * one for k, one in enumerate(wide))
    nodes = shaken[:, way].reshape(-1, place.node_rows.shape[1], place.node_columns.shape[1])
    latent = jnp.einsum("ri,mij,cj->mrc", place.node_rows, nodes, place.node_columns)
    return jnp.asarray(close), broad + latent


@jax.jit
def _looked_up(
    seen: tuple[Array, Array], way: Array, *, weights: Weights, hooks: Hooks, place: Place
) -> Array:
    """Return the log hazard of the cells of the band."""
    close, broad = seen
    fine = jnp.einsum("hr,mrc,wc->mhw", place.up_rows, broad, place.up_columns)
    line = fine.reshape(fine.shape[0], -1)[:, place.band]
    near = close[:, place.band - BORDER * place.up_columns.shape[0]]
    return near + line + weights.fixed[way] + hooks.shift[:, way]


@jax.jit
def _drawn(score: Array, way: Array, week: Week, *, hooks: Hooks, place: Place) -> Array:
    """Return the sixteenths that change hands in each cell of the band."""

    def draw(key: Array) -> Array:
        drawn = jax.random.fold_in(key, 2 * week.number + 1)
        return jax.random.uniform(drawn, (score.shape[1],), minval=1e-7, maxval=1 - 1e-7)

    open_to = jnp.where(way == 0, place.sixteenths[place.band] - week.now, week.now)
    size = jnp.where(hooks.forced != 0, 0, open_to).astype(jnp.int32)
    target = jnp.minimum(week.wanted[:, way], size.sum(axis=1))
    return pareto(inclusion(score, size, target), jax.vmap(draw)(week.keys), size, target)


@jax.jit
def _put(held: Array, now: Array, moved: tuple[Array, Array], place: Place) -> tuple[Array, Array]:
    """Return the cells of the plane with the week's changes made, and the sum of these each way."""
    gained, lost = moved
    changed = (now.astype(jnp.int32) + gained - lost).astype(jnp.uint8)
    put = jnp.where(place.in_band, changed[:, place.place_in_band], held)
    return put, jnp.stack([gained.sum(axis=1), lost.sum(axis=1)], axis=1)


@jax.jit
def _gone_on(state: State, held: Array, after: Array, *, latent: Array, place: Place) -> State:
    """Return the state after the week's changes, with older changes remembered."""
    width, height = place.up_columns.shape[0], place.up_rows.shape[0]
    moved = (after.astype(jnp.float32) - held.astype(jnp.float32)) / WHOLE
    new = jnp.stack([pool(jnp.maximum(s * moved, 0), height, width) for s in (1, -1)], 1)
    ways = state.heat.reshape(-1, *state.heat.shape[2:])
    settled = state.fresh[:, 0].reshape(-1, *state.fresh.shape[3:])
    heat, past = remember(ways, state.past, settled, place.plane)
    return State(
        held=after,
        heat=heat.reshape(state.heat.shape),
        past=past,
        fresh=jnp.concatenate([state.fresh[:, 1:], new[:, None]], axis=1),
        latent=latent,
        week=state.week + 1,
    )


def _both_ways(change: NDArray[np.float32], lattice: Lattice) -> NDArray[np.float32]:
    """Return changes by week as gains and losses on coarse squares, (weeks, 2, rows, columns)."""
    down, right = lattice.coarse
    ways = [
        np.maximum(sign * change, 0).reshape(-1, down, POOL, right, POOL).sum(axis=(2, 4))
        for sign in (1, -1)
    ]
    return np.stack(ways, axis=1)


def _fresh(ground: Ground, lattice: Lattice) -> NDArray[np.float32]:
    """Return the changes on the maps of the last two weeks, which have yet to last."""
    shown = [ground.settled[-1], *ground.held[-LASTING_WEEKS:]]
    cells = np.stack(shown).astype(np.float32) / np.float32(WHOLE)
    return _both_ways(np.diff(lattice.bordered(cells), axis=0), lattice)
