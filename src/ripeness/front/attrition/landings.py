"""The square law with reinforcements that come and go: the closed form, piece by piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.front.attrition.course import Course, End
from ripeness.front.attrition.modes import modes, strengths_at
from ripeness.front.attrition.square import square_law
from ripeness.terms.errors import ModelError

WHERE = "square law with landings"


@dataclass(frozen=True)
class Landing:
    """Reinforcements that arrive at a steady rate over a stretch of time."""

    start: float
    """When they begin to arrive; zero or later."""
    end: float
    """When they have arrived; after the start."""
    x: float = 0.0
    """How much of x arrives in all; zero or more."""
    y: float = 0.0
    """How much of y arrives in all; zero or more."""


def square_law_with_landings(  # noqa: PLR0917 - the letters of the law, in its order
    x: float,
    y: float,
    a: float,
    b: float,
    t: Any,  # noqa: ANN401 - a time or an array of times
    *,
    landings: Sequence[Landing],
) -> Course:
    """Return the course under the square law when reinforcements come in stretches.

    Between the times at which a landing begins or ends the inflow is constant and the closed form
    of `square_law` holds; the pieces are joined. The fight ends when a side reaches zero while
    falling, and later landings join no fight.

    Args:
        x: Strength of x before any landing; zero or more.
        y: Strength of y before any landing; zero or more.
        a: Losses of x per unit of y and unit of time; above zero.
        b: Losses of y per unit of x and unit of time; above zero.
        t: Times from the start, zero or later; any shape.
        landings: What arrives, when; they may overlap.

    Raises:
        ModelError: If a value is refused by `square_law`, or a landing ends before it begins.

    References:
        Engel (1954), https://doi.org/10.1287/opre.2.2.163

    Example:
        >>> ashore = [Landing(0, 1, x=54000), Landing(2, 3, x=6000), Landing(5, 6, x=13000)]
        >>> course = square_law_with_landings(0, 21000, 0.0544, 0.0106, [28, 35], landings=ashore)
        >>> course.x.round(0).tolist(), course.y.round(0).tolist()
        ([53863.0, 53080.0], [4039.0, 81.0])
    """
    moments = refusals.times(t, where=WHERE)
    for landing in landings:
        _check(landing)
    edges = sorted(
        {0.0, *(edge for piece in landings for edge in (piece.start, piece.end)), np.inf}
    )
    at_x, at_y = np.zeros(moments.shape), np.zeros(moments.shape)
    end, state = End(float("inf"), "neither", x, y), (x, y)
    for low, high in pairwise(edges):
        inside = (moments >= low) & (moments < high)
        asked = np.append(moments[inside] - low, 0.0 if np.isinf(high) else high - low)
        piece = square_law(*state, a, b, asked, reinforcement=_inflow(landings, low))
        at_x[inside], at_y[inside] = piece.x[:-1], piece.y[:-1]
        state = (float(piece.x[-1]), float(piece.y[-1]))
        end = piece.end
        if low + end.time < high:
            end = End(low + end.time, end.winner, end.x, end.y)
            at_x[moments >= end.time], at_y[moments >= end.time] = end.x, end.y
            break
    return Course(moments, at_x, at_y, end, "closed form")


def unended(
    start: tuple[float, float],
    kills: Any,  # noqa: ANN401 - two rates, already checked
    landings: Sequence[Landing],
    t: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the formula's strengths, below zero too, as a fit needs them: it must not be cut."""
    edges = sorted(
        {0.0, *(edge for piece in landings for edge in (piece.start, piece.end)), np.inf}
    )
    at_x, at_y = np.zeros(t.shape), np.zeros(t.shape)
    state = start
    for low, high in pairwise(edges):
        inside = (t >= low) & (t < high)
        asked = np.append(t[inside] - low, 0.0 if np.isinf(high) else high - low)
        solution = modes(state, (kills[0], kills[1]), _inflow(landings, low), (0.0, 0.0))
        x, y = strengths_at(solution, asked)
        at_x[inside], at_y[inside] = x[:-1], y[:-1]
        state = (float(x[-1]), float(y[-1]))
    return at_x, at_y


def _check(landing: Landing) -> None:
    if not isinstance(landing, Landing):
        raise ModelError(
            found=f"landings with {landing!r}",
            where=WHERE,
            expected="a list of Landing",
            remedy="Write Landing(start, end, x=...) for each.",
        )
    refusals.strength(landing.x, "landing.x", where=WHERE)
    refusals.strength(landing.y, "landing.y", where=WHERE)
    begin = refusals.strength(landing.start, "landing.start", where=WHERE)
    if not begin < refusals.strength(landing.end, "landing.end", where=WHERE):
        raise ModelError(
            found=f"a landing from {landing.start} to {landing.end}",
            where=WHERE,
            expected="an end after the start",
            remedy="Give the stretch over which the reinforcements arrive.",
        )


def _inflow(landings: Sequence[Landing], at: float) -> tuple[float, float]:
    """Return what arrives per unit of time just after a moment."""
    now = [piece for piece in landings if piece.start <= at < piece.end]
    return (
        float(sum(piece.x / (piece.end - piece.start) for piece in now)),
        float(sum(piece.y / (piece.end - piece.start) for piece in now)),
    )
