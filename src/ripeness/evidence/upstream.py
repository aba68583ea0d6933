"""A folder of upstream files as a user downloaded it: which files count, and their bytes."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ripeness.evidence.observation import Skipped
from ripeness.terms.errors import UpstreamError

LARGEST_FILE = 256 * 2**20
"""No upstream file may be larger than this many bytes, before or after decompression."""


GZIPPED = b"\x1f\x8b"
"""First bytes of a gzipped file."""


@dataclass(frozen=True)
class UpstreamFile:
    """One file of a source: where it is, its name without `.gz`, and the day in its name."""

    path: Path
    name: str
    day: date | None


@dataclass(frozen=True)
class Listing:
    """The files of a folder that belong to a source, in order of name, and those left out."""

    files: tuple[UpstreamFile, ...]
    skipped: tuple[Skipped, ...]


def list_files(folder: Path, *, pattern: str, named: str) -> Listing:
    """List the files of a source in a folder.

    Args:
        folder: The folder as downloaded.
        pattern: Regular expression of the names without `.gz`; group `day`, if any, is the day.
        named: How the files are named, for the message.

    Raises:
        UpstreamError: If there is no such folder, or it holds no file so named.
    """
    if not folder.is_dir():
        raise UpstreamError(
            "no such folder" if not folder.exists() else "a file, not a folder",
            where=str(folder),
            expected=f"a folder with files named {named}",
            remedy="Give the folder that holds the downloaded files.",
        )
    root, names = folder.resolve(), re.compile(pattern)
    found = [_entry(path, root, names) for path in sorted(folder.iterdir())]
    files = tuple(entry for entry in found if isinstance(entry, UpstreamFile))
    skipped = tuple(entry for entry in found if isinstance(entry, Skipped))
    if not files:
        first = (
            f"{len(skipped)} files, {skipped[0].file!r} the first" if skipped else "nothing in it"
        )
        raise UpstreamError(
            f"wrong folder: {first}",
            where=str(folder),
            expected=f"files named {named}",
            remedy="Give the folder that holds the downloaded files.",
        )
    return Listing(files, skipped)


def read_bytes(file: UpstreamFile) -> bytes:
    """Read a file, decompressing it if its name or its first bytes say that it is gzipped.

    Raises:
        UpstreamError: If it is too large, or its compression is broken.
    """
    content = b""
    if file.path.stat().st_size <= LARGEST_FILE:
        content = file.path.read_bytes()
    if content.startswith(GZIPPED):
        content = _unzipped(file)
    if not content or len(content) > LARGEST_FILE:
        empty = file.path.stat().st_size == 0
        raise UpstreamError(
            "an empty file" if empty else "more than a file may hold",
            where=file.path.name,
            expected=f"at most {LARGEST_FILE // 2**20} MiB, decompressed, and not nothing",
            remedy="Download the file again.",
        )
    return content


def _unzipped(file: UpstreamFile) -> bytes:
    try:
        with gzip.open(file.path) as stream:
            return stream.read(LARGEST_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UpstreamError(
            f"a broken gzip file ({error})",
            where=file.path.name,
            expected="a whole gzip file",
            remedy="Download the file again.",
        ) from error


def _entry(path: Path, root: Path, pattern: re.Pattern[str]) -> UpstreamFile | Skipped:
    name = path.name.removesuffix(".gz")
    found = pattern.fullmatch(name)
    if not found:
        return Skipped(path.name, "its name is not that of a file of this source")
    if not path.resolve().is_relative_to(root):
        return Skipped(path.name, "it is a link that leaves the folder")
    if not path.is_file():
        return Skipped(path.name, "it is not a file")
    return _dated(path, name, found.groupdict().get("day"))


def _dated(path: Path, name: str, text: str | None) -> UpstreamFile | Skipped:
    if text is None:
        return UpstreamFile(path, name, None)
    try:
        return UpstreamFile(path, name, date.fromisoformat(text))
    except ValueError:
        return Skipped(path.name, f"its name holds no day: {text!r}")


def one_a_day(listing: Listing) -> Listing:
    """Keep one file of those of one day, plain and gzipped, or none where they differ."""
    kept: list[UpstreamFile] = []
    skipped = list(listing.skipped)
    for same in _by_day(listing.files):
        others = same[1:]
        if others and len({_content(file) for file in same}) > 1:
            why = f"{len(same)} files for {same[0].day or same[0].name}, and they differ"
            skipped += [Skipped(file.path.name, why) for file in same]
            continue
        kept.append(same[0])
        skipped += [Skipped(file.path.name, f"repeats {same[0].path.name}") for file in others]
    return Listing(tuple(kept), tuple(skipped))


def _content(file: UpstreamFile) -> bytes | str:
    """Return a file's bytes, or what is wrong with it."""
    try:
        return read_bytes(file)
    except UpstreamError as error:
        return str(error)


def _by_day(files: tuple[UpstreamFile, ...]) -> Iterator[list[UpstreamFile]]:
    groups: dict[object, list[UpstreamFile]] = {}
    for file in files:
        groups.setdefault(file.day or file.name, []).append(file)
    yield from groups.values()
