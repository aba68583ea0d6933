"""What two or more parties can reach together, and what each has if they do not agree."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import ConvexHull, QhullError

from ripeness.table.theory.guards import finite, numbers, refuse

_CHECKED_AT = 257
"""At how many points a curve is tested for falling and bending as it should."""


@dataclass(frozen=True)
class Lotteries:
    """A finite number of outcomes, and every lottery over them."""

    outcomes: tuple[tuple[float, ...], ...]
    """One row an outcome: each party's utility of it."""

    def __post_init__(self) -> None:
        table = numbers(self.outcomes, "outcomes", where="Lotteries", dimensions=2)
        if table.shape[1] < 2:
            refuse(self.outcomes, "outcomes", where="Lotteries", expected="two parties or more")


@dataclass(frozen=True)
class Curve:
    """A frontier of two parties as a curve: what each gets as one number goes up.

    Example:
        >>> curve = Curve(first=lambda x: x**0.5, second=lambda x: 1 - x)
        >>> curve.at(0.25)
        (0.5, 0.75)
    """

    first: Callable[[float], float]
    """The first party's utility, rising in the number."""
    second: Callable[[float], float]
    """The second party's utility, falling in the number."""
    low: float = 0.0
    """The least value of the number."""
    high: float = 1.0
    """Its largest value."""

    def __post_init__(self) -> None:
        low = finite(self.low, "low", where="Curve")
        high = finite(self.high, "high", where="Curve")
        if not low < high:
            refuse(self.high, "high", where="Curve", expected=f"above low = {low:g}")
        points = np.array([_defined(self, x) for x in np.linspace(low, high, _CHECKED_AT)])
        if not np.isfinite(points).all():
            refuse("NaN or infinity", "utility", where="Curve", expected="finite utilities")
        _check_bend(points)

    def at(self, x: float) -> tuple[float, float]:
        """Return both utilities at a value of the number."""
        return float(self.first(float(x))), float(self.second(float(x)))


def pareto_corners(outcomes: ArrayLike) -> tuple[tuple[float, float], ...]:
    """List the corners of the frontier of lotteries over two parties' outcomes.

    Args:
        outcomes: One row an outcome: the two parties' utilities of it.

    Returns:
        The corners, from the first party's worst to its best.

    Raises:
        ModelError: If there are not two parties, or a utility is not finite.

    Example:
        >>> pareto_corners([(4, 1), (1, 4), (2, 2)])
        ((1.0, 4.0), (4.0, 1.0))
    """
    table = numbers(outcomes, "outcomes", where="pareto_corners", dimensions=2)
    if table.shape[1] != 2:
        refuse(outcomes, "outcomes", where="pareto_corners", expected="two parties")
    corners = [table[row] for row in corner_rows(table)]
    return tuple((float(u), float(v)) for u, v in corners)


def corner_rows(table: np.ndarray) -> list[int]:
    """Return the rows that are corners of a two-party frontier, by the first party's utility.

    Example:
        >>> corner_rows(np.array([[4.0, 1], [1, 4], [2, 2]]))
        [1, 0]
    """
    corners: list[int] = []
    for row in np.lexsort((-table[:, 1], -table[:, 0])):
        if corners and table[row, 1] <= table[corners[-1], 1]:
            continue
        while len(corners) > 1 and not _bends_in(table, corners[-2], corners[-1], int(row)):
            corners.pop()
        corners.append(int(row))
    return corners[::-1]


def hull_rows(table: np.ndarray) -> np.ndarray:
    """Return rows enough to span every lottery: the corners of the hull where they can be found.

    Example:
        >>> hull_rows(np.array([[4.0, 1], [1, 4], [2, 2], [2.4, 2.4]])).tolist()
        [0, 1, 2]
    """
    if len(table) <= table.shape[1] + 1 or table.shape[1] > 6:
        return np.arange(len(table))
    try:
        return np.sort(ConvexHull(table).vertices)
    except QhullError:  # flat: all outcomes in one plane, where a hull has no inside
        return np.arange(len(table))


def _bends_in(table: np.ndarray, before: int, middle: int, after: int) -> bool:
    one, two = table[middle] - table[before], table[after] - table[before]
    return bool(one[0] * two[1] - one[1] * two[0] > 0)


def _defined(curve: Curve, x: float) -> tuple[float, float]:
    try:
        return curve.at(x)
    except (ArithmeticError, TypeError, ValueError) as error:
        found = f"no value at {x:g} ({error})"
        refuse(
            found, "utility", where="Curve", expected="two functions with a value at every number"
        )


def _check_bend(points: np.ndarray) -> None:
    steps = np.diff(points, axis=0)
    slack = 1e-12 * max(float(np.abs(points).max()), 1.0)
    if not ((steps[:, 0] > -slack).all() and (steps[:, 1] < slack).all()):
        refuse("a turn", "utility", where="Curve", expected="first rising and second falling")
    turns = steps[:-1, 0] * steps[1:, 1] - steps[:-1, 1] * steps[1:, 0]
    if not (turns <= slack).all():
        refuse("a dent", "frontier", where="Curve", expected="a concave frontier")
