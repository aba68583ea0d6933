"""Stochastic attrition by simulation: whole units, lost by binomial draws step by step, many runs.

In a step of length dt each unit of x is lost with probability 1 - exp(-h dt), where h is its
hazard at the strengths with which the step began: a y / x under the square law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.front.attrition.breaks import BreakRule, Situation
from ripeness.front.attrition.casualties import casualties
from ripeness.front.attrition.exponents import Exponents, Law, exponents_of
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError

WHERE = "attrition ensemble"
BATCH = 4096
"""Runs drawn together; a constant, so that run k is the same however many are asked for."""


@dataclass(frozen=True)
class Plan:
    """How an ensemble is run."""

    steps: int
    """Number of steps; at least 1."""
    runs: int
    """Number of runs; at least 1."""
    seed: int
    """Seed of the run."""
    dt: float = 1.0
    """Length of a step, in the rates' unit of time; above zero."""
    reinforcement: tuple[float, float] = (0.0, 0.0)
    """What x and y receive per unit of time; whole units arrive as they fall due."""
    rules: tuple[Sequence[BreakRule], Sequence[BreakRule]] = ((), ())
    """Break rules of x and of y (losses and ratio); none: each fights to the last."""
    slots: tuple[str, str] = ("a", "b")
    """Slots of x and of y, which name the streams, so that exchanging the sides mirrors all."""
    every: int | None = None
    """Keep the strengths of every so many steps; None keeps only the end."""


@dataclass(frozen=True)
class Ensemble:
    """How the runs of an ensemble end, and their strengths on the way if kept."""

    x: np.ndarray
    """Strength of x at the end of each run."""
    y: np.ndarray
    """Strength of y at the end of each run."""
    ended: np.ndarray
    """Time at which each run ended; infinite if both sides stood after the last step."""
    winner: np.ndarray
    """The winner of each run: 1 for x, -1 for y, 0 if neither."""
    times: np.ndarray
    """Times of the strengths kept."""
    x_path: np.ndarray
    """Strengths of x, one row a run, one column a time kept."""
    y_path: np.ndarray
    """Strengths of y, one row a run, one column a time kept."""

    @property
    def x_wins(self) -> float:
        """Return the share of runs that x won."""
        return float((self.winner == 1).mean())

    @property
    def y_wins(self) -> float:
        """Return the share of runs that y won."""
        return float((self.winner == -1).mean())


