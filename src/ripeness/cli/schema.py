"""`ripeness schema`: what a case file, or an output, may hold."""

from typing import Annotated

import typer

from ripeness.cli.options import JsonOption
from ripeness.cli.screen import print_object


def command(
    name: Annotated[str, typer.Argument(help="case, claims, forecast, run, backtest or score.")],
    *,
    as_json: JsonOption = True,  # noqa: ARG001 - a schema is JSON either way
) -> None:
    """Print the JSON Schema of a case file or of what a command prints with --json.

    Editors use the schema of a case to complete and check it: put
    `# yaml-language-server: $schema=case.schema.json` on its first line.
    """
    from ripeness import api

    print_object(api.schema(name))
