"""What the hazard of a cell is made from, recomputed from the state that a member is in.

Every feature is told from the side that would gain: `share` is what it holds of each cell. The
other direction is the same code with the shares exchanged, so the two sides are treated alike.
Cells lie in one line (see `Lattice`), members first.
"""

from functools import partial, reduce
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from ripeness.front.allocation.lattice import BORDER, POOL

RINGS = (1, 2, 3, 4, 6, 8, 12)
"""Distances from the gainer's ground at which the hazard may take a step, in cells."""

AGES_WEEKS = (3.0, 10.0, 40.0)
"""Ages over which recent change is remembered: the weeks in which a change fades to 1/e."""

MIDDLE_AGE = 1
"""Which of them tells of the other side's gains."""

QUIET = 0.002
"""Recent change is looked at as the log of this plus itself, in km² a week per km²."""

NEAR = ("part", "most", *(f"beyond_{ring}" for ring in RINGS), "d3", "d9", "d3_2", "d9_2")
"""Features of a cell from its close surroundings."""

WIDE = (
    *("d12", "d28", "d12_2", "d28_2"),
    *(f"own_{scale}_{age:g}" for scale in ("12", "28") for age in AGES_WEEKS),
    *("other_12", "other_28"),
)
"""Features of a coarse square from its wider surroundings and from recent change."""


class Plane(NamedTuple):
    """The arrays of a lattice that the features need."""

    capacity: Array
    shown_3: Array
    shown_9: Array
    shown_12: Array
    shown_28: Array
    pooled: Array


@partial(jax.jit, static_argnames=("height", "width"))
def plane_of(capacity: Array, *, height: int, width: int) -> Plane:
    """Return what is shown around each cell and coarse square, by which shares are divided."""
    line = capacity[None]
    three, nine = around(line, width)
    squares = pool(line, height, width)
    twelve, wide = smooth(squares)
    least = jnp.float32(1e-6)
    return Plane(
        capacity=capacity,
        shown_3=1 / jnp.maximum(three[0], least),
        shown_9=1 / jnp.maximum(nine[0], least),
        shown_12=1 / jnp.maximum(twelve[0], least),
        shown_28=1 / jnp.maximum(wide[0], least),
        pooled=1 / jnp.maximum(squares[0], least),
    )


def near_features(share: Array, plane: Plane, *, width: int) -> list[Array]:
    """Return the features `NEAR` of every cell inside the border, each (members, cells).

    Args:
        share: Share of each cell that the gaining side holds, of the whole cell.
        plane: What is shown around each cell.
        width: Cells in a row of the bordered plane.
    """
    inner = slice(BORDER * width, share.shape[1] - BORDER * width)
    capacity = plane.capacity[inner]
    part = share[:, inner] / jnp.maximum(capacity, 1e-6)
    mostly = (2 * share >= plane.capacity) & (plane.capacity > 0)
    # rings lie within each other, so how many hold a cell tells which do
    within = _made(reduce(jnp.add, rings(mostly.astype(jnp.uint8), width)))
    beyond = [(within < count).astype(jnp.float32) for count in range(len(RINGS), 0, -1)]
    three, nine = around(share, width)
    d3 = three * plane.shown_3
    d9 = nine * plane.shown_9
    most = mostly[:, inner].astype(jnp.float32)
    return [part, most, *beyond, d3, d9, d3 * d3, d9 * d9]


def wide_features(
    share: Array, own: Array, other: Array, plane: Plane, *, height: int, width: int
) -> list[Array]:
    """Return the features `WIDE` of every coarse square, each (members, rows, columns).

    Args:
        share: Share of each cell that the gaining side holds, of the whole cell.
        own: Recent gains of that side (members, ages, 2 scales, rows, columns), see `warmth`.
        other: The same of the other side.
        plane: What is shown around each cell.
        height: Rows of the bordered plane.
        width: Cells in a row of it.
    """
    twelve, wide = smooth(pool(share, height, width))
    d12, d28 = twelve * plane.shown_12, wide * plane.shown_28
    mine = [own[:, age, scale] for scale in (0, 1) for age in range(len(AGES_WEEKS))]
    theirs = [other[:, MIDDLE_AGE, scale] for scale in (0, 1)]
    return [d12, d28, d12 * d12, d28 * d28, *mine, *theirs]


