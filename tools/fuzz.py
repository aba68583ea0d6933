"""Throws bent files at every reader, guided by what code they reach (atheris).

    python tools/fuzz.py                        every reader, 1000 inputs each
    python tools/fuzz.py deepstate --runs 100000 --seed 7
    python tools/fuzz.py --runs 100000 --keep   add what reached new code to the seeds

A reader may say that a file is wrong in the ways that `terms/errors.py` draws; anything else is a
fault: the input is written to the folder of faults, and the exit status is not zero.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ripeness.evidence", "ripeness.case", "ripeness.terms"]):
    from ripeness.case.load import check
    from ripeness.evidence.catalogue import BUILT_IN
    from ripeness.evidence.losses.catalogue import BUILT_IN as LOSS_SOURCES
    from ripeness.evidence.upstream import UpstreamFile, read_bytes
    from ripeness.terms.errors import RipenessError

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "tests" / "fixtures" / "fuzz"
FAULTS = ROOT / "runs" / "fuzz"
LONGEST = 2048

NAMES = {
    "deepstate": "deepstatemap_data_20251124.geojson",
    "liveuamap": "2025-11-24.json",
    "general_staff": "russia_losses_personnel.json",
}
"""File names under which a reader is given an input; others need none."""

Reader = Callable[[bytes], None]


def readers(folder: Path) -> dict[str, Reader]:
    """Every reader by name; those that need a file write it into the folder."""

    def of(source: object) -> Reader:
        name = NAMES.get(source.name, source.files)

        def read(content: bytes) -> None:
            for _ in source.read(content, name):
                pass

        return read

    def upstream(content: bytes) -> None:
        path = folder / "x.json.gz"
        path.write_bytes(content)
        read_bytes(UpstreamFile(path, "x.json", None))

    def case(content: bytes) -> None:
        (folder / "case.yaml").write_bytes(content)
        check(folder)

    found = {source.name: of(source) for source in (*BUILT_IN, *LOSS_SOURCES)}
    return {**found, "upstream": upstream, "case": case}


def quietly(read: Reader) -> Reader:
    """The reader with its own errors taken as answers."""

    def one(content: bytes) -> None:
        try:
            read(content)
        except RipenessError:
            return

    return one


def fuzz(name: str, *, runs: int, seed: int, keep: bool) -> None:
    """Fuzz one reader; this ends the process."""
    FAULTS.mkdir(parents=True, exist_ok=True)
    seeds = SEEDS / name
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found"
        found.mkdir()
        words = [f"-dict={SEEDS / 'words.txt'}", f"-artifact_prefix={FAULTS / name}-"]
        limits = [f"-runs={runs}", f"-seed={seed}", f"-max_len={LONGEST}", "-timeout=20"]
        places = [str(seeds)] if keep else [str(found), str(seeds)]
        atheris.Setup(
            [sys.argv[0], *limits, *words, "-verbosity=0", "-print_final_stats=0", *places],
            quietly(readers(Path(folder))[name]),
        )
        atheris.Fuzz()


def every_one(arguments: argparse.Namespace, names: list[str]) -> int:
    """Fuzz each reader in a process of its own; the number of those with a fault."""
    more = [f"--runs={arguments.runs}", f"--seed={arguments.seed}"]
    more += ["--keep"] if arguments.keep else []
    bad = 0
    for name in names:
        command = [sys.executable, __file__, name, *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        print(f"{name}: {'a fault' if done.returncode else arguments.runs}")
        if done.returncode:
            bad += 1
            print(done.stdout[-3000:], done.stderr[-3000:])
    return bad


def main() -> None:
    """Fuzz what the arguments name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reader", nargs="?")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    if arguments.reader:
        fuzz(arguments.reader, runs=arguments.runs, seed=arguments.seed, keep=arguments.keep)
    sys.exit(min(every_one(arguments, list(readers(SEEDS))), 1))


if __name__ == "__main__":
    main()
