"""Work kept under the digest of all that it depends on, so that it is not done twice."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas as pd
from pydantic import ValidationError

from ripeness.terms.declared import Declared
from ripeness.terms.files import bar_others, write_text, written_aside

Paper = TypeVar("Paper", bound=Declared)

KEPT = 4
"""How many papers of one name are kept: the newest."""


@dataclass(frozen=True)
class Shelf:
    """A folder of tables by digest; without a folder nothing is kept."""

    folder: Path | None
    """Where the tables lie."""

    def __call__(self, digest: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return the table kept under a digest, or make and keep it; a broken file is made anew."""
        if self.folder is None:
            return make()
        path = self.folder / f"{digest[:32]}.parquet"
        if path.is_file():
            try:
                return pd.read_parquet(path)
            except (OSError, ValueError):  # cut short or spoilt: as good as absent
                pass
        table = make()
        with written_aside(path) as aside:
            table.to_parquet(aside, index=False)
        return table


@dataclass(frozen=True)
class Drawer:
    """A folder of papers by name and by the digest of what they were made from."""

    folder: Path | None
    """Where the papers lie; without a folder nothing is kept."""

    def __call__(
        self, name: str, digest: str, *, record: type[Paper], make: Callable[[], Paper]
    ) -> Paper:
        """Return the paper kept under a name if it was made from the same, or make and keep it.

        Two processes that want one paper make it once: the second waits for the first. A broken
        file is made anew.

        Args:
            name: Name of the paper; of each name the newest few are kept.
            digest: Digest of all that the paper depends on.
            record: What it is read as.
            make: Makes it.
        """
        if self.folder is None:
            return make()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}-{digest[:32]}.json"
        with (self.folder / f".{name}.lock").open("a") as lock:
            bar_others(lock)
            if path.is_file():
                try:
                    return record.model_validate_json(path.read_bytes())
                except (OSError, ValidationError):  # cut short, spoilt or of another form
                    pass
            content = make().model_dump_json()
            kept = sorted(self.folder.glob(f"{name}-*.json"), key=lambda old: old.stat().st_mtime)
            for old in kept[: 1 - KEPT]:
                old.unlink(missing_ok=True)
            write_text(path, content)
        return record.model_validate_json(content)
