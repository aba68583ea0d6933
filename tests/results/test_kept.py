import os

import pytest

from ripeness.results.kept import KEPT, Drawer
from ripeness.terms.declared import Declared


class Found(Declared):
    """A paper."""

    value: float


@pytest.fixture
def drawer(tmp_path):
    return Drawer(tmp_path / "kept")


def made(drawer, digest, value):
    return drawer("found", digest, record=Found, make=lambda: Found(value=value)).value


def test_the_same_is_not_made_twice(drawer):
    assert made(drawer, "x" * 40, 0.1) == 0.1
    assert made(drawer, "x" * 40, 0.2) == 0.1, "kept"
    assert made(drawer, "y" * 40, 0.3) == 0.3, "made from something else"


def test_a_spoilt_paper_is_made_anew(drawer):
    made(drawer, "x" * 40, 0.1)
    (path,) = drawer.folder.glob("*.json")
    path.write_text("{")
    assert made(drawer, "x" * 40, 0.2) == 0.2


def test_only_the_newest_are_kept(drawer):
    for number in range(KEPT + 2):
        made(drawer, f"{number}" * 40, float(number))
        for age, path in enumerate(sorted(drawer.folder.glob("*.json"), reverse=True)):
            os.utime(path, (1000 - age, 1000 - age))
    left = sorted(path.name[6] for path in drawer.folder.glob("*.json"))
    assert left == [str(number) for number in range(2, KEPT + 2)]


def test_without_a_folder_nothing_is_kept():
    assert made(Drawer(None), "x" * 40, 0.1) == 0.1
    assert made(Drawer(None), "x" * 40, 0.2) == 0.2
