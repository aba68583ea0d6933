"""What every tempo model is: a state made from a history, and a step of one week."""

from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

import numpy as np

from ripeness.front.history import History, Numbers
from ripeness.front.settings import FrontSettings


@dataclass(frozen=True)
class Change:
    """Ground that changes hands in one week, each way, one value for each member."""

    gained_km2: Numbers
    """Ground that comes to the side whose area is forecast, in km²; never negative."""
    lost_km2: Numbers
    """Ground that goes from that side, in km²; never negative."""

    @classmethod
    def of_net(cls, net_km2: Numbers) -> Self:
        """Return the change of a model that knows only the difference of the two ways."""
        return cls(gained_km2=np.maximum(net_km2, 0.0), lost_km2=np.maximum(-net_km2, 0.0))

    @property
    def net_km2(self) -> Numbers:
        """Gained less lost, in km²."""
        return self.gained_km2 - self.lost_km2


State = TypeVar("State")


class Tempo(Protocol[State]):
    """How much ground changes hands a week, as two pure functions.

    A model learns in `init` and looks at the ground no more; `step` may be called for as many
    weeks as one likes. All members go side by side, so a state holds arrays of `members` values.
    A model is never told which side it forecasts: the same history gives the same changes.
    """

    @property
    def name(self) -> str:
        """The model's name, as records and pages write it."""
        ...

    def init(
        self, history: History, settings: FrontSettings, generator: np.random.Generator
    ) -> State:
        """Return the state at the last reading; draws express what the history leaves open.

        Raises:
            ModelError: If the history is not enough for this model.
        """
        ...

    def step(self, state: State, generator: np.random.Generator) -> tuple[State, Change]:
        """Return the state one week later, and what changed hands in that week."""
        ...
