"""The agreement zone: in which draws a package exists that every needed party prefers.

For a weighting of parties, the best package is found at once in all draws. If it gains nothing in
the weighted sum, no package is better for all, and the zone is empty; if it is better for all, the
zone is not. The weighting is moved against the best package until one of the two is seen; the few
draws left over are decided by label-setting, within the bounds so found.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from ripeness.scores.interval import clopper_pearson
from ripeness.table.packages.beam import WIDTH, package_above
from ripeness.table.packages.labels import Bound, Worths, label_setting, packages
from ripeness.table.packages.layers import Layers
from ripeness.table.packages.linear import Gains, best_packages
from ripeness.table.packages.program import MARGIN, Rows, program, solve
from ripeness.table.packages.setting import Setting, gains, setting
from ripeness.table.packages.values import Values, on_grid
from ripeness.table.plan import Plan
from ripeness.table.theory.guards import refuse

_NEAR = 1e-9
"""Gains nearer to zero than this are left to exact arithmetic."""
_ROUNDS = 60
_EFFORTS = ((6_000, 4_000), (25_000, 15_000))
"""Labels kept at an issue, then partial packages searched, before a program is asked."""
_TILTS = (0.6, 0.8, 0.9, 1.1, 1.25, 1.6)


@dataclass(frozen=True)
class Share:
    """A share of draws, and what it would be in more of them: not a chance of anything."""

    value: float
    """Share of the draws."""
    low: float
    """Lower end of the 95 % interval for the sampling of draws alone."""
    high: float
    """Its upper end."""
    draws: int
    """How many draws it rests on; 0 where it is counted and not drawn."""


@dataclass(frozen=True)
class Zone:
    """In which draws some package is better for every needed party than its reservation value."""

    open: np.ndarray
    """By draw: whether there is such a package."""
    witness: np.ndarray
    """By [draw, issue]: option positions of one such package; -1 where there is none."""
    weights: np.ndarray
    """By [draw, party]: the weighting in which the last bound was found."""
    by_program: int
    """In how many draws a mixed-integer program decided."""

    @property
    def share(self) -> Share:
        """The share of draws with a package in the zone."""
        return share(self.open)


def share(held: np.ndarray) -> Share:
    """Return the share of draws in which something holds, with a 95 % interval.

    Args:
        held: Whether it holds, by draw; independent draws of one family.

    Raises:
        ModelError: If there is no draw.

    References:
        Clopper and Pearson (1934), Biometrika 26(4), 404-413, doi:10.1093/biomet/26.4.404.
    """
    if held.size == 0:
        refuse("no draw", "draws", where="share", expected="at least one draw")
    value = float(np.mean(held))
    low, high = clopper_pearson(value, float(held.size), 0.95)
    return Share(value, low, high, int(held.size))


def zone(
    plan: Plan,
    values: Values,
    reservations: np.ndarray,
    *,
    parties: tuple[str, ...] | None = None,
) -> Zone:
    """Say in which draws a package exists that every needed party prefers to no agreement.

    Args:
        plan: A plan without faults.
        values: Values by draw.
        reservations: What each needed party has without an agreement, by [draw, party].
        parties: The needed parties; all if left out.

    Raises:
        ModelError: If values or reservation values do not fit, or no package obeys the rules.
    """
    return decided(setting(plan, values, reservations, parties))


def decided(asked: Setting) -> Zone:
    """Decide each draw: by bounds and packages met on the way, else exactly.

    Args:
        asked: Who must prefer a package, to what, in every draw.
    """
    draws, parties = asked.reservations.shape
    equal = np.full((draws, parties), 1 / parties)
    found, lowest, left = bounded(asked.rules, gains(asked), equal)
    programmed = 0
    for at in left.tolist():
        case = _on_grid(asked, at, lowest[at])
        package = package_above(asked.rules, case.worths, case.above, case.weights, width=WIDTH)
        if package is None:
            package, by_program = _settled(asked, case)
            programmed += by_program
        if package is not None:
            found[at] = package
    return Zone(found[:, 0] >= 0, found, lowest, programmed)


@dataclass(frozen=True)
class _OnGrid:
    """One draw on the grid of whole numbers."""

    worths: Worths
    above: np.ndarray
    weights: np.ndarray


def _on_grid(asked: Setting, draw: int, weights: np.ndarray) -> _OnGrid:
    options, pairs, above, _ = on_grid(asked.values.draw(draw), asked.reservations[draw])
    scale = np.ptp(options, axis=2).sum(axis=1) + np.abs(pairs).sum(axis=1)
    sums = weights / np.where(scale > 0, scale, 1.0)
    return _OnGrid(Worths(options, pairs), above, sums / sums.max())


def bounded(
    rules: Layers, won: Gains, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Move the weighting of parties against the best package until a draw is decided.

    Args:
        rules: The rules of the plan.
        won: What packages gain over the reservation values.
        weights: Where to start, by [draw, party].

    Returns:
        A package that is better for all by [draw, issue], -1 where there is none or none was met;
        the weightings of the smallest bound; the draws left undecided.

    References:
        Polyak (1969), Minimization of unsmooth functionals, USSR Computational Mathematics and
        Mathematical Physics 9(3), 14-29, doi:10.1016/0041-5553(69)90061-5.
    """
    weights, lowest = weights.copy(), weights.copy()
    least = np.full(len(weights), np.inf)
    found = np.full((len(weights), len(rules.order)), -1)
    active = np.arange(len(weights))
    for _ in range(_ROUNDS):
        if len(active) == 0:
            break
        package, gain = best_packages(rules, won.some(active), weights[active])
        height = (weights[active] * gain).sum(axis=1)
        lower = height < least[active]
        lowest[active[lower]], least[active[lower]] = weights[active[lower]], height[lower]
        better = (gain > _NEAR).all(axis=1)
        found[active[better]] = package[better]
        open_ = ~better & (height >= -_NEAR)
        active, gain, height = active[open_], gain[open_], height[open_]
        weights[active] = _moved(weights[active], gain, height)
    return found, lowest, active


