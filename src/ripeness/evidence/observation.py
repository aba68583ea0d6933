"""What a source said: one map or one set of areas, with its validity and when it was known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from shapely.geometry.base import BaseGeometry

from ripeness.theatre.grid import Window


@dataclass(frozen=True)
class Observation:
    """One map, or one set of published areas; shapes are in longitudes and latitudes.

    `held` is ground shown as held by the side that the source draws, `contested` ground shown as
    held by neither (None: the source draws no such ground), `areas` published areas in km² by unit
    id for a source without usable shapes. `digest` is the SHA-256 of what upstream says of that
    day.
    """

    valid_from: date
    valid_to: date
    known_on: date
    file: str
    digest: str
    held: BaseGeometry | None = None
    contested: BaseGeometry | None = None
    areas: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Skipped:
    """An upstream file, or a day of one, that was not used, and why."""

    file: str
    why: str


class MapSource(Protocol):
    """A source of maps: turns one upstream file into observations, and nothing else."""

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
        """What the source leaves out."""
        ...

    @property
    def files(self) -> str:
        """How its files are named, for messages: `deepstatemap_data_YYYYMMDD.geojson`."""
        ...

    @property
    def file_pattern(self) -> str:
        """Regular expression of its file names without `.gz`; group `day`, if any, is the day."""
        ...

    @property
    def box(self) -> Window | None:
        """The box outside which the source says nothing; None: it covers all the ground."""
        ...

    @property
    def gap_policy(self) -> Literal["dated", "windows"]:
        """Whether each map is dated by a day, or valid for a window of days."""
        ...

    def read(self, content: bytes, file: str) -> Iterable[Observation | Skipped]:
        """Read one upstream file.

        Args:
            content: The file's bytes, already decompressed.
            file: Its name, for messages.

        Raises:
            UpstreamError: If the file cannot be read as what its name claims.
        """
        ...
