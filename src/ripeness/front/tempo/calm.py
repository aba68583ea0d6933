"""A model that reads a history from which the wildest weeks are taken back to a bound.

A week in which a front broke, or in which a map was drawn anew, says that such weeks exist and
little of the pace before or after. Each weekly change beyond so many typical ones is read as that
many, and levels are rebuilt from the last reading backwards; the model itself is as it was.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ripeness.front.history import History
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.damped import typical_change
from ripeness.front.tempo.interface import Change, Tempo

FEWEST_RECENT = 40
"""With fewer recent weekly changes than this the whole history is read."""


@dataclass(frozen=True)
class Calm:
    """Another model on a calmed history."""

    inner: Tempo[Any]
    """The model."""
    most_read: float = 3.0
    """A weekly change beyond so many typical ones is read as that many."""
    weeks: int = 65
    """How many weeks before the last reading are read, where they hold enough changes."""

    @property
    def name(self) -> str:
        """The model's name, for example `calm_pace_52`."""
        return f"calm_{self.inner.name}"

    def init(
        self, history: History, settings: FrontSettings, generator: np.random.Generator
    ) -> Any:  # noqa: ANN401  the inner model's state
        """Return the inner model's state."""
        calm = calmed(_recent(history, self.weeks), most_read=self.most_read)
        return self.inner.init(calm, settings, generator)

    def step(self, state: Any, generator: np.random.Generator) -> tuple[Any, Change]:  # noqa: ANN401
        """Return the inner model's step."""
        return self.inner.step(state, generator)


def _recent(history: History, weeks: int) -> History:
    kept = history.weeks >= history.weeks[-1] - weeks
    if (np.diff(history.weeks[kept]) == 1).sum() < FEWEST_RECENT:
        return history
    return History(weeks=history.weeks[kept], km2=history.km2[kept])


def calmed(history: History, *, most_read: float) -> History:
    """Return a history whose weekly changes are bounded; the last reading stays.

    Args:
        history: Readings; a change across a gap of k weeks is bounded by k weeks' worth.
        most_read: The bound, in typical weekly changes.
    """
    weeks = np.diff(history.weeks)
    most = most_read * typical_change(history) * weeks
    changes = np.clip(np.diff(history.km2), -most, most)
    before = history.last_km2 - np.cumsum(changes[::-1])[::-1]
    return History(weeks=history.weeks, km2=np.append(before, history.last_km2))
