"""The arguments and options that every command shares."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

CaseArgument = Annotated[
    str, typer.Argument(help="A built-in case (pokrovsk) or a folder that holds a case.yaml.")
]
JsonOption = Annotated[
    bool,
    typer.Option(
        "--json", help="Print one JSON object on standard output, and nothing else there."
    ),
]
SeedOption = Annotated[
    int,
    typer.Option(
        "--seed", help="Seed of every random stream; the same seed gives the same numbers."
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", help="Where to write; a file, or for `run` and `backtest` a folder."),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], help="What models may know, instead of the case's as_of."
    ),
]
EvidenceToOption = Annotated[
    datetime | None,
    typer.Option(
        "--evidence-to",
        formats=["%Y-%m-%d"],
        help="What resolves claims, instead of the case's evidence_to.",
    ),
]

SEED = 20251205
"""The default seed."""


def day(moment: datetime | None) -> date | None:
    """Return the day of an option, or None where it was not given."""
    return None if moment is None else moment.date()
