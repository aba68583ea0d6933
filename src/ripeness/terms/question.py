"""What a measure is asked: one quantity, of one side, about one place or region, on one day."""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.terms.declared import Declared

Slot = Literal["a", "b"]
"""Which of the two sides; results hang on slots and never on names."""

Option = str | int | float | bool | date | None
"""What a measure may be told besides: a number, a word, a day."""

TOTAL = "total"
"""The region that stands for the whole theatre of the case."""


class Question(Declared):
    """One quantity asked of the evidence; what every measure reads."""

    measure: str
    """Name of the measure."""
    slot: Slot
    """The side asked about."""
    place: str | None = None
    """Id of the place asked about."""
    region: str | None = None
    """Id of the region asked about, or `total`."""
    on: date
    """The day the question is about; the last one, for a period."""
    said_on: date
    """The day the statement behind the question was made."""
    low: float | None = None
    """Lower end of what was asserted, in the measure's unit; null: no lower end."""
    high: float | None = None
    """Upper end of what was asserted, in the measure's unit; null: no upper end."""
    complements: tuple[str, ...] = ()
    """Sources for which the case declares that what they do not show is the other side's."""
    options: dict[str, Option] = Field(default_factory=dict)
    """What else the measure was told, by name."""

    @property
    def unit_id(self) -> str:
        """The place or region asked about; the whole theatre where neither is named."""
        return self.place or self.region or TOTAL

    @property
    def unit(self) -> Literal["place", "region", "total"]:
        """What kind of ground is asked about."""
        if self.place is not None:
            return "place"
        return "total" if self.unit_id == TOTAL else "region"


class ModelQuestion(Declared):
    """One quantity asked of a model; what every measure that needs more than maps reads."""

    measure: str
    """Name of the measure."""
    slot: Slot | None = None
    """The side asked about; null: none in particular."""
    about: str | None = None
    """Id of the party asked about, where it is about one."""
    place: str | None = None
    """Id of the place asked about."""
    region: str | None = None
    """Id of the region asked about, or `total`."""
    on: date
    """The day the question is about; the last one, for a period."""
    said_on: date
    """The day the statement behind the question was made."""
    low: float | None = None
    """Lower end of what was asserted, in the measure's unit; null: no lower end."""
    high: float | None = None
    """Upper end of what was asserted, in the measure's unit; null: no upper end."""
    options: dict[str, Option] = Field(default_factory=dict)
    """What else the measure was told, by name."""


class CountQuestion(Declared):
    """One quantity asked of the counts; what every measure of counts reads."""

    measure: str
    """Name of the measure."""
    slots: tuple[Slot, ...]
    """The sides asked about, in the order of the slots; both: the two together."""
    on: date
    """The last day the question is about."""
    said_on: date
    """The day the statement behind the question was made."""
    low: float | None = None
    """Lower end of what was asserted, in the measure's unit; null: no lower end."""
    high: float | None = None
    """Upper end of what was asserted, in the measure's unit; null: no upper end."""
    options: dict[str, Option] = Field(default_factory=dict)
    """What else the measure was told, by name."""
