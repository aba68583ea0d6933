"""Several models as one forecast: a linear pool whose weights are learnt from resolved scores only.

The pool of distributions (Stone 1961, https://doi.org/10.1214/aoms/1177704873) has at an origin the
weights w = (n_eff w_past + 8 w_equal) / (n_eff + 8): w_past is the point of the simplex that
did best so far, n_eff how many independent origins that is known from. A score counts only when its
day had been read by the origin. Weights are one source's, for one horizon; its regions count
alike, each by its own typical change.

For a pool the score is quadratic in the weights, since WIS on even levels is the CRPS of the
points: Σ w_k E|X_k − y| − ½ ΣΣ w_k w_l E|X_k − X_l| (Gneiting & Raftery 2007,
https://doi.org/10.1198/016214506000001437). That is minimised, not the WIS of the 23 uneven levels.

The pool is then recalibrated by its own past at the origin (`front.recalibrate`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from ripeness.front.history import Numbers
from ripeness.front.recalibrate import curve_of, place_of, recalibrated
from ripeness.scores.effective import effective_number

EQUAL_WORTH = 8.0
"""How many independent origins equal weights are worth."""

NOTHING = 1e-9
"""A smaller weight is none."""

COARSE = slice(2, None, 5)
"""Of 200 points, the 40 by which distances between models are measured."""


COLUMNS = [
    "source", "region", "origin", "model", "horizon_weeks", "origin_value", "points", "why",
    "weights", "learnt", "curve",
]  # fmt: skip


@dataclass(frozen=True)
class Stack:
    """A pool's name and its members."""

    name: str
    """Name of the pool."""
    members: tuple[str, ...]
    """Names of the models in it."""


def stacked(
    made: pd.DataFrame, outcomes: pd.DataFrame, stack: Stack, *, step_weeks: int
) -> pd.DataFrame:
    """Return the pool's forecasts at every origin, with its weights.

    A model that gave no forecast at an origin is left out of the pool there, and the weights of the
    others are scaled to one; in learning, it counts at origins where all members have forecasts.

    Args:
        made: Members' forecasts, of `backtest.made_again`.
        outcomes: By `source`, `region`, `origin` and `horizon_weeks`: `observed`, and `known_on`,
            the day from which that was known.
        stack: Which models.
        step_weeks: Weeks from one origin to the next.

    Returns:
        Rows as in `made`, with `weights` (by model, of those that forecast there), `learnt` (the
        same before some were left out) and `curve` (by which the pool is recalibrated).
    """
    own = made[made["model"].isin(stack.members) & made["points"].notna()]
    parts = [
        row
        for _, part in own.groupby(["source", "horizon_weeks"], sort=True)
        for row in _of_horizon(part, outcomes, stack, step_weeks)
    ]
    found = pd.DataFrame(parts, columns=COLUMNS)
    return found.reindex(columns=[*made.columns, *COLUMNS[8:]])


def pooled(points: Numbers, weights: Numbers) -> Numbers:
    """Return the points of a pool.

    Args:
        points: Models by points, each row never falling.
        weights: One a model, summing to one.

    Example:
        >>> pooled(np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([1.0, 0.0])).tolist()
        [0.0, 1.0]
    """
    values = points.ravel()
    mass = np.repeat(weights / points.shape[1], points.shape[1])
    order = np.argsort(values, kind="stable")
    values, mass = values[order], mass[order]
    kept = mass > 0
    values, mass = values[kept], mass[kept]
    middle = np.cumsum(mass) - mass / 2
    count = points.shape[1]
    return np.interp((np.arange(count) + 0.5) / count, middle, values)


def best_weights(to_outcome: Numbers, between: Numbers) -> Numbers:
    """Return the weights of the pool with the least mean score.

    Args:
        to_outcome: Mean distance of each model's points to what came about.
        between: Mean distance between the points of each two models.
    """
    count = len(to_outcome)

    def mean_score(w: Numbers) -> float:
        return float(to_outcome @ w - 0.5 * w @ between @ w)

    found = minimize(
        mean_score,
        x0=np.full(count, 1 / count),
        bounds=[(0.0, 1.0)] * count,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
    )
    weights = np.where(found.x > NOTHING, found.x, 0.0)
    return weights / weights.sum()


def shrunken(weights: Numbers, n_eff: float) -> Numbers:
    """Return weights drawn to equal ones, as far as few origins ask.

    Example:
        >>> shrunken(np.array([1.0, 0.0]), 8.0).tolist()
        [0.75, 0.25]
    """
    return (n_eff * weights + EQUAL_WORTH / len(weights)) / (n_eff + EQUAL_WORTH)


