"""Everything that the contest says of one backtest."""

from dataclasses import dataclass

import pandas as pd

from ripeness.front.contest.places import pit_counts
from ripeness.front.contest.records import PitCount, Standing, Versus, Warned
from ripeness.front.contest.standings import pairs, standings
from ripeness.front.contest.warned import warnings_of
from ripeness.front.rupture import Event


@dataclass(frozen=True)
class Contest:
    """The contest of one backtest."""

    pit: tuple[PitCount, ...]
    contest: tuple[Standing, ...]
    pairs: tuple[Versus, ...]
    warnings: tuple[Warned, ...]


def contest_of(
    scored: pd.DataFrame,
    made: pd.DataFrame,
    came: pd.DataFrame,
    *,
    listed: tuple[Event, ...],
    seed: int,
    step_weeks: int,
) -> Contest:
    """Return how the contest stands in a backtest.

    Args:
        scored: Scores of the judged series, of `scores.table.score_each`.
        made: Forecasts from the origins scored, of `backtest.made_again`; warnings are read of all
            its sources.
        came: What came about, of `outcomes.outcomes`.
        listed: Events of rupture at the rule's own multiple.
        seed: The seed of the resampling.
        step_weeks: Weeks from one origin to the next.
    """
    weeks = int(made["horizon_weeks"].max())
    return Contest(
        pit=pit_counts(scored),
        contest=standings(scored, made, came, seed=seed, step_weeks=step_weeks),
        pairs=pairs(scored, came, seed=seed, step_weeks=step_weeks),
        warnings=warnings_of(made, listed, weeks=weeks),
    )
