"""Losses as a page shows them: each series by itself, and a claim beside what was counted."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from ripeness.report import words
from ripeness.report.fields import Fields
from ripeness.report.ground import day_number
from ripeness.report.strengths import Strengths, strengths

KINDS = {
    "killed_and_wounded": "killed and wounded",
    "all_claimed": "losses of every kind, with the missing and prisoners",
    "equipment_lost": "equipment lost",
}
BASES = {
    "claimed_by_opponent": "claimed by the opponent",
    "claimed_by_own": "claimed by the own side",
    "named_list": "listed one by one",
    "estimate": "an estimate",
}
EQUIPMENT = "equipment_lost"
BOTH = "both sides together"
WHOLE, PARTIAL, INCOMPLETE = 0, 1, 2


@dataclass(frozen=True)
class Row:
    """One source's count of one kind: a panel for each side, where it has one."""

    key: str
    source: str
    title: str
    population: str
    kind: str
    basis: str
    bound: bool
    scope: str
    """What the source leaves out; empty where an earlier row of it has said so."""
    filling: int
    undated: tuple[tuple[str, str], ...]
    """Side and how many stand in no month."""
    sides: frozenset[str]
    """Ids of the sides of which it has a count."""


@dataclass(frozen=True)
class Cell:
    """What one source counts before a statement and after it, for one reading of it."""

    before: str
    before_span: str
    before_stands: str
    after: str
    after_span: str
    after_stands: str
    so_far: bool


@dataclass(frozen=True)
class ReadingRow:
    """One side, kind and source over every time until which the statement is read."""

    whom: str
    kind: str
    source: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Statement:
    """A claim of further losses under each of its readings."""

    speaker: str
    said_on: str
    claimed: str
    note: str
    readings: int
    measured: int
    fallen_due: int
    settled: tuple[str, ...]
    """What was counted for readings whose time is over, a sentence each."""
    dues: tuple[tuple[int, str], ...]
    """Days from the statement, and the day due."""
    rows: tuple[ReadingRow, ...]
    uncounted: tuple[str, ...]


@dataclass(frozen=True)
class LossSource:
    """A source of counts with its credit and licence."""

    name: str
    title: str
    credit: str
    licence: str
    scope: str
    basis: str
    counts: str
    retrieved: str
    command: str
    published: str
    vintage: str
    skipped: tuple[tuple[str, str], ...]
    corrected: int


@dataclass(frozen=True)
class Losses:
    """Everything of losses and strengths that the page writes out."""

    civilians: str
    people: tuple[Row, ...]
    equipment: tuple[Row, ...]
    statements: tuple[Statement, ...]
    strengths: Strengths
    sources: tuple[LossSource, ...]


def losses(record: Fields, claims: Fields, *, sides: dict[str, str], known: date) -> Losses:
    """Return losses and strengths in words.

    Args:
        record: The record's `losses.json`.
        claims: The record's `claims.json`.
        sides: Name of each side by id, in the order of the slots.
        known: The last day of the evidence.
    """
    found = rows(record, sides)
    return Losses(
        civilians=record.text("civilians"),
        people=tuple(row for row in found if row.kind != KINDS[EQUIPMENT]),
        equipment=tuple(row for row in found if row.kind == KINDS[EQUIPMENT]),
        statements=statements(record, claims, sides=sides, known=known),
        strengths=strengths(record.parts("strengths"), sides),
        sources=tuple(loss_source(part) for part in record.parts("sources")),
    )


def grouped(record: Fields) -> dict[str, list[Fields]]:
    """Return the series of one source, population, kind and basis together: one for each side."""
    found: dict[str, list[Fields]] = {}
    for part in record.parts("series"):
        key = "/".join(part.text(name) for name in ("source", "population", "kind", "basis"))
        found.setdefault(key, []).append(part)
    return found


