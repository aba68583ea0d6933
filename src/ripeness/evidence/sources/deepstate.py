"""DeepState's daily map: all ground shown as held by one side, a file a day, no grey zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.shapes import features_of, parse_json, polygons_of
from ripeness.terms.files import digest_of_bytes
from ripeness.theatre.grid import Window


@dataclass(frozen=True)
class DeepState:
    """Days are missing upstream and stay gaps; ground turns colour late, so dates lag events."""

    name: str = "deepstate"
    title: str = "DeepState"
    credit: str = "DeepState (deepstatemap.live), by way of cyterat/deepstate-map-data"
    licence: str = "repository GPL-3; the map is DeepState's: attribution, its own terms"
    published: str = "cyterat/deepstate-map-data @e904719, data/"
    scope: str = "All ground shown as held by one side, Crimea and ground held before 2022 included; no grey zone."
    files: str = "deepstatemap_data_YYYYMMDD.geojson"
    file_pattern: str = r"deepstatemap_data_(?P<day>.*)\.geojson"
    box: Window | None = None
    gap_policy: Literal["dated", "windows"] = "dated"

    def read(self, content: bytes, file: str) -> Iterator[Observation | Skipped]:
        """Read the map of one day; the day is the one in the file's name."""
        day = date.fromisoformat(file.removeprefix("deepstatemap_data_").removesuffix(".geojson"))
        features = features_of(parse_json(content, where=file), where=file)
        held = polygons_of((feature.get("geometry") for feature in features), where=file)
        yield Observation(day, day, day, file, digest_of_bytes(content), held=held)
