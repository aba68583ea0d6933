"""The reference page of a case file, made from the text of each field."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from ripeness.case.faults import record_in
from ripeness.case.records import Case
from ripeness.terms.declared import Declared

HEAD = """# The case file

A case is a folder with a file `case.yaml` and the data that the file names. Unknown keys are
refused, and `ripeness check` shows every fault with its line. This page is made from the text
of each field (`python -m ripeness.case.page > docs/case.md`); do not edit it by hand.

Days are written `YYYY-MM-DD`. Plain YAML only: no tabs, anchors, aliases or tags.
"""


def case_page() -> str:
    """Return the reference page of a case file, as Markdown."""
    return reference(Case, HEAD)


def reference(record: type[Declared], head: str) -> str:
    """Return a reference page made from the field texts of a record and of those inside it.

    Args:
        record: The record.
        head: What stands above.
    """
    sections = [_section(one, path) for one, path in _records(record, "")]
    return "\n".join([head, *sections])


def _records(record: type[Declared], path: str) -> Iterator[tuple[type[Declared], str]]:
    yield record, path
    for name, field in record.model_fields.items():
        inner = record_in(field.annotation)
        if inner is not None:
            many = "[]" if get_origin(field.annotation) is tuple else ""
            yield from _records(inner, f"{path}.{name}{many}".lstrip("."))


def _section(record: type[Declared], path: str) -> str:
    title = f"`{path}`" if path else "The file"
    lines = [f"## {title}", "", (record.__doc__ or "").strip().splitlines()[0], ""]
    lines += ["| key | value | default | meaning |", "|---|---|---|---|"]
    for name, field in record.model_fields.items():
        cells = [f"`{name}`", _kind(field), _default(field), _text(field.description)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _kind(field: FieldInfo) -> str:
    return _named(field.annotation).replace("|", "\\|")


def _named(annotation: Any) -> str:  # noqa: ANN401 - annotations have no type of their own
    origin, inside = get_origin(annotation), get_args(annotation)
    parts = [part for part in inside if part not in {Ellipsis, type(None)}]
    match origin:
        case None if isinstance(annotation, type):
            named = _WORDS.get(annotation.__name__, "keys, see below")
        case _ if origin is tuple:
            named = f"list: {_named(parts[0])}"
        case _ if origin is dict:
            named = "keys and values"
        case _ if parts and all(isinstance(part, str) for part in parts):
            named = ", ".join(f"`{part}`" for part in parts)
        case _:
            named = " or ".join(dict.fromkeys(_named(part) for part in parts))
    return named


_WORDS = {
    "str": "text",
    "float": "number",
    "int": "whole number",
    "date": "day",
    "bool": "true or false",
}


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    if field.default is None:
        return "null"
    if isinstance(field.default, Declared):
        return "as below"
    shown = list(field.default) if isinstance(field.default, tuple) else field.default
    return "none" if shown == [] or field.default_factory is not None else f"`{shown}`"


def _text(description: str | None) -> str:
    return " ".join((description or "").split()).replace("|", "\\|")


if __name__ == "__main__":
    print(case_page(), end="")  # noqa: T201 - the page is what this prints
