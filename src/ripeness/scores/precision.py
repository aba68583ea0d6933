"""How well chances rank events above what did not happen.

Average precision: the area under the precision-recall curve as a sum over events, so that ties
count as one step (Davis & Goadrich 2006, https://doi.org/10.1145/1143844.1143874; as in
scikit-learn). It sees the order of the chances alone; a rare event makes it low.
"""

import numpy as np
from numpy.typing import ArrayLike

from ripeness.scores.chances import events_and_chances
from ripeness.scores.checked import refuse_unless


def average_precision(happened: ArrayLike, chances: ArrayLike) -> float:
    """Return the average precision; the base rate is what chance alone would give.

    Args:
        happened: 1 where the event came about, 0 where it did not.
        chances: The chance given to it, 0 to 1.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a number is out of range, or nothing came about.

    Example:
        >>> average_precision([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1])
        0.8333333333333333
    """
    y, p = events_and_chances(happened, chances)
    refuse_unless(
        bool(y.any()),
        found="no event that came about",
        expected="at least one",
        remedy="Score a time or place in which something happened.",
    )
    order = np.argsort(-p, kind="stable")
    y, p = y[order], p[order]
    steps = np.append(np.flatnonzero(np.diff(p)), len(p) - 1)
    found = np.cumsum(y)[steps]
    precision = found / (steps + 1)
    recalled = np.diff(found, prepend=0.0) / found[-1]
    return float((precision * recalled).sum())
