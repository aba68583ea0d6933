"""What every law of attrition returns: the course of two strengths, and how it ends."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Winner = Literal["x", "y", "neither"]
Method = Literal["closed form", "solver"]


@dataclass(frozen=True)
class End:
    """How a fight ends: when, who is left, and with how much."""

    time: float
    """The time at which a side first reaches zero while falling; infinite if none ever does."""
    winner: Winner
    """The side that is left, now or in the limit; `neither` if both vanish or both last."""
    x: float
    """The strength of x at the end, or its limit if the fight never ends."""
    y: float
    """The strength of y at the end, or its limit if the fight never ends."""


@dataclass(frozen=True)
class Course:
    """Two strengths over time; from the end on they stand as they were at the end."""

    t: np.ndarray
    """The times asked for, in the caller's unit of time."""
    x: np.ndarray
    """The strength of x at each time; never negative."""
    y: np.ndarray
    """The strength of y at each time; never negative."""
    end: End
    """How it ends."""
    method: Method
    """Whether the strengths come from a formula or from a numerical solver."""


def held_at_end(t: np.ndarray, x: np.ndarray, y: np.ndarray, *, end: End, method: Method) -> Course:
    """Return the course with strengths held from the end on and never below zero."""
    over = t >= end.time
    return Course(
        t=t,
        x=np.where(over, end.x, np.maximum(x, 0.0)),
        y=np.where(over, end.y, np.maximum(y, 0.0)),
        end=end,
        method=method,
    )
