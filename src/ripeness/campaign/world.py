"""The state of a campaign in a week, and what it runs on."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.couplings import OFF, Switches

Numbers = NDArray[np.float64]


class Front(Protocol):
    """Where ground changes hands, as the campaign sees it; members side by side."""

    @property
    def least_km2(self) -> float:
        """The smallest piece of ground that can change hands, in km²."""
        ...

    def begin(self, first: int, count: int) -> Any:  # noqa: ANN401 - each front has its own
        """Return the state at the origin of some members, by the number of the first."""
        ...

    def week(
        self,
        state: Any,  # noqa: ANN401
        wanted_km2: Numbers,
        shift: Numbers | None,
    ) -> tuple[Any, Numbers]:
        """Return the state a week later and what changed hands: [member, gain and recapture].

        Args:
            state: The members.
            wanted_km2: What is to change hands, in multiples of the smallest piece.
            shift: Added to the log hazard of gains and of recaptures: [member, 2, cell].
        """
        ...

    def holdings(self, state: Any) -> tuple[Numbers, Numbers]:  # noqa: ANN401
        """Return what the side drawn holds: of the region at issue in km², of places as shares.

        By [member], and by [member, place].
        """
        ...


class Supplies(Protocol):
    """What reaches each cell from the rear, given who holds what."""

    def delivered(self, front: Any) -> Numbers:  # noqa: ANN401 - the state of the front
        """Return the share delivered to those who hold against a gain, and against a recapture.

        By [member, 2, cell of the band]; a gain is the side drawn's.
        """
        ...


@dataclass(frozen=True)
class Wearing:
    """What each side loses and what joins it in a week, as shares of its first day's strength."""

    lost: Numbers
    """By [member, slot]."""
    joined: Numbers
    """By [member, slot], under outside support as it is."""
    support: tuple[float, float] = (1.0, 1.0)
    """Outside support of each slot over that of the first day."""


@dataclass(frozen=True)
class Given:
    """What a campaign runs on; arrays have one row a member."""

    front: Front
    """Where ground changes hands."""
    tempo_km2: Numbers
    """Ground drawn to change hands: [member, week, gain and recapture]; a gain is the side
    drawn's."""
    drawn_slot: int
    """The slot of the side drawn: 0 for a, 1 for b."""
    tolls: Numbers
    """Losses of usual weeks, as drawn: [member, week, series]."""
    wearing: Wearing
    """Losses and replacements as shares of strength."""
    supplies: Supplies | None = None
    """What reaches each cell; none: supply is not followed."""
    switches: Switches = OFF
    """Which couplings are on."""

    @property
    def weeks(self) -> int:
        """The horizon, in weeks."""
        return self.tempo_km2.shape[1]

    @property
    def usual_km2(self) -> Numbers:
        """Ground that changes hands in a usual week, both ways together: [week]."""
        return self.tempo_km2.sum(axis=2).mean(axis=0)


@dataclass(frozen=True)
class World:
    """Some members in one week."""

    number: int
    """The week, 0 on the first day."""
    members: slice
    """Which of all members these are."""
    front: Any
    """Where the line is."""
    wanted_km2: Numbers
    """What is to change hands this week: [member, 2]."""
    carried_km2: Numbers
    """What rounding to whole pieces has left for later: [member, 2]."""
    changed_km2: Numbers
    """What changed hands this week: [member, 2]."""
    region_km2: Numbers
    """Ground of the region at issue that the side drawn holds: [member]."""
    place_share: Numbers
    """Share of each place that the side drawn holds: [member, place]."""
    delivered: Numbers | None
    """What reaches each cell: [member, 2, cell]; none where supply is not followed."""
    first_delivered: Numbers | None
    """The same on the first day."""
    tolls: Numbers
    """Losses of this week: [member, series]."""
    strength: Numbers
    """Each side's strength over that of the first day: [member, slot]."""
    believed_km2: Numbers
    """The pace that is believed, net for the side drawn, in km² a week: [member]."""
