"""Places that had not fallen, matched to one that did by what was known on the day.

A match is a place and a Sunday: the gaining side held less than half of it, it lay about as far
from the line, and the front around it had lately moved about as fast. Nothing that came later is
asked, not even whether it fell later: to leave such places out would pick the quiet ones.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.front.event_study.ground import Ground, Numbers
from ripeness.front.event_study.settings import EventSettings

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Match:
    """A place on a date, matched to a fall."""

    town: int
    """Position of the place."""
    week: int
    """Position of the Sunday."""
    distance: float
    """How far from the fall, in standard deviations of distance to the line and recent pace."""


@dataclass(frozen=True)
class Candidates:
    """Where and when a place of a radius may be matched, on two scales."""

    line: Numbers
    """Logarithm of one plus the distance to the line in km, by place and week."""
    pace: Numbers
    """Square root of the recent pace, by place and week."""
    standing: Flags
    """Whether the place had not fallen, by place and week."""
    apart: Numbers
    """Distance between places, in km."""

    @property
    def spread(self) -> tuple[float, float]:
        """Standard deviations of the two, over all that may be matched."""
        open_to = self.standing & np.isfinite(self.line) & np.isfinite(self.pace)
        if open_to.sum() < 2:
            return 1.0, 1.0
        return float(self.line[open_to].std()) or 1.0, float(self.pace[open_to].std()) or 1.0


def candidates(ground: Ground, *, radius: int, settings: EventSettings) -> Candidates:
    """Return what places look like, week by week, to who matches them.

    Args:
        ground: One side's ground by one source.
        radius: Position of the radius within which the recent pace is taken.
        settings: How long ago *recent* is, and when a place has not fallen.
    """
    recent = settings.recent_weeks
    pace = np.full(ground.share.shape, np.nan)
    for town, told in enumerate(ground.around):
        if told.whole[radius] and pace.shape[1] > recent + settings.lasting_weeks:
            # what was gained by the last week whose ground is known to have lasted
            late = recent + settings.lasting_weeks
            gained = told.gained[recent][:, radius].sum(axis=1) / recent
            pace[town, late:] = gained[:-late]
    return Candidates(
        line=np.log1p(np.abs(ground.beyond)),
        pace=np.sqrt(pace),
        standing=ground.share < settings.standing_share,
        apart=np.hypot(*(ground.at_km[:, None] - ground.at_km[None]).transpose(2, 0, 1)),
    )


def matches(
    told: Candidates,
    open_to: Flags,
    *,
    fall: tuple[int, int],
    radius_km: float,
    weeks: int,
    settings: EventSettings,
) -> tuple[Match, ...]:
    """Return the nearest matches of a fall, one date for each place.

    Args:
        told: What places look like.
        open_to: Whether the figure is known for a place and week.
        fall: Position of the place that fell, and of the week.
        radius_km: Discs of that radius may not share ground in the same weeks.
        weeks: Length of the windows before and after.
        settings: The caliper, the most matches, and how far in time.
    """
    town, week = fall
    line, pace = told.spread
    away = np.hypot(
        (told.line - told.line[town, week]) / line, (told.pace - told.pace[town, week]) / pace
    )
    later = np.abs(np.arange(away.shape[1]) - week)
    shared = (told.apart[town] <= radius_km)[:, None] & (later < 2 * weeks)[None]
    fit = told.standing & open_to & ~shared & (away <= settings.caliper)
    fit &= (later <= settings.match_within_weeks)[None]
    fit[town] = False
    away = np.where(fit, away, np.inf)
    best = away.argmin(axis=1)
    nearest = [
        Match(town=int(place), week=int(best[place]), distance=float(away[place, best[place]]))
        for place in np.argsort(away.min(axis=1), kind="stable")[: settings.matches]
        if np.isfinite(away[place, best[place]])
    ]
    return tuple(nearest)
