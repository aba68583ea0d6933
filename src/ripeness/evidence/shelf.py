"""One source's part of the panel on disk: two tables and a record, replaced together or not at all.

New tables are written beside the old ones (`*.next`); then the new record appears as `commit.json`,
in one step. From then on the new tables hold, whether or not they have been renamed yet, so a stop
at any moment leaves either the old part or the new one. Each table's digest stands in the record.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from ripeness.evidence.cells import CELL_COLUMNS, CELL_TYPES
from ripeness.evidence.provenance import SourceRecord
from ripeness.evidence.tables import DAYS, READING_COLUMNS, READING_TYPES
from ripeness.terms.errors import DataError
from ripeness.terms.files import (
    bar_others,
    digest_of_bytes,
    digest_of_file,
    write_text,
    written_aside,
)

READINGS, CELLS, RECORD = "readings.parquet", "cells.parquet", "source.json"
"""Names of the files of a source's folder."""

COMMIT, NEXT, LOCK = "commit.json", ".next", ".lock"
"""The record of a replacement under way, the ending of its tables, the file that bars others."""

LEVEL = 9
"""How hard tables are compressed."""

COLUMNS = {READINGS: (READING_COLUMNS, READING_TYPES), CELLS: (CELL_COLUMNS, CELL_TYPES)}
"""Columns and types of each table."""


@dataclass(frozen=True)
class SourceFiles:
    """One source's part of the panel."""

    record: SourceRecord
    readings: pd.DataFrame
    cells: pd.DataFrame


def source_folders(panel: Path) -> list[Path]:
    """Return the folders of the sources in a panel's folder."""
    return sorted({path.parent for name in (RECORD, COMMIT) for path in panel.glob(f"*/{name}")})


def read_source(folder: Path) -> SourceFiles:
    """Read one source's part of the panel.

    Args:
        folder: The source's folder in the panel.

    Raises:
        DataError: If a file is missing, or is not the one that the record names.
    """
    for last_try in (False, True):
        record = _read_record(folder)
        contents = {name: _content(folder, name) for name in COLUMNS}
        strange = [
            name for name in COLUMNS if digest_of_bytes(contents[name]) != record.files.get(name)
        ]
        if not strange:
            break
        if last_try:  # otherwise another process may have replaced the part meanwhile
            raise DataError(
                "a table other than the one that the record names",
                where=str(folder / strange[0]),
                expected=f"the file of the digest in {RECORD}",
                remedy=f"Remove the folder {folder.name!r} and ingest the source again.",
            )
    tables = {name: _table(contents[name], name, folder) for name in COLUMNS}
    return SourceFiles(record, tables[READINGS], tables[CELLS])


def write_source(folder: Path, part: SourceFiles) -> None:
    """Replace one source's part of the panel, or leave it as it was.

    Args:
        folder: The source's folder in the panel.
        part: What to write; the digests in its record are made anew.

    Raises:
        DataError: If the folder cannot be written to; what stood before stands.
    """
    with told_if_unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        finish(folder)
        files = {}
        for name, table in ((READINGS, part.readings), (CELLS, part.cells)):
            path = folder / f"{name}{NEXT}"
            _write(table, path)
            files[name] = digest_of_file(path)
        record = part.record.model_copy(update={"files": files})
        write_text(folder / COMMIT, _compact(record.model_dump(mode="json")))
        finish(folder)


def finish(folder: Path) -> None:
    """Finish a replacement that was stopped after its record appeared; clear one stopped before."""
    committed = (folder / COMMIT).exists()
    for name in COLUMNS:
        path = folder / f"{name}{NEXT}"
        if committed and path.exists():
            path.replace(folder / name)
        path.unlink(missing_ok=True)
    for path in folder.glob(".*.aside"):
        path.unlink(missing_ok=True)
    if committed:
        (folder / COMMIT).replace(folder / RECORD)


@contextmanager
def alone(panel: Path) -> Iterator[None]:
    """Bar other processes from changing a panel while the block runs; they wait.

    The bar falls with the process that set it. A system without such locks bars nobody. What a
    process that was stopped left half written is cleared away.

    Raises:
        DataError: If the folder cannot be written to.
    """
    with told_if_unwritable(panel):
        panel.mkdir(parents=True, exist_ok=True)
        file = (panel / LOCK).open("a")
    with file:
        bar_others(file)
        with told_if_unwritable(panel):
            _tidy(panel)
        yield


def _tidy(panel: Path) -> None:
    """Finish or clear away what a process that was stopped left."""
    for folder in source_folders(panel):
        finish(folder)
    for path in (*panel.glob(".*.aside"), *panel.glob("*/.*.aside"), *panel.glob(".*/.*.aside")):
        path.unlink(missing_ok=True)


@contextmanager
def told_if_unwritable(place: Path) -> Iterator[None]:
    """Tell that a place cannot be written to, and that nothing is lost.

    Args:
        place: The place.

    Raises:
        DataError: If the block fails for want of room or leave.
    """
    try:
        yield
    except OSError as error:
        raise DataError(
            f"a place that cannot be written to ({error.strerror or str(error)[:120]})",
            where=str(place),
            expected="room on the disk and leave to write",
            remedy="Make room or name another folder, then ingest again; what stood before stands.",
        ) from error


def _read_record(folder: Path) -> SourceRecord:
    path = folder / (COMMIT if (folder / COMMIT).exists() else RECORD)
    try:
        return SourceRecord.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _unreadable(path, error) from error


def _content(folder: Path, name: str) -> bytes:
    new = folder / f"{name}{NEXT}"
    path = new if (folder / COMMIT).exists() and new.exists() else folder / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _table(content: bytes, name: str, folder: Path) -> pd.DataFrame:
    columns, types = COLUMNS[name]
    try:
        table = pq.read_table(pa.BufferReader(content)).to_pandas(date_as_object=False)
        return table.assign(source=folder.name)[list(columns)].astype(types)
    except (pa.ArrowException, KeyError, ValueError, TypeError) as error:
        raise _unreadable(folder / name, error) from error


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(
        f"a file that cannot be read ({str(error)[:120]})",
        where=str(path),
        expected="a file written by `ripeness ingest`",
        remedy=f"Remove the folder {path.parent.name!r} and ingest the source again.",
    )


def _write(table: pd.DataFrame, path: Path) -> None:
    plain = table.drop(columns="source").reset_index(drop=True)
    arrow = pa.Table.from_pandas(plain, preserve_index=False).replace_schema_metadata(None)
    for name in [name for name in plain.columns if name in {*DAYS, "day"}]:
        column = arrow[name].cast(pa.timestamp("s")).cast(pa.date32())
        arrow = arrow.set_column(arrow.schema.get_field_index(name), name, column)
    with written_aside(path) as aside:
        pq.write_table(arrow, aside, compression="zstd", compression_level=LEVEL)


def _compact(record: dict[str, object]) -> str:
    """Write a record with one line for each thing skipped."""
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return re.sub(r'\{\s+("file": .*)\s+("why": .*)\s+\}', r"{\1 \2}", text) + "\n"
