"""The record of a run: a folder of plain files, written whole, read by key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ripeness.terms.errors import RecordError
from ripeness.terms.files import digest_of_file, write_text, written_aside
from ripeness.terms.plain import as_json

PAPERS = ("manifest", "case", "claims", "forecast", "scores", "losses", "grid", "outlines")
"""The parts of a record kept as JSON, each in a file of its name."""

SECTIONS = "sections"
"""The folder of the papers of the sections, each in a file of its name."""

TABLES = ("readings", "cells")
"""The parts of a record kept as Parquet, each in a file of its name."""


@dataclass(frozen=True)
class Record:
    """What one run found, as plain values: the only thing a page is made from."""

    manifest: Mapping[str, Any]
    """Inputs by digest, versions, seed, dates and the command."""
    case: Mapping[str, Any]
    """What the case says of itself: question, sides, places, links, sources."""
    claims: Mapping[str, Any]
    """The verdicts and the speaker records, as INTERFACES gives them."""
    forecast: Mapping[str, Any]
    """The forecasts, the dates at which nothing would be left, and what could not be forecast."""
    scores: Mapping[str, Any]
    """Forecasts made earlier, scored where due."""
    grid: Mapping[str, Any]
    """The equal-area grid of the cells."""
    outlines: Mapping[str, Any]
    """Outlines of regions and places for drawing, as GeoJSON."""
    readings: pd.DataFrame
    """The control panel's readings, with shares."""
    cells: pd.DataFrame
    """The control panel's changes by cell."""
    losses: Mapping[str, Any] = field(default_factory=dict)
    """Losses and strengths, each series by itself; nothing in it may be added up."""
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What else the run found, by section: where the line moves, supply, the table, ..."""


def write_record(record: Record, folder: Path) -> dict[str, str]:
    """Write a record into a folder and return the digest of each file.

    Args:
        record: The record.
        folder: Where to; made where it is missing.

    Returns:
        File name to SHA-256.
    """
    for name in PAPERS:
        write_text(folder / f"{name}.json", as_json(getattr(record, name)))
    for name, paper in record.sections.items():
        write_text(folder / SECTIONS / f"{name}.json", as_json(paper))
    for left in set(_section_files(folder)) - set(record.sections):
        (folder / SECTIONS / f"{left}.json").unlink()
    for name in TABLES:
        with written_aside(folder / f"{name}.parquet") as aside:
            getattr(record, name).to_parquet(aside, index=False, compression="zstd")
    names = [
        *(f"{name}.json" for name in PAPERS),
        *(f"{SECTIONS}/{name}.json" for name in record.sections),
        *(f"{name}.parquet" for name in TABLES),
    ]
    return {name: digest_of_file(folder / name) for name in names}


def read_record(folder: Path) -> Record:
    """Read the record of a run from its folder.

    Raises:
        RecordError: If a part is missing or cannot be read.
    """
    papers = {name: _paper(folder / f"{name}.json") for name in PAPERS}
    readings, cells = (_table(folder / f"{name}.parquet") for name in TABLES)
    sections = {name: _paper(path) for name, path in _section_files(folder).items()}
    return Record(**papers, sections=sections, readings=readings, cells=cells)


def _section_files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((folder / SECTIONS).glob("*.json"))}


def _paper(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _table(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> RecordError:
    return RecordError(
        str(error),
        where=str(path),
        expected="a part of a run's record",
        remedy="Run `ripeness run` again; the folder of a run is complete only when it has ended.",
    )
