"""Counts on disk: one folder a source, a table and a record, replaced together or not at all.

The table's name holds its digest, and the record names the table: a stop at any moment leaves
either the old pair or the new one.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from ripeness.evidence.losses.count import Count
from ripeness.evidence.losses.declared import DeclaredLossSource, Losses
from ripeness.evidence.losses.kinds import KINDS, Kind
from ripeness.evidence.losses.provenance import LossSourceRecord
from ripeness.evidence.losses.record import LOSS_COLUMNS, LossTable, checked, no_losses
from ripeness.terms.errors import DataError
from ripeness.terms.files import digest_of_bytes, write_bytes, write_text
from ripeness.terms.question import Slot

RECORD = "source.json"

COUNT_COLUMNS = (
    "label", "population", "kind", "start", "end", "value", "low", "high", "known_on",
)  # fmt: skip
"""Columns of a table on disk; `known_on` is missing where upstream does not say."""

COUNT_TYPES = {
    **dict.fromkeys(("start", "end", "known_on"), "datetime64[s]"),
    **dict.fromkeys(("value", "low", "high"), "float64"),
}


@dataclass(frozen=True)
class LossFiles:
    """One source's counts as they lie on disk, in upstream's labels."""

    record: LossSourceRecord
    counts: tuple[Count, ...]


def write_counts(folder: Path, part: LossFiles) -> LossSourceRecord:
    """Replace one source's counts, or leave them as they were; return the record written.

    Args:
        folder: The source's folder.
        part: What to write; what its record says of files, days and number is made anew.
    """
    ordered = sorted(part.counts, key=lambda c: (c.label, c.population, c.kind, c.start, c.end))
    table = pd.DataFrame([vars(count) for count in ordered], columns=list(COUNT_COLUMNS))
    arrow = pa.Table.from_pandas(table.astype(COUNT_TYPES), preserve_index=False)
    buffer = io.BytesIO()
    pq.write_table(
        arrow.replace_schema_metadata(None), buffer, compression="zstd", compression_level=9
    )
    content = buffer.getvalue()
    digest = digest_of_bytes(content)
    name = f"counts-{digest[:8]}.parquet"
    record = part.record.model_copy(
        update={
            "files": {name: digest},
            "counts": len(ordered),
            "first": min((count.start for count in ordered), default=None),
            "last": max((count.end for count in ordered), default=None),
        }
    )
    write_bytes(folder / name, content)
    write_text(folder / RECORD, record.model_dump_json(indent=1) + "\n")
    for path in folder.glob("counts-*.parquet"):
        if path.name != name:
            path.unlink()
    return record


def read_counts(folder: Path) -> LossFiles | None:
    """Read one source's counts; nothing where the folder has none.

    Raises:
        DataError: If a file cannot be read, or is not the one that the record names.
    """
    path = folder / RECORD
    if not path.exists():
        return None
    try:
        record = LossSourceRecord.model_validate_json(path.read_bytes())
        ((name, digest),) = record.files.items()
        content = (folder / Path(name).name).read_bytes()
        _refuse_strange(content, digest)
        table = pq.read_table(pa.BufferReader(content)).to_pandas(date_as_object=False)
        table = table[list(COUNT_COLUMNS)].astype(COUNT_TYPES)
        return LossFiles(record, tuple(_counts(table)))
    except (OSError, ValidationError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise DataError(
            f"counts that cannot be read ({str(error)[:120]})",
            where=str(folder),
            expected="a folder written by `ripeness ingest`",
            remedy=f"Remove the folder {folder.name!r} and ingest the source again.",
        ) from error


def read_losses(folder: Path, declared: Losses, *, slots: Mapping[str, Slot]) -> LossTable:
    """Read the counts of a case, each label as the side that the case says it is.

    A source whose folder is not there is silent; so is a label that the case does not name.

    Args:
        folder: The folder `losses` of a case.
        declared: The `losses` section of the case.
        slots: Side to its slot.

    Raises:
        DataError: If a file cannot be read.
    """
    parts = {source.name: read_counts(folder / source.name) for source in declared.sources}
    tables = [
        _of_sides(part, source, slots)
        for source in declared.sources
        if (part := parts[source.name]) is not None
    ]
    filled = [table for table in tables if len(table)]
    records = checked(pd.concat(filled, ignore_index=True)) if filled else no_losses().records
    return LossTable(records, {name: part.record for name, part in parts.items() if part})


def _of_sides(
    part: LossFiles, source: DeclaredLossSource, slots: Mapping[str, Slot]
) -> pd.DataFrame:
    table = pd.DataFrame([vars(count) for count in part.counts], columns=list(COUNT_COLUMNS))
    table = table.astype(COUNT_TYPES)
    side_of = {label: slots[side] for label, side in source.labels.items() if side in slots}
    assumed = table["end"] + timedelta(days=source.lag_days or 0)
    barred = pd.Series(pd.Timestamp(part.record.retrieved), index=table.index)
    unsaid = barred if source.lag_days is None else assumed
    table = table.assign(
        side=table["label"].map(side_of),
        basis=part.record.basis,
        source=source.name,
        known_on=table["known_on"].fillna(unsaid),
        incomplete=False,
    )
    return table[table["side"].notna()][list(LOSS_COLUMNS)]


def _counts(table: pd.DataFrame) -> list[Count]:
    return [
        Count(
            label=str(row["label"]),
            population=str(row["population"]),
            kind=_kind(row["kind"]),
            start=row["start"].date(),
            end=row["end"].date(),
            value=float(row["value"]),
            known_on=None if pd.isna(row["known_on"]) else row["known_on"].date(),
            low=None if pd.isna(row["low"]) else float(row["low"]),
            high=None if pd.isna(row["high"]) else float(row["high"]),
        )
        for row in table.to_dict("records")
    ]


def _kind(text: object) -> Kind:
    for kind in KINDS:
        if text == kind:
            return kind
    message = f"{text!r} is no kind of loss"
    raise ValueError(message)


def _refuse_strange(content: bytes, digest: str) -> None:
    if digest_of_bytes(content) != digest:
        message = "a table other than the one that the record names"
        raise ValueError(message)
