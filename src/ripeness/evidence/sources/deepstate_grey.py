"""DeepState with its grey zone: ground held and ground of unknown control, inside a box."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Literal

from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.shapes import parse_json, polygons_of, properties_of, refuse
from ripeness.terms.files import digest_of_bytes
from ripeness.theatre.grid import Window

HELD, UNKNOWN = "occupied", "unknown"
"""Upstream's own names of its two layers."""

BOX = Window(west=36.0, east=38.7, south=47.3, north=49.4)
"""The box by which upstream cut its maps."""


@dataclass(frozen=True)
class DeepStateGrey:
    """A line a day and layer; a day lacking one of the two is skipped, not taken as zero."""

    name: str = "deepstate_grey"
    title: str = "DeepState with grey zone"
    credit: str = "DeepState, by way of DanielRose2310/deepstatemaps-history"
    licence: str = "none stated; aggregates only, credited"
    published: str = "DanielRose2310/deepstatemaps-history @df633a1"
    scope: str = "Ground held and ground of unknown control, only inside 36.0-38.7 E, 47.3-49.4 N."
    files: str = "roi_deepstate_full_polygons.geojsonl"
    file_pattern: str = r"roi_deepstate_full_polygons\.geojsonl"
    box: Window | None = BOX
    gap_policy: Literal["dated", "windows"] = "dated"

    def read(self, content: bytes, file: str) -> Iterator[Observation | Skipped]:
        """Read all days of the file, in order."""
        numbered = enumerate(content.splitlines(), start=1)
        lines = [_line(text, f"{file} line {number}") for number, text in numbered if text.strip()]
        if not lines:
            refuse("no lines", where=file)
        by_day = attrgetter("day")
        for day, same in groupby(sorted(lines, key=by_day), key=by_day):
            yield _day(day, list(same), file)


@dataclass(frozen=True)
class _Line:
    day: date
    layer: str
    text: bytes
    geometry: object


def _line(text: bytes, where: str) -> _Line:
    feature = parse_json(text, where=where)
    if not isinstance(feature, dict):
        refuse("no feature", where=where)
    properties = properties_of(feature)
    try:
        day = date.fromisoformat(str(properties.get("date")))
    except ValueError:
        refuse(f"a feature of the day {str(properties.get('date'))[:40]!r}", where=where)
    return _Line(day, str(properties.get("cls")), text, feature.get("geometry"))


def _day(day: date, lines: list[_Line], file: str) -> Observation | Skipped:
    where = f"{file} {day}"
    layers = {name: [line for line in lines if line.layer == name] for name in (HELD, UNKNOWN)}
    missing = [name for name, found in layers.items() if not found]
    if missing:
        return Skipped(where, f"the day lacks the layer {missing[0]!r}")
    held, unknown = (
        polygons_of([line.geometry for line in found], where=where) for found in layers.values()
    )
    digest = digest_of_bytes(b"\n".join(line.text for line in lines))
    return Observation(day, day, day, where, digest, held=held, contested=unknown)
