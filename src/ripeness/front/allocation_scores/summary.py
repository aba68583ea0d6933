"""The scores of where: from the rows of all origins to a table, a curve and a map of errors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.front.allocation_scores.record import (
    CellScore,
    PlaceMiss,
    PlaceScore,
    ReliabilityPoint,
    Skill,
    WhereScores,
    WrongSquare,
    skill_of,
)
from ripeness.front.allocation_scores.settings import WhereSettings
from ripeness.scores.bootstrap import ratio_of_means, resampled
from ripeness.scores.chances import brier, log_score
from ripeness.scores.effective import effective_number, overlap
from ripeness.scores.pit import Pit, histogram
from ripeness.scores.precision import average_precision
from ripeness.terms.chance import stream
from ripeness.theatre.grid import Grid

Numbers = NDArray[np.float64]
Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Judged:
    """Whose scores, against whom, and how origins are resampled."""

    grid: Grid
    """Where cells lie."""
    model: str
    """The model put forward."""
    baseline: str
    """What it must beat."""
    settings: WhereSettings
    """Step, draws and confidence."""
    seed: int
    """The seed."""

    def positions(self, origins: int, horizon: int, *names: str) -> Positions | None:
        """Return resampled origins in blocks of the horizon; None where there are too few."""
        block = overlap(horizon_weeks=horizon, step_weeks=self.settings.step_weeks)
        if origins < 2 * block:
            return None
        draw = stream(self.seed, "front", "allocation_scores", *names, horizon)
        return resampled(origins, block=block, draws=self.settings.draws, generator=draw)


def summary(rows: pd.DataFrame, judged: Judged) -> WhereScores:
    """Return the scores of every model, source and horizon.

    Args:
        rows: What `origins.made` returns.
        judged: Whose scores, and how.
    """
    cells = rows[rows["what"] == "cell"]
    refused = rows[rows["what"] == "refused"]
    shown = cells[cells["horizon_weeks"] == judged.settings.square_horizon]
    return WhereScores(
        model=judged.model,
        baseline=judged.baseline,
        square_km=judged.settings.square_km,
        square_horizon=judged.settings.square_horizon,
        members=judged.settings.members,
        cells=tuple(_cell_scores(cells, judged)),
        places_scored=tuple(_place_scores(rows, judged)),
        reliability=tuple(_reliability(shown, judged)),
        wrong=tuple(_wrong(shown[shown["model"] == judged.model], judged)),
        misses=tuple(_misses(rows, judged)),
        refused=tuple(
            f"{one.model} from {one.source} at {one.origin:%Y-%m-%d}: {one.why}"
            for one in refused.itertuples()
        ),
    )


def _cell_scores(cells: pd.DataFrame, judged: Judged) -> Iterator[CellScore]:
    for (source, horizon), those in cells.groupby(["source", "horizon_weeks"], sort=True):
        met = _met_by_all(those, ["origin", "cell"])
        sums = {str(model): _by_origin(own) for model, own in met.groupby("model", sort=True)}
        if not sums:
            continue
        days = [day.date() for day in next(iter(sums.values())).index]
        weeks = int(str(horizon))
        at = judged.positions(len(days), weeks, "cells", str(source))
        for model, own in sums.items():
            others = {name: other for name, other in sums.items() if name != model}
            count = own["count"].sum()
            precision = own["precision"].dropna()
            yield CellScore(
                model=model,
                source=str(source),
                horizon_weeks=weeks,
                average_precision=float(precision.mean()) if len(precision) else None,
                precision_low=float(precision.min()) if len(precision) else None,
                precision_high=float(precision.max()) if len(precision) else None,
                brier=float(own["brier"].sum() / count),
                log_score=float(own["log"].sum() / count),
                skill_to={
                    name: _skill(own["brier"], other["brier"], at) for name, other in others.items()
                },
                log_skill_to={
                    name: _skill(own["log"], other["log"], at) for name, other in others.items()
                },
                base_rate=float(own["came"].sum() / count),
                mean_chance=float(own["said"].sum() / count),
                n_cells=int(count),
                n_origins=len(days),
                n_eff=effective_number(
                    days, horizon_weeks=weeks, step_weeks=judged.settings.step_weeks
                ),
                first_origin=days[0],
                last_origin=days[-1],
            )


def _met_by_all(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Keep what every model spoke of, so that all are scored on the same."""
    models = rows["model"].nunique()
    said = rows.groupby(keys)["model"].transform("nunique")
    return rows[said == models]


