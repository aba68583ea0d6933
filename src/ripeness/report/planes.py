"""What both sides would get from each named package, drawn as a plane for each family of priors."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.fields import Fields

SIZE = 260.0
"""Side of a plane, in units of its drawing."""

LEFT, TOP = 48.0, 6.0
"""Room for its axes."""

STEP = 0.1
"""Ends of the axes fall on multiples of this."""

LABEL = 16.0
"""Room that a package's number takes, in units of the drawing."""

DOT = 5.0
"""Room that the point of a package takes."""

RINGS = (14.0, 22.0, 32.0, 44.0, 58.0)
"""How far from its point a number may stand, the nearest first."""

DIRECTIONS = 16
"""In how many directions a place for it is sought."""


@dataclass(frozen=True)
class Mark:
    """A named package in a plane."""

    number: int
    x: float
    y: float
    across: tuple[float, float]
    along: tuple[float, float]
    label: tuple[float, float]
    """Where its number stands, off every point and every other number."""


@dataclass(frozen=True)
class Worth:
    """What one package, or fighting on, is worth to both sides, in words."""

    title: str
    across: str
    along: str


@dataclass(frozen=True)
class Plane:
    """What both sides get, in one family of priors."""

    family: str
    frontier: str
    band_x: tuple[float, float]
    band_y: tuple[float, float]
    at_x: float
    at_y: float
    marks: tuple[Mark, ...]
    ticks_x: tuple[tuple[str, float], ...]
    """Shares to mark across, in per cent, and where."""
    ticks_y: tuple[tuple[str, float], ...]
    """The same upwards."""
    worth: tuple[Worth, ...]
    """The figures drawn, fighting on first."""
    told: str


@dataclass(frozen=True)
class Axis:
    """The part of an axis that is drawn."""

    least: float
    most: float

    def share(self, value: float) -> float:
        """Return how far along the axis a value lies, at most at its ends."""
        return min(max((value - self.least) / (self.most - self.least), 0.0), 1.0)

    @property
    def tenths(self) -> tuple[int, ...]:
        """What to mark, in tenths: each, or every second where the axis is long."""
        step = 1 if self.most - self.least <= 5 * STEP + 1e-9 else 2
        first, last = math.ceil(self.least / STEP - 1e-9), round(self.most / STEP)
        return tuple(tenth for tenth in range(first, last + 1) if tenth % step == 0)


@dataclass(frozen=True)
class Frame:
    """Where shares lie in the drawing of every plane."""

    across: Axis
    upwards: Axis

    def x(self, value: float) -> float:
        """Return where a value lies across."""
        return round(LEFT + self.across.share(value) * SIZE, 1)

    def y(self, value: float) -> float:
        """Return where a value lies from the top."""
        return round(TOP + (1 - self.upwards.share(value)) * SIZE, 1)


def planes(
    paper: Fields, plans: Sequence[Fields], sides: Sequence[str], families: Mapping[str, str]
) -> list[Plane]:
    """Return one plane for each family, all on the same axes.

    Args:
        paper: The record's paper `table`.
        plans: The named packages, in the order in which they are numbered.
        sides: Ids of the two sides: across, then upwards.
        families: Families of priors and their words.
    """
    held = {part.text("party"): part.part("by_prior") for part in paper.parts("reservation")}
    lines = paper.part("frontier_by_prior").content
    across, upwards = (_axis(_ends(held[side], plans, side, families)) for side in sides)
    frame = Frame(across, upwards)
    return [
        _plane(
            families[family],
            [(frame.x(a), frame.y(b)) for a, b in lines[family]],
            fights=[held[side].part(family) for side in sides],
            values=[
                [plan.part("value_by_prior").part(family).part(side) for side in sides]
                for plan in plans
            ],
            titles=[plan.text("title") for plan in plans],
            frame=frame,
        )
        for family in families
    ]


