"""Equipment seen lost in pictures, both sides: totals by type, by the day of record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ripeness.evidence.losses.count import Corrected, Count, Grain, Read
from ripeness.evidence.losses.kinds import Basis
from ripeness.evidence.losses.rows import day, read_rows, whole
from ripeness.evidence.observation import Skipped

COLUMNS = {"date", "country", "type", "type_total"}

BEGAN = date(2022, 2, 24)
"""The day from which the lists count."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "tanks": ("Tanks",),
    "armoured vehicles": (
        "Armoured Fighting Vehicles", "Infantry Fighting Vehicles", "Armoured Personnel Carriers",
        "Mine-Resistant Ambush Protected", "Infantry Mobility Vehicles",
    ),
    "artillery": (
        "Towed Artillery", "Self-Propelled Artillery", "Multiple Rocket Launchers",
        "Rocket and Missile Artillery", "Heavy Mortars",
        "Artillery Support Vehicles And Equipment",
    ),
    "anti-tank": (
        "Anti-Tank Guided Missiles", "Anti-tank Guided Missiles",
        "Self-Propelled Anti-Tank Missile Systems",
    ),
    "air defence": (
        "Surface-To-Air Missile Systems", "Self-Propelled Anti-Aircraft Guns", "Anti-Aircraft Guns",
        "Man-Portable Air Defence Systems",
    ),
    "aircraft and helicopters": ("Aircraft", "Helicopters"),
    "drones": (
        "Unmanned Aerial Vehicles", "Reconnaissance Unmanned Aerial Vehicles",
        "Unmanned Combat Aerial Vehicles", "Unmanned Ground Vehicles",
    ),
    "ships": ("Naval Ships", "Naval Ships and Submarines"),
    "electronics and command": (
        "Radars", "Radars And Communications Equipment", "Communications Stations",
        "Command Posts And Communications Stations", "Jammers And Deception Systems",
    ),
    "trucks and engineering": (
        "Trucks, Vehicles and Jeeps", "Trucks, Vehicles, and Jeeps",
        "Trucks, Vehicles, Jeeps, and Trains", "Logistics Trains", "Engineering Vehicles",
        "Engineering Vehicles And Equipment",
    ),
}  # fmt: skip
"""Group to upstream's labels of types, which change over time and differ by page."""

GROUP_OF = {label: group for group, labels in GROUPS.items() for label in labels}

SUMS = frozenset(
    {"All Types", "ACV total (tanks,AFV,IFV,APC,MRAP)", "Total excl recon drones & trucks"}
)
"""Upstream's own sums over types, left out: they hold the rest once more."""


@dataclass(frozen=True)
class Oryx:
    """A day of record is no day of loss; destroyed, damaged, abandoned and captured together."""

    name: str = "oryx"
    title: str = "Oryx, equipment seen lost"
    credit: str = "Oryx, by way of scarnecchia/oryx_data"
    licence: str = "CC BY 4.0"
    published: str = "scarnecchia/oryx_data @a8624b4"
    scope: str = (
        "Equipment seen lost in pictures only: a lower bound, by the day it was listed. It counts "
        "things, never people, and drops when entries are withdrawn."
    )
    basis: Basis = "named_list"
    lower_bound: bool = True
    fills_in_months: int = 0
    grain: Grain = "month"
    files: str = "oryx_totals_by_type_history.csv"
    file_pattern: str = r"oryx_totals_by_type_history\.csv"

    def read(self, content: bytes, file: str) -> Iterator[Read]:
        """Read what each group adds from one day of record to the next."""
        totals: dict[tuple[str, str], dict[date, dict[str, int]]] = {}
        for number, row in enumerate(read_rows(content, where=file, needed=COLUMNS), start=2):
            if row["type"].strip() in SUMS:
                continue
            entry = _entry(row, f"{file} line {number}")
            if isinstance(entry, Skipped):
                yield entry
            else:
                by_day = totals.setdefault((entry.label, GROUP_OF[entry.type]), {})
                by_day.setdefault(entry.day, {})[entry.type] = entry.total
        for (label, group), by_day in sorted(totals.items()):
            yield from _steps(label, group, by_day)


@dataclass(frozen=True)
class _Entry:
    label: str
    type: str
    day: date
    total: int


def _entry(row: dict[str, str], where: str) -> _Entry | Skipped:
    kind, label = row["type"].strip(), row["country"].strip()
    recorded, total = day(row["date"]), whole(row["type_total"])
    if recorded is None or not label:
        return Skipped(where, f"no day and country: {row['date'][:20]!r}, {label[:20]!r}")
    if kind not in GROUP_OF:
        return Skipped(where, f"the unknown type {kind[:40]!r}")
    if total is None:
        return Skipped(where, f"{row['type_total'][:40]!r} is no number of things")
    return _Entry(label, kind, recorded, total)


def _steps(label: str, group: str, by_day: Mapping[date, Mapping[str, int]]) -> Iterator[Read]:
    """Give what a group adds between two days of record; a fall is kept as it is."""
    start, before = BEGAN, 0
    for recorded in sorted(by_day):
        total = sum(by_day[recorded].values())
        if recorded < start:
            yield Skipped(f"{label}, {group}, {recorded}", f"a day of record before {start}")
            continue
        if total < before:
            why = f"the total fell from {before:,} to {total:,}"
            yield Corrected(f"{label}, {group}, {recorded}", why)
        yield Count(label, group, "equipment_lost", start, recorded, float(total - before))
        start, before = recorded + timedelta(days=1), total
