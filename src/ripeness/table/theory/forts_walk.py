"""The forts walk: a war as a walk along a line of forts, until one side holds them all."""

import math
from dataclasses import dataclass

import numpy as np

from ripeness.table.theory.guards import (
    discount_or_one,
    inside,
    not_negative,
    stall_chance,
    whole,
)
from ripeness.table.theory.two_barriers import (
    log_sinh_ratio,
    mean_term,
    mixture,
    reach_chance,
    variance_term,
)


@dataclass(frozen=True)
class FortsWar:
    """How a war along a line of forts ends, seen from the state it is in."""

    win_chance: float
    """The chance that A ends with every fort."""
    expected_length: float
    """The expected number of rounds to the end."""
    length_variance: float
    """The variance of the number of rounds."""
    length_if_won: float
    """The expected number of rounds, given that A wins; NaN where A holds nothing."""
    length_if_lost: float
    """The expected number of rounds, given that A loses; NaN where A holds all."""


@dataclass(frozen=True)
class WarValues:
    """What fighting to the end is worth to each side at every state; the good is worth one."""

    held: np.ndarray
    """How many forts A holds, from 0 to all."""
    value_a: np.ndarray
    """A's value of fighting on to the end: the least share that A would take for peace."""
    value_b: np.ndarray
    """B's value of fighting on to the end."""

    @property
    def highest_share_a(self) -> np.ndarray:
        """The largest share of A that leaves B no worse off than fighting on."""
        return 1 - self.value_b


def forts_walk(*, forts: int, held: int, chance: float, stall: float = 0.0) -> FortsWar:
    """Return the chance to win, and the length, of a war along a line of forts.

    Each round one fort changes hands, to A with a fixed chance, unless the round is a stall. The
    war ends when A holds all forts or none.

    Args:
        forts: How many forts there are, at least 1.
        held: How many A holds now, from 0 to `forts`.
        chance: The chance that A takes the next fort, given that one changes hands; inside (0, 1).
        stall: The chance that a round moves nothing, at least 0 and below 1.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Smith and Stam (2004), Bargaining and the nature of war, Journal of Conflict Resolution
        48(6), 783-813, doi:10.1177/0022002704268026; Smith (1998), Fighting battles, winning wars,
        Conflict Management and Peace Science 16(3), 301-320. The walk is the gambler's ruin of
        Feller (1968), volume 1, chapter XIV; stalls are a geometric wait before each move.

    Example:
        >>> war = forts_walk(forts=10, held=5, chance=0.6)
        >>> round(war.win_chance, 10), round(war.expected_length, 7)
        (0.8836363636, 19.1818182)
    """
    where = "forts_walk"
    count = whole(forts, "forts", where=where, low=1)
    n = whole(held, "held", where=where, low=0, high=count)
    p = inside(chance, "chance", where=where)
    s = stall_chance(stall, "stall", where=where)
    win = reach_chance(n, count, half_log_odds(p))
    won = _with_stalls(_moves_if_won(n, count, half_log_odds(p)), s)
    lost = _with_stalls(_moves_if_won(count - n, count, half_log_odds(p)), s)
    mean, variance = mixture(win, won, lost)
    if_won = won[0] if n > 0 else math.nan
    if_lost = lost[0] if n < count else math.nan
    return FortsWar(win, mean, variance, if_won, if_lost)


def war_values(
    *,
    forts: int,
    chance: float,
    cost_a: float,
    cost_b: float,
    discount: float = 1.0,
    stall: float = 0.0,
) -> WarValues:
    """Return each side's value of fighting to the end, at every state of the war.

    Winner takes a good worth one; each side pays its cost at the start of every round. Between the
    two values lies the bargaining range, which moves as forts change hands.

    Args:
        forts: How many forts there are, at least 1.
        chance: The chance that A takes the next fort, given that one changes hands; inside (0, 1).
        cost_a: A's cost of a round, in units of the good, at least 0.
        cost_b: B's cost of a round, in units of the good, at least 0.
        discount: Worth of one unit a round later, above 0 and at most 1.
        stall: The chance that a round moves nothing, at least 0 and below 1.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Smith and Stam (2004), doi:10.1177/0022002704268026.

    Example:
        >>> values = war_values(forts=10, chance=0.6, cost_a=0.01, cost_b=0.01)
        >>> values.value_a[5].round(6).item(), values.highest_share_a[5].round(6).item()
        (0.691818, 1.075455)
    """
    where = "war_values"
    count = whole(forts, "forts", where=where, low=1)
    p = inside(chance, "chance", where=where)
    c_a = not_negative(cost_a, "cost_a", where=where)
    c_b = not_negative(cost_b, "cost_b", where=where)
    d = discount_or_one(discount, "discount", where=where)
    s = stall_chance(stall, "stall", where=where)
    states = np.arange(count + 1)
    won, lost, rounds = np.transpose([present_worths(int(n), count, p=p, s=s, d=d) for n in states])
    return WarValues(states, won - c_a * rounds, lost - c_b * rounds)