def attrition_ensemble(
    x: int, y: int, a: float, b: float, *, plan: Plan, law: Law | Exponents = "square"
) -> Ensemble:
    """Return many runs of stochastic attrition.

    As dt shrinks the runs tend to the Markov chain of `stochastic_duel`; as numbers grow the mean
    tends to the deterministic law. A run ends after the step in which a side reaches zero or
    breaks; what it has then stands. Both may fall in the same step, and then neither wins.

    Args:
        x: Number of units of x at the start; whole, zero or more.
        y: Number of units of y at the start; whole, zero or more.
        a: Loss rate of x, in the law's unit; above zero.
        b: Loss rate of y, in the law's unit; above zero.
        plan: Steps, runs, seed, break rules and what to keep.
        law: `square`, `linear`, `mixed` (x hides), `logarithmic`, or `Exponents`.

    Raises:
        ModelError: If a number is not whole or is negative, a rate or dt is not above zero, or the
            plan asks for no steps or no runs.

    References:
        Brown (1963), https://doi.org/10.1287/opre.11.3.418, for the chain that it tends to.

    Example:
        >>> duel = attrition_ensemble(50, 40, 0.01, 0.01, plan=Plan(steps=800, runs=500, seed=1))
        >>> duel.x_wins > 0.85
        True
    """
    start = refusals.count(x, "x", where=WHERE), refusals.count(y, "y", where=WHERE)
    kills = refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE)
    _check(plan)
    field = _Field(kills, exponents_of(law, where=WHERE), plan)
    batches = [_batch(start, field, batch) for batch in range(-(-plan.runs // BATCH))]
    kept = np.arange(0, plan.steps + 1, plan.every) if plan.every else np.zeros(0, dtype=int)
    parts = [np.concatenate(part)[: plan.runs] for part in zip(*batches, strict=True)]
    ended_x, ended_y, ended, winner, x_path, y_path = parts
    return Ensemble(ended_x, ended_y, ended, winner, kept * plan.dt, x_path, y_path)


class _Field(NamedTuple):
    kills: tuple[float, float]
    powers: Exponents
    plan: Plan


def _check(plan: Plan) -> None:
    refusals.count(plan.steps, "steps", where=WHERE, least=1)
    refusals.count(plan.runs, "runs", where=WHERE, least=1)
    refusals.count(plan.seed, "seed", where=WHERE)
    refusals.rate(plan.dt, "dt", where=WHERE)
    refusals.pair(plan.reinforcement, "reinforcement", where=WHERE)
    if plan.every is not None:
        refusals.count(plan.every, "every", where=WHERE, least=1)
    if plan.slots[0] == plan.slots[1]:
        raise ModelError(
            found=f"slots = {plan.slots}",
            where=WHERE,
            expected="two different slots",
            remedy="Name the slots ('a', 'b') or ('b', 'a').",
        )


class _Draws(NamedTuple):
    losses: tuple[np.random.Generator, np.random.Generator]
    limits: tuple[list[np.ndarray], list[np.ndarray]]


def _draws(plan: Plan, batch: int) -> _Draws:
    """Open the streams of a batch and draw its break thresholds."""
    losses, limits = [], []
    for slot, rules in zip(plan.slots, plan.rules, strict=True):
        name = ("front", "attrition", slot, batch)
        losses.append(stream(plan.seed, *name, "losses"))
        limits.append(
            [
                rule.threshold.drawn(stream(plan.seed, *name, "break", place), BATCH)
                for place, rule in enumerate(rules)
            ]
        )
    return _Draws((losses[0], losses[1]), (limits[0], limits[1]))


def _batch(start: tuple[int, int], field: _Field, batch: int) -> tuple[np.ndarray, ...]:
    """Run one batch; a run that is over leaves the arrays that are drawn for."""
    plan, draws = field.plan, _draws(field.plan, batch)
    final = np.repeat(np.array(start)[:, np.newaxis], BATCH, axis=1)
    ended, winner = np.full(BATCH, np.inf), np.zeros(BATCH, dtype=np.int8)
    path = [final.copy()] if plan.every else []
    runs, x, y = np.arange(BATCH), final[0].copy(), final[1].copy()
    for step in range(plan.steps + 1):
        x_down, y_down = _down(
            (x, y), start, plan.rules, [[t[runs] for t in side] for side in draws.limits]
        )
        over = x_down | y_down
        if over.any():
            gone = runs[over]
            final[0, gone], final[1, gone] = x[over], y[over]
            ended[gone] = step * plan.dt
            winner[gone] = y_down[over].astype(np.int8) - x_down[over].astype(np.int8)
            runs, x, y = runs[~over], x[~over], y[~over]
        if step == plan.steps:
            break
        x, y = _stepped((x, y), field, draws.losses, step)
        if plan.every and (step + 1) % plan.every == 0:
            final[0, runs], final[1, runs] = x, y
            path.append(final.copy())
    final[0, runs], final[1, runs] = x, y
    kept = np.stack(path, axis=2) if path else np.zeros((2, BATCH, 0), dtype=int)
    return final[0], final[1], ended, winner, kept[0], kept[1]


def _down(
    now: tuple[np.ndarray, np.ndarray],
    start: tuple[int, int],
    rules: tuple[Sequence[BreakRule], Sequence[BreakRule]],
    limits: list[list[np.ndarray]],
) -> tuple[np.ndarray, np.ndarray]:
    """Say which runs have lost x, and which y."""
    down = []
    for side in (0, 1):
        broken = now[side] <= 0
        situation = Situation(own=now[side], own_start=start[side], enemy=now[1 - side])
        for rule, limit in zip(rules[side], limits[side], strict=True):
            broken = broken | (rule.pressure(situation) >= limit)
        down.append(broken)
    return down[0], down[1]


def _stepped(
    now: tuple[np.ndarray, np.ndarray],
    field: _Field,
    draws: tuple[np.random.Generator, np.random.Generator],
    step: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Take the losses of a step from both sides, and let reinforcements arrive."""
    (a, b), powers, plan = field
    x, y = now[0].astype(float), now[1].astype(float)
    x_hazard = a * plan.dt * x ** (powers.x_own - 1.0) * y**powers.x_enemy
    y_hazard = b * plan.dt * y ** (powers.y_own - 1.0) * x**powers.y_enemy
    r, s = (
        int(inflow * plan.dt * (step + 1)) - int(inflow * plan.dt * step)
        for inflow in plan.reinforcement
    )
    return (
        now[0] - casualties(now[0], x_hazard, draws[0]) + r,
        now[1] - casualties(now[1], y_hazard, draws[1]) + s,
    )
