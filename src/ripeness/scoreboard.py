"""The verbs that keep score: forecasts from anywhere, and our own made again from past origins."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ripeness.case.opened import OpenedCase, open_case
from ripeness.case.records import Case
from ripeness.case.summed import Found, keep_study, summed
from ripeness.case.where_paper import WantedWhere, scored_where
from ripeness.evidence.panel import ControlPanel
from ripeness.front.allocation_scores.record import CellScore, PlaceScore
from ripeness.front.backtest import (
    STEP_WEEKS,
    Plan,
    Watch,
    made_again,
    origins_before,
    origins_between,
)
from ripeness.front.catalogue import BASELINES, CONTEST, STACKS, tempos
from ripeness.front.contest.records import PitCount, Standing, Versus, Warned
from ripeness.front.event_study.record import Event
from ripeness.front.forecast import EVERY_MODEL
from ripeness.front.outcomes import fair_crps, outcomes, quantile_table
from ripeness.front.outlook import shown_areas
from ripeness.front.ruptures_ahead import theatre_areas
from ripeness.front.settings import FrontSettings
from ripeness.front.stack import Stack, stacked
from ripeness.front.tempo.interface import Tempo
from ripeness.results.answer import Head
from ripeness.results.kept import Shelf
from ripeness.results.manifest import inputs_of, own_version
from ripeness.scores.board import BoardRow, scoreboard
from ripeness.scores.files import read_forecasts, read_observed
from ripeness.scores.judge import Judged
from ripeness.scores.outside import Values, matched
from ripeness.scores.table import KEYS, score_each
from ripeness.terms.days import WEEK, sunday_on_or_before
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError, NoDataError
from ripeness.terms.files import digest_of_file, written_aside
from ripeness.terms.forecasts import Refused
from ripeness.terms.progress import Report, silent

SEED = 20251205
HORIZONS = (4, 13, 26)
MEMBERS = 1000
"""Paths behind a forecast of the backtest."""

BASELINE_NAMES = tuple(model.name for model in BASELINES)


class ScoreAnswer(Declared):
    """What `ripeness score --json` prints."""

    ripeness: str
    """Version of the programme."""
    case: str | None
    """Null: forecasts from outside belong to no case."""
    as_of: date | None
    """Null: each forecast has its own origin."""
    evidence_to: date | None
    """The last day observed; null where the table brought its own observations."""
    seed: int
    """The seed of the resampling."""
    inputs: dict[str, str]
    """Name of each input file to its SHA-256."""
    values: Values
    """Whether values were read as levels or as changes since the origin."""
    forecasts: int
    """Forecasts in the table."""
    without_outcome: int
    """Forecasts left out, since nothing was observed on their day."""
    scores: tuple[BoardRow, ...]
    """By source, region and horizon, the best model first."""


class BacktestAnswer(Head):
    """What `ripeness backtest --json` prints."""

    scores: tuple[BoardRow, ...]
    """By source, region and horizon, the best model first."""
    judged: tuple[Judged, ...]
    """Each model over all series of `judged_regions` together, the best first."""
    judged_sources: tuple[str, ...]
    """Sources whose series were judged together."""
    judged_regions: tuple[str, ...]
    """Their regions."""
    weights: dict[str, dict[str, dict[str, float]]]
    """By pool and `SOURCE HORIZON`: each member's weight at the last origin."""
    pit: tuple[PitCount, ...]
    """Where outcomes fell within the forecasts of the judged series."""
    contest: tuple[Standing, ...]
    """Pace, damped, regime and attrition by source, period and horizon."""
    pairs: tuple[Versus, ...]
    """Each of these four against each other."""
    warnings: tuple[Warned, ...]
    """What rupture warnings each of the four would have raised, and when."""
    forecasts_file: Path | None
    """Every quantile forecast with what came about, as change since the origin in km²."""
    problems: tuple[Refused, ...]
    """What could not be forecast, with the last reason and from how many origins."""
    cells: tuple[CellScore, ...] = ()
    """With `where`: chances that cells change hands, by source, model and horizon."""
    places_scored: tuple[PlaceScore, ...] = ()
    """With `where`: dates at which places fall, by source, model and horizon."""
    events: tuple[Event, ...] = ()
    """With `where`: what followed when earlier places fell."""


