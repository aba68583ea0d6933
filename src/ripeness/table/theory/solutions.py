"""Solutions of the bargaining problem: Nash, Kalai-Smorodinsky, egalitarian, utilitarian.

Only points that leave no party worse off than no agreement are considered. Where a rule leaves
several points, the one of largest total gain is taken, so that all four are Pareto efficient; no
utility is thrown away to make gains equal.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ripeness.table.theory.curve_solutions import on_curve
from ripeness.table.theory.frontiers import Curve, Lotteries
from ripeness.table.theory.guards import numbers, refuse
from ripeness.table.theory.lottery_solutions import on_lotteries


@dataclass(frozen=True)
class Agreement:
    """The point that a rule picks, and how to reach it."""

    rule: str
    """The name of the rule."""
    value: tuple[float, ...]
    """Each party's utility."""
    lottery: tuple[float, ...] | None = None
    """The chance of each outcome; None on a curve."""
    parameter: float | None = None
    """The value of the curve's number; None for lotteries."""


Problem = Lotteries | Curve


def nash(
    problem: Problem,
    *,
    disagreement: ArrayLike,
    weights: ArrayLike | None = None,
) -> Agreement:
    """Return the point with the largest product of gains.

    Args:
        problem: What the parties can reach.
        disagreement: What each has if they do not agree.
        weights: Each party's bargaining power, above 0; equal if left out.

    Raises:
        ModelError: If no point is better for all than no agreement, or an argument is out of range.

    References:
        Nash (1950), The bargaining problem, Econometrica 18(2), 155-162, doi:10.2307/1907266;
        with weights, Kalai (1977), International Journal of Game Theory 6(3), 129-133,
        doi:10.1007/BF01774658.

    Example:
        >>> agreement = nash(Lotteries(((4, 1), (1, 4), (2, 2))), disagreement=(0, 0))
        >>> [round(utility, 9) for utility in agreement.value]
        [2.5, 2.5]
    """
    powers = np.ones(np.size(disagreement))
    if weights is not None:
        powers = numbers(weights, "weights", where="nash")
        if len(powers) != np.size(disagreement) or not (powers > 0).all():
            expected = "one weight above 0 for each party"
            refuse(weights, "weights", where="nash", expected=expected)
    return _solve("nash", problem, disagreement, powers / powers.sum())


def kalai_smorodinsky(problem: Problem, *, disagreement: ArrayLike) -> Agreement:
    """Return the point at which all get the same share of the most that each could hope for.

    Args:
        problem: What the parties can reach.
        disagreement: What each has if they do not agree.

    Raises:
        ModelError: If no point is better for all than no agreement, or an argument is out of range.

    References:
        Kalai and Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica
        43(3), 513-518, doi:10.2307/1914280.

    Example:
        >>> curve = Curve(first=lambda x: x**0.5, second=lambda x: 1 - x)
        >>> agreement = kalai_smorodinsky(curve, disagreement=(0, 0))
        >>> round(agreement.parameter, 6)
        0.381966
    """
    return _solve("kalai_smorodinsky", problem, disagreement)


def egalitarian(problem: Problem, *, disagreement: ArrayLike) -> Agreement:
    """Return the point at which the smallest gain is largest; gains are equal where they can be.

    Args:
        problem: What the parties can reach, in utilities that can be compared.
        disagreement: What each has if they do not agree.

    Raises:
        ModelError: If no point is better for all than no agreement, or an argument is out of range.

    References:
        Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45(7),
        1623-1630, doi:10.2307/1913954.

    Example:
        >>> agreement = egalitarian(Lotteries(((4, 1), (1, 4), (2, 2))), disagreement=(0, 0))
        >>> [round(utility, 9) for utility in agreement.value]
        [2.5, 2.5]
    """
    return _solve("egalitarian", problem, disagreement)


def utilitarian(problem: Problem, *, disagreement: ArrayLike) -> Agreement:
    """Return the point with the largest sum of utilities; of several, the most equal in gains.

    Args:
        problem: What the parties can reach, in utilities that can be compared.
        disagreement: What each has if they do not agree; no party is left with less.

    Raises:
        ModelError: If no point is better for all than no agreement, or an argument is out of range.

    References:
        Thomson (1994), Cooperative models of bargaining, Handbook of Game Theory 2, 1237-1284,
        doi:10.1016/S1574-0005(05)80067-0.

    Example:
        >>> curve = Curve(first=lambda x: x**0.5, second=lambda x: 1 - x)
        >>> round(utilitarian(curve, disagreement=(0, 0)).parameter, 6)
        0.25
    """
    return _solve("utilitarian", problem, disagreement)


def _solve(
    rule: str, problem: Problem, disagreement: ArrayLike, powers: np.ndarray | None = None
) -> Agreement:
    threat = numbers(disagreement, "disagreement", where=rule)
    if not isinstance(problem, Curve | Lotteries):
        expected = "Lotteries(outcomes) or Curve(first, second)"
        refuse(problem, "problem", where=rule, expected=expected)
    if isinstance(problem, Curve):
        if len(threat) != 2:
            refuse(disagreement, "disagreement", where=rule, expected="two utilities")
        x = on_curve(rule, problem, threat, powers)
        return Agreement(rule, problem.at(x), parameter=x)
    table = np.asarray(problem.outcomes, dtype=float)
    if len(threat) != table.shape[1]:
        expected = f"{table.shape[1]} utilities"
        refuse(disagreement, "disagreement", where=rule, expected=expected)
    lottery = on_lotteries(rule, table, threat, powers)
    value = tuple(float(utility) for utility in lottery @ table)
    return Agreement(rule, value, lottery=tuple(float(chance) for chance in lottery))
