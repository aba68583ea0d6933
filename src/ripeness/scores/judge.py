"""One verdict on a model over all series together: are its intervals honest, is it worth having?

The series {source × region} share their origins, and what happens in a week happens to all of them;
so whole dates are resampled, in blocks as long as the horizon (Künsch 1989,
https://doi.org/10.1214/aos/1176347265). Several shares are judged at once, hence Bonferroni.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.scores.bootstrap import resampled
from ripeness.scores.effective import overlap
from ripeness.scores.table import PERCENTS
from ripeness.terms.chance import stream
from ripeness.terms.declared import Declared

CONFIDENCE = 0.9
DRAWS = 2000
JUDGED_TOGETHER = 6
"""Shares judged at once: three intervals at two horizons."""

MOST_UPPER = 1.10
"""The largest upper end of the ratio that is good enough."""

Numbers = NDArray[np.float64]


class Share(Declared):
    """How often an interval held what came about, over all series."""

    promised: float
    """The share that was promised."""
    share: float
    """The share that came about."""
    low: float | None
    """Low end of the simultaneous band; null where there are too few origins for blocks."""
    high: float | None
    """High end."""
    half_width: float | None
    """Half the width of the band."""
    holds: bool | None
    """Whether the band contains what was promised."""


class Against(Declared):
    """The geometric mean over series of mean score ÷ mean score of the best single baseline."""

    baseline: str
    """The baseline that did best at this horizon over all series."""
    value: float
    """Below 1 the model did better."""
    low: float | None
    """Low end of the 90 % band."""
    high: float | None
    """High end of the 90 % band."""
    series: int
    """Series compared."""
    forecasts: int
    """Forecasts compared."""
    holds: bool | None
    """Whether the value is at most 1.00 and the high end at most 1.10."""


class HalfYear(Declared):
    """The half-year of origins in which a model did worst against the best baseline."""

    half_year: str
    """Its name: year and half, for example `2023-H1`."""
    ratio: float
    """The geometric mean over series, as above."""
    forecasts: int
    """Forecasts compared."""


class Judged(Declared):
    """One model at one horizon, over all series together."""

    model: str
    """Name of the model."""
    horizon_weeks: int
    """How many weeks ahead."""
    forecasts: int
    """Forecasts, over all series."""
    origins: int
    """Dates of origin."""
    coverage: dict[str, Share]
    """Of the central intervals "50", "80", "95"."""
    ratio: Against | None
    """Against the best single baseline; null where none shares an origin."""
    ratio_without_ruptures: Against | None
    """The same without origins whose window holds a rupture."""
    worst_half_year: HalfYear | None
    """Where it did worst."""


@dataclass(frozen=True)
class _Field:
    """All models' scores at one horizon, the dates resampled, and the yardstick."""

    scores: pd.DataFrame
    dates: NDArray[np.datetime64]
    positions: NDArray[np.int64] | None
    best: str | None


def judge(
    scored: pd.DataFrame,
    *,
    baselines: tuple[str, ...],
    seed: int,
    step_weeks: int,
    ruptured: pd.Series | None = None,
) -> tuple[Judged, ...]:
    """Judge every model over all series together, best first within a horizon.

    Args:
        scored: Scores of the series to be judged, of `table.score_each`.
        baselines: The outside baselines.
        seed: The seed of the resampling.
        step_weeks: Weeks from one origin to the next.
        ruptured: For each row of `scored`, whether its window holds a rupture.
    """
    rows: list[Judged] = []
    flagged = scored.assign(ruptured=False if ruptured is None else ruptured.to_numpy())
    for horizon in sorted(scored["horizon_weeks"].unique().tolist()):
        part = flagged[flagged["horizon_weeks"] == horizon]
        dates = np.sort(part["origin"].unique())
        block = overlap(horizon_weeks=horizon, step_weeks=step_weeks)
        generator = stream(seed, "scores", "judge", horizon)
        positions = (
            resampled(len(dates), block=block, draws=DRAWS, generator=generator)
            if len(dates) >= 2 * block
            else None
        )
        field = _Field(part, dates, positions, best_baseline(part, baselines))
        found = [_judged(field, str(model)) for model in part["model"].unique()]
        rows += sorted(found, key=lambda row: row.ratio.value if row.ratio else np.inf)
    return tuple(rows)


def best_baseline(part: pd.DataFrame, baselines: tuple[str, ...]) -> str | None:
    """Return the baseline with the least geometric mean of mean scores, where all forecast."""
    present = [name for name in baselines if name in set(part["model"])]
    wide = part[part["model"].isin(present)].pivot_table(
        index=["source", "region", "origin"], columns="model", values="wis"
    )
    shared = wide.dropna() if len(wide.dropna()) else wide
    means = shared.groupby(["source", "region"]).mean().replace(0.0, np.nan)
    logs: pd.Series = np.log(means).mean()
    return None if logs.dropna().empty else str(logs.idxmin())


