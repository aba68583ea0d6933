"""Where a source's part of the panel comes from: whose it is, and what was read and skipped."""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.terms.declared import Declared


class SkippedFile(Declared):
    """An upstream file, or a day of one, that was not used."""

    file: str
    """The file, and the line or day where that matters."""
    why: str
    """Why it was not used."""


class SourceRecord(Declared):
    """Where one source's part of the panel comes from."""

    name: str
    """Name of the source's adapter."""
    title: str
    """Name shown."""
    drawn: Literal["a", "b"]
    """Slot of the side whose ground the source draws."""
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
    """What the source leaves out."""
    gap_policy: Literal["dated", "windows"] = "dated"
    """Whether each map is dated by a day or valid for a window of days."""
    readings_kept: Literal["all", "weekly"] = "all"
    """Whether a reading of every map is kept, or only those that a Sunday would use."""
    first: date | None = None
    """First day of the first map."""
    last: date | None = None
    """Last day of the last map."""
    maps: int = Field(default=0, ge=0)
    """How many maps were read."""
    inputs_digest: str = ""
    """SHA-256 over the sorted digests of all maps read."""
    skipped: tuple[SkippedFile, ...] = ()
    """What was not used, and why."""
    redrawn: tuple[SkippedFile, ...] = ()
    """Past days that upstream drew again: both drawings are kept."""
    files: dict[str, str] = Field(default_factory=dict)
    """SHA-256 of each file beside this record."""