def rows(record: Fields, sides: dict[str, str]) -> tuple[Row, ...]:
    """Return the rows of panels, in the record's order."""
    sources = {part.text("name"): part for part in record.parts("sources")}
    titles, told, found = loss_titles(record), set(), []
    for key, own in grouped(record).items():
        first, source = own[0], sources[own[0].text("source")]
        scope = "" if source.text("name") in told else words.titled(source.text("scope"), titles)
        told.add(source.text("name"))
        found.append(
            Row(
                key=key,
                source=source.text("name"),
                title=source.text("title"),
                population=first.text("population"),
                kind=kind(first.text("kind")),
                basis=basis(first),
                bound=first.flag("lower_bound"),
                scope=scope,
                filling=source.whole("fills_in_months"),
                undated=tuple(
                    (sides[part.text("side")], words.number(part.number("undated")))
                    for part in own
                    if part.number("undated")
                ),
                sides=frozenset(part.text("side") for part in own),
            )
        )
    return tuple(found)


def kind(name: str) -> str:
    """Write what is counted."""
    return KINDS.get(name, name.replace("_", " "))


def basis(part: Fields) -> str:
    """Write who says so and how, and whether it is at least so many."""
    name = part.text("basis")
    told = BASES.get(name, name.replace("_", " "))
    return f"{told}; a lower bound" if part.flag("lower_bound") else told


def drawn_series(record: Fields) -> dict[str, dict[str, list[list[int | float]]]]:
    """Return, by row and side, each month as [day, value, mark, day it was known]."""
    return {
        key: {
            part.text("side"): [drawn_month(month) for month in part.parts("months")]
            for part in own
        }
        for key, own in grouped(record).items()
    }


def drawn_month(month: Fields) -> list[int | float]:
    """Return one month for the script; one still being filled in is marked as that alone."""
    partial = PARTIAL if month.flag("partial") else WHOLE
    mark = INCOMPLETE if month.flag("incomplete") else partial
    day, known = day_number(month.day("month")), day_number(month.day("known_on"))
    return [day, round(month.number("value"), 1), mark, known]


def statements(
    record: Fields, claims: Fields, *, sides: dict[str, str], known: date
) -> tuple[Statement, ...]:
    """Return each claim of further losses with all its readings, in the record's order."""
    said = {claim.text("id"): claim for claim in claims.parts("claims")}
    titles = loss_titles(record)

    def one(part: Fields) -> tuple[Any, ...]:
        speaker = said[part.text("claim")].text("speaker")
        ends = part.number_or_none("low"), part.number_or_none("high")
        return speaker, part.day("said_on"), ends

    return tuple(
        statement(list(own), said, sides=sides, titles=titles, known=known)
        for _, own in groupby(record.parts("readings"), key=one)
    )


def statement(
    own: list[Fields],
    said: dict[str, Fields],
    *,
    sides: dict[str, str],
    titles: dict[str, str],
    known: date,
) -> Statement:
    """Return one statement with its readings as a table: a column for each time."""
    first = own[0]
    claim = said[first.text("claim")]
    dues = sorted({part.day("due") for part in own})
    counted = [part for part in own if part.flag("measured")]
    over = [part for part in own if part.day("due") <= known]
    return Statement(
        speaker=claim.text("speaker"),
        said_on=words.day(first.day("said_on")),
        claimed=claimed(first),
        note=claim.text_or_none("note") or "",
        readings=len(own),
        measured=len(counted),
        fallen_due=len(over),
        settled=tuple(
            settled(part, count, sides, titles) for part in over for count in part.parts("after")
        ),
        dues=tuple(((due - first.day("said_on")).days, words.day(due)) for due in dues),
        rows=reading_rows(counted, dues, sides=sides, titles=titles),
        uncounted=uncounted(own, sides),
    )


def uncounted(own: list[Fields], sides: dict[str, str]) -> tuple[str, ...]:
    """Write of which kinds, and of whom, no source has any count."""
    found: dict[str, list[str]] = {}
    for part in own:
        if not part.flag("measured"):
            found.setdefault(kind(part.text("kind")), []).append(whom(part, sides))
    return tuple(f"{name} ({', '.join(dict.fromkeys(of))})" for name, of in found.items())


def whom(part: Fields, sides: dict[str, str]) -> str:
    """Write whose losses a reading means."""
    side = part.text_or_none("side")
    return sides[side] if side else BOTH


def claimed(part: Fields) -> str:
    """Write the range that was claimed."""
    low, high = part.number_or_none("low"), part.number_or_none("high")
    if low is None or high is None:
        end = f"at least {words.number(low)}" if high is None else f"at most {words.number(high)}"
        return "an unstated number" if low is None and high is None else end
    return f"{words.number(low)} to {words.number(high)}"


