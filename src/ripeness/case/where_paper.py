"""How good forecasts of where the line moves were: the study that a case keeps, and its page.

The study takes hours of simulation, a run seconds; so a case keeps it, with the digest of the cells
that it was made from, and a run only reads it.
"""

import gzip
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from ripeness.case.allocated import shown_cells
from ripeness.case.events_paper import events_paper, has_events
from ripeness.case.opened import OpenedCase
from ripeness.case.where_sentences import sentences
from ripeness.evidence.panel import ControlPanel, known_by
from ripeness.front.allocation.ground import LASTING_WEEKS
from ripeness.front.allocation.units import share_built, units_of
from ripeness.front.allocation_scores.models import Floor, Simulated
from ripeness.front.allocation_scores.origins import Kept, Study, Theatre, made, tasks_of
from ripeness.front.allocation_scores.record import WhereScores
from ripeness.front.allocation_scores.settings import WhereSettings
from ripeness.front.allocation_scores.summary import Judged, summary
from ripeness.front.allocation_scores.tempo import ModelledTempo
from ripeness.terms.days import WEEK, sunday_on_or_before
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError, NoDataError
from ripeness.terms.files import digest_of_bytes, digest_of_file, write_bytes
from ripeness.terms.plain import as_json
from ripeness.terms.progress import Report, silent
from ripeness.theatre.outlines import read_outlines

FOLDER = "where"
"""Folder of the study inside a case's folder."""

STUDY = "study.json.gz"
RECORD = "source.json"
ORIGINS = 11
"""Origins scored unless told otherwise."""

OURS, BASELINE = "allocation", "plain_logistic"


class KeptWhere(Declared):
    """A study of where, and what it was made from."""

    command: str
    """The command that makes it again."""
    seed: int
    """Its seed."""
    cells_digest: str
    """SHA-256 over the changes of cells that it was made from."""
    first_origin: date
    """The first origin scored."""
    last_origin: date
    """The last origin scored."""
    evidence_to: date
    """The last day of evidence that scored."""
    scores: WhereScores
    """What it found."""


class WherePaper(Declared):
    """What a page shows of the study of where."""

    study: KeptWhere
    """The study."""
    matches_panel: bool
    """Whether it was made from the maps of this run."""
    sentences: tuple[str, ...]
    """What the numbers support, in order, and no more."""


@dataclass(frozen=True)
class WantedWhere:
    """What is scored; what is left out is the usual."""

    first: date | None = None
    """The first origin, the Sunday on or before it."""
    last: date | None = None
    """No origin lies after it; by default 13 weeks can be judged from the last one."""
    source: str | None = None
    """One source only; by default each that draws cells to the end of the evidence."""
    horizons: tuple[int, ...] = (4, 13, 26)
    """Weeks ahead."""
    members: int = 100
    """Courses simulated at each origin."""
    keep: bool = False
    """Whether to keep the study in the case's folder."""


def where_study(
    opened: OpenedCase,
    wanted: WantedWhere,
    *,
    seed: int,
    kept: Kept,
    workers: int = 1,
    progress: Report = silent,
) -> KeptWhere:
    """Forecast again from past origins where the line would move, and score it.

    Args:
        opened: The case.
        wanted: Which origins, source and horizons.
        seed: The seed of the run.
        kept: Returns what is kept under a digest, or makes and keeps it.
        workers: How many processes work.
        progress: Told after each origin.

    Raises:
        NoDataError: If no source draws cells, or nothing can be judged.
    """
    settings = WhereSettings(
        horizons=tuple(sorted(set(wanted.horizons))),
        members=wanted.members,
        square_horizon=_shown_horizon(wanted.horizons),
    )
    until = opened.case.evidence_to
    study = Study(
        origins=_origins(wanted, until=until, settings=settings),
        theatres=_theatres(opened, wanted),
        until=until,
        models=(
            Floor("distance"),
            Floor("plain"),
            Simulated(ModelledTempo()),
        ),
        seed=seed,
        settings=settings,
    )
    rows = made(tasks_of(opened.panel, study), kept=kept, workers=workers, progress=progress)
    if not (rows["what"] == "cell").any():
        why = rows["why"][rows["why"] != ""]
        raise NoDataError(
            f"nothing to score; {why.iloc[-1]}" if len(why) else "nothing to score",
            where=str(opened.folder),
            expected="an origin with maps before it and after it",
            remedy="Give other --first and --last, or ingest a source.",
        )
    judged = Judged(opened.panel.grid, OURS, BASELINE, settings, seed)
    return KeptWhere(
        command=_command(opened, wanted, seed),
        seed=seed,
        cells_digest=cells_digest(opened.panel, tuple(study.theatres), by=until),
        first_origin=study.origins[0],
        last_origin=study.origins[-1],
        evidence_to=until,
        scores=summary(rows, judged),
    )


def scored_where(
    opened: OpenedCase,
    wanted: WantedWhere,
    *,
    seed: int,
    kept: Kept,
    workers: int = 1,
    progress: Report = silent,
) -> dict[str, Any]:
    """Score where the line would move, and say what followed earlier falls, as an answer's lists.

    Args:
        opened: The case.
        wanted: Which origins, source and horizons, and whether to keep the study.
        seed: The seed of the run.
        kept: Returns what is kept under a digest, or makes and keeps it.
        workers: How many processes work.
        progress: Told after each origin.

    Raises:
        NoDataError: If no source draws cells, or nothing can be judged.
    """
    study = where_study(opened, wanted, seed=seed, kept=kept, workers=workers, progress=progress)
    if wanted.keep:
        sources = dict.fromkeys(row.source for row in study.scores.cells)
        credit = "; ".join(opened.panel.sources[name].credit for name in sources)
        keep_where(opened.folder, study, credit=credit)
    return {
        "cells": study.scores.cells,
        "places_scored": study.scores.places_scored,
        "events": events_paper(opened, seed=seed).events if has_events(opened) else (),
    }


