"""What a measure is told besides side, ground and day: read strictly, like all that is declared."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.question import CountQuestion, Question

Options = TypeVar("Options", bound=Declared)


class NoOptions(Declared):
    """A measure that is told nothing more."""


def options_of(question: Question, record: type[Options]) -> Options:
    """Read the options of a question as a measure's own record.

    Raises:
        DataError: If one is unknown, missing or unfit.
    """
    return _read(question.measure, question.options, record)


def count_options_of(question: CountQuestion, record: type[Options]) -> Options:
    """Read the options of a question about counts as a measure's own record.

    Raises:
        DataError: If one is unknown, missing or unfit.
    """
    return _read(question.measure, question.options, record)


def _read(measure: str, options: Mapping[str, object], record: type[Options]) -> Options:
    try:
        return record.model_validate(options)
    except ValidationError as error:
        first = error.errors()[0]
        known = ", ".join(record.model_fields) or "none"
        found = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise DataError(
            found,
            where=f"options of the measure {measure!r}",
            expected=f"options out of: {known}",
            remedy="Correct `measure.options` of the claim.",
        ) from error
