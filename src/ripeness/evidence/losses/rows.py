"""Tables from strangers: rows of text, days and whole numbers, or what is wrong with them."""

import csv
import io
import re
from datetime import date
from typing import NoReturn

from ripeness.terms.errors import UpstreamError

MOST_ROWS = 500_000
"""No table may have more rows than this."""

MOST = 10**9
"""No count may be larger than this."""

LAST_YEAR = date.max.year
"""A day of this year has no month after it, and is no day of any count."""

WHOLE = re.compile(r"\+?[0-9]{1,10}(\.0*)?")


def refuse(found: str, *, where: str, expected: str) -> NoReturn:
    """Refuse a file that is not what its name claims.

    Raises:
        UpstreamError: Always.
    """
    raise UpstreamError(
        found,
        where=where,
        expected=expected,
        remedy="Download the file again; an error page may have been saved in its place.",
    )


def read_rows(content: bytes, *, where: str, needed: set[str]) -> list[dict[str, str]]:
    """Read a table with a head, as text.

    Args:
        content: The file's bytes.
        where: The file, for messages.
        needed: Columns that it must have.

    Raises:
        UpstreamError: If it is no such table, or too long.
    """
    expected = f"a table with the columns {', '.join(sorted(needed))}"
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True, restval=""))
    except (UnicodeDecodeError, csv.Error) as error:
        refuse(f"no table ({error})", where=where, expected=expected)
    if not rows or not needed <= {name for name in rows[0] if name is not None}:
        page = content[:200].lstrip().startswith(b"<")
        found = "a web page (HTML)" if page else "no row with these columns"
        refuse(found, where=where, expected=expected)
    if len(rows) > MOST_ROWS:
        refuse(f"{len(rows):,} rows", where=where, expected=f"at most {MOST_ROWS:,} rows")
    return rows


def whole(value: object) -> int | None:
    """Read a count: a whole number of zero or more, written in digits; else nothing.

    Example:
        >>> whole("12"), whole(12.0), whole("-3"), whole(True), whole("nan"), whole(0.5)
        (12, 12, None, None, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip()
        return int(float(text)) if WHOLE.fullmatch(text) else None
    if isinstance(value, int | float) and 0 <= value <= MOST and value == int(value):
        return int(value)
    return None


def day(value: object) -> date | None:
    """Read a day written `YYYY-MM-DD`; else nothing.

    Example:
        >>> day("2025-12-05"), day("5 December"), day(20251205)
        (datetime.date(2025, 12, 5), None, None)
    """
    try:
        found = date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.year < LAST_YEAR else None
