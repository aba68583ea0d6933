"""A stated figure of strength: whose, of what, by whom, when, and when it could be read."""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ripeness.evidence.losses.rows import read_rows
from ripeness.evidence.observation import Skipped
from ripeness.evidence.provenance import SkippedFile
from ripeness.evidence.strengths.words import stated
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.files import write_text
from ripeness.terms.question import Slot

FILE = "strengths.json"
"""Name of the file of stated figures in a case's folder of losses."""

Scope = Literal["deployed", "total", "recruits_per_month"]
"""What is counted: troops in or near the zone of fighting, all the armed forces, recruits a month.
Figures of two scopes are never compared."""

COLUMNS = {"as_of", "quantity", "value", "speaker", "source"}

SCOPES: tuple[tuple[re.Pattern[str], Scope], ...] = (
    (re.compile(r"total armed forces", re.IGNORECASE), "total"),
    (re.compile(r"recruit", re.IGNORECASE), "recruits_per_month"),
    (re.compile(r"\bin\b|\baround\b|\bzone\b", re.IGNORECASE), "deployed"),
)
"""Words of a quantity that tell its scope, the first that fits."""

OTHER = re.compile(r"casualt|dead|spending|killed", re.IGNORECASE)
"""Quantities that are no strength."""

MONTH = re.compile(r"(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?")


class Figure(Declared):
    """One stated figure, as upstream labels the side."""

    label: str
    """Word that names the side."""
    quantity: str
    """What is counted, as the table says it."""
    scope: Scope
    """What is counted, in one of our words."""
    speaker: str
    """Who said it."""
    cited: str
    """Where it was found."""
    words: str
    """The figure as stated."""
    value: float
    """The number said; the middle of two."""
    low: float | None
    """Lower end; null: open."""
    high: float | None
    """Upper end; null: open."""
    start: date
    """First day of the time that it speaks of."""
    end: date
    """Last day of it."""
    known_on: date
    """First day on which it could surely be read."""


class StrengthFile(Declared):
    """The figures of a case as they lie on disk, with where they come from."""

    title: str
    """Name shown."""
    credit: str
    """Whom to credit."""
    licence: str
    """The licence, or that none is stated."""
    published: str
    """Where the table was compiled."""
    retrieved: date
    """The day on which it was retrieved."""
    command: str
    """The command that made this file."""
    figures: tuple[Figure, ...]
    """The figures."""
    skipped: tuple[SkippedFile, ...] = Field(default=())
    """Rows that are no figure of strength, or could not be read, and why."""


@dataclass(frozen=True)
class Strength:
    """One stated figure of a side."""

    side: Slot
    figure: Figure


def read_figures(content: bytes, file: str) -> tuple[list[Figure], list[Skipped]]:
    """Read a table of stated figures.

    Args:
        content: The file's bytes.
        file: Its name, for messages.

    Raises:
        UpstreamError: If it is no such table.
    """
    figures: list[Figure] = []
    skipped: list[Skipped] = []
    for number, row in enumerate(read_rows(content, where=file, needed=COLUMNS), start=2):
        found = _figure(row, f"{file} line {number}")
        if isinstance(found, Figure):
            figures.append(found)
        else:
            skipped.append(found)
    return figures, skipped


def period_of(text: str) -> tuple[date, date] | None:
    """Return the days that a time such as `2025-04` or `2025 (H1)` spans.

    Example:
        >>> [str(day) for day in period_of("2025-04")]
        ['2025-04-01', '2025-04-30']
        >>> [str(day) for day in period_of("2025 (H1)")]
        ['2025-01-01', '2025-06-30']
    """
    found = MONTH.search(text)
    if found is not None:
        first, last = _span(found)
        return (first, last) if first is not None and last is not None else None
    year = re.match(r"\s*(20\d\d)\s*(?:\((H[12])\))?\s*$", text)
    if year is None:
        return None
    number, half = int(year[1]), year[2]
    first = date(number, 7 if half == "H2" else 1, 1)
    return first, date(number, 6, 30) if half == "H1" else date(number, 12, 31)


def read_strengths(
    folder: Path, *, labels: Mapping[str, str], slots: Mapping[str, Slot]
) -> tuple[Strength, ...]:
    """Read the figures of a case; none where it has none.

    Args:
        folder: The folder `losses` of a case.
        labels: Word that names a side, to the side's id.
        slots: Side to its slot.

    Raises:
        DataError: If the file cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        file = StrengthFile.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise DataError(
            f"figures that cannot be read ({str(error)[:120]})",
            where=str(path),
            expected="a file of stated figures",
            remedy=f"Remove {FILE}, or make the file again.",
        ) from error
    return tuple(
        Strength(slots[labels[figure.label]], figure)
        for figure in file.figures
        if labels.get(figure.label) in slots
    )


def write_strengths(folder: Path, file: StrengthFile) -> None:
    """Write the figures of a case, whole or not at all."""
    write_text(folder / FILE, file.model_dump_json(indent=1) + "\n")


def mirrored(strengths: Iterable[Strength]) -> tuple[Strength, ...]:
    """Return the figures with the two slots exchanged."""
    other: dict[Slot, Slot] = {"a": "b", "b": "a"}
    return tuple(replace(one, side=other[one.side]) for one in strengths)


def _figure(row: dict[str, str], where: str) -> Figure | Skipped:
    quantity = row["quantity"].strip()
    scope: Scope | None = next((name for words, name in SCOPES if words.search(quantity)), None)
    label, period = re.match(r"\w+", quantity), period_of(row["as_of"])
    if scope is None or label is None or OTHER.search(quantity):
        return Skipped(where, f"{quantity[:60]!r} is no strength")
    if period is None:
        return Skipped(where, f"{row['as_of'][:40]!r} is no time")
    figure = stated(row["value"])
    if figure is None:
        return Skipped(where, f"{row['value'][:60]!r} holds no number")
    return Figure(
        label=label.group(),
        quantity=quantity,
        scope=scope,
        speaker=row["speaker"].strip(),
        cited=row["source"].strip(),
        words=figure.words,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        start=period[0],
        end=period[1],
        known_on=_known(period[1], row["speaker"], row["source"]),
    )


def _known(end: date, *texts: str) -> date:
    """Return the last day of the time spoken of, or of any month that the citation names."""
    cited = (_span(found)[1] for text in texts for found in MONTH.finditer(text))
    return max([end, *(day for day in cited if day is not None)])


def _span(found: re.Match[str]) -> tuple[date | None, date | None]:
    year, month = int(found["year"]), int(found["month"])
    last = calendar.monthrange(year, month)[1]
    if found["day"] is None:
        return date(year, month, 1), date(year, month, last)
    day = int(found["day"])
    one = date(year, month, day) if 1 <= day <= last else None
    return one, one
