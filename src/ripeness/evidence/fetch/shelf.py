"""The shelf: every file that came, kept by its digest, and an index of what came when.

by-digest/AB/ABCD…   each content once, never changed
files/NAME           the present content of each name: the folder that `ingest` reads
index.jsonl          a line for each arrival or absence, in order; only ever added to
partial/             downloads that broke off, to be gone on with
"""

import os
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.files import digest_of_file

NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}"
"""Names that a file on the shelf may have: none leads out of it."""


class Entry(Declared):
    """A line of the index: a file that came, or that upstream did not have."""

    name: str = Field(pattern=f"^{NAME}$")
    """The file's name."""
    on: date
    """The day on which it came, or was asked for in vain."""
    digest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of its content as sent; null: upstream did not have it."""
    size: int = Field(default=0, ge=0)
    """Its bytes."""
    address: str = ""
    """Where it came from."""
    etag: str | None = None
    """Upstream's own mark of this content."""


INDEX = "index.jsonl"


@dataclass(frozen=True)
class Shelf:  # `latest` grows as files come, one by one
    """A shelf and the newest entry of each name on it."""

    root: Path
    latest: dict[str, Entry]

    @property
    def files(self) -> Path:
        """The folder of the present files."""
        return self.root / "files"

    @property
    def partial(self) -> Path:
        """The folder of downloads that broke off."""
        return self.root / "partial"


def open_shelf(root: Path) -> Shelf:
    """Open a shelf, making it if it is not there, and put right what a stop left undone.

    Args:
        root: The shelf's folder.

    Raises:
        DataError: If the index is broken, or a folder of the shelf leads out of it.
    """
    shelf = Shelf(root, {})
    for folder in (shelf.files, shelf.partial, root / "by-digest"):
        _inside(root, folder)
        folder.mkdir(parents=True, exist_ok=True)
    _inside(root, root / INDEX)
    for pattern in (".*.aside", "*.shown"):  # what a stop left half-written
        for path in shelf.partial.glob(pattern):
            path.unlink(missing_ok=True)
    shelf.latest.update({entry.name: entry for entry in _entries(root / INDEX)})
    for entry in shelf.latest.values():
        if entry.digest is not None and not (shelf.files / entry.name).exists():
            _lay_out(shelf, entry)
    return shelf


def held(shelf: Shelf, name: str) -> Entry | None:
    """Return the entry of a file whose content lies on the shelf undamaged.

    Args:
        shelf: The shelf.
        name: The file's name.
    """
    entry = shelf.latest.get(name)
    if entry is None or entry.digest is None:
        return None
    shown = shelf.files / name
    sound = _content(shelf, entry).is_file() and shown.is_file()
    return entry if sound and digest_of_file(shown) == entry.digest else None


def put(shelf: Shelf, arrived: Path, entry: Entry) -> None:
    """Put a file on the shelf, keep what had its name before, and note it in the index.

    Args:
        shelf: The shelf.
        arrived: The file as it came; it is moved.
        entry: What to note.
    """
    content = _content(shelf, entry)
    _inside(shelf.root, content.parent)
    content.parent.mkdir(parents=True, exist_ok=True)
    with arrived.open("rb") as file:
        os.fsync(file.fileno())
    arrived.chmod(0o444)
    arrived.replace(content)
    note(shelf, entry)
    _lay_out(shelf, entry)


def note(shelf: Shelf, entry: Entry) -> None:
    """Add a line to the index.

    Args:
        shelf: The shelf.
        entry: What to note.
    """
    line = entry.model_dump_json(exclude_defaults=True).encode() + b"\n"
    with (shelf.root / INDEX).open("ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    shelf.latest[entry.name] = entry


def safe_name(name: str) -> str:
    """Return a name that may stand on the shelf.

    Args:
        name: The name.

    Raises:
        DataError: If it may not, because it could lead out of the shelf.
    """
    if not re.fullmatch(NAME, name):
        raise DataError(
            f"the file name {name[:80]!r}",
            where="the shelf",
            expected="letters, digits, dots, hyphens and underlines, and no folder",
            remedy="Name the source's files so.",
        )
    return name


def _content(shelf: Shelf, entry: Entry) -> Path:
    digest = entry.digest or "none"
    return shelf.root / "by-digest" / digest[:2] / digest


def _lay_out(shelf: Shelf, entry: Entry) -> None:
    """Show a content under its name; a second name of the same file where the disk can do that."""
    content = _content(shelf, entry)
    if not content.is_file():
        return
    aside = shelf.partial / f"{entry.name}.shown"
    aside.unlink(missing_ok=True)
    try:
        os.link(content, aside)
    except OSError:
        shutil.copyfile(content, aside)
    aside.replace(shelf.files / entry.name)
    aside.unlink(missing_ok=True)  # a rename onto the same content leaves it there


def _entries(index: Path) -> list[Entry]:
    """Read the index; a last line that a stop left half-written is taken away.

    Raises:
        DataError: If another line cannot be read.
    """
    if not index.exists():
        return []
    *lines, torn = index.read_bytes().split(b"\n")
    if torn:
        with index.open("ab") as file:
            file.truncate(file.tell() - len(torn))
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(Entry.model_validate_json(line))
        except ValidationError as error:
            raise DataError(
                f"a line {number} that cannot be read",
                where=str(index),
                expected="an index as `ripeness fetch` left it",
                remedy="Name another shelf by --to; the contents of this one lie in by-digest.",
            ) from error
    return found


def _inside(root: Path, path: Path) -> None:
    """Refuse a path that is a link out of the shelf.

    Raises:
        DataError: If it is.
    """
    if not path.resolve().is_relative_to(root.resolve()):
        raise DataError(
            "a link that leads out of the shelf",
            where=str(path),
            expected="a shelf as `ripeness fetch` left it",
            remedy="Remove the link, or name another shelf by --to.",
        )
