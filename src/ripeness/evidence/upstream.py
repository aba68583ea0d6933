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
        pattern: Regular expression of the names (without `.gz`), with a group `day` if they hold one.
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
    root = folder.resolve()
    entries = [_entry(path, root, re.compile(pattern)) for path in sorted(folder.iterdir())]
    files = tuple(entry for entry in entries if isinstance(entry, UpstreamFile))
    skipped = tuple(entry for entry in entries if isinstance(entry, Skipped))
    if not files:
        seen = (
            f"{len(entries)} files, the first being {entries[0].file!r}"
            if skipped
            else "nothing in it"
        )
        raise UpstreamError(
            f"wrong folder: {seen}",
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
    if file.path.stat().st_size > LARGEST_FILE:
        raise _too_large(file)
    content = file.path.read_bytes()
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(file.path) as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UpstreamError(
            f"a broken gzip file ({error})",
            where=file.path.name,
            expected="a whole gzip file",
            remedy="Download the file again.",
        ) from error
    if len(content) > LARGEST_FILE:
        raise _too_large(file)
    return content


def _too_large(file: UpstreamFile) -> UpstreamError:
    return UpstreamError(
        "more than it may hold",
        where=file.path.name,
        expected=f"at most {LARGEST_FILE // 2**20} MiB, decompressed",
        remedy="Check the download; if the file is right, split it by day.",
    )


def _entry(path: Path, root: Path, pattern: re.Pattern[str]) -> UpstreamFile | Skipped:
    name = path.name.removesuffix(".gz")
    found = pattern.fullmatch(name)
    if not found:
        return Skipped(path.name, "its name is not that of a file of this source")
    if not path.resolve().is_relative_to(root):
        return Skipped(path.name, "it is a link that leaves the folder")
    if not path.is_file():
        return Skipped(path.name, "it is not a file")
    if "day" not in found.groupdict():
        return UpstreamFile(path, name, None)
    text = found["day"]
    try:
        return UpstreamFile(path, name, date.fromisoformat(text))
    except ValueError:
        return Skipped(path.name, f"its name holds no day: {text!r}")


def one_a_day(listing: Listing) -> Listing:
    """Keep one file of those with the same name, plain and gzipped, or none where they differ."""
    kept: list[UpstreamFile] = []
    skipped = list(listing.skipped)
    for same in _by_name(listing.files):
        contents = {read_bytes(file) for file in same} if len(same) > 1 else set()
        if len(contents) > 1:
            skipped += [
                Skipped(file.path.name, f"{len(same)} files for {file.name} differ")
                for file in same
            ]
            continue
        kept.append(same[0])
        skipped += [Skipped(file.path.name, f"repeats {same[0].path.name}") for file in same[1:]]
    return Listing(tuple(kept), tuple(skipped))


def _by_name(files: tuple[UpstreamFile, ...]) -> Iterator[list[UpstreamFile]]:
    groups: dict[object, list[UpstreamFile]] = {}
    for file in files:
        groups.setdefault(file.day or file.name, []).append(file)
    yield from groups.values()