def warmth(heat: Array, weight: Array) -> Array:
    """Return the log of recent change from what is remembered of it.

    Args:
        heat: Remembered gains (…, ages, scales, rows, columns), see `remember`.
        weight: For each age, how much of the past is remembered at all.
    """
    return jnp.log(QUIET + heat / weight[:, None, None, None])


def remember(heat: Array, weight: Array, gains: Array, plane: Plane) -> tuple[Array, Array]:
    """Return what is remembered of gains after one more week, and how much past that stands for.

    Args:
        heat: What was remembered (members, ages, scales, rows, columns).
        weight: How much past that stood for, by age.
        gains: Gains of the week on coarse squares, in cells (members, rows, columns).
        plane: What is shown around each square.
    """
    keep = jnp.exp(-1 / jnp.asarray(AGES_WEEKS, jnp.float32))
    twelve, wide = smooth(gains)
    fresh = jnp.stack([twelve * plane.shown_12, wide * plane.shown_28], 1)[:, None]
    kept = keep[:, None, None, None]
    return kept * heat + (1 - kept) * fresh, keep * weight + (1 - keep)


def pool(line: Array, height: int, width: int) -> Array:
    """Sum cells over coarse squares."""
    bands = line.reshape(line.shape[0], height // POOL, POOL, width)
    rows = _made(reduce(jnp.add, [bands[:, :, one] for one in range(POOL)]))
    return _made(reduce(jnp.add, [rows[:, :, one::POOL] for one in range(POOL)]))


def smooth(squares: Array) -> tuple[Array, Array]:
    """Return sums over the neighbourhood of coarse squares, about 12 and about 28 cells wide."""
    twelve = _triple(_triple(squares, 1), 2)
    wide = twelve
    for axis in (1, 2):
        wide = _triple(wide, axis, reach=2)
    return twelve, wide


def around(line: Array, width: int) -> tuple[Array, Array]:
    """Return sums over 3 by 3 and over 9 by 9 cells, for every cell inside the border."""
    three = line[:, :-2] + line[:, 1:-1] + line[:, 2:]
    three = _made(three[:, : -2 * width] + three[:, width:-width] + three[:, 2 * width :])
    nine = three[:, :-6] + three[:, 3:-3] + three[:, 6:]
    nine = _made(nine[:, : -6 * width] + nine[:, 3 * width : -3 * width] + nine[:, 6 * width :])
    inner = line.shape[1] - 2 * BORDER * width
    return _middle(three, inner), _middle(nine, inner)


def rings(ground: Array, width: int) -> list[Array]:
    """Return for each of `RINGS` the cells within that distance of some ground (0 or 1).

    Steps over four and over eight neighbours take turns, which makes octagons: within 8 percent
    of the straight distance.
    """
    inner = ground.shape[1] - 2 * BORDER * width
    reached, found = ground, []
    for step in range(1, RINGS[-1] + 1):
        reached = _made(_octet(reached, width) if step % 2 else _quartet(reached, width))
        if step in RINGS:
            found.append(_middle(reached, inner))
    return found


def _octet(line: Array, width: int) -> Array:
    across = jnp.maximum(jnp.maximum(line[:, :-2], line[:, 1:-1]), line[:, 2:])
    rows = jnp.maximum(across[:, : -2 * width], across[:, width:-width])
    return jnp.maximum(rows, across[:, 2 * width :])


def _quartet(line: Array, width: int) -> Array:
    size = line.shape[1]
    down = jnp.maximum(line[:, : size - 2 * width], line[:, 2 * width :])
    across = jnp.maximum(
        line[:, width - 1 : size - width - 1], line[:, width + 1 : size - width + 1]
    )
    return jnp.maximum(jnp.maximum(down, across), line[:, width : size - width])


def _middle(line: Array, inner: int) -> Array:
    begin = (line.shape[1] - inner) // 2
    return line[:, begin : begin + inner]


def _triple(squares: Array, axis: int, *, reach: int = 1) -> Array:
    more = [(0, 0)] * squares.ndim
    more[axis] = (reach, reach)
    wide = jnp.pad(squares, more)
    size = squares.shape[axis]
    take = jax.lax.slice_in_dim
    before, here, after = (take(wide, k * reach, k * reach + size, axis=axis) for k in range(3))
    return before + 2 * here + after


def _made(line: Array) -> Array:
    """Keep the compiler from computing a step anew for each of its uses."""
    return jax.lax.optimization_barrier(line)
