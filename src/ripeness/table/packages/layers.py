"""The rules of a plan as an automaton that reads a package issue by issue.

A state says what is still open: which counters run, which choices were made that a rule or a pair
waits for. States from which the same follows are one state; states from which nothing allowed
follows are none. So two partial packages may be compared whenever they are in one state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np

from ripeness.table.plan import Choice, Constraint, Pairwise, Plan
from ripeness.table.theory.guards import refuse

MOST_STATES = 100_000
"""More open states than this at one issue are refused: the rules tie everything to everything."""

_SHUT = -1


@dataclass(frozen=True)
class Layers:
    """The automaton of a plan: where each option leads from each state, issue by issue."""

    order: tuple[int, ...]
    """Positions of the issues, in the order in which they are read."""
    moves: tuple[np.ndarray, ...]
    """For each issue read: the next state by [state, option]; -1 where a rule forbids it."""
    pairs: tuple[tuple[int, ...], ...]
    """For each issue read: the pairs that it may complete."""
    hits: tuple[np.ndarray, ...]
    """For each issue read: whether a pair is completed, by [state, option, pair]."""

    @property
    def states(self) -> tuple[int, ...]:
        """How many states there are before each issue."""
        return tuple(len(move) for move in self.moves)

    @property
    def possible(self) -> bool:
        """Say whether any package obeys all rules."""
        return bool(all(len(move) for move in self.moves))


@dataclass(frozen=True)
class _Tracker:
    """One rule or pair: the issues it is about, and what each option does to it."""

    rule: Constraint | None
    when: dict[int, np.ndarray]
    """By issue: how many of `when` each option meets."""
    asked: dict[int, int]
    """By issue: how many of `when` are about it."""
    then: dict[int, np.ndarray]
    owed: dict[int, int]
    last: int
    """Place in the reading order of the last issue it is about."""


def layers(plan: Plan, constraints: Iterable[Constraint] | None = None) -> Layers:
    """Build the automaton of a plan's rules and pairs.

    Args:
        plan: A plan without faults of form.
        constraints: Rules to use in place of the plan's.

    Raises:
        ModelError: If more states are open at once than can be kept.
    """
    rules = plan.constraints if constraints is None else tuple(constraints)
    scopes = [_scope(plan, rule) for rule in rules] + [_pair_scope(plan, p) for p in plan.pairs]
    order = reading_order(len(plan.issues), scopes)
    place = {issue: at for at, issue in enumerate(order)}
    trackers = [_tracker(plan, rule, place) for rule in rules]
    trackers += [_pair_tracker(plan, pair, place) for pair in plan.pairs]
    counts = [len(plan.issues[issue].options) for issue in order]
    return _reduced(order, *_forward(order, counts, trackers, len(rules)))


def reading_order(issues: int, scopes: list[set[int]]) -> tuple[int, ...]:
    """Order issues so that few rules are open at once: tied issues first and side by side."""
    left, order = set(range(issues)), []
    seen: set[int] = set()
    while left:
        tied = {issue for issue in left if any(issue in scope for scope in scopes)}
        started = [scope for scope in scopes if scope & seen and scope & left]

        def price(issue: int, started: list[set[int]] = started) -> tuple[int, int, int]:
            opened = sum(issue in scope and not scope & seen for scope in scopes)
            closed = sum(scope & left == {issue} for scope in scopes)
            awaited = sum(issue in scope for scope in started)
            return (opened - closed if started else opened, -awaited, issue)

        waiting = {issue for scope in started for issue in scope & left}
        chosen = min(waiting or tied or left, key=price)
        order.append(chosen)
        seen.add(chosen)
        left.remove(chosen)
    return tuple(order)


def _scope(plan: Plan, rule: Constraint) -> set[int]:
    return {plan.issue_ids.index(choice.issue) for choice in (*rule.when, *rule.then)}


def _pair_scope(plan: Plan, pair: Pairwise) -> set[int]:
    return {plan.issue_ids.index(choice.issue) for choice in (pair.first, pair.second)}


def _met(plan: Plan, choices: Iterable[Choice]) -> tuple[dict[int, np.ndarray], dict[int, int]]:
    """Count, by issue, how many choices each option meets, and how many there are."""
    met: dict[int, np.ndarray] = {}
    asked: dict[int, int] = {}
    for choice in choices:
        at = plan.issue_ids.index(choice.issue)
        options = plan.issues[at].options
        row = np.array([option.id in choice.options for option in options], dtype=int)
        met[at] = met.get(at, 0) + row
        asked[at] = asked.get(at, 0) + 1
    return met, asked


def _tracker(plan: Plan, rule: Constraint, place: dict[int, int]) -> _Tracker:
    when, asked = _met(plan, rule.when)
    then, owed = _met(plan, rule.then)
    last = max(place[issue] for issue in (*when, *then))
    return _Tracker(rule, when, asked, then, owed, last)


def _pair_tracker(plan: Plan, pair: Pairwise, place: dict[int, int]) -> _Tracker:
    when, asked = _met(plan, (pair.first, pair.second))
    return _Tracker(None, when, asked, {}, {}, max(place[issue] for issue in when))


def _forward(
    order: tuple[int, ...], counts: list[int], trackers: list[_Tracker], rules: int
) -> tuple[list[np.ndarray], list[tuple[int, ...]], list[np.ndarray]]:
    """Follow every option from every state that can be reached."""
    states: dict[tuple[int, ...], int] = {(0,) * len(trackers): 0}
    moves, pairs, hits = [], [], []
    for at, (issue, count) in enumerate(zip(order, counts, strict=True)):
        ending = [k for k, one in enumerate(trackers) if k >= rules and one.last == at]
        following: dict[tuple[int, ...], int] = {}
        move = np.full((len(states), count), _SHUT)
        hit = np.zeros((len(states), count, len(ending)), dtype=bool)
        for (state, row), option in product(states.items(), range(count)):
            after, held = _after(trackers, state, (issue, option), at)
            if after is not None:
                move[row, option] = following.setdefault(after, len(following))
                hit[row, option] = [held[k] for k in ending]
        if len(following) > MOST_STATES:
            expected = f"at most {MOST_STATES} states open at once"
            refuse(len(following), "constraints", where="layers", expected=expected)
        moves.append(move)
        pairs.append(tuple(k - rules for k in ending))
        hits.append(hit)
        states = following
    return moves, pairs, hits


def _after(
    trackers: list[_Tracker], state: tuple[int, ...], pick: tuple[int, int], at: int
) -> tuple[tuple[int, ...] | None, dict[int, bool]]:
    """Return the state after an option, or None where a rule forbids it, and the pairs held."""
    after, held = list(state), {}
    issue, option = pick
    for k, one in enumerate(trackers):
        if issue not in one.when and issue not in one.then:
            continue
        now = _read(one, state[k], issue, option)
        if one.rule is None:
            held[k] = at == one.last and now == 0
        elif _broken(one.rule, now, over=at == one.last):
            return None, {}
        after[k] = 0 if at == one.last else now
    return tuple(after), held


def _read(one: _Tracker, state: int, issue: int, option: int) -> int:
    """Return a tracker's state after an option; bits for what was missed, or a count."""
    met = int(one.when[issue][option]) if issue in one.when else 0
    missed = met < one.asked.get(issue, 0)
    kind = one.rule.kind if one.rule is not None else "excludes"
    match kind:
        case "at_most":
            return state + met
        case "together":
            return state | (1 if met else 0) | (2 if missed else 0)
        case "implies":
            unmet = issue in one.then and int(one.then[issue][option]) < one.owed[issue]
            return state | (1 if missed else 0) | (2 if unmet else 0)
        case _:
            return state | (1 if missed else 0)


