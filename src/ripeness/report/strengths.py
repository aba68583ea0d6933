"""Stated strengths as ranges, each scope by itself."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ripeness.report import words
from ripeness.report.fields import Fields

SCOPES = {
    "deployed": "Troops in or near the zone of fighting",
    "total": "All the armed forces",
    "recruits_per_month": "Recruits a month",
}
NUMBERS = ("value", "low", "high")
TEXTS = ("first", "last", "known_on", "speaker", "words", "quantity", "cited")
ROOM = 1.08
"""How far the axis runs beyond the largest figure."""


@dataclass(frozen=True)
class Strength:
    """One stated figure, with its place on the axis of its scope."""

    side: str
    stated: str
    words: str
    quantity: str
    when: str
    known_on: str
    speaker: str
    cited: str
    left: str
    width: str
    at: str
    open_end: bool


@dataclass(frozen=True)
class Scope:
    """Figures of one scope; they share an axis, and no other scope does."""

    title: str
    rows: tuple[Strength, ...]
    lacking: tuple[str, ...]
    """Sides of which no such figure is shipped."""
    end: str
    """What the right end of the axis stands for."""


Strengths = tuple[Scope, ...]


def strengths(parts: tuple[Fields, ...], sides: dict[str, str]) -> Strengths:
    """Return the stated figures by scope, in the record's order."""
    found: dict[str, list[Fields]] = {}
    for part in parts:
        found.setdefault(part.text("scope"), []).append(part)
    return tuple(scope(name, own, sides) for name, own in found.items())


def scope(name: str, own: list[Fields], sides: dict[str, str]) -> Scope:
    """Return the figures of one scope."""
    ends = [part.number_or_none(key) for part in own for key in NUMBERS]
    most = ROOM * max(end for end in ends if end is not None)
    told = {part.text("side") for part in own}
    return Scope(
        title=SCOPES.get(name, name.replace("_", " ")),
        rows=tuple(strength(part, sides, most=most) for part in own),
        lacking=tuple(title for side, title in sides.items() if side not in told),
        end=words.number(round(most, -3)),
    )


def strength_table(parts: tuple[Fields, ...]) -> list[list[Any]]:
    """Return every stated figure, for the data file."""
    return [
        [part.text("side"), part.text("scope")]
        + [part.number_or_none(key) for key in NUMBERS]
        + [part.text(key) for key in TEXTS]
        for part in parts
    ]


def strength(part: Fields, sides: dict[str, str], *, most: float) -> Strength:
    """Return one stated figure in words."""
    low, high = part.number_or_none("low"), part.number_or_none("high")
    left = 100 * (low or 0.0) / most
    right = 100.0 if high is None else 100 * high / most
    return Strength(
        side=sides[part.text("side")],
        stated=stated(low, high),
        words=part.text("words"),
        quantity=part.text("quantity"),
        when=months(part.day("first"), part.day("last")),
        known_on=words.day(part.day("known_on")),
        speaker=words.plain(part.text("speaker"), {}),
        cited=part.text("cited"),
        left=f"{left:.2f}%",
        width=f"{right - left:.2f}%",
        at=f"{100 * part.number('value') / most:.2f}%",
        open_end=high is None,
    )


def stated(low: float | None, high: float | None) -> str:
    """Write a range that may be open at an end.

    Example:
        >>> stated(600000, None), stated(30000, 35000), stated(38000, 38000)
        ('600,000 or more', '30,000 to 35,000', '38,000')
    """
    if low is None or high is None:
        return f"up to {words.number(high)}" if low is None else f"{words.number(low)} or more"
    return words.number(low) if low == high else f"{words.number(low)} to {words.number(high)}"


def months(first: date, last: date) -> str:
    """Write a span of time by its months where it is made of whole ones.

    Example:
        >>> months(date(2025, 4, 1), date(2025, 4, 30)), months(date(2025, 4, 3), date(2025, 4, 3))
        ('Apr 2025', '3 Apr 2025')
    """
    if first == last:
        return words.day(first)
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return f"{words.day(first)} to {words.day(last)}"
    names = [f"{words.MONTHS[day.month - 1]} {day.year}" for day in (first, last)]
    return names[0] if names[0] == names[1] else f"{names[0]} to {names[1]}"
