"""Upstream maps into areas by place and region: ours beside a geopandas overlay of the same maps.

    python benchmarks/ingest.py [DAYS] [SOURCE]

Both read the same files of `RIPENESS_DATA` (default ../shared/data) and give the area held of every
region and place. Ours also gives tolerance bands, distances and cells. The overlay is what a
geopandas user writes: read, make valid, project to an equal-area plane, overlay, sum. CPU time is
printed beside wall time, for a busy machine stretches only the second.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame, overlay, read_file

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from ship import FOLDERS, case_ground

from ripeness.case.load import case_folder
from ripeness.evidence.ingest import PANEL, CaseGround, ingest
from ripeness.evidence.panel import read_panel
from ripeness.theatre.outlines import read_outlines

DATA = Path(os.environ.get("RIPENESS_DATA", "../shared/data"))
TODAY = date(2026, 12, 22)


def timed(work: Callable[[], pd.Series]) -> tuple[pd.Series, float, float]:
    """What some work gives, its wall and its CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def ours(files: Path, case: CaseGround) -> pd.Series:
    """Areas by day and unit, by ingest."""
    ingest("deepstate", files, case=case, today=TODAY)
    panel = read_panel(case.folder / PANEL)
    rows = panel.readings[panel.readings["unit"] != "total"]
    return rows.set_index(["valid_to", "id"])["held_km2"]


def overlaid(files: Path, case: CaseGround) -> pd.Series:
    """Areas by day and unit, by geopandas overlay."""
    outlines = read_outlines(case.folder, case.theatre)
    units = {**outlines.regions, **outlines.places}
    frame = GeoDataFrame(
        {"id": list(units)}, geometry=[unit.geometry for unit in units.values()], crs=4326
    ).to_crs(6933)
    found = []
    for path in sorted(files.iterdir()):
        held = read_file(path)[["geometry"]]
        held = held.set_geometry(held.make_valid()).to_crs(6933)
        cut = overlay(frame, held, how="intersection", keep_geom_type=True)
        area = (cut.area / 1e6).groupby(cut["id"]).sum().reindex(list(units), fill_value=0.0)
        day = pd.Timestamp(path.stem[-8:])
        found.append(pd.concat({day: area}, names=["valid_to", "id"]))
    return pd.concat(found)


def new_case(folder: Path) -> CaseGround:
    """The founding case without a panel."""
    shutil.copytree(case_folder("pokrovsk"), folder, ignore=shutil.ignore_patterns("panel"))
    return case_ground(folder)


def compare(days: int, work: Path) -> None:
    """Ours beside the overlay on the last days of the series."""
    files = work / "files"
    files.mkdir()
    for path in sorted((DATA / FOLDERS["deepstate"]).iterdir())[-days:]:
        shutil.copy(path, files)
    case = new_case(work / "case")
    mine, wall, cpu = timed(lambda: ours(files, case))
    print(f"ours      {days} days  wall {wall:6.2f} s  cpu {cpu:6.2f} s  {memory()}")
    theirs, peer_wall, peer_cpu = timed(lambda: overlaid(files, case))
    print(f"geopandas {days} days  wall {peer_wall:6.2f} s  cpu {peer_cpu:6.2f} s  {memory()}")
    print(f"ratio (geopandas / ours): wall {peer_wall / wall:.1f}, cpu {peer_cpu / cpu:.1f}")
    off = (mine - theirs.reindex(mine.index)).abs()
    print(f"areas differ by at most {off.max():.2f} km2 ({(off / (mine + 1)).max():.2%})")
    for number in range(2):
        day = date(2026, 3, 1) + timedelta(days=number)
        (work / f"one{number}").mkdir()
        last = max(files.iterdir())
        shutil.copy(last, work / f"one{number}" / f"deepstatemap_data_{day:%Y%m%d}.geojson")
        _, wall, cpu = timed(lambda at=work / f"one{number}": ours(at, case))
        print(f"one more day         wall {wall:6.2f} s  cpu {cpu:6.2f} s")


def whole_series(source: str, work: Path) -> None:
    """The whole of a source, ours alone."""
    case = new_case(work / source)

    def build() -> pd.Series:
        report = ingest(source, DATA / FOLDERS[source], case=case, today=TODAY)
        return pd.Series([report.added])

    added, wall, cpu = timed(build)
    print(f"{source}: {added[0]} maps  wall {wall:.2f} s  cpu {cpu:.2f} s  {memory()}")


def memory() -> str:
    """The most memory that this process has held so far."""
    return f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB so far"


def main(arguments: list[str]) -> None:
    """Compare on some days, then build whole series."""
    if not DATA.is_dir():
        print("no data folder: set RIPENESS_DATA")
        return
    days = int(arguments[0]) if arguments else 30
    with tempfile.TemporaryDirectory() as name:
        compare(days, Path(name))
        for source in arguments[1:] or ["deepstate", "liveuamap"]:
            whole_series(source, Path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
