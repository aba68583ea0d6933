"""Liveuamap's areas as published by NZZ: what was kept, gained and lost in a window of days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.shapes import (
    Feature,
    features_of,
    parse_json,
    polygons_of,
    properties_of,
    refuse,
)
from ripeness.terms.files import digest_of_bytes
from ripeness.theatre.grid import Window

HELD = ("nochange", "gains")
"""Upstream's layers that are held at the end of the window; `losses` are not, and are left out."""


@dataclass(frozen=True)
class Liveuamap:
    """Maps valid for windows; each shows the ground on its window's last day, the latest it can be.

    Crimea is never included, and from 2024-03-14 neither is other ground held before 2022-02-24;
    a case completes the level from a declared outline.
    """

    name: str = "liveuamap"
    title: str = "Liveuamap (as published by NZZ)"
    credit: str = "Liveuamap; NZZ, by way of conflict-investigations/nzz-maps"
    licence: str = "none stated; aggregates only, credited"
    published: str = "conflict-investigations/nzz-maps @bc88c4e, data/"
    scope: str = (
        "Crimea is never included; ground held before 2022-02-24 is left out from 2024-03-14. "
        "Each map is valid for a window of days."
    )
    files: str = "YYYY-MM-DD.json"
    file_pattern: str = r"(?P<day>[0-9][^.]*)\.json"
    box: Window | None = None
    gap_policy: Literal["dated", "windows"] = "windows"

    def read(self, content: bytes, file: str) -> Iterator[Observation | Skipped]:
        """Read the map of one window, known at the window's end."""
        wrapped = parse_json(content, where=file)
        collection = wrapped.get("value", wrapped) if isinstance(wrapped, dict) else wrapped
        features = features_of(collection, where=file)
        first, last = _window(features, file)
        held = [f.get("geometry") for f in features if properties_of(f).get("type") in HELD]
        if not held:
            refuse("neither of the layers 'nochange' and 'gains'", where=file)
        shape = polygons_of(held, where=file)
        yield Observation(first, last, last, file, digest_of_bytes(content), held=shape)


def _window(features: list[Feature], file: str) -> tuple[date, date]:
    windows = {_dates(properties_of(feature), file) for feature in features}
    if len(windows) != 1:
        refuse(f"{len(windows)} different windows in one file", where=file)
    first, last = windows.pop()
    if not first <= last:
        refuse(f"a window that ends before it begins ({first} to {last})", where=file)
    return first, last


def _dates(properties: Feature, file: str) -> tuple[date, date]:
    day = properties.get("date")
    first, last = (str(properties.get(name) or day) for name in ("_datefrom", "_dateto"))
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        refuse(f"a feature of the days {first[:40]!r} to {last[:40]!r}", where=file)
