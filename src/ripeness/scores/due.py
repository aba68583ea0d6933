"""Registered forecasts scored when their day has come, the losses first."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from ripeness.scores.wis import Wis, wis
from ripeness.terms.declared import Declared
from ripeness.terms.forecasts import LEVELS, QuantileForecast

PROBABILITIES = np.array([float(level) for level in LEVELS])

INTERVALS = {"50": ("0.25", "0.75"), "80": ("0.1", "0.9"), "95": ("0.025", "0.975")}
"""Central intervals, by percent, with the levels at their ends."""

HORIZONS = (4, 13, 26)
"""Weeks ahead that are scored, unless others are asked for."""

Status = Literal["scored", "pending", "no_reading"]


class Scored(Declared):
    """How one forecast for one week fared, or when it can be told."""

    source: str
    """Whose map the series comes from."""
    region: str
    """`total`, or an id of the case's regions."""
    measure: str
    """What was forecast."""
    side: str
    """The side whose ground was forecast."""
    model: str
    """Name of the model."""
    origin: date
    """The Sunday from which it looked forward."""
    horizon_weeks: int
    """How many weeks ahead."""
    due: date
    """The Sunday it was for."""
    status: Status
    """Scored; or not yet due; or due, and no reading stands on that Sunday."""
    origin_value: float
    """The last reading known at the origin."""
    median: float
    """The median forecast."""
    intervals: dict[str, tuple[float, float]]
    """Central intervals by percent: "50", "80", "95"."""
    observed: float | None = None
    """What came about."""
    observed_change: float | None = None
    """What came about less the value at the origin."""
    wis: float | None = None
    """The weighted interval score; of the level and of the change since the origin alike."""
    wis_over: float | None = None
    """Its part for forecasting too much."""
    wis_under: float | None = None
    """Its part for forecasting too little."""
    wis_dispersion: float | None = None
    """Its part for being unsure."""
    inside: dict[str, bool] | None = None
    """Whether each interval held what came about, ends included."""
    ratio_to: dict[str, float | None] | None = None
    """The score divided by that of a baseline; above 1 the baseline was better. `last_value`
    says that nothing changes; null where that was exactly right."""


def score_due(
    forecasts: Iterable[QuantileForecast],
    observed: Mapping[tuple[str, str], pd.Series],
    *,
    evidence_to: date,
    horizons: tuple[int, ...] = HORIZONS,
) -> tuple[Scored, ...]:
    """Score every forecast whose day has come, and list the others.

    Args:
        forecasts: Forecasts as they were registered; the same one twice counts once.
        observed: Weekly readings by source and region, indexed by Sunday.
        evidence_to: The last day that readings may come from.
        horizons: Weeks ahead that are scored; one that a forecast does not reach is left out.

    Returns:
        One row for each forecast and horizon: scored ones first, and among them those that lost
        most against the last value, by the difference of the two scores; then those without a
        reading; then pending ones by day.
    """
    once = {forecast.model_dump_json(): forecast for forecast in forecasts}
    rows = [
        _row(forecast, horizon, observed.get((forecast.source, forecast.region)), evidence_to)
        for forecast in once.values()
        for horizon in horizons
        if horizon <= len(forecast.weeks)
    ]
    return tuple(sorted(rows, key=_losses_first))


def _row(
    forecast: QuantileForecast, horizon: int, series: pd.Series | None, evidence_to: date
) -> Scored:
    due = forecast.weeks[horizon - 1]
    at = {level: values[horizon - 1] for level, values in forecast.quantiles.items()}
    row = Scored(
        source=forecast.source,
        region=forecast.region,
        measure=forecast.measure,
        side=forecast.side,
        model=forecast.model,
        origin=forecast.origin,
        horizon_weeks=horizon,
        due=due,
        status="pending" if due > evidence_to else "no_reading",
        origin_value=forecast.origin_value,
        median=at["0.5"],
        intervals={name: (at[low], at[high]) for name, (low, high) in INTERVALS.items()},
    )
    day = pd.Timestamp(due)
    if row.status == "pending" or series is None or day not in series.index:
        return row
    came = float(series.loc[day])
    return _scored(row, came, wis([came], [list(at.values())], levels=PROBABILITIES))


def _scored(row: Scored, came: float, score: Wis) -> Scored:
    change = came - row.origin_value
    total = float(score.total[0])
    return row.model_copy(
        update={
            "status": "scored",
            "observed": came,
            "observed_change": change,
            "wis": total,
            "wis_over": float(score.over[0]),
            "wis_under": float(score.under[0]),
            "wis_dispersion": float(score.dispersion[0]),
            "inside": {n: low <= came <= high for n, (low, high) in row.intervals.items()},
            "ratio_to": {"last_value": total / abs(change) if change else None},
        }
    )


def _losses_first(row: Scored) -> tuple[int, float, date, tuple[str, str, str, int]]:
    rank = ("scored", "no_reading", "pending").index(row.status)
    name = (row.source, row.region, row.model, row.horizon_weeks)
    if row.wis is None or row.observed_change is None:
        return rank, 0.0, row.due, name
    return rank, abs(row.observed_change) - row.wis, row.due, name
