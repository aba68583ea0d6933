"""`ripeness forecast`: the front in the coming weeks."""

from typing import Annotated, Any

import typer
from rich.table import Table

from ripeness.cli.options import (
    SEED,
    AsOfOption,
    CaseArgument,
    JsonOption,
    OutOption,
    SeedOption,
    day,
)
from ripeness.cli.screen import out, print_object, shown_progress, write_object

SHOWN_WEEKS = (4, 13, 26)

LEAST_CHANCE = 0.05
"""Places less likely to fall by the horizon are left out of the table; JSON has them all."""


def command(
    case: CaseArgument,
    *,
    as_of: AsOfOption = None,
    horizon: Annotated[
        int, typer.Option("--horizon", min=1, max=104, help="Weeks to look forward.")
    ] = 26,
    source: Annotated[
        str | None, typer.Option("--source", help="One source only; every source by default.")
    ] = None,
    places: Annotated[
        bool,
        typer.Option(
            "--places/--no-places",
            help="Simulate where the line moves and say when places fall; takes about a minute.",
        ),
    ] = True,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_file: OutOption = None,
) -> None:
    """Forecast the area held in each region, and when places fall, with the uncertainty.

    A forecast sees only what was known on its as-of day; its origin is the last Sunday by then.
    """
    from ripeness import api

    with shown_progress("forecast") as progress:
        answer = api.forecast(
            case,
            as_of=day(as_of),
            horizon=horizon,
            source=source,
            places=places,
            seed=seed,
            progress=progress,
        ).model_dump(mode="json")
    if out_file is not None:
        write_object(answer, out_file)
    if as_json:
        print_object(answer)
        return
    out.print(forecast_table(answer["forecasts"]))
    out.print(finish_table(answer["finish"]))
    if answer["places"]:
        out.print(places_table(answer["places"]))


def forecast_table(forecasts: list[dict[str, Any]]) -> Table:
    """Return forecasts, one row each: change since the origin, median and 80 % interval."""
    weeks = [
        week for week in SHOWN_WEEKS if week <= min((len(f["weeks"]) for f in forecasts), default=0)
    ]
    table = Table("source", "region", "model", "at origin", box=None, header_style="dim")
    for week in weeks:
        table.add_column(f"{week} weeks, km² change (80 %)", justify="right")
    for forecast in forecasts:
        changes = [change_at(forecast, week) for week in weeks]
        origin = f"{forecast['origin_value']:.0f} km²"
        table.add_row(forecast["source"], forecast["region"], forecast["model"], origin, *changes)
    return table


def change_at(forecast: dict[str, Any], week: int) -> str:
    """Write a forecast's change since the origin: median, and the 80 % interval."""
    low, median, high = (
        forecast["quantiles"][level][week - 1] - forecast["origin_value"]
        for level in ("0.1", "0.5", "0.9")
    )
    return f"{median:+.0f} ({low:+.0f} to {high:+.0f})"


def places_table(places: list[dict[str, Any]]) -> Table:
    """Return when places fall: those with some chance of it, the likeliest first."""
    table = Table(
        "place", "source", "to", "share held", "half the members by (80 %)", "not by the horizon",
        box=None, header_style="dim",
    )  # fmt: skip
    likely = [row for row in places if row["p_not_by_horizon"] <= 1 - LEAST_CHANCE]
    for row in sorted(likely, key=lambda row: (row["p_not_by_horizon"], row["place"])):
        low, median, high = (
            row[key] or "not by then" for key in ("low_date", "median_date", "high_date")
        )
        table.add_row(
            row["place"],
            row["source"],
            row["side"],
            f"{row['threshold']:.0%}",
            f"{median} ({low} to {high})",
            f"{row['p_not_by_horizon']:.0%}",
        )
    return table


def finish_table(finishes: list[dict[str, Any]]) -> Table:
    """Return when nothing would be left of each region, at each pace."""
    table = Table(
        "source", "region", "pace over", "grey zone", "left, km²", "km² a week (90 %)",
        "nothing left by (90 %)", box=None, header_style="dim",
    )  # fmt: skip
    for row in finishes:
        pace = row["pace_km2_per_week"]
        table.add_row(
            row["source"],
            row["region"],
            f"{row['window_weeks']} weeks",
            row["grey_zone"].replace("_", " "),
            f"{row['left_km2']:.0f}",
            f"{pace['value']:.1f} ({pace['low']:.1f} to {pace['high']:.1f})",
            finish_date(row["date"]),
        )
    return table


def finish_date(date: dict[str, str | None] | None) -> str:
    """Write a finish date with its interval."""
    if date is None:
        return "not at this pace"
    low, median, high = (date[key] or "not in 20 years" for key in ("low", "median", "high"))
    return f"{median} ({low} to {high})"
