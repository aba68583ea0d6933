"""Fixed-size sampling: cells drawn by their hazards until just the ground drawn has changed hands.

Pareto sampling (Rosén 1997, doi:10.1016/S0378-3758(97)00186-3) ranks each unit by the odds of a
uniform number against the odds of its wanted inclusion probability and takes the first ones: the
number taken is fixed, and the inclusion probabilities are very nearly those wanted.
"""

import jax
import jax.numpy as jnp
from jax import Array

CAPPING = 5
"""Rounds in which probabilities above one are set to one and the rest scaled again."""

QUARTERINGS = 12
"""How often the interval in which the last rank taken lies is cut to a quarter."""

WIDEST = 20.0
"""Ranks are cut here; that of the last cell taken lies near zero."""

SURE = 1e-6
"""How near to certain a cell may come, so that its odds are finite."""


def inclusion(log_hazard: Array, free: Array, wanted: Array) -> Array:
    """Return inclusion probabilities in proportion to hazards that sum to the ground wanted.

    Args:
        log_hazard: Log hazard of each cell, up to a constant (members, cells).
        free: Ground of each cell that can change hands, in sixteenths (members, cells).
        wanted: Ground that changes hands, in sixteenths (members).
    """
    open_to = free > 0
    peak = jnp.max(jnp.where(open_to, log_hazard, -jnp.inf), axis=1, keepdims=True)
    weight = jnp.where(
        open_to, jnp.exp(log_hazard - jnp.where(open_to.any(1)[:, None], peak, 0)), 0
    )
    size = free.astype(jnp.float32)
    target = wanted.astype(jnp.float32)

    def rescale(told: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
        scale, _, step = told
        full = scale[:, None] * weight >= 1
        left = target - jnp.sum(jnp.where(full, size, 0), axis=1)
        rest = jnp.sum(jnp.where(full, 0, size * weight), axis=1)
        after = jnp.where((rest > 0) & (left > 0), left / jnp.maximum(rest, 1e-30), scale)
        return after, scale, step + 1

    def goes_on(told: tuple[Array, Array, Array]) -> Array:
        scale, before, step = told
        return (step < CAPPING) & (scale != before).any()

    start = target / jnp.maximum(jnp.sum(size * weight, axis=1), 1e-30)
    scale, _, _ = jax.lax.while_loop(goes_on, rescale, (start, -start - 1, jnp.int32(0)))
    return jnp.minimum(scale[:, None] * weight, 1.0)


def pareto(probability: Array, uniform: Array, free: Array, wanted: Array) -> Array:
    """Return the sixteenths taken of each cell; they sum to the ground wanted, or to all there is.

    Cells are taken whole in the order of their ranks; of the last one only what is still wanted.

    Args:
        probability: Wanted inclusion probability of each cell (members, cells).
        uniform: Uniform numbers between 0 and 1 (members, cells).
        free: Ground of each cell that can change hands, in sixteenths (members, cells).
        wanted: Ground that changes hands, in sixteenths (members).
    """
    odds = jnp.clip(probability, 1e-30, 1 - SURE)
    rank = jnp.log(odds) - jnp.log1p(-odds) - jnp.log(uniform) + jnp.log1p(-uniform)
    rank = jnp.where(
        (free > 0) & (probability > 0), jnp.clip(rank, 1 - WIDEST, WIDEST - 1), -2 * WIDEST
    )

    def quarter(_: Array, ends: tuple[Array, Array]) -> tuple[Array, Array]:
        low, high = ends
        middle = (low + high) / 2
        below, above = (low + middle) / 2, (middle + high) / 2
        over_below, over, over_above = (
            taken > wanted for taken in _taken(rank, free, (below, middle, above))
        )
        return (
            jnp.where(
                over, jnp.where(over_above, above, middle), jnp.where(over_below, below, low)
            ),
            jnp.where(
                over, jnp.where(over_above, high, above), jnp.where(over_below, middle, below)
            ),
        )

    ends = jnp.full(wanted.shape, -WIDEST), jnp.full(wanted.shape, WIDEST)
    _, bar = jax.lax.fori_loop(0, QUARTERINGS, quarter, ends)
    whole = jnp.where(rank >= bar[:, None], free, 0)
    left = wanted - jnp.sum(whole, axis=1)
    next_rank = jnp.where(rank >= bar[:, None], -3 * WIDEST, rank)
    last = jnp.argmax(next_rank, axis=1)
    member = jnp.arange(len(last))
    possible = jnp.where(next_rank[member, last] > -WIDEST, free[member, last], 0)
    part = jnp.minimum(left, possible).astype(whole.dtype)
    return whole.at[member, last].add(part)


def _taken(rank: Array, free: Array, bars: tuple[Array, ...]) -> tuple[Array, ...]:
    """Return the ground of the cells whose rank reaches each bar, in one pass over the cells."""
    reached = tuple(jnp.where(rank >= bar[:, None], free, 0) for bar in bars)

    def add(ours: tuple[Array, ...], theirs: tuple[Array, ...]) -> tuple[Array, ...]:
        return tuple(a + b for a, b in zip(ours, theirs, strict=True))

    return jax.lax.reduce(reached, tuple(jnp.int32(0) for _ in bars), add, (1,))
