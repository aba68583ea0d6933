"""What a record's refusal means for the person who wrote the file."""

import difflib
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ripeness.case.file import CaseFile, Path_, where
from ripeness.terms.declared import Declared
from ripeness.terms.errors import Fault


def did_you_mean(wrong: object, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or list them.

    Example:
        >>> did_you_mean("deepstat", ["deepstate", "isw"])
        'Did you mean `deepstate`?'
    """
    words = sorted(set(known))
    near = difflib.get_close_matches(str(wrong), words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{near[0]}`?"
    if not words:
        return "None is declared; declare it first."
    shown = ", ".join(words[:30])
    return f"Known: {shown}{', ...' if len(words) > 30 else ''}."


def shown(value: object) -> str:
    """Write what was found, short enough for a line.

    Example:
        >>> shown("x" * 100)[-4:]
        'x...'
    """
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def faults_of(error: ValidationError, file: CaseFile, record: type[Declared]) -> list[Fault]:
    """Return each refusal of a record as a fault with its line and its remedy."""
    return [_fault(details, file, record) for details in error.errors(include_url=False)]


def _fault(details: ErrorDetails, file: CaseFile, record: type[Declared]) -> Fault:
    path = _path(details["loc"])
    place, line = where(path), file.line(path)
    match details["type"]:
        case "extra_forbidden":
            known = _keys(record, path[:-1])
            remedy = f"{did_you_mean(path[-1], known)} Unknown keys are refused."
            return Fault(place, f"the unknown key `{path[-1]}`", "a known key", remedy, line)
        case "missing":
            expected = _meaning(record, path) or "this key"
            return Fault(place, "nothing", expected, f"Add `{path[-1]}:`.", line)
        case "literal_error":
            known = [word.strip("' ") for word in _words(details)]
            found = shown(details["input"])
            return Fault(
                place, found, "one of the words", did_you_mean(details["input"], known), line
            )
        case _:
            expected = details["msg"].removeprefix("Value error, ")
            meaning = _meaning(record, path)
            return Fault(place, shown(details["input"]), expected, meaning or "Correct it.", line)


def _words(details: ErrorDetails) -> list[str]:
    expected = str(details.get("ctx", {}).get("expected", ""))
    return [part for piece in expected.split(",") for part in piece.split(" or ")]


def _path(location: tuple[int | str, ...]) -> Path_:
    """Drop what names a branch of a choice rather than a key of the file."""
    kinds = {"str", "int", "float", "bool", "date", "function-after", "[key]"}
    return tuple(part for part in location if part not in kinds)


def _keys(record: type[Declared], path: Path_) -> tuple[str, ...]:
    found = _record_at(record, path)
    return tuple(found.model_fields) if found else ()


def _meaning(record: type[Declared], path: Path_) -> str | None:
    parent = _record_at(record, path[:-1])
    if parent is None or not path or path[-1] not in parent.model_fields:
        return None
    return parent.model_fields[str(path[-1])].description


def _record_at(record: type[Declared], path: Path_) -> type[Declared] | None:
    """Follow keys down the records and return the one that they lead to."""
    here: type[Declared] | None = record
    for part in path:
        if isinstance(part, int):
            continue
        if here is None or part not in here.model_fields:
            return None
        here = record_in(here.model_fields[part].annotation)
    return here


def record_in(annotation: Any) -> type[Declared] | None:  # noqa: ANN401 - annotations have no type
    """Return the record inside an annotation: itself, an optional one or one of many."""
    if isinstance(annotation, type) and issubclass(annotation, Declared):
        return annotation
    inside = (record_in(part) for part in get_args(annotation))
    return next((found for found in inside if found is not None), None)
