"""Learning along the forts: two sides that differ about the next fort, and learn as forts fall.

State: rounds in which a fort changed hands, `t`, and forts that A holds, `n`. With `held` forts at
the start, `taken = (t + n - held) / 2`, so the pair (t, n) says all that either side has learnt.
The recursion runs backwards from a last round, by when beliefs have met and both sides take the
chance as known.
"""

from dataclasses import dataclass

import numpy as np

from ripeness.table.theory.beliefs import Belief
from ripeness.table.theory.forts_walk import present_worths
from ripeness.table.theory.guards import (
    discount_or_one,
    inside,
    not_negative,
    refuse,
    stall_chance,
    whole,
    within,
)

_BLOCK = 256
"""How many moves are laid out at once; it bounds memory and changes no result."""


@dataclass(frozen=True)
class LearningWar:
    """A war along forts between two sides that may differ about the chance of the next fort."""

    forts: int
    """How many forts there are, at least 2."""
    held: int
    """How many A holds at the start, from 1 to `forts` - 1."""
    belief_a: Belief
    """What A believes of the chance that A takes the next fort."""
    belief_b: Belief
    """What B believes of the same chance (that A takes it)."""
    cost_a: float
    """A's cost of a round, in units of the good, at least 0."""
    cost_b: float
    """B's cost of a round, in units of the good, at least 0."""
    discount: float = 1.0
    """Worth of one unit a round later, above 0 and at most 1."""
    stall: float = 0.0
    """The chance that a round moves nothing, at least 0 and below 1; both know it."""
    power_a: float = 0.5
    """A's share of the surplus of an agreement, from 0 to 1; 1 is A's take-it-or-leave-it offer."""

    def __post_init__(self) -> None:
        where = "LearningWar"
        count = whole(self.forts, "forts", where=where, low=2)
        for name in ("belief_a", "belief_b"):
            if not isinstance(getattr(self, name), Belief):
                expected = "a BetaBelief or a PointBelief"
                refuse(getattr(self, name), name, where=where, expected=expected)
        whole(self.held, "held", where=where, low=1, high=count - 1)
        not_negative(self.cost_a, "cost_a", where=where)
        not_negative(self.cost_b, "cost_b", where=where)
        discount_or_one(self.discount, "discount", where=where)
        stall_chance(self.stall, "stall", where=where)
        within(self.power_a, "power_a", where=where)


@dataclass(frozen=True)
class LearningValues:
    """What each side expects at every state; rows are moves so far, columns forts held by A.

    Only states with `moves + held - start` even can be reached; the others mean nothing and are
    NaN, as are ended wars in the continuation values.
    """

    war: LearningWar
    """The war."""
    fight_a: np.ndarray
    """A's own expectation if the sides fight one more round, then bargain on as below."""
    fight_b: np.ndarray
    """B's own expectation of the same."""
    settled: np.ndarray
    """Whether the sides agree at the state (true where no war is left to fight)."""
    share_a: np.ndarray
    """The share of A agreed there; 1 or 0 where the war has ended; NaN where they fight on."""

    @property
    def optimism(self) -> np.ndarray:
        """By how much what both expect of fighting exceeds the good; above zero they fight on."""
        return self.fight_a + self.fight_b - 1


@dataclass(frozen=True)
class Settlement:
    """When and on what terms a war ends, under a true chance of the next fort."""

    settled: np.ndarray
    """The chance of an agreement after each number of moves."""
    won: np.ndarray
    """The chance that A wins outright at each number of moves."""
    lost: np.ndarray
    """The chance that A loses outright at each number of moves."""
    expected_rounds: float
    """The expected number of rounds fought, stalls included."""
    expected_share_a: float
    """A's expected share at the end, costs left out."""

    @property
    def settled_at_all(self) -> float:
        """The chance that the war ends by agreement."""
        return float(self.settled.sum())


