"""Regime switching: weeks are quiet or pushed, and now and then a front breaks, either way.

The front is in one of five regimes: it breaks back, is pushed back, stands, is pushed forward,
breaks forward. In each, weekly changes scatter about a mean that is the regime's own; which regime
comes next depends on the present one alone (Hamilton 1989, https://doi.org/10.2307/1912559). Both
directions have the same priors: the history alone tells them apart. Each particle holds the
regimes' means, sizes and chances, and the exact probabilities of the regimes given the weeks
read (Hamilton's filter). A change across a gap of k weeks is read as one of its mean week, with the
regimes moved on by k weeks and the scatter of a mean of k.
"""

from dataclasses import dataclass, replace

import numpy as np

from ripeness.front.history import Counts, History, Numbers
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.damped import typical_change
from ripeness.front.tempo.interface import Change
from ripeness.front.tempo.particles import (
    Seen,
    changes_seen,
    drawn_again,
    drawn_kinds,
    filtered,
    renewed,
)

REGIMES = ("breaks_back", "pushed_back", "stands", "pushed_forward", "breaks_forward")


@dataclass(frozen=True)
class RegimePriors:
    """Medians and spreads (of logarithms), sizes relative to the series' typical weekly change.

    Lengths are from histories of operations at large: pushes last months, breaks weeks. How rare
    breaks are rests on few events anywhere, so the spread is wide and reaches from one in two years
    to one in twenty-five.
    """

    push: tuple[float, float] = (1.0, 0.8)
    """Mean weekly change while the front is pushed."""
    break_: tuple[float, float] = (8.0, 0.8)
    """Mean weekly change while it breaks."""
    stand_noise: tuple[float, float] = (0.3, 0.6)
    """Scatter of quiet weeks."""
    push_noise: tuple[float, float] = (0.5, 0.5)
    """Scatter of weeks in which the front is pushed."""
    stand_weeks: tuple[float, float] = (4.0, 0.8)
    """How long a quiet time lasts, in weeks."""
    push_weeks: tuple[float, float] = (104.0, 0.8)
    """How long a push lasts, in weeks."""
    break_weeks: tuple[float, float] = (3.0, 0.5)
    """How long a break lasts, in weeks."""
    years_to_break: tuple[float, float] = (7.0, 0.8)
    """Years from one break to the next, either way."""
    tail: float = 6.0
    """Degrees of freedom of the scatter; not learnt."""


@dataclass(frozen=True)
class RegimeState:
    """Where each member stands."""

    fixed: Numbers
    """Logarithms of the fixed numbers, one row each, in the order of the priors; then the logit of
    the chance that a push goes forward."""
    regime: Counts
    """Position in `REGIMES`."""


@dataclass(frozen=True)
class RegimeSwitching:
    """Five regimes, from breaking back to breaking forward."""

    name: str = "regime"
    particles: int = 4000
    priors: RegimePriors = RegimePriors()
    scale_km2: float | None = None
    """The typical weekly change; null: read off the history. Given only in checks."""

    def init(
        self, history: History, settings: FrontSettings, generator: np.random.Generator
    ) -> RegimeState:
        """Return members drawn from what the history says."""
        scale = self.scale_km2 or typical_change(history)
        tail = self.priors.tail

        def read(cloud: Cloud, seen: Seen) -> tuple[Cloud, Numbers]:
            return _read(cloud, seen, tail=tail)

        def again(cloud: Cloud, log_weights: Numbers, chosen: Counts) -> Cloud:
            fixed = renewed(cloud.fixed, log_weights, chosen, generator)
            return Cloud(fixed, cloud.chances[chosen])

        fixed = prior_numbers(self.priors, scale, self.particles, generator)
        cloud, log_weights = filtered(
            Cloud(fixed, np.full((self.particles, len(REGIMES)), 1 / len(REGIMES))),
            changes_seen(history),
            count=self.particles,
            read=read,
            again=again,
            generator=generator,
        )
        chosen = drawn_again(log_weights, settings.members, generator)
        upto = np.cumsum(cloud.chances[chosen], axis=1)
        regime = (generator.random((settings.members, 1)) > upto[:, :4]).sum(axis=1)
        return RegimeState(fixed=cloud.fixed[:, chosen], regime=regime)

    def step(
        self, state: RegimeState, generator: np.random.Generator
    ) -> tuple[RegimeState, Change]:
        """Return the state a week later, and what changed hands."""
        draw = generator.random(len(state.regime))
        scatter = generator.standard_t(self.priors.tail, len(state.regime))
        rows = np.arange(len(state.regime))
        upto = np.cumsum(_matrix(state.fixed)[rows, state.regime], axis=1)
        regime = (draw[:, None] > upto[:, :4]).sum(axis=1)
        mean, size = _weekly(state.fixed)
        change = mean[rows, regime] + size[rows, regime] * scatter
        return replace(state, regime=regime), Change.of_net(change)


