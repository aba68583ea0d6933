"""The `network` section of a case: whose origins, what classes carry, and when a link is closed."""

from typing import Literal, Self

from pydantic import Field, model_validator

from ripeness.terms.declared import Declared

ID = r"^[a-z][a-z0-9_]*$"


class StatedRange(Declared):
    """A range with where it is from; every figure that rests on it is shown for both ends."""

    low: float = Field(ge=0)
    """Lower end."""
    high: float = Field(ge=0)
    """Upper end."""
    source: str = Field(min_length=1)
    """Where the range is from, or why it is assumed."""
    evidence: Literal["seen", "recalled", "assumed"] = "assumed"
    """*seen*: read in the source; *recalled*: from memory of it; *assumed*: nobody's figure."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.high:
            message = "low must not be more than high"
            raise ValueError(message)
        return self

    @property
    def middle(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2


class LinkClass(Declared):
    """What a class of road or railway carries a day each way, and how fast."""

    name: str = Field(pattern=ID)
    """Name of the class."""
    mode: Literal["road", "rail"]
    """What runs on it."""
    km_per_h: float = Field(gt=0)
    """Speed of goods moving on it, km per hour."""
    t_per_day: StatedRange
    """Tonnes a day each way."""


class Transfer(Declared):
    """What it takes to bring goods between a place and a road or railway near it."""

    mode: Literal["road", "rail"]
    """The road or the railway."""
    within_km: float = Field(gt=0)
    """A place farther than this from the nearest one is off it."""
    hours: float = Field(ge=0)
    """Hours to load or unload."""
    t_per_day: StatedRange
    """Tonnes a day each way."""


class DeclaredOrigin(Declared):
    """Where a side's supply sets out, in its rear."""

    id: str = Field(pattern=ID)
    """How the network's files name it."""
    name: str = Field(min_length=1)
    """Name shown."""
    side: str
    """Id of the side that it supplies."""
    longitude: float = Field(ge=-180, le=180)
    """Degrees east."""
    latitude: float = Field(ge=-90, le=90)
    """Degrees north."""


class StateRules(Declared):
    """When a link is closed to a side, and when it is degraded."""

    closed_km: float = Field(default=1.0, gt=0)
    """A link is closed where more of it than this, km, lies on ground of which the side holds less
    than half; of a link shorter than twice this, half of it."""
    degraded_km: StatedRange = StatedRange(
        low=5, high=25, source="assumed: how far from the line traffic is under threat"
    )
    """How near the line a link is degraded, km."""
    degraded_share: StatedRange = StatedRange(
        low=0.1, high=0.7, source="assumed: nobody publishes what still passes near the line"
    )
    """Share of its capacity that a degraded link keeps."""


class Demand(Declared):
    """What has to arrive, as ranges."""

    people_kg_per_day: StatedRange = StatedRange(
        low=1.0,
        high=5.0,
        source="assumed: food is about half a kilogram; the rest is fuel and goods",
    )
    """Kilograms a day for each inhabitant."""
    people_left: StatedRange = StatedRange(
        low=0.05, high=0.6, source="assumed: share of the counted inhabitants who are still there"
    )
    """Share of the counted inhabitants who are still there, 0-1."""
    front_t_per_km_day: StatedRange = StatedRange(
        low=3.0, high=30.0, source="assumed: 100 to 600 people a km, 30 to 50 kg a head and day"
    )
    """Tonnes a day for each kilometre of front."""
    stock_days: StatedRange = StatedRange(
        low=3.0, high=15.0, source="assumed: how many days of its demand a place has in stock"
    )
    """Days of demand held in stock."""


class DeclaredNetwork(Declared):
    """The roads and railways of a case, by which supply is computed."""

    folder: str | None = None
    """Folder of the network's files, relative to the case's folder; null: the case has none."""
    vintage: Literal["published", "assumed"] = "published"
    """*published*: the network is known from the day on which it was retrieved. *assumed*: it is
    taken to have been as it is, and known, all along; it is printed wherever supply is shown."""
    origins: tuple[DeclaredOrigin, ...] = ()
    """Where each side's supply sets out."""
    beyond_land: str | None = None
    """Id of the side whose ground all ground beyond `theatre.land` is; null: nobody's, as drawn."""
    classes: tuple[LinkClass, ...] = ()
    """What each class carries, where not as the package has it (docs/networks.md)."""
    transfers: tuple[Transfer, ...] = ()
    """What transfers take, where not as the package has it. `within_km` counts when the network's
    files are made."""
    states: StateRules = StateRules()
    """When a link is closed, and when it is degraded."""
    demand: Demand = Demand()
    """What has to arrive."""
