"""A region's area in the coming weeks, by every tempo model, as the quantile record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ripeness.front.catalogue import STACKS, tempos
from ripeness.front.history import History, Numbers, weekly_history, with_wear
from ripeness.front.learnt import NOTHING, Learnt
from ripeness.front.recalibrate import recalibrated
from ripeness.front.settings import FrontSettings
from ripeness.front.stack import pooled
from ripeness.front.tempo.attrition import Attrition, told_of
from ripeness.front.tempo.interface import Tempo
from ripeness.front.wear import Wear
from ripeness.terms.chance import stream
from ripeness.terms.days import WEEK
from ripeness.terms.declared import Declared
from ripeness.terms.errors import RipenessError
from ripeness.terms.forecasts import LEVELS, QuantileForecast, Refused

EVERY_MODEL = "all"
"""Stands for the models where the readings can be of use to none."""

PROBABILITIES = np.array([float(level) for level in LEVELS])


MAIN = STACKS[0]
"""The stack of our own models."""

EQUAL = "the members' weights are equal, since no past scores are kept; run ripeness backtest"

POINTS = (np.arange(200) + 0.5) / 200
"""Probabilities of the equally likely points by which a distribution is kept."""


@dataclass(frozen=True)
class Voices:
    """Who forecasts, and what they know besides the readings."""

    models: tuple[Tempo[Any], ...] | None = None
    """The models; null: all of the catalogue."""
    wear: Wear | None = None
    """What was known of both sides' losses, where a model asks for it."""
    learnt: Learnt = NOTHING
    """What the main stack had learnt by the origin."""


class Area(Declared):
    """Whose ground is forecast where, and on whose map."""

    source: str
    """Whose map the readings come from."""
    region: str
    """`total`, or an id of the case's regions."""
    side: str
    """The side whose ground it is."""
    unit_km2: float | None = None
    """Area of the whole region, which nobody can exceed; null where it has no outline."""
    complement_assumed: bool = False
    """Whether the readings themselves rest on all that is not shown being the other side's."""
    measure: str = "held_km2"
    """What is forecast."""


