"""A case file before it is known to be sound: read with care, for checks between its parts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ripeness.case.faults import did_you_mean, shown
from ripeness.case.file import CaseFile, Path_, where
from ripeness.terms.errors import Fault


@dataclass(frozen=True)
class Entry:
    """One mapping of a list in the file, with the keys that lead to it."""

    path: Path_
    content: dict[str, Any]

    def text(self, key: str) -> str | None:
        """Return the text under a key, or nothing where there is none."""
        value = self.content.get(key)
        return value if isinstance(value, str) else None

    def day(self, key: str) -> date | None:
        """Return the day under a key, or nothing where there is none."""
        return day_in(self.content.get(key))

    def has(self, key: str) -> bool:
        """Say whether a key holds anything."""
        return self.content.get(key) is not None


@dataclass(frozen=True)
class Draft:
    """A case file whose parts may be missing or malformed."""

    file: CaseFile
    folder: Path

    def value(self, *path: str) -> Any:  # noqa: ANN401 - a draft may hold anything
        """Return what stands under some keys, or nothing."""
        here: Any = self.file.content
        for key in path:
            here = here.get(key) if isinstance(here, dict) else None
        return here

    def entries(self, *path: str) -> Iterator[Entry]:
        """Give each mapping of the list under some keys."""
        listed = self.value(*path)
        for index, content in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(content, dict):
                yield Entry((*path, index), content)

    def ids(self, *path: str, key: str = "id") -> list[str]:
        """Return the ids in the list under some keys."""
        found = (entry.text(key) for entry in self.entries(*path))
        return [identity for identity in found if identity is not None]

    def fault(self, path: Path_, found: str, expected: str, remedy: str) -> Fault:
        """Return a fault with the line of the value at fault."""
        return Fault(where(path), found, expected, remedy, self.file.line(path))

    def unknown(
        self, path: Path_, named: object, known: Iterable[str], *, kind: str
    ) -> Iterator[Fault]:
        """Give a fault if a name is given and not known."""
        words = set(known)
        if named is None or named in words:
            return
        yield self.fault(path, shown(named), f"the id of a {kind}", did_you_mean(named, words))


def day_in(value: object) -> date | None:
    """Return the day that a text names, or nothing."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
