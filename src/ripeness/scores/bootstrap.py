"""Origins resampled in blocks, so that an interval knows that neighbours are alike.

The moving block bootstrap of Künsch (1989), https://doi.org/10.1214/aos/1176347265, over dates
that all series share: whatever happened in a week happens to all of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.scores.checked import Numbers, agree, finite, refuse_unless
from ripeness.terms.errors import ModelError


@dataclass(frozen=True)
class Interval:
    """A figure and the band in which resampling moves it."""

    value: float
    """The figure of all origins."""
    low: float | None
    """Low end; null where there are too few origins for blocks."""
    high: float | None
    """High end; null where there are too few origins for blocks."""


def resampled(
    count: int, *, block: int, draws: int, generator: np.random.Generator
) -> NDArray[np.int64]:
    """Return positions of resampled dates: one row a draw, `count` positions each.

    Args:
        count: How many dates there are.
        block: Dates in a block, at least the horizon over the step.
        draws: How often to resample.
        generator: A named stream.

    Raises:
        ModelError: If there are not even two blocks' worth of dates.
    """
    if not count >= 2 * block >= 2:
        raise ModelError(
            found=f"{count} dates for blocks of {block}",
            where="the moving block bootstrap",
            expected="at least two blocks' worth of dates",
            remedy="Score more origins, or a shorter horizon.",
        )
    blocks = -(-count // block)
    starts = generator.integers(0, count - block + 1, size=(draws, blocks))
    positions = starts[:, :, None] + np.arange(block)
    return positions.reshape(draws, -1)[:, :count]


def ratio_of_means(
    losses: ArrayLike,
    others: ArrayLike,
    *,
    positions: NDArray[np.int64] | None,
    confidence: float = 0.9,
) -> Interval:
    """Return mean loss over the other's mean loss, with its band.

    Args:
        losses: Losses by date.
        others: The other's losses at the same dates.
        positions: Resampled dates, of `resampled`; null for no band.
        confidence: Share of draws inside the band.

    Raises:
        AlignmentError: If the losses do not meet.
        DataError: If a loss is not finite, or the other's are all nought.
    """
    ours = finite(losses, "losses", dimensions=1)
    theirs = finite(others, "losses", dimensions=1)
    agree(theirs.shape, ours.shape, "losses")
    refuse_unless(
        theirs.any(),
        found="a forecaster that never lost",
        expected="losses that are not all nought",
        remedy="Compare by difference; a ratio to nothing has no meaning.",
    )
    value = float(ours.mean() / theirs.mean())
    if positions is None:
        return Interval(value=value, low=None, high=None)
    return Interval(value, *_band(ours[positions], theirs[positions], confidence))


def _band(ours: Numbers, theirs: Numbers, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = ours.mean(axis=1) / theirs.mean(axis=1)
    low, high = np.nanquantile(ratios, [tail, 1 - tail], method="nearest")
    return float(low), float(high)
