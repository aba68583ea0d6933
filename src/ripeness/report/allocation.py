"""Where the line may move, and when places may fall: one map a source, one row a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

from ripeness.report import words
from ripeness.report.fields import Fields
from ripeness.report.ground import FINENESS, drawn_outlines, read_grid
from ripeness.results.record import Record

STEPS = (0.05, 0.15, 0.3, 0.5, 0.7)
"""Chances at which the map takes a deeper shade."""

HORIZON = 13
"""The horizon of the map, in weeks; the farthest one told where it is not told."""

WIDTH = 100.0
"""Width of an interval bar."""

LEAST = 0.01
"""A place less likely to fall by the horizon is counted and not listed."""

MIDDLE = 0.5
"""The share of a place whose date the bar shows."""


class Page(Protocol):
    """The papers of the page that a section may look at."""

    @property
    def case(self) -> Fields:
        """What the case says of itself."""
        ...

    @property
    def record(self) -> Record:
        """The record of the run."""
        ...


@dataclass(frozen=True)
class Shade:
    """Cells of about one chance, as one path."""

    chance: str
    step: int
    path: str


@dataclass(frozen=True)
class Map:
    """Chances of one source: what may change hands, on what is held."""

    title: str
    weeks: int
    held: str
    gained: tuple[Shade, ...]
    lost: tuple[Shade, ...]
    columns: int
    rows: int
    regions: tuple[str, ...]
    names: tuple[tuple[str, float, float], ...]
    told: str


@dataclass(frozen=True)
class Row:
    """One place by one source."""

    place: str
    source: str
    side: str
    held: str
    by_13: str
    by_26: str
    median: str
    span: str
    never: str
    bar: tuple[float, float, float | None]
    chance: float


def view(paper: Fields, page: Page) -> dict[str, Any]:
    """Return what the template writes out.

    Args:
        paper: The paper of the allocation.
        page: The papers of the page.
    """
    titles = words.short_titles(
        {part.text("name"): part.text("title") for part in page.case.parts("sources")}
    )
    names = _names(page.case)
    rows = sorted(_rows(paper, names, titles), key=lambda row: -row.chance)
    return {
        "origin": words.day(paper.day("origin")),
        "weeks": paper.whole("horizon_weeks"),
        "maps": tuple(_maps(paper, page.record, titles)),
        "rows": tuple(row for row in rows if row.chance >= LEAST),
        "still": sum(row.chance < LEAST for row in rows),
        "regions": tuple(_regions(paper, names, titles)),
        "fitted": tuple(_fitted(one, titles) for one in paper.parts("fitted")),
        "problems": tuple(
            words.plain(words.titled(f"{one.text('source')}: {one.text('why')}", titles), {})
            for one in paper.parts("problems")
        ),
        "steps": tuple((number, words.share(step, digits=0)) for number, step in enumerate(STEPS)),
    }


def data(paper: Fields, page: Page) -> None:
    """Return nothing: the section needs no script."""


def runs(cells: np.ndarray, columns: int) -> str:
    """Return cells as one path of horizontal runs.

    Args:
        cells: Numbers of the cells, row by row.
        columns: Cells in a row.

    Example:
        >>> runs(np.array([0, 1, 5]), 4)
        'M0 0h2v1h-2zM1 1h1v1h-1z'
    """
    if not len(cells):
        return ""
    ordered = np.sort(cells)
    row, column = np.divmod(ordered, columns)
    new = np.flatnonzero((np.diff(ordered, prepend=-2) != 1) | (column == 0))
    lengths = np.diff(np.append(new, len(ordered)))
    return "".join(
        f"M{column[at]} {row[at]}h{length}v1h-{length}z"
        for at, length in zip(new, lengths, strict=True)
    )


def _maps(paper: Fields, record: Record, titles: dict[str, str]) -> Iterator[Map]:
    grid = read_grid(record)
    outlines = drawn_outlines(record.outlines, grid=grid)
    origin = paper.day("origin")
    for fitted in paper.parts("fitted"):
        source = fitted.text("source")
        rows = [row for row in paper.parts("cells") if row.text("source") == source]
        told = sorted({row.whole("horizon_weeks") for row in rows})
        if not told:
            continue
        weeks = HORIZON if HORIZON in told else told[-1]
        shades = {
            row.text("to"): _shades(row, grid.columns)
            for row in rows
            if row.whole("horizon_weeks") == weeks
        }
        yield Map(
            title=titles.get(source, source),
            weeks=weeks,
            held=runs(_held(record, source, origin), grid.columns),
            gained=shades.get("drawn", ()),
            lost=shades.get("other", ()),
            columns=grid.columns,
            rows=grid.rows,
            regions=tuple(
                _ring(ring)
                for outline in outlines
                if outline["kind"] == "region"
                for ring in outline["rings"]
            ),
            names=tuple(
                (str(outline["name"]), *outline["at"])
                for outline in outlines
                if outline["kind"] == "place"
            ),
            told=f"{titles.get(source, source)}: chance that a cell changes hands within {weeks} weeks; the table below tells it for places",
        )


def _shades(row: Fields, columns: int) -> tuple[Shade, ...]:
    cells = np.array(row.numbers("cells")).astype(np.int64)
    chance = np.array(row.numbers("p"))
    step = np.searchsorted(STEPS, chance, side="right") - 1
    return tuple(
        Shade(
            chance=f"at least {words.share(STEPS[number], digits=0)}",
            step=number,
            path=runs(cells[step == number], columns),
        )
        for number in range(len(STEPS))
        if (step == number).any()
    )


def _held(record: Record, source: str, origin: date) -> np.ndarray:
    """Return the cells of which the side drawn held at least half on the last map by the origin."""
    rows = record.cells
    rows = rows[(rows["source"] == source) & (rows["layer"] == "held")]
    rows = rows[rows["day"] <= np.datetime64(origin)].sort_values("day", kind="stable")
    last = rows.drop_duplicates("cell", keep="last")
    return last.loc[last["after"] >= 8, "cell"].to_numpy(np.int64)


def _ring(ring: list[int]) -> str:
    """Return a ring, packed as its first point and steps in fine units, as a path on the sheet."""
    points = np.cumsum(np.array(ring).reshape(-1, 2), axis=0) / FINENESS
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "z"


def _rows(paper: Fields, names: dict[str, str], titles: dict[str, str]) -> Iterator[Row]:
    weeks = paper.whole("horizon_weeks")
    for one in paper.parts("places"):
        if one.number("threshold") != MIDDLE:
            continue
        days = [(by.day("date"), by.number("p")) for by in one.parts("share_of_members_by")]
        ends = [one.day_or_none(key) for key in ("low_date", "median_date", "high_date")]
        origin = paper.day("origin")
        low, middle, high = (_at(end, origin, weeks) for end in ends)
        yield Row(
            place=names.get(one.text("place"), one.text("place")),
            source=titles.get(one.text("source"), one.text("source")),
            side=names.get(one.text("side"), one.text("side")),
            held=words.share(one.number("held_at_origin"), digits=0),
            by_13=_by(days, origin, HORIZON),
            by_26=_by(days, origin, weeks),
            median="not by the horizon" if ends[1] is None else words.day(ends[1]),
            span="later" if ends[0] is None else f"{_told(ends[0])} to {_told(ends[2])}",
            never=words.share(one.number("p_not_by_horizon"), digits=0),
            bar=(low or WIDTH, high or WIDTH, middle),
            chance=1 - one.number("p_not_by_horizon"),
        )


def _by(days: list[tuple[date, float]], origin: date, weeks: int) -> str:
    found = [p for day, p in days if (day - origin).days <= 7 * weeks]
    return words.share(found[-1], digits=0) if found else "–"


def _at(day: date | None, origin: date, weeks: int) -> float | None:
    return None if day is None else WIDTH * (day - origin).days / (7 * weeks)


def _told(day: date | None) -> str:
    return "later" if day is None else words.day(day)


def _regions(
    paper: Fields, names: dict[str, str], titles: dict[str, str]
) -> Iterator[dict[str, str]]:
    for one in paper.parts("regions"):
        yield {
            "region": names.get(one.text("region"), one.text("region")),
            "source": titles.get(one.text("source"), one.text("source")),
            "side": names.get(one.text("side"), one.text("side")),
            "left": words.quantity(one.number("left_km2"), "km2"),
            "never": words.share(one.number("p_not_within_two_years"), digits=0),
        }


def _fitted(one: Fields, titles: dict[str, str]) -> str:
    source = titles.get(one.text("source"), one.text("source"))
    return f"{source}: fitted on {one.whole('weeks')} weeks, {one.whole('members')} courses"


def _names(case: Fields) -> dict[str, str]:
    parts = (*case.parts("sides"), *case.parts("regions"), *case.parts("places"))
    return {part.text("id"): part.text("name") for part in parts}
