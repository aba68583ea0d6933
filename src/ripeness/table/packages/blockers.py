"""What stands in the way: how much the zone grows if one party yields on one issue."""

from dataclasses import dataclass

import numpy as np

from ripeness.table.packages.setting import Setting, Yields, setting
from ripeness.table.packages.values import Values
from ripeness.table.packages.zone import Share, Zone, decided, share
from ripeness.table.plan import Plan
from ripeness.table.theory.guards import one_of


@dataclass(frozen=True)
class Blocker:
    """What yielding does to the zone: on one issue, or altogether."""

    issue: str
    """Id of the issue."""
    gain: float
    """By how much the share of draws with a zone grows if every needed party yields on it."""
    by_party: dict[str, float]
    """By how much it grows if this party alone yields on it."""
    after: Share
    """The share of draws with a zone once every needed party yields on it."""
    after_by_party: dict[str, Share]
    """The same once this party alone yields on it."""


@dataclass(frozen=True)
class Blockers:
    """The zone, the issues by how much yielding adds to it, and the parties likewise."""

    zone: Zone
    """The zone as it is."""
    issues: tuple[Blocker, ...]
    """One for each issue, the largest gain first."""
    without: dict[str, Share]
    """The share of draws with a zone if a party need not consent."""


def blockers(
    plan: Plan,
    values: Values,
    reservations: np.ndarray,
    *,
    parties: tuple[str, ...] | None = None,
    yields: Yields = "to_best",
    thorough: bool = False,
) -> Blockers:
    """Say how much the zone grows if one party, or all, yield on one issue.

    A party that yields keeps its reservation value, so the zone can only grow. What pairs are
    worth stays.

    Args:
        plan: A plan without faults.
        values: Values by draw.
        reservations: What each needed party has without an agreement, by [draw, party].
        parties: The needed parties; all if left out.
        yields: What yielding means.
        thorough: True to prove every draw; else a draw that bounds and a short search leave open
            counts as unchanged, so that gains are lower bounds.

    Raises:
        ModelError: If values or reservation values do not fit, or no package obeys the rules.
    """
    one_of(yields, "yields", where="blockers", choices=("to_best", "to_status_quo"))
    asked = setting(plan, values, reservations, parties)
    now = decided(asked)
    shut = np.flatnonzero(~now.open)
    closed, weights = asked.some(shut), now.weights[shut]
    names = asked.values.parties
    groups = [*((k,) for k in range(len(names))), tuple(range(len(names)))]
    found = []
    for at, issue in enumerate(plan.issues):
        changed = [closed.yielding(at, who, yields) for who in groups]
        after = [_after(now, shut, one, weights, thorough=thorough) for one in changed]
        base = now.share.value
        alone = dict(zip(names, after[:-1], strict=True))
        gains = {name: one.value - base for name, one in alone.items()}
        found.append(Blocker(issue.id, after[-1].value - base, gains, after[-1], alone))
    without = {
        name: _after(now, shut, closed.without(k), np.delete(weights, k, axis=1), thorough=thorough)
        for k, name in enumerate(names)
    }
    ranked = sorted(found, key=lambda one: (-one.gain, -max(one.by_party.values())))
    return Blockers(now, tuple(ranked), without)


def _after(
    now: Zone, shut: np.ndarray, changed: Setting, weights: np.ndarray, *, thorough: bool
) -> Share:
    """Return the share of draws with a zone once the draws without one are changed."""
    held = now.open.copy()
    if len(changed.values.parties) == 0:
        return share(np.ones_like(held))
    if len(shut):
        total = weights.sum(axis=1, keepdims=True)
        even = np.full_like(weights, 1 / weights.shape[1])
        start = np.where(total > 0, weights / np.where(total > 0, total, 1.0), even)
        held[shut] = decided(changed, start, thorough=thorough).open
    return share(held)