def learning_forts(
    war: LearningWar, *, last_move: int | None = None, bargaining: bool = True
) -> LearningValues:
    """Solve the war backwards: where the sides agree, on what terms, and what each expects.

    Each round the sides may divide the good, worth one. They do if and only if what both expect of
    fighting on sums to no more than one; A then gets its own value of fighting plus its share of
    the surplus. Otherwise they fight a round and learn from it. Beliefs are common knowledge,
    though not common: each side knows that the other differs.

    Args:
        war: The war.
        last_move: The move at which the chance counts as known, at least 1; by default 5 times
            the square of the number of forts, and at least 400.
        bargaining: Whether the sides may agree; if not, they fight to the end.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Smith and Stam (2004), Bargaining and the nature of war, Journal of Conflict Resolution
        48(6), 783-813, doi:10.1177/0022002704268026. We let a share of the surplus go to each side
        (their offers are A's or B's: `power_a` 1 or 0), add stalls and discounting, and take any
        belief of two families.

    Example:
        >>> from ripeness.table.theory.beliefs import BetaBelief
        >>> war = LearningWar(
        ...     forts=10, held=5, belief_a=BetaBelief(6, 4), belief_b=BetaBelief(4, 6),
        ...     cost_a=0.005, cost_b=0.005,
        ... )
        >>> values = learning_forts(war)
        >>> bool(values.settled[0, 5]), values.optimism[0, 5].round(4).item()
        (False, 0.2804)
    """
    moves = max(5 * war.forts**2, 400) if last_move is None else last_move
    last = whole(moves, "last_move", where="learning_forts", low=1)
    return _solve(war, last, bargaining=bargaining)


def settlement(values: LearningValues, *, chance: float) -> Settlement:
    """Return when and how the war ends if the chance of the next fort is in truth a given one.

    Args:
        values: The solved war.
        chance: The true chance that A takes the next fort, inside (0, 1).

    Raises:
        ModelError: If the chance is out of its range, or the war may outlast the last move.

    References:
        Smith and Stam (2004), doi:10.1177/0022002704268026.

    Example:
        >>> from ripeness.table.theory.beliefs import BetaBelief
        >>> war = LearningWar(
        ...     forts=10, held=5, belief_a=BetaBelief(6, 4), belief_b=BetaBelief(4, 6),
        ...     cost_a=0.005, cost_b=0.005,
        ... )
        >>> end = settlement(learning_forts(war), chance=0.5)
        >>> round(end.settled_at_all, 4), round(end.expected_rounds, 3)
        (0.3176, 19.961)
    """
    p = inside(chance, "chance", where="settlement")
    settled, won, lost, share, left = _forward(values, p)
    if not left <= 1e-9:
        expected = "wars that end before the last move with a chance of at least 1 - 1e-9"
        refuse(left, "chance left", where="settlement", expected=expected)
    moves = np.arange(len(settled))
    rounds = float((settled + won + lost) @ moves) / (1 - values.war.stall)
    return Settlement(settled, won, lost, rounds, share)


def subjective_war_value(war: LearningWar, *, points: int = 400) -> tuple[float, float]:
    """Return what each side expects, at the start, of fighting to the end.

    The expectation, over the side's belief, of the value of a war whose chance is known: learning
    does not change it, for there is nothing to decide.

    Args:
        war: The war.
        points: How many points of each belief the expectation is taken over, at least 2.

    Raises:
        ModelError: If `points` is out of its range.

    References:
        Smith and Stam (2004), doi:10.1177/0022002704268026.

    Example:
        >>> from ripeness.table.theory.beliefs import PointBelief
        >>> sure = PointBelief(chances=(0.6,), weights=(1.0,))
        >>> war = LearningWar(
        ...     forts=10, held=5, belief_a=sure, belief_b=sure, cost_a=0.01, cost_b=0.01
        ... )
        >>> [round(value, 6) for value in subjective_war_value(war)]
        [0.691818, -0.075455]
    """
    count = whole(points, "points", where="subjective_war_value", low=2)
    expected = []
    for slot, belief in enumerate((war.belief_a, war.belief_b)):
        chances, weights = belief.points(count)
        values = [_known(war, war.held, float(p))[slot] for p in chances]
        expected.append(float(weights @ np.asarray(values)))
    return expected[0], expected[1]


def _known(war: LearningWar, n: int, p: float) -> tuple[float, float]:
    """Both sides' values of fighting to the end from `n`, were the chance known to be `p`."""
    p = min(max(p, 1e-300), 1 - 2**-53)  # a quantile may round to an end
    won, lost, rounds = present_worths(n, war.forts, p=p, s=war.stall, d=war.discount)
    return won - war.cost_a * rounds, lost - war.cost_b * rounds


