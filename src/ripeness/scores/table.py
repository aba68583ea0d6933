"""A table of quantile forecasts from anywhere, scored forecast by forecast.

One row of the table is one quantile: `model`, `source`, `region`, `origin`, `horizon_weeks`,
`level`, `value`, and `observed` where it is known already. `value` and what is observed speak of
one thing, the area or its change since the origin: the score is the same.
"""

import numpy as np
import pandas as pd

from ripeness.scores.checked import Numbers
from ripeness.scores.pit import pit
from ripeness.scores.wis import wis
from ripeness.terms.errors import DataError

KEYS = ["model", "source", "region", "origin", "horizon_weeks"]
"""Columns that name a forecast."""

SERIES = ["source", "region", "date"]
"""Columns that name an observation."""

PERCENTS = (50, 80, 95)
"""Central intervals whose coverage is told."""


def observed_beside(forecasts: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Return the forecasts with what came about on their day in the column `observed`.

    Args:
        forecasts: Quantiles, one a row.
        series: Observations by `source`, `region`, `date`, in the column `value`.

    Raises:
        DataError: If a column is missing, or a day is observed twice.
    """
    _refuse_missing_columns(forecasts, [*KEYS, "level", "value"], "the table of forecasts")
    _refuse_missing_columns(series, [*SERIES, "value"], "the observed series")
    if series.duplicated(SERIES).any():
        twice = series[series.duplicated(SERIES)].iloc[0]
        raise DataError(
            found=f"{twice['date']} twice for {twice['source']}, {twice['region']}",
            where="the observed series",
            expected="one observation a day",
            remedy="Keep one vintage of it.",
        )
    known = series.assign(date=pd.to_datetime(series["date"]).astype("datetime64[s]"))
    known = known.rename(columns={"date": "due", "value": "observed"})
    return _with_due(forecasts.drop(columns="observed", errors="ignore")).merge(
        known[["source", "region", "due", "observed"]],
        on=["source", "region", "due"],
        how="left",
        validate="many_to_one",
    )


def score_each(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Score every forecast whose day was observed; the others are left out.

    Args:
        forecasts: Quantiles, one a row, with the column `observed`.

    Returns:
        One row a forecast: its name, the day it was due, `observed`, `wis` with its parts, whether
        each central interval held what came about (`inside_50` and so on; missing where the
        levels have no such interval), and the stretch of probability where it fell.

    Raises:
        DataError: If a column is missing, a quantile stands twice, a forecast lacks a level that
            others of its model have, or no forecast was due.
    """
    _refuse_missing_columns(forecasts, [*KEYS, "level", "value", "observed"], "the table")
    due = _with_due(forecasts[forecasts["observed"].notna()])
    if due.empty:
        raise DataError(
            found="no forecast whose day was observed",
            where="the table of forecasts",
            expected="at least one",
            remedy="Wait until one is due, or give a longer observed series.",
        )
    parts = [_scored(part) for _, part in due.groupby("model", sort=False)]
    return pd.concat(parts, ignore_index=True).sort_values(KEYS, ignore_index=True)


def _scored(one_model: pd.DataFrame) -> pd.DataFrame:
    model = str(one_model["model"].iloc[0])
    level = one_model["level"].astype(float).round(6)
    rows = one_model.assign(level=level)
    if rows.duplicated([*KEYS, "level"]).any():
        raise _unfit(model, "a quantile twice", "one row for each level of a forecast")
    wide = rows.pivot_table(index=[*KEYS, "due", "observed"], columns="level", values="value")
    if wide.isna().to_numpy().any():
        raise _unfit(model, "a forecast without some level", "all levels in every forecast")
    return _columns(wide)


def _columns(wide: pd.DataFrame) -> pd.DataFrame:
    named = wide.index.to_frame(index=False)
    y, q = named["observed"].to_numpy(float), wide.to_numpy(float)
    levels = wide.columns.to_numpy(float)
    score, places = wis(y, q, levels=levels), pit(y, q, levels=levels)
    return named.assign(
        wis=score.total,
        wis_over=score.over,
        wis_under=score.under,
        wis_dispersion=score.dispersion,
        **{f"inside_{percent}": _inside(y, q, levels, percent) for percent in PERCENTS},
        pit_low=places.low,
        pit_high=places.high,
    )


def _inside(y: Numbers, q: Numbers, levels: Numbers, percent: int) -> Numbers:
    tail = (1 - percent / 100) / 2
    low, high = np.isclose(levels, tail), np.isclose(levels, 1 - tail)
    if not (low.any() and high.any()):
        return np.full(len(y), np.nan)
    return ((q[:, low][:, 0] <= y) & (y <= q[:, high][:, 0])).astype(float)


def _with_due(forecasts: pd.DataFrame) -> pd.DataFrame:
    origin = pd.to_datetime(forecasts["origin"]).astype("datetime64[s]")
    ahead = pd.to_timedelta(7 * forecasts["horizon_weeks"].astype("int64"), unit="D")
    return forecasts.assign(origin=origin, due=(origin + ahead).astype("datetime64[s]"))


def _refuse_missing_columns(table: pd.DataFrame, columns: list[str], what: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataError(
            found=f"no column {', '.join(missing)} among {', '.join(map(str, table.columns))}",
            where=what,
            expected=f"the columns {', '.join(columns)}",
            remedy="Rename or add them.",
        )


def _unfit(model: str, found: str, expected: str) -> DataError:
    return DataError(
        found=found,
        where=f"the forecasts of {model}",
        expected=expected,
        remedy="Mend the table; a forecast is scored whole or not at all.",
    )
