"""A damped local level: the pace wanders, and is drawn back to what is usual.

A week's change is y = m + d + s(week) + e. The level d decays towards nought and is pushed by
noise (a damped trend of the area: Gardner & McKenzie 1985, https://doi.org/10.1287/mnsc.31.10.1237);
m is what is usual over the years before the origin; s is one wave a year, of an amplitude that the
prior keeps small where less than two winters were read. The noise e is heavy-tailed, and its
size, common to e and to the pushes, wanders too (stochastic volatility: Kim, Shephard & Chib 1998,
https://doi.org/10.1111/1467-937X.00050).

Given the sizes, the rest is linear and normal, so each particle carries a Kalman filter of (d, m,
and the two parts of s): a Rao-Blackwellised particle filter (Doucet et al. 2000,
https://arxiv.org/abs/1301.3853). A change across a gap of k weeks is read as k times the mean of
these weeks, which is exact but for what d does within the gap.
"""

from dataclasses import dataclass, replace

import numpy as np

from ripeness.front.history import Counts, History, Numbers, weekly_changes
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.interface import Change
from ripeness.front.tempo.particles import (
    Seen,
    changes_seen,
    drawn_again,
    drawn_kinds,
    filtered,
    renewed,
)

YEAR_WEEKS = 365.25 / 7

MOST_WILD = 4.0
"""Bound of the logarithm of the noise's relative variance: seven times the usual size, or less
than a seventh of it."""


SCALE_WEEKS = 52
"""Over how many weeks the typical change is taken."""


@dataclass(frozen=True)
class DampedPriors:
    """Medians and spreads (of logarithms) of what the history must settle.

    Weeks and shares are from the record of slow wars of position at large, not from this series:
    operations last some weeks to some months, and map makers' weekly noise exceeds what the pace
    moves in a week. Sizes are relative to the series' own typical weekly change.
    """

    half_life_weeks: tuple[float, float] = (5.0, 0.5)
    """In how many weeks half of what is unusual in the pace is gone."""
    push: tuple[float, float] = (0.5, 0.5)
    """Standard deviation of a week's push, relative to the noise."""
    noise: tuple[float, float] = (0.8, 0.5)
    """Size of the noise, relative to the typical weekly change."""
    tail: tuple[float, float] = (20.0, 0.4)
    """Degrees of freedom of the noise."""
    size_half_life_weeks: tuple[float, float] = (13.0, 0.7)
    """In how many weeks half of what is unusual in the noise's size is gone."""
    size_push: tuple[float, float] = (0.06, 0.4)
    """Standard deviation of a week's push to the logarithm of the variance."""
    usual: float = 2.0
    """Standard deviation of what is usual, relative to the typical weekly change."""
    season: float = 0.05
    """Standard deviation of each part of the yearly wave, likewise."""
    most_read: float = 6.0
    """A weekly change beyond so many typical ones is read as that many: a week in which the front
    broke, or a map was drawn anew, says that such weeks exist and nothing of the pace."""


@dataclass(frozen=True)
class DampedState:
    """Where each member stands."""

    moving: Numbers
    """Level, usual change and the two parts of the wave, in km² a week; one row each."""
    log_size: Numbers
    """Logarithm of the variance of the noise, relative to its usual one."""
    fixed: Numbers
    """Logarithms of the fixed numbers, one row each, in the order of the priors."""
    week: int
    """The week, counted from the origin."""


@dataclass(frozen=True)
class Damped:
    """A damped local level with a yearly wave, wandering size of noise, and heavy tails."""

    name: str = "damped"
    particles: int = 1000
    priors: DampedPriors = DampedPriors()
    scale_km2: float | None = None
    """The typical weekly change; null: read off the history. Given only in checks."""

    def init(
        self, history: History, settings: FrontSettings, generator: np.random.Generator
    ) -> DampedState:
        """Return members drawn from what the history says."""
        scale = self.scale_km2 or typical_change(history)

        def step(cloud: Cloud, seen: Seen) -> tuple[Cloud, Numbers]:
            for _ in range(seen.weeks):
                cloud = moved(cloud, generator)
            return read(cloud, seen, drawn_noise(cloud, seen.weeks, generator))

        def again(cloud: Cloud, log_weights: Numbers, chosen: Counts) -> Cloud:
            return chosen_of(cloud, chosen, renewed(cloud.fixed, log_weights, chosen, generator))

        cloud, log_weights = filtered(
            prior_cloud(self.priors, scale, self.particles, generator),
            changes_seen(history, most=self.priors.most_read * scale),
            count=self.particles,
            read=step,
            again=again,
            generator=generator,
        )
        chosen = drawn_again(log_weights, settings.members, generator)
        return members_of(chosen_of(cloud, chosen, cloud.fixed[:, chosen]), history, generator)

    def step(
        self, state: DampedState, generator: np.random.Generator
    ) -> tuple[DampedState, Change]:
        """Return the state a week later, and what changed hands."""
        noise = generator.standard_normal((3, state.moving.shape[1]))
        decay, push, sigma, tail, size_decay, size_push = in_use(state.fixed)
        log_size = _bounded(size_decay * state.log_size + size_push * noise[0])
        size = sigma * np.exp(log_size / 2)
        level = decay * state.moving[0] + push * size * noise[1]
        moving = np.vstack([level, state.moving[1:]])
        week = state.week + 1
        mean = loading(week) @ moving
        heavy = np.sqrt(tail / generator.chisquare(tail))
        after = replace(state, moving=moving, log_size=log_size, week=week)
        return after, Change.of_net(mean + size * heavy * noise[2])


