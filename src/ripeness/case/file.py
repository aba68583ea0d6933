"""A case file as a tree that knows its lines; anything that is no plain mapping is a fault.

Anchors, aliases and tags are refused: a case is plain data, and what it says stands where
it is read. The tree is built from the parser's events, without recursion, so a hostile file
can neither grow nor nest beyond the limits below.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ripeness.terms.errors import Fault

NAME = "case.yaml"
"""Name of the file that declares a case."""

MAX_BYTES = 1_000_000
"""Largest case file that is read."""

MAX_DEPTH = 16
"""Deepest nesting that is read."""

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None
"""What a case file may hold."""

Path_ = tuple[str | int, ...]
"""Keys and positions that lead from the top of the file to a value."""

INTEGER = re.compile(r"[-+]?[0-9]{1,18}$")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
WORDS: dict[str, Plain] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class CaseFile:
    """What a case file holds, the line of everything in it, and the faults of its form."""

    content: dict[str, Plain] | None
    """The mapping at the top; nothing where the file could not be read as one."""
    lines: dict[Path_, int]
    """Line of each value, by the keys that lead to it."""
    faults: tuple[Fault, ...]
    """What is wrong with the file's form."""

    def line(self, path: Path_) -> int | None:
        """Return the line of a value, or of the nearest thing around it that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


@dataclass
class _Builder:
    """The tree while it is built: open containers with their paths, lines and faults."""

    root: list[Plain] = field(default_factory=list)
    open: list[tuple[Path_, dict[str, Plain] | list[Plain]]] = field(default_factory=list)
    key: list[str | None] = field(default_factory=list)
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_case_file(path: Path) -> CaseFile:
    """Read a case file into a tree, gathering the faults of its form."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _unread(f"{size:,} bytes", f"at most {MAX_BYTES:,} bytes", _KEEP_SMALL, None)
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return _unread("bytes that are not UTF-8", "UTF-8 text", "Save the file as UTF-8.", line)
    except OSError as error:
        return _unread(
            f"no readable file ({error.strerror})",
            f"a case folder with a file {NAME}",
            "Name a built-in case or a folder made by `ripeness new`.",
            None,
        )
    return parse_case(text)


def parse_case(text: str) -> CaseFile:
    """Parse the text of a case file, gathering the faults of its form."""
    builder = _Builder()
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, DocumentStartEvent) and builder.root:
                return _unread("a second document", "one document", "Remove `---`.", _line(event))
            if len(builder.open) > MAX_DEPTH:
                return _unread(
                    "values nested too deeply",
                    f"at most {MAX_DEPTH} levels",
                    "Write the case as flat as the one that `ripeness new` gives.",
                    _line(event),
                )
            _take(builder, event)
    except (YAMLError, YAMLStreamError, ValueError) as error:
        return _not_yaml(error)
    return _whole(builder)


def _whole(builder: _Builder) -> CaseFile:
    content = builder.root[0] if builder.root else None
    if isinstance(content, dict):
        return CaseFile(content, builder.lines, tuple(builder.faults))
    return _unread(
        "no mapping at the top" if builder.root else "an empty file",
        "keys such as `name:` and `claims:`",
        "Start from `ripeness new FOLDER --like pokrovsk`.",
        1,
    )


_KEEP_SMALL = "Keep data in files of their own and name them in the case."


def where(path: Path_) -> str:
    """Write keys and positions as a person would.

    Example:
        >>> where(("claims", 3, "place"))
        'claims[3].place'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or NAME


def _take(builder: _Builder, event: Event) -> None:
    match event:
        case AliasEvent():
            _refuse(builder, event, f"the alias *{event.anchor}")
            _place(builder, event, None)
        case ScalarEvent():
            _refuse_marks(builder, event)
            _take_scalar(builder, event)
        case MappingStartEvent() | SequenceStartEvent():
            _refuse_marks(builder, event)
            made: dict[str, Plain] | list[Plain]
            made = {} if isinstance(event, MappingStartEvent) else []
            path = _place(builder, event, made)
            builder.open.append((path, made))
            builder.key.append(None)
        case MappingEndEvent() | SequenceEndEvent():
            builder.open.pop()
            builder.key.pop()
        case _:
            pass


def _take_scalar(builder: _Builder, event: ScalarEvent) -> None:
    awaits_key = (
        bool(builder.open) and isinstance(builder.open[-1][1], dict) and builder.key[-1] is None
    )
    if not awaits_key:
        _place(builder, event, _value(event))
        return
    path, mapping = builder.open[-1]
    if event.value in mapping:
        first = builder.lines[*path, event.value]
        builder.faults.append(
            Fault(
                where((*path, event.value)),
                f"the key {event.value!r} a second time",
                "each key once",
                f"Keep one of the two; the first stands on line {first}.",
                _line(event),
            )
        )
    builder.key[-1] = event.value
    builder.lines[*path, event.value] = _line(event)


def _place(builder: _Builder, event: Event, value: Plain) -> Path_:
    """Put a value where it belongs and return the keys that lead to it."""
    if not builder.open:
        builder.root.append(value)
        builder.lines[()] = _line(event)
        return ()
    path, container = builder.open[-1]
    if isinstance(container, list):
        container.append(value)
        here = (*path, len(container) - 1)
        builder.lines[here] = _line(event)
        return here
    key = builder.key[-1]
    if key is None:
        _refuse(builder, event, "a key that is no plain word")
        builder.key[-1] = ""
        builder.lines.setdefault((*path, ""), _line(event))
        return (*path, "")
    container.setdefault(key, value)
    builder.key[-1] = None
    return (*path, key)


def _value(event: ScalarEvent) -> Plain:
    """Read a plain scalar as YAML 1.2 does; days stay text until a record reads them."""
    text = event.value
    if event.style is not None:
        return text
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    if INTEGER.match(text):
        return int(text)
    return float(text) if NUMBER.match(text) else text


def _refuse_marks(builder: _Builder, event: Event) -> None:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor is not None:
        _refuse(builder, event, f"the anchor &{anchor}")
    if tag is not None:
        _refuse(builder, event, f"the tag {tag}")


def _refuse(builder: _Builder, event: Event, found: str) -> None:
    path = builder.open[-1][0] if builder.open else ()
    builder.faults.append(
        Fault(where(path), found, "plain values", "Write the value out in full.", _line(event))
    )


def _not_yaml(error: Exception) -> CaseFile:
    if not isinstance(error, MarkedYAMLError):
        return _unread("a character that no text holds", "plain text", "Remove it.", None)
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "something that is no YAML"
    tab = "\\t" in problem
    return _unread(
        problem,
        "YAML: keys and values, indented by spaces",
        "Indent with spaces, never tabs." if tab else "Check indentation, quotes and colons there.",
        None if mark is None else mark.line + 1,
    )


def _unread(found: str, expected: str, remedy: str, line: int | None) -> CaseFile:
    return CaseFile(None, {}, (Fault(NAME, found, expected, remedy, line),))


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1
