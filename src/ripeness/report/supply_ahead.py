"""Stretches of the front, and the weeks ahead, as a page shows them."""

from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.fields import Fields
from ripeness.report.supply_answers import ENDS, NETWORKS, Names, percent, spread

SURE = 0.995
"""A place held in every course that gets so much of its needs in nine of ten is not listed."""


@dataclass(frozen=True)
class Stretch:
    """One stretch of a side's front: what reached it on the first and on the last map."""

    name: str
    length: str
    through: str
    before: str
    after: str
    hours: str
    routes: str
    stock: str


@dataclass(frozen=True)
class AheadRow:
    """One place in the weeks ahead: a pair of words for each week, and how the variants differ."""

    place: str
    cells: tuple[tuple[str, str], ...]
    variants: str


@dataclass(frozen=True)
class AheadTable:
    """The places of one side by one source; `sure` names those of which nothing is in doubt."""

    head: str
    rows: tuple[AheadRow, ...]
    sure: str


@dataclass(frozen=True)
class Ahead:
    """The weeks ahead."""

    origin: str
    members: str
    weeks: tuple[str, ...]
    tables: tuple[AheadTable, ...]


def stretches(rows: list[Fields], names: Names) -> tuple[Stretch, ...]:
    """Return the stretches of one side's front by one source, by roads and rail, longest first.

    Args:
        rows: The rows of the paper's `sectors` of this side and source.
        names: Names by id.
    """
    own = [row for row in rows if row.text("network") == "both"]
    if not own:
        return ()
    first, last = (choose(row.day("date") for row in own) for choose in (min, max))
    by = {(row.text("sector"), row.day("date")): row for row in own}
    found = []
    for sector in dict.fromkeys(row.text("sector") for row in own):
        before, after = by.get((sector, first)), by.get((sector, last))
        if (now := after or before) is not None:
            found.append((now.number("front_km"), _stretch(names, sector, before, after)))
    return tuple(row for _, row in sorted(found, key=lambda pair: (-pair[0], pair[1].name)))


def weeks_ahead(paper: Fields, names: Names) -> Ahead | None:
    """Return what places may get in the weeks ahead; None where the paper does not look ahead.

    Args:
        paper: The record's paper `supply`.
        names: Names by id.
    """
    ahead = paper.part_or_none("ahead")
    if ahead is None:
        return None
    rows = ahead.parts("rows")
    weeks = sorted({row.whole("weeks") for row in rows})
    days = {row.whole("weeks"): row.day("date") for row in rows}
    groups: dict[tuple[str, str], list[Fields]] = {}
    for source in ahead.texts("sources"):
        for row in rows:
            if row.text("source") == source:
                groups.setdefault((row.text("side"), source), []).append(row)
    return Ahead(
        origin=words.day(ahead.day("origin")),
        members=words.number(ahead.whole("members")),
        weeks=tuple(f"{week} weeks, {words.day(days[week])}" for week in weeks),
        tables=tuple(
            _table(f"{names.side(side)}, {names.source(source)}", own, weeks, names)
            for (side, source), own in groups.items()
        ),
    )


def _stretch(names: Names, sector: str, before: Fields | None, after: Fields | None) -> Stretch:
    now = after or before
    if now is None:
        return Stretch(names.place(sector), "", "", "", "", "", "", "")
    alone, hours = now.number("out_of_reach_km"), now.number_or_none("hours_to_rear")
    length = f"{words.number(now.number('front_km'))} km"
    if alone >= 1:
        length += f", {words.number(alone)} km of it out of reach"
    stock = now.part_or_none("days_of_supply")
    return Stretch(
        name=names.place(sector),
        length=length,
        through=", ".join(names.place(place) for place in now.texts("through")) or "none",
        before=_delivered(before),
        after=_delivered(after),
        hours="no way" if hours is None else f"{words.number(hours, digits=1)} h",
        routes=words.number(now.whole("routes_node")),
        stock=_stock(now, stock),
    )


def _delivered(row: Fields | None) -> str:
    if row is None:
        return "no front"
    part = row.part_or_none("delivered")
    return "not known" if part is None else spread(part)


def _stock(row: Fields, stock: Fields | None) -> str:
    if stock is not None:
        return _days(stock)
    return "not known" if row.part_or_none("delivered") is None else "nothing lacking"


def _days(part: Fields) -> str:
    value, low, high = (words.number(part.number(key), digits=1) for key in ENDS)
    return f"{value} ({low} to {high}) days"


def _table(head: str, rows: list[Fields], weeks: list[int], names: Names) -> AheadTable:
    by = {(row.text("place"), row.whole("weeks"), row.text("network")): row for row in rows}
    found, sure = [], []
    for place in dict.fromkeys(row.text("place") for row in rows):
        own = [by.get((place, week, "both")) for week in weeks]
        if all(row is not None and _sure(row) for row in own):
            sure.append(names.place(place))
            continue
        last = [by.get((place, weeks[-1], name)) for name in NETWORKS]
        cells = tuple(_cell(row) for row in own)
        found.append((_doubt(own), AheadRow(names.place(place), cells, _variants(last))))
    ordered = sorted(found, key=lambda pair: (-pair[0], pair[1].place))
    return AheadTable(head, tuple(row for _, row in ordered), ", ".join(sorted(sure)))


def _sure(row: Fields) -> bool:
    part = row.part_or_none("delivered")
    return row.number("held") >= 1 and part is not None and part.number("low") >= SURE


def _doubt(rows: list[Fields | None]) -> float:
    """Return how much is in doubt whether the side holds a place, at its greatest."""
    return max((min(row.number("held"), 1 - row.number("held")) for row in rows if row), default=0)


def _cell(row: Fields | None) -> tuple[str, str]:
    if row is None:
        return "not held", ""
    part = row.part_or_none("delivered")
    told = "too few courses to say" if part is None else spread(part)
    return told, f"held in {percent(row.number('held'))}"


def _variants(rows: list[Fields | None]) -> str:
    """Return the least and the greatest middle among the variants."""
    parts = [row.part_or_none("delivered") for row in rows if row is not None]
    middles = [part.number("value") for part in parts if part is not None]
    if not middles:
        return "–"
    least, most = percent(min(middles)), percent(max(middles))
    return least if least == most else f"{least} to {most}"