def _by_origin(own: pd.DataFrame) -> pd.DataFrame:
    y, p = own["y"].to_numpy(float), np.clip(own["p"].to_numpy(float), 0, 1)
    losses = own[["origin"]].assign(
        brier=brier(y, p), log=log_score(y, p), came=y, said=p, count=1.0
    )
    sums = losses.groupby("origin").sum()
    precision = {
        day: average_precision(part["y"], np.clip(part["p"].to_numpy(float), 0, 1))
        for day, part in own.groupby("origin")
        if part["y"].any()
    }
    return sums.assign(precision=pd.Series(precision, dtype=float))


def _skill(own: pd.Series, other: pd.Series, at: Positions | None) -> Skill:
    # sums by origin: where an origin has more cells, it counts for more, as in the pooled score
    return skill_of(ratio_of_means(own.to_numpy(), other.to_numpy(), positions=at))


def _rare_skill(own: pd.Series, other: pd.Series, at: Positions | None) -> Skill:
    """Return skill where some resamplings hold hardly any loss, so that their ratio says nothing.

    The interval is that of the difference, over the other's mean loss at all origins.
    """
    ours, theirs = own.to_numpy(float), other.to_numpy(float)
    gains = (theirs - ours) / theirs.mean()
    value = float(gains.mean())
    if at is None:
        return Skill(value=value, low=None, high=None)
    low, high = np.quantile(gains[at].mean(axis=1), [0.05, 0.95])
    # blocks draw the first and last origins less often: the figure of all may lie outside
    return Skill(value=value, low=min(float(low), value), high=max(float(high), value))


def _place_scores(rows: pd.DataFrame, judged: Judged) -> Iterator[PlaceScore]:
    places = rows[rows["what"].isin(["share", "date"])]
    for (source, horizon), those in places.groupby(["source", "horizon_weeks"], sort=True):
        met = _met_by_all(those, ["origin", "place", "what"])
        weeks = int(str(horizon))
        dates = met[met["what"] == "date"]
        losses = {
            str(model): own.groupby("origin")["crps"].sum()
            for model, own in dates.groupby("model", sort=True)
        }
        for model, loss in losses.items():
            at = judged.positions(len(loss), weeks, "places", str(source))
            shares = met[(met["what"] == "share") & (met["model"] == model)]
            own = dates[dates["model"] == model]
            fell = own["y"] < weeks
            others = {name: other for name, other in losses.items() if name != model}
            yield PlaceScore(
                model=model,
                source=str(source),
                horizon_weeks=weeks,
                crps_date=float(own["crps"].mean()),
                skill_to={
                    name: _rare_skill(loss, other, at)
                    for name, other in others.items()
                    if other.any()
                },
                **u_shape(shares, at),
                pit=tuple(
                    float(part)
                    for part in histogram(
                        Pit(shares["low"].to_numpy(float), shares["high"].to_numpy(float))
                    )
                ),
                n=len(own),
                fell=int(fell.sum()),
                said=float(own["p"].mean()),
                week_of_falls=float(own["y"][fell].mean()) if fell.any() else None,
                n_origins=len(loss),
            )


