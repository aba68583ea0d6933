"""The record of a verdict: a claim, and what the evidence says of it, as INTERFACES gives it."""

from datetime import date
from typing import Literal

from ripeness.claims.claim import Cited, Evidence, Kind
from ripeness.claims.verdict import SourceSays, Verdict
from ripeness.terms.declared import Declared
from ripeness.terms.question import Option
from ripeness.terms.readings import Band, Basis


class AssertedRange(Declared):
    """What was asserted, with the range that its words stand for."""

    words: str | None
    """The words, where their declared width gives the range."""
    value: float | None
    """The number said, where there is one."""
    low: float | None
    """Lower end in the measure's unit; null: none."""
    high: float | None
    """Upper end in the measure's unit; null: none."""


class OnTheDay(Declared):
    """What a source said with what was known within seven days of the statement."""

    value: float
    """The value then."""
    verdict: SourceSays
    """What the source said then."""
    on: date
    """First day for which the value was valid."""
    known_on: date
    """First day on which it could be read."""


class SourceVerdict(Declared):
    """What one source says of a claim, by the end of the evidence."""

    value: float
    """The value, in the measure's unit."""
    bands: tuple[Band, ...]
    """The value under each drawing tolerance."""
    verdict: SourceSays
    """What the source says, by its band at 250 m."""
    verdict_1000: SourceSays
    """What it would say with a tolerance of 1 km."""
    on: date
    """First day for which the value is valid."""
    valid_to: date | None
    """Last day for which it is valid, where that is another."""
    known_on: date
    """First day on which it could be read."""
    first_reached: dict[str, date | None]
    """First day of each share; null: not by the end of the evidence."""
    first_met: date | None
    """Day from which the value lay in the asserted range, on the day asked or after it."""
    first_met_is_bound: bool
    """Whether that is only the source's first day."""
    distance_to_line_km: float | None
    """Distance from the place's centre to the drawn line, in kilometres."""
    place_outline: str | None
    """Which outline stands for the place."""
    complement_assumed: bool
    """Whether the value rests on all that is not shown being the other side's."""
    lower_bound: bool
    """Whether the value is only the least that it can be."""
    stated: bool
    """Whether the value is what somebody says, which is shown and decides nothing."""
    note: str | None
    """What a reader must know about this value."""
    on_the_day: OnTheDay | None
    """What the source said within seven days of the statement; null: it had no reading."""


class ClaimVerdict(Declared):
    """A claim and what the evidence says of it."""

    id: str
    """Id of the claim."""
    link: str | None
    """Id of the link of the argument to which it belongs."""
    text: str
    """What was said, paraphrased."""
    speaker: str
    """Who said it."""
    reported_by: str | None
    """Who passed it on."""
    said_on: date
    """The day it was said."""
    published_on: date
    """The day it was published."""
    kind: Kind
    """What it speaks of."""
    about: str | None
    """Party that it is about, where it is about one."""
    measure: str | None
    """Name of the measure that tests it."""
    options: dict[str, Option]
    """What the measure was told."""
    unit: str | None
    """Unit of the measure."""
    basis: Basis | None
    """What kind of knowledge decides it; null where nothing does yet."""
    asserted: AssertedRange | None
    """What was asserted."""
    side: str | None
    """Side whose ground is asked about."""
    place: str | None
    """Place that it is about."""
    region: str | None
    """Region that it is about, or `total`."""
    day: date
    """Day whose evidence decides it."""
    due: date | None
    """For a prediction, the day on which it can be judged."""
    due_because: str | None
    """Why that day."""
    verdict: Verdict
    """What is known by the end of the evidence about the day that decides."""
    open_because: Literal["not_due", "needs_model"] | None
    """Why it is open."""
    needs: str | None
    """The model that would test it."""
    verdict_on_the_day: Verdict
    """The same with what was known within seven days of the statement."""
    why: str
    """The verdict's reason, in a sentence or two."""
    one_source: bool
    """Whether the verdict rests on one voice alone."""
    one_source_on_the_day: bool
    """Whether the verdict on the day did."""
    not_measurable_because: str | None
    """Why no evidence could decide it."""
    evidence: Evidence
    """Whether the statement was read in its source or is told from memory."""
    sources: tuple[Cited, ...]
    """Where the statement was found."""
    negates: str | None
    """Claim that it denies."""
    statement: str | None
    """Name of the statement of which it is one reading."""
    mirror_of: str | None
    """Claim that says the same kind of thing of the other side."""
    note: str | None
    """What a reader must know about how it was read."""
    silent: tuple[str, ...]
    """Sources without a reading within seven days of the day that decides."""
    by_source: dict[str, SourceVerdict]
    """What each source with a reading says."""
