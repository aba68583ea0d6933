"""What moved between two days: around an announcement (*news*), or while a place fell (*crossing*).

From each Sunday the constant pace of 13 weeks is carried on, and what that means for ground,
reservation values, zone and terms is read off, on the same draws of what the parties want. The move
over the window asked about is set beside the moves over all other windows of equal length: most of
what moves in any such window has nothing to do with the place. Neither is an effect of its fall.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.campaign.conclusion import compared
from ripeness.campaign.records import EffectPaper, Estimand, Quantity
from ripeness.campaign.reservation import Reservation
from ripeness.campaign.strips import zone
from ripeness.campaign.worth import Offers, going_on
from ripeness.front.forecast import Area, simulate
from ripeness.front.history import weekly_history
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.pace import ConstantPace
from ripeness.table.utility import annuity
from ripeness.terms.errors import RipenessError

Numbers = NDArray[np.float64]

PACE = ConstantPace(window_weeks=13)
"""The rule by which every Sunday looks ahead."""

UNITS: Mapping[str, str] = {
    "ground": "km2 left at the horizon",
    "reservation": "share of all that is at stake",
    "zone": "share of draws",
    "terms": "share of members in which terms are no better than the package",
}


@dataclass(frozen=True)
class Watched:
    """What is looked at from every Sunday."""

    offers: Offers
    """The packages, one row a draw."""
    names: tuple[str, str]
    """Ids of the sides, the taker first."""
    package: int
    """Position of the package that terms are compared with."""
    losses: Numbers
    """Losses until the horizon, in thousands, the taker's first: [draw, side]."""
    rest_km2: float
    """Ground that the taker does not hold on the first day, in km²."""
    taken_km2: float
    """Ground that it holds then, in km²; gains are counted from it, before and after that day."""
    weeks: int
    """How far each Sunday looks ahead."""


def looked_at(taken: pd.Series, watched: Watched, area: Area, *, seed: int) -> pd.DataFrame:
    """Return what each Sunday says of every quantity: rows by Sunday, columns (quantity, side).

    Args:
        taken: Ground of the region that the taker holds, in km², by Sunday.
        watched: What is looked at.
        area: Whose ground, where, on whose map.
        seed: The seed of the run.
    """
    members = len(watched.offers.flows)
    settings = FrontSettings(horizon_weeks=watched.weeks, members=max(members, 100))
    rows: dict[pd.Timestamp, dict[tuple[Quantity, str], float]] = {}
    for day in taken.index:
        known = taken[:day]
        try:
            history = weekly_history(known, origin=day.date(), settings=settings)
            paths = simulate(PACE, history, area=area, settings=settings, seed=seed)
        except RipenessError:
            continue  # too little before that Sunday: it tells nothing, and is in no window
        ends = paths.km2[:members, -1] - watched.taken_km2
        rows[day] = _seen(watched, float(known.iloc[-1]) - watched.taken_km2, ends)
    return pd.DataFrame.from_dict(rows, orient="index")


def moved(
    seen: pd.DataFrame, *, first: date, last: date, estimand: Estimand, about: tuple[str, str]
) -> list[EffectPaper]:
    """Return how far everything moved over a window, and over all others of equal length.

    Args:
        seen: What each Sunday says, from `looked_at`.
        first: The Sunday before.
        last: The Sunday after.
        estimand: Why this window.
        about: Whose map, and the place.
    """
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    if start not in seen.index or end not in seen.index or end <= start:
        return []
    length = end - start
    later = [day for day in seen.index if day - length in seen.index]
    own = later.index(end)
    rows = seen.loc[later].to_numpy(float) - seen.loc[[day - length for day in later]].to_numpy(
        float
    )
    return [
        EffectPaper.model_validate(
            {
                "map_source": about[0],
                "place": about[1],
                "estimand": estimand,
                "first": first,
                "last": last,
                "on": quantity,
                "side": side or None,
                "series": None,
                "unit": UNITS[quantity],
                "value": float(moves[own]),
                "low": None,
                "high": None,
                "placebos": len(moves) - 1,
                **placebo(np.delete(moves, own), float(moves[own])),
            }
        )
        for (quantity, side), moves in zip(seen.columns, rows.T, strict=True)
    ]


def placebo(others: Numbers, value: float) -> dict[str, float | None]:
    """Set a value beside placebos; its own window counts among them in the p-value."""
    if not len(others):
        return dict.fromkeys(("placebo_low", "placebo_high", "placebo_p"))
    low, middle, high = np.quantile(others, [0.05, 0.5, 0.95])
    farther = np.abs(others - middle) >= abs(value - middle) - 1e-12
    return {
        "placebo_low": float(low),
        "placebo_high": float(high),
        "placebo_p": float((1 + farther.sum()) / (1 + len(others))),
    }


def _seen(
    watched: Watched, moved_km2: float, later_km2: Numbers
) -> dict[tuple[Quantity, str], float]:
    """Return every quantity as seen from one Sunday."""
    offers = watched.offers
    count = len(offers.flows)
    now = np.full(count, moved_km2 / watched.rest_km2)
    end = later_km2 / watched.rest_km2
    mean = np.full(count, end.mean())
    value = going_on(offers, now, mean, watched.losses, week=0, until=watched.weeks)
    a_year = value / annuity(offers.weights.rate, 0.0, offers.weights.span)[:, None]
    going = Reservation(value[:, None], np.zeros((1, value.shape[1])), mean[:, None])
    inside = zone(offers, going, now, week=0).any(axis=1)
    found: dict[tuple[Quantity, str], float] = {
        ("ground", ""): float(watched.rest_km2 * (1 - end.mean())),
        ("zone", ""): float(inside.mean()),
    }
    for name, party in zip(watched.names, offers.sides, strict=True):
        terms = compared(offers, end, package=watched.package, party=int(party))
        found["reservation", name] = float(a_year[:, party].mean())
        found["terms", name] = float(terms.no_better.mean())
    return found


def sundays_around(day: date, *, seen: pd.DatetimeIndex) -> tuple[date, date] | None:
    """Return the last Sunday before a day and the first on or after it that were read.

    Args:
        day: The day of an announcement.
        seen: The Sundays read.
    """
    before = seen[seen < pd.Timestamp(day)]
    after = seen[seen >= pd.Timestamp(day)]
    if not len(before) or not len(after) or after[0] - before[-1] > timedelta(days=28):
        return None
    return before[-1].date(), after[0].date()
