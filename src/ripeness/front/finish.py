"""The day on which the rest of a region would be gone if the pace of the last weeks went on.

No forecast: a pace carried on for as long as it takes. Each member follows its simulated path of
`constant pace` while that lasts and its own straight line after that, so the spread holds the
error of the pace and the coming weeks' noise, and nothing else that may happen to a war.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from ripeness.front.forecast import EVERY_MODEL, Area, refusal, simulate
from ripeness.front.history import History, Numbers, weekly_history
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.pace import ConstantPace, observed_pace
from ripeness.terms.declared import Declared
from ripeness.terms.errors import ModelError, RipenessError
from ripeness.terms.forecasts import Refused

INTERVAL = 0.9
"""Share of members between the low and the high end of what is given here."""

TWO_YEARS_WEEKS = 104

FURTHEST_WEEKS = 1040
"""Twenty years: nobody carries the pace of some weeks on for longer, so no day is named."""

GreyZone = Literal["not_drawn", "in", "out"]
"""Whether a source's grey zone counts as ground that is left; or the source draws none."""


class Pace(Declared):
    """A pace, with the band in which nine members in ten lie."""

    value: float
    """The pace observed over the window, in km² a week."""
    low: float
    """Low end, in km² a week."""
    high: float
    """High end, in km² a week."""


class FinishDates(Declared):
    """Days by which a share of members has nothing left to take; null: not in twenty years."""

    low: date | None
    """By this day, one member in twenty."""
    median: date | None
    """By this day, every second member."""
    high: date | None
    """By this day, nineteen members in twenty."""


class FinishAtPace(Declared):
    """When nothing of a region would be left to the other side, at one pace, on one map."""

    source: str
    """Whose map the readings come from."""
    region: str
    """`total`, or an id of the case's regions."""
    side: str
    """The side whose ground grows."""
    origin: date
    """The Sunday from which the pace is carried on."""
    window_weeks: int
    """Over how many weeks the pace is taken."""
    grey_zone: GreyZone
    """Whether the source's grey zone counts as left; `not_drawn` where it draws none."""
    left_km2: float
    """Ground not drawn as held by the side, in km²."""
    pace_km2_per_week: Pace
    """The pace, and its band."""
    at_pace_on: date | None
    """When nothing is left at just the pace observed; null: not in twenty years."""
    date: FinishDates | None
    """When nothing is left; null where not even one member in twenty gets there."""
    p_not_within_two_years: float
    """Share of members with something left 104 weeks after the origin."""
    members: int
    """How many members stand behind the band and the days."""
    complement_assumed: bool
    """Whether all that is not shown is taken to be the other side's."""


@dataclass(frozen=True)
class Finishes:
    """Every finish that could be told, and for each that could not the reason."""

    finishes: tuple[FinishAtPace, ...]
    refused: tuple[Refused, ...]


def finish_at_pace(
    readings: pd.Series,
    *,
    area: Area,
    origin: date,
    seed: int,
    contested_km2: float | None = None,
    settings: FrontSettings | None = None,
) -> Finishes:
    """Tell for each window when nothing would be left, with and without the grey zone.

    Args:
        readings: Area held in km² by Sunday, only what was known when this is told.
        area: Whose ground, where, on whose map; it must say how large the region is.
        origin: The Sunday from which the pace is carried on.
        seed: The seed of the run.
        contested_km2: The grey zone at the last reading, in km²; null where none is drawn.
        settings: Lengths and numbers of members; the declared ones by default.

    Raises:
        ModelError: If the area of the region is not known.
    """
    if area.unit_km2 is None:
        raise ModelError(
            found="no area of the region",
            where=f"what is left of {area.region} on the map of {area.source}",
            expected="the region's area, or what is left cannot be told",
            remedy="Give the region an outline in the case.",
        )
    settings = settings or FrontSettings()
    finishes: list[FinishAtPace] = []
    refused: list[Refused] = []
    try:
        history = weekly_history(readings, origin=origin, settings=settings)
    except RipenessError as error:
        return Finishes(finishes=(), refused=(refusal(area, EVERY_MODEL, error),))
    for window in settings.finish_windows_weeks:
        model = ConstantPace(window_weeks=window)
        try:
            members = _members(model, history, area=area, settings=settings, seed=seed)
        except RipenessError as error:
            refused.append(refusal(area, model.name, error))
        else:
            finishes += [
                _finish(members, area=area, origin=origin, grey=grey, contested_km2=contested)
                for grey, contested in _grey_zones(contested_km2)
            ]
    return Finishes(finishes=tuple(finishes), refused=tuple(refused))


