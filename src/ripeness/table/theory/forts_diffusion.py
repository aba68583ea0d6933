"""The diffusion limit of the forts walk: ground won and lost in steps too small to count."""

import math
from dataclasses import dataclass

from ripeness.table.theory.guards import finite, not_negative, numbers, positive, refuse, within
from ripeness.table.theory.two_barriers import (
    log_sinh_ratio,
    mean_term,
    mixture,
    reach_chance,
    variance_term,
)


@dataclass(frozen=True)
class DiffusionWar:
    """How a war that moves as a Brownian motion with drift ends."""

    win_chance: float
    """The chance that A ends with all the ground."""
    expected_length: float
    """The expected time to the end."""
    length_variance: float
    """The variance of that time."""
    length_if_won: float
    """The expected time, given that A wins; NaN where A holds nothing."""
    length_if_lost: float
    """The expected time, given that A loses; NaN where A holds all."""


def forts_diffusion(*, ground: float, held: float, drift: float, volatility: float) -> DiffusionWar:
    """Return the chance to win, and the length, of a war whose line moves as a diffusion.

    Args:
        ground: How much ground there is in all, above 0.
        held: How much of it A holds now, from 0 to `ground`.
        drift: Expected ground that A gains per unit of time, of any sign.
        volatility: Standard deviation of the ground gained in one unit of time, above 0.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Cox and Miller (1965), The Theory of Stochastic Processes, section 5.7, Methuen; the limit
        of the walk of Smith and Stam (2004), doi:10.1177/0022002704268026.

    Example:
        >>> war = forts_diffusion(ground=10, held=5, drift=0.2, volatility=1)
        >>> round(war.win_chance, 10), round(war.expected_length, 7)
        (0.880797078, 19.0398539)
    """
    where = "forts_diffusion"
    length = positive(ground, "ground", where=where)
    x = within(held, "held", where=where, high=length)
    mu = finite(drift, "drift", where=where)
    sigma = positive(volatility, "volatility", where=where)
    a = mu / sigma**2
    win = reach_chance(x, length, a)
    won, lost = _if_won(x, length, (a, sigma)), _if_won(length - x, length, (a, sigma))
    mean, variance = mixture(win, won, lost)
    if_won = won[0] if x > 0 else math.nan
    if_lost = lost[0] if x < length else math.nan
    return DiffusionWar(win, mean, variance, if_won, if_lost)


def present_worth_of_victory(
    war_state: tuple[float, float], *, drift: float, volatility: float, rate: float
) -> float:
    """Return the present worth of one unit paid to A if and when A wins.

    Args:
        war_state: The ground held by A, and all the ground, in the same unit.
        drift: Expected ground that A gains per unit of time, of any sign.
        volatility: Standard deviation of the ground gained in one unit of time, above 0.
        rate: The discount rate, per unit of time, at least 0.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Cox and Miller (1965), The Theory of Stochastic Processes, section 5.7, Methuen.

    Example:
        >>> round(present_worth_of_victory((5, 10), drift=0.2, volatility=1, rate=0), 10)
        0.880797078
    """
    where = "present_worth_of_victory"
    state = numbers(war_state, "war_state", where=where)
    if len(state) != 2:
        refuse(war_state, "war_state", where=where, expected="the ground held, and all the ground")
    length = positive(float(state[1]), "war_state", where=where)
    x = within(float(state[0]), "war_state", where=where, high=length)
    mu = finite(drift, "drift", where=where)
    sigma = positive(volatility, "volatility", where=where)
    r = not_negative(rate, "rate", where=where)
    if x == 0:
        return 0.0
    return _worth(x, length, mu / sigma**2, math.hypot(mu / sigma**2, math.sqrt(2 * r) / sigma))


def matching_diffusion(*, chance: float, stall: float = 0.0) -> tuple[float, float]:
    """Return the drift and volatility per round of the diffusion that matches a forts walk.

    Args:
        chance: The chance that A takes the next fort, given that one changes hands; from 0 to 1.
        stall: The chance that a round moves nothing, from 0 to 1.

    Raises:
        ModelError: If a chance is not from 0 to 1.

    Example:
        >>> drift, volatility = matching_diffusion(chance=0.6)
        >>> round(drift, 6), round(volatility, 6)
        (0.2, 0.979796)
    """
    p = within(chance, "chance", where="matching_diffusion")
    moves = 1 - within(stall, "stall", where="matching_diffusion")
    drift = moves * (2 * p - 1)
    return drift, math.sqrt(moves - drift**2)


def _if_won(x: float, length: float, shape: tuple[float, float]) -> tuple[float, float]:
    a, sigma = shape
    mean = length**2 * mean_term(a * length) - x**2 * mean_term(a * x)
    fourth = length**4 * variance_term(a * length) - x**4 * variance_term(a * x)
    return mean / sigma**2, max(fourth, 0.0) / sigma**4


def _worth(x: float, length: float, a: float, omega: float) -> float:
    return math.exp(a * (length - x) + log_sinh_ratio(x, length, omega))
