"""How many weeks of evidence would tell the contest's models apart, if one of them were true.

Worlds are simulated from each model, going on from a real history. In each world all models
forecast again and again, every `every_weeks`, and are scored by what that world did; a model
*leads* another when the mean difference of their scores lies below nought at the 5 % level, one-
sided, the forecasts not overlapping (Diebold & Mariano 1995,
https://doi.org/10.1080/07350015.1995.10524599). The weeks needed are those of the usual formula
n = ((1.645 + 0.842) σ / δ)², with the mean difference δ and its spread σ over all worlds.

A world is simulated with all that the history leaves open, so some worlds of a model look like
another's: that is part of the answer. Models carry fewer particles here than in forecasts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.stats import norm, t

from ripeness.front.contest.records import Power
from ripeness.front.forecast import Area, simulate
from ripeness.front.history import History, Numbers
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.interface import Tempo
from ripeness.front.wear import Course, SideWear, Wear
from ripeness.scores.wis import wis
from ripeness.terms.chance import stream
from ripeness.terms.errors import RipenessError
from ripeness.terms.forecasts import LEVELS
from ripeness.terms.progress import Report, silent

LEVEL, WANTED = 0.05, 0.8
"""Chance of being misled by equal models, and of being told apart, that count as enough."""

PROBABILITIES = np.array([float(level) for level in LEVELS])


@dataclass(frozen=True)
class PowerSettings:
    """How large the analysis is."""

    worlds: int = 20
    """Worlds simulated from each model."""
    weeks: int = 104
    """How long each world is."""
    every_weeks: int = 4
    """Weeks from one forecast to the next."""
    horizon_weeks: int = 4
    """How far each forecast looks; not beyond the next."""
    members: int = 300
    """Paths behind a forecast."""
    told_at: tuple[int, ...] = (26, 52, 104)
    """Weeks of evidence at which the shares of worlds are given."""


def power(  # noqa: PLR0913 - a history, its area, models, and how large
    history: History,
    area: Area,
    *,
    models: tuple[Tempo[Any], ...],
    seed: int,
    settings: PowerSettings | None = None,
    truths: int | None = None,
    progress: Report = silent,
) -> tuple[Power, ...]:
    """Tell for each pair of models how long it takes to see which of them a world follows.

    Args:
        history: The history from which worlds go on.
        area: Whose ground, where.
        models: The models of the contest.
        seed: The seed of the run.
        settings: How large the analysis is.
        truths: Of how many of the models, from the first on, worlds are made; all by default.
        progress: Told after each world.
    """
    settings = settings or PowerSettings()
    rows: list[Power] = []
    for number, truth in enumerate(models[:truths]):
        worlds = _worlds(truth, history, area, settings=settings, seed=seed)
        losses = []
        for one, world in enumerate(worlds):
            losses.append(_losses(world, history, area, (models, settings, seed)))
            progress("worlds", number * settings.worlds + one + 1, len(models) * settings.worlds)
        apart = np.array(losses)
        rows += [
            compared(truth.name, rival.name, apart[:, :, number] - apart[:, :, other], settings)
            for other, rival in enumerate(models)
            if other != number
        ]
    return tuple(rows)


def compared(truth: str, rival: str, apart: Numbers, settings: PowerSettings) -> Power:
    """Sum up the differences of two models' scores over worlds.

    Args:
        truth: The model from which the worlds come.
        rival: The other.
        apart: Worlds by forecasts: the truth's score less the rival's; NaN where one had none.
        settings: At which lengths shares are given.
    """
    told, misled = {}, {}
    for weeks in settings.told_at:
        first = apart[:, : weeks // settings.every_weeks]
        stat = np.array([_stat(world) for world in first])
        count = np.isfinite(first).sum(axis=1)
        least = t.ppf(1 - LEVEL, np.maximum(count - 1, 1))
        told[str(weeks)] = float((stat < -least).mean())
        misled[str(weeks)] = float((stat > least).mean())
    needed = _weeks_needed(apart, settings)
    draws = stream(0, "front", "contest", "power", truth, rival).integers(
        0, len(apart), size=(500, len(apart))
    )
    drawn = np.array([_weeks_needed(apart[rows], settings) for rows in draws])
    low, high = np.quantile(drawn, [0.05, 0.95], method="nearest")
    return Power(
        truth=truth,
        rival=rival,
        horizon_weeks=settings.horizon_weeks,
        worlds=len(apart),
        told_apart=told,
        misled=misled,
        weeks_needed=_finite(needed),
        weeks_low=_finite(float(low)),
        weeks_high=_finite(float(high)),
    )


def _stat(world: Numbers) -> float:
    known = world[np.isfinite(world)]
    if len(known) < 2 or not known.std(ddof=1) > 0:
        return 0.0
    return float(known.mean() / known.std(ddof=1) * np.sqrt(len(known)))


def _weeks_needed(apart: Numbers, settings: PowerSettings) -> float:
    """Return weeks until four worlds of five are told apart; infinite where none is.

    Each world's differences are first divided by their own spread, so that a wild world counts
    like a calm one.
    """
    apart = apart[np.isfinite(apart).any(axis=1)]
    if not len(apart):
        return np.inf
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = apart / np.nanstd(apart, axis=1, keepdims=True)
    known = scaled[np.isfinite(scaled)]
    if len(known) < 2 or not known.mean() < 0:
        return np.inf
    factor = norm.ppf(1 - LEVEL) + norm.ppf(WANTED)
    return float((factor * known.std(ddof=1) / known.mean()) ** 2 * settings.every_weeks)


def _finite(weeks: float) -> float | None:
    return weeks if np.isfinite(weeks) else None


def _worlds(
    truth: Tempo[Any], history: History, area: Area, *, settings: PowerSettings, seed: int
) -> Numbers:
    many = FrontSettings(horizon_weeks=settings.weeks, members=max(settings.worlds, 100))
    generator_seed = seed + 1  # worlds are not the very paths that forecasts draw
    made = simulate(truth, history, area=area, settings=many, seed=generator_seed)
    return made.km2[: settings.worlds]


def _losses(
    world: Numbers,
    history: History,
    area: Area,
    told: tuple[tuple[Tempo[Any], ...], PowerSettings, int],
) -> Numbers:
    """Return scores in one world, forecasts by models; NaN where a model refused."""
    models, settings, seed = told
    ahead = settings.horizon_weeks
    few = FrontSettings(horizon_weeks=ahead, members=settings.members)
    starts = range(0, len(world) - ahead + 1, settings.every_weeks)
    rows = []
    for start in starts:
        seen = gone_on(history, world[:start], weeks=few.history_weeks)
        came = np.array([world[start + ahead - 1]])
        rows.append([_score(model, seen, came, (area, few, seed)) for model in models])
    return np.array(rows)


def _score(
    model: Tempo[Any], seen: History, came: Numbers, told: tuple[Area, FrontSettings, int]
) -> float:
    area, few, seed = told
    try:
        made = simulate(model, seen, area=area, settings=few, seed=seed)
    except RipenessError:
        return float("nan")
    at = np.maximum.accumulate(np.quantile(made.km2[:, -1], PROBABILITIES))
    return float(wis(came, at[None], levels=PROBABILITIES).total[0])


def gone_on(history: History, later_km2: Numbers, *, weeks: int) -> History:
    """Return a history some weeks later: with what a world did, and losses as they last were.

    Args:
        history: The history up to the origin.
        later_km2: Readings of the weeks after it.
        weeks: How many weeks of the past are kept.
    """
    count = len(later_km2)
    if count == 0:
        return history
    every = np.r_[history.weeks, np.arange(1, count + 1)] - count
    km2 = np.r_[history.km2, later_km2]
    other = history.other_km2
    kept = every >= -weeks
    return replace(
        history,
        weeks=every[kept],
        km2=km2[kept],
        wear=None if history.wear is None else _later(history.wear, count),
        other_km2=None if other is None else max(other + history.last_km2 - float(km2[-1]), 0.0),
    )


def _later(wear: Wear, weeks: int) -> Wear:
    return Wear(*(_gone_on(side, weeks) for side in (wear.ours, wear.theirs)))


def _gone_on(side: SideWear, weeks: int) -> SideWear:
    return replace(side, courses=tuple(_lengthened(side.courses, weeks)))


def _lengthened(courses: tuple[Course, ...], weeks: int) -> Iterator[Course]:
    for course in courses:
        last = np.full(weeks, course.about_mean[-1])
        yield replace(course, about_mean=np.r_[course.about_mean, last])
