"""Where one source's counts come from: whose they are, and what was read, skipped and corrected."""

from datetime import date

from pydantic import Field

from ripeness.evidence.losses.kinds import Basis
from ripeness.evidence.provenance import SkippedFile
from ripeness.terms.declared import Declared


class LossSourceRecord(Declared):
    """Where one source's counts come from."""

    name: str
    """Name of the source's adapter."""
    title: str
    """Name shown."""
    credit: str
    """Whom to credit."""
    licence: str
    """The licence, or that none is stated."""
    published: str
    """Public repository and commit of the upstream files."""
    retrieved: date
    """The day on which the upstream files were retrieved."""
    command: str
    """The command that made these files."""
    scope: str
    """What the source counts, and what it leaves out."""
    basis: Basis
    """Who says so and how."""
    lower_bound: bool
    """Whether what it counts is at least so much, for not every case comes to be known."""
    fills_in_months: int = Field(ge=0)
    """For how many months the source goes on filling in; they are incomplete."""
    first: date | None = None
    """First day counted."""
    last: date | None = None
    """Last day counted."""
    counts: int = Field(default=0, ge=0)
    """How many counts there are."""
    inputs: dict[str, str] = Field(default_factory=dict)
    """Upstream file to its SHA-256."""
    skipped: tuple[SkippedFile, ...] = ()
    """What was not used, and why."""
    corrected: tuple[SkippedFile, ...] = ()
    """Running totals that fell, and counts that changed afterwards; all are kept."""
    files: dict[str, str] = Field(default_factory=dict)
    """SHA-256 of each file beside this record."""
