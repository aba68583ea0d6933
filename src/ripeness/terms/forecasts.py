"""The quantile record: how every forecast is written down, whoever made it."""

from datetime import date
from itertools import pairwise
from typing import Self

from pydantic import model_validator

from ripeness.terms.declared import Declared

LEVELS: tuple[str, ...] = (
    "0.01", "0.025", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3", "0.35", "0.4", "0.45", "0.5",
    "0.55", "0.6", "0.65", "0.7", "0.75", "0.8", "0.85", "0.9", "0.95", "0.975", "0.99",
)  # fmt: skip
"""Names of the 23 probability levels, as INTERFACES writes them."""


class QuantileForecast(Declared):
    """One model's forecast of one region's series, as quantiles of the level by week."""

    source: str
    """Whose map the series comes from."""
    region: str
    """`total`, or an id of the case's regions."""
    measure: str
    """What is forecast, for example `held_km2`."""
    side: str
    """The side whose ground is forecast."""
    unit: str
    """Unit of the quantiles and the mean."""
    model: str
    """Name of the model."""
    origin: date
    """The Sunday from which the forecast looks forward."""
    origin_value: float
    """The last reading known at the origin, in `unit`."""
    weeks: tuple[date, ...]
    """The Sundays forecast, in order."""
    quantiles: dict[str, tuple[float, ...]]
    """For each of the 23 levels, one value a week, in `unit`."""
    mean: tuple[float, ...]
    """The mean by week, in `unit`."""
    members: int
    """How many simulated paths stand behind the quantiles; 0 for a closed form."""
    complement_assumed: bool = False
    """Whether the figures rest on all that is not shown being the other side's."""
    note: str | None = None
    """What a reader must know about this forecast, such as an old last reading."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if tuple(self.quantiles) != LEVELS:
            message = f"quantiles must stand at exactly the 23 levels, in order; got {tuple(self.quantiles)}"
            raise ValueError(message)
        count = len(self.weeks)
        if any(len(values) != count for values in (*self.quantiles.values(), self.mean)):
            message = f"every quantile and the mean need one value for each of the {count} weeks"
            raise ValueError(message)
        columns = list(zip(*self.quantiles.values(), strict=True))
        if any(low > high for column in columns for low, high in pairwise(column)):
            message = "quantiles must not cross"
            raise ValueError(message)
        return self


class Refused(Declared):
    """A model that gave no forecast, and why."""

    source: str
    """Whose map the readings come from."""
    region: str
    """`total`, or an id of the case's regions."""
    model: str
    """Name of the model."""
    why: str
    """What the model found, what it needs, and what to do."""
