"""Files written whole or not at all, and known by their digest."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":

    def bar_others(file: IO[str]) -> None:
        """Bar nobody: this system has no such locks."""
else:
    import fcntl

    def bar_others(file: IO[str]) -> None:
        """Bar other processes until the file is closed."""
        fcntl.flock(file, fcntl.LOCK_EX)


def digest_of_bytes(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal.

    Example:
        >>> digest_of_bytes(b"")[:8]
        'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a path to write to, and put it in place of `path` only if all went well.

    The file aside lies in the same folder, so the last step is one rename. When the block
    raises, the file aside is removed and whatever stood at `path` stands as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".aside", dir=path.parent)
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.chmod(0o644)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes to a file, whole or not at all."""
    with written_aside(path) as aside:
        aside.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    """Write UTF-8 text to a file, whole or not at all."""
    write_bytes(path, content.encode())
