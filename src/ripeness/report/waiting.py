"""The cost of waiting on a page: losses so far by week, each series by itself and never summed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ripeness.report import words
from ripeness.report.campaign_words import Names, digits, spread
from ripeness.report.courses import band_line
from ripeness.report.fields import Fields
from ripeness.report.ground import day_number
from ripeness.report.losses import basis, kind

SERIES = ("source", "population", "kind", "basis")
"""What tells one series from another of the same side."""


@dataclass(frozen=True)
class Panel:
    """One side's losses by one series."""

    key: str
    side: str
    told: str
    """The figure at the horizon, and what that is a week."""


@dataclass(frozen=True)
class Row:
    """One series: a panel for each side, where it counts one."""

    what: str
    source: str
    basis: str
    bound: bool
    population: str
    known_on: str
    maps: str
    """Whose maps it rests on where these differ."""
    panels: tuple[Panel, ...]
    lacking: tuple[str, ...]
    """Sides that it does not count."""


@dataclass(frozen=True)
class Series:
    """The rows of one series on one map, by side."""

    key: str
    maps: tuple[str, ...]
    by_side: dict[str, list[Fields]]


def fighting_on(paper: Fields) -> tuple[Series, ...]:
    """Return each series of losses under fighting on; maps on which all are alike stand once.

    Args:
        paper: The campaign.
    """
    found: dict[str, Series] = {}
    courses = [part for part in paper.parts("courses") if part.text("name") == "fight_on"]
    for part in courses:
        source = part.text("map_source")
        for key, by_side in _grouped(part.parts("losses")).items():
            alike = [
                name
                for name, one in found.items()
                if name.startswith(f"{key}/") and _same(one.by_side, by_side)
            ]
            name = alike[0] if alike else f"{key}/{source}"
            maps = (*found[name].maps, source) if alike else (source,)
            found[name] = Series(name, maps, by_side)
    return tuple(found[name] for name in sorted(found))


def whom_to_credit(paper: Fields, losses: Fields) -> list[str]:
    """Return whom to credit for the counts that are carried on.

    Args:
        paper: The campaign.
        losses: The record's `losses.json`.
    """
    used = {row.text("source") for part in paper.parts("courses") for row in part.parts("losses")}
    known = {part.text("name"): part.text("credit") for part in losses.parts("sources")}
    return list(dict.fromkeys(known.get(name, name) for name in sorted(used)))


def _grouped(rows: tuple[Fields, ...]) -> dict[str, dict[str, list[Fields]]]:
    found: dict[str, dict[str, list[Fields]]] = {}
    for row in rows:
        key = "/".join(row.text(name) for name in SERIES)
        found.setdefault(key, {}).setdefault(row.text("side"), []).append(row)
    return found


def _same(one: dict[str, list[Fields]], other: dict[str, list[Fields]]) -> bool:
    return {side: [row.content for row in rows] for side, rows in one.items()} == {
        side: [row.content for row in rows] for side, rows in other.items()
    }


def waiting_rows(paper: Fields, names: Names, *, start: date) -> tuple[Row, ...]:
    """Return each series in words.

    Args:
        paper: The campaign.
        names: What ids are called.
        start: The day from which losses are added.
    """
    every = {part.text("map_source") for part in paper.parts("courses")}
    return tuple(_row(one, names, start, len(every)) for one in fighting_on(paper))


def _row(series: Series, names: Names, start: date, every: int) -> Row:
    first = next(iter(series.by_side.values()))[0]
    all_maps = len(series.maps) == every
    return Row(
        what=kind(first.text("kind")),
        source=names.map(first.text("source")),
        basis=basis(first),
        bound=first.flag("lower_bound"),
        population=first.text("population"),
        known_on=words.day(first.day("known_on")),
        maps="" if all_maps else ", ".join(names.map(name) for name in series.maps),
        panels=tuple(
            Panel(
                key=f"losses/{series.key}/{side}",
                side=names.sides[side],
                told=_told(series.by_side[side][-1], start),
            )
            for side in names.sides
            if side in series.by_side
        ),
        lacking=tuple(name for side, name in names.sides.items() if side not in series.by_side),
    )


def _told(last: Fields, start: date) -> str:
    weeks = max((last.day("week") - start).days / 7, 1.0)
    least = "at least " if last.flag("lower_bound") else ""
    a_week = last.number("mean") / weeks
    low, high = (last.number(key) / weeks for key in ("low", "high"))
    places = digits(a_week)
    one, least_of, most = (words.number(value, digits=places) for value in (a_week, low, high))
    return (
        f"By {words.day(last.day('week'))}: {least}{spread(last)}; each week of waiting "
        f"{least}{one} ({least_of} to {most})."
    )


def charts(paper: Fields, names: Names, *, start: date) -> dict[str, Any]:
    """Return losses so far by week, one chart for each side of each series.

    Args:
        paper: The campaign.
        names: What ids are called.
        start: The day from which losses are added.
    """
    found: dict[str, Any] = {}
    for series in fighting_on(paper):
        most = max(row.number("high") for rows in series.by_side.values() for row in rows)
        for side, rows in series.by_side.items():
            line = band_line("", tuple(rows), "week")
            line["days"] = [day_number(start), *line["days"]]
            for key in ("mean", "low", "high"):
                line[key] = [0, *line[key]]
            first = rows[0]
            found[f"losses/{series.key}/{side}"] = {
                "label": f"{kind(first.text('kind'))}, {names.sides.get(side, side)}, counted by {names.map(first.text('source'))}, so far by week",
                "unit": first.text("population"),
                "digits": 0,
                "y": [0, 1.04 * most or 1],
                "lines": [line],
                "marks": [],
            }
    return found


def tables(paper: Fields, names: Names) -> dict[str, list[list[Any]]]:
    """Return every series of every course, for the table and the data file.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    head = [
        "Map", "Side", "Of whom", "Kind", "Basis", "Counted by", "Lower bound", "Known on",
        "Up to", "Mean", "5%", "95%",
    ]  # fmt: skip
    rows = [
        [
            names.map(part.text("map_source")), names.sides.get(row.text("side"), row.text("side")),
            row.text("population"), kind(row.text("kind")), basis(row),
            names.map(row.text("source")), "yes" if row.flag("lower_bound") else "no",
            row.text("known_on"), row.text("week"),
            *(round(row.number(key), 1) for key in ("mean", "low", "high")),
        ]
        for part in paper.parts("courses")
        if part.text("name") == "fight_on"
        for row in part.parts("losses")
    ]  # fmt: skip
    return {"waiting": [head, *rows]}
