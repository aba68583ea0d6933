"""How many independent origins a row of overlapping forecasts is worth."""

from collections.abc import Sequence
from datetime import date
from math import ceil

from ripeness.terms.days import WEEK
from ripeness.terms.errors import DataError

FEWEST_FOR_P = 10.0
"""Below this many independent origins no p value is given."""


def overlap(*, horizon_weeks: int, step_weeks: int) -> int:
    """Return how many origins pass before a forecast's days no longer overlap with its own.

    Raises:
        DataError: If a length is not at least one week.

    Example:
        >>> overlap(horizon_weeks=13, step_weeks=2)
        7
    """
    if not (horizon_weeks >= 1 and step_weeks >= 1):
        raise DataError(
            found=f"a horizon of {horizon_weeks} and a step of {step_weeks} weeks",
            where="the effective number of origins",
            expected="at least one week each",
            remedy="Give both in whole weeks.",
        )
    return ceil(horizon_weeks / step_weeks)


def effective_number(origins: Sequence[date], *, horizon_weeks: int, step_weeks: int) -> float:
    """Return the number of origins over their overlap, at most the span in horizons.

    Args:
        origins: Origins of the forecasts, in order.
        horizon_weeks: How far each looks, in weeks.
        step_weeks: Weeks from one origin to the next as planned; gaps do not change it.

    Example:
        >>> first = date(2025, 2, 2)
        >>> effective_number(
        ...     [first + 2 * week * WEEK for week in range(26)], horizon_weeks=4, step_weeks=2
        ... )
        13.0
    """
    if not origins:
        return 0.0
    span = (origins[-1] - origins[0]) / WEEK + horizon_weeks
    shared = overlap(horizon_weeks=horizon_weeks, step_weeks=step_weeks)
    return min(len(origins) / shared, span / horizon_weeks)