def score(
    table: Path,
    *,
    observed: Path | None = None,
    values: Values | None = None,
    baselines: tuple[str, ...] = (),
    seed: int = SEED,
) -> ScoreAnswer:
    """Score quantile forecasts from anywhere, with the code that scores ours.

    Args:
        table: Parquet or CSV, one quantile a row.
        observed: Parquet or CSV of what came about, by day; may be absent where the table has it.
        values: What the values are; told apart by which lies nearer, unless given.
        baselines: Models to compare with; of the table's models those that are outside baselines
            by name, unless given.
        seed: The seed of the resampling.

    Raises:
        DataError: If a file cannot be understood, nothing meets, or a baseline is not there.
    """
    forecasts = read_forecasts(table)
    series = None if observed is None else read_observed(observed, forecasts)
    met = matched(forecasts, series, values=values)
    present = set(forecasts["model"])
    unknown = [name for name in baselines if name not in present]
    if unknown:
        raise DataError(
            f"no model {unknown[0]!r}",
            where=str(table),
            expected=f"one of {', '.join(sorted(present))}",
            remedy="Name a model of the table as baseline.",
        )
    rows = scoreboard(score_each(met.table), baselines=baselines or BASELINE_NAMES, seed=seed)
    paths = [path for path in (table, observed) if path is not None]
    return ScoreAnswer(
        ripeness=own_version(),
        case=None,
        as_of=None,
        evidence_to=None if series is None else series["date"].max().date(),
        seed=seed,
        inputs={path.name: digest_of_file(path) for path in paths},
        values=met.values,
        forecasts=met.forecasts,
        without_outcome=met.without_outcome,
        scores=rows,
    )


@dataclass(frozen=True)
class Wanted:
    """What a backtest is asked for; what is left out is the usual."""

    first: date | None = None
    """The first origin, the Sunday on or before it; the case's by default."""
    last: date | None = None
    """No origin lies after it; the last that can be scored by default."""
    horizons: tuple[int, ...] = HORIZONS
    """Weeks ahead."""
    models: tuple[str, ...] = ()
    """Models and pools to score beside the outside baselines; all by default."""
    source: str | None = None
    """One source only."""
    judged: tuple[str, ...] = ()
    """Regions judged together; the case's by default."""
    evidence_to: date | None = None
    """The last day of evidence that scores; the case's by default."""
    where: bool = False
    """Whether to score where the line would move instead of how much ground changes hands."""
    keep: bool = False
    """Whether to keep the study in the case's folder, so that runs take their weights from it."""


