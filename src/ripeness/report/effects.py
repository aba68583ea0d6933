"""What a fall changed, on a page: three estimands, of which one is called its effect."""

from collections.abc import Sequence
from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.campaign_words import Names, change, changes, percent, unit_told
from ripeness.report.courses import quantity
from ripeness.report.fields import Fields

EFFECT = "intervention"
"""The one estimand that is called the effect of the fall."""

ESTIMANDS = {
    "news": "News",
    "crossing": "Crossing",
    EFFECT: "Effect (intervention)",
}
"""What each estimand is called in a row."""

QUANTITIES = {
    "ground": "Ground left of the region at the horizon",
    "reservation": "What fighting on is worth",
    "zone": "Whether some package is preferred by both sides",
    "terms": "Whether the terms at the horizon are no better than the package",
    "losses": "Losses until the horizon",
}
"""What is compared, in the order shown."""

PATHS = {
    "ground": "by the ground itself",
    "supply": "by supply",
    "losses": "by losses and strength",
    "beliefs": "by beliefs",
    "together": "only by several of these together",
}
"""Paths on which an effect travels."""


@dataclass(frozen=True)
class Scale:
    """An axis through nought."""

    low: float
    high: float

    def at(self, value: float) -> str:
        """Return where a value lies, in per cent of the width."""
        return percent((value - self.low) / (self.high - self.low))

    def width(self, low: float, high: float) -> str:
        """Return how wide a range is, in per cent of the width."""
        return percent((high - low) / (self.high - self.low))


def scale_of(values: Sequence[float]) -> Scale:
    """Return an axis that holds some values and nought, with a margin.

    Args:
        values: The values.
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    room = 0.04 * (high - low) or 1.0
    return Scale(low - room, high + room)


@dataclass(frozen=True)
class Bar:
    """A value, its interval, and what placebos show."""

    at: str
    left: str
    width: str
    placebo_left: str
    placebo_width: str
    zero: str


@dataclass(frozen=True)
class EffectRow:
    """One estimand on one map."""

    estimand: str
    effect: bool
    source: str
    days: str
    bar: Bar
    told: str
    placebo: str
    paths: tuple["PathRow", ...]


@dataclass(frozen=True)
class PathRow:
    """What one path contributes."""

    path: str
    bar: Bar
    told: str


@dataclass(frozen=True)
class Compared:
    """One quantity, of one side where it is one's: its rows share a scale."""

    title: str
    unit: str
    place: str
    rows: tuple[EffectRow, ...]


def compared(paper: Fields, names: Names) -> tuple[Compared, ...]:
    """Return every quantity with its rows, the effect last.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    groups: dict[tuple[str, ...], list[Fields]] = {}
    for row in paper.parts("effect_of_place"):
        keys = ("on", "side", "series", "unit")
        groups.setdefault(tuple(row.text_or_none(key) or "" for key in keys), []).append(row)
    order = list(QUANTITIES)
    ranked = sorted(groups.items(), key=lambda one: order.index(one[0][0]))
    return tuple(_compared(rows, names) for _, rows in ranked)


def _compared(rows: list[Fields], names: Names) -> Compared:
    first = rows[0]
    side, series = first.text_or_none("side"), first.text_or_none("series")
    of = quantity(series, names) if series else names.sides.get(side or "", "")
    estimands = list(ESTIMANDS)
    ranked = sorted(rows, key=lambda row: estimands.index(row.text("estimand")))
    scale = scale_of([value for row in rows for value in _values(row)])
    place = first.text("place")
    return Compared(
        title=f"{QUANTITIES[first.text('on')]}{f': {of}' if of else ''}",
        unit=unit_told(first.text("unit")),
        place=names.ground.get(place, place),
        rows=tuple(_row(row, scale, names) for row in ranked),
    )


def _values(row: Fields) -> list[float]:
    keys = ("value", "low", "high", "placebo_low", "placebo_high")
    own = [row.number_or_none(key) for key in keys]
    paths = [part.number(key) for part in row.parts("paths") for key in ("value", "low", "high")]
    return [value for value in (*own, *paths) if value is not None]


def _row(row: Fields, scale: Scale, names: Names) -> EffectRow:
    estimand, unit = row.text("estimand"), row.text("unit")
    return EffectRow(
        estimand=ESTIMANDS[estimand],
        effect=estimand == EFFECT,
        source=names.map(row.text("map_source")),
        days=words.day(row.day("first"))
        if row.day("first") == row.day("last")
        else words.period(row.day("first"), row.day("last")),
        bar=_bar(row, scale),
        told=_told(row, unit),
        placebo=_placebo(row, unit),
        paths=_paths(row.parts("paths"), scale, unit),
    )


def _paths(parts: tuple[Fields, ...], scale: Scale, unit: str) -> tuple[PathRow, ...]:
    """Return a row for each path, and one row for all that contribute exactly nothing."""
    none = [part for part in parts if not any(part.number(key) for key in ("value", "low", "high"))]
    rows = [PathRow(_path(part), _bar(part, scale), _told(part, unit)) for part in parts if part not in none]  # fmt: skip
    if none:
        every = ", ".join(_path(part).removeprefix("by ") for part in none)
        rows.append(PathRow(f"by {every}", _bar(none[0], scale), _told(none[0], unit)))
    return tuple(rows)


def _path(part: Fields) -> str:
    return PATHS.get(part.text("path"), part.text("path"))


def _bar(row: Fields, scale: Scale) -> Bar:
    value = row.number("value")
    low, high = row.number_or_none("low"), row.number_or_none("high")
    left, right = (value if end is None else end for end in (low, high))
    has = "placebo_low" in row.content and row.number_or_none("placebo_low") is not None
    placebos = (row.number("placebo_low"), row.number("placebo_high")) if has else (0.0, 0.0)
    return Bar(
        at=scale.at(value),
        left=scale.at(left),
        width=scale.width(left, right),
        placebo_left=scale.at(placebos[0]),
        placebo_width=scale.width(*placebos),
        zero=scale.at(0.0),
    )


def _told(row: Fields, unit: str) -> str:
    low, high = row.number_or_none("low"), row.number_or_none("high")
    if low is None or high is None:
        return change(row.number("value"), unit)
    return changes(row.number("value"), low, high, unit)


def _placebo(row: Fields, unit: str) -> str:
    low, high = row.number_or_none("placebo_low"), row.number_or_none("placebo_high")
    if low is None or high is None:
        return "no placebo"
    what = "places" if row.text("estimand") == EFFECT else "windows"
    chance = row.number_or_none("placebo_p")
    p = "" if chance is None else f", p {chance:.2f}"
    return f"{row.whole('placebos')} {what}: {change(low, unit)} to {change(high, unit)}{p}"
