"""Fits the hazard: where changes fall, given how much changes, by penalised likelihood."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.front.allocation.dynamics import place_of
from ripeness.front.allocation.features import RINGS
from ripeness.front.allocation.ground import Ground
from ripeness.front.allocation.hazard import Direction, Hazard, Kind, Latent
from ripeness.front.allocation.latent import latent_of, residuals_of
from ripeness.front.allocation.lattice import Lattice, lattice_of
from ripeness.front.allocation.rows import (
    Numbers,
    Rows,
    fit_weeks,
    rows_in,
    rows_of,
)
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.terms.errors import ModelError

ROUNDS = 25
"""Most steps of Newton's method."""

CLOSE = 2e-3
"""A step that changes no standardised coefficient by more ends the search."""

NOISE = 1e-6
"""What single precision may take from a likelihood, as a share of it."""

FEWEST_WEEKS = 8
"""With fewer weeks of changes nothing is fitted."""

BLOCKS = 2
"""Blocks of weeks left out in turn, whose residuals tell of the latent."""

PLAIN_FEATURES = ("d3", "d9", "d12", "d28", "own_12_3", "own_12_10", "own_28_40")
"""With distance and its log, the nine features of the plain logistic."""


@dataclass(frozen=True)
class Found:
    """Coefficients of standardised features, and the inverse of the penalised information."""

    coefficients: Numbers
    covariance: Numbers


@dataclass(frozen=True)
class Task:
    """What is fitted: both directions' examples, features made from them, and how they count."""

    both: tuple[Rows, Rows]
    mixing: Numbers
    recency: dict[int, float]
    ridge: float


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
    task = Task(both, mixing / _spread(both, mixing), recency, settings.ridge)
    common = _newton(_some(both), task, np.zeros(task.mixing.shape[1]))
    latents = _latents(task, common, lattice) if kind == "full" else (Latent(), Latent())
    ways = [_direction(task, way, common, lattice=lattice, latent=latents[way]) for way in (0, 1)]
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
    task: Task, way: int, common: Found, *, lattice: Lattice, latent: Latent
) -> Direction:
    """Fit one direction, drawn to the common fit of both."""
    rows = task.both[way]
    found = _newton(_some((rows,)), task, common.coefficients) if rows.changed.any() else common
    coefficients = task.mixing @ found.coefficients
    residuals = residuals_of(rows, expected(rows, coefficients), lattice)
    widened = max(residuals.overdispersion, 1.0)
    errors = np.sqrt(np.diag(task.mixing @ found.covariance @ task.mixing.T) * widened)
    return Direction(
        names=rows.names,
        coefficients=tuple(coefficients.tolist()),
        standard_errors=tuple(errors.tolist()),
        latent=latent,
        changed_km2=float(rows.changed.sum()),
        overdispersion=widened,
    )


def _latents(task: Task, common: Found, lattice: Lattice) -> tuple[Latent, Latent]:
    """Return the latent of each direction from residuals of weeks that a fit left out.

    Residuals of the weeks fitted would miss just what a forecast cannot know: which sectors the
    features have since learnt to be quick or slow.
    """
    weeks = np.unique(np.concatenate([rows.week for rows in task.both]))
    due = [np.zeros(len(rows.week)) for rows in task.both]
    for block in np.array_split(weeks, BLOCKS):
        kept = [rows_in(rows, np.setdiff1d(weeks, block)) for rows in task.both]
        zero = np.zeros(task.mixing.shape[1])
        found = _newton(_some(kept), task, zero, start=common.coefficients)
        for rows, told in zip(task.both, due, strict=True):
            mine = np.isin(rows.week, block)
            told[mine] = expected(rows_in(rows, block), task.mixing @ found.coefficients)
    one, two = (
        latent_of(residuals_of(rows, told, lattice, blocks=BLOCKS))
        for rows, told in zip(task.both, due, strict=True)
    )
    return one, two


def _some(several: Sequence[Rows]) -> tuple[Rows, ...]:
    """Leave out directions in which nothing changed."""
    return tuple(rows for rows in several if rows.changed.any())


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
    several: tuple[Rows, ...], task: Task, centre: Numbers, *, start: Numbers | None = None
) -> Found:
    """Maximise the penalised conditional likelihood by Newton's method with halved steps."""
    ridge = task.ridge
    made = [_Problem.of(rows, task.mixing, task.recency) for rows in several]
    at = (centre if start is None else start).copy()
    penalty = ridge * np.eye(len(centre))
    value, slope, bend = _total(made, at, centre, ridge)
    for _ in range(ROUNDS):
        move, trial = np.linalg.solve(bend + penalty, slope), (value, slope, bend)
        for _ in range(20):
            trial = _total(made, at + move, centre, ridge)
            if trial[0] >= value - NOISE * abs(value):
                break
            move = move / 2
        at = at + move
        value, slope, bend = trial
        if np.abs(move).max() < CLOSE:
            break
    return Found(coefficients=at, covariance=np.asarray(np.linalg.inv(bend + penalty), float))


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
    whole: Numbers = top.astype(float) + np.log(summed)
    return score.astype(float) - np.repeat(whole, long)


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
