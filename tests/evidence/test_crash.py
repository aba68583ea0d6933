"""Killed at any moment, on a full disk, two at once: the panel is whole, in the end the same."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.evidence.conftest import TODAY, UPSTREAM, write_case

from ripeness.evidence.ingest import CaseGround, ingest, panel_of
from ripeness.terms import files as files_module
from ripeness.terms.chance import stream
from ripeness.terms.errors import DataError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "deepstate"
LASTS_S = 1.2
"""About as long as one ingest of the fixture takes, from its first step to its last."""


class Children:
    """A process that ingests in children of its own, one at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.evidence.crash_children"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self, folder: Path, *sources: str, largest: int = 0, killed_after: float = 0) -> None:
        """Start a child, killed after some seconds if any are given."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{folder} {largest} {killed_after} {' '.join(sources)}\n")
        self.process.stdin.flush()

    def end(self) -> int:
        """Wait for the child; return how it ended."""
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def close(self) -> str:
        """End the process; return what it complained of."""
        return self.process.communicate()[1]


@pytest.fixture
def children() -> Iterator[Children]:
    one = Children()
    yield one
    one.close()


def content(case: Path, source: str = SOURCE) -> dict[str, bytes]:
    """Every file of a source's part of the panel."""
    folder = case / "panel" / source
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def killed_somewhere(children: Children, case: Path, moments: list[float]) -> int:
    """Ingest into a new case, killed after each of some moments; return how many kills struck."""
    shutil.rmtree(case / "panel", ignore_errors=True)
    struck = 0
    for moment in moments:
        children.start(case, SOURCE, killed_after=moment)
        struck += children.end() == -signal.SIGKILL
        panel_of(case)  # what stands can be read, whatever it is
    children.start(case, SOURCE)
    assert children.end() == 0
    left = [
        path.name for path in (case / "panel").rglob("*") if path.name.endswith(("aside", "next"))
    ]
    assert left == []
    return struck


def kill_at_moments(children: Children, ingested: CaseGround, folder: Path, count: int) -> None:
    """Kill at seeded moments, sometimes twice before the last run, and compare what comes out."""
    case = write_case(folder / "case").folder
    draws = stream(20251124, "tests", "kills").uniform(0, LASTS_S, size=(count, 2))
    struck = 0
    for number, (first, second) in enumerate(draws.tolist()):
        struck += killed_somewhere(children, case, [first, second][: 1 + number % 2])
        assert content(case) == content(ingested.folder)
    assert struck > count / 3


def test_killed_at_a_dozen_moments_the_panel_comes_out_the_same(children, ingested, tmp_path):
    kill_at_moments(children, ingested, tmp_path, 12)


@pytest.mark.slow
def test_killed_at_a_hundred_moments_the_panel_comes_out_the_same(children, ingested, tmp_path):
    kill_at_moments(children, ingested, tmp_path, 100)


def test_a_stopped_ingest_goes_on_where_it_was(small_case, ingested, upstream, monkeypatch):
    monkeypatch.setattr("ripeness.evidence.build.SAVED_EVERY", 4)
    seen: list[str] = []

    def stop(file: str) -> None:
        seen.append(file)
        if len(seen) == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(SOURCE, upstream / SOURCE, case=small_case, today=TODAY, told=stop)
    standing = panel_of(small_case.folder)
    assert standing is not None
    assert standing.sources[SOURCE].maps == 8
    report = ingest(SOURCE, upstream / SOURCE, case=small_case, today=TODAY)
    assert (report.added, report.unchanged) == (4, 8)
    assert content(small_case.folder) == content(ingested.folder)


def test_a_stopped_ingest_with_repeated_files_comes_out_the_same(
    small_case, ingested, upstream, monkeypatch
):
    monkeypatch.setattr("ripeness.evidence.build.SAVED_EVERY", 1)
    for last in ("2025-11-28.json", "2025-12-01.json", "2025-12-02.json", "2025-12-04.json"):

        def stop(file: str, last: str = last) -> None:
            if file == last:
                raise KeyboardInterrupt

        shutil.rmtree(small_case.folder / "panel", ignore_errors=True)
        with pytest.raises(KeyboardInterrupt):
            ingest("liveuamap", upstream / "liveuamap", case=small_case, today=TODAY, told=stop)
        ingest("liveuamap", upstream / "liveuamap", case=small_case, today=TODAY)
        assert content(small_case.folder, "liveuamap") == content(ingested.folder, "liveuamap")


@pytest.mark.parametrize("step", range(1, 5))
def test_a_disk_that_is_full_at_any_step_loses_nothing(step, small_case, ingested, monkeypatch):
    first, upstream = small_case.folder.parent / "first", UPSTREAM
    last = "deepstatemap_data_20251206.geojson"
    shutil.copytree(upstream / SOURCE, first, ignore=shutil.ignore_patterns(last))
    ingest(SOURCE, first, case=small_case, today=TODAY)
    before, sync, calls = content(small_case.folder), os.fsync, iter(range(1, 100))

    def full(number: int) -> None:
        if next(calls) == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(number)

    with monkeypatch.context() as patched:
        patched.setattr(files_module.os, "fsync", full)
        with pytest.raises(DataError, match=r"No space left on device.*what stood before stands"):
            ingest(SOURCE, upstream / SOURCE, case=small_case, today=TODAY)
    assert {
        name: text for name, text in content(small_case.folder).items() if name in before
    } == before
    standing = panel_of(small_case.folder)
    assert standing is not None
    assert standing.sources[SOURCE].maps == 11
    ingest(SOURCE, upstream / SOURCE, case=small_case, today=TODAY)
    assert content(small_case.folder) == content(ingested.folder)


def test_a_file_that_cannot_be_written_whole_is_told(children, small_case):
    children.start(small_case.folder, SOURCE, largest=2_000)
    assert children.end() == 3
    assert panel_of(small_case.folder) is not None
    children.start(small_case.folder, SOURCE)
    assert children.end() == 0
    told = children.close()
    assert "File too large" in told
    assert "what stood before stands" in told


def test_a_folder_that_may_not_be_written_to_is_told(small_case, upstream):
    shutil.rmtree(small_case.folder / "panel")
    (small_case.folder / "panel").write_text("a file where the folder should be")
    with pytest.raises(DataError, match=r"cannot be written to \(File exists\)"):
        ingest(SOURCE, upstream / SOURCE, case=small_case, today=TODAY)


def test_two_processes_at_once_wait_for_each_other(small_case, ingested):
    both = [Children(), Children()]
    sources = (SOURCE, "isw", "liveuamap")
    both[0].start(small_case.folder, *sources)
    both[1].start(small_case.folder, *reversed(sources))
    assert [one.end() for one in both] == [0, 0]
    assert [one.close() for one in both] == ["", ""]
    for source in sources:
        assert content(small_case.folder, source) == content(ingested.folder, source)