def _judged(field: _Field, model: str) -> Judged:
    own = field.scores[field.scores["model"] == model]
    calm = field.scores[~field.scores["ruptured"].astype(bool)]
    return Judged(
        model=model,
        horizon_weeks=int(own["horizon_weeks"].iloc[0]),
        forecasts=len(own),
        origins=own["origin"].nunique(),
        coverage={str(percent): _share(own, percent, field) for percent in PERCENTS},
        ratio=_against(field, model),
        ratio_without_ruptures=_against(replace(field, scores=calm), model),
        worst_half_year=_worst(field, model),
    )


def _share(own: pd.DataFrame, percent: int, field: _Field) -> Share:
    by_date = own.groupby("origin")[f"inside_{percent}"].agg(["sum", "count"])
    hits, counts = by_date.reindex(field.dates).fillna(0).to_numpy(float).T
    share, promised = float(hits.sum() / counts.sum()), percent / 100
    if field.positions is None:
        return Share(
            promised=promised, share=share, low=None, high=None, half_width=None, holds=None
        )
    with np.errstate(invalid="ignore"):
        drawn = hits[field.positions].sum(axis=1) / counts[field.positions].sum(axis=1)
    tail = (1 - CONFIDENCE) / JUDGED_TOGETHER / 2
    low, high = (float(end) for end in np.nanquantile(drawn, [tail, 1 - tail]))
    return Share(
        promised=promised,
        share=share,
        low=low,
        high=high,
        half_width=(high - low) / 2,
        holds=low <= promised <= high,
    )


def _pairs(field: _Field, model: str) -> pd.DataFrame:
    names = list(dict.fromkeys([model, field.best]))
    both = field.scores[field.scores["model"].isin(names)]
    wide = both.pivot_table(index=["source", "region", "origin"], columns="model", values="wis")
    return wide[names].dropna() if set(names) <= set(wide.columns) else wide.iloc[:0]


def _against(field: _Field, model: str) -> Against | None:
    pairs = _pairs(field, model)
    if pairs.empty or field.best is None:
        return None
    ours, theirs = (_by_date(pairs, name, field.dates) for name in (model, field.best))
    value = float(_geometric(_ratio_by_series(ours, theirs, np.arange(len(ours))[None]))[0])
    if not np.isfinite(value):
        return None
    low = high = None
    if field.positions is not None:
        drawn = _geometric(_ratio_by_series(ours, theirs, field.positions))
        tail = (1 - CONFIDENCE) / 2
        low, high = (float(end) for end in np.nanquantile(drawn, [tail, 1 - tail]))
    return Against(
        baseline=field.best,
        value=value,
        low=low,
        high=high,
        series=ours.shape[1],
        forecasts=len(pairs),
        holds=None if high is None else bool(value <= 1.0 and high <= MOST_UPPER),
    )


def _by_date(pairs: pd.DataFrame, model: str, dates: NDArray[np.datetime64]) -> Numbers:
    table = pairs.reset_index().pivot_table(
        index="origin", columns=["source", "region"], values=model
    )
    return table.reindex(dates).to_numpy(float)


def _ratio_by_series(ours: Numbers, theirs: Numbers, positions: NDArray[np.int64]) -> Numbers:
    sums = [np.nan_to_num(side)[positions].sum(axis=1) for side in (ours, theirs)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return sums[0] / sums[1]


def _geometric(ratios: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(ratios)
    known = np.isfinite(logs)
    counted = known.sum(axis=1)
    total = np.where(known, logs, 0.0).sum(axis=1)
    return np.where(counted > 0, np.exp(total / np.maximum(counted, 1)), np.nan)


def _worst(field: _Field, model: str) -> HalfYear | None:
    pairs = _pairs(field, model)
    days = pd.DatetimeIndex(pairs.index.get_level_values("origin"))
    halves = pd.Series(days.year.astype(str) + "-H" + ((days.month > 6) + 1).astype(str))
    found: list[HalfYear] = []
    for half in halves.unique():
        rows = pairs[(halves == half).to_numpy()]
        means = rows.groupby(["source", "region"]).mean()
        ours, theirs = means[[model]].to_numpy(float), means[[field.best]].to_numpy(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = float(_geometric((ours / theirs).T)[0])
        if np.isfinite(ratio):
            found.append(HalfYear(half_year=str(half), ratio=ratio, forecasts=len(rows)))
    return max(found, key=lambda row: row.ratio, default=None)
