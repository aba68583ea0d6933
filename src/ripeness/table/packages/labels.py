"""Label-setting: partial packages, issue by issue, of which only the undominated are kept.

A label is what a partial package is worth to each party, with the state of the rules. Of two in
one state, one that is nowhere larger can end in nothing better, and is dropped. What equals a kept
label is remembered as another way to it, so that ties are not lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ripeness.table.packages.layers import Layers
from ripeness.table.packages.maxima import maxima_and_twins


@dataclass(frozen=True)
class Worths:
    """What options and pairs are worth, on a grid of whole numbers."""

    options: np.ndarray
    """By [party, issue, option]."""
    pairs: np.ndarray
    """By [party, pair]."""


@dataclass(frozen=True)
class Step:
    """The labels after one issue, and how each was reached."""

    parent: np.ndarray
    option: np.ndarray
    twins: np.ndarray
    """Other ways to a label, by [way, (label, parent, option)]."""


@dataclass(frozen=True)
class Bound:
    """Sums over parties that a package must exceed."""

    above: np.ndarray
    """A threshold for each party."""
    weights: np.ndarray | None = None
    """Further sums, by [sum, party], none below 0: as the parties' thresholds are exceeded, so
    must be their sums, which are the sharper test."""


@dataclass(frozen=True)
class Labels:
    """The labels of a reading, with the steps that led to them."""

    worth: np.ndarray
    """Whole numbers by [label, party]."""
    state: np.ndarray
    """The state of the rules by [label]."""
    steps: tuple[Step, ...]
    complete: bool = True
    """False where the reading stopped because there were too many labels."""


def step_gains(layers: Layers, worths: Worths, at: int) -> np.ndarray:
    """Return what an option adds for each party, by [state, option, party]."""
    count = layers.moves[at].shape[1]
    own = worths.options[:, layers.order[at], :count].T
    gains = np.broadcast_to(own, (len(layers.moves[at]), *own.shape))
    if layers.pairs[at]:
        gains = gains + layers.hits[at] @ worths.pairs[:, layers.pairs[at]].T
    return gains


def best_ahead(layers: Layers, worths: Worths) -> list[np.ndarray]:
    """Return the most that each party can still gain, before each issue, by [state, party]."""
    ahead = [np.zeros((1, len(worths.options)))]
    for at in reversed(range(len(layers.order))):
        move = layers.moves[at]
        total = step_gains(layers, worths, at) + ahead[0][move]
        ahead.insert(0, np.where((move >= 0)[:, :, None], total, -np.inf).max(axis=1))
    return ahead


def label_setting(
    layers: Layers,
    worths: Worths,
    *,
    bound: Bound | None = None,
    most: int | None = None,
    span: range | None = None,
    start: int = 0,
) -> Labels:
    """Return the undominated packages of a plan, or of a span of its issues.

    Args:
        layers: The rules of the plan.
        worths: What options and pairs are worth.
        bound: What a package must exceed; what cannot is left out.
        most: Stop as incomplete when an issue leaves more labels than this.
        span: The places in the reading order to read; all if left out.
        start: The state of the rules before them.

    References:
        Martins (1984), On a multicriteria shortest path problem, European Journal of Operational
        Research 16(2), 236-245, doi:10.1016/0377-2217(84)90077-8.
    """
    labels = Labels(np.zeros((1, len(worths.options))), np.full(1, start), ())
    if not layers.possible:
        return Labels(labels.worth[:0], labels.state[:0], ())
    hope = None if bound is None else _hope(layers, worths, bound)
    steps: list[Step] = []
    for at in span or range(len(layers.order)):
        worth, state, parent, option = _extended(labels, layers, worths, at)
        if hope is not None:
            hopeful = hope.left(worth, state, at + 1)
            worth, state, parent, option = (one[hopeful] for one in (worth, state, parent, option))
        kept, twin, owner = _kept(worth, state)
        twins = np.column_stack([owner, parent[twin], option[twin]])
        steps.append(Step(parent[kept], option[kept], twins))
        labels = Labels(worth[kept], state[kept], ())
        if most is not None and len(kept) > most:
            return Labels(labels.worth, labels.state, tuple(steps), complete=False)
    return Labels(labels.worth, labels.state, tuple(steps))


@dataclass(frozen=True)
class _Hope:
    """What partial packages can still come to."""

    sums: np.ndarray
    least: np.ndarray
    ahead: list[np.ndarray]

    def left(self, worth: np.ndarray, state: np.ndarray, at: int) -> np.ndarray:
        """Say which labels before an issue may still end above every threshold."""
        return np.asarray((worth @ self.sums.T + self.ahead[at][state] > self.least).all(axis=1))


def _hope(layers: Layers, worths: Worths, bound: Bound) -> _Hope:
    own = np.eye(len(worths.options))
    if bound.weights is None:
        return _Hope(own, bound.above, best_ahead(layers, worths))
    sums = np.vstack([own, bound.weights])
    options = np.tensordot(sums, worths.options, axes=1)
    least = sums @ bound.above
    slack = 1e-9 * np.abs(options).max(axis=(1, 2), initial=1.0)  # sums of weights are rounded
    slack[: len(own)] = 0.0
    return _Hope(sums, least - slack, best_ahead(layers, Worths(options, sums @ worths.pairs)))


def _extended(
    labels: Labels, layers: Layers, worths: Worths, at: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Add every allowed option to every label."""
    move = layers.moves[at]
    gains = step_gains(layers, worths, at)
    state = move[labels.state]
    parent, option = np.nonzero(state >= 0)
    worth = labels.worth[parent] + gains[labels.state[parent], option]
    return worth, state[parent, option], parent, option


def _kept(worth: np.ndarray, state: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what is undominated within its state, and the twins of it."""
    if len(state) == 0 or state.max() == state.min():
        return maxima_and_twins(worth)
    order = np.argsort(state, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(state[order])) + 1)
    kept, twins, owners, count = [], [], [], 0
    for group in groups:
        own, twin, owner = maxima_and_twins(worth[group])
        kept.append(group[own])
        twins.append(group[twin])
        owners.append(owner + count)
        count += len(own)
    return np.concatenate(kept), np.concatenate(twins), np.concatenate(owners)


def packages(layers: Layers, labels: Labels, first: int = 0) -> np.ndarray:
    """Return one package for each label, as option positions by [label, issue].

    Args:
        layers: The rules of the plan.
        labels: Labels read from some place in the reading order on.
        first: That place. Issues that were not read hold 0.
    """
    found = np.zeros((len(labels.worth), len(layers.order)), dtype=np.int64)
    at = np.arange(len(found))
    for place in reversed(range(len(labels.steps))):
        step = labels.steps[place]
        found[:, layers.order[first + place]] = step.option[at]
        at = step.parent[at]
    return found


def ways(layers: Layers, labels: Labels, label: int) -> Iterator[tuple[int, ...]]:
    """Give every package that ends in a label: those of equal worth to all."""
    others = [_by_label(step) for step in labels.steps]
    chosen = [0] * len(layers.order)
    waiting = [(len(labels.steps) - 1, label, -1)]
    while waiting:
        place, at, option = waiting.pop()
        if option >= 0:
            chosen[layers.order[place + 1]] = option
        if place < 0:
            yield tuple(chosen)
            continue
        step = labels.steps[place]
        reached = [(int(step.parent[at]), int(step.option[at])), *others[place].get(at, ())]
        waiting.extend((place - 1, parent, option) for parent, option in reversed(reached))


def _by_label(step: Step) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for label, parent, option in step.twins.tolist():
        found.setdefault(label, []).append((parent, option))
    return found
