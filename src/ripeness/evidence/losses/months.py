"""Counts by calendar month: what a page shows, and what is kept of sources counted by the day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from ripeness.evidence.losses.count import Count
from ripeness.evidence.losses.record import SERIES

MOST_DAYS = 62
"""A count over a period longer than this, in days, belongs to no month."""


def counts_by_month(counts: Iterable[Count]) -> list[Count]:
    """Add up counts of one label, population, kind and vintage by the month in which they end.

    A count over a longer period than a month stands for itself. The period of a sum is the one
    that its counts cover.

    Args:
        counts: Counts of one source.
    """
    sums: dict[tuple[object, ...], Count] = {}
    for count in sorted(counts, key=lambda count: (count.start, count.end)):
        month = (count.end.year, count.end.month)
        alone = (count.start, count.end) if _long(count.start, count.end) else month
        key = (count.label, count.population, count.kind, count.known_on, alone)
        before = sums.get(key)
        sums[key] = count if before is None else _joined(before, count)
    return list(sums.values())


def _joined(one: Count, other: Count) -> Count:
    return replace(
        one,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        value=one.value + other.value,
        low=None if one.low is None or other.low is None else one.low + other.low,
        high=None if one.high is None or other.high is None else one.high + other.high,
    )


def _long(start: date, end: date) -> bool:
    """Say whether a period is longer than the longest month and the gaps of a record."""
    return end - start > timedelta(days=MOST_DAYS)


def monthly(records: pd.DataFrame) -> pd.DataFrame:
    """Return each series by the month in which its counts end; no two series are added.

    A count over a period too long for a month is left out. A month of which the series covers only
    a part is marked `partial`, and one with any incomplete count `incomplete`.

    Args:
        records: Rows as in `LossTable.records`, as known by a day.
    """
    rows = records[(records["end"] - records["start"]).dt.days <= MOST_DAYS]
    rows = rows.assign(month=rows["end"].dt.to_period("M").dt.to_timestamp().dt.as_unit("s"))
    by_month = rows.groupby([*SERIES, "month"], sort=True)
    table = by_month.agg(
        start=("start", "min"),
        end=("end", "max"),
        value=("value", "sum"),
        known_on=("known_on", "max"),
        incomplete=("incomplete", "any"),
    ).reset_index()
    month_end = table["month"] + pd.offsets.MonthEnd(0)
    # A day of record often lies a day or two before the month's last; its month is no part.
    partial = (table["start"] > table["month"] + pd.Timedelta(days=3)) | (
        table["end"] < month_end - pd.Timedelta(days=3)
    )
    return table.assign(partial=partial)
