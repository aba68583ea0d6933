"""Scores of chances given to events that came about or did not.

Brier (1950), https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2, and the logarithmic
score of Good (1952), https://doi.org/10.1111/j.2517-6161.1952.tb00104.x. Both are proper; only the
second has no mercy on a chance of nought.
"""

import numpy as np
from numpy.typing import ArrayLike

from ripeness.scores.checked import Numbers, agree, finite, refuse_unless


def brier(happened: ArrayLike, chances: ArrayLike) -> Numbers:
    """Return the squared difference between each chance and what came about.

    Args:
        happened: 1 where the event came about, 0 where it did not.
        chances: The chance given to it, 0 to 1.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a chance lies outside 0 to 1, or an event is neither 0 nor 1.

    Example:
        >>> brier([1, 0], [0.9, 0.5])
        array([0.01, 0.25])
    """
    y, p = events_and_chances(happened, chances)
    return (p - y) ** 2


def log_score(happened: ArrayLike, chances: ArrayLike) -> Numbers:
    """Return the negative logarithm of the chance given to what came about.

    An event that came about although its chance was 0 scores infinity, as it should.

    Args:
        happened: 1 where the event came about, 0 where it did not.
        chances: The chance given to it, 0 to 1.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a chance lies outside 0 to 1, or an event is neither 0 nor 1.

    Example:
        >>> log_score([1], [1.0])
        array([0.])
    """
    y, p = events_and_chances(happened, chances)
    given = np.where(y == 1, p, 1 - p)
    with np.errstate(divide="ignore"):
        return 0.0 - np.log(given)


def events_and_chances(happened: ArrayLike, chances: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return events and their chances, checked.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a chance lies outside 0 to 1, or an event is neither 0 nor 1.
    """
    y = finite(happened, "events", dimensions=1)
    p = finite(chances, "chances", dimensions=1)
    agree(p.shape, y.shape, "chances")
    refuse_unless(
        bool(np.isin(y, (0, 1)).all()) and bool(((p >= 0) & (p <= 1)).all()),
        found="an event or a chance out of range",
        expected="events of 0 or 1 and chances from 0 to 1",
        remedy="Give shares, not percent.",
    )
    return y, p
