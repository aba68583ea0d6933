"""The contest's standing: who did better, on whose map, in which half-year, how far ahead.

Only forecasts that every model of the contest made are compared. Ratios are to the constant
pace, weights are those of the pool of the four that would have done best (stacking: Yao et al.
2018, https://doi.org/10.1214/17-BA1091), with the CRPS of its points as score. Bands come from
blocks of common dates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.front.catalogue import CONTEST
from ripeness.front.contest.records import Band, Standing, Versus
from ripeness.front.history import Numbers
from ripeness.front.stack import Stack, best_weights, distances
from ripeness.scores.bootstrap import resampled
from ripeness.scores.effective import overlap
from ripeness.terms.chance import stream

EVERY = "all"
"""Stands for all sources, or all periods."""

PACE = CONTEST[0]
"""What the others are compared with."""

Parts = tuple[Numbers, Numbers]
"""Sums by date, and counts or cross sums by date."""

CONFIDENCE = 0.9
DRAWS = 200


@dataclass(frozen=True)
class _Field:
    """Scores and distances of the four on one source or all, at one horizon."""

    source: str
    horizon: int
    wis: pd.DataFrame
    """By source, region and origin; one column a model."""
    past: pd.DataFrame
    """Of `stack.distances`."""


def standings(
    scored: pd.DataFrame,
    made: pd.DataFrame,
    came: pd.DataFrame,
    *,
    seed: int,
    step_weeks: int,
) -> tuple[Standing, ...]:
    """Return how the four stand by source, period and horizon, and on all sources together.

    Args:
        scored: Scores of the series to be compared, of `scores.table.score_each`.
        made: Forecasts, of `backtest.made_again`.
        came: What came about, of `outcomes.outcomes`.
        seed: The seed of the resampling.
        step_weeks: Weeks from one origin to the next.
    """
    rows: list[Standing] = []
    for field in _fields(scored, made, came):
        halves = _halves(field.wis.index.get_level_values("origin"))
        for period in (EVERY, *sorted(halves.unique())):
            inside = (
                np.ones(len(halves), bool) if period == EVERY else (halves == period).to_numpy()
            )
            rows += _standing(field, period, inside, (seed, step_weeks))
    return tuple(rows)


def pairs(
    scored: pd.DataFrame, came: pd.DataFrame, *, seed: int, step_weeks: int
) -> tuple[Versus, ...]:
    """Return each model of the contest directly against each other, by source and horizon.

    Args:
        scored: Scores of the series to be compared, of `scores.table.score_each`.
        came: What came about, of `outcomes.outcomes`, with the day from which that was known.
        seed: The seed of the resampling.
        step_weeks: Weeks from one origin to the next.
    """
    keys = ["source", "region", "origin", "horizon_weeks"]
    four = scored[scored["model"].isin(CONTEST)].merge(came[[*keys, "known_on"]], on=keys)
    together = four.assign(region=four["source"] + " " + four["region"], source=EVERY)
    rows: list[Versus] = []
    for table in (together, four):
        for (source, horizon), part in table.groupby(["source", "horizon_weeks"], sort=True):
            drawn = (seed, step_weeks)
            rows += _pairs_of(part, (str(source), int(str(horizon))), drawn)
    return tuple(rows)


def _pairs_of(
    part: pd.DataFrame, named: tuple[str, int], drawn: tuple[int, int]
) -> Iterator[Versus]:
    source, horizon = named
    wide = part.pivot_table(index=["source", "region", "origin"], columns="model", values="wis")
    for model, rival in permutations(CONTEST, 2):
        if not {model, rival} <= set(wide.columns):
            continue
        both = wide[[rival, model]].dropna()
        if both.empty:
            continue
        origins = np.sort(both.index.get_level_values("origin").unique())
        positions = _drawn(len(origins), (source, model + " " + rival, horizon), drawn)
        ratios = _bands(_ratios(both, origins), _ratio_of, positions)
        if not ratios:
            continue  # the rival was exactly right: no ratio says anything
        last = part[part["origin"].isin(origins) & part["model"].isin([model, rival])]
        yield Versus(
            model=model,
            rival=rival,
            source=source,
            horizon_weeks=horizon,
            forecasts=len(both),
            first_origin=pd.Timestamp(origins[0]).date(),
            last_origin=pd.Timestamp(origins[-1]).date(),
            known_on=last["known_on"].max().date(),
            ratio=ratios[1],
        )


def _drawn(
    count: int, named: tuple[str, str, int], drawn: tuple[int, int]
) -> NDArray[np.int64] | None:
    """Return resampled positions of dates; null where there are too few for blocks."""
    seed, step = drawn
    block = overlap(horizon_weeks=named[2], step_weeks=step)
    if count < 2 * block:
        return None
    generator = stream(seed, "front", "contest", *named)
    return resampled(count, block=block, draws=DRAWS, generator=generator)


def _fields(scored: pd.DataFrame, made: pd.DataFrame, came: pd.DataFrame) -> Iterator[_Field]:
    four = scored[scored["model"].isin(CONTEST)]
    for horizon in sorted(four["horizon_weeks"].unique().tolist()):
        part = four[four["horizon_weeks"] == horizon]
        wide = part.pivot_table(
            index=["source", "region", "origin"], columns="model", values="wis"
        ).reindex(columns=list(CONTEST))
        wide = wide.dropna()
        own = made[
            made["model"].isin(CONTEST)
            & made["points"].notna()
            & (made["horizon_weeks"] == horizon)
        ]
        pasts = []
        for source in wide.index.get_level_values("source").unique():
            here = wide.xs(source, level="source", drop_level=False)
            regions = here.index.get_level_values("region").unique()
            mine = own[(own["source"] == source) & own["region"].isin(regions)]
            past = distances(mine, came, Stack("contest", CONTEST))
            past = past[past["origin"].isin(here.index.get_level_values("origin"))]
            pasts.append(past.assign(region=str(source) + " " + past["region"]))
            yield _Field(str(source), int(horizon), here, pasts[-1])
        if len(pasts) > 1:
            yield _Field(EVERY, int(horizon), wide, pd.concat(pasts, ignore_index=True))


def _standing(
    field: _Field, period: str, inside: NDArray[np.bool_], drawn: tuple[int, int]
) -> Iterator[Standing]:
    wis = field.wis[inside]
    origins = np.sort(wis.index.get_level_values("origin").unique())
    past = field.past[field.past["origin"].isin(origins)]
    positions = _drawn(len(origins), (field.source, period, field.horizon), drawn)
    ratios = _bands(_ratios(wis, origins), _ratio_of, positions)
    if not ratios:
        return  # somebody was exactly right throughout: no ratio says anything
    weights = _bands(_sums(past, origins), _weights_of, positions)
    best = int(np.argmin([band.value for band in ratios]))
    for place, model in enumerate(CONTEST):
        yield Standing(
            model=model,
            source=field.source,
            period=period,
            horizon_weeks=field.horizon,
            forecasts=len(wis),
            origins=len(origins),
            ratio=ratios[place],
            weight=weights[place],
            best=place == best,
        )


def _halves(origins: pd.Index) -> pd.Series:
    days = pd.DatetimeIndex(origins)
    return pd.Series(days.year.astype(str) + "-H" + ((days.month > 6) + 1).astype(str))


def _ratios(wis: pd.DataFrame, origins: NDArray[np.datetime64]) -> tuple[Numbers, Numbers]:
    """Return scores by origin, series and model, noughts where there is none, and how many."""
    series = wis.groupby(["source", "region"]).ngroup().to_numpy()
    at = np.searchsorted(origins, wis.index.get_level_values("origin").to_numpy())
    shape = (len(origins), int(series.max()) + 1, wis.shape[1])
    sums, counts = np.zeros(shape), np.zeros(shape)
    sums[at, series], counts[at, series] = wis.to_numpy(float), 1.0
    return sums, counts


def _ratio_of(parts: Parts) -> Numbers:
    sums, counts = (part.sum(axis=0) for part in parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(sums / counts)
        apart = logs - logs[:, [0]]
    known = np.isfinite(apart).all(axis=1)
    return np.exp(apart[known].mean(axis=0)) if known.any() else np.full(logs.shape[1], np.nan)


def _sums(past: pd.DataFrame, origins: NDArray[np.datetime64]) -> tuple[Numbers, Numbers]:
    """Return sums of distances by origin: to what came about, and between the models."""
    count = len(CONTEST)
    outcome, between = np.zeros((len(origins), count)), np.zeros((len(origins), count, count))
    at = np.searchsorted(origins, past["origin"].to_numpy())
    np.add.at(outcome, at, np.stack(past["to_outcome"].to_list()))
    np.add.at(between, at, np.stack(past["between"].to_list()))
    return outcome, between


def _weights_of(parts: Parts) -> Numbers:
    outcome, between = (part.sum(axis=0) for part in parts)
    size = max(float(outcome.mean()), 1e-12)
    return best_weights(outcome / size, between / size)


def _bands(
    parts: Parts, figure: Callable[[Parts], Numbers], positions: NDArray[np.int64] | None
) -> list[Band]:
    """Return a figure of each model with its band; none where it is not a number."""
    values = figure(parts)
    if not np.isfinite(values).all():
        return []
    if positions is None:
        return [Band(value=float(value), low=None, high=None) for value in values]
    drawn = np.array([figure((parts[0][row], parts[1][row])) for row in positions])
    drawn = drawn[np.isfinite(drawn).all(axis=1)]
    if len(drawn) < len(positions) / 2:
        return [Band(value=float(value), low=None, high=None) for value in values]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    return [
        Band(value=float(v), low=float(a), high=float(b))
        for v, a, b in zip(values, low, high, strict=True)
    ]
