"""What followed earlier falls, as a page shows it: each town by itself, then all together."""

import math
from dataclasses import dataclass
from typing import Any, Protocol

from ripeness.report import words
from ripeness.report.fields import Fields

WIDE, HIGH = 300.0, 104.0
"""Size of a curve, in units of its drawing."""

LEFT, BOTTOM = 2.0, 88.0

SMOOTHED = 4
"""Weeks over which a curve is averaged."""

ROSE = 46.0
"""Half the side of a rose."""

DIRECTIONS = (
    "north",
    "north-east",
    "east",
    "south-east",
    "south",
    "south-west",
    "west",
    "north-west",
)

QUANTITIES = {
    "pace": ("Ground gained within {radius} km", "km² a week"),
    "directions": ("Spread of it over eight directions", "directions"),
    "line": ("How fast the line moved past the place", "km a week"),
    "towns": ("Standing places within {radius} km that were reached", "share"),
}


class Page(Protocol):
    """The papers of the page that a section may look at."""

    @property
    def case(self) -> Fields:
        """What the case says of itself."""
        ...


@dataclass(frozen=True)
class Curve:
    """One town's weekly advance, as paths."""

    line: str
    band: str
    mean: str
    fell_at: float
    ticks: tuple[tuple[float, str], ...]
    most: str
    told: str


@dataclass(frozen=True)
class Rose:
    """Ground gained by direction, before and after, as paths."""

    before: str
    after: str
    told: str


@dataclass(frozen=True)
class TownCard:
    """One place that fell, on one source."""

    place: str
    side: str
    crossed: tuple[tuple[str, str], ...]
    curve: Curve | None
    rose: Rose | None
    radius: str
    change: str
    left_out: tuple[str, ...]
    complement: bool


@dataclass(frozen=True)
class SourceFalls:
    """The falls on one source."""

    title: str
    cards: tuple[TownCard, ...]
    pending: tuple[str, ...]


@dataclass(frozen=True)
class PooledRow:
    """One quantity over all falls of a source."""

    source: str
    quantity: str
    unit: str
    weeks: int
    falls: str
    before: str
    after: str
    change: str
    places: str
    ground: str
    trend: str


def view(paper: Fields, page: Page) -> dict[str, Any]:
    """Return what the template writes out.

    Args:
        paper: The record's paper `events`.
        page: The page's other papers.
    """
    case = page.case
    titles = words.short_titles(
        {part.text("name"): part.text("title") for part in case.parts("sources")}
    )
    names = {part.text("id"): part.text("name") for part in case.parts("places")}
    sides = {part.text("id"): part.text("name") for part in case.parts("sides")}
    rows = paper.parts("events")
    return {
        "headline": paper.text("headline"),
        "sentences": paper.texts("sentences"),
        "radius": words.number(paper.number("radius_km")),
        "weeks": paper.whole("after_weeks"),
        "known_by": words.day(paper.day("known_by")),
        "smoothed": SMOOTHED,
        "rows": _pooled(rows, paper, titles),
        "sources": _sources(paper, rows, titles=titles, names=names, sides=sides),
        "untested": [
            (titles.get(source, source), why)
            for source, why in (tuple(pair) for pair in paper.content["untested"])
        ],
    }


def data(paper: Fields, page: Page) -> None:
    """Return what a script draws: nothing, for all is drawn already."""
    del paper, page


def _pooled(rows: tuple[Fields, ...], paper: Fields, titles: dict[str, str]) -> list[PooledRow]:
    radius = paper.number("radius_km")
    found = []
    for row in rows:
        own_radius = row.number_or_none("radius_km")
        if row.text("place") != "all" or row.text("crossing") != "0.95":
            continue
        if own_radius is not None and own_radius != radius:
            continue
        title, unit = QUANTITIES[row.text("quantity")]
        found.append(
            PooledRow(
                source=titles.get(row.text("source"), row.text("source")),
                quantity=title.format(radius=words.number(radius)),
                unit=unit,
                weeks=row.whole("after_weeks"),
                falls=f"{row.whole('n_events')} in {row.whole('n_groups')} groups",
                before=_span(row.part_or_none("before")),
                after=_span(row.part_or_none("after")),
                change=_span(row.part_or_none("change"), signed=True),
                places=_against(row, "beyond_matched", "p"),
                ground=_against(row, "beyond_ground", "p_ground"),
                trend=_span(row.part_or_none("pre_trend"), signed=True),
            )
        )
    return found