def _ends(held: Fields, plans: Sequence[Fields], side: str, families: Iterable[str]) -> list[float]:
    parts = [
        part
        for family in families
        for part in (
            held.part(family),
            *(plan.part("value_by_prior").part(family).part(side) for plan in plans),
        )
    ]
    return [part.number(end) for part in parts for end in ("low", "high")]


def _axis(ends: Sequence[float]) -> Axis:
    least, most = math.floor(min(ends) / STEP) * STEP, math.ceil(max(ends) / STEP) * STEP
    return Axis(least, max(most, least + STEP, 1.0))


def _plane(
    family: str,
    line: list[tuple[float, float]],
    *,
    fights: Sequence[Fields],
    values: Sequence[Sequence[Fields]],
    titles: Sequence[str],
    frame: Frame,
) -> Plane:
    first, second = fights
    points = [(frame.x(one.number("mean")), frame.y(other.number("mean"))) for one, other in values]
    labels = label_places(points)
    return Plane(
        family=family,
        frontier=" ".join(f"{x:g},{y:g}" for x, y in line),
        band_x=(frame.x(first.number("low")), frame.x(first.number("high"))),
        band_y=(frame.y(second.number("low")), frame.y(second.number("high"))),
        at_x=frame.x(first.number("mean")),
        at_y=frame.y(second.number("mean")),
        marks=tuple(
            Mark(
                number=number,
                x=point[0],
                y=point[1],
                across=(frame.x(one.number("low")), frame.x(one.number("high"))),
                along=(frame.y(other.number("low")), frame.y(other.number("high"))),
                label=label,
            )
            for number, (point, label, (one, other)) in enumerate(
                zip(points, labels, values, strict=True), start=1
            )
        ),
        ticks_x=tuple((_tenth(one), frame.x(one * STEP)) for one in frame.across.tenths),
        ticks_y=tuple((_tenth(one), frame.y(one * STEP)) for one in frame.upwards.tenths),
        worth=(
            Worth("Fighting on", _told(first), _told(second)),
            *(
                Worth(f"{number}. {title}", _told(one), _told(other))
                for number, (title, (one, other)) in enumerate(
                    zip(titles, values, strict=True), start=1
                )
            ),
        ),
        told=f"{family}: fighting on is worth {_told(first)} and {_told(second)}; the figures of every package stand in the table below",
    )


def _tenth(number: int) -> str:
    return words.number(10 * number)


def _told(part: Fields) -> str:
    low, mean, high = (round(100 * part.number(key)) for key in ("low", "mean", "high"))
    return f"{mean}% ({low} to {high}%)".replace("-", "−")


def label_places(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return where the number of each point stands, so that none hides a point or a number.

    Each number in turn takes the free place nearest to its point; where none is free, the place
    with the most room.

    Args:
        points: Where the points lie in the drawing.
    """
    taken: list[tuple[float, float]] = []
    for point in points:
        places = [
            (
                round(point[0] + ring * math.cos(2 * math.pi * turn / DIRECTIONS), 1),
                round(point[1] - ring * math.sin(2 * math.pi * turn / DIRECTIONS), 1),
            )
            for ring in RINGS
            for turn in range(DIRECTIONS)
        ]
        inside = [place for place in places if _inside(place)] or places
        rooms = [_room(place, points, taken) for place in inside]
        free = [place for place, room in zip(inside, rooms, strict=True) if room >= 0]
        taken.append(free[0] if free else inside[rooms.index(max(rooms))])
    return taken


def _inside(place: tuple[float, float]) -> bool:
    half = LABEL / 2
    across = LEFT + half <= place[0] <= LEFT + SIZE - half
    return across and TOP + half <= place[1] <= TOP + SIZE - half


def _room(
    place: tuple[float, float],
    points: Iterable[tuple[float, float]],
    taken: Iterable[tuple[float, float]],
) -> float:
    """Return how far a place is from what it must not hide; negative where it would."""
    to_points = [math.dist(place, point) - (LABEL / 2 + DOT) for point in points]
    to_labels = [math.dist(place, other) - LABEL for other in taken]
    return min([*to_points, *to_labels])
