"""`ripeness new`: an editable copy of a case."""

from pathlib import Path
from typing import Annotated

import typer

from ripeness.cli.options import JsonOption
from ripeness.cli.screen import out, print_object


def command(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must not hold files yet.")],
    *,
    like: Annotated[
        str, typer.Option("--like", help="The case to copy: a built-in name or a folder.")
    ] = "pokrovsk",
    as_json: JsonOption = False,
) -> None:
    """Make an editable copy of a case."""
    from ripeness import api

    path = api.new(folder, like=like)
    if as_json:
        print_object({"folder": str(path), "like": like})
        return
    out.print(f"Made {path}")
    out.print(f"Edit {path / 'case.yaml'}, then: ripeness check {path}")
