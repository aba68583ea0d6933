"""Tables kept under the digest of all that they depend on, so that work is not done twice."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ripeness.terms.files import written_aside


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
