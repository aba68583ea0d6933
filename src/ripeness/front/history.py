"""One region's weekly readings as a model receives them: gaps kept, nothing filled in."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.front.settings import FrontSettings
from ripeness.front.wear import Wear
from ripeness.terms.errors import AlignmentError, DataError, ModelError, NoDataError

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """Readings before an origin, each with its week; a week without a reading is absent."""

    weeks: Counts
    """Week of each reading, counted from the origin: 0 is the origin, −1 the Sunday before it."""
    km2: Numbers
    """The reading of each of these weeks, in km²."""
    wear: Wear | None = None
    """What was known by then of both sides' losses; null where nobody handed it in."""
    other_km2: float | None = None
    """Ground of the region that was not the side's at the last reading; null: no outline."""

    @property
    def last_km2(self) -> float:
        """The last reading, in km²."""
        return float(self.km2[-1])

    @property
    def weeks_behind(self) -> int:
        """Weeks from the last reading to the origin."""
        return -int(self.weeks[-1])


@dataclass(frozen=True)
class Changes:
    """Changes between readings of consecutive Sundays; a change across a gap is none of them."""

    weeks: Counts
    """The week in which each change ends."""
    km2: Numbers
    """Each change, in km² a week."""


def weekly_history(readings: pd.Series, *, origin: date, settings: FrontSettings) -> History:
    """Return the readings that a forecast from an origin may use, checked.

    Args:
        readings: Area in km² by Sunday; the caller hands in only what was known by then.
        origin: The Sunday from which the forecast looks forward.
        settings: How much of the past is used, and how old the last reading may be.

    Raises:
        AlignmentError: If the index is not made of increasing Sundays, or the origin is none.
        DataError: If a reading is not a finite number, or is dated after the origin.
        NoDataError: If nothing was read by the origin, or the source ended long before it.
        ModelError: If there are too few weekly changes, or the area hardly ever changed.
    """
    _refuse_wrong_weeks(readings, origin)
    days = readings.index.to_numpy(dtype="datetime64[D]") - np.datetime64(origin, "D")
    weeks = days.astype(np.int64) // 7
    km2 = readings.to_numpy(dtype=np.float64)
    _refuse_wrong_readings(weeks, km2, origin)
    if len(weeks) == 0 or weeks[-1] < -settings.stale_weeks:
        raise NoDataError(
            found="no reading at all"
            if len(weeks) == 0
            else f"a last reading {-weeks[-1]} weeks before",
            where=f"weekly readings by the origin {origin}",
            expected=f"a reading at most {settings.stale_weeks} weeks before the origin",
            remedy="Choose an earlier --as-of, or a source that goes on to the origin.",
        )
    kept = weeks >= -settings.history_weeks
    history = History(weeks=weeks[kept], km2=km2[kept])
    _refuse_too_little(history, origin, settings)
    return history


def with_wear(history: History, wear: Wear | None, *, unit_km2: float | None) -> History:
    """Return a history with what was known of both sides' losses, and of the other side's ground.

    Args:
        history: The readings.
        wear: Both sides' losses as known by the origin; null: not handed in.
        unit_km2: Area of the whole region; null where it has no outline.
    """
    other = None if unit_km2 is None else max(unit_km2 - history.last_km2, 0.0)
    return replace(history, wear=wear, other_km2=other)


def weekly_changes(history: History) -> Changes:
    """Return the changes between consecutive Sundays.

    Across a gap only the sum of several weeks is known. To spread it evenly would make the weeks
    look calmer than they were, to take it for one week wilder; so such a change is left out
    here. It is not lost to the pace, which is a difference of levels over the weeks between them.
    """
    next_to_each_other = np.diff(history.weeks) == 1
    return Changes(
        weeks=history.weeks[1:][next_to_each_other],
        km2=np.diff(history.km2)[next_to_each_other],
    )


def _refuse_wrong_weeks(readings: pd.Series, origin: date) -> None:
    index = readings.index
    if not isinstance(index, pd.DatetimeIndex):
        found = f"an index of {index.dtype}"
    elif origin.isoweekday() != 7:
        found = f"the origin {origin}, which is no Sunday"
    elif not (index.dayofweek == 6).all():
        found = f"{index[index.dayofweek != 6][0]:%Y-%m-%d}, which is no Sunday"
    elif not (index.is_monotonic_increasing and index.is_unique):
        found = "Sundays out of order, or twice"
    else:
        return
    raise AlignmentError(
        found,
        where="weekly readings",
        expected="increasing Sundays, each at most once",
        remedy="Read the series with evidence.panel.weekly_km2.",
    )


def _refuse_wrong_readings(weeks: Counts, km2: Numbers, origin: date) -> None:
    if not np.isfinite(km2).all():
        found = "a reading that is not a finite number"
    elif (weeks > 0).any():
        found = f"{int((weeks > 0).sum())} readings after the origin"
    else:
        return
    raise DataError(
        found,
        where=f"weekly readings for the origin {origin}",
        expected="finite readings up to the origin, and no row where a week has none",
        remedy="Leave missing weeks out, and cut the series at the origin.",
    )


def _refuse_too_little(history: History, origin: date, settings: FrontSettings) -> None:
    changes = weekly_changes(history).km2
    if len(changes) < settings.fewest_changes:
        raise ModelError(
            found=f"{len(changes)} changes between consecutive Sundays",
            where=f"the {settings.history_weeks} weeks before {origin}",
            expected=f"at least {settings.fewest_changes}",
            remedy="Choose a later --as-of, or a source with a longer record.",
        )
    moved = int((np.abs(changes) > settings.least_change_km2).sum())
    if moved < settings.fewest_moved:
        raise ModelError(
            found=f"an area that changed in {moved} of {len(changes)} weeks",
            where=f"the {settings.history_weeks} weeks before {origin}",
            expected=f"changes above {settings.least_change_km2} km² in at least {settings.fewest_moved} weeks, or errors cannot be estimated",
            remedy="Read the last value; this record hardly says how it may change.",
        )
