"""Tell how often the first forecasts held what came about, from origins every four weeks.

Usage: python benchmarks/front_coverage.py [--first DAY] [--last DAY]

Every forecast sees only what was known at its origin. Sources, regions and origins hang together,
so the shares are descriptions and not tests; `ripeness.scores.board` says what they are worth.
"""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pandas as pd

from ripeness.evidence.panel import ControlPanel, known_by, read_panel, weekly_km2
from ripeness.front.forecast import Area, forecast_area
from ripeness.front.settings import FrontSettings
from ripeness.scores.table import score_each
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.errors import NoDataError

EVIDENCE_TO = date(2026, 2, 28)
SOURCES = ("deepstate", "liveuamap")
REGIONS = ("total", "donetsk", "luhansk", "zaporizhzhia", "kharkiv")
HORIZONS = (4, 13, 26)
SETTINGS = FrontSettings(members=1000)
STEP = timedelta(weeks=4)


def rows(panel: ControlPanel, first: date, last: date) -> Iterator[tuple[object, ...]]:
    """Give one row for each quantile of each forecast that has come due."""
    origin = sunday_on_or_before(first)
    while origin <= last:
        known = known_by(panel, origin)
        for source in SOURCES:
            for region in REGIONS:
                yield from quantiles(
                    panel, known, Area(source=source, region=region, side="one"), origin
                )
        origin += STEP


def quantiles(
    panel: ControlPanel, known: ControlPanel, area: Area, origin: date
) -> Iterator[tuple[object, ...]]:
    """Give the rows of one area from one origin; none where nothing was known."""
    try:
        readings = weekly_km2(known, source=area.source, id=area.region, until=origin)
    except NoDataError:
        return
    came = weekly_km2(panel, source=area.source, id=area.region, until=EVIDENCE_TO)
    made = forecast_area(readings, area=area, origin=origin, seed=1, settings=SETTINGS)
    for one in made.forecasts:
        for ahead in HORIZONS:
            observed = came.get(pd.Timestamp(one.weeks[ahead - 1]))
            name = (one.model, one.source, one.region, origin, ahead)
            yield from (
                (*name, float(level), values[ahead - 1], observed)
                for level, values in one.quantiles.items()
            )


def main() -> None:
    """Print coverage by model and horizon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=date.fromisoformat, default=date(2022, 12, 4))
    parser.add_argument("--last", type=date.fromisoformat, default=date(2026, 1, 25))
    told = parser.parse_args()
    case = Path(str(files("ripeness.case"))) / "library" / "pokrovsk"
    names = ["model", "source", "region", "origin", "horizon_weeks", "level", "value", "observed"]
    table = pd.DataFrame(rows(read_panel(case / "panel"), told.first, told.last), columns=names)
    scored = score_each(table).groupby(["horizon_weeks", "model"])
    shares = scored[["inside_50", "inside_80", "inside_95"]].mean().round(2)
    print(shares.assign(forecasts=scored.size()).to_string())


if __name__ == "__main__":
    main()
