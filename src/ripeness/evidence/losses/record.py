"""What a source said of losses: a count of one kind, of one side, over a period, on a basis."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from ripeness.evidence.losses.kinds import KINDS, Basis, Kind
from ripeness.evidence.losses.provenance import LossSourceRecord
from ripeness.terms.errors import DataError
from ripeness.terms.question import Slot

DAYS = ("start", "end", "known_on")
"""Columns of days."""

NUMBERS = ("value", "low", "high")
"""Columns of counts; `low` and `high` are missing where the source gives no range."""

LOSS_COLUMNS = (
    "side", "population", "kind", "basis", "source", *DAYS, *NUMBERS, "incomplete",
)  # fmt: skip
"""Columns of a table of losses, in order."""

LOSS_TYPES = {
    **dict.fromkeys(DAYS, "datetime64[s]"),
    **dict.fromkeys(NUMBERS, "float64"),
    "incomplete": "bool",
}
"""Types of the columns that are no text."""

SERIES = ("source", "side", "population", "kind", "basis")
"""Columns that tell one series from another; nothing is ever summed over them."""

PERIOD = (*SERIES, "start", "end")
"""Columns that tell one count from another; of counts alike in all of them the last known holds."""


@dataclass(frozen=True)
class LossRecord:
    """One count: losses of a kind, of one side, from the start to the end of a period.

    A negative value is a correction downwards, kept as published. `incomplete` marks a period that
    the source is still filling in; it enters no trend.
    """

    side: Slot
    population: str
    kind: Kind
    basis: Basis
    source: str
    start: date
    end: date
    value: float
    known_on: date
    low: float | None = None
    high: float | None = None
    incomplete: bool = False


@dataclass(frozen=True)
class LossTable:
    """Losses as each source counts them, with where each source's counts come from."""

    records: pd.DataFrame
    """One row a count, in the columns of `LossRecord`."""
    sources: Mapping[str, LossSourceRecord] = field(default_factory=dict)
    """Where everything comes from."""


def no_losses() -> LossTable:
    """Return a table without counts."""
    empty = pd.DataFrame({name: pd.Series(dtype=object) for name in LOSS_COLUMNS})
    return LossTable(empty.astype(LOSS_TYPES))


def loss_table(
    records: list[LossRecord], sources: Mapping[str, LossSourceRecord] | None = None
) -> LossTable:
    """Return a table of some counts.

    Args:
        records: The counts.
        sources: Where each source's counts come from.

    Raises:
        DataError: If a count is not a number, or its period ends before it begins.
    """
    if not records:
        return replace(no_losses(), sources=sources or {})
    table = pd.DataFrame([vars(record) for record in records])[list(LOSS_COLUMNS)]
    return LossTable(checked(table), sources or {})


def checked(records: pd.DataFrame) -> pd.DataFrame:
    """Return counts with their types, ordered; refuse what no count can be.

    Args:
        records: Rows in the columns of `LossRecord`.

    Raises:
        DataError: If a count is not a number, or its period ends before it begins.
    """
    typed = records[list(LOSS_COLUMNS)].astype(LOSS_TYPES)
    sound = (
        np.isfinite(typed["value"])
        & (typed["start"] <= typed["end"])
        & ~(typed["low"] > typed["value"])
        & ~(typed["high"] < typed["value"])
        & typed["known_on"].notna()
        & typed["kind"].isin(KINDS)
    )
    if not bool(sound.all()):
        row = typed[~sound].iloc[0]
        raise DataError(
            f"{row['value']} from {row['start']:%Y-%m-%d} to {row['end']:%Y-%m-%d}"
            f" ({row['kind']}, known on {row['known_on']})",
            where=f"counts of {row['source']!r}",
            expected="a number over a period that does not end before it begins, of a known kind",
            remedy="Correct the count, or leave it out.",
        )
    return typed.sort_values([*PERIOD, "known_on"], kind="stable").reset_index(drop=True)


def latest(records: pd.DataFrame) -> pd.DataFrame:
    """Keep of each count the vintage known last."""
    ordered = records.sort_values([*PERIOD, "known_on"], kind="stable")
    return ordered.drop_duplicates(list(PERIOD), keep="last").reset_index(drop=True)


def known_by(table: LossTable, day: date) -> LossTable:
    """Return the counts as they could be known on a day: of each the vintage known last.

    What was incomplete then is marked anew: the last months before the latest day that a list
    told of, as known by that day.

    Args:
        table: The counts.
        day: The last day of knowledge.
    """
    records = table.records
    known = latest(records[records["known_on"] <= pd.Timestamp(day)])
    return replace(table, records=_marked(known, table.sources))


def _marked(records: pd.DataFrame, sources: Mapping[str, LossSourceRecord]) -> pd.DataFrame:
    """Mark what a list is still filling in: the last months of it, by its last day."""
    filling = pd.Series(data=False, index=records.index)
    for (source, _), rows in records.groupby(["source", "side"], sort=False):
        months = sources[str(source)].fills_in_months if source in sources else 0
        if months > 0:
            since = rows["end"].max() - pd.DateOffset(months=months)
            filling.loc[rows.index] = rows["end"] > since
    return records.assign(incomplete=records["incomplete"] | filling)


def trend_rows(records: pd.DataFrame) -> pd.DataFrame:
    """Return the counts that may enter a trend: those that are complete.

    Args:
        records: Rows as in `LossTable.records`, as known by a day.
    """
    return records[~records["incomplete"]].reset_index(drop=True)


def mirrored(table: LossTable) -> LossTable:
    """Return the table with the two slots exchanged: what A lost, B lost."""
    other = {"a": "b", "b": "a"}
    records = table.records.assign(side=table.records["side"].map(other))
    return replace(table, records=checked(records))
