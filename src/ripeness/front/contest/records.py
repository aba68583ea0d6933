"""What the contest of tempo models says, as records; figures have intervals or say why not."""

from datetime import date
from typing import Literal

from ripeness.front.rupture_kinds import Direction
from ripeness.terms.declared import Declared


class Band(Declared):
    """A figure with its 90 % band."""

    value: float
    """The figure."""
    low: float | None
    """Low end; null where there are too few origins for blocks."""
    high: float | None
    """High end; null where there are too few origins for blocks."""


class Standing(Declared):
    """One model of the contest over one source's regions and one stretch of origins."""

    model: str
    """Name of the model."""
    source: str
    """Whose map; `all` for all judged sources together."""
    period: str
    """Half-year of the origins, for example `2025-H1`; `all` for all of them."""
    horizon_weeks: int
    """How many weeks ahead."""
    forecasts: int
    """Forecasts compared: those that every model of the contest made."""
    origins: int
    """Dates of origin."""
    ratio: Band
    """Geometric mean over series of mean score ÷ mean score of the constant pace."""
    weight: Band
    """Its share in the pool of the contest's models that would have done best (stacking)."""
    best: bool
    """Whether its ratio is the least of the period."""


class Versus(Declared):
    """One model of the contest directly against another, over all judged series of a source."""

    model: str
    """Name of the model."""
    rival: str
    """The one that it is compared with."""
    source: str
    """Whose map; `all` for all judged sources together."""
    horizon_weeks: int
    """How many weeks ahead."""
    forecasts: int
    """Forecasts that both made."""
    first_origin: date
    """The first origin compared."""
    last_origin: date
    """The last one."""
    known_on: date
    """The day from which the last outcome was known."""
    ratio: Band
    """Geometric mean over series of mean score ÷ the rival's; below 1 the model did better."""


class ChanceThen(Declared):
    """How likely a model thought a rupture at one origin."""

    model: str
    """Name of the model."""
    source: str
    """Whose map."""
    theatre: str
    """`total`, or an id of the case's regions."""
    direction: Direction
    """Whether the side that the source draws would gain or lose ground."""
    side: str
    """Id of the side that would gain the ground."""
    origin: date
    """The Sunday from which it looked forward."""
    weeks: int
    """How far."""
    p: float
    """The chance that it gave."""


class Power(Declared):
    """How long it takes to tell a world that one model describes from what another says of it."""

    truth: str
    """The model from which the worlds were simulated."""
    rival: str
    """The model that is to be told apart from it."""
    horizon_weeks: int
    """How many weeks ahead both forecast in these worlds."""
    worlds: int
    """How many worlds were simulated."""
    told_apart: dict[str, float]
    """By weeks of evidence: share of worlds in which the truth leads at the 5 % level."""
    misled: dict[str, float]
    """By weeks of evidence: share of worlds in which the rival leads at the 5 % level."""
    weeks_needed: float | None
    """Weeks of evidence for which the truth would lead in four worlds of five; null: the two
    differ so little here that no length will do."""
    weeks_low: float | None
    """Low end of its 90 % band over worlds."""
    weeks_high: float | None
    """High end; null: beyond any length."""


class Warned(Declared):
    """How likely a model thought a rupture at past origins, and whether one came."""

    model: str
    """Name of the model."""
    source: str
    """Whose map."""
    theatre: str
    """`total`, or an id of the case's regions."""
    direction: Direction
    """Whether the side that the source draws would gain or lose ground."""
    weeks: int
    """How far each warning looks."""
    origins: int
    """Origins at which it was asked."""
    highest: float
    """The largest chance that it gave."""
    highest_on: date
    """The origin at which it gave it."""
    warned_on: dict[str, tuple[date, ...]]
    """By threshold ("0.25", "0.5"): the origins at which its chance reached it."""
    came: int
    """Counted events that began in the weeks after one of the origins."""
    expected: float
    """Mean chance over the origins."""


Status = Literal["scored", "pending", "no_reading"]


class OutsideScore(Declared):
    """How one dated outside forecast fared on one map, by the rule that scores ours."""

    forecast: str
    """Id of the forecast in the case's registry."""
    text: str
    """What was said, in our own words."""
    speaker: str
    """Who said it."""
    said_on: date
    """The day it was said."""
    due: date
    """The day for which it was said."""
    source: str
    """Whose map."""
    region: str
    """`total`, or an id of the case's regions."""
    side: str
    """The side whose ground, or whose gain, it speaks of."""
    quantity: Literal["left_km2", "gain_km2"]
    """What it speaks of: ground left to the side on the day, or ground gained up to it."""
    low: float | None
    """Low end of what was said, in km²; null: open."""
    high: float | None
    """High end of what was said, in km²; null: open."""
    status: Status
    """Scored; or not yet due; or due without a reading on the map."""
    observed_km2: float | None
    """What came about."""
    met: bool | None
    """Whether it lies in the range said."""
    error_km2: float | None
    """How far outside the range: the score of a forecast that is all on the range's nearer end."""
    ours_wis_km2: dict[str, float]
    """By model: the score of our forecast made on the same day for the same quantity."""
    ours_median_km2: dict[str, float]
    """By model: the median of that forecast."""
    ours_interval_km2: dict[str, tuple[float, float]]
    """By model: its central 80 % interval."""
    ours_p_met: dict[str, float]
    """By model: the chance that it gave to what was said."""
    at_pace_on: date | None
    """Where the statement names what is left and a pace: the day at which nothing is left."""
    why_not: str | None
    """Why a model of ours gave no forecast there, where none did."""


class PitCount(Declared):
    """Where what came about fell within a model's forecasts, in ten equal bins of probability."""

    model: str
    """Name of the model."""
    source: str
    """Whose map; `all` for all judged sources together."""
    horizon_weeks: int
    """How many weeks ahead."""
    forecasts: int
    """Forecasts counted."""
    bins: tuple[float, ...]
    """Share of forecasts in each bin; honest forecasts give a tenth each."""


class Weight(Declared):
    """A member's weight in a pool at one origin."""

    source: str
    """Whose map."""
    horizon_weeks: int
    """How many weeks ahead."""
    origin: date
    """The origin at which it was learnt, from scores resolved by then alone."""
    model: str
    """The member."""
    weight: float
    """Its weight; the weights of a pool sum to one."""
