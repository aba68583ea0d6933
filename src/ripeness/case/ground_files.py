"""Whether the files that a case names are there and hold what it says."""

from collections.abc import Iterator
from datetime import date

import pyarrow.parquet as pq
from pyarrow.lib import ArrowInvalid

from ripeness.case.draft import Draft, day_in
from ripeness.case.faults import did_you_mean
from ripeness.case.file import Path_
from ripeness.claims.maps import day_of
from ripeness.terms.errors import DataError, Fault
from ripeness.theatre.outlines import read_shapes

VALID = ("valid_from", "valid_to")
"""Columns of the days for which a map is valid."""


def outline_faults(draft: Draft) -> Iterator[Fault]:
    """Check that every boundary file is there and holds the outlines that the case names."""
    shapes: dict[str, frozenset[str] | DataError] = {}
    for path, reference in _references(draft):
        file, _, name = reference.partition("#")
        if file not in shapes:
            shapes[file] = _names(draft, file)
        found = shapes[file]
        if isinstance(found, DataError):
            yield draft.fault(path, found.found, found.expected, found.remedy)
        elif name and name not in found:
            yield draft.fault(
                path,
                f"no outline `{name}` in {file}",
                "the `name` of an outline in that file",
                did_you_mean(name, found),
            )


def data_faults(draft: Draft) -> Iterator[Fault]:
    """Check that the days of the case lie within its evidence, where it has any."""
    span = _span(draft)
    if span is None:
        return
    for key in ("as_of", "evidence_to"):
        day = day_in(draft.value(key))
        if day is not None and day < span[0]:
            yield _outside(draft, key, day, span)
    as_of = day_in(draft.value("as_of"))
    if as_of is not None and as_of > span[1]:
        yield _outside(draft, "as_of", as_of, span)


def _outside(draft: Draft, key: str, day: date, span: tuple[date, date]) -> Fault:
    return draft.fault(
        (key,),
        f"{day}, outside the data",
        f"a day from {span[0]} to {span[1]}, the maps of the case",
        "Correct the day, or ingest maps of that time.",
    )


def _references(draft: Draft) -> Iterator[tuple[Path_, str]]:
    for kind in ("regions", "places"):
        for entry in draft.entries("theatre", kind):
            reference = entry.text("outline")
            if reference is not None and "#" in reference:
                yield (*entry.path, "outline"), reference
    for source in draft.entries("evidence", "sources"):
        completed = source.text("completed_from")
        if completed is not None:
            yield (*source.path, "completed_from"), completed
    for path in (("theatre", "total", "outline"), ("theatre", "land")):
        reference = draft.value(*path)
        if isinstance(reference, str):
            yield path, reference


def _names(draft: Draft, file: str) -> frozenset[str] | DataError:
    try:
        return frozenset(read_shapes(draft.folder, file))
    except DataError as error:
        return error


def _span(draft: Draft) -> tuple[date, date] | None:
    """Return the first and last day of any map of the case."""
    days: list[date] = []
    for path in sorted((draft.folder / "panel").glob("*/readings.parquet")):
        try:
            table = pq.read_table(path, columns=list(VALID)).to_pandas()
        except (OSError, ArrowInvalid):
            continue  # reading the panel tells what is wrong with it
        if len(table) and set(VALID) <= set(table):
            days += [day_of(table["valid_from"].min()), day_of(table["valid_to"].max())]
    return (min(days), max(days)) if days else None
