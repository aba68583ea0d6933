"""Supply and hub loss, as a page shows them: what arrives, what the loss of a place changes."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from ripeness.report import words
from ripeness.report.fields import Fields
from ripeness.report.supply_ahead import Stretch, stretches, weeks_ahead
from ripeness.report.supply_answers import (
    ENDS,
    NETWORKS,
    SHOWN,
    VERDICTS,
    Names,
    answers,
    percent,
    points,
    source_row,
    spread,
)

WIDE = 200.0
"""Width of a bar's scale, in units of its drawing."""

ESTIMANDS = {
    "news": "News: last map before the announcement, first after",
    "crossing": "Crossing: the maps at 5% and at 95%",
    "intervention": "Effect: one map, the place given to either side",
}

CRITERIA = {
    "loss": "delivery lost",
    "busy": "share of the quickest ways",
    "hours_added": "hours added",
    "cut_off": "places cut off",
}

COURSE, TALL = 300.0, 80.0
"""Size of a curve, in units of its drawing."""

SHOWN_HUBS = 8
"""How many places of a ranking are drawn."""

MADE_UP = ("schematic", "reconstructed")
"""Standings that are no survey."""


class Page(Protocol):
    """The papers of the page that a section may look at."""

    @property
    def case(self) -> Fields:
        """What the case says of itself."""
        ...


@dataclass(frozen=True)
class Bar:
    """An interval on the scale of its figure, and in words."""

    low: float
    high: float
    value: float
    told: str


@dataclass(frozen=True)
class Arrival:
    """What reached one place before and after, by roads and rail."""

    place: str
    before: Bar | None
    after: Bar | None
    hours: str
    routes: str
    around: str