def weeks_until(left_km2: float, paths_km2: Numbers, pace_km2: Numbers) -> Numbers:
    """Return when each member has gained what is left, in weeks; infinite: never at its pace.

    Args:
        left_km2: What is left at the origin, in km².
        paths_km2: Each member's gain since the origin, members by weeks, in km².
        pace_km2: Each member's pace after the last of these weeks, in km² a week.
    """
    if left_km2 <= 0:
        return np.zeros(len(pace_km2))
    steps = paths_km2.shape[1]
    there = paths_km2 >= left_km2
    with np.errstate(divide="ignore"):
        later = steps + np.where(
            pace_km2 > 0, (left_km2 - paths_km2[:, -1]) / np.maximum(pace_km2, 0.0), np.inf
        )
    return np.where(there.any(axis=1), there.argmax(axis=1) + 1.0, later)


@dataclass(frozen=True)
class _Members:
    window: int
    last_km2: float
    behind: int
    observed: float
    pace: Numbers
    gained: Numbers


def _members(
    model: ConstantPace, history: History, *, area: Area, settings: FrontSettings, seed: int
) -> _Members:
    simulated = simulate(model, history, area=area, settings=settings, seed=seed)
    observed, _ = observed_pace(history, window_weeks=model.window_weeks)
    return _Members(
        window=model.window_weeks,
        last_km2=history.last_km2,
        behind=history.weeks_behind,
        observed=observed,
        pace=simulated.start.pace_km2,
        gained=simulated.unbounded_km2 - history.last_km2,
    )


def _grey_zones(contested_km2: float | None) -> tuple[tuple[GreyZone, float], ...]:
    if contested_km2 is None:
        return (("not_drawn", 0.0),)
    return (("in", 0.0), ("out", contested_km2))


def _finish(
    members: _Members, *, area: Area, origin: date, grey: GreyZone, contested_km2: float
) -> FinishAtPace:
    left = max((area.unit_km2 or 0.0) - members.last_km2 - contested_km2, 0.0)
    weeks = weeks_until(left, members.gained, members.pace)
    low, high = np.quantile(members.pace, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return FinishAtPace(
        source=area.source,
        region=area.region,
        side=area.side,
        origin=origin,
        window_weeks=members.window,
        grey_zone=grey,
        left_km2=left,
        pace_km2_per_week=Pace(value=members.observed, low=float(low), high=float(high)),
        date=_dates(weeks, origin),
        at_pace_on=_day(weeks_at_pace(left, members.observed) - members.behind, origin),
        p_not_within_two_years=float((weeks > TWO_YEARS_WEEKS).mean()),
        members=len(weeks),
        complement_assumed=True,
    )


def weeks_at_pace(left_km2: float, pace_km2: float) -> float:
    """Return how many weeks the rest takes at one pace; infinite where it leads nowhere.

    Example:
        >>> weeks_at_pace(120.0, 10.0)
        12.0
    """
    if left_km2 <= 0:
        return 0.0
    return left_km2 / pace_km2 if pace_km2 > 0 else np.inf


def _dates(weeks: Numbers, origin: date) -> FinishDates | None:
    shares = ((1 - INTERVAL) / 2, 0.5, (1 + INTERVAL) / 2)
    low, median, high = (
        _day(float(week), origin) for week in np.quantile(weeks, shares, method="higher")
    )
    return None if low is None else FinishDates(low=low, median=median, high=high)


def _day(weeks: float, origin: date) -> date | None:
    return origin + timedelta(days=round(weeks * 7)) if weeks <= FURTHEST_WEEKS else None
