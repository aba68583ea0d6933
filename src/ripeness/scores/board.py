"""The scoreboard: each model's scores by source, region and horizon, against named baselines."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.scores.bootstrap import ratio_of_means, resampled
from ripeness.scores.confidence_set import confidence_set
from ripeness.scores.diebold_mariano import diebold_mariano, holm
from ripeness.scores.effective import effective_number, overlap
from ripeness.scores.interval import clopper_pearson
from ripeness.scores.table import PERCENTS
from ripeness.terms.chance import stream
from ripeness.terms.declared import Declared

CONFIDENCE = 0.9
"""Confidence of every interval and of the model confidence set."""

DRAWS = 2000


class Ratio(Declared):
    """Mean score over a baseline's mean score, at the origins that both have."""

    value: float
    """Below 1 the model did better."""
    low: float | None
    """Low end of the 90 % band; null where there are too few origins for blocks."""
    high: float | None
    """High end of the 90 % band; null where there are too few origins for blocks."""


class Tested(Declared):
    """The Diebold-Mariano test against a baseline."""

    stat: float | None
    """Negative: the model did better; null where the two never differ."""
    p: float | None
    """Two-sided; null below ten independent origins."""
    p_holm: float | None
    """The same, adjusted for the number of baselines."""
    n_eff: float
    """How many independent origins stand behind it."""
    bandwidth: int
    """Lags, in origins, that count."""


class BoardRow(Declared):
    """How one model did on one source, region and horizon."""

    model: str
    """Name of the model."""
    source: str
    """Whose map."""
    region: str
    """`total`, or an id of the case's regions."""
    horizon_weeks: int
    """How many weeks ahead."""
    n: int
    """Origins scored."""
    n_eff: float
    """How many independent origins they are worth."""
    first_origin: date
    """The first of them."""
    last_origin: date
    """The last of them."""
    wis: float
    """Mean weighted interval score, in the unit of the forecasts."""
    wis_over: float
    """Its part for forecasting too much."""
    wis_under: float
    """Its part for forecasting too little."""
    wis_dispersion: float
    """Its part for being unsure."""
    crps_fair: float | None = None
    """Fair CRPS, where members were scored."""
    coverage: dict[str, float | None]
    """Share of outcomes inside the central intervals "50", "80", "95"."""
    coverage_interval: dict[str, tuple[float, float] | None]
    """Exact 90 % interval of each share, for as many forecasts as `n_eff`."""
    ratio_to: dict[str, Ratio]
    """Against each baseline."""
    dm: dict[str, Tested]
    """Against each baseline."""
    in_confidence_set: bool | None
    """Whether it cannot be told from the best; null where there are too few origins."""


def scoreboard(
    scored: pd.DataFrame,
    *,
    baselines: tuple[str, ...],
    seed: int,
    step_weeks: int | None = None,
) -> tuple[BoardRow, ...]:
    """Sum up scored forecasts, best model first within source, region and horizon.

    Models are compared at the origins that they share; each model's own means are over all of
    its origins, so that two rows with different `n` are not to be compared by eye.

    Args:
        scored: Scores, one row a forecast, of `table.score_each`.
        baselines: Models that the others are compared with, where they were scored and not
            always exactly right.
        seed: The seed of the resampling.
        step_weeks: Weeks from one origin to the next; the usual step by default.
    """
    rows: list[BoardRow] = []
    for _, part in scored.groupby(["source", "region", "horizon_weeks"], sort=True):
        rows += sorted(_rows(part, baselines, seed, step_weeks), key=lambda row: row.wis)
    return tuple(rows)


