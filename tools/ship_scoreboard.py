"""Rebuilds the study that the founding case keeps: its scoreboard, weights and chances.

    python tools/ship_scoreboard.py          then: python tools/study_power.py

Made from the panel and counts that the case ships, by `ripeness backtest pokrovsk --keep`. The
power analysis is slow and kept from one time to the next until tools/study_power.py is run.
"""

import os
import sys
import time
from pathlib import Path

from ship_boundaries import CASE

from ripeness.case.study import FOLDER
from ripeness.scoreboard import Wanted, backtest


def main(out: str = "runs/pokrovsk/backtest") -> None:
    """Ship the study."""
    began = time.perf_counter()
    workers = os.cpu_count() or 1
    answer = backtest(CASE, wanted=Wanted(keep=True), out=Path(out), workers=workers)
    print(f"{len(answer.scores)} rows, {time.perf_counter() - began:.0f} s")
    for path in sorted((CASE / FOLDER).iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
