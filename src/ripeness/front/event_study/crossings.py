"""When a place passed from one side to the other: 5, then 50, then 95 percent, each to last."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.evidence.panel import latest_vintages, sunday_rows
from ripeness.front.event_study.settings import CROSSINGS, Crossing, EventSettings
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.question import Slot

THRESHOLDS: dict[Crossing, float] = {"0.05": 0.05, "0.5": 0.5, "0.95": 0.95}


@dataclass(frozen=True)
class Passage:
    """One place passing to one side, as one source drew it."""

    place: str
    """Id of the place."""
    side: Slot
    """The side that gained it."""
    on: dict[Crossing, date | None]
    """First day of each share; none: the record begins above it, or it is not reached yet."""
    known_on: date
    """First day on which the last of them was known to have lasted."""


def passages(
    readings: pd.DataFrame, *, place: str, side: Slot, settings: EventSettings
) -> tuple[Passage, ...]:
    """Return every time a place passed to a side, in order; the last may be under way.

    A passage begins after the last map on which the side held less than 5 percent, or with the
    record, and is listed once it holds half; it has ended when the side holds 95 percent. A
    crossing counts if every map of the days after it stays above the share.

    Args:
        readings: One source's readings of the place, known by the day of asking.
        place: Id of the place.
        side: The side that gains.
        settings: How long a crossing must last.
    """
    maps = latest_vintages(readings[readings["unit_km2"] > 0])
    days = maps["valid_to"].to_numpy(dtype="datetime64[D]")
    record = _Record(days, side_share(maps, side), timedelta(weeks=settings.lasting_weeks))
    found: list[Passage] = []
    start = 0
    while (half := record.first(0.5, start)) is not None:
        low = np.flatnonzero(record.held[start:half] < 0.05)
        since = start + int(low[-1]) + 1 if len(low) else start
        whole = record.first(0.95, since)
        back = np.flatnonzero(record.held[max(half, whole or 0) :] < 0.05)
        end = max(half, whole or 0) + int(back[0]) if len(back) else len(days)
        if (record.held[start:half] < 0.5).any():
            found.append(_passage(place, side, record, record.reached(since, end)))
        start = end
    return tuple(found)


def side_share(maps: pd.DataFrame, side: Slot) -> NDArray[np.float64]:
    """Return the share of a place that a side holds; the other side's is what is not shown."""
    whole = maps["unit_km2"].to_numpy(float)
    held = np.clip(maps["held_km2"].to_numpy(float) / whole, 0, 1)
    contested = np.nan_to_num(maps["contested_km2"].to_numpy(float)) / whole
    by_drawn = (maps["drawn"] == side).to_numpy()
    return np.where(by_drawn, held, np.clip(1 - held - contested, 0, 1))


def weekly_shares(
    readings: pd.DataFrame, sundays: tuple[date, ...], *, side: Slot, stale_weeks: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share that a side holds, and how far the line lies beyond the place, by Sunday.

    The distance is that from the place's centre to the drawn line, in km: positive where the side
    holds the greater part of the place, so that it grows as the line moves on beyond it.

    Args:
        readings: One source's readings of the place.
        sundays: The Sundays.
        side: The side that gains.
        stale_weeks: A Sunday without a map is read off the last one, if it is not older.
    """
    maps = sunday_rows(latest_vintages(readings[readings["unit_km2"] > 0]))
    share = side_share(maps, side)
    beyond = np.where(share >= 0.5, 1, -1) * maps["line_km"].to_numpy(float)
    table = pd.DataFrame({"share": share, "beyond": beyond}, index=maps["sunday"].dt.date)
    table = table.reindex(list(sundays)).ffill(limit=stale_weeks)
    return table["share"].to_numpy(float), table["beyond"].to_numpy(float)


def week_of(day: date, sundays: tuple[date, ...]) -> int | None:
    """Return the position of the first Sunday on or after a day; None outside the record."""
    sunday = sunday_on_or_before(day + timedelta(days=6))
    number = (sunday - sundays[0]).days // 7
    return number if 0 <= number < len(sundays) else None


@dataclass(frozen=True)
class _Record:
    """What a side held of a place, map by map."""

    days: NDArray[np.datetime64]
    held: NDArray[np.float64]
    lasts: timedelta

    def first(self, share: float, start: int) -> int | None:
        """Return the first row from which a share was held, and held for long enough."""
        for row in start + np.flatnonzero(self.held[start:] >= share):
            until = self.days[row] + np.timedelta64(self.lasts.days, "D")
            if self.days[-1] < until:
                return None
            if (self.held[row:][self.days[row:] <= until] >= share).all():
                return int(row)
        return None

    def reached(self, start: int, end: int) -> dict[Crossing, int]:
        """Return the first row of each share between two rows, where there is one."""
        rows: list[tuple[Crossing, int | None]] = [
            (name, self.first(THRESHOLDS[name], start)) for name in CROSSINGS
        ]
        return {name: row for name, row in rows if row is not None and row < end}


def _passage(place: str, side: Slot, record: _Record, rows: dict[Crossing, int]) -> Passage:
    """Write a passage down; a share that the first map shows already has no day."""
    on: dict[Crossing, date | None] = {
        name: _day(record, rows[name]) if rows.get(name) else None for name in CROSSINGS
    }
    known = _day(record, max(rows.values())) + record.lasts
    return Passage(place=place, side=side, on=on, known_on=known)


def _day(record: _Record, row: int) -> date:
    return record.days[row].astype(object)
