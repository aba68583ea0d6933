"""What a case declares for the scoreboard: the judged set and outside forecasts."""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.claims.claim import ID, Cited, Evidence
from ripeness.terms.declared import Declared


class JudgedSet(Declared):
    """Which forecasts are judged together, unless a command says otherwise."""

    first: date | None = None
    """The first origin scored, the Sunday on or before it; null: the first map's."""
    sources: tuple[str, ...] = ()
    """Whose maps; none: those that show most of the regions."""
    regions: tuple[str, ...] = ()
    """`total` and ids of regions; none: the theatres of `rupture`."""


class StatedPace(Declared):
    """What a statement carries on, where it says so."""

    left_km2: float = Field(gt=0)
    """Ground left, in km²."""
    km2_per_day: float = Field(gt=0)
    """The pace of the day, in km² a day."""


class OutsideForecast(Declared):
    """A dated forecast of somebody else, scored when due by the rule that scores ours."""

    id: str = Field(pattern=ID)
    """How pages name it."""
    text: str = Field(min_length=1)
    """What was said, paraphrased in neutral words."""
    speaker: str = Field(min_length=1)
    """Who said it."""
    said_on: date
    """The day it was said."""
    quantity: Literal["left_km2", "gain_km2"]
    """Ground left to the side on the day due, or ground that the side gained in the weeks to it."""
    side: str
    """Id of the side."""
    region: str
    """Id of the region, or `total`."""
    due: date
    """The day for which it was said."""
    due_because: str | None = None
    """Why that day, where the words leave it open."""
    over_weeks: int = Field(default=4, ge=1, le=52)
    """For a gain: over how many weeks up to the day due."""
    low_km2: float | None = None
    """Low end of what was said; null: open."""
    high_km2: float | None = None
    """High end of what was said; null: open."""
    at_pace: StatedPace | None = None
    """What the statement carries on, where it says so."""
    claim: str | None = Field(default=None, pattern=ID)
    """Id of the claim that tests the same statement, where there is one."""
    sources: tuple[Cited, ...] = Field(min_length=1)
    """Where the statement was found."""
    evidence: Evidence
    """Whether it was read there (`seen`) or is told from memory (`recalled`)."""
    note: str | None = None
    """What a reader must know about how it was read."""
