"""Plain values as JSON, with null where something is missing."""

import json

from ripeness.terms.errors import RecordError


def as_json(content: object) -> str:
    """Write plain values as JSON, refusing NaN and infinities.

    Raises:
        RecordError: If a value is not a number, infinite, or of a kind JSON cannot hold.
    """
    try:
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1, default=_plain)
    except (TypeError, ValueError) as error:
        raise RecordError(
            str(error),
            where="the record of a run",
            expected="plain values, with null where something is missing",
            remedy="Write missing numbers as null before they reach the record.",
        ) from error


def _plain(value: object) -> object:
    isoformat = getattr(value, "isoformat", None)
    if isoformat is None:
        message = f"{type(value).__name__} {value!r} is no plain value"
        raise TypeError(message)
    return isoformat()