def backtest(
    case: str | Path,
    *,
    wanted: Wanted | None = None,
    seed: int = SEED,
    out: Path | None = None,
    workers: int = 1,
    progress: Report = silent,
) -> BacktestAnswer:
    """Make every forecast again from past origins, and score it by what came about.

    Each origin sees only what was known by its day. Origins before the first one are forecast
    too, unscored, where a pool must learn its weights.

    Args:
        case: A built-in case or a case's folder.
        wanted: Which origins, horizons, models and source.
        seed: The seed of the run.
        out: The folder for the forecasts and for finished pieces, from which a backtest that was
            cut short goes on; `runs/NAME/backtest` by default.
        workers: How many processes work; the numbers are the same for any.
        progress: Told after each piece.

    Raises:
        DataError: If a model or a region is not known.
        NoDataError: If there is no such source, or nothing to score.
    """
    wanted = wanted or Wanted()
    if wanted.where:
        return _where(case, wanted, seed=seed, out=out, workers=workers, progress=progress)
    if wanted.keep and wanted.models:
        raise DataError(
            f"the models {', '.join(wanted.models)} alone",
            where="the study to keep",
            expected="a backtest of all models",
            remedy="Leave out --models, or --keep.",
        )
    opened = _opened(case, wanted, seed=seed)
    shelf = out or Path("runs") / opened.case.name / "backtest"
    made = made_again(
        opened.panel,
        opened.plan,
        kept=Shelf(shelf / "pieces"),
        workers=workers,
        progress=progress,
    )
    progress("scores", 0, None)
    came = outcomes(opened.panel, made, evidence_to=opened.until)
    pools = {
        stack.name: stacked(made, came, stack, step_weeks=STEP_WEEKS)
        for stack in STACKS
        if not wanted.models or stack.name in wanted.models
    }
    every = pd.concat([made, *(pool[made.columns] for pool in pools.values())], ignore_index=True)
    asked = (every["origin"] >= pd.Timestamp(opened.first)) & _is_asked(every["model"], wanted)
    table = quantile_table(every[asked], came)
    if not table["observed"].notna().any():
        raise NoDataError(
            _why_nothing(every[asked]),
            where=str(opened.folder),
            expected="an origin with half a year of weekly readings before it and one after it",
            remedy="Give other --first and --last, or ingest a source.",
        )
    path = shelf / "forecasts.parquet"
    with written_aside(path) as aside:
        table.to_parquet(aside, index=False)
    fair = fair_crps(every[asked], came, members=MEMBERS)
    found = Found(score_each(table).merge(fair, on=KEYS, how="left"), every[asked], came)
    sums = summed(opened.whole, found, judged=wanted.judged, seed=seed)
    if wanted.keep:
        keep_study(opened.whole, sums, made, pools[STACKS[0].name], seed=seed)
    return BacktestAnswer(
        **_head(opened, seed),
        **vars(sums),
        weights={name: _last_weights(pool) for name, pool in pools.items()},
        forecasts_file=path,
        problems=_problems(every[asked]),
    )


def _where(
    case: str | Path,
    wanted: Wanted,
    *,
    seed: int,
    out: Path | None,
    workers: int,
    progress: Report,
) -> BacktestAnswer:
    """Score where the line would move, and say what followed when earlier places fell."""
    opened = open_case(case, evidence_to=wanted.evidence_to)
    found = scored_where(
        opened,
        WantedWhere(wanted.first, wanted.last, wanted.source, wanted.horizons, keep=wanted.keep),
        seed=seed,
        kept=Shelf((out or Path("runs") / opened.case.name / "backtest") / "where"),
        workers=workers,
        progress=progress,
    )
    return BacktestAnswer(
        **_head(opened, seed), **dict.fromkeys(_LISTS, ()), weights={}, forecasts_file=None, **found
    )


_LISTS = (
    "scores", "judged", "judged_sources", "judged_regions", "pit", "contest", "pairs", "warnings",
    "problems",
)  # fmt: skip
"""Lists of a backtest's answer that are empty where it scores where."""


@dataclass(frozen=True)
class _Opened:
    """A case, its panel, and what is to be made again."""

    whole: OpenedCase
    folder: Path
    case: Case
    panel: ControlPanel
    plan: Plan
    first: date
    until: date