def has_where(opened: OpenedCase) -> bool:
    """Return whether a case keeps a study of where."""
    return (opened.folder / FOLDER / STUDY).is_file()


def where_paper(opened: OpenedCase) -> WherePaper:
    """Return what a page shows of the study that a case keeps.

    Raises:
        DataError: If it cannot be read.
    """
    path = opened.folder / FOLDER / STUDY
    try:
        study = KeptWhere.model_validate_json(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValidationError) as error:
        raise DataError(
            str(error).splitlines()[0][:200],
            where=str(path),
            expected="the file that `ripeness backtest CASE --where --keep` writes",
            remedy="Run it again, or delete the folder.",
        ) from error
    sources = tuple(dict.fromkeys(row.source for row in study.scores.cells))
    digest = cells_digest(opened.panel, sources, by=study.evidence_to)
    titles = {name: record.title for name, record in opened.panel.sources.items()}
    return WherePaper(
        study=study,
        matches_panel=digest == study.cells_digest,
        sentences=tuple(sentences(study.scores, titles)),
    )


def keep_where(folder: Path, study: KeptWhere, *, credit: str) -> None:
    """Keep a study in a case's folder, with a record of where it comes from.

    Args:
        folder: The case's folder.
        study: The study.
        credit: Whom to credit for the maps.
    """
    place = folder / FOLDER
    content = as_json(study.model_dump(mode="json")).encode()
    write_bytes(place / STUDY, gzip.compress(content, mtime=0))
    record = {
        "title": "Scores of forecasts of where the line moves",
        "published": "the panel of this case",
        "credit": credit,
        "licence": "scores only: Apache-2.0; the maps are their makers' own",
        "retrieved": study.evidence_to.isoformat(),
        "command": study.command,
        "files": {STUDY: digest_of_file(place / STUDY)},
    }
    write_bytes(place / RECORD, (json.dumps(record, indent=2) + "\n").encode())


def cells_digest(panel: ControlPanel, sources: tuple[str, ...], *, by: date) -> str:
    """Return the digest of the changes of cells that some sources had shown by a day."""
    cells = known_by(panel, by).cells
    rows = cells[cells["source"].isin(sources) & (cells["layer"] == "held")]
    told = rows.sort_values(["source", "day", "known_on", "cell"], kind="stable")
    hashed = pd.util.hash_pandas_object(
        told[["source", "cell", "day", "known_on", "after"]], index=False
    )
    return digest_of_bytes(hashed.to_numpy().astype("<u8").tobytes())


def _shown_horizon(horizons: tuple[int, ...]) -> int:
    return 13 if 13 in horizons else sorted(horizons)[len(horizons) // 2]


def _origins(wanted: WantedWhere, *, until: date, settings: WhereSettings) -> tuple[date, ...]:
    step = WEEK * settings.step_weeks
    judged = sunday_on_or_before(until) - WEEK * (settings.square_horizon + LASTING_WEEKS)
    last = judged if wanted.last is None else sunday_on_or_before(wanted.last)
    if wanted.first is None:
        return tuple(last - step * number for number in range(ORIGINS - 1, -1, -1))
    first = sunday_on_or_before(wanted.first)
    if last < first:
        raise DataError(
            f"a last origin {last} before the first one {first}",
            where="the origins of a backtest",
            expected="a last day on or after the first",
            remedy="Exchange --first and --last.",
        )
    return tuple(first + step * number for number in range((last - first) // step + 1))


def _theatres(opened: OpenedCase, wanted: WantedWhere) -> dict[str, Theatre]:
    panel = opened.panel
    outlines = read_outlines(opened.folder, opened.case.theatre)
    shapes = {place.id: outlines.places[place.id].geometry for place in opened.case.theatre.places}
    units = units_of(shapes, {}, panel.grid)
    fixed = {"built": share_built(shapes, panel.grid)}
    names = [wanted.source] if wanted.source else _sources_to_the_end(opened)
    drawn = set(panel.cells["source"].unique())
    if not names or not set(names) <= drawn:
        raise NoDataError(
            f"no cells of {', '.join(names) or 'any source'}",
            where=str(opened.folder),
            expected="a source that draws cells to the end of the evidence",
            remedy="Name another --source, or ingest one.",
        )
    return {
        name: Theatre(units, shown_cells(panel.grid, name, outlines.land), fixed) for name in names
    }


def _sources_to_the_end(opened: OpenedCase) -> list[str]:
    last = opened.panel.cells.groupby("source", observed=True)["day"].max()
    fresh = last[last >= pd.Timestamp(opened.case.evidence_to - WEEK * 5)]
    return [name for name in opened.panel.sources if name in fresh.index]


def _command(opened: OpenedCase, wanted: WantedWhere, seed: int) -> str:
    given = [
        f"--{name} {value}"
        for name, value in (
            ("first", wanted.first),
            ("last", wanted.last),
            ("source", wanted.source),
        )
        if value is not None
    ]
    return " ".join(
        ["ripeness backtest", opened.case.name, "--where --keep", *given, f"--seed {seed}"]
    )
