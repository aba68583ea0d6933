"""How much ground changes hands inside the window: as runs draw it, or from past weeks alone."""

from dataclasses import dataclass

import numpy as np

from ripeness.front.allocation.ground import LASTING_WEEKS
from ripeness.front.allocation.window_tempo import window_tempo
from ripeness.front.allocation_scores.models import Numbers, Seen
from ripeness.front.catalogue import OWN, tempos
from ripeness.front.settings import FrontSettings
from ripeness.terms.chance import stream


@dataclass(frozen=True)
class PastTempo:
    """Blocks of the last year's weeks, as moving blocks (Künsch 1989, 10.1214/aos/1176347265)."""

    history_weeks: int = 52
    """Weeks drawn from."""
    block_weeks: int = 8
    """Length of a block."""

    def __call__(self, seen: Seen, members: int, weeks: int, seed: int) -> Numbers:
        """Draw weekly gains and recaptures from the weeks known to have lasted.

        Args:
            seen: The ground at its origin.
            members: How many courses.
            weeks: How many weeks each lasts.
            seed: The seed of the run.

        Returns:
            Ground in km² (members, weeks, gain and recapture).
        """
        ground = seen.ground
        known = ground.settled[: len(ground.weeks) - LASTING_WEEKS]
        change = np.diff(known[-(self.history_weeks + 1) :].astype(np.int16), axis=0)
        gains = [np.maximum(sign * change, 0).sum(axis=(1, 2)) for sign in (1, -1)]
        past = np.stack(gains, axis=1) * ground.cell_km2 / 16.0
        block = min(self.block_weeks, len(past))
        draw = stream(seed, "front", "allocation_scores", "tempo", ground.source)
        starts = draw.integers(0, len(past) - block + 1, size=(members, -(-weeks // block)))
        at = (starts[:, :, None] + np.arange(block)).reshape(members, -1)[:, :weeks]
        return past[at]


@dataclass(frozen=True)
class ModelledTempo:
    """The pool of the project's own tempo models, brought to the window as in a run."""

    def __call__(self, seen: Seen, members: int, weeks: int, seed: int) -> Numbers:
        """Draw weekly gains and recaptures.

        Args:
            seen: The ground at its origin, and the area held of the whole.
            members: How many courses.
            weeks: How many weeks each lasts.
            seed: The seed of the run.

        Returns:
            Ground in km² (members, weeks, gain and recapture).
        """
        return window_tempo(
            seen.whole,
            seen.ground,
            tempos=[one for one in tempos() if one.name in OWN],
            settings=FrontSettings(members=max(members, 100), horizon_weeks=weeks),
            seed=seed,
        )[:members]
