"""Which way ground went in a rupture, and whether it was fought for, as a case declares it."""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.claims.claim import Cited, Evidence
from ripeness.terms.declared import Declared

Direction = Literal["gained", "lost"]
"""Whether the side that a source draws gained or lost ground."""

Kind = Literal["fought", "withdrawn", "unknown"]
"""Whether ground was fought for, or left without a fight for it."""


class KnownKind(Declared):
    """Whether the ground of a rupture was fought for or left, where a record says so."""

    theatre: str
    """`total`, or an id of the case's regions."""
    gained_by: str
    """Id of the side that gained the ground."""
    first: date
    """First day of the change of hands."""
    last: date
    """Last day of it; an event that meets these days, in this theatre and direction, is meant."""
    kind: Kind
    """Fought for, or left without a fight for it."""
    because: str = Field(min_length=1)
    """What the record says."""
    sources: tuple[Cited, ...] = Field(min_length=1)
    """Where it was found."""
    evidence: Evidence
    """Whether it was read there (`seen`) or is told from memory (`recalled`)."""
