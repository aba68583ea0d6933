"""The war of attrition: two sides wait, at a cost, for the other to give up."""

from dataclasses import dataclass

import numpy as np

from ripeness.table.theory.guards import inside, not_negative, positive


@dataclass(frozen=True)
class Attrition:
    """The equilibrium in which both sides give up at a constant rate."""

    quit_rate_a: float
    """The rate at which A gives up, per unit of time."""
    quit_rate_b: float
    """The rate at which B gives up, per unit of time."""
    a_quits_first: float
    """The chance that A is the one who gives up."""
    expected_length: float
    """The expected time until one gives up."""


def war_of_attrition(*, value_a: float, value_b: float, cost_a: float, cost_b: float) -> Attrition:
    """Return the equilibrium in which each side's rate of quitting leaves the other indifferent.

    The side that values the prize more, or waits more cheaply, is the one that quits sooner: its
    rate is set by the other's indifference. Values and costs are known to both; neither gains by
    fighting, on average. Other equilibria exist in which one side yields at once.

    Args:
        value_a: What the prize is worth to A, above 0.
        value_b: What the prize is worth to B, above 0.
        cost_a: A's cost of waiting, per unit of time, above 0.
        cost_b: B's cost of waiting, per unit of time, above 0.

    Raises:
        ModelError: If a value or a cost is not above 0.

    References:
        Maynard Smith (1974), The theory of games and the evolution of animal conflicts, Journal of
        Theoretical Biology 47(1), 209-221, doi:10.1016/0022-5193(74)90110-6; Hendricks, Weiss and
        Wilson (1988), International Economic Review 29(4), 663-680, doi:10.2307/2526827.

    Example:
        >>> war = war_of_attrition(value_a=10, value_b=5, cost_a=1, cost_b=1)
        >>> war.quit_rate_a, war.quit_rate_b
        (0.2, 0.1)
        >>> round(war.a_quits_first, 6), round(war.expected_length, 6)
        (0.666667, 3.333333)
    """
    where = "war_of_attrition"
    v_a = positive(value_a, "value_a", where=where)
    v_b = positive(value_b, "value_b", where=where)
    c_a = positive(cost_a, "cost_a", where=where)
    c_b = positive(cost_b, "cost_b", where=where)
    rate_a, rate_b = c_b / v_b, c_a / v_a
    return Attrition(rate_a, rate_b, rate_a / (rate_a + rate_b), 1 / (rate_a + rate_b))


def chance_still_fighting(war: Attrition, *, time: float) -> float:
    """Return the chance that neither side has given up by a time.

    Args:
        war: The equilibrium.
        time: Time since the war began, at least 0.

    Raises:
        ModelError: If the time is negative.

    Example:
        >>> war = war_of_attrition(value_a=10, value_b=5, cost_a=1, cost_b=1)
        >>> round(chance_still_fighting(war, time=10), 6)
        0.049787
    """
    t = not_negative(time, "time", where="chance_still_fighting")
    return float(np.exp(-(war.quit_rate_a + war.quit_rate_b) * t))


def holding_time_uniform(*, value: float, highest_value: float, cost: float) -> float:
    """Return how long a side holds out when values are secret and uniform from 0 to a bound.

    In the symmetric equilibrium a side of value `v` quits at the time that equals, over all lower
    values, the prize times the hazard of meeting just that value, divided by the cost. Unlike
    where values are known, the side that values the prize more wins.

    Args:
        value: What the prize is worth to the side, above 0 and below `highest_value`.
        highest_value: The largest value that either side may have, above 0.
        cost: The cost of waiting, per unit of time, above 0.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Bishop and Cannings (1978), A generalized war of attrition, Journal of Theoretical Biology
        70(1), 85-124, doi:10.1016/0022-5193(78)90304-1.

    Example:
        >>> round(holding_time_uniform(value=5, highest_value=10, cost=1), 6)
        1.931472
    """
    where = "holding_time_uniform"
    top = positive(highest_value, "highest_value", where=where)
    v = inside(value, "value", where=where, high=top)
    c = positive(cost, "cost", where=where)
    return float(top * (-np.log1p(-v / top) - v / top) / c)
