"""What an adapter gives: a count in upstream's own labels, before a case says whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from ripeness.evidence.losses.kinds import Basis, Kind
from ripeness.evidence.observation import Skipped

Grain = Literal["as_published", "month"]
"""Whether counts are kept by the period that upstream gives, or by calendar month."""


@dataclass(frozen=True)
class Count:
    """One count, of a side named as upstream names it.

    `known_on` is the day of its publication where upstream says so, else nothing: then it is known
    on the day of retrieval, unless a case assumes otherwise.
    """

    label: str
    population: str
    kind: Kind
    start: date
    end: date
    value: float
    known_on: date | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Corrected:
    """A running total that fell; the fall is kept as a negative count."""

    where: str
    why: str


Read = Count | Skipped | Corrected
"""What an adapter gives: counts, what was not used and why, and what upstream corrected."""


class LossSource(Protocol):
    """A source of counts: turns one upstream file into counts, and nothing else."""

    @property
    def name(self) -> str:
        """Name by which cases and commands know the source."""
        ...

    @property
    def title(self) -> str:
        """Name shown."""
        ...

    @property
    def credit(self) -> str:
        """Whom to credit."""
        ...

    @property
    def licence(self) -> str:
        """The licence, or that none is stated."""
        ...

    @property
    def published(self) -> str:
        """Public repository and commit from which the project's copy was taken."""
        ...

    @property
    def scope(self) -> str:
        """What the source counts, and what it leaves out."""
        ...

    @property
    def basis(self) -> Basis:
        """Who says so and how."""
        ...

    @property
    def lower_bound(self) -> bool:
        """Whether what it counts is at least so much."""
        ...

    @property
    def fills_in_months(self) -> int:
        """For how many months it goes on filling in."""
        ...

    @property
    def grain(self) -> Grain:
        """By what period its counts are kept."""
        ...

    @property
    def files(self) -> str:
        """How its files are named, for messages."""
        ...

    @property
    def file_pattern(self) -> str:
        """Regular expression of its file names without `.gz`."""
        ...

    def read(self, content: bytes, file: str) -> Iterable[Read]:
        """Read one upstream file.

        Args:
            content: The file's bytes, already decompressed.
            file: Its name, for messages.

        Raises:
            UpstreamError: If the file cannot be read as what its name claims.
        """
        ...
