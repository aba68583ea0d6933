"""Rebuilds all that the founding case ships, from the data folder, with the package's own code.

    python tools/ship.py                 boundaries and panels
    python tools/ship.py boundaries      boundaries only
    python tools/ship.py panel           panels only
    python tools/ship.py panel isw       one source

Files upstream are those of `RIPENESS_DATA`, retrieved on the day that its PROVENANCE.md states.
"""

import shutil
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ship_boundaries import CASE, RETRIEVED, data_folder, ship_boundaries

from ripeness.case.load import load_case
from ripeness.evidence.ingest import PANEL, CaseGround, ingest
from ripeness.evidence.panel import read_panel, write_panel
from ripeness.evidence.provenance import SourceRecord
from ripeness.evidence.thin import thinned_to_weeks
from ripeness.terms.days import MIN_LAG_DAYS

FOLDERS = {
    "deepstate": "upstream/deepstate",
    "deepstate_grey": "control",
    "liveuamap": "upstream/nzz",
    "isw": "control",
}
"""Where in the data folder each source's files lie."""

WEEKLY = ("deepstate_grey", "liveuamap")
"""Sources without a stated licence, of which only readings by week are shipped (decision 0004)."""


def case_ground(folder: Path) -> CaseGround:
    """Return what ingesting needs of the case in a folder."""
    case = load_case(folder)
    slots = {side.id: side.slot for side in case.sides}
    return CaseGround(folder, case.theatre, case.evidence, slots)


def commanded(record: SourceRecord, source: str) -> SourceRecord:
    """Return a record with the command that makes its files again."""
    command = (
        f"RIPENESS_DATA=DATA python tools/ship.py panel {source}  "
        f"(ripeness ingest {source} DATA/{FOLDERS[source]} --case FOLDER)"
    )
    return record.model_copy(update={"command": command})


def ship_panel(data: Path, folder: Path, sources: list[str]) -> None:
    """Build the panel of each source anew and put it in place of the one that stands."""
    retrieved = date.fromisoformat(RETRIEVED)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name) / "case"
        shutil.copytree(folder, work, ignore=shutil.ignore_patterns(PANEL))
        ground = case_ground(work)
        for source in sources:
            began = time.perf_counter()
            report = ingest(
                source,
                data / FOLDERS[source],
                case=ground,
                today=retrieved + timedelta(days=MIN_LAG_DAYS),
                retrieved=retrieved,
            )
            print(
                f"{source}: {report.added} maps, {len(report.skipped)} skipped, "
                f"{report.first} to {report.last}, {time.perf_counter() - began:.1f} s"
            )
        panel = read_panel(work / PANEL)
    for source in sources:
        panel = thinned_to_weeks(panel, source) if source in WEEKLY else panel
    records = {source: commanded(panel.sources[source], source) for source in sources}
    write_panel(replace(panel, sources=records), folder / PANEL)
    for path in sorted((folder / PANEL).rglob("*.*")):
        print(f"{path.relative_to(folder)}: {path.stat().st_size / 1e3:.0f} kB")


def main(arguments: list[str]) -> None:
    """Ship what the arguments name."""
    what = arguments[0] if arguments else "all"
    if what in {"all", "boundaries"}:
        ship_boundaries(data_folder(), CASE)
    if what in {"all", "panel"}:
        ship_panel(data_folder(), CASE, arguments[1:] or list(FOLDERS))


if __name__ == "__main__":
    main(sys.argv[1:])
