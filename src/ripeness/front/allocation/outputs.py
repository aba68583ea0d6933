"""What an ensemble says: when each place falls, when the rest of a region is gone, which cells."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, Self

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray
from pydantic import Field, model_validator

from ripeness.front.allocation.units import Unit
from ripeness.terms.days import WEEK
from ripeness.terms.declared import Declared

THRESHOLDS = (0.05, 0.5, 0.95)
"""Shares of a place at which its fall is dated."""

FIRST_WEEK = 4
"""Nothing is told of a place sooner than this many weeks ahead."""

LEVELS = (0.1, 0.9)
"""Ends of the interval of a date."""

TOLD_EVERY = 13
"""Weeks between the dates at which a region's rest is told."""

LEAST_CHANCE = 0.005
"""Cells less likely to change hands are left out of a paper."""

Numbers = NDArray[np.float64]


class ByDate(Declared):
    """How many members have got there by a date."""

    date: date
    """The Sunday."""
    p: float = Field(ge=0, le=1)
    """Share of members that have reached the threshold by then, whether or not they stay there."""


class PlaceForecast(Declared):
    """When a place is held to some share, according to one source's ensemble."""

    place: str
    """Id of the place."""
    source: str
    """Whose maps."""
    side: str
    """Id of the side that would hold it."""
    threshold: float = Field(gt=0, le=1)
    """The share of the place."""
    held_at_origin: float = Field(ge=0, le=1)
    """The share that the side held at the origin."""
    share_of_members_by: tuple[ByDate, ...]
    """Share of members by date; the chance, where members are equally likely."""
    median_date: date | None
    """The first date by which half the members are there; null: not by the horizon."""
    low_date: date | None
    """The first date by which a tenth are; null: not by the horizon."""
    high_date: date | None
    """The first date by which nine tenths are; null: not by the horizon."""
    p_not_by_horizon: float = Field(ge=0, le=1)
    """Share of members that are not there by the horizon."""

    @model_validator(mode="after")
    def _never_falls(self) -> Self:
        if any(one.p > later.p + 1e-12 for one, later in pairwise(self.share_of_members_by)):
            message = "a share of members that have got there cannot fall"
            raise ValueError(message)
        return self


class RegionForecast(Declared):
    """When the rest of a region is gone, according to one source and the pool of tempo models."""

    region: str
    """Id of the region."""
    source: str
    """Whose maps."""
    side: str
    """Id of the side that would then hold all of it."""
    left_km2: float
    """Ground of it that this side did not hold at the origin; the complement is assumed."""
    gone_by: tuple[ByDate, ...]
    """Share of members in which nothing was left by a date."""
    p_not_within_two_years: float = Field(ge=0, le=1)
    """Share of members in which something was left after 104 weeks."""
    complement_assumed: bool = True
    """Whether what is not shown is taken for the other side's."""


class CellChances(Declared):
    """Chances that cells change hands by a horizon; cells not listed are below half a percent."""

    source: str
    """Whose maps."""
    horizon_weeks: int
    """The horizon."""
    to: Literal["drawn", "other"]
    """To the side that the source draws, or from it."""
    cells: tuple[int, ...]
    """Cells of the grid."""
    p: tuple[float, ...]
    """The chance of each, to the thousandth."""


def places_of(
    ensemble: xr.Dataset, *, side: str, other: str, units: Sequence[Unit]
) -> tuple[PlaceForecast, ...]:
    """Return when each place is held to each threshold, to the side that does not hold it yet.

    A place is told for the side that holds less than half of it at the origin: its fall to that
    side at 5, 50 and 95 percent, those it has passed left out.

    Args:
        ensemble: The ensemble.
        side: Id of the side that the source draws.
        other: Id of the other side.
        units: Places and regions.
    """
    names = {unit.id for unit in units if unit.kind == "place"}
    found = []
    for place in ensemble["place"].to_numpy():
        if place not in names:
            continue
        share = ensemble["place_share"].sel(place=place).to_numpy().astype(float)
        begun = float(share[0, 0])
        whose, held = (side, share) if begun < 0.5 else (other, 1 - share)
        found += [
            _place(str(place), whose, threshold, held=held, ensemble=ensemble)
            for threshold in THRESHOLDS
            if held[0, 0] < threshold
        ]
    return tuple(found)


