"""How much ground changes hands inside the window: blocks of past weeks, drawn again."""

from dataclasses import dataclass

import numpy as np

from ripeness.front.allocation.ground import LASTING_WEEKS, Ground
from ripeness.front.allocation_scores.models import Numbers
from ripeness.terms.chance import stream


@dataclass(frozen=True)
class PastTempo:
    """Blocks of the last year's weeks, as moving blocks (Künsch 1989, 10.1214/aos/1176347265)."""

    history_weeks: int = 52
    """Weeks drawn from."""
    block_weeks: int = 8
    """Length of a block."""

    def __call__(self, ground: Ground, members: int, weeks: int, seed: int) -> Numbers:
        """Draw weekly gains and recaptures from the weeks known to have lasted.

        Args:
            ground: The ground at its origin.
            members: How many courses.
            weeks: How many weeks each lasts.
            seed: The seed of the run.

        Returns:
            Ground in km² (members, weeks, gain and recapture).
        """
        known = ground.settled[: len(ground.weeks) - LASTING_WEEKS]
        change = np.diff(known[-(self.history_weeks + 1) :].astype(np.int16), axis=0)
        gains = [np.maximum(sign * change, 0).sum(axis=(1, 2)) for sign in (1, -1)]
        past = np.stack(gains, axis=1) * ground.cell_km2 / 16.0
        block = min(self.block_weeks, len(past))
        draw = stream(seed, "front", "allocation_scores", "tempo", ground.source)
        starts = draw.integers(0, len(past) - block + 1, size=(members, -(-weeks // block)))
        at = (starts[:, :, None] + np.arange(block)).reshape(members, -1)[:, :weeks]
        return past[at]
