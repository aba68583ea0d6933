"""A general staff's claims about the other side's losses of people: a running total by day."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ripeness.evidence.losses.count import Corrected, Count, Grain, Read
from ripeness.evidence.losses.kinds import SOLDIERS, Basis
from ripeness.evidence.losses.rows import day, refuse, whole
from ripeness.evidence.observation import Skipped

ONE = timedelta(days=1)


@dataclass(frozen=True)
class GeneralStaff:
    """A report tells the total up to the morning of its day, so it counts until the day before.

    Reports follow each other daily, so each is known on its own day.
    """

    name: str = "general_staff"
    title: str = "General Staff, claims about the opponent"
    credit: str = (
        "The claiming side's General Staff, by way of PetroIvaniuk/2022-Ukraine-Russia-War-Dataset"
    )
    licence: str = "MIT"
    published: str = "PetroIvaniuk/2022-Ukraine-Russia-War-Dataset @37655f8"
    scope: str = (
        "One party's claim about the other, killed and wounded together. Equipment and prisoners, "
        "which it also reported, are not read."
    )
    basis: Basis = "claimed_by_opponent"
    lower_bound: bool = False
    fills_in_months: int = 0
    grain: Grain = "as_published"
    files: str = "SIDE_losses_personnel.json"
    file_pattern: str = r"[a-z]+_losses_personnel\.json"

    def read(self, content: bytes, file: str) -> Iterator[Read]:
        """Read the reports of a file as what each adds to the one before."""
        label = re.match(r"[a-z]+", file)
        before = 0
        last: date | None = None
        for report in _reports(content, file):
            if not isinstance(report, _Report):
                yield report
                continue
            if last is not None and report.day <= last:
                yield Skipped(report.where, f"a second report on {report.day}, or one out of order")
                continue
            if report.total < before:
                why = f"the total fell from {before:,} to {report.total:,}"
                yield Corrected(f"{report.where}, {report.day}", why)
            yield Count(
                label=label.group() if label else "",
                population=SOLDIERS,
                kind="killed_and_wounded",
                start=report.since if last is None else last,
                end=report.day - ONE,
                value=float(report.total - before),
                known_on=report.day,
            )
            before, last = report.total, report.day


@dataclass(frozen=True)
class _Report:
    where: str
    day: date
    since: date
    total: int


def _reports(content: bytes, file: str) -> Iterator[_Report | Skipped]:
    """Give the reports in order of their days."""
    entries = [_report(entry, f"{file} entry {i}") for i, entry in enumerate(_list(content, file))]
    yield from (entry for entry in entries if isinstance(entry, Skipped))
    yield from sorted(
        (entry for entry in entries if isinstance(entry, _Report)), key=lambda report: report.day
    )


def _list(content: bytes, file: str) -> list[object]:
    expected = "a JSON list of reports with `date`, `day` and `personnel`"
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        page = content[:200].lstrip().startswith(b"<")
        refuse(
            "a web page (HTML)" if page else f"no JSON ({str(error)[:80]})",
            where=file,
            expected=expected,
        )
    if not isinstance(found, list) or not found:
        refuse(
            f"JSON that is no list of reports: {str(found)[:40]!r}", where=file, expected=expected
        )
    return found


def _report(entry: object, where: str) -> _Report | Skipped:
    """Read one report; `day` counts the days of the war, the first one being 1."""
    fields = entry if isinstance(entry, dict) else {}
    reported, number = day(fields.get("date")), whole(fields.get("day"))
    total = whole(fields.get("personnel"))
    if reported is None:
        return Skipped(where, f"{str(fields.get('date'))[:40]!r} is no day")
    if total is None:
        return Skipped(where, f"{str(fields.get('personnel'))[:40]!r} is no number of people")
    if number is None or not 2 <= number <= 40_000 or number > reported.toordinal():
        return Skipped(
            where, f"{str(fields.get('day'))[:40]!r} is no day of the war after its first"
        )
    return _Report(where, reported, reported - timedelta(days=number - 1), total)