def region_of(
    km2: Numbers,
    *,
    origin: date,
    unit_km2: float,
    held_km2: float,
    named: tuple[str, str, str],
) -> RegionForecast:
    """Return when the rest of a region is gone: when a member first holds all of it.

    Args:
        km2: Ground held by member and week, in km², without bounds.
        origin: The Sunday before the first week.
        unit_km2: Area of the region, in km².
        held_km2: Ground held at the origin, in km².
        named: Ids of the region, the source and the side that the source draws.
    """
    gone = np.maximum.accumulate(km2 >= unit_km2, axis=1).mean(axis=0)
    weeks = range(TOLD_EVERY, km2.shape[1] + 1, TOLD_EVERY)
    region, source, side = named
    return RegionForecast(
        region=region,
        source=source,
        side=side,
        left_km2=max(unit_km2 - held_km2, 0.0),
        gone_by=tuple(ByDate(date=origin + WEEK * week, p=float(gone[week - 1])) for week in weeks),
        p_not_within_two_years=1 - float(gone[-1]),
    )


def reached(share: Numbers, threshold: float) -> NDArray[np.int64]:
    """Return for each member the first week at which a share is reached, −1 where it never is.

    Args:
        share: Share held by member and week, the origin first.
        threshold: The share.
    """
    there = share[:, 1:] >= threshold - 1e-6
    first = there.argmax(axis=1) + 1
    return np.where(there.any(axis=1), first, -1)


def cells_of(ensemble: xr.Dataset, now_held: NDArray[np.bool_]) -> tuple[CellChances, ...]:
    """Return the chances of cells to change hands, each way, by horizon.

    Args:
        ensemble: The ensemble.
        now_held: Which cells the side drawn mostly holds at the origin, rows by columns.
    """
    found = []
    ways: tuple[tuple[Literal["drawn", "other"], NDArray[np.bool_]], ...] = (
        ("drawn", ~now_held),
        ("other", now_held),
    )
    for horizon in ensemble["horizon"].to_numpy():
        chance = ensemble["change_p"].sel(horizon=horizon).to_numpy()
        for to, mine in ways:
            cells = np.flatnonzero(mine & (np.nan_to_num(chance) >= LEAST_CHANCE))
            found.append(
                CellChances(
                    source=str(ensemble.attrs["source"]),
                    horizon_weeks=int(horizon),
                    to=to,
                    cells=tuple(cells.tolist()),
                    p=tuple(np.round(chance.ravel()[cells].astype(float), 3).tolist()),
                )
            )
    return tuple(found)


def _place(
    place: str, side: str, threshold: float, *, held: Numbers, ensemble: xr.Dataset
) -> PlaceForecast:
    when = reached(held, threshold)
    days = [day.date() for day in pd.DatetimeIndex(ensemble["week"].to_numpy())]
    by = [float(((when > 0) & (when <= week)).mean()) for week in range(len(days))]
    told = range(min(FIRST_WEEK, len(days) - 1), len(days))

    def first(level: float) -> date | None:
        return next((days[week] for week in told if by[week] >= level), None)

    return PlaceForecast(
        place=place,
        source=str(ensemble.attrs["source"]),
        side=side,
        threshold=threshold,
        held_at_origin=float(np.clip(held[0, 0], 0, 1)),
        share_of_members_by=tuple(ByDate(date=days[week], p=by[week]) for week in told),
        median_date=first(0.5),
        low_date=first(LEVELS[0]),
        high_date=first(LEVELS[1]),
        p_not_by_horizon=1 - by[-1],
    )
