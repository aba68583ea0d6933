"""How the event study looks: radii, weeks, directions, and how places are matched."""

from typing import Literal

from pydantic import Field

from ripeness.terms.declared import Declared

Crossing = Literal["0.05", "0.5", "0.95"]
"""Share of a place at whose crossing time is counted from nought; 0.95 is the fall."""

CROSSINGS: tuple[Crossing, ...] = ("0.05", "0.5", "0.95")

DIRECTIONS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
"""Eight directions of 45 degrees, the first centred on north, clockwise."""


class EventSettings(Declared):
    """Lengths, radii and numbers of the event study; the same for both sides."""

    radii_km: tuple[float, ...] = (15.0, 30.0, 60.0)
    """Radii around a place's centre, rising."""
    weeks: tuple[int, ...] = (4, 13, 26)
    """Weeks after a crossing that are compared with as many before it, rising."""
    lasting_weeks: int = Field(default=2, ge=1, le=8)
    """A change counts only if it stands for this many weeks, so it is known that much later."""
    stale_weeks: int = Field(default=3, ge=0, le=8)
    """A Sunday without a map is read off the last one, if that is at most this many weeks old."""
    standing_share: float = Field(default=0.5, gt=0, lt=1)
    """A place of which the gaining side holds less than this has not fallen."""
    matches: int = Field(default=5, ge=2, le=20)
    """The most places, and the most points, that are matched to one that fell, each on one date."""
    match_within_weeks: int = Field(default=52, ge=0)
    """How far from the crossing the date of a match may lie, in weeks."""
    lattice_km: float = Field(default=8.0, gt=0)
    """How far apart points of open ground lie."""
    from_places_km: float = Field(default=3.0, ge=0)
    """How far from every place of the case open ground lies."""
    line_scale: float = Field(default=0.4, gt=0)
    """How far the logarithms of one plus the distance to the line, in km, of a match may differ."""
    pace_scale: float = Field(default=0.5, gt=0)
    """How far the logarithms of one plus the recent pace, in km² a week, of a match may differ;
    of both differences in these units the root of the sum of squares is at most one."""
    recent_weeks: int = Field(default=13, ge=2, le=52)
    """Over how many weeks before a date the recent pace is taken."""
    least_km2: float = Field(default=1.0, gt=0)
    """With less ground gained than this, the spread over directions is not told."""
    grouped_within_km: float = Field(default=30.0, ge=0)
    """Falls this near each other and within `grouped_within_weeks` are one group."""
    grouped_within_weeks: int = Field(default=26, ge=0)
    """See `grouped_within_km`: groups, not single falls, are resampled."""
    draws: int = Field(default=2000, ge=100)
    """How often groups are resampled, and labels permuted."""
    confidence: float = Field(default=0.9, gt=0, lt=1)
    """Share of the draws inside an interval."""
    figure_radius_km: float = Field(default=30.0, gt=0)
    """The radius that the headline and the figure show."""
    figure_weeks: int = Field(default=13, gt=0)
    """The weeks that the headline and the roses show."""
    figure_span_weeks: int = Field(default=26, gt=0)
    """Weeks before and after the fall in each town's curve."""


def shown_radius(settings: EventSettings) -> int:
    """Return the position of the radius that the headline shows, else of the widest."""
    if settings.figure_radius_km in settings.radii_km:
        return settings.radii_km.index(settings.figure_radius_km)
    return len(settings.radii_km) - 1