def u_shape(shares: pd.DataFrame, at: Positions | None) -> dict[str, Any]:
    """Return how much wider than flat the PIT of some shares is, and how sure that is.

    A forecast that gives a stretch of probability to what came about is spread evenly over it;
    a place that nothing was said to move and that did not move tells nothing, and adds nothing.

    Args:
        shares: `origin`, `low` and `high` of each forecast.
        at: Resampled positions of origins; None: too few.
    """
    low, high = shares["low"].to_numpy(float) - 0.5, shares["high"].to_numpy(float) - 0.5
    width = np.maximum(high - low, 1e-9)
    square = np.where(high - low < 1e-9, low**2, (high**3 - low**3) / (3 * width))
    excess = shares[["origin"]].assign(excess=12 * square - 1, count=1.0).groupby("origin").sum()
    sums, counts = excess["excess"].to_numpy(float), excess["count"].to_numpy(float)
    value = float(sums.sum() / counts.sum())
    if at is None:
        return {"u_shape": value, "u_shape_low": None, "u_shape_high": None, "pit_p": None}
    drawn = sums[at].sum(axis=1) / counts[at].sum(axis=1)
    ends = np.quantile(drawn, [0.05, 0.95])
    return {
        "u_shape": value,
        "u_shape_low": float(ends[0]),
        "u_shape_high": float(ends[1]),
        "pit_p": float((1 + (drawn <= 0).sum()) / (1 + len(drawn))),
    }


def _reliability(cells: pd.DataFrame, judged: Judged) -> Iterator[ReliabilityPoint]:
    edges = np.array(judged.settings.reliability_edges)
    for (source, model), own in cells.groupby(["source", "model"], sort=True):
        group = np.searchsorted(edges[1:-1], own["p"].to_numpy(float), side="right")
        told = own.assign(group=group).groupby(["origin", "group"])
        sums = told.agg(said=("p", "sum"), came=("y", "sum"), count=("p", "size"))
        by = (
            sums.astype(float)
            .reset_index()
            .pivot_table(index="origin", columns="group", values=list(sums), fill_value=0.0)
        )
        at = judged.positions(len(by), judged.settings.square_horizon, "reliability", str(source))
        for number in sorted(set(group.tolist())):
            said, came, count = (
                by[(key, number)].to_numpy(float) for key in ("said", "came", "count")
            )
            yield ReliabilityPoint(
                model=str(model),
                source=str(source),
                horizon_weeks=judged.settings.square_horizon,
                chance=float(said.sum() / count.sum()),
                frequency=float(came.sum() / count.sum()),
                **_ends(came, count, at),
                n=int(count.sum()),
            )


def _ends(came: Numbers, count: Numbers, at: Positions | None) -> dict[str, float | None]:
    if at is None:
        return {"low": None, "high": None}
    drawn = came[at].sum(axis=1) / np.maximum(count[at].sum(axis=1), 1)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return {"low": float(low), "high": float(high)}


def _wrong(cells: pd.DataFrame, judged: Judged) -> Iterator[WrongSquare]:
    grid, side = judged.grid, max(round(judged.settings.square_km * 1000 / judged.grid.cell_m), 1)
    rows, columns = np.divmod(cells["cell"].to_numpy(), grid.columns)
    km2 = (grid.cell_m / 1000) ** 2
    squares = cells.assign(row=rows // side, column=columns // side)
    for (source, row, column), own in squares.groupby(["source", "row", "column"], sort=True):
        origins = own["origin"].nunique()
        yield WrongSquare(
            source=str(source),
            row=int(str(row)),
            column=int(str(column)),
            expected_km2=float(own["p"].sum() * km2 / origins),
            came_km2=float(own["y"].sum() * km2 / origins),
            n_origins=origins,
        )


def _misses(rows: pd.DataFrame, judged: Judged) -> Iterator[PlaceMiss]:
    horizon = judged.settings.square_horizon
    dates = rows[(rows["what"] == "date") & (rows["horizon_weeks"] == horizon)]
    met = _met_by_all(dates, ["source", "origin", "place"])
    mine, other = (met[met["model"] == name] for name in (judged.model, judged.baseline))
    theirs = other.groupby(["source", "place"])["crps"].mean().to_dict()
    for (source, place), own in mine.groupby(["source", "place"], sort=True):
        yield PlaceMiss(
            place=str(place),
            source=str(source),
            horizon_weeks=horizon,
            crps_date=float(own["crps"].mean()),
            baseline=float(theirs[(source, place)]),
            said=float(own["p"].mean()),
            fell=float((own["y"] < horizon).mean()),
            n_origins=len(own),
        )
