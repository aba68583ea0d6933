"""A history without gaps, for methods that need a reading every week."""

import numpy as np

from ripeness.front.history import History, Numbers
from ripeness.terms.errors import ModelError

MOST_FILLED = 0.2
"""The largest share of weeks that may be filled; the history begins where no more are missing."""


def filled(
    history: History, fewest: int, *, method: str, most_filled: float = MOST_FILLED
) -> Numbers:
    """Return readings of consecutive weeks, missing ones on a straight line between neighbours.

    Args:
        history: Readings, with gaps.
        fewest: How many weekly changes there must be, at the least.
        method: What needs it, for the error.
        most_filled: The largest share of weeks that may be filled.

    Raises:
        ModelError: If too many weeks are missing.
    """
    spans = history.weeks[-1] - history.weeks + 1
    missing = 1 - np.arange(len(spans), 0, -1) / spans
    first = int(np.argmax(missing <= most_filled))
    if not spans[first] > fewest:
        raise ModelError(
            found=f"{missing[0]:.0%} of {spans[0]} weeks without a reading",
            where=method,
            expected=f"at most {most_filled:.0%} of the last {fewest + 1} weeks or more",
            remedy="Read the pace models, which need none, or choose a source with fewer gaps.",
        )
    weeks = np.arange(history.weeks[first], history.weeks[-1] + 1)
    return np.interp(weeks, history.weeks, history.km2)
