"""Days and weeks; a week is named by the ISO date of its Sunday."""

from datetime import date, timedelta

from ripeness.terms.errors import DataError

MIN_LAG_DAYS = 14
"""Days that must lie between a map's valid day and the day it may be read (DESIGN)."""

WEEK = timedelta(days=7)


def parse_day(text: str, *, where: str) -> date:
    """Read a day written `YYYY-MM-DD`.

    Args:
        text: The day as written.
        where: What is being read, for the error.

    Raises:
        DataError: If the text is not such a day.

    Example:
        >>> parse_day("2025-12-05", where="example")
        datetime.date(2025, 12, 5)
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise DataError(
            repr(text),
            where=where,
            expected="a day written YYYY-MM-DD",
            remedy="Write it like 2025-12-05.",
        ) from error


def sunday_on_or_before(day: date) -> date:
    """Return the last Sunday that is not after the day.

    Example:
        >>> sunday_on_or_before(date(2025, 12, 5))
        datetime.date(2025, 11, 30)
    """
    return day - timedelta(days=day.isoweekday() % 7)


def sundays(first: date, last: date) -> tuple[date, ...]:
    """List the Sundays from `first` to `last`, both included where they are Sundays.

    Example:
        >>> [str(day) for day in sundays(date(2025, 12, 1), date(2025, 12, 15))]
        ['2025-12-07', '2025-12-14']
    """
    start = sunday_on_or_before(first)
    if start < first:
        start += WEEK
    count = (last - start).days // 7 + 1
    return tuple(start + WEEK * step for step in range(max(count, 0)))