def _moved(weights: np.ndarray, gain: np.ndarray, height: np.ndarray) -> np.ndarray:
    """Step down towards a bound of zero, and back onto the simplex of weightings."""
    slope = gain - gain.mean(axis=1, keepdims=True)
    steep = np.maximum((slope**2).sum(axis=1, keepdims=True), 1e-300)
    moved = weights - 1.2 * (height[:, None] + _NEAR) / steep * slope
    ranked = -np.sort(-moved, axis=1)
    excess = (np.cumsum(ranked, axis=1) - 1) / np.arange(1, weights.shape[1] + 1)
    last = (ranked > excess).sum(axis=1) - 1
    return np.maximum(moved - excess[np.arange(len(moved)), last][:, None], 0.0)


def _settled(asked: Setting, case: _OnGrid) -> tuple[np.ndarray | None, bool]:
    """Return a package in the zone of one draw, if any, and whether a program decided."""
    bound = Bound(case.above, _around(case.weights))
    for most, width in _EFFORTS:
        labels = label_setting(asked.rules, case.worths, bound=bound, most=most)
        if labels.complete:
            return (packages(asked.rules, labels)[0] if len(labels.worth) else None), False
        package = package_above(asked.rules, case.worths, case.above, case.weights, width=width)
        if package is not None:
            return package, False
    model = program(asked.plan, case.worths)
    shares = case.above / model.scale
    floor = Rows(csr_array(model.worth), shares + MARGIN, np.full(len(shares), np.inf))
    return solve(model, model.worth.sum(axis=0), floor), True


def _around(sums: np.ndarray) -> np.ndarray:
    """Return weightings near one: each bounds what some other partial packages may come to."""
    tilted = [
        np.where(np.arange(len(sums)) == p, by, 1.0) for p in range(len(sums)) for by in _TILTS
    ]
    return np.vstack([sums, sums * np.array(tilted)])
