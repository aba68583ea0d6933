"""The kept study of a case: what its last whole backtest found, beside the maps it was made from.

A backtest takes minutes, a run seconds; so a case keeps what a run needs of one: the stack's
weights and curves at every origin, chances of a rupture, and the scoreboard itself. It holds for
the maps it was made from, of which digests are kept: of what was known by the end of the study's
evidence, which the scoreboard needs, and of what was known by each origin, from which alone come
weights and chances of that origin. So what became known after a run's as-of day changes nothing
that the run learns from a study. Which side a map draws does not enter a digest.
"""

import gzip
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field, ValidationError

from ripeness.case.opened import OpenedCase
from ripeness.evidence.panel import ControlPanel, known_by
from ripeness.front.contest.records import (
    OutsideScore,
    PitCount,
    Power,
    Standing,
    Versus,
    Warned,
)
from ripeness.front.learnt import NOTHING, Learnt, learnt_by
from ripeness.scores.board import BoardRow
from ripeness.scores.judge import Judged
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.files import digest_of_bytes, digest_of_file, write_bytes, written_aside
from ripeness.terms.plain import as_json

FOLDER = "scoreboard"
"""Folder of the study inside a case's folder."""

STUDY = "study.json.gz"
TABLES = ("weights", "curves", "chances")
RECORD = "source.json"

DIGESTED = ["source", "id", "valid_from", "valid_to", "known_on", "held_km2"]
"""Columns of the readings of regions over which the digest is taken."""


class KeptStudy(Declared):
    """What a whole backtest found."""

    command: str
    """The command that makes it again."""
    seed: int
    """Its seed."""
    panel_digest: str
    """SHA-256 over the readings of regions that it was made from."""
    digests: dict[date, str] = Field(default_factory=dict)
    """The same over what was known by each origin, and by each day of `pairs`.

    Empty in a study kept without them: no run can then tell whether its weights still hold.
    """
    evidence_to: date
    """The last day of evidence that scored."""
    scores: tuple[BoardRow, ...]
    """By source, region and horizon, the best model first."""
    judged: tuple[Judged, ...]
    """Each model over all judged series together."""
    judged_sources: tuple[str, ...]
    """Sources whose series were judged together."""
    judged_regions: tuple[str, ...]
    """Their regions."""
    pit: tuple[PitCount, ...]
    """Where outcomes fell within the forecasts."""
    contest: tuple[Standing, ...]
    """The contest by source, period and horizon."""
    pairs: tuple[Versus, ...]
    """Its models against each other."""
    warnings: tuple[Warned, ...]
    """What rupture warnings each would have raised."""
    power: tuple[Power, ...] = ()
    """How long it takes to tell them apart in simulated worlds."""
    outside: tuple[OutsideScore, ...] = ()
    """Dated forecasts of others."""


@dataclass(frozen=True)
class StudyFiles:
    """A study with its tables."""

    study: KeptStudy
    """What the backtest found."""
    weights: pd.DataFrame
    """Of `front.learnt.learnt_tables`."""
    curves: pd.DataFrame
    """Of `front.learnt.learnt_tables`."""
    chances: pd.DataFrame
    """Of `front.contest.warned.chance_table`."""


def panel_digest(panel: ControlPanel, *, by: date) -> str:
    """Return the digest of all readings of regions that were known by a day.

    Args:
        panel: The control panel.
        by: The last day of knowledge.
    """
    rows = known_by(panel, by).readings
    rows = rows[rows["unit"] != "place"]
    told = rows.sort_values(DIGESTED, kind="stable")[DIGESTED].to_csv(
        index=False, float_format="%.3f", lineterminator="\n"
    )
    return digest_of_bytes(told.encode())


def has_study(folder: Path) -> bool:
    """Tell whether a case's folder holds a study."""
    return (folder / FOLDER / STUDY).is_file()


