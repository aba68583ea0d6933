"""The record of a run is written whole and read by key."""

from pathlib import Path

import pandas as pd
import pytest

from ripeness.results.record import PAPERS, TABLES, Record, read_record, write_record
from ripeness.terms.errors import RecordError
from ripeness.terms.plain import as_json


@pytest.fixture
def record() -> Record:
    papers = {name: {"name": name, "value": 1.5} for name in PAPERS}
    tables = {name: pd.DataFrame({"name": [name], "value": [0.25]}) for name in TABLES}
    return Record(**papers, **tables)


def test_a_record_reads_back_as_it_was_written(record: Record, tmp_path: Path):
    digests = write_record(record, tmp_path)
    again = read_record(tmp_path)
    assert all(getattr(again, name) == getattr(record, name) for name in PAPERS)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(record, name))
    assert set(digests) == {path.name for path in tmp_path.iterdir()}


def test_writing_the_same_record_twice_gives_the_same_files(record: Record, tmp_path: Path):
    assert write_record(record, tmp_path / "one") == write_record(record, tmp_path / "two")


@pytest.mark.parametrize("name", PAPERS)
def test_a_missing_part_is_named(record: Record, tmp_path: Path, name: str):
    write_record(record, tmp_path)
    (tmp_path / f"{name}.json").unlink()
    with pytest.raises(RecordError, match=f"{name}.json.*Run `ripeness run` again"):
        read_record(tmp_path)


def test_a_truncated_table_is_named(record: Record, tmp_path: Path):
    write_record(record, tmp_path)
    path = tmp_path / "cells.parquet"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(RecordError, match=r"cells\.parquet"):
        read_record(tmp_path)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_stray_number_enters_a_record(value: float):
    with pytest.raises(RecordError, match="null where something is missing"):
        as_json({"value": value})
