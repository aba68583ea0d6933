"""The square law: aimed fire, so that a side loses as the enemy is numerous.

x' = -a y - c x + r,  y' = -b x - d y + s;  with c = d = r = s = 0, b x^2 - a y^2 stays.
"""

from typing import Any

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.front.attrition.course import Course, End, held_at_end
from ripeness.front.attrition.modes import Modes, end_of, modes, strengths_at

WHERE = "square law"


def square_law(  # noqa: PLR0913, PLR0917 - the letters of the law, in its order
    x: float,
    y: float,
    a: float,
    b: float,
    t: Any,  # noqa: ANN401 - a time or an array of times
    *,
    reinforcement: tuple[float, float] = (0.0, 0.0),
    own_losses: tuple[float, float] = (0.0, 0.0),
) -> Course:
    """Return the course of two sides under Lanchester's square law, in closed form.

    x' = -a y - c x + r and y' = -b x - d y + s. The solution is a sum of two exponentials, taken
    by mode rather than by cosh and sinh, so that nothing cancels over long times or near parity.
    The fight ends when a side first reaches zero while falling; from then on both stand as they
    were, and reinforcements that come later join no fight. A side that starts at zero is in the
    fight if it is reinforced faster than it loses.

    Args:
        x: Starting strength of x, in any unit of strength; zero or more.
        y: Starting strength of y, in its own unit; zero or more.
        a: Losses of x per unit of y and unit of time; above zero.
        b: Losses of y per unit of x and unit of time; above zero.
        t: Times from the start, zero or later; any shape.
        reinforcement: (r, s): what x and y receive per unit of time.
        own_losses: (c, d): share of its own strength that each side loses per unit of time
            without the enemy (sickness, accidents).

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, or anything is not finite.

    References:
        Lanchester (1916), *Aircraft in Warfare*; Morse and Kimball (1951), *Methods of Operations
        Research*; Engel (1954), https://doi.org/10.1287/opre.2.2.163, for reinforcements.

    Example:
        >>> course = square_law(1000, 800, 0.05, 0.04, [0, 5, 100])
        >>> course.x.round(4).tolist(), course.y.round(4).tolist()
        ([1000.0, 823.4335, 447.2136], [800.0, 618.4126, 0.0])
        >>> course.end.winner, round(course.end.time, 4)
        ('x', 32.2807)
    """
    moments = refusals.times(t, where=WHERE)
    solution = _checked((x, y), (a, b), reinforcement, own_losses)
    end = end_of(solution)
    until = np.minimum(moments, end.time)
    return held_at_end(moments, *strengths_at(solution, until), end=end, method="closed form")


def square_law_end(
    x: float,
    y: float,
    a: float,
    b: float,
    *,
    reinforcement: tuple[float, float] = (0.0, 0.0),
    own_losses: tuple[float, float] = (0.0, 0.0),
) -> End:
    """Return when and how a fight under the square law ends.

    Without reinforcement the time is a logarithm; with it, the first root of a sum of exponentials,
    found to the last digits by bracketing. At parity both sides fade for ever and neither wins.

    Args:
        x: Starting strength of x; zero or more.
        y: Starting strength of y; zero or more.
        a: Losses of x per unit of y and unit of time; above zero.
        b: Losses of y per unit of x and unit of time; above zero.
        reinforcement: What x and y receive per unit of time.
        own_losses: Share of its own strength that each side loses per unit of time.

    Raises:
        ModelError: If a strength is negative, a rate is not above zero, or anything is not finite.

    Example:
        >>> end = square_law_end(1000, 800, 0.05, 0.04)
        >>> round(end.x, 7), round(end.time, 7)
        (447.2135955, 32.2806706)
        >>> square_law_end(300, 200, 0.09, 0.04).winner
        'neither'
    """
    return end_of(_checked((x, y), (a, b), reinforcement, own_losses))


def square_law_invariant(x: float, y: float, a: float, b: float) -> float:
    """Return b x^2 - a y^2, which the square law keeps; x wins if it is above zero.

    Raises:
        ModelError: If a strength is negative or a rate is not above zero.

    Example:
        >>> round(square_law_invariant(1000, 800, 0.05, 0.04), 9)
        8000.0
    """
    x, y = refusals.strength(x, "x", where=WHERE), refusals.strength(y, "y", where=WHERE)
    a, b = refusals.rate(a, "a", where=WHERE), refusals.rate(b, "b", where=WHERE)
    return b * x**2 - a * y**2


def _checked(
    start: tuple[float, float],
    kills: tuple[float, float],
    reinforcement: tuple[float, float],
    own_losses: tuple[float, float],
) -> Modes:
    return modes(
        (
            refusals.strength(start[0], "x", where=WHERE),
            refusals.strength(start[1], "y", where=WHERE),
        ),
        (refusals.rate(kills[0], "a", where=WHERE), refusals.rate(kills[1], "b", where=WHERE)),
        refusals.pair(reinforcement, "reinforcement", where=WHERE),
        refusals.pair(own_losses, "own_losses", where=WHERE),
    )
