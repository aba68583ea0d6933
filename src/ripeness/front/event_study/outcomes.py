"""What is compared around a place: pace, spread over directions, the line, towns reached."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from ripeness.front.event_study.ground import Ground, Numbers
from ripeness.front.event_study.matching import Kind, Looks, looks
from ripeness.front.event_study.settings import EventSettings

Quantity = Literal["pace", "directions", "line", "towns"]

QUANTITIES: tuple[Quantity, ...] = ("pace", "directions", "line", "towns")

UNITS: dict[Quantity, str] = {
    "pace": "km2_per_week",
    "directions": "directions",
    "line": "km_per_week",
    "towns": "share",
}
"""Unit of each quantity; `directions` is an effective number, from 1 to 8."""


@dataclass(frozen=True)
class Figures:
    """A quantity around every place in the weeks after each week, before it, and before those."""

    after: Numbers
    """By place and week."""
    before: Numbers
    """The same for as many weeks before."""
    earlier: Numbers
    """The same for as many weeks before those."""
    looks: Looks
    """What they look like to who matches them to each other."""
    looks_as_ground: Looks
    """What they look like to who matches open ground to them."""

    @property
    def change(self) -> Numbers:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True)
class Asked:
    """What is asked of every place."""

    quantity: Quantity
    """The quantity."""
    radius: int
    """Position of the radius."""
    weeks: int
    """Over how many weeks."""


def figures_of(ground: Ground, asked: Asked, kind: Kind, *, settings: EventSettings) -> Figures:
    """Return a quantity around every place, from every week on.

    Args:
        ground: One side's ground by one source.
        asked: The quantity, the radius and the weeks.
        kind: Whether around places or points of open ground.
        settings: Radii, and the least ground of which directions are told.
    """
    after = np.array(
        [ahead(ground, town, asked, settings=settings) for town in range(len(ground.towns))]
    ).reshape(ground.share.shape)
    return Figures(
        after=after,
        before=_weeks_ago(after, asked.weeks),
        earlier=_weeks_ago(after, 2 * asked.weeks),
        looks=looks(ground, kind, radius=asked.radius, settings=settings),
        looks_as_ground=looks(ground, "ground", radius=asked.radius, settings=settings),
    )


def ahead(ground: Ground, town: int, asked: Asked, *, settings: EventSettings) -> Numbers:
    """Return a quantity over the weeks that follow each week, missing where it is not known.

    Args:
        ground: One side's ground by one source.
        town: Position of the place.
        asked: The quantity, the radius and the weeks.
        settings: Radii, and the least ground of which directions are told.
    """
    radius, weeks = asked.radius, asked.weeks
    around = ground.around[town]
    if asked.quantity != "line" and not around.whole[radius]:
        return np.full(ground.share.shape[1], np.nan)
    match asked.quantity:
        case "line":
            found = _forward(ground.beyond[town], weeks) / weeks
        case "towns":
            found = _towns_reached(ground, town, settings.radii_km[radius], weeks)
        case "pace":
            found = around.gained[weeks][:, radius].sum(axis=1) / weeks
        case "directions":
            gained = around.gained[weeks][:, radius]
            found = effective_directions(gained, least_km2=settings.least_km2)
    return found


def effective_directions(gained: Numbers, *, least_km2: float) -> Numbers:
    """Return over how many directions ground was gained: the exponential of the entropy.

    Hill (1973), https://doi.org/10.2307/1934352, of order one: 1 where all lies in one direction,
    8 where it is spread evenly over eight.

    Args:
        gained: km² by direction, last axis.
        least_km2: With less in all, none is told.

    Example:
        >>> effective_directions(np.array([[4.0, 4, 0, 0, 0, 0, 0, 0]]), least_km2=1.0)
        array([2.])
    """
    whole = gained.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = gained / whole
        entropy = -np.where(part > 0, part * np.log(part), 0.0).sum(axis=-1)
    return np.where(whole[..., 0] >= least_km2, np.exp(entropy), np.nan)


def _weeks_ago(values: Numbers, weeks: int) -> Numbers:
    found = np.full_like(values, np.nan)
    if values.shape[1] > weeks:
        found[:, weeks:] = values[:, :-weeks]
    return found


def _forward(values: Numbers, weeks: int) -> Numbers:
    found = np.full(len(values), np.nan)
    if len(values) > weeks:
        found[:-weeks] = values[weeks:] - values[:-weeks]
    return found


def _towns_reached(ground: Ground, town: int, radius_km: float, weeks: int) -> Numbers:
    """Return the share of other places, standing and near, reached (5 percent) by the end."""
    east, north = (ground.at_km - ground.at_km[town]).T
    away = np.hypot(east, north)
    near = (away <= radius_km) & (np.arange(len(away)) != town)
    share = pd.DataFrame(ground.share[near]).ffill(axis=1, limit=3).to_numpy()
    found = np.full(ground.share.shape[1], np.nan)
    if len(found) <= weeks or not near.any():
        return found
    start, end = share[:, :-weeks], share[:, weeks:]
    standing = (start < 0.05) & np.isfinite(end)
    count = standing.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        found[:-weeks] = np.where(count > 0, (standing & (end >= 0.05)).sum(axis=0) / count, np.nan)
    return found
