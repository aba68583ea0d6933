"""An estimate with the interval that goes with it, and the daily losses that estimates rest on."""

from dataclasses import dataclass

import numpy as np

from ripeness.terms.errors import ModelError


@dataclass(frozen=True)
class Estimate:
    """A number and its 95 % interval."""

    value: float
    """The estimate."""
    low: float
    """Lower end of the 95 % interval."""
    high: float
    """Upper end of the 95 % interval."""


@dataclass(frozen=True)
class DailyLosses:
    """Strengths and losses of two sides day by day; four rows of equal length."""

    x: np.ndarray
    """Strength of x on each day; above zero."""
    y: np.ndarray
    """Strength of y on each day; above zero."""
    x_lost: np.ndarray
    """Losses of x on each day; above zero where logarithms are taken, else zero or more."""
    y_lost: np.ndarray
    """Losses of y on each day; likewise."""

    def __post_init__(self) -> None:
        """Refuse rows that do not fit together.

        Raises:
            ModelError: If lengths differ, there are fewer than three days, a strength is not above
                zero, or a loss is negative or not a number.
        """
        rows = [_numbers(row) for row in (self.x, self.y, self.x_lost, self.y_lost)]
        sound = (
            len({row.shape for row in rows}) == 1
            and rows[0].ndim == 1
            and rows[0].size >= 3
            and bool(np.all((rows[0] > 0.0) & (rows[1] > 0.0) & np.isfinite(rows[0] + rows[1])))
            and bool(np.all((rows[2] >= 0.0) & (rows[3] >= 0.0) & np.isfinite(rows[2] + rows[3])))
        )
        if not sound:
            raise ModelError(
                found=f"rows of shape {[row.shape for row in rows]}",
                where="daily losses",
                expected="four rows of one length, at least three days, strengths above zero, "
                "losses of zero or more, nothing missing",
                remedy="Leave out days on which something is missing.",
            )


def _numbers(row: object) -> np.ndarray:
    try:
        return np.asarray(row, dtype=float)
    except (TypeError, ValueError):
        return np.array(np.nan)
