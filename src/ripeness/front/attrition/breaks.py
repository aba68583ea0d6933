"""When a force gives up: rules on losses, density, force ratio and envelopment.

A rule measures how hard a force is pressed, as a number that grows; the force breaks when it
reaches a threshold that is known only as a range.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError

WHERE = "break rule"


@dataclass(frozen=True)
class Threshold:
    """A threshold known as a range: triangular from `low` over `mode` to `high`."""

    low: float
    """The smallest value it may have."""
    mode: float
    """The likeliest value."""
    high: float
    """The largest value it may have; equal to `low` if the threshold is known."""

    def __post_init__(self) -> None:
        values = (self.low, self.mode, self.high)
        for name, value in zip(("low", "mode", "high"), values, strict=True):
            refusals.finite(value, name, where=WHERE)
        if not self.low <= self.mode <= self.high:
            raise ModelError(
                found=f"threshold {values}",
                where=WHERE,
                expected="low <= mode <= high",
                remedy="Order them, or give three equal numbers for a known threshold.",
            )

    def reached(self, pressure: Any) -> np.ndarray:  # noqa: ANN401 - a number or an array
        """Return the chance that the threshold lies at or below each pressure."""
        value = np.asarray(pressure, dtype=float)
        if self.low == self.high:
            return (value >= self.low).astype(float)
        low, mode, high = self.low, self.mode, self.high
        wide, up, down = (
            high - low,
            np.clip(value, low, mode) - low,
            high - np.clip(value, mode, high),
        )
        rising = up / wide * (up / (mode - low)) if mode > low else np.zeros_like(value)
        falling = 1.0 - down / wide * (down / (high - mode)) if high > mode else np.ones_like(value)
        inside = np.where(value < mode, rising, falling)
        return np.where(value >= high, 1.0, np.where(value < low, 0.0, inside))

    def drawn(self, generator: np.random.Generator, size: int) -> np.ndarray:
        """Draw thresholds."""
        if self.low == self.high:
            return np.full(size, float(self.low))
        return generator.triangular(self.low, self.mode, self.high, size)


def known(value: float) -> Threshold:
    """Return a threshold that is known exactly.

    Example:
        >>> known(0.3).reached([0.2, 0.3]).tolist()
        [0.0, 1.0]
    """
    return Threshold(value, value, value)


@dataclass(frozen=True)
class Situation:
    """What a force sees of itself and the enemy; numbers, or arrays over time or runs."""

    own: Any
    """Own strength."""
    own_start: float
    """Own strength at the start (or at full establishment)."""
    enemy: Any
    """Strength of the enemy, in the same unit where a ratio is asked for."""
    front_km: Any = None
    """Length of front held, in km; needed by the rule on density."""
    enveloped: Any = None
    """Share of the perimeter in enemy hands, 0 to 1; needed by the rule on envelopment."""


class BreakRule(Protocol):
    """How hard a force is pressed, and how hard is too hard."""

    @property
    def name(self) -> str:
        """Return what the rule looks at."""
        ...

    @property
    def threshold(self) -> Threshold:
        """Return the pressure at which the force breaks."""
        ...

    def pressure(self, situation: Situation) -> np.ndarray:
        """Return the pressure, a number that grows as things get worse."""
        ...


@dataclass(frozen=True)
class LossBreak:
    """A force breaks when it has lost a share of its starting strength."""

    threshold: Threshold
    """Share of the starting strength lost, 0 to 1."""
    name: Literal["losses"] = "losses"
    """What the rule looks at."""

    def pressure(self, situation: Situation) -> np.ndarray:
        """Return the share lost; a force that began with nothing has lost all of it."""
        own = np.asarray(situation.own, dtype=float)
        start = situation.own_start
        return 1.0 - own / start if start > 0.0 else np.ones_like(own)


@dataclass(frozen=True)
class DensityBreak:
    """A force breaks when too few are left for its front: the threshold is km per unit held."""

    threshold: Threshold
    """Kilometres of front for each unit of strength."""
    name: Literal["density"] = "density"
    """What the rule looks at."""

    def pressure(self, situation: Situation) -> np.ndarray:
        """Return km of front for each unit of strength; infinite when nobody is left."""
        own = np.asarray(situation.own, dtype=float)
        front = np.asarray(_needed(situation.front_km, "front_km"), dtype=float)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(own > 0.0, front / own, np.inf)


@dataclass(frozen=True)
class RatioBreak:
    """A force breaks when the enemy outnumbers it by too much."""

    threshold: Threshold
    """Enemy strength over own strength."""
    name: Literal["ratio"] = "ratio"
    """What the rule looks at."""

    def pressure(self, situation: Situation) -> np.ndarray:
        """Return enemy over own strength; infinite when nobody is left to be outnumbered."""
        own, enemy = (np.asarray(side, dtype=float) for side in (situation.own, situation.enemy))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(own > 0.0, enemy / own, np.inf)


@dataclass(frozen=True)
class EnvelopmentBreak:
    """A force breaks when too much of its perimeter is in enemy hands."""

    threshold: Threshold
    """Share of the perimeter in enemy hands, 0 to 1."""
    name: Literal["envelopment"] = "envelopment"
    """What the rule looks at."""

    def pressure(self, situation: Situation) -> np.ndarray:
        """Return the share of the perimeter in enemy hands."""
        return np.asarray(_needed(situation.enveloped, "enveloped"), dtype=float)


def chance_broken(rules: Sequence[BreakRule], situation: Situation) -> np.ndarray:
    """Return the chance that at least one rule is met, thresholds being independent.

    Args:
        rules: The rules under which the force may break.
        situation: What the force sees, as numbers or arrays.

    Raises:
        ModelError: If a strength is negative or not a number, or a rule lacks what it needs.

    References:
        Helmbold (1971), *Decision in Battle: Breakpoint Hypotheses and Engagement Termination
        Data*, RAND R-772; McQuie (1987), through The Dupuy Institute.

    Example:
        >>> rule = LossBreak(Threshold(0.1, 0.2, 0.5))
        >>> pressed = Situation(own=[95, 80, 40], own_start=100, enemy=80)
        >>> chance_broken([rule], pressed).round(9).tolist()
        [0.0, 0.25, 1.0]
    """
    _check(situation)
    shape = np.broadcast_shapes(np.shape(situation.own), np.shape(situation.enemy))
    stands = np.ones(shape)
    for rule in rules:
        stands = stands * (1.0 - rule.threshold.reached(rule.pressure(situation)))
    return 1.0 - stands


@dataclass(frozen=True)
class FirstBreak:
    """When a force first breaks along a course, over draws of its thresholds."""

    at: np.ndarray
    """For each draw, the time of the break; infinite if it holds throughout."""
    why: np.ndarray
    """For each draw, the name of the rule that broke it; empty if it holds."""
    broken: float
    """Share of draws in which it breaks."""


def first_break(
    rules: Sequence[BreakRule],
    times: Any,  # noqa: ANN401 - an array of times
    situation: Situation,
    *,
    seed: int,
    slot: str,
    draws: int = 1000,
) -> FirstBreak:
    """Return when and why a force first breaks along a course, thresholds being drawn.

    A break is dated to the first of the given times at which the pressure has reached the
    threshold; of rules met at the same time the first listed is named.

    Args:
        rules: The rules under which the force may break.
        times: The times of the course, in order.
        situation: What the force sees at those times: arrays of the same length.
        seed: Seed of the run.
        slot: Slot of the side (`a` or `b`), never its label, which names the stream.
        draws: Number of draws.

    Raises:
        ModelError: If times are out of order, a strength is refused, or draws is not positive.

    Example:
        >>> rule = LossBreak(known(0.3))
        >>> course = Situation(own=np.array([100, 80, 60]), own_start=100, enemy=np.zeros(3))
        >>> first_break([rule], [0, 1, 2], course, seed=1, slot="a", draws=3).at.tolist()
        [2.0, 2.0, 2.0]
    """
    moments = refusals.times(times, where=WHERE)
    size = refusals.count(draws, "draws", where=WHERE, least=1)
    _check(situation, moments.size)
    if moments.ndim != 1 or not bool(np.all(np.diff(moments) >= 0.0)):
        raise ModelError(
            found="times out of order",
            where=WHERE,
            expected="one row of times that do not decrease",
            remedy="Sort the course by time.",
        )
    at = np.full(size, np.inf)
    why = np.full(size, "", dtype=object)
    for rule in rules:
        worst = np.maximum.accumulate(np.broadcast_to(rule.pressure(situation), moments.shape))
        generator = stream(seed, "front", "attrition", "break", rule.name, slot)
        step = np.searchsorted(worst, rule.threshold.drawn(generator, size), side="left")
        when = np.append(moments, np.inf)[step]
        sooner = when < at
        at, why = np.where(sooner, when, at), np.where(sooner, rule.name, why)
    return FirstBreak(at, why, float(np.isfinite(at).mean()))


def _needed(value: Any, name: str) -> Any:  # noqa: ANN401 - a number or an array
    if value is None:
        raise ModelError(
            found=f"no {name}",
            where=WHERE,
            expected=f"a situation with {name}",
            remedy=f"Give Situation({name}=...), or leave the rule out.",
        )
    return value


def _numbers(value: Any) -> np.ndarray:  # noqa: ANN401 - anything may arrive
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return np.array(np.nan)


def _check(situation: Situation, length: int | None = None) -> None:
    """Refuse what is no strength, and rows that do not fit together or the times.

    Raises:
        ModelError: If a value is refused or rows differ in length.
    """
    refusals.strength(situation.own_start, "own_start", where=WHERE)
    sizes = {} if length is None else {"times": length}
    for name in ("own", "enemy", "front_km", "enveloped"):
        value = getattr(situation, name)
        if value is None:
            continue
        array = _numbers(value)
        most = 1.0 if name == "enveloped" else np.inf
        if not bool(np.all((array >= 0.0) & (array <= most) & (array < np.inf))):
            raise ModelError(
                found=f"{name} = {value!r}",
                where=WHERE,
                expected="finite numbers, zero or more" + (", at most 1" if most == 1.0 else ""),
                remedy=f"Check {name} for negative or missing values.",
            )
        if array.ndim:
            sizes[name] = array.shape[-1]
    if len(set(sizes.values())) > 1:
        raise ModelError(
            found=f"rows of different length: {sizes}",
            where=WHERE,
            expected="single numbers, or rows of one length",
            remedy="Give every row of the situation at the same times.",
        )
