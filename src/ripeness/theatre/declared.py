"""The `theatre` section of a case: the window, the regions and the places, with all their names."""

from datetime import date

from pydantic import Field

from ripeness.terms.declared import Declared
from ripeness.theatre.grid import Window

ID = r"^[a-z][a-z0-9_]*$"
OUTLINE = r"^[^#]+#.+$"


class OtherName(Declared):
    """Another name of a place: searchable, and shown once on its card."""

    name: str = Field(min_length=1)
    """The name, in its own letters."""
    language: str = Field(min_length=2)
    """Language of the name, as an ISO 639 code."""
    since: date | None = None
    """First day on which the name was official, where known."""
    until: date | None = None
    """Last day on which the name was official, where known."""


class Total(Declared):
    """What `total` means in this case."""

    name: str = Field(min_length=1)
    """Name shown for the whole."""
    outline: str | None = Field(default=None, pattern=OUTLINE)
    """Outline of the whole (`FILE#NAME`), if shares of it are wanted."""


class Region(Declared):
    """An administrative area for which control is measured."""

    id: str = Field(pattern=ID)
    """How commands and files name the region."""
    name: str = Field(min_length=1)
    """Name shown."""
    outline: str = Field(pattern=OUTLINE)
    """Where its outline is: `FILE#NAME`, the file relative to the case's folder."""
    other_names: tuple[OtherName, ...] = ()
    """All other names, with language and dates."""


class Place(Declared):
    """A settlement for which control is measured."""

    id: str = Field(pattern=ID)
    """How commands and files name the place."""
    name: str = Field(min_length=1)
    """Name shown: the one of the case's boundary file."""
    region: str = Field(pattern=ID)
    """Id of the region in which it lies."""
    outline: str = Field(pattern=OUTLINE)
    """Where its outline is: `FILE#NAME`, the file relative to the case's folder."""
    other_names: tuple[OtherName, ...] = ()
    """All other names, with language and dates."""


class Theatre(Declared):
    """The ground of a case."""

    window: Window
    """The box in which cells are counted; the grid is centred on it."""
    total: Total
    """What `total` means."""
    regions: tuple[Region, ...] = ()
    """Administrative areas, in the order shown."""
    places: tuple[Place, ...] = ()
    """Settlements, in the order shown."""
    land: str | None = None
    """File of the outline of all the land in question, relative to the case's folder; its edge
    (state border, coast) is no line between the sides. Without it the regions stand for it."""
