"""Rebuilds the study of where that the founding case keeps.

    python tools/ship_where.py [OUT]

Made from the panel that the case ships, by `ripeness backtest pokrovsk --where --keep`; origins
that OUT holds already are not simulated again.
"""

import os
import sys
import time
from pathlib import Path

from ship_boundaries import CASE

from ripeness.case.where_paper import FOLDER
from ripeness.scoreboard import Wanted, backtest


def main(out: str = "runs/pokrovsk/backtest", source: str | None = None) -> None:
    """Ship the study."""
    began = time.perf_counter()
    answer = backtest(
        CASE,
        wanted=Wanted(where=True, keep=True, source=source),
        out=Path(out),
        workers=os.cpu_count() or 1,
    )
    print(f"{len(answer.cells)} rows, {time.perf_counter() - began:.0f} s")
    for path in sorted((CASE / FOLDER).iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