def _rows(
    part: pd.DataFrame, baselines: tuple[str, ...], seed: int, step_weeks: int | None
) -> Iterator[BoardRow]:
    horizon = int(part["horizon_weeks"].iloc[0])
    losses = part.pivot_table(index="origin", columns="model", values="wis").sort_index()
    step = _usual_step(losses.index) if step_weeks is None else step_weeks
    in_set = _in_set(losses, _positions(len(losses.dropna()), horizon, step, seed))
    for model, own in part.sort_values("origin").groupby("model", sort=True):
        name = str(model)
        others = [other for other in baselines if other in losses and other != name]
        pairs = {other: losses[[name, other]].dropna() for other in others}
        pairs = {other: pair for other, pair in pairs.items() if pair[other].any()}
        row = {
            **_own(own, horizon, step),
            "ratio_to": {other: _ratio(two, horizon, step, seed) for other, two in pairs.items()},
            "dm": _tests(pairs, horizon, step),
            "in_confidence_set": None if in_set is None else in_set[name],
        }
        yield BoardRow.model_validate(row)


def _own(own: pd.DataFrame, horizon: int, step: int) -> dict[str, object]:
    origins = [day.date() for day in own["origin"]]
    n_eff = effective_number(origins, horizon_weeks=horizon, step_weeks=step)
    shares = {str(percent): _share(own[f"inside_{percent}"]) for percent in PERCENTS}
    return {
        **{name: str(own[name].iloc[0]) for name in ("model", "source", "region")},
        "horizon_weeks": horizon,
        "n": len(own),
        "n_eff": n_eff,
        "first_origin": origins[0],
        "last_origin": origins[-1],
        **{name: float(own[name].mean()) for name in SCORES},
        "crps_fair": _mean(own, "crps_fair"),
        "coverage": shares,
        "coverage_interval": {
            name: None if share is None else clopper_pearson(share, n_eff, CONFIDENCE)
            for name, share in shares.items()
        },
    }


SCORES = ("wis", "wis_over", "wis_under", "wis_dispersion")


def _mean(own: pd.DataFrame, column: str) -> float | None:
    """Return the mean of a score that not every table has; null where one forecast lacks it."""
    if column not in own or own[column].isna().any():
        return None
    return float(own[column].mean())


def _share(inside: pd.Series) -> float | None:
    return None if inside.isna().any() else float(inside.mean())


def _usual_step(origins: pd.Index) -> int:
    gaps = np.diff(origins.to_numpy(dtype="datetime64[D]").astype(np.int64)) // 7
    return max(int(np.median(gaps)), 1) if len(gaps) else 1


def _positions(count: int, horizon: int, step: int, seed: int) -> NDArray[np.int64] | None:
    block = overlap(horizon_weeks=horizon, step_weeks=step)
    if count < 2 * block:
        return None
    generator = stream(seed, "scores", "board", horizon)
    return resampled(count, block=block, draws=DRAWS, generator=generator)


def _in_set(losses: pd.DataFrame, positions: NDArray[np.int64] | None) -> Mapping[str, bool] | None:
    shared = losses.dropna()
    if positions is None or shared.empty:
        return None
    table = {str(name): shared[name].to_numpy() for name in shared}
    p_values = confidence_set(table, positions=positions)
    return {name: p >= 1 - CONFIDENCE for name, p in p_values.items()}


def _ratio(pair: pd.DataFrame, horizon: int, step: int, seed: int) -> Ratio:
    ours, theirs = pair.to_numpy(float).T
    positions = _positions(len(pair), horizon, step, seed)
    band = ratio_of_means(ours, theirs, positions=positions, confidence=CONFIDENCE)
    return Ratio(value=band.value, low=band.low, high=band.high)


def _tests(pairs: Mapping[str, pd.DataFrame], horizon: int, step: int) -> dict[str, Tested]:
    shared = overlap(horizon_weeks=horizon, step_weeks=step)
    compared = {}
    for other, pair in pairs.items():
        if len(pair) > shared:
            origins = [pd.Timestamp(day).date() for day in pair.index]
            n_eff = effective_number(origins, horizon_weeks=horizon, step_weeks=step)
            ours, theirs = pair.to_numpy(float).T
            compared[other] = diebold_mariano(ours, theirs, shared=shared, n_eff=n_eff)
    adjusted = holm({other: one.p for other, one in compared.items()})
    return {
        other: Tested(
            stat=one.stat,
            p=one.p,
            p_holm=adjusted[other],
            n_eff=one.n_eff,
            bandwidth=one.bandwidth,
        )
        for other, one in compared.items()
    }
