"""Areas of ISW's layers: a table of days; only the total of control and advances is used."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.shapes import refuse
from ripeness.terms.files import digest_of_bytes
from ripeness.theatre.grid import Window

LAYERS = ("ukraine_control_map", "russian_advances")
"""Upstream's layers whose sum is the ground held; claimed ground is another layer, left out."""

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
    """Area moves between the two layers on some days, so only their sum is used; no shapes."""

    name: str = "isw"
    title: str = "ISW / Critical Threats"
    credit: str = (
        "Institute for the Study of War and Critical Threats, "
        "by way of sdspieg/war-datasets-dashboard"
    )
    licence: str = "none stated; credit to ISW/CTP"
    published: str = "sdspieg/war-datasets-dashboard @cc9e7eb"
    scope: str = (
        "Published areas of the whole only: no regions, no places, no shapes, so no tolerance."
    )
    files: str = "isw_daily_layer_areas.csv"
    file_pattern: str = r"isw_daily_layer_areas\.csv"
    box: Window | None = None
    gap_policy: Literal["dated", "windows"] = "dated"

    def read(self, content: bytes, file: str) -> Iterator[Observation | Skipped]:
        """Read all days of the table, in its order."""
        last: _Areas | None = None
        for number, row in enumerate(_rows(content, file), start=2):
            found = _areas(row, f"{file} line {number}")
            if isinstance(found, _Areas) and _lacks_part(last, found):
                yield Skipped(found.where, "the day lacks a part of the layer 'russian_advances'")
            elif isinstance(found, _Areas):
                last = found
                yield _observation(found)
            else:
                yield found


@dataclass(frozen=True)
class _Areas:
    day: date
    where: str
    control: float
    advances: float


def _rows(content: bytes, file: str) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True, restval=""))
    except (UnicodeDecodeError, csv.Error) as error:
        refuse(f"no table ({error})", where=file)
    if not rows or not {"date", *LAYERS} <= set(rows[0]):
        refuse("no table with the columns date, " + ", ".join(LAYERS), where=file)
    return rows


def _areas(row: dict[str, str], where: str) -> _Areas | Skipped:
    try:
        day = date.fromisoformat(row["date"].strip())
    except ValueError:
        return Skipped(where, f"{row['date'][:40]!r} is no day")
    where = f"{where}, {day}"
    missing = [name for name in LAYERS if not row[name].strip()]
    if missing:
        return Skipped(where, f"the day lacks the layer {missing[0]!r}")
    try:
        control, advances = (float(row[name]) for name in LAYERS)
    except ValueError:
        control = advances = math.nan
    if not (0 <= control <= LARGEST_KM2 and 0 <= advances <= LARGEST_KM2):
        return Skipped(where, "an area is no number of km² of zero or more")
    return _Areas(day, where, control, advances)


def _lacks_part(last: _Areas | None, now: _Areas) -> bool:
    """Say whether advances dropped while control did not gain what they lost."""
    if last is None or not 0 < (now.day - last.day).days <= DROP_DAYS:
        return False
    lost, gained = last.advances - now.advances, now.control - last.control
    return lost > DROP_KM2 and lost > DROP * last.advances and gained < lost / 2


def _observation(areas: _Areas) -> Observation:
    total = areas.control + areas.advances
    digest = digest_of_bytes(f"{areas.day},{areas.control!r},{areas.advances!r}".encode())
    return Observation(areas.day, areas.day, areas.day, areas.where, digest, areas={"total": total})
