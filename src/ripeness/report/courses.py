"""Courses of action on a page: ground left, when the war ends, on what, and how they differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ripeness.report import words
from ripeness.report.campaign_words import (
    Names,
    changes,
    course,
    family,
    percent,
    spread,
    unit_told,
)
from ripeness.report.fields import Fields
from ripeness.report.ground import day_number

HALF = 0.5
"""Share of members in which a course has ended by the day marked on the fan."""

LISTED = 2
"""How many changed packages are named; the others are counted."""


@dataclass(frozen=True)
class Segment:
    """One part of a stacked bar."""

    kind: str
    left: str
    width: str
    told: str


@dataclass(frozen=True)
class CourseRow:
    """One course on one map."""

    source: str
    title: str
    family: str
    ended: str
    half_by: str
    ground: str
    segments: tuple[Segment, ...]
    told: str


@dataclass(frozen=True)
class CoursePanel:
    """What one source's map says of the ground."""

    key: str
    source: str
    lead: str
    told: str
    marks: tuple["Mark", ...]
    """Where other courses end."""


@dataclass(frozen=True)
class Mark:
    """The Sunday by which a course has ended in half of the members."""

    number: int
    text: str
    on: str
    day: int
    value: float


def panels(paper: Fields, names: Names) -> tuple[CoursePanel, ...]:
    """Return a panel for each source, with what fighting on leaves of the region.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    region = names.ground.get(paper.text("region"), paper.text("region"))
    found = []
    parts = paper.parts("courses")
    for part in parts:
        if part.text("name") != "fight_on":
            continue
        first, last = part.parts("ground")[0], part.parts("ground")[-1]
        source = names.map(part.text("map_source"))
        left = f"{words.number(first.number('mean'))}{words.THIN}km²"
        found.append(
            CoursePanel(
                key=part.text("map_source"),
                source=source,
                lead=(
                    f"{left} of {region} left to the side that holds the rest on "
                    f"{words.day(first.day('week'))}; {spread(last)}{words.THIN}km² on "
                    f"{words.day(last.day('week'))} if the war goes on."
                ),
                told=f"km² of {region} left by week if the war goes on, on the map of {source}",
                marks=tuple(
                    marks(
                        [one for one in parts if one.text("map_source") == part.text("map_source")]
                    )
                ),
            )
        )
    return tuple(found)


def course_rows(paper: Fields, names: Names) -> tuple[CourseRow, ...]:
    """Return every course on every map.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    return tuple(_row(part, names) for part in paper.parts("courses"))


def _row(part: Fields, names: Names) -> CourseRow:
    ends, segments = part.parts("end"), tuple(_segments(part, names))
    by, title = half_ended(part), names.told(part.text("title"))
    return CourseRow(
        source=names.map(part.text("map_source")),
        title=f"{title[0].upper()}{title[1:]}",
        family=family(part.text_or_none("family")),
        ended=words.share(ends[-1].number("p"), digits=0),
        half_by=words.day(by) if by else "not by the horizon",
        ground=f"{spread(part.parts('ground')[-1])}{words.THIN}km²",
        segments=segments,
        told="; ".join(one.told for one in segments),
    )


def half_ended(part: Fields) -> date | None:
    """Return the first Sunday by which a course has ended in half of the members, if any."""
    found = (end.day("date") for end in part.parts("end") if end.number("p") >= HALF)
    return next(found, None)


def _segments(part: Fields, names: Names) -> Iterator[Segment]:
    """Give the ways in which a course ends: packages, packages changed in one issue, the freeze."""
    rows = part.parts("terms")
    exact = [
        (names.package(row.text("package")), row.number("share"), "plan")
        for row in rows
        if row.text_or_none("package") and not row.text_or_none("change")
    ]
    changed = [row for row in rows if row.text_or_none("change")]
    frozen = sum(row.number("share") for row in rows if row.text_or_none("package") is None)
    listed = sum(row.number("share") for row in rows)
    parts = [
        *exact,
        (_changed(changed, names), sum(row.number("share") for row in changed), "near"),
        ("the line frozen without agreement", frozen, "frozen"),
        ("other packages", max(1 - listed, 0.0), "other"),
    ]
    left = 0.0
    for title, share, kind in parts:
        if share <= 1e-9:
            continue
        told = f"{title} {words.share(share, digits=0)}"
        yield Segment(kind=kind, left=percent(left), width=percent(share), told=told)
        left += share


def _changed(rows: list[Fields], names: Names) -> str:
    told = [
        f"{names.package(row.text('package'))} with "
        f"{names.options.get(row.text('change'), row.text('change'))}"
        for row in rows[:LISTED]
    ]
    more = "" if len(rows) <= LISTED else f" and {len(rows) - LISTED} more"
    return f"changed in one issue ({'; '.join(told)}{more})"