def _against(row: Fields, key: str, p: str) -> str:
    told = _span(row.part_or_none(key), signed=True)
    chance = row.number_or_none(p)
    return told if chance is None else f"{told}; p {chance:.2f}"


def _span(span: Fields | None, *, signed: bool = False) -> str:
    if span is None:
        return "too few"
    value, low, high = (
        _figure(span.number(key), signed=signed) for key in ("value", "low", "high")
    )
    return f"{value} ({low} to {high})"


def _figure(value: float, *, signed: bool) -> str:
    digits = 1 if abs(value) >= 1 else 2
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return ("−" if value < 0 else "+" if signed else "") + text


def _sources(
    paper: Fields,
    rows: tuple[Fields, ...],
    *,
    titles: dict[str, str],
    names: dict[str, str],
    sides: dict[str, str],
) -> list[SourceFalls]:
    falls = paper.parts("falls")
    found = []
    for source in dict.fromkeys(fall.text("source") for fall in falls):
        own = [fall for fall in falls if fall.text("source") == source]
        ended = [fall for fall in own if fall.part("crossed").day_or_none("0.95") is not None]
        found.append(
            SourceFalls(
                title=titles.get(source, source),
                cards=tuple(_card(fall, rows, names, sides) for fall in ended),
                pending=tuple(
                    names.get(fall.text("place"), fall.text("place"))
                    for fall in own
                    if fall not in ended
                ),
            )
        )
    return found


def _card(
    fall: Fields, rows: tuple[Fields, ...], names: dict[str, str], sides: dict[str, str]
) -> TownCard:
    days = fall.part("crossed")
    crossed = [
        (f"{float(share) * 100:g}%", "before the record" if day is None else words.day(day))
        for share in ("0.05", "0.5", "0.95")
        for day in [days.day_or_none(share)]
    ]
    radius = fall.number_or_none("radius_km")
    place = fall.text("place")
    return TownCard(
        place=names.get(place, place),
        side=sides[fall.text("side")],
        crossed=tuple(crossed),
        curve=_curve(fall) if radius is not None and fall.content["advance"] else None,
        rose=_rose(fall),
        radius="" if radius is None else words.number(radius),
        change=_change(fall, rows),
        left_out=fall.texts("left_out"),
        complement=fall.flag("complement_assumed"),
    )


def _change(fall: Fields, rows: tuple[Fields, ...]) -> str:
    """Say how the pace around a town changed, beside the range of its matches."""
    weeks, radius = fall.whole("rose_weeks"), fall.number_or_none("radius_km")
    fell = fall.part("crossed").day_or_none("0.95")
    for row in rows:
        own = (row.text("place"), row.text("source"), row.text("quantity"), row.text("crossing"))
        asked = (fall.text("place"), fall.text("source"), "pace", "0.95")
        if own != asked or row.day_or_none("crossed_on") != fell:
            continue
        if (row.whole("after_weeks"), row.number_or_none("radius_km")) == (weeks, radius):
            return _told_change(row)
    return ""


def _told_change(row: Fields) -> str:
    pace = f"{_figure(row.number('before'), signed=False)} km² a week before, {_figure(row.number('after'), signed=False)} after"
    bands = []
    for key, what in (("matched", "matched places"), ("matched_ground", "open ground")):
        band = row.part_or_none(key)
        if band is not None:
            low, high = (_figure(band.number(end), signed=True) for end in ("low", "high"))
            bands.append(f"{what} {low} to {high}")
    change = _figure(row.number("change"), signed=True)
    return f"{pace}: {change}" + (f" ({'; '.join(bands)})" if bands else " (no match)")