@dataclass(frozen=True)
class Cloud:
    """Particles: fixed numbers, size of the noise, and a Kalman filter each."""

    fixed: Numbers
    log_size: Numbers
    mean: Numbers
    spread: Numbers


def typical_change(history: History) -> float:
    """Return the typical size of a weekly change, in km²: the root mean square, less wild weeks.

    Only the last year counts where it has half a year of changes: a map that moved by hundreds of
    km² a week three years ago says little of how it moves now. Changes beyond five times the median
    size count as that much, so that one rupture or one redrawn map does not set the scale.
    """
    changes = weekly_changes(history)
    recent = np.abs(changes.km2[changes.weeks > history.weeks[-1] - SCALE_WEEKS])
    sizes = recent if (recent > 0).sum() >= SCALE_WEEKS // 2 else np.abs(changes.km2)
    middle = np.median(sizes[sizes > 0])
    return float(np.sqrt((np.minimum(sizes, 5 * middle) ** 2).mean()))


def prior_cloud(
    priors: DampedPriors, scale: float, count: int, generator: np.random.Generator
) -> Cloud:
    """Draw particles from the priors, for a typical weekly change in km²."""
    noise_median, noise_spread = priors.noise
    kinds = (
        priors.half_life_weeks,
        priors.push,
        (noise_median * scale, noise_spread),
        priors.tail,
        priors.size_half_life_weeks,
        priors.size_push,
    )
    fixed = drawn_kinds(kinds, count, generator)
    sizes = np.array([1.0, priors.usual, priors.season, priors.season]) * scale
    spread = np.broadcast_to(np.diag(sizes**2), (count, 4, 4)).copy()
    start = 0.5 * generator.standard_normal(count)
    return Cloud(fixed=fixed, log_size=start, mean=np.zeros((count, 4)), spread=spread)


def in_use(fixed: Numbers) -> Numbers:
    """Return decay, push, noise, degrees of freedom, and decay and push of the size."""
    half_life, push, sigma, tail, size_half_life, size_push = np.exp(fixed)
    return np.array([
        0.5 ** (1 / half_life), push, sigma, 2 + tail, 0.5 ** (1 / size_half_life), size_push,
    ])  # fmt: skip


def loading(week: float) -> Numbers:
    """Return how much of level, usual change and wave enter a week's mean."""
    turn = 2 * np.pi * week / YEAR_WEEKS
    return np.array([1.0, 1.0, np.cos(turn), np.sin(turn)])


def _bounded(log_size: Numbers) -> Numbers:
    return np.clip(log_size, -MOST_WILD, MOST_WILD)


def moved(cloud: Cloud, generator: np.random.Generator) -> Cloud:
    """Return the particles a week later, before that week is read."""
    decay, push, sigma, _, size_decay, size_push = in_use(cloud.fixed)
    log_size = _bounded(
        size_decay * cloud.log_size + size_push * generator.standard_normal(len(sigma))
    )
    mean, spread = cloud.mean.copy(), cloud.spread.copy()
    mean[:, 0] *= decay
    spread[:, 0, :] *= decay[:, None]
    spread[:, :, 0] *= decay[:, None]
    spread[:, 0, 0] += (push * sigma) ** 2 * np.exp(log_size)
    return replace(cloud, log_size=log_size, mean=mean, spread=spread)


def drawn_noise(cloud: Cloud, weeks: int, generator: np.random.Generator) -> Numbers:
    """Draw the variance of the noise in the mean of some weeks, for each particle."""
    _, _, sigma, tail, _, _ = in_use(cloud.fixed)
    heavy = tail / generator.chisquare(tail)
    return sigma**2 * np.exp(cloud.log_size) * heavy / weeks


def foreseen(cloud: Cloud, week: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return the mean and the variance, less noise, that each particle expects of a week.

    The third is the covariance of that mean with what moves.
    """
    loads = loading(week)
    both = cloud.spread @ loads
    return cloud.mean @ loads, both @ loads, both


def read(cloud: Cloud, seen: Seen, noise: Numbers) -> tuple[Cloud, Numbers]:
    """Return the particles after a change was read, and how well each foresaw it (log density)."""
    expected, spread, both = foreseen(cloud, seen.week)
    variance = spread + noise
    error = seen.change - expected
    gain = both / variance[:, None]
    mean = cloud.mean + gain * error[:, None]
    left = cloud.spread - gain[:, :, None] * both[:, None, :]
    return replace(cloud, mean=mean, spread=left), fit(error, variance)


def fit(error: Numbers, variance: Numbers) -> Numbers:
    """Return the logarithm of the density of normal errors, less a constant."""
    return -0.5 * (np.log(variance) + error**2 / variance)


def chosen_of(cloud: Cloud, chosen: Counts, fixed: Numbers) -> Cloud:
    """Return the chosen particles, with other fixed numbers."""
    return Cloud(
        fixed=fixed,
        log_size=cloud.log_size[chosen],
        mean=cloud.mean[chosen],
        spread=cloud.spread[chosen],
    )


def members_of(cloud: Cloud, history: History, generator: np.random.Generator) -> DampedState:
    """Draw from each particle's filter a member that stands at the last reading."""
    spread = (cloud.spread + np.swapaxes(cloud.spread, 1, 2)) / 2
    values, vectors = np.linalg.eigh(spread)
    root = vectors * np.sqrt(np.maximum(values, 0))[:, None, :]
    noise = generator.standard_normal((len(root), 4))
    moving = cloud.mean + (root @ noise[:, :, None])[:, :, 0]
    return DampedState(
        moving=moving.T, log_size=cloud.log_size, fixed=cloud.fixed, week=int(history.weeks[-1])
    )
