"""The four named laws behind one door: who wins, when, with what left, and what parity takes."""

from typing import Any

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.front.attrition.course import Course, End, Winner
from ripeness.front.attrition.exponents import Law, exponents_of
from ripeness.front.attrition.linear import linear_law, linear_law_end, linear_law_invariant
from ripeness.front.attrition.logarithmic import (
    logarithmic_law,
    logarithmic_law_end,
    logarithmic_law_invariant,
)
from ripeness.front.attrition.mixed import mixed_law, mixed_law_end, mixed_law_invariant
from ripeness.front.attrition.square import square_law, square_law_end, square_law_invariant

WHERE = "laws of attrition"
COURSES = {
    "square": square_law,
    "linear": linear_law,
    "mixed": mixed_law,
    "logarithmic": logarithmic_law,
}
ENDS = {
    "square": square_law_end,
    "linear": linear_law_end,
    "mixed": mixed_law_end,
    "logarithmic": logarithmic_law_end,
}
INVARIANTS = {
    "square": square_law_invariant,
    "linear": linear_law_invariant,
    "mixed": mixed_law_invariant,
    "logarithmic": logarithmic_law_invariant,
}


def attrition(  # noqa: PLR0917 - the letters of the law, in its order
    x: float,
    y: float,
    a: float,
    b: float,
    t: Any,  # noqa: ANN401 - a time or an array of times
    *,
    law: Law,
) -> Course:
    """Return the course of two sides under a named law, without reinforcement.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Loss rate of x, in the law's unit; above zero.
        b: Loss rate of y, in the law's unit; above zero.
        t: Times from the start, zero or later; any shape.
        law: `square`, `linear`, `mixed` (x hides) or `logarithmic`.

    Raises:
        ModelError: If the law is unknown or its function refuses a value.

    Example:
        >>> attrition(1000, 800, 2e-5, 1e-5, 50, law="linear").x.round(3).tolist()
        517.342
    """
    exponents_of(law, where=WHERE)
    return COURSES[law](x, y, a, b, t)


def how_it_ends(x: float, y: float, a: float, b: float, *, law: Law) -> End:
    """Return when a fight under a named law ends, who wins and what is left.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Loss rate of x, in the law's unit; above zero.
        b: Loss rate of y, in the law's unit; above zero.
        law: `square`, `linear`, `mixed` (x hides) or `logarithmic`.

    Raises:
        ModelError: If the law is unknown or its function refuses a value.

    Example:
        >>> how_it_ends(1000, 800, 0.05, 0.04, law="square").winner
        'x'
    """
    exponents_of(law, where=WHERE)
    return ENDS[law](x, y, a, b)


def time_to_end(x: float, y: float, a: float, b: float, *, law: Law) -> float:
    """Return the time at which a side is wiped out; infinite under a law where none ever is.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Loss rate of x, in the law's unit; above zero.
        b: Loss rate of y, in the law's unit; above zero.
        law: `square`, `linear`, `mixed` (x hides) or `logarithmic`.

    Raises:
        ModelError: If the law is unknown or its function refuses a value.

    Example:
        >>> round(time_to_end(1000, 800, 0.05, 0.04, law="square"), 7)
        32.2806706
    """
    return how_it_ends(x, y, a, b, law=law).time


def winner(x: float, y: float, a: float, b: float, *, law: Law) -> Winner:
    """Return the side that is left, `neither` at parity and under the logarithmic law.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Loss rate of x, in the law's unit; above zero.
        b: Loss rate of y, in the law's unit; above zero.
        law: `square`, `linear`, `mixed` (x hides) or `logarithmic`.

    Raises:
        ModelError: If the law is unknown or its function refuses a value.

    Example:
        >>> winner(1000, 800, 2e-5, 1e-5, law="linear")
        'y'
    """
    return how_it_ends(x, y, a, b, law=law).winner


def survivors(x: float, y: float, a: float, b: float, *, law: Law) -> tuple[float, float]:
    """Return the strengths left when the fight is over, or their limits.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Loss rate of x, in the law's unit; above zero.
        b: Loss rate of y, in the law's unit; above zero.
        law: `square`, `linear`, `mixed` (x hides) or `logarithmic`.

    Raises:
        ModelError: If the law is unknown or its function refuses a value.

    Example:
        >>> [round(side, 7) for side in survivors(1000, 800, 0.05, 0.04, law="square")]
        [447.2135955, 0.0]
    """
    end = how_it_ends(x, y, a, b, law=law)
    return end.x, end.y


def invariant(x: float, y: float, a: float, b: float, *, law: Law) -> float:
    """Return what a named law keeps: its sign says who wins, save under the logarithmic law.

    Args:
        x: Strength of x; zero or more (above zero under the logarithmic law).
        y: Strength of y; zero or more (above zero under the logarithmic law).
        a: Loss rate of x, in the law's unit; above zero.
        b: Loss rate of y, in the law's unit; above zero.
        law: `square`, `linear`, `mixed` (x hides) or `logarithmic`.

    Raises:
        ModelError: If the law is unknown or its function refuses a value.

    Example:
        >>> invariant(100, 1000, 1e-4, 2.0, law="mixed")
        300.0
    """
    exponents_of(law, where=WHERE)
    return INVARIANTS[law](x, y, a, b)


def x_for_parity(y: float, a: float, b: float, *, law: Law) -> float:
    """Return the strength with which x would just hold y to a draw.

    Args:
        y: Starting strength of y; zero or more.
        a: Loss rate of x, in the law's unit; above zero.
        b: Loss rate of y, in the law's unit; above zero.
        law: `square`, `linear` or `mixed` (x hides).

    Raises:
        ModelError: If the law has no draw, or a value is refused.

    Example:
        >>> round(x_for_parity(200, 0.09, 0.04, law="square"), 9)
        300.0
    """
    refusals.word(law, "law", ("square", "linear", "mixed"), where=WHERE)
    y = refusals.strength(y, "y", where=WHERE)
    a, b = refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE)
    if law == "mixed":
        return a * y**2 / (2.0 * b)
    return y * a / b if law == "linear" else float(y * np.sqrt(a / b))
