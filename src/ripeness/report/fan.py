"""Forecasts of regions as fans, with what was read before and after their origin."""

from typing import Any

import numpy as np
import pandas as pd

from ripeness.report.fields import Fields, columns
from ripeness.report.ground import day_number, day_numbers
from ripeness.results.record import Record
from ripeness.terms.errors import RecordError

DRAWN_LEVELS = ("0.025", "0.1", "0.25", "0.5", "0.75", "0.9", "0.975")
"""The levels a fan needs: the median and both ends of the 50, 80 and 95 % ranges."""
BEFORE_DAYS = 371
"""How much history stands before a fan: 53 weeks."""
COLUMNS = ("source", "unit", "id", "valid_from", "held_km2")

WHOLE_FROM = 1000.0
"""Areas from here on are drawn to whole km²."""


def fans(record: Record) -> list[dict[str, Any]]:
    """Return every forecast as a fan: its weeks and seven levels."""
    return [fan(row) for row in Fields(record.forecast, "forecast.json").parts("forecasts")]


def fan(row: Fields) -> dict[str, Any]:
    """Return one forecast as a fan.

    Raises:
        RecordError: If a level has not one value for each week.
    """
    weeks = [day_number(pd.Timestamp(week).date()) for week in row.texts("weeks")]
    quantiles = row.part("quantiles")
    levels = [quantiles.numbers(level) for level in DRAWN_LEVELS]
    if any(len(values) != len(weeks) for values in levels):
        raise RecordError(
            f"levels of {sorted({len(values) for values in levels})} weeks",
            where=row.where,
            expected=f"one value for each of the {len(weeks)} weeks",
            remedy="Run the case again with this version of ripeness.",
        )
    return {
        "source": row.text("source"),
        "region": row.text("region"),
        "model": row.text("model"),
        "unit": row.text("unit"),
        "side": row.text("side"),
        "measure": row.text("measure"),
        "members": row.whole("members"),
        "complement": row.flag("complement_assumed"),
        "origin": day_number(row.day("origin")),
        "originValue": round(row.number("origin_value"), 1),
        "weeks": weeks,
        "levels": [[told(value) for value in values] for values in levels],
    }


def told(value: float) -> float:
    """Round a value to what a chart can show: whole km² from a thousand on, else a tenth.

    Example:
        >>> told(115777.04), told(12.34)
        (115777, 12.3)
    """
    return round(value) if abs(value) >= WHOLE_FROM else round(value, 1)


def observed(
    record: Record, drawn: list[dict[str, Any]]
) -> dict[str, dict[str, list[list[float]]]]:
    """Return, by region and source, the readings around the origins as [day, km²].

    A reading that repeats the one before it is left out; the last one always stands.
    """
    readings = columns(record.readings, COLUMNS, where="readings.parquet")
    readings = readings[readings["unit"].isin(["total", "region"])]
    found: dict[str, dict[str, list[list[float]]]] = {}
    for source, region in sorted({(one["source"], one["region"]) for one in drawn}):
        origin = min(
            one["origin"] for one in drawn if (one["source"], one["region"]) == (source, region)
        )
        part = readings[(readings["source"] == source) & (readings["id"] == region)]
        found.setdefault(region, {})[source] = thinned(part, first=origin - BEFORE_DAYS)
    return found


def thinned(part: pd.DataFrame, *, first: int) -> list[list[float]]:
    """Return the readings from a day on, without those that only repeat."""
    ordered = part.sort_values("valid_from", kind="stable")
    days = day_numbers(ordered["valid_from"])
    area = np.round(ordered["held_km2"].to_numpy(float), 1)
    kept = (days >= first) & np.isfinite(area)
    days, area = days[kept], area[kept]
    if not len(days):
        return []
    new = np.append(True, np.diff(area) != 0)
    new[-1] = True
    return [[int(day), float(value)] for day, value in zip(days[new], area[new], strict=True)]