def length_distribution(
    *, forts: int, held: int, chance: float, rounds: int, stall: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each round up to a last one, the chances that A wins and loses in that round.

    Args:
        forts: How many forts there are, at least 1.
        held: How many A holds now, from 0 to `forts`.
        chance: The chance that A takes the next fort, given that one changes hands; inside (0, 1).
        rounds: The last round wanted, at least 1.
        stall: The chance that a round moves nothing, at least 0 and below 1.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Smith and Stam (2004), doi:10.1177/0022002704268026.

    Example:
        >>> won, lost = length_distribution(forts=2, held=1, chance=0.6, rounds=3)
        >>> won, lost
        (array([0. , 0.6, 0. , 0. ]), array([0. , 0.4, 0. , 0. ]))
    """
    where = "length_distribution"
    count = whole(forts, "forts", where=where, low=1)
    start = whole(held, "held", where=where, low=0, high=count)
    last = whole(rounds, "rounds", where=where, low=1)
    p = inside(chance, "chance", where=where)
    s = stall_chance(stall, "stall", where=where)
    state = np.zeros(count + 1)
    state[start] = 1
    ended = np.zeros((2, last + 1))
    for step in range(last + 1):
        ended[:, step] = state[-1], state[0]
        state = _one_round(state, p, s)
    return ended[0], ended[1]


def present_worths(
    n: int, count: int, *, p: float, s: float, d: float
) -> tuple[float, float, float]:
    """Return the present worth of one unit at a win, one at a loss, and one a round till the end.

    The formula under `war_values`, unchecked: `n` of `count` forts held, `p` the chance of the next
    fort, `s` of a stall, `d` the discount factor.

    Example:
        >>> [round(worth, 6) for worth in present_worths(5, 10, p=0.5, s=0.0, d=1.0)]
        [0.5, 0.5, 25.0]
    """
    if n in {0, count}:
        return float(n == count), float(n == 0), 0.0
    w = half_log_odds(p)
    war = forts_walk(forts=count, held=n, chance=p, stall=s)
    per_move = (1 - s) * d / (1 - s * d)
    rest = (1 - d) / ((1 - s) * d)  # 1 / per_move - 1
    omega = 2 * math.asinh(math.sqrt(math.sinh(abs(w) / 2) ** 2 / per_move + rest / 2))
    won = math.exp(w * (count - n) + log_sinh_ratio(n, count, omega))
    lost = math.exp(-w * n + log_sinh_ratio(count - n, count, omega))
    if (1 - d) * war.expected_length < 1e-6:  # (1 - E d^T) / (1 - d) would lose its digits
        second = war.length_variance + war.expected_length**2 - war.expected_length
        return won, lost, war.expected_length - (1 - d) * second / 2
    return won, lost, (1 - won - lost) / (1 - d)


def half_log_odds(p: float) -> float:
    """Return half the log odds of a chance, to full precision near one half.

    Example:
        >>> half_log_odds(0.5)
        0.0
    """
    if 0.25 < p < 0.75:
        return math.atanh(2 * p - 1)
    return (math.log(p) - math.log1p(-p)) / 2


def _moves_if_won(n: int, count: int, w: float) -> tuple[float, float]:
    """Mean and variance of the number of moves to the far end, given that it is reached."""
    one = 1 + w**2 * mean_term(w)  # w coth w

    def kappa(x: int) -> float:
        first = x**4 * variance_term(x * w) * one - 2 * x**2 * mean_term(x * w) * mean_term(w)
        return one * (first + x**2 * mean_term(x * w) * w**2 * variance_term(w))

    mean = one * (count**2 * mean_term(count * w) - n**2 * mean_term(n * w))
    return mean, max(kappa(count) - kappa(n), 0.0)


def _with_stalls(moves: tuple[float, float], s: float) -> tuple[float, float]:
    mean, variance = moves
    return mean / (1 - s), (variance + s * mean) / (1 - s) ** 2


def _one_round(state: np.ndarray, p: float, s: float) -> np.ndarray:
    inner = state[1:-1]
    after = np.zeros_like(state)
    after[1:-1] += s * inner
    after[2:] += (1 - s) * p * inner
    after[:-2] += (1 - s) * (1 - p) * inner
    return after
