"""Fits the hazard: where changes fall, given how much changes, by penalised likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.front.allocation.dynamics import place_of
from ripeness.front.allocation.features import RINGS
from ripeness.front.allocation.ground import Ground
from ripeness.front.allocation.hazard import Direction, Hazard, Kind, Latent
from ripeness.front.allocation.latent import latent_of, residuals_of
from ripeness.front.allocation.lattice import Lattice, lattice_of
from ripeness.front.allocation.rows import Numbers, Rows, fit_weeks, rows_of
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.terms.errors import ModelError

ROUNDS = 40
"""Most steps of Newton's method."""

CLOSE = 1e-6
"""A step that changes no standardised coefficient by more ends the search."""

FEWEST_WEEKS = 8
"""With fewer weeks of changes nothing is fitted."""

PLAIN_FEATURES = ("d3", "d9", "d12", "d28", "own_12_3", "own_12_10", "own_28_40")
"""With distance and its log, the nine features of the plain logistic."""


@dataclass(frozen=True)
class Found:
    """Coefficients of standardised features, and the inverse of the penalised information."""

    coefficients: Numbers
    covariance: Numbers


def fit_hazard(
    ground: Ground, *, kind: Kind = "full", settings: AllocationSettings | None = None
) -> Hazard:
    """Fit the hazard of one source, each way, on what was known at the ground's origin.

    The likelihood is conditional on the ground that changed in each week, so that the tempo does
    not enter: the share of a cell is its hazard against those of all cells of the band (McFadden's
    conditional logit). Both directions are first fitted together; each is then drawn to that
    common fit by the penalty, so that a direction with few changes borrows from the other.

    Args:
        ground: The ground.
        kind: `full`, or a floor: `plain` (nine features, no latent), `distance` (distance alone).
        settings: Band, penalty and how much of the past counts.

    Raises:
        ModelError: If there are too few weeks of changes, or none of any ground.
    """
    settings = settings or AllocationSettings()
    lattice = lattice_of(ground, settings)
    weeks = fit_weeks(ground, settings)
    _refuse_too_little(ground, weeks)
    both = rows_of(ground, lattice, place_of(lattice), weeks=weeks, settings=settings)
    mixing = mixing_of(both[0].names, kind)
    ages = {week: len(ground.weeks) - 1 - week for week in weeks}
    recency = {week: 0.5 ** (age / settings.half_life_weeks) for week, age in ages.items()}
    spread = _spread(both, mixing)
    common = _newton(both, mixing / spread, recency, np.zeros(mixing.shape[1]), settings.ridge)
    ways = [
        _direction(rows, mixing / spread, recency, common.coefficients, lattice, kind, settings)
        for rows in both
    ]
    return Hazard(
        source=ground.source,
        origin=ground.origin.isoformat(),
        kind=kind,
        weeks=len(weeks),
        gain=ways[0],
        recapture=ways[1],
    )


def mixing_of(names: tuple[str, ...], kind: Kind) -> Numbers:
    """Return the matrix that makes a kind's features from all features.

    Distance and its log are sums of the steps at each ring, so the floors are the full hazard with
    some coefficients tied, and everything made for it works for them.

    Args:
        names: Names of all features.
        kind: The kind of hazard.
    """
    unit = {name: np.eye(len(names))[place] for place, name in enumerate(names)}
    if kind == "full":
        return np.eye(len(names))
    ends = (0, *RINGS)
    steps = [
        (unit[f"beyond_{ring}"], ring - before) for before, ring in zip(ends, RINGS, strict=False)
    ]
    ratio = [
        (unit[f"beyond_{ring}"], np.log1p(ring) - np.log1p(before))
        for before, ring in zip(ends, RINGS, strict=False)
    ]
    columns = [sum(one * size for one, size in steps), sum(one * size for one, size in ratio)]
    if kind == "plain":
        columns += [unit[name] for name in PLAIN_FEATURES]
    return np.stack(columns, axis=1)


def _direction(
    rows: Rows,
    mixing: Numbers,
    recency: dict[int, float],
    common: Numbers,
    lattice: Lattice,
    kind: Kind,
    settings: AllocationSettings,
) -> Direction:
    found = _newton((rows,), mixing, recency, common, settings.ridge)
    coefficients = mixing @ found.coefficients
    residuals = residuals_of(rows, expected(rows, coefficients), lattice)
    widened = max(residuals.overdispersion, 1.0)
    errors = np.sqrt(np.diag(mixing @ found.covariance @ mixing.T) * widened)
    return Direction(
        names=rows.names,
        coefficients=tuple(coefficients.tolist()),
        standard_errors=tuple(errors.tolist()),
        latent=latent_of(residuals) if kind == "full" else Latent(),
        changed_km2=float(rows.changed.sum()),
        overdispersion=widened,
    )


def expected(rows: Rows, coefficients: Numbers) -> Numbers:
    """Return the ground expected to change in each row, given how much changed in its week.

    Args:
        rows: The examples.
        coefficients: Log hazard for one unit of each feature.
    """
    score = rows.features @ coefficients.astype(np.float32)
    starts, totals = _weeks(rows)
    return _shares(score, rows, starts) * np.repeat(totals, _lengths(starts, len(score)))