@dataclass(frozen=True)
class AreaForecast:
    """What all models say of one area; a model that cannot is listed with its reason."""

    forecasts: tuple[QuantileForecast, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Paths:
    """Every member's way from the origin, before and after the bounds of the region."""

    km2: Numbers
    """Members by weeks, in km², within the bounds."""
    unbounded_km2: Numbers
    """The same without bounds."""
    start: Any
    """The model's state at the last reading."""
    note: str | None = None
    """What the model did not know, where that widens its forecast."""


def forecast_area(
    readings: pd.Series,
    *,
    area: Area,
    origin: date,
    seed: int,
    settings: FrontSettings | None = None,
    voices: Voices | None = None,
) -> AreaForecast:
    """Forecast one region's area by every model.

    Args:
        readings: Area in km² by Sunday, only what was known when the forecast is made; a
            missing week is absent.
        area: Whose ground, where, on whose map, and how large the region is.
        origin: The Sunday from which to look forward.
        seed: The seed of the run. Source, region and side do not enter the draws, so
            differences between them are paired, and exchanging the sides changes none.
        settings: Lengths and numbers of members; the declared ones by default.
        voices: Who forecasts, and what they know besides the readings.

    Returns:
        The forecasts, the main stack's last, and for each model that refused the reason; where the
        readings can be of use to no model, one refusal stands for `all`.
    """
    settings, voices = settings or FrontSettings(), voices or Voices()
    members: dict[str, Paths] = {}
    forecasts: list[QuantileForecast] = []
    refused: list[Refused] = []
    try:
        history = weekly_history(readings, origin=origin, settings=settings)
        history = with_wear(history, voices.wear, unit_km2=area.unit_km2)
    except RipenessError as error:
        return AreaForecast(forecasts=(), refused=(refusal(area, EVERY_MODEL, error),))
    for model in tempos() if voices.models is None else voices.models:
        try:
            paths = simulate(model, history, area=area, settings=settings, seed=seed)
        except RipenessError as error:
            refused.append(refusal(area, model.name, error))
        else:
            forecasts.append(
                record_of(paths, area=area, model=model.name, origin=origin, history=history)
            )
            if model.name in MAIN.members:
                members[model.name] = paths
    if members and voices.models is None:
        forecasts.append(_pooled(members, forecasts[0], voices.learnt))
    return AreaForecast(forecasts=tuple(forecasts), refused=tuple(refused))


def _pooled(
    members: Mapping[str, Paths], like: QuantileForecast, learnt: Learnt
) -> QuantileForecast:
    """Write down the main stack's forecast from its members' paths, week by week."""
    names = tuple(members)
    at = np.array([np.quantile(one.km2, POINTS, axis=0) for one in members.values()])
    means = np.array([one.km2.mean(axis=0) for one in members.values()])
    rows, mean = [], []
    for week in range(1, at.shape[2] + 1):
        weights = learnt.weights_at(like.source, week, names)
        points = pooled(at[:, :, week - 1], weights)
        rows.append(recalibrated(points, learnt.curve_at(like.source, week)))
        mean.append(float(weights @ means[:, week - 1]))
    levels = np.array([np.interp(PROBABILITIES, POINTS, row) for row in rows]).T
    return like.model_copy(
        update={
            "model": MAIN.name,
            "quantiles": dict(zip(LEVELS, map(tuple, levels.tolist()), strict=True)),
            "mean": tuple(mean),
            "members": sum(len(one.km2) for one in members.values()),
            "note": None if learnt.knows(like.source) else EQUAL,
        }
    )


def simulate(
    model: Tempo[Any], history: History, *, area: Area, settings: FrontSettings, seed: int
) -> Paths:
    """Step a model's members through the weeks after the origin.

    Where the last reading lies before the origin, the weeks between are simulated too, which
    widens the forecast by as much. A member that would leave the region's bounds, nothing and
    all of it, is set to the bound in that week and may come back.

    Raises:
        ModelError: If the history is not enough for the model.
    """
    generator = stream(seed, "front", "tempo", model.name)
    start = model.init(history, settings, generator)
    state, changes = start, []
    for _ in range(history.weeks_behind + settings.horizon_weeks):
        state, change = model.step(state, generator)
        changes.append(change.net_km2)
    level = history.last_km2 + np.cumsum(changes, axis=0).T[:, history.weeks_behind :]
    note = told_of(history.wear) if isinstance(model, Attrition) else None
    km2 = np.clip(level, 0.0, area.unit_km2)
    return Paths(km2=km2, unbounded_km2=level, start=start, note=note)


def refusal(area: Area, model: str, error: RipenessError) -> Refused:
    """Write down why a model gave nothing for an area."""
    return Refused(source=area.source, region=area.region, model=model, why=str(error))


def record_of(
    paths: Paths, *, area: Area, model: str, origin: date, history: History
) -> QuantileForecast:
    """Write members' paths down as quantiles and means by week."""
    km2 = paths.km2
    at_levels = np.maximum.accumulate(np.quantile(km2, PROBABILITIES, axis=0), axis=0)
    return QuantileForecast(
        source=area.source,
        region=area.region,
        measure=area.measure,
        side=area.side,
        unit="km2",
        model=model,
        origin=origin,
        origin_value=history.last_km2,
        weeks=tuple(origin + WEEK * step for step in range(1, km2.shape[1] + 1)),
        quantiles=dict(zip(LEVELS, map(tuple, at_levels.tolist()), strict=True)),
        mean=tuple(km2.mean(axis=0).tolist()),
        members=len(km2),
        complement_assumed=area.complement_assumed,
        note=_note(paths, history),
    )


def _note(paths: Paths, history: History) -> str | None:
    told = [] if paths.note is None else [paths.note]
    if history.weeks_behind:
        weeks = "one week" if history.weeks_behind == 1 else f"{history.weeks_behind} weeks"
        told.append(
            f"the last reading is {weeks} older than the origin; the time between is simulated"
        )
    bounded = float((paths.km2[:, -1] != paths.unbounded_km2[:, -1]).mean())
    if bounded:
        share = f"{bounded:.0%}" if bounded >= 0.01 else "under 1%"
        told.append(f"{share} of members end at the region's bounds, where they are held")
    return "; ".join(told) or None
