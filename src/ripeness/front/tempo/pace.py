"""Constant pace: what changed hands over the last weeks goes on, with the errors of that rule.

The rule forecasts the last reading plus h times the mean weekly change over a window of w weeks.
Its error h weeks on has two parts, which share the weeks around the origin: the sum of the
coming weeks' noise, and h times the error of the pace, that is, of a mean over w noisy weeks.
Both come from one resampled stretch of w + h weeks for each member: w weeks before the origin
give the error of the pace, the h weeks after it follow in the same blocks.
What it leaves out: a lasting change of the mean that the history has not seen.
"""

from dataclasses import dataclass, replace

import numpy as np

from ripeness.front.history import History, Numbers, weekly_changes
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.blocks import Walk, blocks_of, enter, walk_on
from ripeness.front.tempo.interface import Change
from ripeness.terms.errors import ModelError


@dataclass(frozen=True)
class PaceState:
    """Each member's pace, and where it stands among the blocks of weekly noise."""

    pace_km2: Numbers
    """The pace that each member holds to be true, in km² a week."""
    walk: Walk
    """Where the noise of the coming weeks is taken from."""


@dataclass(frozen=True)
class ConstantPace:
    """The pace over the last weeks goes on."""

    window_weeks: int
    """Over how many weeks the pace is taken."""

    @property
    def name(self) -> str:
        """The model's name, for example `pace_13`."""
        return f"pace_{self.window_weeks}"

    def init(
        self, history: History, settings: FrontSettings, generator: np.random.Generator
    ) -> PaceState:
        """Return each member's pace: the one observed, less an error that it may have had.

        Raises:
            ModelError: If the history is shorter than the window, or too gappy for blocks.
        """
        pace, elapsed = observed_pace(history, window_weeks=self.window_weeks)
        blocks = blocks_of(weekly_changes(history), length=settings.block_weeks)
        walk = enter(blocks, members=settings.members, generator=generator)
        error = np.zeros(settings.members)
        for _ in range(elapsed):
            walk, noise = walk_on(walk, generator)
            error = error + noise / elapsed
        return PaceState(pace_km2=pace - error, walk=walk)

    def step(self, state: PaceState, generator: np.random.Generator) -> tuple[PaceState, Change]:
        """Return the state a week later, and the pace plus a week's noise."""
        walk, noise = walk_on(state.walk, generator)
        return replace(state, walk=walk), Change.of_net(state.pace_km2 + noise)


def observed_pace(history: History, *, window_weeks: int) -> tuple[float, int]:
    """Return the mean weekly change over a window, and the weeks it really spans.

    The window begins at the last reading that lies at least `window_weeks` before the last one,
    so a gap lengthens it and never distorts it.

    Raises:
        ModelError: If the history is shorter than the window.
    """
    long_ago = np.flatnonzero(history.weeks <= history.weeks[-1] - window_weeks)
    if len(long_ago) == 0:
        raise ModelError(
            found=f"readings over {history.weeks[-1] - history.weeks[0]} weeks",
            where=f"the pace over {window_weeks} weeks",
            expected=f"readings over at least {window_weeks} weeks",
            remedy="Choose a shorter window, a later --as-of, or a source with a longer record.",
        )
    first = long_ago[-1]
    elapsed = int(history.weeks[-1] - history.weeks[first])
    return (history.last_km2 - float(history.km2[first])) / elapsed, elapsed
