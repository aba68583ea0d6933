"""What a measure is told besides side, ground and day: read strictly, like all that is declared."""

from typing import TypeVar

from pydantic import ValidationError

from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.question import CountQuestion, ModelQuestion, Question

Options = TypeVar("Options", bound=Declared)


class NoOptions(Declared):
    """A measure that is told nothing more."""


def options_of(
    question: Question | CountQuestion | ModelQuestion, record: type[Options]
) -> Options:
    """Read the options of a question as a measure's own record.

    Raises:
        DataError: If one is unknown, missing or unfit.
    """
    try:
        return record.model_validate(question.options)
    except ValidationError as error:
        first = error.errors()[0]
        known = ", ".join(record.model_fields) or "none"
        found = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise DataError(
            found,
            where=f"options of the measure {question.measure!r}",
            expected=f"options out of: {known}",
            remedy="Correct `measure.options` of the claim.",
        ) from error
