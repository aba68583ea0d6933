"""What a run rests on: its inputs by digest, the versions it ran with, its seed and command."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import Field

from ripeness.results.answer import Head
from ripeness.terms.files import digest_of_file

LIBRARIES = (
    "numpy", "scipy", "pandas", "pyarrow", "shapely", "pyproj",
    "statsforecast", "scoringrules", "pydantic",
)  # fmt: skip
"""The libraries whose version can change a number."""


class Manifest(Head):
    """The head of a run, with what it ran on."""

    python: str
    """Version of Python."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Library to version."""
    command: str
    """The command that makes the same again."""


def inputs_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every input file of a case folder, by its path inside it.

    Folders of results (`runs`, `registry`) and hidden files are no inputs.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {
        name: digest_of_file(path)
        for name, path in names.items()
        if not name.startswith(("runs/", "registry/")) and "/." not in f"/{name}"
    }


def versions() -> dict[str, str]:
    """Return the installed version of each library that can change a number."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def python_version() -> str:
    """Return the version of the running Python."""
    return platform.python_version()


def own_version() -> str:
    """Return the version of this programme."""
    return version("ripeness")
