"""A short run of the fuzzer over every reader; inputs that once broke one are among its seeds."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNS = 300
LONG_RUNS = 120_000
READERS = (
    "deepstate", "deepstate_grey", "liveuamap", "isw",
    "general_staff", "named_deaths", "named_vintages", "oryx", "upstream", "case",
)  # fmt: skip


def fuzz(reader: str, runs: int) -> None:
    """Fuzz a reader; atheris instruments what it imports, so each runs in its own process."""
    pytest.importorskip("atheris", reason="atheris is made for Linux only")
    command = [sys.executable, ROOT / "tools" / "fuzz.py", reader, f"--runs={runs}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_names_what_is_wrong_with_any_bytes(reader):
    fuzz(reader, RUNS)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_names_what_is_wrong_with_a_great_many_bytes(reader):
    fuzz(reader, LONG_RUNS)
