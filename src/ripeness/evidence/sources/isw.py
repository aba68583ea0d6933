"""Areas of ISW's layers: a table of days; only the total of control and advances is used."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.shapes import wrong
from ripeness.terms.files import digest_of_bytes
from ripeness.theatre.grid import Window

LAYERS = ("ukraine_control_map", "russian_advances")
"""Upstream's layers whose sum is the ground held; claimed ground is another layer, not counted."""

LARGEST_KM2 = 1e7

DROP = 0.5
"""A day on which the layer of advances loses more than this share of itself, while control does not
gain what it lost, lacks a part of that layer ..."""

DROP_KM2 = 100.0
"""... if it loses at least this much ..."""

DROP_DAYS = 7
"""... and the last whole day is no further back than this."""


@dataclass(frozen=True)
class Isw:
    """Area moves between the two layers on some days, so only their sum is used; no shapes are read."""

    name: str = "isw"
    title: str = "ISW / Critical Threats"
    credit: str = "Institute for the Study of War and Critical Threats, by way of sdspieg/war-datasets-dashboard"
    licence: str = "none stated; credit to ISW/CTP"
    published: str = "sdspieg/war-datasets-dashboard @cc9e7eb"
    scope: str = "Published areas of the whole only: no regions, no places, no shapes, so no tolerance bands."
    files: str = "isw_daily_layer_areas.csv"
    file_pattern: str = r"isw_daily_layer_areas\.csv"
    box: Window | None = None
    gap_policy: Literal["dated", "windows"] = "dated"

    def read(self, content: bytes, file: str) -> Iterator[Observation | Skipped]:
        """Read all days of the table, in order."""
        try:
            rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            raise wrong(f"no table ({error})", where=file) from error
        if not rows or not {"date", *LAYERS} <= set(rows[0]):
            raise wrong("no table with columns date, " + ", ".join(LAYERS), where=file)
        last: tuple[date, float, float] | None = None
        for number, row in enumerate(rows, start=2):
            found = _day(row, f"{file} line {number}")
            if isinstance(found, Observation):
                control, advances = (float(row[name]) for name in LAYERS)
                if _lacks_part(last, (found.valid_to, control, advances)):
                    yield Skipped(found.file, "the day lacks a part of the layer 'russian_advances'")
                    continue
                last = (found.valid_to, control, advances)
            yield found


def _lacks_part(last: tuple[date, float, float] | None, now: tuple[date, float, float]) -> bool:
    """Say whether advances dropped while control did not gain what they lost."""
    if last is None or not 0 < (now[0] - last[0]).days <= DROP_DAYS:
        return False
    lost, gained = last[2] - now[2], now[1] - last[1]
    return lost > DROP_KM2 and lost > DROP * last[2] and gained < lost / 2


def _day(row: dict[str, str], where: str) -> Observation | Skipped:
    try:
        day = date.fromisoformat(row["date"] or "")
    except ValueError:
        return Skipped(where, f"{row['date']!r} is no day")
    where = f"{where}, {day}"
    missing = [name for name in LAYERS if not (row[name] or "").strip()]
    if missing:
        return Skipped(where, f"the day lacks the layer {missing[0]!r}")
    try:
        areas = [float(row[name]) for name in LAYERS]
    except ValueError:
        return Skipped(where, "an area is no number")
    if not all(math.isfinite(area) and 0 <= area <= LARGEST_KM2 for area in areas):
        return Skipped(where, "an area is not a finite number of km² of zero or more")
    text = ",".join(row[name] for name in ("date", *LAYERS))
    return Observation(
        day, day, day, where, digest_of_bytes(text.encode()), areas={"total": sum(areas)}
    )
