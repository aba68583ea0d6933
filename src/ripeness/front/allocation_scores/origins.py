"""One source at one origin: what each model said, beside what came about, row by row.

Origins know nothing of each other, so they run in any number of processes and give the same rows;
each is kept under the digest of all that it depends on, so work that was cut short goes on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context

import numpy as np
import pandas as pd

from ripeness.evidence.panel import ControlPanel, known_by, part_of, weekly_km2
from ripeness.front.allocation.ground import Field2, Ground, Sixteenths, ground_of
from ripeness.front.allocation.lattice import depth_km
from ripeness.front.allocation.units import Unit
from ripeness.front.allocation_scores.models import Said, Seen, WhereModel
from ripeness.front.allocation_scores.settings import WhereSettings
from ripeness.front.allocation_scores.truth import HALF, Came, weeks_to_half, what_came
from ripeness.scores.crps import crps
from ripeness.terms.errors import RipenessError
from ripeness.terms.files import digest_of_bytes
from ripeness.terms.progress import Report, silent
from ripeness.terms.question import TOTAL

VERSION = 3
"""Raised when models give other numbers for the same input, so that kept rows are made again."""

Kept = Callable[[str, Callable[[], pd.DataFrame]], pd.DataFrame]
"""Something that returns what is kept under a digest, or makes and keeps it."""

COLUMNS = {
    "what": str, "model": str, "horizon_weeks": "int16", "cell": "int32", "place": str,
    "p": "float64", "y": "float32", "low": "float32", "high": "float32", "crps": "float32", "why": str,
}  # fmt: skip
"""Columns: a row of `cell` has chance and outcome; of `share` the stretch of probability in which a
place's share fell; of `date` the score of the week in which half of it was held; of `refused` why a
model said nothing."""


@dataclass(frozen=True)
class Theatre:
    """What the models see besides the maps."""

    places: tuple[Unit, ...]
    """Places as cells."""
    shown: Sixteenths | None
    """Sixteenths that the source shows, rows by columns; None: all in the window."""
    fixed: Mapping[str, Field2]
    """Features of the ground that do not change."""


@dataclass(frozen=True)
class Study:
    """What is scored, from where, by whom."""

    origins: tuple[date, ...]
    """Sundays."""
    theatres: Mapping[str, Theatre]
    """Source to what the models see of it besides maps."""
    until: date
    """The last day of evidence that scores."""
    models: tuple[WhereModel, ...]
    """The models."""
    seed: int
    """The seed."""
    settings: WhereSettings
    """Horizons, members."""


@dataclass(frozen=True)
class Task:
    """One source at one origin."""

    panel: ControlPanel
    """The part of the panel of that source."""
    source: str
    """Its name."""
    origin: date
    """The Sunday."""
    study: Study
    """Of which it is a part."""
    theatre: Theatre
    """What the models see besides the maps."""

    def digest(self) -> str:
        """Return the digest of all that the rows depend on."""
        cells = self.panel.cells
        told = (
            VERSION,
            self.source,
            str(self.origin),
            str(self.study.until),
            [repr(model) for model in self.study.models],
            self.study.seed,
            self.study.settings.model_dump_json(include={"horizons", "within_km", "members"}),
            [(place.id, float(place.km2.sum())) for place in self.theatre.places],
            {name: float(np.abs(field).sum()) for name, field in self.theatre.fixed.items()},
            None if self.theatre.shown is None else int(self.theatre.shown.sum()),
            digest_of_bytes(pd.util.hash_pandas_object(cells, index=False).to_numpy().tobytes()),
        )
        return digest_of_bytes(repr(told).encode())


def tasks_of(panel: ControlPanel, study: Study) -> list[Task]:
    """Return the work of a study, one source at one origin each, in order.

    Args:
        panel: The control panel.
        study: What is scored.
    """
    return [
        Task(_alone(panel, source), source, origin, study, theatre)
        for source, theatre in study.theatres.items()
        for origin in study.origins
    ]


def made(
    tasks: Sequence[Task], *, kept: Kept, workers: int = 1, progress: Report = silent
) -> pd.DataFrame:
    """Return the rows of all tasks, with `source` and `origin`.

    Args:
        tasks: The work.
        kept: Returns what is kept under a digest, or makes and keeps it.
        workers: How many processes work; the rows are the same for any.
        progress: Told after each task.
    """
    done: dict[int, pd.DataFrame] = {}
    if workers == 1:
        for number, task in enumerate(tasks):
            done[number] = _kept_task(task, kept)
            progress("where", number + 1, len(tasks))
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            waiting = {pool.submit(_kept_task, task, kept): n for n, task in enumerate(tasks)}
            for count, future in enumerate(as_completed(waiting), start=1):
                done[waiting[future]] = future.result()
                progress("where", count, len(tasks))
    named = [
        done[number].assign(source=task.source, origin=pd.Timestamp(task.origin))
        for number, task in enumerate(tasks)
    ]
    return pd.concat(named, ignore_index=True)


def _alone(panel: ControlPanel, source: str) -> ControlPanel:
    part = part_of(panel, source)
    return ControlPanel(part.readings, part.cells, panel.grid, {source: part.record})


def _kept_task(task: Task, kept: Kept) -> pd.DataFrame:
    return kept(task.digest(), lambda: _table(list(_rows(task))))


def _rows(task: Task) -> Iterator[dict[str, object]]:
    theatre, study = task.theatre, task.study
    try:
        ground, later = (
            ground_of(
                task.panel, source=task.source, as_of=day, shown=theatre.shown, fixed=theatre.fixed
            )
            for day in (task.origin, study.until)
        )
    except RipenessError as error:
        yield {"what": "refused", "model": "every", "why": str(error)}
        return
    seen = Seen(ground, _whole(task), theatre.places)
    for model in study.models:
        try:
            said = model.said(seen, seed=study.seed, settings=study.settings)
        except RipenessError as error:
            yield {"what": "refused", "model": model.name, "why": str(error)}
            continue
        for name, one in said.items():
            came = what_came(
                later,
                task.origin,
                one.cells,
                horizons=study.settings.horizons,
                places=theatre.places,
            )
            yield _cell_rows(name, one, came, study.settings)
            yield from _place_rows(name, one, came, ground=ground, task=task)


def _whole(task: Task) -> pd.Series:
    """Return the area held of the whole by Sunday, as known at the origin."""
    known = known_by(task.panel, task.origin)
    if not (known.readings["id"] == TOTAL).any():
        return pd.Series(dtype=float, index=pd.DatetimeIndex([]))
    return weekly_km2(known, source=task.source, id=TOTAL, until=task.origin)


def _cell_rows(name: str, said: Said, came: Came, settings: WhereSettings) -> dict[str, object]:
    chances = dict(zip(settings.horizons, said.chances, strict=True))
    due = [h for h in settings.horizons if h in came.changed and np.isfinite(chances[h]).all()]
    count = len(said.cells)
    return {
        "what": "cell",
        "model": name,
        "horizon_weeks": np.repeat(due, count),
        "cell": np.tile(said.cells, len(due)),
        "p": np.concatenate([chances[h] for h in due]) if due else np.empty(0),
        "y": np.concatenate([came.changed[h] for h in due]) if due else np.empty(0),
    }


def _place_rows(
    name: str, said: Said, came: Came, *, ground: Ground, task: Task
) -> Iterator[dict[str, object]]:
    near = _near_places(ground, task.theatre.places, task.study.settings.within_km)
    due = [h for h in task.study.settings.horizons if h in came.changed]
    for horizon in due:
        shares = said.shares[:, horizon]
        if not np.isfinite(shares).all():
            continue
        date_said = weeks_to_half(said.shares, weeks=horizon)
        date_came = weeks_to_half(came.shares, weeks=horizon)
        for number in near:
            share = came.shares[horizon, number]
            told = {
                "model": name,
                "horizon_weeks": horizon,
                "place": task.theatre.places[number].id,
                "y": share,
            }
            yield {
                "what": "share",
                **told,
                "low": (shares[:, number] < share - 1e-6).mean(),
                "high": (shares[:, number] <= share + 1e-6).mean(),
            }
            yield {
                "what": "date",
                **told,
                "y": date_came[number],
                "p": (date_said[:, number] < horizon).mean(),
                "crps": crps(date_came[[number]], date_said[:, [number]].T, kind="biased")[0],
            }


def _near_places(ground: Ground, places: Sequence[Unit], within_km: float) -> list[int]:
    """List the places not half held that lie, in part, near ahead of the line at the origin."""
    depth = depth_km(ground.now, ground.capacity, cell_km=ground.grid.cell_m / 1000).ravel()
    now = ground.now.ravel() / 16.0
    return [
        number
        for number, place in enumerate(places)
        if now[place.cells] @ place.km2 / place.km2.sum() < HALF
        and depth[place.cells].min() <= within_km
    ]


def _table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    parts = [pd.DataFrame(row) if row["what"] == "cell" else pd.DataFrame([row]) for row in rows]
    joined = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    joined = joined.reindex(columns=list(COLUMNS))
    filled = {"cell": -1, "horizon_weeks": 0, "place": "", "why": ""}
    return joined.fillna(filled).astype(COLUMNS)
