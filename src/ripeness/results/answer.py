"""The head that every answer carries, and an answer's lists as tables for notebooks."""

from datetime import date

import pandas as pd

from ripeness.terms.declared import Declared
from ripeness.terms.errors import RecordError


class Head(Declared):
    """The fields with which every JSON object starts."""

    ripeness: str
    """Version of the programme."""
    case: str
    """Name of the case."""
    as_of: date
    """The last day whose evidence a model may know."""
    evidence_to: date
    """The last day whose evidence may decide a claim or score a forecast."""
    seed: int
    """The seed of every random stream."""
    inputs: dict[str, str]
    """Name of each input file to its SHA-256."""


def frame(answer: Declared, name: str) -> pd.DataFrame:
    """Return one list of an answer as a table, nested fields as dotted columns.

    Args:
        answer: What a verb of `api` returned.
        name: A field of it that holds a list of records, such as `claims`.

    Raises:
        RecordError: If the answer has no such list.
    """
    content = answer.model_dump(mode="python")
    lists = [key for key, value in content.items() if isinstance(value, tuple | list)]
    if name not in lists:
        raise RecordError(
            repr(name),
            where=type(answer).__name__,
            expected=f"one of its lists: {', '.join(lists)}",
            remedy="Ask for one of these tables.",
        )
    return pd.json_normalize(list(content[name]), max_level=1)