def _opened(named: str | Path, wanted: Wanted, *, seed: int) -> _Opened:
    opened = open_case(named, evidence_to=wanted.evidence_to)
    folder, case, panel = opened.folder, opened.case, opened.panel
    if panel.readings.empty:
        raise NoDataError(
            "no map at all",
            where=str(folder),
            expected="a control panel with readings",
            remedy="Ingest a source first.",
        )
    until = case.evidence_to
    areas = [pair for pair in shown_areas(panel) if wanted.source in {None, pair[0]}]
    if not areas:
        raise NoDataError(
            f"no source {wanted.source!r}",
            where="control panel of the case",
            expected=f"one of {', '.join(panel.sources)}",
            remedy="Name one of these, or ingest the source first.",
        )
    earliest = panel.readings["known_on"].min().date()
    first = sunday_on_or_before(wanted.first or case.scoreboard.first or earliest)
    last = wanted.last or until - WEEK * min(wanted.horizons)
    warm = origins_before(first, earliest) if _pools(wanted) else ()
    plan = Plan(
        areas=tuple(areas),
        origins=(*warm, *origins_between(first, last)),
        horizons=tuple(sorted(set(wanted.horizons))),
        models=_models(wanted),
        seed=seed,
        settings=FrontSettings(members=MEMBERS),
        counts=opened.counts,
        watch=_watch(opened),
    )
    return _Opened(opened, folder, case, panel, plan, first, until)


def _watch(opened: OpenedCase) -> Watch:
    rule = opened.case.rupture
    sizes = theatre_areas(opened.panel)
    asked = {name: sizes[name] for name in rule.theatres if sizes.get(name, 0.0) > 0}
    return Watch(rule=rule, area_km2=asked, models=CONTEST)


def _pools(wanted: Wanted) -> tuple[Stack, ...]:
    return tuple(s for s in STACKS if not wanted.models or s.name in wanted.models)


def _models(wanted: Wanted) -> tuple[Tempo[Any], ...]:
    """Return the baselines, the models asked for, and the members of the pools asked for.

    Raises:
        DataError: If one of them is not known.
    """
    known = {model.name: model for model in (*BASELINES, *tempos())}
    names = wanted.models or tuple(known)
    pools = {stack.name: stack.members for stack in STACKS}
    unknown = [name for name in names if name not in known and name not in pools]
    if unknown:
        raise DataError(
            f"no model {unknown[0]!r}",
            where="the models of a backtest",
            expected=f"one of {', '.join([*known, *pools])}",
            remedy="Name one of these.",
        )
    members = [member for name in names for member in pools.get(name, ())]
    chosen = dict.fromkeys([*BASELINE_NAMES, *(n for n in names if n in known), *members])
    return tuple(known[name] for name in chosen)


def _is_asked(models: pd.Series, wanted: Wanted) -> pd.Series:
    if not wanted.models:
        return pd.Series(data=True, index=models.index)
    return models.isin({*wanted.models, *BASELINE_NAMES, EVERY_MODEL})


def _head(opened: _Opened | OpenedCase, seed: int) -> dict[str, Any]:
    return {
        "ripeness": own_version(),
        "case": opened.case.name,
        "as_of": opened.case.as_of,
        "evidence_to": opened.case.evidence_to,
        "seed": seed,
        "inputs": inputs_of(opened.folder),
    }


def _last_weights(pool: pd.DataFrame) -> dict[str, dict[str, float]]:
    keys = ["source", "horizon_weeks"]
    last = pool.sort_values("origin").drop_duplicates(keys, keep="last").sort_values(keys)
    names = last["source"] + " " + last["horizon_weeks"].astype(str)
    return dict(zip(names.tolist(), last["weights"].tolist(), strict=True))


def _problems(every: pd.DataFrame) -> tuple[Refused, ...]:
    refused = every[every["why"].notna()].sort_values("origin", kind="stable")
    found = []
    for (source, region, model), rows in refused.groupby(["source", "region", "model"], sort=True):
        days = f"{len(rows)} origins, {rows['origin'].iloc[0]:%Y-%m-%d} to {rows['origin'].iloc[-1]:%Y-%m-%d}"
        why = f"{days}; the last: {rows['why'].iloc[-1]}"
        found.append(Refused(source=str(source), region=str(region), model=str(model), why=why))
    return tuple(found)


def _why_nothing(every: pd.DataFrame) -> str:
    refused = every["why"].dropna()
    count = int(every["points"].notna().sum())
    if count:
        return f"{count} forecasts, none of whose days has been read yet"
    return f"nothing to score; {refused.iloc[-1]}" if len(refused) else "nothing to score"
