"""What the terminal shows: one object on standard output, or tables; the rest on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from ripeness.terms.errors import CaseError, Fault, RipenessError
from ripeness.terms.files import write_text
from ripeness.terms.plain import as_json
from ripeness.terms.progress import Report, silent

PIPED_WIDTH = 120
"""Columns where the output is no terminal, which would otherwise be taken to have 80."""

piped = None if sys.stdout.isatty() else PIPED_WIDTH
out = Console(highlight=False, width=piped)
err = Console(stderr=True, highlight=False)


def print_object(content: dict[str, Any]) -> None:
    """Print one JSON object on standard output, and nothing else there."""
    sys.stdout.write(as_json(content) + "\n")


def write_object(content: dict[str, Any], path: Path) -> None:
    """Write the object into a file, whole or not at all."""
    write_text(path, as_json(content) + "\n")


def print_error(error: RipenessError) -> None:
    """Print what was found, where, what was expected and what to do, on standard error."""
    if isinstance(error, CaseError):
        for fault in error.faults:
            print_fault(fault)
        err.print(Text(f"{len(error.faults)} fault(s) in {error.where}", style="bold"))
        return
    err.print(Text("error", style="bold red"), Text(error.found, style="bold"))
    for label, text in (
        ("where", error.where),
        ("expected", error.expected),
        ("do", error.remedy),
    ):
        err.print(Text(f"  {label + ':':<10}", style="dim"), Text(text), sep="")


def print_fault(fault: Fault) -> None:
    """Print one fault of a case file, on standard error."""
    line = "" if fault.line is None else f"line {fault.line}, "
    err.print(Text(f"{line}{fault.where}: ", style="bold"), Text(fault.found), sep="")
    err.print(Text(f"  expected: {fault.expected}\n  do:       {fault.remedy}", style="dim"))


@contextmanager
def shown_progress(title: str) -> Iterator[Report]:
    """Show a bar on standard error while work goes on, where that is a terminal."""
    if not err.is_terminal:
        yield silent
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def report(stage: str, done: int, total: int | None) -> None:
            bar.update(task, description=f"{title}: {stage}", completed=done, total=total)

        yield report
