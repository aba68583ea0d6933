"""`ripeness ingest`: upstream files into a case's control panel."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from ripeness.cli.options import JsonOption
from ripeness.cli.screen import out, print_object, shown_progress

SKIPPED_SHOWN = 20


def command(
    source: Annotated[str, typer.Argument(help="A source of the case, such as deepstate.")],
    directory: Annotated[Path, typer.Argument(help="The folder of upstream files.")],
    *,
    case: Annotated[Path, typer.Option("--case", help="The case folder whose panel to build.")],
    as_json: JsonOption = False,
) -> None:
    """Read upstream files of maps or counts into a case; say what was read, skipped and why.

    Days already in the panel cost nothing; a day newer than 14 days is refused.
    """
    from ripeness import api

    today = datetime.now().astimezone().date()
    with shown_progress(f"ingest {source}") as progress:
        report = api.ingest(source, directory, case=case, today=today, progress=progress)
    if as_json:
        print_object(asdict(report))
        return
    print_ingested(asdict(report))


def print_ingested(report: dict[str, Any]) -> None:
    """Print what became of the files that were ingested."""
    out.print(
        f"{report['source']}: {report['read']} {report['of']} read, {report['added']} new to the case, "
        f"{report['unchanged']} already there"
    )
    for title, rows in (
        ("refused", report["refused"]),
        ("redrawn upstream, both kept", report["redrawn"]),
        ("skipped", report["skipped"]),
    ):
        print_skipped(title, rows)


def print_skipped(title: str, rows: Sequence[dict[str, str]]) -> None:
    """Print what was not used, and why."""
    if not rows:
        return
    table = Table(title, "why", box=None, header_style="dim")
    for row in rows[:SKIPPED_SHOWN]:
        table.add_row(row["file"], row["why"])
    out.print(table)
    if len(rows) > SKIPPED_SHOWN:
        out.print(f"and {len(rows) - SKIPPED_SHOWN} more; --json lists all")
