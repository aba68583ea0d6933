"""The allocation as the front of a campaign: the same members, keys and draws, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from ripeness.front.allocation.courses import tally_of
from ripeness.front.allocation.dynamics import WHOLE, Hooks, State
from ripeness.front.allocation.ensemble import (
    Batch,
    Model,
    Outside,
    advance,
    hooks_of,
    keys_of,
    start,
)
from ripeness.front.allocation.units import Unit

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Members:
    """Some members of the allocation; the batch is padded to one compiled shape."""

    state: State
    """Where they are."""
    keys: Any
    """Their random keys."""
    count: int
    """How many of them are members; the rest pads."""
    first: int
    """Number of the first."""


@dataclass(frozen=True)
class AllocatedFront:
    """The front of one source, as its allocation moves it."""

    model: Model
    """The allocation."""
    units: Sequence[Unit]
    """Places, and the region at issue."""
    region: str
    """Id of the region at issue."""
    seed: int
    """The seed of the run: the ensemble's own."""
    outside: Outside | None = None
    """Cells forced to a side."""
    outside_km2: float = 0.0
    """Ground of the region that the side drawn holds beyond the window, in km²."""
    hooks: Hooks = field(init=False)
    """The same, as arrays of the band."""

    def __post_init__(self) -> None:
        """Lay what comes from outside on the band, once."""
        object.__setattr__(self, "hooks", hooks_of(self.model, self.outside))

    @property
    def least_km2(self) -> float:
        """A sixteenth of a cell, in km²."""
        return self.model.ground.cell_km2 / WHOLE

    def begin(self, first: int, count: int) -> Members:
        """Return the state at the origin of some members, by the number of the first."""
        size = max(self.model.settings.batch, count)
        return Members(
            start(self.model, size), keys_of(self.seed, first + np.arange(size)), count, first
        )

    def week(
        self, state: Members, wanted_km2: Numbers, shift: Numbers | None
    ) -> tuple[Members, Numbers]:
        """Return the members a week later and what changed hands: [member, gain and recapture]."""
        size = len(state.state.held)
        padded = _padded(wanted_km2, size)
        hooks = self.hooks
        if shift is not None:
            more = jnp.asarray(_padded(shift, size), jnp.float32)
            hooks = hooks._replace(shift=hooks.shift + more)
        after, changed = advance(self.model, state.state, padded, keys=state.keys, hooks=hooks)
        return Members(after, state.keys, state.count, state.first), changed[: state.count]

    def holdings(self, state: Members) -> tuple[Numbers, Numbers]:
        """Return km² held of the region at issue, and the share held of each place."""
        band = np.asarray(state.state.held)[: state.count, None, self.model.lattice.band]
        told = tally_of(self.model, Batch(first=0, band=band), self.units)
        regions = [unit.id for unit in self.units if unit.kind == "region"]
        region = told.region_km2[:, 0, regions.index(self.region)].astype(np.float64)
        return region + self.outside_km2, told.place_share[:, 0].astype(np.float64)


def _padded(values: Numbers, size: int) -> Numbers:
    more = size - len(values)
    return np.concatenate([values, np.repeat(values[-1:], more, axis=0)]) if more else values