def read_study(folder: Path) -> StudyFiles | None:
    """Return the study of a case's folder; None where it has none.

    Raises:
        DataError: If a file of it cannot be read.
    """
    place = folder / FOLDER
    if not has_study(folder):
        return None
    try:
        study = KeptStudy.model_validate_json(gzip.decompress((place / STUDY).read_bytes()))
        tables = [pd.read_parquet(place / f"{name}.parquet") for name in TABLES]
    except (OSError, EOFError, ValueError, ValidationError) as error:
        raise DataError(
            str(error).splitlines()[0][:200],
            where=str(place),
            expected="the files that `ripeness backtest CASE --keep` writes",
            remedy="Run it again, or delete the folder: the stack's weights are equal then.",
        ) from error
    return StudyFiles(study, *tables)


def write_study(folder: Path, files: StudyFiles, *, about: dict[str, Any]) -> None:
    """Write a study into a case's folder, with a record of where it comes from.

    Args:
        folder: The case's folder.
        files: The study.
        about: Credit, licence and the like, for the record.
    """
    place = folder / FOLDER
    content = as_json(files.study.model_dump(mode="json")).encode()
    write_bytes(place / STUDY, gzip.compress(content, mtime=0))
    tables = {"weights": files.weights, "curves": files.curves, "chances": files.chances}
    for name, table in tables.items():
        with written_aside(place / f"{name}.parquet") as aside:
            small = table.astype({c: "float32" for c in table if table[c].dtype == "float64"})
            small.to_parquet(aside, index=False, compression="zstd")
    names = (STUDY, *(f"{name}.parquet" for name in TABLES))
    record = {**about, "retrieved": str(files.study.evidence_to), "command": files.study.command}
    record["files"] = {name: digest_of_file(place / name) for name in names}
    write_bytes(place / RECORD, (json.dumps(record, indent=2) + "\n").encode())


def with_digests(files: StudyFiles, panel: ControlPanel) -> StudyFiles:
    """Return a study with the digest of what was known by each of its origins.

    Args:
        files: The study.
        panel: The control panel that it was made from.
    """
    days = sorted({*_origins(files), *(row.known_on for row in files.study.pairs)})
    digests = {day: panel_digest(panel, by=day) for day in days}
    return replace(files, study=files.study.model_copy(update={"digests": digests}))


def matches(files: StudyFiles, opened: OpenedCase) -> bool:
    """Tell whether a study was made from the maps of an opened case, to the end of its evidence."""
    return panel_digest(opened.panel, by=files.study.evidence_to) == files.study.panel_digest


def matched_by(files: StudyFiles, opened: OpenedCase, day: date) -> date | None:
    """Return the last day with a digest, no later than a day, if maps known by it are the study's.

    None otherwise.

    Args:
        files: The study.
        opened: The case.
        day: The day.
    """
    return _matched(files, opened, max((d for d in files.study.digests if d <= day), default=None))


def taught_on(files: StudyFiles, opened: OpenedCase) -> date | None:
    """Return the origin from which a run may take weights and chances; None if from none.

    It is the study's last by the as-of day, if the maps known by it are the study's: nothing known
    later has a say.

    Args:
        files: The study.
        opened: The case.
    """
    known = [origin for origin in _origins(files) if origin <= opened.case.as_of]
    return _matched(files, opened, max(known, default=None))


def learnt_of(opened: OpenedCase) -> Learnt:
    """Return what the stack had learnt by the case's as-of day; nothing without a fitting study."""
    files = read_study(opened.folder)
    origin = None if files is None else taught_on(files, opened)
    if files is None or origin is None:
        return NOTHING
    return learnt_by(files.weights, files.curves, origin)


def _origins(files: StudyFiles) -> set[date]:
    tables = (files.weights, files.curves, files.chances)
    return {day.date() for table in tables for day in table["origin"].unique()}


def _matched(files: StudyFiles, opened: OpenedCase, day: date | None) -> date | None:
    kept = None if day is None else files.study.digests.get(day)
    if day is None or kept is None or panel_digest(opened.panel, by=day) != kept:
        return None
    return day
