"""Rebuilds the study that the founding case keeps: its scoreboard, weights and chances.

    python tools/ship_scoreboard.py            then: python tools/study_power.py
    python tools/ship_scoreboard.py --digests  only the digests of what each origin knew, in seconds

Made from the panel and counts that the case ships, by `ripeness backtest pokrovsk --keep`. The
power analysis is slow and kept from one time to the next until tools/study_power.py is run.
"""

import os
import sys
import time
from pathlib import Path

from ship_boundaries import CASE

from ripeness.case.opened import open_case
from ripeness.case.study import FOLDER, matches, read_study, with_digests, write_study
from ripeness.case.summed import ABOUT
from ripeness.scoreboard import Wanted, backtest


def add_digests(case: Path = CASE) -> None:
    """Add the digests to a study that was made from the very panel of its case."""
    files, opened = read_study(case), open_case(case)
    if files is None or not matches(files, opened):
        sys.exit("no study of this panel: run tools/ship_scoreboard.py without --digests")
    files = with_digests(files, opened.panel)
    write_study(case, files, about=ABOUT)
    print(f"{len(files.study.digests)} digests")


def main(out: str = "runs/pokrovsk/backtest") -> None:
    """Ship the study."""
    began = time.perf_counter()
    workers = os.cpu_count() or 1
    answer = backtest(CASE, wanted=Wanted(keep=True), out=Path(out), workers=workers)
    print(f"{len(answer.scores)} rows, {time.perf_counter() - began:.0f} s")
    for path in sorted((CASE / FOLDER).iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    if sys.argv[1:] == ["--digests"]:
        add_digests()
    else:
        main(*sys.argv[1:])
