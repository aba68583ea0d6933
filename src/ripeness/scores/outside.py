"""Forecasts from anywhere scored against a series: as levels, or as changes since the origin."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from ripeness.scores.files import on_sundays
from ripeness.scores.table import KEYS, observed_beside
from ripeness.terms.errors import DataError

Values = Literal["level", "change"]
"""What a forecast's values and the series have in common, or the change between two readings."""


@dataclass(frozen=True)
class Matched:
    """Forecasts with what came about beside them, and how they met."""

    table: pd.DataFrame
    """Quantiles with `observed`; missing where nothing was observed."""
    values: Values
    """How the forecasts' values were read."""
    forecasts: int
    """How many forecasts the table holds."""
    without_outcome: int
    """How many of them have no observation on their day, and are left out."""


def matched(
    forecasts: pd.DataFrame, series: pd.DataFrame | None, *, values: Values | None = None
) -> Matched:
    """Put what came about beside each forecast.

    Where `values` is not given, they are read as levels if the medians lie nearer to the
    series than to its changes since the origins, else as changes; the answer says which.
    Days of the series that are no forecast's day are read by week, at the Sunday on or before them.

    Args:
        forecasts: Quantiles, one a row.
        series: What came about; null where the forecasts have their own `observed`.
        values: What the forecasts' values are.

    Raises:
        DataError: If there is neither a series nor a column `observed`, or nothing meets.
    """
    if series is None:
        if "observed" not in forecasts:
            raise DataError(
                "no observations",
                where="the table of forecasts",
                expected="a column observed, or a series of what came about",
                remedy="Give --observed SERIES.",
            )
        return _counted(forecasts, values or "level")
    level = observed_beside(forecasts, series)
    if not level["observed"].notna().any():
        level = observed_beside(forecasts, on_sundays(series))
        series = on_sundays(series)
    change = _since_origin(level, series)
    return _counted(
        level if (read := values or _nearer(level, change)) == "level" else change, read
    )


def _since_origin(level: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    start = series.rename(columns={"date": "origin", "value": "at_origin"})
    start = start.assign(origin=start["origin"].astype("datetime64[s]"))
    both = level.merge(start, on=["source", "region", "origin"], how="left", validate="many_to_one")
    return both.assign(observed=both["observed"] - both["at_origin"]).drop(columns="at_origin")


def _nearer(level: pd.DataFrame, change: pd.DataFrame) -> Values:
    far_level, far_change = _distance(level), _distance(change)
    return "change" if far_change < far_level else "level"


def _distance(table: pd.DataFrame) -> float:
    off = (table["value"] - table["observed"]).abs()[(table["level"] - 0.5).abs() < 0.3]
    return float(off.median()) if off.notna().any() else np.inf


def _counted(table: pd.DataFrame, values: Values) -> Matched:
    each = table.groupby(KEYS, sort=False)["observed"].first()
    if not each.notna().any():
        raise DataError(
            f"{len(each)} forecasts, none with an observation on its day",
            where="the forecasts and the observed series",
            expected="a day, origin and weeks ahead, that the series has for the same source and region",
            remedy="Look at the names of sources and regions and at the days in both; or wait until a forecast is due.",
        )
    return Matched(table, values, len(each), int(each.isna().sum()))
