"""How much ground changes hands inside the window: the tempo of the whole, brought to it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.front.allocation.dynamics import WHOLE
from ripeness.front.allocation.ground import LASTING_WEEKS, Ground
from ripeness.front.history import History, weekly_history
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.interface import Tempo
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError, RipenessError

PAST_WEEKS = 52
"""Weeks whose changes say how much falls within the window, and how much ground comes and goes."""

BLOCK_WEEKS = 13
"""Length of the blocks in which these weeks are drawn again."""

MOST_SHARE = 1.5
"""No more of the change of the whole than this falls within the window."""

Numbers = NDArray[np.float64]


def window_tempo(
    readings: pd.Series,
    ground: Ground,
    *,
    tempos: Sequence[Tempo[Any]],
    settings: FrontSettings,
    seed: int,
) -> Numbers:
    """Draw how much ground changes hands inside the window, week by week, each way.

    Members are dealt to the models in turn, which is their pool with equal weights. Of a net change
    of the whole as much falls within the window as did in blocks of the past year, drawn anew for
    each member. A model of net change knows nothing of ground that comes and goes within a week: of
    that each week gets what a past week had.

    Args:
        readings: The whole's area in km² by Sunday, known at the origin.
        ground: The cells at the origin.
        tempos: The models; one that cannot forecast leaves its members to the others.
        settings: Horizon, members and history.
        seed: The seed of the run.

    Returns:
        Ground in km² (members, weeks, gain and recapture).

    Raises:
        ModelError: If no model can forecast the whole.
    """
    history = weekly_history(readings, origin=ground.origin, settings=settings)
    net = net_changes(history, tempos, settings, seed=seed)
    past = changes_of(ground)
    share = window_share(readings, past, members=len(net), seed=seed)
    inside = net * share[:, None]
    both = past[["gain", "recapture"]].min(axis=1).to_numpy(float)
    if len(both) == 0:
        both = np.zeros(1)
    draw = stream(seed, "front", "allocation", "to and fro")
    churn = both[draw.integers(len(both), size=inside.shape)]
    return np.stack([np.maximum(inside, 0) + churn, np.maximum(-inside, 0) + churn], axis=2)


def changes_of(ground: Ground) -> pd.DataFrame:
    """Return the ground gained and recaptured inside the window by week, in km², where it lasted.

    Args:
        ground: The cells.
    """
    known = ground.settled[: max(len(ground.weeks) - LASTING_WEEKS, 1)]
    change = np.diff(known[-(PAST_WEEKS + 1) :].astype(np.int32), axis=0)
    weeks = ground.weeks[: len(ground.weeks) - LASTING_WEEKS][-len(change) :] if len(change) else ()
    found = {
        name: np.maximum(sign * change, 0).sum(axis=(1, 2)) / WHOLE * ground.cell_km2
        for name, sign in (("gain", 1), ("recapture", -1))
    }
    return pd.DataFrame(found, index=pd.DatetimeIndex(weeks).as_unit("s"))


def window_share(readings: pd.Series, past: pd.DataFrame, *, members: int, seed: int) -> Numbers:
    """Draw for each member which share of the whole's net change falls within the window.

    The share is that of blocks of past weeks, drawn with replacement: net change inside over net
    change of the whole. Where the whole hardly moved, all is taken to fall inside.

    Args:
        readings: The whole's area by Sunday.
        past: Ground changed inside the window by week, from `changes_of`.
        members: How many members.
        seed: The seed of the run.
    """
    whole = readings.diff().reindex(past.index)
    inside = (past["gain"] - past["recapture"])[whole.notna()].to_numpy(float)
    total = whole[whole.notna()].to_numpy(float)
    blocks = max(len(total) // BLOCK_WEEKS, 1)
    if not len(total) or abs(total.sum()) < np.abs(inside).sum() / 10:
        return np.ones(members)
    parts = [np.array_split(values, blocks) for values in (inside, total)]
    sums = np.array([[one.sum() for one in part] for part in parts])
    drawn = stream(seed, "front", "allocation", "share").integers(blocks, size=(members, blocks))
    over = sums[1][drawn].sum(axis=1)
    usual = np.clip(inside.sum() / total.sum(), 0.0, MOST_SHARE)
    sound = np.abs(over) > np.abs(total.sum()) / 4
    share = np.where(sound, sums[0][drawn].sum(axis=1) / np.where(sound, over, 1.0), usual)
    return np.clip(share, 0.0, MOST_SHARE)


def net_changes(
    history: History, tempos: Sequence[Tempo[Any]], settings: FrontSettings, *, seed: int
) -> Numbers:
    """Return net changes by member and week, in km², members dealt to the models in turn.

    Args:
        history: Readings up to the origin.
        tempos: The models; one that cannot forecast leaves its members to the others.
        settings: Horizon and members.
        seed: The seed of the run.

    Raises:
        ModelError: If no model can forecast.
    """
    made: list[Numbers] = []
    why: RipenessError | None = None
    for tempo in tempos:
        generator = stream(seed, "front", "allocation", "tempo", tempo.name)
        try:
            state = tempo.init(history, settings, generator)
        except RipenessError as error:
            why = error
            continue
        weeks: list[Numbers] = []
        for _ in range(history.weeks_behind + settings.horizon_weeks):
            state, change = tempo.step(state, generator)
            weeks.append(change.net_km2)
        made.append(np.stack(weeks[history.weeks_behind :], axis=1))
    if not made:
        raise ModelError(
            f"no model that can forecast ({why})",
            where="tempo of the whole",
            expected="at least one",
            remedy="Choose a later --as-of, or a source with a longer record.",
        )
    member = np.arange(settings.members)
    return np.stack(made)[member % len(made), member]
