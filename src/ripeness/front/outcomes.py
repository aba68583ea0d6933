"""What came about after each origin, and since when that was known."""

from datetime import date

import numpy as np
import pandas as pd

from ripeness.evidence.panel import ControlPanel, known_by, latest_vintages, sunday_rows
from ripeness.front.forecast import POINTS
from ripeness.front.history import Numbers
from ripeness.scores.table import KEYS
from ripeness.terms.forecasts import LEVELS

PROBABILITIES = np.array([float(level) for level in LEVELS])


def outcomes(panel: ControlPanel, made: pd.DataFrame, *, evidence_to: date) -> pd.DataFrame:
    """Return what was observed for each origin and horizon that were forecast.

    Args:
        panel: The control panel.
        made: Forecasts, of `backtest.made_again`.
        evidence_to: The last day of evidence that counts.

    Returns:
        `source`, `region`, `origin`, `horizon_weeks`, `observed` (in km²), and `known_on`, the day
        from which it was known; a day without a reading is absent.
    """
    asked = made.loc[made["points"].notna(), ["source", "region", "origin", "horizon_weeks"]]
    asked = asked.drop_duplicates()
    ahead = pd.to_timedelta(7 * asked["horizon_weeks"].astype("int64"), unit="D")
    asked = asked.assign(due=(asked["origin"] + ahead).astype("datetime64[s]"))
    rows = known_by(panel, evidence_to).readings
    rows = rows[(rows["unit"] != "place") & rows["held_km2"].notna()]
    parts = [
        sunday_rows(latest_vintages(own)).assign(source=str(source), region=str(region))
        for (source, region), own in rows.groupby(["source", "id"], sort=False)
    ]
    read = pd.concat(parts, ignore_index=True)
    read = read.rename(columns={"sunday": "due", "held_km2": "observed"})
    read = read.assign(due=read["due"].astype("datetime64[s]"))
    found = asked.merge(
        read[["source", "region", "due", "observed", "known_on"]], on=["source", "region", "due"]
    )
    known = np.maximum(found["known_on"], found["due"])
    return found.assign(known_on=known)[found["due"] <= pd.Timestamp(evidence_to)]


def quantile_table(made: pd.DataFrame, came: pd.DataFrame) -> pd.DataFrame:
    """Return one quantile a row with what came about, both as change since the origin.

    Args:
        made: Forecasts, of `backtest.made_again` and `stack.stacked`.
        came: What came about, of `outcomes`.
    """
    keys = ["source", "region", "origin", "horizon_weeks"]
    whole = made[made["points"].notna()].merge(came[[*keys, "observed"]], on=keys, how="left")
    values = at_levels(whole["points"]) - whole["origin_value"].to_numpy(float)[:, None]
    levels = len(PROBABILITIES)
    table = whole.loc[whole.index.repeat(levels), KEYS].reset_index(drop=True)
    change = whole["observed"] - whole["origin_value"]
    return table.assign(
        level=np.tile(PROBABILITIES, len(whole)),
        value=values.ravel(),
        observed=np.repeat(change.to_numpy(float), levels),
    )


def fair_crps(made: pd.DataFrame, came: pd.DataFrame, *, members: int) -> pd.DataFrame:
    """Return the fair CRPS of each forecast whose outcome is known, by its name.

    Fair: what as many members as there are lose by being finite is taken off (Ferro 2014,
    https://doi.org/10.1002/qj.2270). It is read off the points by which a distribution is kept,
    which is within half a percent of the members' own, as a test says.

    Args:
        made: Forecasts, of `backtest.made_again` and `stack.stacked`.
        came: What came about, of `outcomes`.
        members: How many members stand behind each.
    """
    keys = ["source", "region", "origin", "horizon_weeks"]
    whole = made[made["points"].notna()].merge(came[[*keys, "observed"]], on=keys)
    points = np.sort(np.vstack(whole["points"].to_list()), axis=1) if len(whole) else EMPTY
    count = points.shape[1]
    away = np.abs(points - whole["observed"].to_numpy(float)[:, None]).mean(axis=1)
    ranks = 2 * np.arange(1, count + 1) - count - 1
    apart = 2 * (points @ ranks) / count**2
    return whole[KEYS].assign(crps_fair=away - apart / 2 * members / (members - 1))


EMPTY = np.zeros((0, len(POINTS)))


def at_levels(points: pd.Series) -> Numbers:
    """Return the 23 quantiles of distributions kept by their points, one row each."""
    rows = np.vstack(points.to_list()) if len(points) else np.zeros((0, len(POINTS)))
    return np.array([np.interp(PROBABILITIES, POINTS, row) for row in rows]).reshape(
        len(rows), len(PROBABILITIES)
    )
