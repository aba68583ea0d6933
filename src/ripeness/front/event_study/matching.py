"""Ground that is set beside a fall, chosen by what was known on the day.

Two kinds. *Places that had not fallen*: the gaining side held less than half, and they lay about as
far from the line. *Open ground*: points away from every place of the case, over which the line had
passed, about as far behind it as the place that fell. The second looks the same way: from a point
just passed, what is gained later lies ahead, while around a place not yet reached it lies on the
near side, so directions can fairly be compared only there. In both the front around had lately
moved about as fast. Nothing that came later is asked, not even whether a place fell later: to leave
such places out would pick the quiet ones.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.front.event_study.ground import Ground, Numbers
from ripeness.front.event_study.settings import EventSettings

Flags = NDArray[np.bool_]

Kind = Literal["places", "ground"]


@dataclass(frozen=True)
class Match:
    """A place or point on a date, matched to a fall."""

    town: int
    """Its position."""
    week: int
    """Position of the Sunday."""
    distance: float
    """How far from the fall: 1 is as far as a match may lie."""


@dataclass(frozen=True)
class Looks:
    """What places or points look like week by week to who matches them."""

    line: Numbers
    """Logarithm of one plus the distance to the line in km, by place and week; of points, with
    its sign: positive behind the line."""
    pace: Numbers
    """Logarithm of one plus the recent pace in km² a week, by place and week."""
    fit: Flags
    """Whether it may be matched: a place that had not fallen, a point that had been passed."""
    at_km: Numbers
    """East and north on the plane, in km."""


def looks(ground: Ground, kind: Kind, *, radius: int, settings: EventSettings) -> Looks:
    """Return what places or points look like.

    Args:
        ground: One side's ground by one source, around places or points.
        kind: Which of the two.
        radius: Position of the radius within which the recent pace is taken.
        settings: How long ago *recent* is, and when a place has not fallen.
    """
    far = np.log1p(np.abs(ground.beyond))
    held = ground.share >= settings.standing_share
    return Looks(
        line=far if kind == "places" else np.sign(ground.beyond) * far,
        pace=np.log1p(_recent_pace(ground, radius, settings)),
        fit=np.isfinite(ground.share) & (held if kind == "ground" else ~held),
        at_km=ground.at_km,
    )


def matches(
    fallen: tuple[Looks, int, int],
    others: Looks,
    known: Flags,
    *,
    reach: tuple[float, int],
    settings: EventSettings,
) -> tuple[Match, ...]:
    """Return the nearest matches of a fall, one date for each place or point.

    Args:
        fallen: What the places look like, and the position of the place that fell and of its week.
        others: What may be matched.
        known: Whether the figure compared is known there, by place and week.
        reach: Radius in km and length of the windows in weeks: discs may not share ground in the
            same weeks.
        settings: How far apart matches may lie, how many, and how far in time.
    """
    own, town, week = fallen
    radius_km, weeks = reach
    away = np.hypot(
        (others.line - own.line[town, week]) / settings.line_scale,
        (others.pace - own.pace[town, week]) / settings.pace_scale,
    )
    later = np.abs(np.arange(away.shape[-1]) - week)
    aside = others.at_km - own.at_km[town]
    apart = np.hypot(aside[:, 0], aside[:, 1])
    shared = (apart <= radius_km)[:, None] & (later < 2 * weeks)[None]
    fit = others.fit & known & ~shared & (away <= 1)
    fit &= (later <= settings.match_within_weeks)[None] & (apart > 0)[:, None]
    away = np.where(fit, away, np.inf)
    best, nearest = away.argmin(axis=1), away.min(axis=1)
    return tuple(
        Match(town=place, week=int(best[place]), distance=float(away[place, best[place]]))
        for place in np.argsort(nearest, kind="stable")[: settings.matches].tolist()
        if np.isfinite(away[place, best[place]])
    )


def _recent_pace(ground: Ground, radius: int, settings: EventSettings) -> Numbers:
    """Return the pace up to the last week whose ground is known to have lasted."""
    recent = settings.recent_weeks
    late = recent + settings.lasting_weeks
    pace = np.full(ground.share.shape, np.nan)
    for town, told in enumerate(ground.around):
        if told.whole[radius] and ground.share.shape[1] > late:
            gained = told.gained[recent][:, radius].sum(axis=1) / recent
            pace[town, late:] = gained[:-late]
    return pace
