"""What reaches each cell of the front in every member, from the network of the case.

Each member meets one draw of what is assumed of the network, by its number, and the variant of it
that has all of its links. A week's map says which links are open, and who holds which place; what
is delivered hangs on that alone, so it is computed once for each such state and then read again.
What a stretch of front needs is that of the first day: the line's small moves change the ways, not
the demand.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.campaign.allocated import Members
from ripeness.front.allocation.ensemble import Model, held_of
from ripeness.supply.delivered import delivered_by
from ripeness.supply.held import HALF, Ground, moved
from ripeness.supply.situation import Situation, Towns, situation
from ripeness.supply.state import signature, supply_by_cell
from ripeness.supply.webs import LinkStates, Webs, link_states, of_draw
from ripeness.terms.errors import ModelError
from ripeness.terms.question import Slot

Numbers = NDArray[np.float64]
Cells = NDArray[np.int64]

VARIANT = "both"
"""The variant of the network that is followed: roads and railways together."""


@dataclass(frozen=True)
class Rear:
    """What the supply of a front is computed from, as a case gives it."""

    webs: Webs
    """The variants of its network."""
    towns: Towns
    """Its places."""
    ground: Ground
    """Whose every cell is on the first day, by the source of the front."""
    fixed: NDArray[np.bool_] | None = None
    """Whether each cell of the grid is one that cannot move; none: each can."""


@dataclass
class NetworkSupplies:
    """What reaches each cell of one source's front, member by member."""

    model: Model
    """The allocation."""
    rear: Rear
    """Network, places and ground."""
    kept: dict[object, NDArray[np.float64]] | None = field(default_factory=dict)
    """What was delivered in each state met so far; none: nothing is kept."""
    cells: Cells | None = None
    """The cells of the grid that are told of; none: those of the front's band."""

    def __post_init__(self) -> None:
        """Read the first day, once.

        Raises:
            ModelError: If the network has not roads and railways together.
        """
        webs, towns, ground = self.rear.webs, self.rear.towns, self.rear.ground
        if VARIANT not in webs.variants:
            raise ModelError(
                f"no variant {VARIANT!r} of the network",
                where="supply of the campaign",
                expected="a network with links of every mode",
                remedy="Switch the coupling to supply off, or add the links to the network.",
            )
        lattice, grid = self.model.lattice, self.model.ground.grid
        band = np.flatnonzero(lattice.window(lattice.in_band).ravel())
        self.told: Cells = band if self.cells is None else self.cells
        self.begun = {
            side: situation(ground, side=side, towns=towns, grid=grid) for side in _sides("a")
        }
        followed = replace(webs, webs=webs.of(VARIANT))
        self.by_draw = [of_draw(followed, draw) for draw in range(webs.assumed.count)]
        self.nearest: dict[bytes, Cells] = {}

    def delivered(self, front: Members) -> Numbers:
        """Return the share delivered to those who hold against a gain, and against a recapture.

        By [member, 2, cell of the band]; 0 where they hold no place that anything must reach.
        """
        held = held_of(self.model, front.state)[: front.count].reshape(front.count, -1)
        return np.stack(
            [
                self._member(self._ground(held[one, self.told]), front.first + one)
                for one in range(front.count)
            ]
        )

    def on_map(self, held: NDArray[np.uint8]) -> Numbers:
        """Return the same for one map, as a mean over all draws of what is assumed: [2, cell].

        Args:
            held: Sixteenths that the side drawn holds of each cell told of.
        """
        ground = self._ground(held)
        return np.mean([self._member(ground, one) for one in range(len(self.by_draw))], axis=0)

    def _ground(self, held: NDArray[np.uint8]) -> Ground:
        """Return the first day's ground with the cells that have changed hands since."""
        ground = self.model.ground
        gone = held != ground.now.ravel()[self.told]
        changed = {"side": ground.drawn, "fixed": self.rear.fixed}
        return moved(self.rear.ground, self.told[gone], held[gone], **changed)

    def _member(self, ground: Ground, number: int) -> Numbers:
        draw = number % len(self.by_draw)
        drawn = self.model.ground.drawn
        return np.stack([self._side(ground, side, draw) for side in _sides(drawn)[::-1]])

    def _side(self, ground: Ground, side: Slot, draw: int) -> Numbers:
        """Return the share delivered to one side in each cell of the band."""
        webs = self.by_draw[draw]
        on = _now(self.begun[side], ground, self.rear.towns)
        states = link_states(webs, ground, side=side)
        key = (side, draw, on.held.tobytes(), signature(states.closed), states.left.tobytes())
        return self._read(key, lambda: self._shares(webs, states, on))

    def _read(self, key: object, made: Callable[[], Numbers]) -> Numbers:
        if self.kept is None:
            return made()
        if key not in self.kept:
            self.kept[key] = made()
        return self.kept[key]

    def _shares(self, webs: Webs, states: LinkStates, on: Situation) -> Numbers:
        towns = self.rear.towns
        got = delivered_by(webs, states, on, towns)[VARIANT].share[0]
        asked = np.flatnonzero(np.isfinite(got))
        if not len(asked):
            return np.zeros(len(self.told))
        return got[self._nearest(webs, on, asked)]

    def _nearest(self, webs: Webs, on: Situation, asked: Cells) -> Cells:
        """Return for each cell of the band the number of the nearest of some places."""
        key = on.side.encode() + asked.tobytes()
        if key not in self.nearest:
            names = [self.rear.towns.ids[number] for number in asked]
            numbers = pd.Series(asked.astype(float), index=names)
            whole = np.full(len(on.ground.by_a), HALF, np.uint8)
            every = supply_by_cell(webs.together, numbers, Ground(whole, whole), side=on.side)
            self.nearest[key] = every[self.told].astype(np.int64)
        return self.nearest[key]


def _sides(first: Slot) -> tuple[Slot, Slot]:
    return ("a", "b") if first == "a" else ("b", "a")


def _now(begun: Situation, ground: Ground, towns: Towns) -> Situation:
    """Return who holds which place, with the first day's demands along the front."""
    own = np.array([ground.own(begun.side)[cells].mean() / (2 * HALF) for cells in towns.cells])
    return replace(begun, ground=ground, own=own, held=own >= 0.5)
