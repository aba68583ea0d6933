"""Forecasts made again from every past origin, each seeing only what was known by then.

One piece of work is one source's map of one region over a few origins. Pieces know nothing of each
other, so they run in any number of processes and give the same numbers; each is kept under the
digest of all that it depends on, so a backtest that was cut short goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd

from ripeness.evidence.cells import no_changes
from ripeness.evidence.counts import Counts
from ripeness.evidence.panel import ControlPanel, known_by, weekly_km2
from ripeness.front.forecast import EVERY_MODEL, POINTS, Area, simulate
from ripeness.front.history import History, Numbers, weekly_history, with_wear
from ripeness.front.rupture import Rule, chance
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.interface import Tempo
from ripeness.front.wear import Wear, wear_of
from ripeness.terms.days import WEEK, sunday_on_or_before
from ripeness.terms.errors import DataError, NoDataError, RipenessError
from ripeness.terms.files import digest_of_bytes
from ripeness.terms.progress import Report, silent

STEP_WEEKS = 2
"""Weeks from one origin to the next."""

ORIGINS_A_PIECE = 8

VERSION = 2
"""Raised when models give other numbers for the same input, so that kept pieces are made again."""

Kept = Callable[[str, Callable[[], pd.DataFrame]], pd.DataFrame]
"""Something that returns what is kept under a digest, or makes and keeps it."""


@dataclass(frozen=True)
class Watch:
    """Of what, and of whom, the chance of a rupture is asked at each origin."""

    rule: Rule
    """What counts as a rupture."""
    area_km2: Mapping[str, float]
    """By theatre, its area."""
    models: tuple[str, ...]
    """Names of the models asked."""
    members: int = 300
    """How many of each model's paths are looked at."""

    def told(self) -> str:
        """Return all that its numbers depend on, as text."""
        rule = self.rule
        sizes = (rule.window_days, rule.multiple, rule.min_share, rule.history_weeks)
        return repr((sizes, rule.min_changes, dict(self.area_km2), self.models, self.members))


@dataclass(frozen=True)
class Plan:
    """What is forecast, from where, by whom."""

    areas: tuple[tuple[str, str], ...]
    """Pairs of source and region."""
    origins: tuple[date, ...]
    """Sundays, increasing."""
    horizons: tuple[int, ...]
    """Weeks ahead."""
    models: tuple[Tempo[Any], ...]
    """The models."""
    seed: int
    """The seed of the run."""
    settings: FrontSettings
    """Lengths and numbers of members."""
    counts: Counts = field(default_factory=Counts)
    """Losses and stated strengths; each origin is shown what was known by then."""
    watch: Watch | None = None
    """Where and by which models the chance of a rupture is asked too; null: nowhere."""


@dataclass(frozen=True)
class Piece:
    """One source's map of one region, over a few origins."""

    panel: ControlPanel
    """The readings of that source and region alone."""
    plan: Plan
    """With one area, and the origins of this piece; its counts are left out."""
    wear: Mapping[date, Wear] = field(default_factory=dict)
    """By origin, what was known by then of both sides' losses."""

    def digest(self) -> str:
        """Return the digest of all that the numbers of this piece depend on."""
        plan = self.plan
        told = (
            VERSION,
            plan.areas,
            [str(day) for day in plan.origins],
            plan.horizons,
            [repr(model) for model in plan.models],
            plan.seed,
            replace_horizon(plan).model_dump_json(),
            self.panel.readings.to_csv(index=False),
            [(str(day), repr(wear)) for day, wear in self.wear.items()],
            None if plan.watch is None else plan.watch.told(),
        )
        return digest_of_bytes(repr(told).encode())


def origins_between(first: date, last: date, *, step_weeks: int = STEP_WEEKS) -> tuple[date, ...]:
    """Return every origin from the Sunday on or before `first`, none after `last`.

    Raises:
        DataError: If there is none.
    """
    start = sunday_on_or_before(first)
    if last < start:
        raise DataError(
            found=f"a last origin {last} before the first one {start}",
            where="the origins of a backtest",
            expected="a last day on or after the first",
            remedy="Exchange --first and --last.",
        )
    count = (last - start) // (WEEK * step_weeks) + 1
    return tuple(start + WEEK * step_weeks * number for number in range(count))