def _curve(fall: Fields) -> Curve:
    weeks = [int(week) for week in fall.content["weeks"]]
    own = _smooth(fall.content["advance"])
    bands = fall.content["matched"]
    low, mean, high = (
        _smooth([None if band is None else band[key] for band in bands])
        for key in ("low", "mean", "high")
    )
    most = max([1.0, *(value for value in (*own, *high) if value is not None)])

    def x(week: int) -> float:
        return LEFT + (week - weeks[0]) / (weeks[-1] - weeks[0]) * (WIDE - 2 * LEFT)

    def y(value: float) -> float:
        return BOTTOM - value / most * (BOTTOM - 8)

    points = [(x(week), value) for week, value in zip(weeks, own, strict=True)]
    ends = [
        (x(week), bottom, top)
        for week, bottom, top in zip(weeks, low, high, strict=True)
        if bottom is not None and top is not None
    ]
    outline = [(at, y(top)) for at, _, top in ends] + [(at, y(b)) for at, b, _ in reversed(ends)]
    return Curve(
        line=_path([(at, None if value is None else y(value)) for at, value in points]),
        band=_closed(outline),
        mean=_path(
            [(x(week), None if v is None else y(v)) for week, v in zip(weeks, mean, strict=True)]
        ),
        fell_at=round(x(0), 1),
        ticks=tuple((round(x(week), 1), _week(week)) for week in (-20, -10, 10, 20)),
        most=words.number(most),
        told=f"km² gained a week, from {-weeks[0]} weeks before the fall to {weeks[-1] + 1} after; the scale ends at {words.number(most)}",
    )


def _week(week: int) -> str:
    """Write how many weeks from the fall, with the unit at the last."""
    return words.number(week) if week < 0 else f"+{week}{' weeks' if week == 20 else ''}"


def _smooth(values: list[float | None]) -> list[float | None]:
    """Return the mean of each week and those before it; missing where one of them is."""
    found: list[float | None] = []
    for end in range(1, len(values) + 1):
        window = values[max(end - SMOOTHED, 0) : end]
        known = [value for value in window if value is not None]
        found.append(sum(known) / len(known) if len(known) == SMOOTHED else None)
    return found


def _path(points: list[tuple[float, float | None]]) -> str:
    """Return a path through points; a missing one breaks it."""
    text, pen = [], "M"
    for at, value in points:
        if value is None:
            pen = "M"
            continue
        text.append(f"{pen}{at:.1f} {value:.1f}")
        pen = "L"
    return "".join(text)


def _closed(points: list[tuple[float, float]]) -> str:
    return _path(list(points)) + "Z" if points else ""


def _rose(fall: Fields) -> Rose | None:
    before, after = fall.content["rose_before"], fall.content["rose_after"]
    if before is None or after is None:
        return None
    most = max([1.0, *before, *after])
    parts = [
        f"{name} {words.number(one)} before, {words.number(other)} after"
        for name, one, other in zip(DIRECTIONS, before, after, strict=True)
    ]
    return Rose(
        before=_petals(before, most),
        after=_petals(after, most),
        told=f"km² gained: {'; '.join(parts)}",
    )


def _petals(gained: list[float], most: float) -> str:
    """Return a wedge for each direction whose area goes with the ground gained."""
    text = []
    for number, km2 in enumerate(gained):
        far = (ROSE - 8) * math.sqrt(max(km2, 0.0) / most)
        if far < 0.4:
            continue
        ends = [math.radians(45 * number + side) for side in (-20.0, 20.0)]
        (x1, y1), (x2, y2) = (
            (ROSE + far * math.sin(angle), ROSE - far * math.cos(angle)) for angle in ends
        )
        text.append(
            f"M{ROSE:.0f} {ROSE:.0f}L{x1:.1f} {y1:.1f}A{far:.1f} {far:.1f} 0 0 1 {x2:.1f} {y2:.1f}Z"
        )
    return "".join(text)
