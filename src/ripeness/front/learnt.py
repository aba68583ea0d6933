"""What a stack has learnt by an origin: its weights and its curve, by source and horizon.

They are learnt at a few horizons. Between these a forecast takes what lies between; before the
first and after the last it takes theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from ripeness.front.history import Numbers
from ripeness.front.recalibrate import GRID, SAME

WEIGHT_COLUMNS = ("source", "horizon_weeks", "origin", "model", "weight")
CURVE_COLUMNS = ("source", "horizon_weeks", "origin", "central", "held")


@dataclass(frozen=True)
class Learnt:
    """A stack's weights and curves by source and horizon; nothing: equal weights, no change."""

    weights: Mapping[tuple[str, int], Mapping[str, float]] = field(default_factory=dict)
    """By source and horizon in weeks: each member's weight."""
    curves: Mapping[tuple[str, int], Numbers] = field(default_factory=dict)
    """By source and horizon in weeks: the curve of `recalibrate`."""

    def knows(self, source: str) -> bool:
        """Tell whether anything was learnt of a source."""
        return any(name == source for name, _ in self.weights)

    def weights_at(self, source: str, week: int, members: tuple[str, ...]) -> Numbers:
        """Return the weights of members some weeks ahead; they sum to one."""
        equal = 1 / len(members)
        known = [
            (horizon, np.array([told.get(name, 0.0) for name in members]))
            for (name_, horizon), told in sorted(self.weights.items())
            if name_ == source
        ]
        found = _between(known, week)
        if found is None or not found.sum() > 0:
            return np.full(len(members), equal)
        return found / found.sum()

    def curve_at(self, source: str, week: int) -> Numbers:
        """Return the curve some weeks ahead."""
        known = [(h, told) for (name, h), told in sorted(self.curves.items()) if name == source]
        found = _between(known, week)
        return SAME if found is None else found


NOTHING = Learnt()
"""Nothing learnt: equal weights, and no change."""


def learnt_tables(pool: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the weights and the curves of a stack at every origin, as two tables.

    Args:
        pool: Of `stack.stacked`.
    """
    once = pool.drop_duplicates(["source", "horizon_weeks", "origin"])
    named = [(row.source, row.horizon_weeks, row.origin) for row in once.itertuples()]
    weights = [
        (*name, model, weight)
        for name, told in zip(named, once["learnt"], strict=True)
        for model, weight in told.items()
    ]
    curves = [
        (*name, central, held)
        for name, told in zip(named, once["curve"], strict=True)
        for central, held in zip(GRID.tolist(), told, strict=True)
    ]
    return (
        pd.DataFrame(weights, columns=list(WEIGHT_COLUMNS)),
        pd.DataFrame(curves, columns=list(CURVE_COLUMNS)),
    )


def learnt_by(weights: pd.DataFrame, curves: pd.DataFrame, day: date) -> Learnt:
    """Return what was learnt by the last origin on or before a day.

    Args:
        weights: Of `learnt_tables`.
        curves: Of `learnt_tables`.
        day: The origin of a forecast; what was learnt later is not used.
    """
    told = {
        key: dict(zip(rows["model"], rows["weight"].astype(float), strict=True))
        for key, rows in _last(weights, day)
    }
    bent = {
        key: rows.sort_values("central")["held"].to_numpy(float) for key, rows in _last(curves, day)
    }
    return Learnt(weights=told, curves=bent)


def _last(table: pd.DataFrame, day: date) -> list[tuple[tuple[str, int], pd.DataFrame]]:
    known = table[table["origin"] <= pd.Timestamp(day)]
    found = []
    for (source, horizon), rows in known.groupby(["source", "horizon_weeks"], sort=True):
        last = rows[rows["origin"] == rows["origin"].max()]
        found.append(((str(source), int(str(horizon))), last))
    return found


def _between(known: list[tuple[int, Numbers]], week: int) -> Numbers | None:
    if not known:
        return None
    horizons = np.array([horizon for horizon, _ in known], float)
    rows = np.array([told for _, told in known])
    return np.array([np.interp(week, horizons, column) for column in rows.T])