def _newton(
    several: tuple[Rows, ...],
    mixing: Numbers,
    recency: dict[int, float],
    centre: Numbers,
    ridge: float,
) -> Found:
    """Maximise the penalised conditional likelihood by Newton's method with halved steps."""
    made = [_Problem.of(rows, mixing, recency) for rows in several]
    at, penalty = centre.copy(), ridge * np.eye(len(centre))
    value, slope, bend = _total(made, at, centre, ridge)
    for _ in range(ROUNDS):
        move = np.linalg.solve(bend + penalty, slope)
        for _ in range(20):
            trial = _total(made, at + move, centre, ridge)
            if trial[0] >= value - 1e-9:
                break
            move = move / 2
        at = at + move
        value, slope, bend = trial
        if np.abs(move).max() < CLOSE:
            break
    return Found(coefficients=at, covariance=np.linalg.inv(bend + penalty))


@dataclass(frozen=True)
class _Problem:
    """One direction's examples, ready for the search."""

    design: NDArray[np.float32]
    rows: Rows
    starts: NDArray[np.int64]
    weight: Numbers
    totals: Numbers

    @classmethod
    def of(cls, rows: Rows, mixing: Numbers, recency: dict[int, float]) -> "_Problem":
        starts, totals = _weeks(rows)
        weight = np.array([recency[int(week)] for week in rows.week[starts]])
        design = rows.features @ mixing.astype(np.float32)
        return cls(design=design, rows=rows, starts=starts, weight=weight, totals=totals)

    def value(self, at: Numbers) -> tuple[float, Numbers, Numbers]:
        """Return the log likelihood, its slope, and minus its second derivative."""
        score = self.design @ at.astype(np.float32)
        share = _shares(score, self.rows, self.starts)
        long = _lengths(self.starts, len(score))
        weight = np.repeat(self.weight, long)
        some = self.rows.changed > 0
        spoken = _log_shares(score, self.rows, self.starts)
        value = float((weight * self.rows.changed * spoken)[some].sum())
        total = np.repeat(self.weight * self.totals, long)
        slope = self.design.T @ (weight * self.rows.changed - total * share).astype(np.float32)
        mean = np.add.reduceat(self.design * share[:, None].astype(np.float32), self.starts)
        scale = self.weight * self.totals
        bend = (self.design * (total * share)[:, None].astype(np.float32)).T @ self.design
        bend = bend - (mean * scale[:, None].astype(np.float32)).T @ mean
        return value, slope.astype(float), bend.astype(float)


def _total(
    made: list[_Problem], at: Numbers, centre: Numbers, ridge: float
) -> tuple[float, Numbers, Numbers]:
    parts = [problem.value(at) for problem in made]
    away = at - centre
    return (
        sum(part[0] for part in parts) - 0.5 * ridge * float(away @ away),
        np.sum([part[1] for part in parts], axis=0) - ridge * away,
        np.sum([part[2] for part in parts], axis=0),
    )


def _log_shares(score: NDArray[np.float32], rows: Rows, starts: NDArray[np.int64]) -> Numbers:
    """Return the log of each row's hazard against the sum over its week."""
    long = _lengths(starts, len(score))
    top = np.maximum.reduceat(score, starts)
    risen = np.exp(score - np.repeat(top, long)) * rows.free * rows.stands_for
    summed = np.add.reduceat(risen, starts)
    return score - np.repeat(top + np.log(summed), long)


def _shares(score: NDArray[np.float32], rows: Rows, starts: NDArray[np.int64]) -> Numbers:
    return np.exp(_log_shares(score, rows, starts)) * rows.free * rows.stands_for


def _weeks(rows: Rows) -> tuple[NDArray[np.int64], Numbers]:
    starts = np.flatnonzero(np.r_[True, np.diff(rows.week) != 0])
    return starts, np.add.reduceat(rows.changed, starts)


def _lengths(starts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.diff(np.r_[starts, size])


def _spread(both: tuple[Rows, Rows], mixing: Numbers) -> Numbers:
    """Return each feature's spread, by which coefficients are made comparable."""
    parts = [rows.features[:: max(len(rows.week) // 200_000, 1)] for rows in both]
    spread = (np.concatenate(parts) @ mixing).std(axis=0)
    return np.where(spread > 1e-9, spread, 1.0)


def _refuse_too_little(ground: Ground, weeks: list[int]) -> None:
    moved = [
        float(np.abs(np.diff(ground.settled[week : week + 2].astype(int), axis=0)).sum())
        for week in weeks
    ]
    if len(weeks) < FEWEST_WEEKS or sum(moved) <= 0:
        raise ModelError(
            f"{len(weeks)} weeks whose changes are known to last"
            if sum(moved) > 0
            else "no cell that changed hands",
            where=f"cells of {ground.source!r} by {ground.origin}",
            expected=f"at least {FEWEST_WEEKS} weeks, and ground that changed hands in them",
            remedy="Choose a later --as-of, or a source with a longer record.",
        )
