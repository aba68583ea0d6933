"""What the event study finds, as records: each place by itself, and all falls together."""

from datetime import date

from ripeness.front.event_study.inference import Band, Span
from ripeness.front.event_study.outcomes import Quantity
from ripeness.front.event_study.settings import Crossing
from ripeness.terms.declared import Declared

ALL = "all"
"""Stands for all places together where a row names a place."""


class MatchedTo(Declared):
    """A place on a date that stands beside a fall."""

    place: str
    """Id of the place."""
    week: date
    """The Sunday."""


class Event(Declared):
    """One quantity after a crossing against before it: of one place, or of all falls together."""

    place: str
    """Id of the place; `all`: the mean over all places that fell."""
    source: str
    """Name of the source."""
    side: str | None
    """The side that gained, by its slot, in a paper by its id; null for all falls together."""
    crossing: Crossing
    """The share at whose crossing time is counted from nought."""
    crossed_on: date | None
    """The day of the crossing; null for all together."""
    quantity: Quantity
    """`pace`: ground gained a week; `directions`: over how many of eight directions; `line`: how
    fast the line moved past the place; `towns`: share of standing places near that were reached."""
    unit: str
    """Unit of the figures."""
    after_weeks: int
    """Weeks after the crossing, and as many before it."""
    radius_km: float | None
    """Radius around the place's centre; null for the line."""
    before: Span | float
    """The quantity before; with its interval for all together."""
    after: Span | float
    """The quantity after."""
    change: Span | float
    """After less before."""
    matched: Band | None
    """The change at the places matched to this one; null where there is none, or for all."""
    beyond_matched: Span | float | None
    """The change less the mean change of matched places."""
    matched_ground: Band | None
    """The change at points of open ground matched to it; null where there is none, or for all."""
    beyond_ground: Span | float | None
    """The change less the mean change of matched open ground."""
    pre_trend: Span | float | None
    """The same difference one window earlier: far from nought, the falls were not like the rest
    before either."""
    p: float | None
    """Permutation p of `beyond_matched`, two-sided; null without matches."""
    p_ground: float | None
    """The same of `beyond_ground`."""
    n_events: int
    """Falls behind the row."""
    n_matched: int
    """Falls that have matched places."""
    n_matched_ground: int
    """Falls that have matched open ground."""
    n_groups: int
    """Groups of falls near in place and time; these are resampled."""


class Fall(Declared):
    """One place passing to one side as one source drew it, with its curve and its roses."""

    place: str
    """Id of the place."""
    source: str
    """Name of the source."""
    side: str
    """The side that gained it, by its slot, in a paper by its id."""
    crossed: dict[Crossing, date | None]
    """First day of each share; null: before the record, or not yet."""
    known_on: date
    """First day on which the last of them was known to have lasted."""
    complement_assumed: bool
    """Whether it rests on all that is not shown being the side's."""
    left_out: tuple[str, ...]
    """What could not be compared, and why."""
    radius_km: float | None = None
    """Radius of the curve and the roses; null where no disc lies inside what the source draws."""
    weeks: tuple[int, ...] = ()
    """Weeks from the fall."""
    advance: tuple[float | None, ...] = ()
    """km² gained in each week; null where it is not known."""
    matched: tuple[Band | None, ...] = ()
    """The same at matched places."""
    matched_to: tuple[MatchedTo, ...] = ()
    """The matched places."""
    rose_weeks: int
    """Weeks of each rose."""
    rose_before: tuple[float, ...] | None = None
    """km² gained by direction (N, NE, … NW) in the weeks before; null where not known."""
    rose_after: tuple[float, ...] | None = None
    """The same in the weeks after."""


class EventStudy(Declared):
    """What happened after earlier falls."""

    known_by: date
    """The last day of knowledge."""
    events: tuple[Event, ...]
    """Rows for each place and for all together."""
    falls: tuple[Fall, ...]
    """Every passage, finished or under way."""
    untested: tuple[tuple[str, str], ...]
    """Sources that could not be studied, and why."""


class EventsPaper(Declared):
    """What happened after earlier places fell, as a page and a measure read it."""

    known_by: date
    """The last day of knowledge of all that follows, but for `earlier`."""
    headline: str
    """What happened after earlier places fell, in a sentence."""
    sentences: tuple[str, ...]
    """The same source by source, with what limits it."""
    radius_km: float
    """The radius of the headline."""
    after_weeks: int
    """The weeks of the headline."""
    events: tuple[Event, ...]
    """Rows for each place and for all together."""
    falls: tuple[Fall, ...]
    """Every passage, finished or under way."""
    untested: tuple[tuple[str, str], ...]
    """Sources that could not be studied, and why."""
    earlier_by: date
    """The day by which `earlier` was known."""
    earlier: tuple[Event, ...]
    """The rows of all falls together as known by that day."""
