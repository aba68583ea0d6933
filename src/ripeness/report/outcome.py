"""The conclusion on a page: terms at the horizon against a package, for each side."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ripeness.report import words
from ripeness.report.campaign_words import Names, family, percent, shares, spread
from ripeness.report.courses import Segment
from ripeness.report.fields import Fields
from ripeness.report.losses import basis, kind

SHARES = {
    "p_no_better": "no better",
    "p_no_worse": "no worse",
    "p_not_comparable": "not comparable",
}
"""The three shares and their words."""


@dataclass(frozen=True)
class OutcomeRow:
    """One stacked bar."""

    source: str
    family: str
    segments: tuple[Segment, ...]
    told: str


@dataclass(frozen=True)
class Level:
    """The bars of one side under one level of outside support."""

    title: str
    rows: tuple[OutcomeRow, ...]


@dataclass(frozen=True)
class SideOutcome:
    """One side: support as it is, then each change of it."""

    side: str
    lead: str
    as_it_is: Level
    changed: tuple[Level, ...]


def outcomes(conclusion: Fields, names: Names) -> tuple[SideOutcome, ...]:
    """Return the conclusion for each side.

    Args:
        conclusion: The paper's conclusion.
        names: What ids are called.
    """
    rows = conclusion.parts("by_side")
    found = []
    for side, name in names.sides.items():
        own = [row for row in rows if row.text("side") == side]
        if not own:
            continue
        plain = [row for row in own if row.text_or_none("supported") is None]
        found.append(
            SideOutcome(
                side=name,
                lead=_lead(plain or own, name),
                as_it_is=_level("Outside support as it is", plain, names),
                changed=tuple(_changed(own, names)),
            )
        )
    return tuple(found)


def _lead(rows: list[Fields], name: str) -> str:
    told = []
    for key, word in SHARES.items():
        values = [row.part(key).number("value") for row in rows]
        ends = [row.part(key).number(end) for row in rows for end in ("low", "high")]
        told.append(f"{word} in {_range(values)} (with their error {_range(ends)}) of members")
    return f"For {name} the terms at the horizon are {'; '.join(told)}."


def _range(values: list[float]) -> str:
    low, high = (words.share(end, digits=0) for end in (min(values), max(values)))
    return low if low == high else f"{low.removesuffix('%')} to {high}"


def _changed(rows: list[Fields], names: Names) -> Iterator[Level]:
    for supported in names.sides:
        own = [row for row in rows if row.text_or_none("supported") == supported]
        for level in dict.fromkeys(row.text("support") for row in own):
            some = [row for row in own if row.text("support") == level]
            title = f"Outside support of {names.sides[supported]} {level.replace('_', ' ')}"
            yield _level(title, some, names)


def _level(title: str, rows: list[Fields], names: Names) -> Level:
    return Level(title, tuple(_row(row, names) for row in rows))


def _row(row: Fields, names: Names) -> OutcomeRow:
    told = [
        f"{word} {shares(*(row.part(key).number(end) for end in ('value', 'low', 'high')))}"
        for key, word in SHARES.items()
    ]
    return OutcomeRow(
        source=names.map(row.text("map_source")),
        family=family(row.text("family")),
        segments=tuple(_segments(row)),
        told="; ".join(told),
    )


def _segments(row: Fields) -> Iterator[Segment]:
    """Give the parts of a bar; terms both no better and no worse are as good as the package."""
    better, worse, neither = (row.part(key).number("value") for key in SHARES)
    both = max(better + worse + neither - 1, 0.0)
    left = 0.0
    for kind_of, word, share in (
        ("worse", "no better", better - both),
        ("even", "as good", both),
        ("better", "no worse", worse - both),
        ("open", "not comparable", neither),
    ):
        if share <= 1e-9:
            continue
        told = f"{word} {words.share(share, digits=0)}"
        yield Segment(kind=kind_of, left=percent(left), width=percent(share), told=told)
        left += share


def extra_losses(conclusion: Fields, names: Names) -> list[tuple[str, str, str, str, str]]:
    """Return losses until the horizon, each series by itself: side, what, by whom, how, how many.

    Args:
        conclusion: The paper's conclusion.
        names: What ids are called.
    """
    return [
        (
            names.sides.get(row.text("side"), row.text("side")),
            f"{kind(row.text('kind'))}, {row.text('population')}",
            names.map(row.text("source")),
            basis(row),
            _lost(row),
        )
        for row in conclusion.parts("extra_losses")
    ]


def _lost(row: Fields) -> str:
    least = "at least " if row.flag("lower_bound") else ""
    by, known = words.day(row.day("week")), words.day(row.day("known_on"))
    return f"{least}{spread(row)} by {by}, from counts known by {known}"


def tables(conclusion: Fields, names: Names) -> dict[str, list[list[Any]]]:
    """Return every share of the conclusion, for the table and the data file.

    Args:
        conclusion: The paper's conclusion.
        names: What ids are called.
    """
    head = ["Map", "Side", "Outside support of", "Level", "Family of priors"]
    for word in SHARES.values():
        head += [word, f"{word}, low", f"{word}, high"]
    rows = [
        [
            names.map(row.text("map_source")), names.sides.get(row.text("side"), row.text("side")),
            names.sides.get(row.text_or_none("supported") or "", "neither changed"),
            row.text("support").replace("_", " "), family(row.text("family")),
            *(
                round(row.part(key).number(end), 4)
                for key in SHARES
                for end in ("value", "low", "high")
            ),
        ]
        for row in conclusion.parts("by_side")
    ]  # fmt: skip
    return {"conclusion": [head, *rows]}
