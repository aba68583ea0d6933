"""How alike criteria rank places, and whether a loss of delivery comes before a loss of ground.

Spearman 1904, 10.2307/1412159; Kendall's tau-b 1945, 10.1093/biomet/33.3.239.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from ripeness.supply.interval import Interval
from ripeness.terms.chance import stream

SAMPLES = 200
"""Bootstrap samples of places."""

FEWEST = 4
"""Fewer places than this are not ranked."""


@dataclass(frozen=True)
class Correlated:
    """Two correlations of ranks, with bootstrap ends; None where one criterion never differs."""

    spearman: Interval | None
    kendall: Interval | None


def correlated(first: np.ndarray, second: np.ndarray, *, seed: int, name: str) -> Correlated:
    """Return how alike two criteria rank places.

    Args:
        first: One figure for each place.
        second: Another.
        seed: The seed of the run.
        name: What is compared, for the name of the draws.
    """
    known = np.isfinite(first) & np.isfinite(second)
    one, two = first[known], second[known]
    if len(one) < FEWEST:
        return Correlated(None, None)
    chance = stream(seed, "supply", "agreement", name)
    rows = np.vstack([np.arange(len(one)), chance.integers(0, len(one), (SAMPLES, len(one)))])
    return Correlated(
        _interval(spearman(one[rows], two[rows])), _interval(kendall(one[rows], two[rows]))
    )


def spearman(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Return Spearman's correlation of each row; missing where one of the two never differs.

    Args:
        one: Figures, by row.
        two: Other figures, alike.

    Example:
        >>> spearman(np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, 3.0, 9.0]])).round(9).tolist()
        [1.0]
    """
    return _pearson(stats.rankdata(one, axis=1), stats.rankdata(two, axis=1))


def kendall(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Return Kendall's tau-b of each row; missing where one of the two never differs.

    Args:
        one: Figures, by row.
        two: Other figures, alike.

    Example:
        >>> kendall(np.array([[1.0, 2.0, 4.0]]), np.array([[9.0, 3.0, 1.0]])).tolist()
        [-1.0]
    """
    signs = [np.sign(each[:, :, None] - each[:, None, :]) for each in (one, two)]
    both = (signs[0] * signs[1]).sum(axis=(1, 2))
    untied = np.sqrt(np.prod([(each**2).sum(axis=(1, 2)) for each in signs], axis=0))
    return np.divide(both, untied, out=np.full(len(both), np.nan), where=untied > 0)


def leads(delivery: np.ndarray, ground: np.ndarray) -> tuple[float | None, float | None, int, int]:
    """Say whether the change of delivery in a month goes with the change of ground in the next.

    The chance of as high a correlation is that of the same series with the months of one of them
    shifted in a ring, every way once and all places together, which keeps what the months of a
    place, and the places of a month, have in common.

    Args:
        delivery: Change of delivered share by month and place; missing where not known.
        ground: Change of the share held in the month after, alike.

    Returns:
        Spearman's correlation, its one-sided p, the number of pairs and of places.
    """
    known = np.isfinite(delivery) & np.isfinite(ground)
    pairs, places = int(known.sum()), int(known.any(axis=0).sum())
    value = _of_pairs(delivery, ground)
    if not np.isfinite(value):
        return None, None, pairs, places
    drawn = [_of_pairs(np.roll(delivery, by, axis=0), ground) for by in range(1, len(delivery))]
    moved = np.array([one for one in drawn if np.isfinite(one)])
    above = int((moved >= value - 1e-12).sum())
    return value, (1 + above) / (1 + len(moved)), pairs, places


def _of_pairs(delivery: np.ndarray, ground: np.ndarray) -> float:
    """Return Spearman's correlation of what is known of both; missing where it has no value."""
    known = np.isfinite(delivery) & np.isfinite(ground)
    if known.sum() < FEWEST:
        return float("nan")
    return float(spearman(delivery[known][None], ground[known][None])[0])


def _interval(drawn: np.ndarray) -> Interval | None:
    """Return the first of some correlations with ends from the others; None: it has no value."""
    value = float(drawn[0])
    if not np.isfinite(value):
        return None
    found = drawn[np.isfinite(drawn)]
    low, high = np.quantile(found, (0.05, 0.95))
    return Interval(value=value, low=min(float(low), value), high=max(float(high), value))


def _pearson(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    one = one - one.mean(axis=1, keepdims=True)
    two = two - two.mean(axis=1, keepdims=True)
    scale = np.sqrt((one**2).sum(axis=1) * (two**2).sum(axis=1))
    top = (one * two).sum(axis=1)
    return np.divide(top, scale, out=np.full(len(top), np.nan), where=scale > 1e-9)
