"""How sure a mean over a few falls is: groups resampled, and labels permuted within matched sets.

Falls near each other in place and time share one push of the front, so groups of them are drawn
together (a cluster bootstrap: Cameron, Gelbach & Miller 2008, https://doi.org/10.1162/rest.90.3.414).
The permutation asks how often a place drawn at random from each matched set would have differed
from the rest of its set by as much (Rosenbaum 2002, https://doi.org/10.1007/978-1-4757-3692-2).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from scipy.stats import t as student_t

from ripeness.terms.declared import Declared

Numbers = NDArray[np.float64]

FEWEST_GROUPS = 3
"""With fewer groups than this there is no interval, and so no figure."""

FEWEST_MATCHES = 2
"""With fewer matches than this a fall is compared with none."""


class Band(Declared):
    """The figures of matched places: their mean, and the range that nine in ten fill."""

    mean: float
    """Mean over the matches."""
    low: float
    """The least of them, leaving a twentieth below."""
    high: float
    """The greatest of them, leaving a twentieth above."""


class Span(Declared):
    """A figure with its interval."""

    value: float
    """The mean over the falls."""
    low: float
    """Lower end."""
    high: float
    """Upper end."""


def resampled_mean(
    values: Numbers,
    groups: NDArray[np.int64],
    *,
    draws: int,
    confidence: float,
    generator: np.random.Generator,
) -> Span | None:
    """Return a mean with the interval in which resampling of groups moves it.

    Args:
        values: One for each fall.
        groups: The group of each fall.
        draws: How often to resample.
        confidence: Share of draws inside.
        generator: A named stream.

    Returns:
        None with fewer than `FEWEST_GROUPS` groups.
    """
    names, member = np.unique(groups, return_inverse=True)
    if len(names) < FEWEST_GROUPS:
        return None
    sums = np.bincount(member, weights=values)
    counts = np.bincount(member).astype(float)
    drawn = generator.integers(0, len(names), size=(draws, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    tail = expanded_tail(len(names), confidence)
    low, high = np.quantile(means, [tail, 1 - tail])
    value = float(values.mean())
    return Span(value=value, low=min(float(low), value), high=max(float(high), value))


def expanded_tail(groups: int, confidence: float) -> float:
    """Return the share to leave on each side, so that few groups do not make an interval too short.

    The expanded percentile interval of Hesterberg (2015),
    https://doi.org/10.1080/00031305.2015.1089789: the tail of Student's t with one degree less than
    there are groups, widened by √(n ÷ (n − 1)), on the normal scale.

    Args:
        groups: Groups resampled.
        confidence: Share of draws that an interval over very many groups would hold.

    Example:
        >>> round(expanded_tail(10, 0.9), 3), round(expanded_tail(1000, 0.9), 3)
        (0.027, 0.05)
    """
    widened = np.sqrt(groups / (groups - 1)) * student_t.ppf((1 + confidence) / 2, groups - 1)
    return float(norm.cdf(-widened))


def band(figures: Numbers) -> Band:
    """Return the mean of some figures and the range that nine in ten fill."""
    low, high = np.quantile(figures, [0.05, 0.95])
    return Band(mean=float(figures.mean()), low=float(low), high=float(high))


def beyond(fallen: float, matched: Numbers) -> float:
    """Return by how much a fall's figure exceeds the mean of its matches."""
    return float(fallen - matched.mean())


def permuted_p(
    fallen: Sequence[float],
    matched: Sequence[Numbers],
    *,
    draws: int,
    generator: np.random.Generator,
) -> float | None:
    """Return the two-sided share of random labels under which falls differ as much.

    Args:
        fallen: The figure of each fall.
        matched: The figures of its matches, at least one each.
        draws: How many labellings to draw.
        generator: A named stream.

    Returns:
        (1 + the number as extreme) / (1 + draws); None without a fall.
    """
    if not fallen:
        return None
    total = np.zeros(draws)
    for one, others in zip(fallen, matched, strict=True):
        figures = np.array([one, *others])
        rest = (figures.sum() - figures) / (len(figures) - 1)
        chosen = generator.integers(0, len(figures), size=draws)
        total += (figures - rest)[chosen]
    observed = sum(beyond(one, others) for one, others in zip(fallen, matched, strict=True))
    extreme = (np.abs(total) >= abs(observed) - 1e-9).sum()
    return float((1 + extreme) / (1 + draws))


def rank_p(fallen: float, matched: Numbers) -> float:
    """Return the share of a matched set that lies as far from the set's mean as the fall.

    With few matches it is coarse: one fall among five cannot reach less than a sixth.
    """
    figures = np.array([fallen, *matched])
    away = np.abs(figures - figures.mean())
    return float((away >= away[0] - 1e-9).mean())


def grouped(
    centres: Numbers, weeks: NDArray[np.int64], *, within_km: float, within_weeks: int
) -> NDArray[np.int64]:
    """Return the group of each fall: those linked by neighbours near in place and time.

    Args:
        centres: East and north of each place, in km.
        weeks: Week of each fall.
        within_km: How near two falls of one group are.
        within_weeks: And how near in time.
    """
    east, north = (centres[:, None] - centres[None]).transpose(2, 0, 1)
    apart = np.hypot(east, north)
    near = (apart <= within_km) & (np.abs(weeks[:, None] - weeks[None]) <= within_weeks)
    groups = np.arange(len(weeks))
    for _ in range(len(weeks)):
        groups = np.where(near, groups[None], len(weeks)).min(axis=1)
    return groups