def difference_rows(paper: Fields, names: Names) -> list[tuple[str, ...]]:
    """Return course against course: map, what, on what, unit, difference, share of its sign.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    rows = []
    for part in paper.parts("differences"):
        unit = part.text("unit")
        mean, low, high = (part.number(key) for key in ("mean", "low", "high"))
        pair = f"{course(part.text('minuend'))} less {course(part.text('subtrahend')).lower()}"
        rows.append(
            (
                names.map(part.text("map_source")),
                pair,
                quantity(part.text("quantity"), names),
                unit_told(unit),
                changes(mean, low, high, unit),
                words.share(part.number("p_sign"), digits=0),
            )
        )
    return rows


def quantity(text: str, names: Names) -> str:
    """Write what is compared: ground, or SOURCE SIDE KIND of a series of losses."""
    parts = text.split(" ")
    if len(parts) != 3:
        return "ground left of the region" if text == "ground" else text.replace("_", " ")
    source, side, kind = parts
    told = kind.replace("_", " ")
    return f"{told}, {names.sides.get(side, side)}, by {names.map(source)}"


def charts(paper: Fields, names: Names) -> dict[str, Any]:
    """Return the fan of ground, and by when each course has ended, for each source.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    found: dict[str, Any] = {}
    for panel in panels(paper, names):
        own = [part for part in paper.parts("courses") if part.text("map_source") == panel.key]
        fight = next(part for part in own if part.text("name") == "fight_on")
        found[f"ground/{panel.key}"] = {
            "label": panel.told,
            "unit": "km²",
            "digits": 0,
            "lines": [band_line("fight on", fight.parts("ground"), "week")],
            "marks": [
                {"number": mark.number, "day": mark.day, "value": mark.value}
                for mark in panel.marks
            ],
        }
        found[f"ends/{panel.key}"] = {
            "label": f"Share of members in which the war has ended, by week and course, on the map of {panel.source}",
            "unit": "%",
            "digits": 0,
            "y": [0, 100],
            "lines": list(_end_lines(own)),
            "marks": [],
        }
    return found


def band_line(name: str, rows: tuple[Fields, ...], day: str) -> dict[str, Any]:
    """Return a line with its band for the script.

    Args:
        name: What stands at its end.
        rows: Objects with `mean`, `low` and `high`.
        day: Key of each one's day.
    """
    return {
        "name": name,
        "days": [day_number(row.day(day)) for row in rows],
        **{key: [round(row.number(key), 3) for row in rows] for key in ("mean", "low", "high")},
    }


def marks(own: list[Fields]) -> Iterator[Mark]:
    """Give where the courses of one map end, by day.

    Args:
        own: The courses.
    """
    ended = [(by, part) for part in own if (by := half_ended(part)) is not None]
    for number, (by, part) in enumerate(sorted(ended, key=lambda one: one[0]), start=1):
        week = next(row for row in part.parts("ground") if row.day("week") == by)
        prior = part.text_or_none("family")
        name = course(part.text("name"))
        yield Mark(
            number=number,
            text=f"{name}, {family(prior)}" if prior else name,
            on=words.day(by),
            day=day_number(by),
            value=round(week.number("mean"), 1),
        )


def _end_lines(own: list[Fields]) -> Iterator[dict[str, Any]]:
    """Give the share ended by day: one line a course, for bargaining the range over families."""
    for name in dict.fromkeys(part.text("name") for part in own):
        if name == "fight_on":
            continue
        parts = [part for part in own if part.text("name") == name]
        ends = [part.parts("end") for part in parts]
        days = [day_number(end.day("date")) for end in ends[0]]
        shares = [[round(100 * end.number("p"), 2) for end in one] for one in ends]
        by_day = list(zip(*shares, strict=True))
        line = {"name": course(name), "days": days, "step": True}
        if len(parts) == 1:
            yield line | {"mean": shares[0]}
        else:
            yield line | {
                "mean": [None] * len(days),
                "low": [min(one) for one in by_day],
                "high": [max(one) for one in by_day],
            }


def tables(paper: Fields, names: Names) -> dict[str, list[list[Any]]]:
    """Return the table behind the charts of courses: every course by week.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    head = ["Map", "Course", "Family of priors", "Week", "Ended, share", "km² left", "5%", "95%"]
    rows = [
        [
            names.map(part.text("map_source")),
            course(part.text("name")),
            family(part.text_or_none("family")),
            end.text("date"),
            round(end.number("p"), 4),
            *(round(week.number(key), 1) for key in ("mean", "low", "high")),
        ]
        for part in paper.parts("courses")
        for end, week in zip(part.parts("end"), part.parts("ground"), strict=True)
    ]
    return {"courses": [head, *rows]}
