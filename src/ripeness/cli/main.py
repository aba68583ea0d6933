"""The command line's front door: which commands there are, and how a run that fails ends."""

import sys
from importlib.metadata import version

import typer

from ripeness.cli import (
    backtest,
    campaign,
    check,
    claims,
    fetch,
    forecast,
    ingest,
    new,
    run,
    schema,
    score,
    supply,
    table,
)
from ripeness.cli.screen import err, print_error
from ripeness.terms.errors import RipenessError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `ripeness run pokrovsk`; it needs no network and no data.",
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer hands the flag over by position
    if wanted:
        typer.echo(version("ripeness"))
        raise typer.Exit


@app.callback()
def ripeness(
    *,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and end."
    ),
) -> None:
    """Test an argument about a war, link by link, with the source of every number."""


for module in (
    run,
    check,
    new,
    schema,
    ingest,
    fetch,
    claims,
    forecast,
    backtest,
    score,
    supply,
    table,
    campaign,
):
    app.command(name=module.__name__.rpartition(".")[2])(module.command)


def main() -> None:
    """Run the command line; exit 1 where the case or the data are wrong, 2 on usage."""
    try:
        app()
    except RipenessError as error:
        print_error(error)
        sys.exit(1)
    except OSError as error:
        err.print(f"[bold red]error[/] {error.strerror or error}")
        err.print(f"  where:    {error.filename or 'a file or folder'}")
        err.print("  expected: a place that can be read and written, with room on the disk")
        err.print("  do:       Free some room or name another place; nothing half-written is left.")
        sys.exit(1)