@dataclass(frozen=True)
class Cloud:
    """Particles: fixed numbers, and the chances of each regime given the weeks read."""

    fixed: Numbers
    chances: Numbers


def prior_numbers(
    priors: RegimePriors, scale: float, count: int, generator: np.random.Generator
) -> Numbers:
    """Draw the fixed numbers from the priors, for a typical weekly change in km²."""
    sizes = (priors.push, priors.break_, priors.stand_noise, priors.push_noise)
    kinds = [(median * scale, spread) for median, spread in sizes]
    kinds += [priors.stand_weeks, priors.push_weeks, priors.break_weeks, priors.years_to_break]
    logs = drawn_kinds(kinds, count, generator)
    forward = 1.5 * generator.standard_normal((1, count))
    return np.vstack([logs, forward])


def _weekly(fixed: Numbers) -> tuple[Numbers, Numbers]:
    push, break_, stand_noise, push_noise = np.exp(fixed[:4])
    break_ = push + break_
    mean = np.stack([-break_, -push, 0 * push, push, break_], axis=1)
    wild = push_noise + 0.5 * break_
    return mean, np.stack([wild, push_noise, stand_noise, push_noise, wild], axis=1)


def _matrix(fixed: Numbers) -> Numbers:
    stand, push, lasts = 1 + np.exp(fixed[4:7])
    breaks = 1 / (52.18 * np.exp(fixed[7]) + 1)
    forward = 1 / (1 + np.exp(-fixed[8]))
    back, none = 1 - forward, np.zeros_like(forward)
    leave_stand, leave_push, leave_break = 1 / stand, 1 / push, 1 / lasts
    rows = [
        [1 - leave_break, leave_break * 0.5, leave_break * 0.5, none, none],
        [breaks * 0.8, none, leave_push * (0.5 + 0.5 * back), leave_push * 0.5 * forward, breaks * 0.2],
        [breaks / 2, leave_stand * back, none, leave_stand * forward, breaks / 2],
        [breaks * 0.2, leave_push * 0.5 * back, leave_push * (0.5 + 0.5 * forward), none, breaks * 0.8],
        [none, none, leave_break * 0.5, leave_break * 0.5, 1 - leave_break],
    ]  # fmt: skip
    matrix = np.moveaxis(np.array(rows), 2, 0)
    for stays in (1, 2, 3):
        matrix[:, stays, stays] = 1 - matrix[:, stays].sum(axis=1)
    return matrix


def _read(cloud: Cloud, seen: Seen, *, tail: float) -> tuple[Cloud, Numbers]:
    matrix, chances = _matrix(cloud.fixed), cloud.chances
    for _ in range(seen.weeks):
        chances = (chances[:, None, :] @ matrix)[:, 0]
    mean, size = _weekly(cloud.fixed)
    size = size / np.sqrt(seen.weeks)
    far = (seen.change - mean) / size
    log_density = -0.5 * (tail + 1) * np.log1p(far**2 / tail) - np.log(size)
    highest = log_density.max(axis=1, keepdims=True)
    joint = chances * np.exp(log_density - highest)
    total = joint.sum(axis=1, keepdims=True)
    return replace(cloud, chances=joint / total), np.log(total[:, 0]) + highest[:, 0]