def _broken(rule: Constraint, state: int, *, over: bool) -> bool:
    """Say whether a rule is broken, for certain or now that its last issue is read."""
    match rule.kind:
        case "at_most":
            return state > (rule.most or 0)
        case "together":
            return state == 3
        case "implies":
            return over and state == 2
        case _:
            return over and state == 0


def _reduced(
    order: tuple[int, ...],
    moves: list[np.ndarray],
    pairs: list[tuple[int, ...]],
    hits: list[np.ndarray],
) -> Layers:
    """Join states from which the same follows, and drop those from which nothing does."""
    if not all(map(len, moves)):
        return Layers(
            order, tuple(m[:0] for m in moves), tuple(pairs), tuple(hit[:0] for hit in hits)
        )
    names = np.zeros(1, dtype=int)  # all rules are over after the last issue: one state
    for at in reversed(range(len(order))):
        move = np.where(moves[at] >= 0, names[moves[at]], _SHUT)
        hit = hits[at] & (move >= 0)[:, :, None]
        signature = np.hstack([move, hit.reshape(len(hit), -1)])
        first, inverse = np.unique(signature, axis=0, return_index=True, return_inverse=True)[1:]
        alive = (move[first] >= 0).any(axis=1)
        renamed = np.where(alive, np.cumsum(alive) - 1, _SHUT)
        names = renamed[inverse.ravel()]
        moves[at], hits[at] = move[first][alive], hit[first][alive]
    return Layers(order, tuple(moves), tuple(pairs), tuple(hits))
