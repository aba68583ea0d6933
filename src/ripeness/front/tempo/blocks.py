"""Weekly noise resampled in blocks, so that good and bad weeks keep their company.

The moving block bootstrap of Künsch (1989), https://doi.org/10.1214/aos/1176347265, with two
departures: the first block is entered at a random place, so that every week of a path has
the same distribution; and residuals are widened by √(n / (n − L)), since blocks of length L
vary around the mean of the very n weeks that they come from by that much too little.
"""

from dataclasses import dataclass, replace

import numpy as np

from ripeness.front.history import Changes, Counts, Numbers
from ripeness.terms.errors import ModelError

SHORTEST_BLOCK = 4
"""Where gaps leave too few starts, blocks shrink, but never below this many weeks."""


@dataclass(frozen=True)
class Blocks:
    """Residuals of the weekly changes, and where a block may begin among them."""

    residuals: Numbers
    """Weekly changes less their mean, widened, in km²."""
    starts: Counts
    """Positions from which `length` consecutive weeks without a gap follow."""
    length: int
    """Weeks in a block."""


@dataclass(frozen=True)
class Walk:
    """Where each member stands among the blocks."""

    blocks: Blocks
    """What is resampled."""
    at: Counts
    """Position of each member's next residual."""
    left: Counts
    """How many residuals of its block each member has still to come."""


def blocks_of(changes: Changes, *, length: int) -> Blocks:
    """Cut weekly changes into overlapping blocks, none of them across a gap.

    Args:
        changes: Changes between consecutive Sundays.
        length: Weeks in a block; fewer where gaps leave less than twice as many starts.

    Raises:
        ModelError: If gaps leave too few starts even for the shortest block.
    """
    run = _weeks_that_follow(changes.weeks)
    for weeks in range(length, SHORTEST_BLOCK - 1, -1):
        starts = np.flatnonzero(run >= weeks)
        if len(starts) >= 2 * weeks:
            residuals = _residuals(changes.km2, starts, weeks)
            return Blocks(residuals=residuals, starts=starts, length=weeks)
    raise ModelError(
        found=f"{len(changes.km2)} weekly changes with a longest run of {run.max()} weeks",
        where="the block bootstrap of the weekly noise",
        expected=f"{2 * SHORTEST_BLOCK} or more runs of {SHORTEST_BLOCK} weeks without a gap",
        remedy="Choose a source with fewer gaps, or a longer record.",
    )


def _residuals(km2: Numbers, starts: Counts, length: int) -> Numbers:
    in_blocks = km2[starts[:, None] + np.arange(length)]
    return (km2 - in_blocks.mean()) * np.sqrt(len(km2) / (len(km2) - length))


def _weeks_that_follow(weeks: Counts) -> Counts:
    run = np.ones(len(weeks), dtype=np.int64)
    for position in range(len(weeks) - 2, -1, -1):
        if weeks[position + 1] - weeks[position] == 1:
            run[position] = run[position + 1] + 1
    return run


def enter(blocks: Blocks, *, members: int, generator: np.random.Generator) -> Walk:
    """Set each member at a random place of a random block."""
    start, skipped = generator.random((2, members))
    skipped = (skipped * blocks.length).astype(np.int64)
    return Walk(
        blocks=blocks,
        at=blocks.starts[(start * len(blocks.starts)).astype(np.int64)] + skipped,
        left=blocks.length - skipped,
    )


def walk_on(walk: Walk, generator: np.random.Generator) -> tuple[Walk, Numbers]:
    """Give each member its next residual; who has ended a block begins another."""
    blocks = walk.blocks
    draw = (generator.random(len(walk.at)) * len(blocks.starts)).astype(np.int64)
    ended = walk.left == 0
    at = np.where(ended, blocks.starts[draw], walk.at)
    left = np.where(ended, blocks.length, walk.left)
    return replace(walk, at=at + 1, left=left - 1), blocks.residuals[at]
