"""What a verb gives back: one object for programs, tables for notebooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ripeness.results.manifest import Manifest
from ripeness.terms.errors import RecordError


@dataclass(frozen=True)
class Answer:
    """The answer of one verb, with the head that says what it rests on."""

    head: Manifest
    """Case, dates, seed and inputs by digest."""
    body: Mapping[str, Any]
    """The fields that INTERFACES names for this verb, as plain values."""

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return {**self.head.model_dump(mode="json", include=HEAD), **self.body}

    def frame(self, name: str) -> pd.DataFrame:
        """Return one list of the answer as a table, nested fields as dotted columns.

        Args:
            name: A field of the answer that holds a list of records, such as `claims`.

        Raises:
            RecordError: If the answer has no such list.
        """
        rows = self.body.get(name)
        if not isinstance(rows, list):
            lists = ", ".join(key for key, value in self.body.items() if isinstance(value, list))
            raise RecordError(
                repr(name),
                where=f"the answer about case {self.head.case}",
                expected=f"one of {lists}",
                remedy="Ask for one of these tables.",
            )
        return pd.json_normalize(rows, max_level=1)


HEAD = frozenset({"ripeness", "case", "as_of", "evidence_to", "seed", "inputs"})
"""The fields with which every `--json` object starts."""
