"""DeepState with its grey zone: ground held and ground of unknown control, inside a box."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Literal

from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.shapes import parse_json, polygons_of, wrong
from ripeness.terms.files import digest_of_bytes
from ripeness.theatre.grid import Window

HELD, UNKNOWN = "occupied", "unknown"
"""Upstream's own names of its two layers."""

Line = tuple[date, str, bytes, dict[str, Any]]


@dataclass(frozen=True)
class DeepStateGrey:
    """A line a day and layer; a day that lacks one of the two layers is skipped, not taken as zero."""

    name: str = "deepstate_grey"
    title: str = "DeepState with grey zone"
    credit: str = "DeepState, by way of DanielRose2310/deepstatemaps-history"
    licence: str = "none stated; aggregates only, credited"
    published: str = "DanielRose2310/deepstatemaps-history @df633a1"
    scope: str = "Ground held and ground of unknown control, only inside 36.0-38.7 E, 47.3-49.4 N."
    files: str = "roi_deepstate_full_polygons.geojsonl"
    file_pattern: str = r"roi_deepstate_full_polygons\.geojsonl"
    box: Window | None = Window(west=36.0, east=38.7, south=47.3, north=49.4)
    gap_policy: Literal["dated", "windows"] = "dated"

    def read(self, content: bytes, file: str) -> Iterator[Observation | Skipped]:
        """Read all days of the file, in order."""
        numbered = enumerate(content.splitlines(), start=1)
        lines = [_line(text, f"{file} line {number}") for number, text in numbered if text.strip()]
        if not lines:
            raise wrong("no lines", where=file)
        for day, same in groupby(sorted(lines, key=lambda line: line[0]), key=lambda line: line[0]):
            yield _day(day, list(same), file)


def _line(text: bytes, where: str) -> Line:
    feature = parse_json(text, where=where)
    try:
        properties = feature["properties"]
        return date.fromisoformat(properties["date"]), properties["cls"], text, feature["geometry"]
    except (KeyError, TypeError, ValueError) as error:
        raise wrong(f"no dated feature ({error})", where=where) from error


def _day(day: date, lines: list[Line], file: str) -> Observation | Skipped:
    where = f"{file} {day}"
    layers = {name: [line[3] for line in lines if line[1] == name] for name in (HELD, UNKNOWN)}
    missing = [name for name, shapes in layers.items() if not shapes]
    if missing:
        return Skipped(where, f"the day lacks the layer {missing[0]!r}")
    held, unknown = (polygons_of(layers[name], where=where) for name in (HELD, UNKNOWN))
    digest = digest_of_bytes(b"\n".join(line[2] for line in lines))
    return Observation(day, day, day, where, digest, held=held, contested=unknown)
