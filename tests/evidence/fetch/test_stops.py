"""A fetch that is killed, at any moment, loses nothing and leaves nothing half-done."""

import itertools
import os
import sys
from pathlib import Path

import pytest
from tests.evidence.fetch import liar
from tests.evidence.fetch.conftest import Desk, a_map, name
from tests.evidence.fetch.liar import Liar

from ripeness.evidence.fetch.shelf import open_shelf

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
    # The child neither computes nor waits for a thread, whatever ran in this process before.
    pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork"),
]

WATCHED = ("open", "os.", "fcntl.", "shutil.", "socket.connect")
KILLED = 9


def killed_at(desk: Desk, moment: int) -> bool:
    """Fetch in another process, which dies without a word at the nth touch of the system.

    Returns whether it died; it ends by itself if it is done before.
    """
    child = os.fork()
    if child == 0:
        count = itertools.count(1)

        def die(event: str, _args: object) -> None:
            if event.startswith(WATCHED) and next(count) == moment:
                os._exit(KILLED)

        sys.addaudithook(die)
        desk.fetch()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def contents(root: Path) -> dict[str, bytes]:
    folders = ("by-digest", "files", "partial", "index.jsonl")
    paths = [path for name in folders for path in ((root / name), *(root / name).rglob("*"))]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths if path.is_file()}


def test_a_fetch_killed_at_every_moment_and_given_again_leaves_the_same_shelf(
    desk: Desk, server: Liar
):
    for day in (1, 2):
        server.does(name(day), liar.ranged(a_map(str(day)), f'"{day}"'))
    desk.fetch()
    whole = contents(desk.shelf)
    died = 0
    for moment in itertools.count(1):
        again = Desk(desk.root.with_name(f"shelf{moment}"), desk.offered)
        if not killed_at(again, moment):
            break
        died += 1
        kept = [e for e in open_shelf(again.shelf).latest.values() if e.digest]
        report = again.fetch()
        assert len(report.arrived) == 2 - len(kept)
        assert contents(again.shelf) == whole, f"killed at moment {moment}"
    assert died > 40
