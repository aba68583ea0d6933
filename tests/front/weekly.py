"""Made-up weekly readings for the tests of the front."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ripeness.evidence.cells import no_changes
from ripeness.evidence.panel import ControlPanel
from ripeness.front.forecast import Area
from ripeness.terms.chance import stream
from ripeness.theatre.declared import Window
from ripeness.theatre.grid import make_grid

ORIGIN = date(2025, 11, 30)
AREA = Area(source="map", region="region", side="one", unit_km2=26_508.0)


def readings(count: int = 73, *, pace: float = 50.0, noise: float = 20.0, last: float = 20_000.0):
    """A line with noise that ends in the origin at `last`."""
    changes = pace + noise * stream(7, "tests", "front").standard_normal(count - 1)
    levels = np.concatenate([[0.0], np.cumsum(changes)])
    return as_series(levels - levels[-1] + last)


def as_series(values, *, end: date = ORIGIN) -> pd.Series:
    weeks = [end - timedelta(weeks=back) for back in range(len(values) - 1, -1, -1)]
    return pd.Series(np.asarray(values, float), index=pd.DatetimeIndex(weeks).as_unit("s"))


def panel_of(series, *, source="map", drawn="a", unit_km2=26_000.0, contested=np.nan, lag=0):
    """A panel of one source with one region, Donetsk oblast, and no cells."""
    rows = pd.DataFrame(
        {"held_km2": series.to_numpy(), "unit_km2": unit_km2, "contested_km2": contested}
    )
    for day in ("valid_from", "valid_to", "known_on"):
        rows[day] = series.index.astype("datetime64[s]")
    rows["known_on"] += pd.Timedelta(days=lag)
    texts = {"source": source, "unit": "region", "id": "donetsk", "drawn": drawn}
    rows = rows.assign(**texts, outline="", digest="", completed=False)
    grid = make_grid(Window(west=36, east=37, south=48, north=49))
    return ControlPanel(readings=rows, cells=no_changes(), grid=grid, sources={})
