"""What a measure returns: one source's answer to one claim, with its band and its dates."""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.terms.declared import Declared

Basis = Literal["observed", "rule", "modelled"]
"""Whether a value was read off the evidence, follows by a stated rule, or comes from a model."""


class Band(Declared):
    """The value under a drawing tolerance; a tolerance, not a confidence interval."""

    tolerance_m: float
    """How far the drawn line is moved in and out, in metres."""
    low: float
    """The smallest value that the tolerance allows."""
    high: float
    """The largest value that the tolerance allows."""


class Reading(Declared):
    """One source's answer: a value, its bands, and when it was valid and known."""

    source: str
    """Who drew the map or published the count."""
    value: float
    """The answer, in the measure's unit."""
    bands: tuple[Band, ...] = ()
    """The value under each drawing tolerance; empty where the source allows none."""
    on: date
    """The first day for which the answer was valid."""
    known_on: date
    """The first day on which it could be read."""
    valid_to: date | None = None
    """The last day for which it was valid, where the source says so."""
    first_reached: dict[str, date | None] = Field(default_factory=dict)
    """The first day each share ("0.05", "0.5", "0.95") was reached; null: not yet."""
    first_met: date | None = None
    """The day from which the value lies in the asserted range: the start of the spell that
    holds on the day asked, else the first day after it; null: not by the last day known."""
    first_met_is_bound: bool = False
    """Whether `first_met` is only the source's first day, so the true one may be earlier."""
    distance_to_line_km: float | None = None
    """Distance from the place's centre to the drawn line, in kilometres."""
    place_outline: str | None = None
    """Which outline stands for the place: a real boundary or a circle."""
    complement_assumed: bool = False
    """Whether the figure rests on all that is not shown being the other side's."""
    lower_bound: bool = False
    """Whether the answer is only the least that it can be."""
    stated: bool = False
    """Whether it is what somebody says, and not what a source drew or listed: shown, but it decides
    nothing."""
    note: str | None = None
    """What a reader must know about this reading."""