@dataclass(frozen=True)
class Arrivals:
    """One source's places of one side, before and after."""

    source: str
    side: str
    days: tuple[str, str]
    rows: tuple[Arrival, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class HubRow:
    """One place of a ranking: its loss under each variant."""

    place: str
    town: bool
    bars: tuple[tuple[str, Bar], ...]
    rank: str
    busy: str
    verdict: str
    takes: str


@dataclass(frozen=True)
class Ranking:
    """The places of one side on one map, the costliest first."""

    head: str
    rows: tuple[HubRow, ...]
    more: int


@dataclass(frozen=True)
class Course:
    """Delivered share of all places of a side through time, as paths."""

    head: str
    line: str
    band: str
    first: str
    last: str
    told: str


@dataclass(frozen=True)
class ChangeRow:
    """One line of *before and after*: the change and its placebo under each variant."""

    estimand: str
    source: str
    days: str
    cells: tuple[tuple[str, str], ...]


def view(paper: Fields, page: Page) -> dict[str, Any]:
    """Return what the template writes out.

    Args:
        paper: The record's paper `supply`.
        page: The page's other papers.
    """
    case = page.case
    names = Names(
        places={part.text("id"): part.text("name") for part in case.parts("places")},
        sides={part.text("id"): part.text("name") for part in case.parts("sides")},
        sources=words.short_titles(
            {part.text("name"): part.text("title") for part in case.parts("sources")}
        ),
    )
    town = paper.text_or_none("town")
    return {
        "town": None if town is None else names.place(town),
        "answers": answers(paper, names, town),
        "schematic": schematic(paper),
        "arrivals": arrivals(paper, names),
        "rankings": rankings(paper, names, town),
        "networks": list(NETWORKS.items()),
        "courses": courses(paper, names),
        "ahead": weeks_ahead(paper, names),
        "changes": changes(paper, names),
        "precedes": precedes(paper, names),
        "agreements": agreements(paper, names),
        "assumptions": [assumption(part) for part in paper.parts("assumptions")],
        "parts": [source_row(part) for part in paper.parts("sources")],
        "left_out": [titled(line, names) for line in paper.texts("left_out")],
        "draws": paper.whole("draws"),
        "credits": list(dict.fromkeys(part.text("credit") for part in paper.parts("sources"))),
    }


def data(paper: Fields, page: Page) -> None:
    """Return what a script draws: nothing, for all is drawn already."""
    del paper, page


def titled(line: str, names: Names) -> str:
    """Write a source by its title where a line begins with its id."""
    source, mark, why = line.partition(": ")
    return f"{names.sources.get(source, source)}{mark}{why}"


def schematic(paper: Fields) -> str:
    """Write how much of the network is no survey."""
    parts = []
    for mode, name in (("road", "roads"), ("rail", "railways")):
        rows = [part for part in paper.parts("standing") if part.text("mode") == mode]
        whole = sum(part.number("km") for part in rows)
        made_up = sum(part.number("km") for part in rows if part.text("standing") in MADE_UP)
        if whole > 0:
            parts.append(f"{percent(made_up / whole)} of the length of its {name}")
    return " and ".join(parts)


def arrivals(paper: Fields, names: Names) -> tuple[Arrivals, ...]:
    """Return what reached each place on the first and the last map listed, by roads and rail."""
    rows = [part for part in paper.parts("places") if part.text("network") == "both"]
    sectors = paper.parts("sectors")
    found = []
    for source, side in dict.fromkeys(_of(row) for row in rows):
        own = [row for row in rows if _of(row) == (source, side)]
        first, last = (choose(row.day("date") for row in own) for choose in (min, max))
        day_of = {
            (row.text("place"), row.day("date")): row
            for row in own
            if row.day("date") in {first, last}
        }
        places = dict.fromkeys(row.text("place") for row in own)
        made = [
            _arrival(names.place(place), day_of.get((place, first)), day_of.get((place, last)))
            for place in places
            if (place, first) in day_of or (place, last) in day_of
        ]
        days = words.day(first), words.day(last)
        front = stretches([row for row in sectors if _of(row) == (source, side)], names)
        found.append(Arrivals(names.source(source), names.side(side), days, tuple(made), front))
    return tuple(found)


def _of(row: Fields) -> tuple[str, str]:
    return row.text("source"), row.text("side")


def rankings(paper: Fields, names: Names, town: str | None) -> tuple[Ranking, ...]:
    """Return each ranking, the costliest places first and the one asked about always among them."""
    groups: dict[tuple[str, str, str], list[Fields]] = {}
    for hub in paper.parts("hubs"):
        key = hub.text("source"), hub.text("date"), hub.text("side")
        groups.setdefault(key, []).append(hub)
    asked = {row.text("side") for row in paper.parts("before_after")}
    order = sorted(groups, key=lambda key: (key[2] not in asked, key[1], key[0]))
    found = []
    for own in (groups[key] for key in order):
        kept = [hub for at, hub in enumerate(own) if at < SHOWN_HUBS or hub.text("place") == town]
        first = own[0]
        head = (
            f"{names.side(first.text('side'))}, {names.source(first.text('source'))}, "
            f"{words.day(first.day('date'))}"
        )
        rows = tuple(_hub(hub, names, town) for hub in kept)
        found.append(Ranking(head, rows, len(own) - len(kept)))
    return tuple(found)


def changes(paper: Fields, names: Names) -> tuple[ChangeRow, ...]:
    """Return what differs for all other places together, in each sense, with placebos."""
    lines: dict[tuple[str, ...], dict[str, Fields]] = {}
    for row in paper.parts("before_after"):
        if row.text("place") == "total":
            key = tuple(row.text(name) for name in ("estimand", "source", "first", "last"))
            lines.setdefault(key, {})[row.text("network")] = row
    return tuple(
        ChangeRow(
            estimand=ESTIMANDS[estimand],
            source=names.source(source),
            days=words.period(one.day("first"), one.day("last")),
            cells=tuple(_cell(own.get(name)) for name in NETWORKS),
        )
        for (estimand, source, *_), own in sorted(lines.items(), key=_order)
        for one in [next(iter(own.values()))]
    )


def _order(line: tuple[tuple[str, ...], object]) -> tuple[object, ...]:
    estimand, source, first, _ = line[0]
    return -list(ESTIMANDS).index(estimand), source, first


def _cell(row: Fields | None) -> tuple[str, str]:
    if row is None:
        return "–", ""
    part = row.part_or_none("placebo")
    if part is None:
        return points(row.part("change")), ""
    low, high = (words.number(100 * part.number(key), digits=1) for key in ("low", "high"))
    p = words.number(part.number("p"), digits=2)
    return points(row.part("change")), f"{low} to {high} of {part.whole('windows')}; p {p}"


def courses(paper: Fields, names: Names) -> tuple[Course, ...]:
    """Return delivery to all places of a side together through time, by roads and rail."""
    found = []
    for part in paper.parts("series"):
        if (part.text("place"), part.text("network")) != ("total", "both"):
            continue
        days = [date.fromisoformat(day) for day in part.texts("days")]
        if len(days) < 2:
            continue
        span = (days[-1] - days[0]).days
        across = [COURSE * (day - days[0]).days / span for day in days]
        value, low, high = (_points(across, part.numbers(key)) for key in ENDS)
        ends = (
            f"{percent(part.numbers('value')[0])}, at the end {percent(part.numbers('value')[-1])}"
        )
        found.append(
            Course(
                head=f"{names.side(part.text('side'))}, {names.source(part.text('source'))}",
                line=f"M{' L'.join(value)}",
                band=f"M{' L'.join([*high, *reversed(low)])}Z",
                first=words.day(days[0]),
                last=words.day(days[-1]),
                told=f"median at the start {ends}",
            )
        )
    return tuple(found)


def _points(across: list[float], shares: tuple[float, ...]) -> list[str]:
    return [f"{x:.1f} {TALL * (1 - y):.1f}" for x, y in zip(across, shares, strict=True)]


def precedes(paper: Fields, names: Names) -> list[tuple[str, ...]]:
    """Return whether losses of delivery come before losses of ground, as rows of words."""
    return [
        (
            names.source(row.text("source")),
            names.side(row.text("side")),
            NETWORKS[row.text("network")],
            words.number(row.number_or_none("correlation"), digits=2),
            words.number(row.number_or_none("p"), digits=3),
            f"{row.whole('n')} of {row.whole('places')} places",
        )
        for row in paper.parts("precedes")
    ]


def agreements(paper: Fields, names: Names) -> list[tuple[str, ...]]:
    """Return how alike the criteria rank the places, as rows of words."""
    return [
        (
            names.source(row.text("source")),
            names.side(row.text("side")),
            NETWORKS[row.text("network")],
            f"{CRITERIA[row.text('first')]} and {CRITERIA[row.text('second')]}",
            _correlation(row.part_or_none("spearman")),
            _correlation(row.part_or_none("kendall")),
        )
        for row in paper.parts("agreements")
        if row.part_or_none("spearman") is not None
    ]


def assumption(part: Fields) -> tuple[str, str, str]:
    """Write what is assumed, its range, and where it is from."""
    low, high = (f"{part.number(end):g}" for end in ("low", "high"))
    source = part.text("source")
    recalled = " (from memory)" if part.text("evidence") == "recalled" else ""
    return part.text("name"), f"{low} to {high} {part.text('unit')}", f"{source}{recalled}"


def bar(part: Fields) -> Bar:
    """Return a share and its interval on the scale of a bar."""
    value, low, high = (round(WIDE * min(max(part.number(key), 0.0), 1.0), 1) for key in ENDS)
    return Bar(low=low, high=high, value=value, told=spread(part))


def _arrival(place: str, before: Fields | None, after: Fields | None) -> Arrival:
    last = after or before
    if last is None:
        return Arrival(place, None, None, "", "", "")
    hours, neck = last.number_or_none("hours_to_rear"), last.number_or_none("neck_km")
    wide = "no neck within 40 km" if neck is None else f"neck {words.number(neck)} km"
    return Arrival(
        place=place,
        before=None if before is None else bar(before.part("delivered")),
        after=None if after is None else bar(after.part("delivered")),
        hours="no way" if hours is None else f"{words.number(hours, digits=1)} h",
        routes=words.number(last.whole("routes_node")),
        around=f"{last.whole('open_directions')} of 72 directions, {wide}",
    )


def _hub(hub: Fields, names: Names, town: str | None) -> HubRow:
    rank = hub.part("rank")
    by = {part.text("network"): part for part in hub.parts("by_network")}
    takes = ", ".join(
        f"{names.place(row.text('place'))} {percent(row.part('loss').number('value'))}"
        for row in hub.parts("takes_from")[:3]
        if row.part("loss").number("value") >= SHOWN
    )
    return HubRow(
        place=names.place(hub.text("place")),
        town=hub.text("place") == town,
        bars=tuple((name, bar(part.part("loss"))) for name, part in by.items()),
        rank=f"{words.number(rank.number('median'))} ({words.number(rank.number('low'))} to "
        f"{words.number(rank.number('high'))}) of {hub.whole('compared')}",
        busy=percent(by["both"].number("busy")) if "both" in by else "–",
        verdict=VERDICTS[hub.text("verdict")],
        takes=takes or "none",
    )


def _correlation(part: Fields | None) -> str:
    if part is None:
        return "–"
    value, low, high = (words.number(part.number(key), digits=2) for key in ENDS)
    return f"{value} ({low} to {high})"
