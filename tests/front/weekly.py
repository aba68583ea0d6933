"""Made-up weekly readings for the tests of the front."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ripeness.front.forecast import Area
from ripeness.terms.chance import stream

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
