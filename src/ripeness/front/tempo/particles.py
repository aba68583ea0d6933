"""Particles: weighted draws of what a history leaves open, renewed as the weeks are read.

Systematic resampling (Kitagawa 1996, https://doi.org/10.2307/1390750) when the effective number
falls below half, and for numbers that do not change in time the shrunken kernel of Liu & West
(2001, https://doi.org/10.1007/978-1-4757-3437-9_10), which keeps their mean and spread.
"""

import numpy as np

from ripeness.front.history import Changes, Counts, History, Numbers

SHRINK = 0.985
"""How far a renewed number stays its own; the rest is drawn towards the mean, and noise restores
the spread."""


def weekly_steps(history: History) -> Changes:
    """Return every change between neighbouring readings with the week in which it ends.

    Unlike `history.weekly_changes` it has changes across gaps, for filters that can use a sum.
    """
    return Changes(weeks=history.weeks[1:], km2=np.diff(history.km2))


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
