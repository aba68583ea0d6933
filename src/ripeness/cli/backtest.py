"""`ripeness backtest`: the scoreboard."""

import os
from datetime import datetime
from typing import Annotated

import typer

from ripeness.cli.board import contest_table, judged_table, score_table
from ripeness.cli.options import (
    SEED,
    CaseArgument,
    EvidenceToOption,
    JsonOption,
    OutOption,
    SeedOption,
    day,
)
from ripeness.cli.screen import out, print_object, shown_progress
from ripeness.cli.where import dates_table, where_table


def command(
    case: CaseArgument,
    *,
    first: Annotated[
        datetime | None,
        typer.Option(
            "--first",
            formats=["%Y-%m-%d"],
            help="First origin: the Sunday on or before this day; the case's by default.",
        ),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--last", formats=["%Y-%m-%d"], help="No origin lies after this day."),
    ] = None,
    horizons: Annotated[
        str, typer.Option("--horizons", help="Weeks ahead, separated by commas.")
    ] = "4,13,26",
    models: Annotated[
        str | None,
        typer.Option(
            "--models",
            help="Models, separated by commas; all by default. The five outside baselines are always scored beside them.",
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="One source only; every source by default.")
    ] = None,
    regions: Annotated[
        str | None,
        typer.Option("--judged", help="Regions judged together; those of the case by default."),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help="Keep the study in the case's folder: runs then take the stack's weights from it.",
        ),
    ] = False,
    where: Annotated[
        bool,
        typer.Option(
            "--where",
            help="Score where the line would move, cell by cell and place by place, instead of how much ground changes hands; slow, and it goes on where it stopped.",
        ),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes; as many as processors by default."),
    ] = None,
    evidence_to: EvidenceToOption = None,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_folder: OutOption = None,
) -> None:
    """Make every forecast again from past origins, every two weeks, and score what came of it.

    Each origin sees only what was known by its day. A backtest that was cut short goes on where it
    stopped; forecasts.parquet in the folder holds every quantile with what came about.
    """
    from ripeness import api

    wanted = api.Wanted(
        first=day(first),
        last=day(last),
        horizons=_weeks(horizons),
        models=_names(models),
        source=source,
        judged=_names(regions),
        evidence_to=day(evidence_to),
        keep=keep,
        where=where,
    )
    with shown_progress("backtest") as progress:
        answer = api.backtest(
            case,
            wanted=wanted,
            seed=seed,
            out=out_folder,
            workers=workers or os.cpu_count() or 1,
            progress=progress,
        ).model_dump(mode="json")
    if as_json:
        print_object(answer)
        return
    if where:
        out.print(where_table(answer["cells"]))
        out.print(dates_table(answer["places_scored"]))
        return
    out.print(score_table(answer["scores"]))
    sources = ", ".join(answer["judged_sources"])
    out.print(f"\nAll series together ({sources}; {', '.join(answer['judged_regions'])}):")
    out.print(judged_table(answer["judged"]))
    if answer["contest"]:
        out.print(
            "\nThe contest, score over that of the constant pace (90 % band), and stacking weight:"
        )
        out.print(contest_table(answer["contest"]))
    out.print(f"Every forecast with what came about: {answer['forecasts_file']}")


def _names(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(name.strip() for name in text.split(",") if name.strip())


def _weeks(text: str) -> tuple[int, ...]:
    names = _names(text)
    if not names or not all(name.isdigit() and 0 < int(name) <= 104 for name in names):
        message = f"{text!r} is no list of weeks such as 4,13,26 (from 1 to 104)."
        raise typer.BadParameter(message, param_hint="--horizons")
    return tuple(int(name) for name in names)
