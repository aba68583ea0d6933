"""A case with its two sides exchanged: what the one held, said and was said to do, the other does.

Sides keep their ids, names and slots; everything that the case says of them changes over. With
the panel mirrored too, every verdict and every sentence must come out mirrored (DESIGN, *mirror
test*).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ripeness.case.records import Case
from ripeness.evidence.counts import Counts
from ripeness.evidence.counts import mirrored as exchanged
from ripeness.terms.errors import DataError

TEXTS = ("title", "question")
"""Texts at the top of a case that may name the sides."""


def mirrored(case: Case) -> Case:
    """Return the case with everything said of one side said of the other.

    Args:
        case: The case; it has two sides.

    Raises:
        DataError: If it has not.
    """
    swap = name_swap(case)
    content = case.model_dump(mode="json")
    for key in ("claims", "evidence", "losses", "network", *TEXTS):
        content[key] = _swapped(content[key], swap)
    return Case.model_validate(content)


def mirrored_counts(counts: Counts, case: Case) -> Counts:
    """Return counts with the sides exchanged, in slots and in the words of stated figures.

    Args:
        counts: The counts of the case.
        case: The case, which names the sides.
    """
    swap = name_swap(case)
    turned = exchanged(counts)
    strengths = tuple(
        replace(
            one,
            figure=one.figure.model_copy(
                update={
                    key: _swapped_text(getattr(one.figure, key), swap)
                    for key in ("quantity", "speaker", "words", "cited")
                }
            ),
        )
        for one in turned.strengths
    )
    return replace(turned, strengths=strengths)


def mirrored_text(text: str, case: Case) -> str:
    """Return a sentence with the names, adjectives and ids of the two sides exchanged."""
    return _swapped_text(text, name_swap(case))


def name_swap(case: Case) -> Mapping[str, str]:
    """Return each word that names a side with the word that names the other.

    Raises:
        DataError: If the case has not two sides.
    """
    if len(case.sides) != 2:
        found = f"{len(case.sides)} sides"
        raise DataError(
            found, where="sides", expected="two sides", remedy="Declare two sides, `a` and `b`."
        )
    one, other = case.sides
    pairs = [(getattr(one, key), getattr(other, key)) for key in ("id", "name", "adjective")]
    return {**dict(pairs), **{second: first for first, second in pairs}}


def _swapped(value: Any, swap: Mapping[str, str]) -> Any:  # noqa: ANN401 - plain values of a file
    match value:
        case str():
            return _swapped_text(value, swap)
        case list():
            return [_swapped(part, swap) for part in value]
        case dict():
            return {
                key: part if key in _KEPT else _swapped(part, swap) for key, part in value.items()
            }
        case _:
            return value


_KEPT = frozenset({"id", "place", "region", "negates", "mirror_of", "name", "completed_from"})
"""Keys whose values name claims, ground, measures, sources or files, never a side."""


def _swapped_text(text: str, swap: Mapping[str, str]) -> str:
    words = "|".join(re.escape(word) for word in sorted(swap, key=len, reverse=True))
    return re.sub(rf"\b({words})\b", lambda found: swap[found.group()], text)
