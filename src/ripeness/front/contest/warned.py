"""What rupture warnings each model would have raised at past origins, and whether one came."""

from datetime import timedelta

import pandas as pd

from ripeness.front.contest.records import Warned
from ripeness.front.rupture import Event
from ripeness.front.rupture_kinds import Direction

THRESHOLDS = (0.25, 0.5)
"""From such a chance on a warning is counted; two, since no threshold is the right one."""


def warnings_of(made: pd.DataFrame, listed: tuple[Event, ...], *, weeks: int) -> tuple[Warned, ...]:
    """Return each model's warnings by source, theatre and direction, the loudest first.

    Args:
        made: Forecasts with `p_gained` and `p_lost`, of `backtest.made_again`.
        listed: Events at the rule's own multiple.
        weeks: How far a warning looks.
    """
    asked = made[made["p_gained"].notna() & (made["horizon_weeks"] == weeks)]
    rows = [
        _warned(
            part.sort_values("origin"), (str(model), str(source), str(region)), direction, listed
        )
        for (model, source, region), part in asked.groupby(["model", "source", "region"], sort=True)
        for direction in DIRECTIONS
    ]
    return tuple(sorted(rows, key=lambda row: -row.highest))


def chance_table(made: pd.DataFrame) -> pd.DataFrame:
    """Return the chances of a rupture by model, source, theatre, direction and origin.

    Args:
        made: Forecasts with `p_gained` and `p_lost`, of `backtest.made_again`.
    """
    asked = made[made["p_gained"].notna()].rename(
        columns={"region": "theatre", "horizon_weeks": "weeks"}
    )
    keys = ["model", "source", "theatre", "origin", "weeks"]
    parts = [
        asked[keys].assign(direction=direction, p=asked[f"p_{direction}"])
        for direction in DIRECTIONS
    ]
    return pd.concat(parts, ignore_index=True)


DIRECTIONS: tuple[Direction, ...] = ("gained", "lost")


def _warned(
    part: pd.DataFrame,
    named: tuple[str, str, str],
    direction: Direction,
    listed: tuple[Event, ...],
) -> Warned:
    model, source, theatre = named
    chances = part[f"p_{direction}"].to_numpy(float)
    days = [day.date() for day in part["origin"]]
    loudest = int(chances.argmax())
    weeks = int(part["horizon_weeks"].iloc[0])
    own = [
        event
        for event in listed
        if (event.source, event.theatre, event.direction) == (source, theatre, direction)
        and event.status == "counted"
        and any(day <= event.first < day + timedelta(weeks=weeks) for day in days)
    ]
    return Warned(
        model=model,
        source=source,
        theatre=theatre,
        direction=direction,
        weeks=weeks,
        origins=len(days),
        highest=float(chances[loudest]),
        highest_on=days[loudest],
        warned_on={
            str(least): tuple(day for day, p in zip(days, chances, strict=True) if p >= least)
            for least in THRESHOLDS
        },
        came=len(own),
        expected=float(chances.mean()),
    )