def origins_before(
    first: date, earliest: date, *, step_weeks: int = STEP_WEEKS
) -> tuple[date, ...]:
    """Return the origins of the same row before `first`, back to a day, in order of time."""
    start = sunday_on_or_before(first)
    count = max((start - earliest) // (WEEK * step_weeks), 0)
    return tuple(start - WEEK * step_weeks * number for number in range(count, 0, -1))


def made_again(
    panel: ControlPanel,
    plan: Plan,
    *,
    kept: Kept,
    workers: int = 1,
    progress: Report = silent,
) -> pd.DataFrame:
    """Make every forecast of a plan, and say of each that could not be made why.

    Args:
        panel: The control panel; each origin is shown only what was known by its day.
        plan: What to forecast.
        kept: Returns what is kept under a digest, or makes and keeps it.
        workers: How many processes work; the numbers are the same for any.
        progress: Told after each piece.

    Returns:
        One row for each source, region, origin, model and horizon: `origin_value`, `points` (values
        at the probabilities `POINTS`), or `why` there is none; at the longest horizon, where
        the plan asks, the chances `p_gained` and `p_lost` of a rupture.
    """
    pieces = list(_pieces(panel, plan))
    done: dict[int, pd.DataFrame] = {}
    if workers == 1:
        for number, piece in enumerate(pieces):
            done[number] = _kept_piece(piece, kept)
            progress("forecasts", number + 1, len(pieces))
    else:
        context = get_context("spawn")
        with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
            waiting = {pool.submit(_kept_piece, piece, kept): n for n, piece in enumerate(pieces)}
            for count, future in enumerate(as_completed(waiting), start=1):
                done[waiting[future]] = future.result()
                progress("forecasts", count, len(pieces))
    return pd.concat([done[number] for number in range(len(pieces))], ignore_index=True)


def replace_horizon(plan: Plan) -> FrontSettings:
    """Return the settings with the longest horizon of the plan."""
    return plan.settings.model_copy(update={"horizon_weeks": max(plan.horizons)})


def _pieces(panel: ControlPanel, plan: Plan) -> Iterator[Piece]:
    rows = panel.readings
    drawn = dict(zip(rows["source"], rows["drawn"], strict=True))
    weeks = plan.settings.history_weeks
    wear = {
        (slot, day): wear_of(plan.counts, drawn=slot, origin=day, weeks=weeks)
        for slot in dict.fromkeys(drawn.values())
        for day in plan.origins
    }
    for area in plan.areas:
        own = rows[(rows["source"] == area[0]) & (rows["id"] == area[1])].reset_index(drop=True)
        for start in range(0, len(plan.origins), ORIGINS_A_PIECE):
            origins = plan.origins[start : start + ORIGINS_A_PIECE]
            known = own[own["known_on"] <= pd.Timestamp(origins[-1])].reset_index(drop=True)
            alone = replace(panel, readings=known, cells=no_changes())
            here = replace(plan, areas=(area,), origins=origins, counts=Counts())
            yield Piece(alone, here, {day: wear[drawn[area[0]], day] for day in origins})


def _kept_piece(piece: Piece, kept: Kept) -> pd.DataFrame:
    return kept(piece.digest(), lambda: pd.DataFrame(list(_rows(piece)), columns=COLUMNS))


COLUMNS = [
    "source", "region", "origin", "model", "horizon_weeks", "origin_value", "points", "why",
    "p_gained", "p_lost",
]  # fmt: skip
"""Columns of what `made_again` returns."""

NOT_ASKED = (np.nan, np.nan)
"""No chance of a rupture was asked."""


def _rows(piece: Piece) -> Iterator[tuple[object, ...]]:
    ((source, region),) = piece.plan.areas
    settings = replace_horizon(piece.plan)
    for origin in piece.plan.origins:
        name = (source, region, pd.Timestamp(origin))
        try:
            history, area = _seen(piece.panel, (source, region), origin, settings)
            history = with_wear(history, piece.wear.get(origin), unit_km2=area.unit_km2)
        except RipenessError as error:
            yield (*name, EVERY_MODEL, 0, np.nan, None, str(error), *NOT_ASKED)
            continue
        for model in piece.plan.models:
            made = _of_model(model, history, area, piece=piece, origin=origin)
            yield from ((*name, model.name, *row) for row in made)


def _seen(
    panel: ControlPanel, named: tuple[str, str], origin: date, settings: FrontSettings
) -> tuple[History, Area]:
    source, region = named
    known = known_by(panel, origin)
    if known.readings.empty:
        raise NoDataError(
            found="nothing known yet",
            where=f"{region} on the map of {source} by {origin}",
            expected="readings known by the origin",
            remedy="Begin with a later origin.",
        )
    readings = weekly_km2(known, source=source, id=region, until=origin)
    unit = float(known.readings["unit_km2"].iloc[-1])
    area = Area(
        source=source, region=region, side="drawn", unit_km2=None if np.isnan(unit) else unit
    )
    return weekly_history(readings, origin=origin, settings=settings), area


def _of_model(
    model: Tempo[Any], history: History, area: Area, *, piece: Piece, origin: date
) -> Iterator[tuple[object, ...]]:
    plan = piece.plan
    try:
        settings = replace_horizon(plan)
        paths = simulate(model, history, area=area, settings=settings, seed=plan.seed)
    except RipenessError as error:
        yield 0, np.nan, None, str(error), *NOT_ASKED
        return
    weeks = np.array(plan.horizons) - 1
    at_points = np.quantile(paths.km2[:, weeks], POINTS, axis=0).T
    last = _ruptures(model.name, paths.km2, area, piece=piece, origin=origin)
    for horizon, points in zip(plan.horizons, at_points, strict=True):
        chances = last if horizon == plan.horizons[-1] else NOT_ASKED
        yield horizon, history.last_km2, points.tolist(), None, *chances


def _ruptures(
    model: str, km2: Numbers, area: Area, *, piece: Piece, origin: date
) -> tuple[float, float]:
    watch = piece.plan.watch
    if watch is None or model not in watch.models or area.region not in watch.area_km2:
        return NOT_ASKED
    known = known_by(piece.panel, origin)
    readings = weekly_km2(known, source=area.source, id=area.region, until=origin)
    size = watch.area_km2[area.region]
    found = chance(readings, km2[: watch.members], watch.rule, area_km2=size, origin=origin)
    return found["gained"], found["lost"]