def _means(war: LearningWar, t: np.ndarray) -> np.ndarray:
    """Both sides' chance of the next fort by `t` and inner `n`; NaN where out of reach."""
    taken = (t[:, None] + np.arange(1, war.forts) - war.held) / 2
    lost = t[:, None] - taken
    reachable = (taken >= 0) & (lost >= 0) & (taken == np.floor(taken))
    taken, lost = np.where(reachable, taken, 0.0), np.where(reachable, lost, 0.0)
    means = [belief.mean_after(taken, lost) for belief in (war.belief_a, war.belief_b)]
    return np.where(reachable, np.stack(means), np.nan)


def _solve(war: LearningWar, last: int, *, bargaining: bool) -> LearningValues:
    shape = (last + 1, war.forts + 1)
    fight = np.full((2, *shape), np.nan)
    worth = _at_last(war, last)
    fight[:, last, 1:-1] = worth[:, 1:-1]
    for end in range(last, 0, -_BLOCK):
        start = max(end - _BLOCK, 0)
        means = _means(war, np.arange(start, end))
        for t in range(end - 1, start - 1, -1):
            worth = _one_more_round(war, means[:, t - start], worth, bargaining=bargaining)
            fight[:, t, 1:-1] = worth[:, 1:-1]
    settled = np.zeros(shape, dtype=bool)
    share = np.full(shape, np.nan)
    if bargaining:
        surplus = 1 - fight[0] - fight[1]
        settled = surplus >= 0
        share = np.where(settled, fight[0] + war.power_a * surplus, np.nan)
    settled[:, [0, -1]], share[:, 0], share[:, -1] = True, 0.0, 1.0
    return LearningValues(war, fight[0], fight[1], settled, share)


def _at_last(war: LearningWar, last: int) -> np.ndarray:
    """Values of fighting at the last move, each side taking its mean belief for the truth."""
    worth = np.full((2, war.forts + 1), np.nan)
    worth[:, 0], worth[:, -1] = (0.0, 1.0), (1.0, 0.0)
    means = _means(war, np.array([last]))[:, 0]
    for n in np.flatnonzero(np.isfinite(means[0])) + 1:
        worth[0, n] = _known(war, int(n), float(means[0, n - 1]))[0]
        worth[1, n] = _known(war, int(n), float(means[1, n - 1]))[1]
    return worth


def _one_more_round(
    war: LearningWar, means: np.ndarray, later: np.ndarray, *, bargaining: bool
) -> np.ndarray:
    """Values of a round of fighting, `later` being those of fighting on after the next move.

    After a stall the sides bargain again in the same state, so that with `c` the value apart from
    stalls, `w = c + d s (w + power × surplus)` and `surplus = 1 - sum(c) - d s` where positive.
    """
    d, s = war.discount, war.stall
    power = np.array([[war.power_a], [1 - war.power_a]])
    costs = np.array([[war.cost_a], [war.cost_b]])
    if bargaining:
        later = later + power * np.maximum(1 - later[0] - later[1], 0.0)
    moved = means * later[:, 2:] + (1 - means) * later[:, :-2]
    inner = d * (1 - s) * moved - costs
    if s > 0:
        surplus = np.maximum(1 - inner[0] - inner[1] - d * s, 0.0) if bargaining else 0.0
        inner = (inner + d * s * power * surplus) / (1 - d * s)
    worth = later.copy()
    worth[:, 1:-1] = inner
    return worth


def _forward(
    values: LearningValues, p: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
    """Carry the chance of each state forward until the war or the moves have ended."""
    count = len(values.settled)
    settled, won, lost = np.zeros(count), np.zeros(count), np.zeros(count)
    state = np.zeros(values.war.forts + 1)
    state[values.war.held] = 1.0
    share = 0.0
    for t in range(count):
        ends = np.where(values.settled[t], state, 0.0)
        won[t], lost[t], settled[t] = ends[-1], ends[0], ends[1:-1].sum()
        share += float(ends @ np.where(ends > 0, values.share_a[t], 0.0))
        state = state - ends
        if not state.any():
            break
        if t < count - 1:
            moved = np.zeros_like(state)
            moved[1:] += p * state[:-1]
            moved[:-1] += (1 - p) * state[1:]
            state = moved
    return settled, won, lost, share, float(state.sum())
