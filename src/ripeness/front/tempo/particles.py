"""Particles: weighted draws of what a history leaves open, renewed as the weeks are read.

Systematic resampling (Kitagawa 1996, https://doi.org/10.2307/1390750) when the effective number
falls below half, and for numbers that do not change in time the shrunken kernel of Liu & West
(2001, https://doi.org/10.1007/978-1-4757-3437-9_10), which keeps their mean and spread.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ripeness.front.history import Counts, History, Numbers

Cloud = TypeVar("Cloud")
"""What a model's particles hold."""

SHRINK = 0.985
"""How far a renewed number stays its own; the rest is drawn towards the mean, and noise restores
the spread."""


@dataclass(frozen=True)
class Seen:
    """The mean weekly change up to a week, over one week or, across a gap, several."""

    change: float | Numbers
    """The mean weekly change in km², for all particles or for each."""
    week: int
    """The week in which it ends."""
    weeks: int
    """Over how many weeks it is a mean."""


def changes_seen(history: History, *, most: float = np.inf) -> Iterator[Seen]:
    """Give every change between neighbouring readings, also across gaps, in order.

    Unlike `history.weekly_changes` it has changes across gaps, for filters that can use a mean.

    Args:
        history: The readings.
        most: A mean weekly change beyond this many km², either way, is given as that much.
    """
    before = int(history.weeks[0])
    for week, change in zip(history.weeks[1:].tolist(), np.diff(history.km2).tolist(), strict=True):
        weeks = week - before
        yield Seen(float(np.clip(change / weeks, -most, most)), week, weeks)
        before = week


def filtered(
    cloud: Cloud,
    history: Iterable[Seen],
    *,
    count: int,
    read: Callable[[Cloud, Seen], tuple[Cloud, Numbers]],
    again: Callable[[Cloud, Numbers, Counts], Cloud],
    generator: np.random.Generator,
) -> tuple[Cloud, Numbers]:
    """Return particles that have read a history, and the logarithms of their weights.

    Args:
        cloud: The particles before they read.
        history: The changes, in order.
        count: How many particles there are.
        read: Moves the particles to a change's week and says how well each foresaw it (log
            density).
        again: Returns the chosen particles, with what does not change in time renewed; it takes
            the logarithms of the weights and the positions chosen.
        generator: A named stream.
    """
    log_weights = np.zeros(count)
    for seen in history:
        cloud, gain = read(cloud, seen)
        log_weights = log_weights + gain
        if worn(log_weights):
            chosen = drawn_again(log_weights, count, generator)
            cloud = again(cloud, log_weights, chosen)
            log_weights = np.zeros(count)
    return cloud, log_weights


def drawn_kinds(
    kinds: Sequence[tuple[float, float]], count: int, generator: np.random.Generator
) -> Numbers:
    """Draw logarithms of numbers, one row a kind, from the median and spread of each."""
    medians = np.log([median for median, _ in kinds])[:, None]
    spreads = np.array([spread for _, spread in kinds])[:, None]
    return medians + spreads * generator.standard_normal((len(kinds), count))


def worn(log_weights: Numbers) -> bool:
    """Tell whether the weights are so uneven that particles are to be drawn again."""
    weights = np.exp(log_weights - log_weights.max())
    return bool(weights.sum() ** 2 < 0.5 * len(weights) * (weights**2).sum())


def drawn_again(log_weights: Numbers, count: int, generator: np.random.Generator) -> Counts:
    """Return the positions of `count` particles drawn by weight, systematically."""
    weights = np.exp(log_weights - log_weights.max())
    upto = np.cumsum(weights)
    places = (generator.random() + np.arange(count)) / count * upto[-1]
    return np.minimum(np.searchsorted(upto, places, side="right"), len(upto) - 1)


def renewed(
    numbers: Numbers, log_weights: Numbers, chosen: Counts, generator: np.random.Generator
) -> Numbers:
    """Return fixed numbers, kinds by particles, drawn again with mean and spread kept.

    Args:
        numbers: Unbounded numbers, one row a kind, one column a particle.
        log_weights: Logarithms of the weights.
        chosen: Which particles were drawn.
        generator: A named stream.
    """
    weights = np.exp(log_weights - log_weights.max())
    weights = weights / weights.sum()
    mean = numbers @ weights
    apart = numbers - mean[:, None]
    spread = np.sqrt((apart**2) @ weights)
    noise = generator.standard_normal((len(numbers), len(chosen)))
    kept = mean[:, None] + SHRINK * apart[:, chosen]
    return kept + np.sqrt(1 - SHRINK**2) * spread[:, None] * noise
