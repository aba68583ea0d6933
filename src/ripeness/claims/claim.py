"""A claim as a case declares it: a statement with a speaker, a date, and what would test it."""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.terms.declared import Declared
from ripeness.terms.question import Option

ID = r"^[a-z][a-z0-9_]*$"

Kind = Literal[
    "control",
    "denial",
    "figure",
    "pace",
    "prediction",
    "effect",
    "cause",
    "history",
    "importance",
    "position",
    "rule",
    "strength",
    "motive",
    "value",
    "will",
]
"""What a claim speaks of."""

Evidence = Literal["seen", "recalled"]
"""Whether the statement was read in its source, or is told from memory."""

Phrase = Literal[
    "about",
    "nearly",
    "almost_all",
    "taken",
    "not_taken",
    "gone",
    "at_least",
    "at_most",
    "between",
]
"""Words whose width the case declares in `words`."""


class Called(Declared):
    """The measure that would test a claim, and what it is told."""

    name: str
    """Name of the measure."""
    options: dict[str, Option] = Field(default_factory=dict)
    """What the measure is told besides side, place or region and day."""


class Asserted(Declared):
    """The range of values that a claim asserts, in the measure's unit."""

    words: Phrase | None = None
    """The words used, where their declared width gives the range."""
    value: float | None = None
    """The number said, where there is one."""
    low: float | None = None
    """Lower end; it goes before the words' width. Null: as the words say, or no lower end."""
    high: float | None = None
    """Upper end; it goes before the words' width. Null: as the words say, or no upper end."""


class Cited(Declared):
    """Where a statement was found."""

    title: str = Field(min_length=1)
    """The publication or the file, with its date where known."""
    address: str | None = None
    """Its address, where known."""


class Claim(Declared):
    """A statement with a speaker and a date, in our own words."""

    id: str = Field(pattern=ID)
    """How commands, links and pages name the claim."""
    text: str = Field(min_length=1)
    """What was said, paraphrased in neutral words."""
    speaker: str = Field(min_length=1)
    """Who said it."""
    reported_by: str | None = None
    """Who passed it on, where we have it from another than the speaker."""
    said_on: date
    """The day it was said; verdicts *on the day* look seven days past it."""
    published_on: date
    """The day it was first published."""
    kind: Kind
    """What it speaks of."""
    about: str | None = None
    """Id of the party whose statement, motive or state it is about, where it is about one."""
    measure: Called | None = None
    """The quantity that would test it; null: none is built, or none is possible."""
    asserted: Asserted | None = None
    """The range of values that it asserts."""
    on: date | None = None
    """The day that it speaks of, where that is not the day it was said."""
    side: str | None = None
    """Id of the side whose ground or count is asked about; null for a count: both together."""
    place: str | None = None
    """Id of the place that it is about."""
    region: str | None = None
    """Id of the region that it is about, or `total`."""
    due: date | None = None
    """For a prediction, the day on which it can be judged; it is open until then."""
    due_because: str | None = None
    """Why that day: the width given to words such as *very soon*."""
    not_measurable_because: str | None = None
    """Why no evidence could decide it: a motive, a value, the will of a population."""
    needs: str | None = None
    """The model that would test it, where it is not built: `supply`, `table`, `campaign`, ..."""
    sources: tuple[Cited, ...] = Field(min_length=1)
    """Where the statement was found."""
    evidence: Evidence
    """Whether it was read there (`seen`) or is told from memory (`recalled`)."""
    negates: str | None = None
    """Id of the claim that it denies."""
    statement: str | None = Field(default=None, pattern=ID)
    """Name of the statement of which this is one reading, where it can be read in several ways."""
    mirror_of: str | None = None
    """Id of the claim that says the same kind of thing of the other side."""
    note: str | None = None
    """What a reader must know about how the claim was read."""

    @property
    def day(self) -> date:
        """The day whose evidence decides the claim."""
        return self.due or self.on or self.said_on
