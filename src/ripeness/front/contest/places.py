"""Where outcomes fell within the forecasts of each model, counted in ten bins."""

from collections.abc import Iterator

import pandas as pd

from ripeness.front.contest.records import PitCount
from ripeness.front.contest.standings import EVERY
from ripeness.scores.pit import Pit, histogram


def pit_counts(scored: pd.DataFrame) -> tuple[PitCount, ...]:
    """Return for each model, source and horizon, and for all sources, ten bins of probability.

    Args:
        scored: Scores of the series to be counted, of `scores.table.score_each`.
    """
    return tuple(_counts(scored))


def _counts(scored: pd.DataFrame) -> Iterator[PitCount]:
    together = scored.assign(source=EVERY)
    for table in (together, scored):
        keys = ["model", "source", "horizon_weeks"]
        for (model, source, horizon), rows in table.groupby(keys, sort=True):
            places = Pit(low=rows["pit_low"].to_numpy(float), high=rows["pit_high"].to_numpy(float))
            yield PitCount(
                model=str(model),
                source=str(source),
                horizon_weeks=int(str(horizon)),
                forecasts=len(rows),
                bins=tuple(histogram(places).tolist()),
            )
