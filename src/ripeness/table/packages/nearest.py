"""The way from a package to the zone: the fewest changes, and the change that costs least."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from ripeness.table.packages.frontier import Search, frontier
from ripeness.table.packages.obeyed import obeys
from ripeness.table.packages.setting import Setting, setting
from ripeness.table.packages.values import Values, option_counts, worth
from ripeness.table.packages.zone import decided
from ripeness.table.plan import Plan
from ripeness.table.theory.guards import refuse

_LISTED = 3
"""Up to so many changes every package is looked at, and all ties are listed."""
_AT_ONCE = 50_000


@dataclass(frozen=True)
class Nearest:
    """The packages in the zone that differ from a package in the fewest issues."""

    changes: int | None
    """In how many issues they differ; None if the zone is empty, or, where the answer is not
    complete, if no such package was met."""
    packages: tuple[tuple[int, ...], ...]
    """Those packages, as option positions; the largest smallest gain first."""
    complete: bool
    """Whether every such package is listed."""


@dataclass(frozen=True)
class Cheapest:
    """The package in the zone that costs least to those who lose by the change."""

    package: tuple[int, ...]
    """Option positions."""
    cost: float
    """The sum of what parties lose by the change, each as a share of its range of worths."""
    loss: dict[str, float]
    """What each loses, in its own unit; 0 if it gains."""


@dataclass(frozen=True)
class Swap:
    """A set of changes and how often it brings a package into the zone."""

    package: tuple[int, ...]
    """The package after the changes, as option positions."""
    changes: int
    """In how many issues it differs."""
    in_zone: float
    """The share of draws in which every needed party prefers it to its reservation value."""


def nearest_in_zone(
    plan: Plan,
    values: Values,
    reservations: np.ndarray,
    package: tuple[int, ...],
    *,
    parties: tuple[str, ...] | None = None,
) -> Nearest:
    """Return the packages that every needed party prefers and that change a package least.

    Args:
        plan: A plan without faults.
        values: One set of values.
        reservations: What each needed party has without an agreement.
        package: Where to start, as option positions; it need not obey the rules.
        parties: The needed parties; all if left out.

    Raises:
        ModelError: If the package or the values do not fit the plan.
    """
    asked = setting(plan, values.stacked(), reservations, parties)
    start = _start(plan, package)
    for changes in range(min(_LISTED, len(start)) + 1):
        found, gains = _among(asked, changed(plan, start, changes))
        if len(found):
            order = np.argsort(-gains.min(axis=1), kind="stable")
            return Nearest(changes, tuple(map(tuple, found[order].tolist())), complete=True)
    if not decided(asked).open[0]:
        return Nearest(None, (), complete=True)
    for changes in range(_LISTED + 1, len(start) + 1):
        witness = decided(_counting(asked, start, changes)).witness[0]
        if witness[0] >= 0:
            return Nearest(changes, (tuple(witness.tolist()),), complete=False)
    return Nearest(None, (), complete=False)


def likeliest_changes(
    plan: Plan,
    values: Values,
    reservations: np.ndarray,
    package: tuple[int, ...],
    *,
    parties: tuple[str, ...] | None = None,
    most_changes: int = 2,
) -> tuple[Swap, ...]:
    """Return, for no change, one change and so on, what brings a package into most zones.

    Every set of up to two changes is looked at; from the third on, one change is added to the
    best set before it.

    Args:
        plan: A plan without faults.
        values: Values by draw.
        reservations: What each needed party has without an agreement, by [draw, party].
        package: Where to start, as option positions.
        parties: The needed parties; all if left out.
        most_changes: Up to how many issues may change.

    Returns:
        One entry for each number of changes; of equal shares that with the largest average of
        the smallest gain. A number of changes that no allowed package has is left out.

    Raises:
        ModelError: If the package or the values do not fit the plan.
    """
    asked = setting(plan, values, reservations, parties)
    start = best = _start(plan, package)
    found: list[Swap] = []
    for changes in range(min(most_changes, len(start)) + 1):
        base, more = (start, changes) if changes <= 2 else (best, 1)
        top: tuple[float, float, list[int]] | None = None
        for block in changed(plan, base, more):
            some = block[((block != start).sum(axis=1) == changes) & obeys(plan, block)]
            shares, depths = _shares(asked, some)
            ranked = zip(shares.tolist(), depths.tolist(), some.tolist(), strict=True)
            top = max(ranked if top is None else (top, *ranked), default=None)
        if top is not None:
            found.append(Swap(tuple(top[2]), changes, top[0]))
            best = np.array(top[2])
    return tuple(found)


def cheapest_change(
    plan: Plan,
    values: Values,
    reservations: np.ndarray,
    package: tuple[int, ...],
    *,
    parties: tuple[str, ...] | None = None,
    search: Search | None = None,
) -> Cheapest | None:
    """Return the package in the zone that costs least to those who lose by the change.

    A package in the zone needs no change. Else, since whatever dominates a package costs no more,
    the frontier within the zone is enough; of its packages of one cost, the one that changes the
    fewest issues is taken.

    Args:
        plan: A plan without faults.
        values: One set of values.
        reservations: What each needed party has without an agreement.
        package: Where to start, as option positions.
        parties: The needed parties; all if left out.
        search: How to look for the frontier.

    Raises:
        ModelError: If the package or the values do not fit the plan.
    """
    start = _start(plan, package)
    own = values if parties is None else values.of(parties)
    inside, _ = _among(setting(plan, values.stacked(), reservations, parties), [start[None, :]])
    if len(inside):
        return Cheapest(tuple(start.tolist()), 0.0, dict.fromkeys(own.parties, 0.0))
    found = frontier(plan, own, above=np.asarray(reservations, float), search=search)
    if len(found.packages) == 0:
        return None
    spread = np.nanmax(own.options, axis=2) - np.nanmin(own.options, axis=2)
    scale = spread.sum(axis=1) + np.abs(own.pairs).sum(axis=1)
    loss = np.maximum(worth(plan, own, start[None, :]) - found.worth, 0.0)
    cost = (loss / np.where(scale > 0, scale, 1.0)).sum(axis=1)
    least = np.flatnonzero(cost <= cost.min() + 1e-12)
    tied = [(option, at) for at in least.tolist() for option in found.ties(at)]
    chosen, at = min(tied, key=lambda one: (int((np.array(one[0]) != start).sum()), one))
    lost = dict(zip(own.parties, loss[at].tolist(), strict=True))
    return Cheapest(chosen, float(cost[at]), lost)


def changed(plan: Plan, start: np.ndarray, changes: int) -> Iterator[np.ndarray]:
    """Give all packages that differ from one in so many issues, some thousands at a time."""
    counts = option_counts(plan)
    waiting: list[np.ndarray] = []
    held = 0
    for issues in combinations(range(len(start)), changes):
        others = [[k for k in range(counts[at]) if k != start[at]] for at in issues]
        ways = list(product(*others))
        picks = np.array(ways, dtype=np.int64).reshape(len(ways), changes)
        block = np.repeat(start[None, :], len(picks), axis=0)
        block[:, list(issues)] = picks
        waiting.append(block)
        held += len(block)
        if held > _AT_ONCE:
            yield np.vstack(waiting)
            waiting, held = [], 0
    if waiting:
        yield np.vstack(waiting)


def _start(plan: Plan, package: tuple[int, ...]) -> np.ndarray:
    start, counts = np.asarray(package), option_counts(plan)
    if start.shape != counts.shape or not ((start >= 0) & (start < counts)).all():
        expected = "the position of an option for each issue"
        refuse(package, "package", where="nearest", expected=expected)
    return start.astype(np.int64)


def _among(asked: Setting, blocks: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return those packages of some that are in the zone, and what each party gains."""
    found, gained = [], []
    for some in blocks:
        allowed = some[obeys(asked.plan, some)]
        gains = worth(asked.plan, asked.values.draw(0), allowed) - asked.reservations[0]
        inside = (gains > _rounding(asked)).all(axis=1)
        found.append(allowed[inside])
        gained.append(gains[inside])
    return np.vstack(found), np.vstack(gained)


