"""Ingests in a process of its own for each line asked; run by `test_crash.py`, never by hand.

Each line is the folder of a case, the most bytes a file may have (0: any), the seconds after which
the process is killed (0: never), and the names of sources; the answer is how it ended.
"""

import os
import resource
import signal
import sys
import time
from pathlib import Path

from tests.evidence.conftest import EVIDENCE, THEATRE, TODAY, UPSTREAM

from ripeness.evidence import build
from ripeness.evidence.ingest import CaseGround, ingest
from ripeness.terms.errors import DataError

FULL = 3


def child(folder: str, largest: int, sources: list[str]) -> None:
    """Ingest sources one after the other; `largest` bounds the files written, in bytes."""
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    build.SAVED_EVERY = 3
    case = CaseGround(Path(folder), THEATRE, EVIDENCE, {"one": "a", "other": "b"})
    try:
        for source in sources:
            ingest(source, UPSTREAM / source, case=case, today=TODAY)
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        os._exit(FULL)
    os._exit(0)


def answer() -> None:
    """Start a child for each line, one after the other."""
    for line in sys.stdin:
        place, most, moment, *names = line.split()
        pid = os.fork()
        if pid == 0:
            child(place, int(most), names)
        if float(moment):
            time.sleep(float(moment))
            os.kill(pid, signal.SIGKILL)  # not waited for yet, so the id is still its own
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    answer()
