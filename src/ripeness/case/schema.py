"""The JSON Schema of a case file, for editors that complete and check it."""

from typing import Any

from ripeness.case.records import Case


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of a case file; each key's text is its description.

    Example:
        >>> case_schema()["properties"]["as_of"]["description"]
        'The last day whose evidence a model may know.'
    """
    schema = Case.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A case of ripeness",
        **{key: part for key, part in schema.items() if key != "title"},
    }