def _shares(asked: Setting, packages: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each package's share of draws in the zone, and its average smallest gain."""
    own = asked.values
    scale = np.nanmax(np.abs(own.options), axis=(0, 2, 3))
    rows = max(_AT_ONCE * 8 // (own.draws * len(own.parties)), 1)
    shares, depths = [np.zeros(0)], [np.zeros(0)]
    for first in range(0, len(packages), rows):
        amounts = worth(asked.plan, own, packages[first : first + rows])
        gains = amounts - asked.reservations[:, None, :]
        shares.append((gains > _rounding(asked)).all(axis=2).mean(axis=0))
        depths.append((gains / np.where(scale > 0, scale, 1.0)).min(axis=2).mean(axis=0))
    return np.concatenate(shares), np.concatenate(depths)


def _rounding(asked: Setting) -> np.ndarray:
    """Return by how much a sum of worths may be off by rounding, by party."""
    return 1e-12 * np.nanmax(np.abs(asked.values.options), axis=(0, 2, 3))


def _counting(asked: Setting, start: np.ndarray, changes: int) -> Setting:
    """Add a party that prefers few changes, and will not have more than so many."""
    own = asked.values
    same = np.full(own.options[:, :1].shape, np.nan)
    same[~np.isnan(own.options[:, :1])] = -1.0
    same[:, :, np.arange(len(start)), start] = 0.0
    values = Values(
        (*own.parties, ""),
        np.concatenate([own.options, same], axis=1),
        np.concatenate([own.pairs, np.zeros_like(own.pairs[:, :1])], axis=1),
    )
    return setting(asked.plan, values, np.append(asked.reservations, -changes - 0.5), None)
