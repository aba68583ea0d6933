"""An editable copy of a case, made whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from ripeness.case.load import case_folder
from ripeness.terms.errors import DataError


def new_case(folder: Path, *, like: str | Path = "pokrovsk") -> Path:
    """Copy a case into a folder that holds nothing yet, and return the folder.

    The copy is made beside the folder and put in its place by one rename, so a copy that was
    cut short leaves nothing behind.

    Args:
        folder: The folder to make; it may be there if it is empty.
        like: The case to copy: a built-in name or a folder.

    Raises:
        CaseError: If there is no case to copy.
        DataError: If the folder holds something, lies inside the case, or cannot be made.
    """
    source = case_folder(like).resolve()
    target = folder.absolute()
    _refuse_unfit(target, source)
    aside: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(
            tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".aside", dir=target.parent)
        )
        shutil.copytree(source, aside, dirs_exist_ok=True, ignore=_NOT_OF_A_CASE, symlinks=False)
        _make_writable(aside)
        if target.is_dir():
            target.rmdir()
        aside.rename(target)
    except OSError as error:
        found = os.strerror(error.errno) if error.errno else str(error)
        raise DataError(
            found,
            where=str(folder),
            expected="a folder that can be made",
            remedy="Name a folder in which you may write.",
        ) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
    return folder


_NOT_OF_A_CASE = shutil.ignore_patterns("__pycache__", "runs", ".*")


def _refuse_unfit(target: Path, source: Path) -> None:
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        found = "a folder that holds files" if target.is_dir() else "a file of that name"
        raise DataError(
            found,
            where=str(target),
            expected="a folder that is not there yet, or is empty",
            remedy="Name another folder; nothing was written.",
        )
    if target.resolve().is_relative_to(source):
        found = "a folder inside the case to be copied"
        raise DataError(
            found,
            where=str(target),
            expected="a folder outside it",
            remedy="Name another folder; nothing was written.",
        )


def _make_writable(folder: Path) -> None:
    """Let the owner write to the copy, though the original was installed read-only."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