def _of_horizon(
    part: pd.DataFrame, outcomes: pd.DataFrame, stack: Stack, step: int
) -> Iterator[tuple[object, ...]]:
    horizon = int(part["horizon_weeks"].iloc[0])
    past = distances(part, outcomes, stack)
    came = _came(part, outcomes)
    places: list[_Place] = []
    for name, now in part.groupby("origin", sort=True):
        origin = pd.Timestamp(str(name))
        learnt = _weights(past[past["known_on"] <= origin], stack, horizon, step)
        told = dict(zip(stack.members, learnt.tolist(), strict=True))
        curve = _curve([one for one in places if one.known_on <= origin], horizon, step)
        for region, rows in now.groupby("region", sort=True):
            weights = np.array([told[model] for model in rows["model"]])
            weights = weights / weights.sum()
            points = pooled(np.vstack(rows["points"].to_list()), weights)
            if (region, origin) in came:
                observed, known_on = came[region, origin]
                places.append(_Place(origin, known_on, place_of(points, observed)))
            used = dict(zip(rows["model"], weights.tolist(), strict=True))
            first = rows.iloc[0]
            yield (
                first["source"], region, origin, stack.name, horizon, first["origin_value"],
                recalibrated(points, curve).tolist(), None, used, told, curve.tolist(),
            )  # fmt: skip


@dataclass(frozen=True)
class _Place:
    """Where one outcome fell within the pool, and since when that was known."""

    origin: pd.Timestamp
    known_on: pd.Timestamp
    place: float


def _came(
    part: pd.DataFrame, outcomes: pd.DataFrame
) -> dict[tuple[object, object], tuple[float, pd.Timestamp]]:
    first = part.iloc[0]
    own = outcomes[
        (outcomes["source"] == first["source"])
        & (outcomes["horizon_weeks"] == first["horizon_weeks"])
    ]
    keys = zip(own["region"], own["origin"], strict=True)
    return dict(zip(keys, zip(own["observed"], own["known_on"], strict=True), strict=True))


def _curve(places: list[_Place], horizon: int, step: int) -> Numbers:
    days = sorted({one.origin.date() for one in places})
    n_eff = effective_number(days, horizon_weeks=horizon, step_weeks=step)
    return curve_of(np.array([one.place for one in places]), n_eff, EQUAL_WORTH)


def _weights(past: pd.DataFrame, stack: Stack, horizon: int, step: int) -> Numbers:
    equal = np.full(len(stack.members), 1 / len(stack.members))
    if past.empty:
        return equal
    days = sorted({day.date() for day in past["origin"]})
    n_eff = effective_number(days, horizon_weeks=horizon, step_weeks=step)
    to_outcome = np.mean(np.stack(past["to_outcome"].to_list()), axis=0)
    between = np.mean(np.stack(past["between"].to_list()), axis=0)
    return shrunken(best_weights(to_outcome, between), n_eff)


def distances(part: pd.DataFrame, outcomes: pd.DataFrame, stack: Stack) -> pd.DataFrame:
    """Measure what the pool's score is made of, wherever every member forecast.

    Args:
        part: Members' forecasts of one source and one horizon.
        outcomes: As for `stacked`.
        stack: Which models.

    Returns:
        By `region` and `origin`: `known_on`, `to_outcome` (each member's mean distance to what came
        about) and `between` (that of each two), scaled so that regions count alike.
    """
    keys = ["source", "region", "origin", "horizon_weeks"]
    known = part.merge(outcomes, on=keys, how="inner")
    rows = []
    for (region, origin), one in known.groupby(["region", "origin"], sort=True):
        if set(one["model"]) != set(stack.members):
            continue
        points = np.vstack(one.set_index("model").loc[list(stack.members), "points"].to_list())
        points = points[:, COARSE] - one["origin_value"].iloc[0]
        y = one["observed"].iloc[0] - one["origin_value"].iloc[0]
        between = np.abs(points[:, None, :, None] - points[None, :, None, :]).mean(axis=(2, 3))
        rows.append(
            (region, origin, one["known_on"].iloc[0], np.abs(points - y).mean(axis=1), between)
        )
    past = pd.DataFrame(rows, columns=["region", "origin", "known_on", "to_outcome", "between"])
    return _scaled(past)


def _scaled(past: pd.DataFrame) -> pd.DataFrame:
    """Divide by the members' mean distance so far in that region, so that regions count alike."""
    size = past["to_outcome"].map(np.mean).astype(float)
    usual = size.groupby(past["region"]).transform(lambda s: s.expanding().mean()).clip(lower=1e-9)
    return past.assign(
        to_outcome=[d / u for d, u in zip(past["to_outcome"], usual, strict=True)],
        between=[d / u for d, u in zip(past["between"], usual, strict=True)],
    )
