"""An ensemble that was computed once, as the front of a campaign: nothing is drawn again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from ripeness.campaign.world import Front
from ripeness.terms.errors import ModelError

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """Which members, and how far they are read."""

    first: int
    count: int
    week: int


@dataclass(frozen=True)
class ReplayedFront:
    """The courses of an allocation, read week by week."""

    region_km2: Numbers
    """Ground of the region at issue that the side drawn holds: [member, week], origin first."""
    places: Numbers
    """Share of each place that it holds: [member, week, place]."""
    changed_km2: Numbers
    """Ground that changed hands: [member, week, gain and recapture]."""
    least_km2: float
    """The smallest piece of ground that can change hands, in km²."""

    def begin(self, first: int, count: int) -> Reading:
        """Return the members at the origin."""
        return Reading(first, count, 0)

    def week(
        self, state: Reading, wanted_km2: Numbers, shift: Numbers | None
    ) -> tuple[Reading, Numbers]:
        """Return the members a week later, and what changed hands as it did in the ensemble.

        Raises:
            ModelError: If more or less is wanted than the ensemble was run with, or a hazard is
                shifted: such a course must be run, not read.
        """
        changed = self.changed_km2[state.first : state.first + state.count, state.week]
        if shift is not None or (changed > wanted_km2 + 0.5 * self.least_km2).any():
            raise ModelError(
                "a week moved by another model",
                where="an ensemble that is only read",
                expected="a campaign whose couplings leave the front as it is",
                remedy="Run the allocation week by week instead.",
            )
        return replace(state, week=state.week + 1), changed

    def holdings(self, state: Reading) -> tuple[Numbers, Numbers]:
        """Return what the side drawn holds of the region, and of each place."""
        rows = slice(state.first, state.first + state.count)
        return self.region_km2[rows, state.week], self.places[rows, state.week]


@dataclass(frozen=True)
class PostponedFront:
    """A front that is made when first asked: not at all where its course was kept."""

    make: Callable[[], Front]
    """Makes it."""

    @cached_property
    def made(self) -> Front:
        """The front itself."""
        return self.make()

    @property
    def least_km2(self) -> float:
        """The smallest piece of ground that can change hands, in km²."""
        return self.made.least_km2

    def begin(self, first: int, count: int) -> Any:  # noqa: ANN401 - each front has its own
        """Return the state at the origin of some members."""
        return self.made.begin(first, count)

    def week(
        self,
        state: Any,  # noqa: ANN401
        wanted_km2: Numbers,
        shift: Numbers | None,
    ) -> tuple[Any, Numbers]:
        """Return the state a week later and what changed hands."""
        return self.made.week(state, wanted_km2, shift)

    def holdings(self, state: Any) -> tuple[Numbers, Numbers]:  # noqa: ANN401
        """Return what the side drawn holds of the region, and of each place."""
        return self.made.holdings(state)


def replayed(
    courses: xr.Dataset, *, region: str, beyond_km2: float, least_km2: float
) -> ReplayedFront:
    """Return an ensemble's courses as a front.

    Args:
        courses: The result of `run_ensemble`.
        region: Id of the region at issue.
        beyond_km2: Ground of the region beyond the window that the side drawn holds, in km².
        least_km2: The smallest piece of ground that can change hands, in km².
    """
    held = courses["region_km2"].sel(region=region).transpose("member", "week")
    return ReplayedFront(
        region_km2=held.to_numpy().astype(np.float64) + beyond_km2,
        places=courses["place_share"]
        .transpose("member", "week", "place")
        .to_numpy()
        .astype(np.float64),
        changed_km2=courses["changed_km2"]
        .transpose("member", "later_week", "direction")
        .to_numpy()
        .astype(np.float64),
        least_km2=least_km2,
    )
