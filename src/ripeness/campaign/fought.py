"""A battlefield as run on one source's map, and what it means for the table."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.battle import Battle
from ripeness.campaign.toll import Toll
from ripeness.campaign.worth import Fight
from ripeness.case.table_draws import TableDraws
from ripeness.terms.errors import NoDataError

Numbers = NDArray[np.float64]

THOUSAND = 1000.0


@dataclass(frozen=True)
class Fought:
    """The battlefield on one source's map, week by week, the first day included."""

    source: str
    """Whose map."""
    battle: Battle
    """Every member's course."""
    rest_km2: float
    """Ground of the region at issue that the taker does not hold on the first day, in km²."""
    sign: float
    """1 if the source draws the taker's ground, −1 if the other side's."""
    tolls: tuple[Toll, ...]
    """The series of losses carried on, in the order of the battle's."""
    days: tuple[date, ...]
    """The Sundays, the origin first."""

    @property
    def gain(self) -> Numbers:
        """What the taker has gained of the rest, as a share of it: [member, week]."""
        moved = self.battle.region_km2 - self.battle.region_km2[:, :1]
        return self.sign * moved / self.rest_km2

    @property
    def left_km2(self) -> Numbers:
        """What is left of the rest, in km²: [member, week]."""
        return self.rest_km2 * (1 - self.gain)

    def some(self, members: int) -> "Fought":
        """Return the first members only."""
        parts = {name: values[:members] for name, values in vars(self.battle).items()}
        return Fought(self.source, Battle(**parts), self.rest_km2, self.sign, self.tolls, self.days)


def fight_of(fought: Fought, draws: TableDraws) -> Fight:
    """Return the battlefield as the table reads it: the taker's gain, and losses in thousands.

    Losses are those of the count that the plan names, times what it is drawn to be multiplied by.

    Args:
        fought: The battlefield.
        draws: The draws of the table.

    Raises:
        NoDataError: If the count that the plan names is not carried on for both sides.
    """
    declared = draws.tabled.fight_on.losses
    taker = draws.last.fighting.taker
    members = len(fought.battle.region_km2)
    columns = []
    for slot in (taker, "b" if taker == "a" else "a"):
        at = [
            number
            for number, toll in enumerate(fought.tolls)
            if (toll.slot, toll.source, toll.kind) == (slot, declared.source, declared.kind)
        ]
        if not at:
            raise NoDataError(
                f"no series of {declared.kind} by {declared.source!r} of slot {slot}",
                where="losses carried on by the campaign",
                expected="half a year of complete weeks of both sides",
                remedy="Name another source or kind under `fight_on: losses` of the plan.",
            )
        times = draws.drawn.times[slot][:members]
        columns.append(fought.battle.tolls[:, :, at[0]] * times[:, None] / THOUSAND)
    believed = fought.sign * fought.battle.believed_km2 / fought.rest_km2
    return Fight(gain=fought.gain, losses=np.stack(columns, axis=2), believed=believed)