def settled(part: Fields, count: Fields, sides: dict[str, str], titles: dict[str, str]) -> str:
    """Write what was counted for a reading whose time is over."""
    return (
        f"{kind(part.text('kind'))}, {whom(part, sides)}, counted {span(count)} by "
        f"{titles[count.text('source')]}: {amount(count)}, {stands(count, part)}"
    )


def reading_rows(
    counted: list[Fields], dues: list[date], *, sides: dict[str, str], titles: dict[str, str]
) -> tuple[ReadingRow, ...]:
    """Return a row for each side, kind and source that counts anything for the statement."""
    found: dict[tuple[str, str, str], dict[date, Cell]] = {}
    for part in counted:
        times = [part.parts(name) for name in COUNTED]
        for name in dict.fromkeys(one.text("source") for time in times for one in time):
            key = (whom(part, sides), kind(part.text("kind")), titles[name])
            found.setdefault(key, {})[part.day("due")] = cell(part, name)
    none = Cell("", "", "", "", "", "", so_far=False)
    same: dict[tuple[str, str, tuple[Cell, ...]], list[str]] = {}
    for (side, name, title), cells in found.items():
        same.setdefault((side, name, tuple(cells.get(due, none) for due in dues)), []).append(title)
    return tuple(
        ReadingRow(side, name, "; ".join(titled) + (" (same figures)" if titled[1:] else ""), cells)
        for (side, name, cells), titled in same.items()
    )


def cell(part: Fields, source: str) -> Cell:
    """Write one source's counts beside one reading."""
    before, after, so_far = (
        next((one for one in part.parts(name) if one.text("source") == source), None)
        for name in COUNTED
    )
    later = after or so_far
    return Cell(
        before=amount(before) if before else "",
        before_span=span(before) if before else "",
        before_stands=stands(before, part) if before else "",
        after=amount(later) if later else "",
        after_span=span(later) if later else "",
        after_stands=stands(later, part) if later else "",
        so_far=so_far is not None and after is None,
    )


def span(count: Fields) -> str:
    """Write the days over which something was counted."""
    return f"{words.day(count.day('first'))} to {words.day(count.day('last'))}"


def amount(count: Fields) -> str:
    """Write a count, marked where it is a lower bound."""
    least = "at least " if count.flag("lower_bound") else ""
    return f"{least}{words.number(count.number('value'))}"


def stands(count: Fields, part: Fields) -> str:
    """Write how a count stands to the range that was claimed."""
    high = part.number_or_none("high")
    match count.text("says"):
        case "supported":
            return "within the range"
        case "contradicted":
            above = high is not None and count.number("value") > high
            return "above the range" if above else "below the range"
    return "does not settle it"


COUNTED = ("before", "after", "so_far")


def reading_table(record: Fields) -> list[list[Any]]:
    """Return every count beside every reading, for the data file."""
    return [
        [
            part.text("claim"), part.text_or_none("side") or BOTH, part.text("kind"),
            part.text("said_on"), part.text("due"), part.number_or_none("low"), part.number_or_none("high"),
            when.replace("_", " "), count.text("source"), count.number("value"),
            "yes" if count.flag("lower_bound") else "no", count.text("first"), count.text("last"), count.text("says"),
        ]
        for part in record.parts("readings")
        for when in COUNTED
        for count in part.parts(when)
    ]  # fmt: skip


def loss_titles(record: Fields) -> dict[str, str]:
    """Return the title of each source of counts by its name."""
    return {part.text("name"): part.text("title") for part in record.parts("sources")}


def loss_source(part: Fields) -> LossSource:
    """Return one source of counts with its credit and licence."""
    first, last = part.day_or_none("first"), part.day_or_none("last")
    return LossSource(
        name=part.text("name"),
        title=part.text("title"),
        credit=part.text("credit"),
        licence=part.text("licence"),
        scope=part.text("scope"),
        basis=basis(part),
        counts=f"{words.number(part.whole('counts'))}, {words.day(first)} to {words.day(last)}",
        retrieved=words.day(part.day("retrieved")),
        command=part.text("command"),
        published=part.text("published"),
        vintage=part.text_or_none("vintage") or "",
        skipped=tuple((row.text("file"), row.text("why")) for row in part.parts("skipped")),
        corrected=len(part.parts("corrected")),
    )
