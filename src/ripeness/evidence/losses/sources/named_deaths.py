"""Deaths and missing by name, both sides, by day: lists that others keep, counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ripeness.evidence.losses.count import Count, Grain, Read
from ripeness.evidence.losses.kinds import SOLDIERS, Basis, Kind
from ripeness.evidence.losses.rows import day, read_rows, refuse, whole
from ripeness.evidence.observation import Skipped

COLUMN = re.compile(r"(?P<label>[a-z]+)_named_(?P<what>deaths|missing)")
"""A column counts the deaths or the missing of a side."""

KIND: dict[str, Kind] = {"deaths": "killed", "missing": "missing"}


@dataclass(frozen=True)
class NamedDeaths:
    """The first row gathers cases of unknown day: they fall in no shorter period than the whole."""

    name: str = "named_deaths"
    title: str = "Named deaths and missing"
    credit: str = "ukrainewarlosses/ukrwarlosses, from lists kept by partisans of each side"
    licence: str = "MIT"
    published: str = "ukrainewarlosses/ukrwarlosses @e6f1695"
    scope: str = (
        "People known by name only: a lower bound, by the day of death where it is known. The last "
        "months are far from complete. The missing are counted apart, for one side only."
    )
    basis: Basis = "named_list"
    lower_bound: bool = True
    fills_in_months: int = 6
    grain: Grain = "month"
    files: str = "named_deaths_daily_both_sides.csv"
    file_pattern: str = r"named_deaths_daily_both_sides\.csv"

    def read(self, content: bytes, file: str) -> Iterator[Read]:
        """Read every column of the table, each day apart."""
        rows = read_rows(content, where=file, needed={"date"})
        columns = [(name, found) for name in rows[0] if name and (found := COLUMN.fullmatch(name))]
        if not columns:
            refuse("no column SIDE_named_deaths", where=file, expected="counts by side")
        days = [day(row["date"]) for row in rows]
        known = [one for one in days if one is not None]
        span = (min(known) + timedelta(days=1), max(known)) if known else None
        seen: set[date] = set()
        for number, (row, on) in enumerate(zip(rows, days, strict=True), start=2):
            where = f"{file} line {number}"
            if on is None or span is None:
                yield Skipped(where, f"{row['date'][:40]!r} is no day")
            elif on in seen:
                yield Skipped(where, f"a second row for {on}")
            else:
                seen.add(on)
                period = (on, on) if on >= span[0] else span
                yield from _counts(row, columns, period, where)


def _counts(
    row: dict[str, str],
    columns: list[tuple[str, re.Match[str]]],
    period: tuple[date, date],
    where: str,
) -> Iterator[Read]:
    for name, found in columns:
        value = whole(row[name])
        if value is None:
            yield Skipped(where, f"{row[name][:40]!r} is no number of people ({name})")
        elif period[0] <= period[1]:
            yield Count(
                label=found["label"],
                population=SOLDIERS,
                kind=KIND[found["what"]],
                start=period[0],
                end=period[1],
                value=float(value),
            )
