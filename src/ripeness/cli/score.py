"""`ripeness score`: quantile forecasts from anywhere, scored by the code that scores ours."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from ripeness.cli.board import score_table
from ripeness.cli.options import SEED, JsonOption, OutOption, SeedOption
from ripeness.cli.screen import out, print_object, write_object


def command(
    table: Annotated[
        Path,
        typer.Argument(
            help="Parquet or CSV with model, source, region, origin, horizon_weeks, level, value."
        ),
    ],
    *,
    observed: Annotated[
        Path | None,
        typer.Option(
            "--observed", help="CSV or Parquet of what came about: week, value, source?, region?"
        ),
    ] = None,
    values: Annotated[
        Literal["level", "change"] | None,
        typer.Option(
            "--values",
            help="`level` or `change` (since the origin); told apart by which lies nearer, if not given.",
        ),
    ] = None,
    baseline: Annotated[
        list[str] | None,
        typer.Option("--baseline", help="A model of the table to compare with; may be repeated."),
    ] = None,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_file: OutOption = None,
) -> None:
    """Score any table of quantile forecasts: WIS, coverage, skill against baselines.

    One row of the table is one quantile. docs/scores.md lists other names of columns that are
    understood.
    """
    from ripeness import api

    answer = api.score(
        table, observed=observed, values=values, baselines=tuple(baseline or ()), seed=seed
    ).model_dump(mode="json")
    if out_file is not None:
        write_object(answer, out_file)
    if as_json:
        print_object(answer)
        return
    out.print(score_table(answer["scores"]))
    read = {"level": "levels", "change": "changes since the origin"}[answer["values"]]
    out.print(
        f"{answer['forecasts']} forecasts, values read as {read}; "
        f"{answer['without_outcome']} left out, nothing observed on their day."
    )
