"""The power analysis of the tempo contest, kept in a case's study. Slow: some ten minutes.

    python tools/study_power.py            the founding case

Worlds go on from the first judged source's map of the first judged region that has an outline, at
the case's as-of day.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from ship_boundaries import CASE

from ripeness.case.opened import OpenedCase, open_case
from ripeness.case.study import read_study, write_study
from ripeness.case.summed import ABOUT
from ripeness.evidence.panel import known_by, weekly_km2
from ripeness.front.contest.power import PowerSettings, power
from ripeness.front.contest.records import Power
from ripeness.front.forecast import Area
from ripeness.front.history import History, weekly_history, with_wear
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.attrition import Attrition
from ripeness.front.tempo.damped import Damped
from ripeness.front.tempo.pace import ConstantPace
from ripeness.front.tempo.regime import RegimeSwitching
from ripeness.front.wear import wear_of
from ripeness.terms.days import sunday_on_or_before

PARTICLES = 400
"""Particles behind each filter here; forecasts have more."""

MODELS = (
    ConstantPace(window_weeks=13),
    Damped(particles=PARTICLES),
    RegimeSwitching(particles=PARTICLES),
    Attrition(particles=PARTICLES),
)


def start_of(opened: OpenedCase) -> tuple[History, Area]:
    """Return the history from which worlds go on."""
    case, panel = opened.case, opened.panel
    source = case.scoreboard.sources[0]
    region = next(name for name in case.scoreboard.regions if name != "total")
    origin, settings = sunday_on_or_before(case.as_of), FrontSettings()
    known = known_by(panel, case.as_of)
    rows = known.readings[(known.readings["source"] == source) & (known.readings["id"] == region)]
    drawn, size = rows["drawn"].iloc[-1], float(rows["unit_km2"].iloc[-1])
    readings = weekly_km2(known, source=source, id=region, until=origin)
    wear = wear_of(opened.counts, drawn=drawn, origin=origin, weeks=settings.history_weeks)
    history = weekly_history(readings, origin=origin, settings=settings)
    area = Area(source=source, region=region, side=case.side_in[drawn], unit_km2=size)
    return with_wear(history, wear, unit_km2=size), area


def of_truth(number: int, history: History, area: Area) -> tuple[Power, ...]:
    """Return the rows of one model's worlds."""
    ordered = (MODELS[number], *(one for place, one in enumerate(MODELS) if place != number))
    found = power(history, area, models=ordered, seed=20251205, settings=SETTINGS, truths=1)
    print(ordered[0].name, "done", file=sys.stderr)
    return found


SETTINGS = PowerSettings()


def main() -> None:
    """Keep the analysis in the case's study."""
    files = read_study(CASE)
    if files is None:
        sys.exit("no study: run tools/ship_scoreboard.py first")
    start = start_of(open_case(CASE))
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(of_truth, number, *start) for number in range(len(MODELS))]
        rows = [row for one in waiting for row in one.result()]
    study = files.study.model_copy(update={"power": tuple(rows)})
    write_study(CASE, replace(files, study=study), about=ABOUT)
    for row in rows:
        print(row.truth, "against", row.rival, row.told_apart, row.weeks_needed)


if __name__ == "__main__":
    main()
