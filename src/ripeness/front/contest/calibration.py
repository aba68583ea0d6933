"""Simulation-based calibration: does a model's filter find what the model itself has drawn?

Numbers are drawn from a model's prior, a history is simulated with them, and the filter reads it
without being told. Over many draws the rank of each true number among the members is even, and so
is that of what came in the weeks after (Talts et al. 2018, https://arxiv.org/abs/1804.06788).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from ripeness.front.history import History, Numbers
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo import damped
from ripeness.front.tempo.attrition import (
    Attrition,
    AttritionState,
    Known,
    prior_sides,
)
from ripeness.front.tempo.damped import Damped, DampedState
from ripeness.front.tempo.interface import Tempo
from ripeness.front.tempo.regime import REGIMES, RegimeState, RegimeSwitching, prior_numbers
from ripeness.front.wear import Course, SideWear, Wear
from ripeness.terms.chance import stream
from ripeness.terms.declared import Declared

MEMBERS = 199
"""Members among which a true number is ranked; ranks run from 0 to this."""

BINS = 10
SCALE_KM2 = 10.0
WEEKS_READ, WEEKS_AHEAD = 78, 13
UNREAD = 1e9
"""No weekly change is bounded here, since the model's own draws are not."""


class Ranked(Declared):
    """How even the ranks of one quantity are."""

    model: str
    """Name of the model."""
    quantity: str
    """Which number, or what came in the weeks after."""
    draws: int
    """Draws from the prior."""
    counts: tuple[int, ...]
    """Ranks in ten equal bins."""
    p: float
    """Chance of ranks so uneven if the filter were exact (chi-squared)."""


@dataclass(frozen=True)
class Checked:
    """A Bayesian model with what draws a state from its prior."""

    model: Tempo[Any]
    """The model, told the scale on which its priors stand."""
    drawn: Callable[[np.random.Generator], Any]
    """Draws a state of one member."""
    numbers: Callable[[Any], Numbers]
    """Reads the fixed numbers off a state, one row each."""
    names: tuple[str, ...]
    """Their names."""
    wear: Wear | None = None
    """What is known of losses in the simulated histories."""


def checked_models() -> tuple[Checked, ...]:
    """Return the Bayesian models of the contest, ready to be checked."""
    return (_damped(), _regime(), _attrition())


def calibration(
    checked: Checked, *, draws: int, seed: int, weeks: int = WEEKS_READ
) -> tuple[Ranked, ...]:
    """Return how even the ranks of each number are over draws from the prior.

    Args:
        checked: The model.
        draws: How many draws.
        seed: The seed of the draws.
        weeks: How many weeks the filter reads.
    """
    ranks = np.array([_ranks(checked, weeks, seed, number) for number in range(draws)])
    return tuple(
        _ranked(checked.model.name, name, ranks[:, place])
        for place, name in enumerate((*checked.names, "weeks_after"))
    )


def _ranks(checked: Checked, weeks: int, seed: int, number: int) -> list[int]:
    generator = stream(seed, "front", "calibration", checked.model.name, number)
    state = truth = checked.drawn(generator)
    changes = []
    for _ in range(weeks + WEEKS_AHEAD):
        state, change = checked.model.step(state, generator)
        changes.append(float(change.net_km2[0]))
    km2 = 1e5 + np.r_[0.0, np.cumsum(changes[:weeks])]
    history = History(weeks=np.arange(-weeks, 1), km2=km2, wear=checked.wear)
    settings = FrontSettings(members=MEMBERS)
    members = checked.model.init(history, settings, generator)
    found = [
        int((row < true[0]).sum())
        for row, true in zip(checked.numbers(members), checked.numbers(truth), strict=True)
    ]
    ahead = np.zeros(MEMBERS)
    for _ in range(WEEKS_AHEAD):
        members, change = checked.model.step(members, generator)
        ahead = ahead + change.net_km2
    return [*found, int((ahead < np.sum(changes[weeks:])).sum())]


def _ranked(model: str, name: str, ranks: NDArray[np.int64]) -> Ranked:
    edges = np.linspace(0, MEMBERS + 1, BINS + 1)
    counts = np.histogram(ranks, bins=edges)[0]
    expected = len(ranks) / BINS
    statistic = float(((counts - expected) ** 2 / expected).sum())
    return Ranked(
        model=model,
        quantity=name,
        draws=len(ranks),
        counts=tuple(int(count) for count in counts),
        p=float(chi2.sf(statistic, BINS - 1)),
    )


PACE_NAMES = ("half_life", "push", "noise", "tail", "size_half_life", "size_push")
NOWHERE = History(weeks=np.array([0]), km2=np.array([1e5]))
"""A history of one reading, from which a prior state begins."""


def _damped() -> Checked:
    model = Damped(scale_km2=SCALE_KM2, priors=replace(damped.DampedPriors(), most_read=UNREAD))

    def drawn(generator: np.random.Generator) -> DampedState:
        cloud = damped.prior_cloud(model.priors, SCALE_KM2, 1, generator)
        start = damped.members_of(cloud, NOWHERE, generator)
        return replace(start, week=-WEEKS_READ)

    return Checked(model, drawn, lambda state: state.fixed, PACE_NAMES)


def _regime() -> Checked:
    model = RegimeSwitching(scale_km2=SCALE_KM2)
    names = ("push", "break", "stand_noise", "push_noise", "stand_weeks", "push_weeks")

    def drawn(generator: np.random.Generator) -> RegimeState:
        fixed = prior_numbers(model.priors, SCALE_KM2, 1, generator)
        return RegimeState(fixed=fixed, regime=generator.integers(0, len(REGIMES), 1))

    more = ("break_weeks", "years_to_break", "forward")
    return Checked(model, drawn, lambda state: state.fixed, (*names, *more))


def _attrition() -> Checked:
    model = Attrition(scale_km2=SCALE_KM2)
    model = replace(model, priors=replace(model.priors, most_read=UNREAD))
    side = SideWear(courses=(Course("even", np.ones(WEEKS_READ + 1)),))
    wear = Wear(ours=side, theirs=side)
    names = ("lost", "their_lost", "joined", "their_joined", "margin", "their_margin")

    def drawn(generator: np.random.Generator) -> AttritionState:
        known = Known.of(replace(NOWHERE, wear=wear), model.priors)
        cloud = damped.prior_cloud(model.pace, SCALE_KM2, 1, generator)
        start = replace(damped.members_of(cloud, NOWHERE, generator), week=-WEEKS_READ)
        return AttritionState(
            pace=start,
            sides=prior_sides(model.priors, known, 1, generator),
            lately=np.ones((2, 1)),
            scale=SCALE_KM2,
            ground_km2=None,
        )

    more = ("pressure", "break", "break_weeks")
    return Checked(model, drawn, lambda state: state.sides.fixed, (*names, *more), wear)
