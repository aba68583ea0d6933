"""The `losses` section of a case: which counts are read, whose they are, when they were known."""

from typing import Literal, Self

from pydantic import Field, model_validator

from ripeness.terms.declared import Declared


class DeclaredLossSource(Declared):
    """One source of counts, as the case uses it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Name of the source's adapter."""
    labels: dict[str, str] = Field(min_length=1)
    """What upstream calls a side, to the side's id; counts of any other label are left out."""
    vintage: Literal["published", "assumed"] = "published"
    """*published*: a count is known from the day upstream gives, else from the day of retrieval.
    *assumed*: counts without such a day are taken to have been known `lag_days` after their
    period; it is printed wherever they are read."""
    lag_days: int | None = Field(default=None, ge=0)
    """For an assumed vintage, days from the end of a period to the day its count was known."""

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.vintage == "assumed") != (self.lag_days is not None):
            message = "an assumed vintage has `lag_days`, and a published one has none"
            raise ValueError(message)
        return self

    def known(self) -> str | None:
        """Return the sentence that says what is assumed, if anything is."""
        if self.lag_days is None:
            return None
        return f"vintage assumed: known {self.lag_days} days after the end of each period"


class DeclaredStrengths(Declared):
    """Stated figures of strength: which words of the table name which side."""

    labels: dict[str, str] = Field(default_factory=dict)
    """A word at the head of a quantity, to the side's id."""


class Losses(Declared):
    """The counts of losses, and the figures of strength, that a case rests on."""

    sources: tuple[DeclaredLossSource, ...] = ()
    """The sources, in the order shown."""
    strengths: DeclaredStrengths = DeclaredStrengths()
    """Stated figures of strength."""
