"""`ripeness supply`: what reaches each place, and what changes when a place changes hands."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from ripeness.cli.options import (
    SEED,
    CaseArgument,
    EvidenceToOption,
    JsonOption,
    OutOption,
    SeedOption,
    day,
)
from ripeness.cli.screen import out, print_object, shown_progress, write_object

VERDICTS = {
    "top_three": "yes, in all four",
    "not_top_three": "no, in none",
    "undecided": "undecided",
}


ENDS = ("value", "low", "high")


def command(
    case: CaseArgument,
    *,
    without: Annotated[
        str | None,
        typer.Option(
            "--without",
            metavar="PLACE",
            help="What the loss of this place would change, on the map of one day. A place more "
            "than 40 km behind the line is not asked about.",
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            help="The day of that map; by default the case's as-of day. Not after the last map.",
        ),
    ] = None,
    daily: Annotated[
        bool, typer.Option("--daily", help="Series by every map instead of one every three weeks.")
    ] = False,
    ahead: Annotated[
        int | None,
        typer.Option(
            "--ahead",
            metavar="WEEKS",
            help="Of the weeks ahead these alone: 4, 13 or 26, from ground that a model draws, per "
            "place. Nothing nearer than 4 weeks is given.",
        ),
    ] = None,
    evidence_to: EvidenceToOption = None,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_file: OutOption = None,
) -> None:
    """Show what roads and rail deliver to each place, and which place's loss would cost the others.

    Every figure is a model's, over four variants of the network: rail, road, both, and both with
    links dropped or added at random. Only places are named; no link, bridge or junction is.
    """
    from ripeness import api

    _refuse_day_alone(on, without)
    _refuse_ahead_of_a_loss(ahead, without, daily=daily)
    with shown_progress("supply") as progress:
        answer = api.supply(
            case,
            without=without,
            on=day(on),
            daily=daily,
            ahead=ahead,
            evidence_to=day(evidence_to),
            seed=seed,
            progress=progress,
        ).model_dump(mode="json")
    if out_file is not None:
        write_object(answer, out_file)
    if as_json:
        print_object(answer)
        return
    for table in (place_table(answer["places"]), hub_table(answer["hubs"])):
        if table.row_count:
            out.print(table)
    out.print(change_table(answer["before_after"]))
    if answer["ahead"] is not None:
        out.print(ahead_table(answer["ahead"]["rows"]))
    for line in standing_lines(answer):
        out.print(f"[dim]{line}[/]")


def _refuse_day_alone(on: datetime | None, without: str | None) -> None:
    """Refuse a day without a place.

    Raises:
        typer.BadParameter: If a day is given and no place.
    """
    if on is not None and without is None:
        raise typer.BadParameter("it goes with --without", param_hint="--on")


def _refuse_ahead_of_a_loss(ahead: int | None, without: str | None, *, daily: bool) -> None:
    """Refuse to look ahead where a place is lost, or where every map is taken.

    Raises:
        typer.BadParameter: If weeks ahead are asked for together with either.
    """
    if ahead is not None and (without is not None or daily):
        given = "--daily" if without is None else "--without"
        raise typer.BadParameter(f"it does not go with {given}", param_hint="--ahead")


def place_table(places: list[dict[str, Any]]) -> Table:
    """Return what reaches each place by roads and rail on each source's last map."""
    last = {source: max(r["date"] for r in places if r["source"] == source)
            for source in dict.fromkeys(row["source"] for row in places)}  # fmt: skip
    table = Table("source, map", "side", "place", box=None, header_style="dim")
    for name in ("delivered", "hours", "routes", "directions of 72", "neck km"):
        table.add_column(name, justify="right")
    for row in places:
        if row["network"] == "both" and row["date"] == last[row["source"]]:
            table.add_row(
                f"{row['source']}, {row['date']}",
                row["side"],
                row["place"],
                spread(row["delivered"]),
                "none" if row["hours_to_rear"] is None else f"{row['hours_to_rear']:.1f}",
                str(row["routes_node"]),
                str(row["open_directions"]),
                "wide" if row["neck_km"] is None else f"{row['neck_km']:.0f}",
            )
    return table


def hub_table(hubs: list[dict[str, Any]]) -> Table:
    """Return what each place's loss takes from the others, the costliest first."""
    table = Table("source, map", "lost by", "place", box=None, header_style="dim")
    for name in (
        "rank (9 in 10)",
        "loss, share of the others' demand",
        "busy",
        "among the first 3",
    ):
        table.add_column(name, justify="right")
    for row in hubs:
        both = next((one for one in row["by_network"] if one["network"] == "both"), None)
        rank = row["rank"]
        table.add_row(
            f"{row['source']}, {row['date']}",
            row["side"],
            row["place"],
            f"{rank['median']:.0f} ({rank['low']:.0f} to {rank['high']:.0f}) of {row['compared']}",
            spread(row["loss"]),
            "" if both is None else f"{both['busy']:.0%}",
            VERDICTS[row["verdict"]],
        )
    return table


def change_table(changes: list[dict[str, Any]]) -> Table:
    """Return what differs before and after for all other places together, with placebos."""
    table = Table("sense", "source", "side", "network", "days", box=None, header_style="dim")
    for name in ("change of delivered share", "placebo (9 in 10)", "p"):
        table.add_column(name, justify="right")
    for row in changes:
        if row["place"] == "total":
            placebo = row["placebo"]
            days = row["first"] if row["first"] == row["last"] else f"{row['first']} {row['last']}"
            table.add_row(
                row["estimand"],
                row["source"],
                row["side"],
                row["network"],
                days,
                spread(row["change"]),
                "" if placebo is None else f"{placebo['low']:+.1%} to {placebo['high']:+.1%}",
                "" if placebo is None else f"{placebo['p']:.2f}",
            )
    return table


def ahead_table(rows: list[dict[str, Any]]) -> Table:
    """Return what places may get in the weeks ahead by roads and rail, where a model moves them."""
    table = Table("source", "side", "place", "ahead", box=None, header_style="dim")
    for name in ("holds it in", "delivered, where it does"):
        table.add_column(name, justify="right")
    told = [row for row in rows if row["network"] == "both"]
    for row in told:
        got = row["delivered"]
        table.add_row(
            row["source"],
            row["side"],
            row["place"],
            f"{row['weeks']} weeks",
            f"{row['held']:.0%} of members",
            "too few" if got is None else spread(got),
        )
    return table


def spread(drawn: dict[str, float]) -> str:
    """Write a share with its interval."""
    value, low, high = (drawn[key] + 0.0 if abs(drawn[key]) > 5e-4 else 0.0 for key in ENDS)
    return f"{value:.1%} ({low:.1%} to {high:.1%})"


def standing_lines(answer: dict[str, Any]) -> list[str]:
    """Return what the network is made of, and what could not be said."""
    made = ", ".join(
        f"{row['mode']} {row['standing']} {row['km']:.0f} km" for row in answer["standing"]
    )
    return [f"The network: {made}.", *answer["left_out"]]
