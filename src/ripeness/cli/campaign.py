"""`ripeness campaign`: fight on, settle or bargain, and what hangs on what."""

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

LOSSES_APART = "Losses until the horizon if the war goes on; each series by itself, none added"
"""What stands over the losses."""

EFFECTS = "What goes with the change of hands of the place; only an intervention is its effect"
"""What stands over the three estimands."""

NOT_A_FORECAST = "Ripeness, as three strips on the first day; not a forecast of peace"
"""What stands over the strips."""


def command(
    case: CaseArgument,
    *,
    package: Annotated[
        str | None,
        typer.Option(
            "--package",
            metavar="ID",
            help="The named package that is settled on and that fighting on is compared with; "
            "`ripeness table CASE` lists them. By default the case's.",
        ),
    ] = None,
    weeks: Annotated[
        int | None,
        typer.Option(
            "--weeks",
            min=4,
            max=104,
            help="How many weeks are looked ahead; by default the case's.",
        ),
    ] = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_file: OutOption = None,
) -> None:
    """Set fighting on beside settling and bargaining: ground, losses, terms, on the same draws.

    Every figure is a model's, by map and by family of priors; no share is the probability of
    anything. Only the intervention is the effect of the place's fall; news and crossing are what
    moved in the same days. After `ripeness run CASE` the answer is there at once; with --package
    or --weeks it is worked out anew, which takes minutes.
    """
    from ripeness import api

    with shown_progress("campaign") as progress:
        answer = api.campaign(
            case, package=package, weeks=weeks, as_of=day(as_of), seed=seed, progress=progress
        ).model_dump(mode="json")
    if out_file is not None:
        write_object(answer, out_file)
    if as_json:
        print_object(answer)
    else:
        print_campaign(answer)


def print_campaign(answer: dict[str, Any]) -> None:
    """Print a campaign: the conclusion, courses, losses, what the fall changed, strips, couplings.

    Args:
        answer: The answer as INTERFACES gives it.
    """
    out.print(f"[bold]To {answer['horizon']}, {answer['members']} courses of the battlefield[/]")
    out.print(answer["conclusion"]["text"])
    for title, table in (
        ("Courses of action at the horizon", _courses(answer)),
        (LOSSES_APART, _losses(answer)),
        ("Terms at the horizon against the package, outside support as it is", _outcomes(answer)),
        (EFFECTS, _effects(answer)),
        (NOT_A_FORECAST, _strips(answer)),
        ("What the conclusions hinge on, share of the design", _hinges(answer)),
        ("What moves what", _couplings(answer)),
    ):
        if table.row_count:
            out.print(f"\n[bold]{title}[/]")
            out.print(table)
    out.print(f"\n{answer['civilians']}")
    for problem in answer["problems"]:
        out.print(f"[dim]not told: {problem}[/]")


def _courses(answer: dict[str, Any]) -> Table:
    table = _plain("map", "course", "priors", "ended", "ground left, km²", "mostly ends on")
    for row in answer["courses"]:
        ends, first = row["end"][-1], row["terms"][0]
        terms = "the frozen line" if first["package"] is None else first["package"]
        changed = f" with {first['change']}" if first["change"] else ""
        table.add_row(
            row["map_source"],
            row["title"],
            (row["family"] or "").replace("_", " "),
            f"{100 * ends['p']:.0f} %",
            _spread(row["ground"][-1]),
            f"{terms}{changed} ({100 * first['share']:.0f} %)",
        )
    return table


def _losses(answer: dict[str, Any]) -> Table:
    table = _plain("side", "of whom", "kind", "counted by", "basis", "how many")
    for row in answer["conclusion"]["extra_losses"]:
        table.add_row(
            row["side"],
            row["population"],
            row["kind"].replace("_", " "),
            row["source"],
            row["basis"].replace("_", " "),
            f"{'at least ' if row['lower_bound'] else ''}{_spread(row)}",
        )
    return table


def _outcomes(answer: dict[str, Any]) -> Table:
    table = _plain("side", "map", "priors", "no better", "no worse", "not comparable")
    for row in answer["conclusion"]["by_side"]:
        if row["supported"] is None:
            table.add_row(
                row["side"],
                row["map_source"],
                row["family"].replace("_", " "),
                *(_share(row[key]) for key in ("p_no_better", "p_no_worse", "p_not_comparable")),
            )
    return table


def _effects(answer: dict[str, Any]) -> Table:
    table = _plain("sense", "map", "on", "whose", "value", "placebos", "p", "unit")
    for row in answer["effect_of_place"]:
        sense = "effect" if row["estimand"] == "intervention" else row["estimand"]
        span = "" if row["low"] is None else f" ({row['low']:.3g} to {row['high']:.3g})"
        placebo = (
            "none"
            if row["placebo_low"] is None
            else f"{row['placebo_low']:.3g} to {row['placebo_high']:.3g}"
        )
        table.add_row(
            sense,
            row["map_source"],
            row["on"],
            row["series"] or row["side"] or "",
            f"{row['value']:.3g}{span}",
            placebo,
            "" if row["placebo_p"] is None else f"{row['placebo_p']:.2f}",
            row["unit"].replace("km2", "km²"),
        )
    return table


def _strips(answer: dict[str, Any]) -> Table:
    table = _plain("map", "date", "hurting", "a way out", "spokesmen")
    first: dict[str, dict[str, Any]] = {}
    for row in answer["ripeness"]:
        first.setdefault(row["map_source"], row)
    for row in first.values():
        cells = []
        for name in ("hurting", "way_out", "spokesmen"):
            ends = {"value": row[name], "low": row["low"][name], "high": row["high"][name]}
            cells.append("not told" if row[name] is None else _share(ends))
        table.add_row(row["map_source"], row["date"], *cells)
    return table


def _hinges(answer: dict[str, Any]) -> Table:
    table = _plain("conclusion", "assumption", "low third", "high third", "all of it", "turns")
    for row in answer["hinges"]:
        table.add_row(
            row["conclusion"],
            row["assumptions"],
            *(f"{100 * row[key]:.0f} %" for key in ("low_third", "high_third", "robust_share")),
            row["flips_when"] or "nowhere",
        )
    return table


def _couplings(answer: dict[str, Any]) -> Table:
    table = _plain(
        "coupling", "map", "state", "error taken away, or correlation", "cases", "tested"
    )
    for row in answer["borne_out"]:
        skill = "not tested" if row["skill"] is None else f"{row['skill']:.3f}"
        if row["low"] is not None and row["high"] is not None:
            skill = f"{skill} ({row['low']:.3f} to {row['high']:.3f})"
        state = "on" if row["on"] else "off"
        table.add_row(
            row["coupling"].replace("_", " "),
            row["map_source"] or "",
            state,
            skill,
            str(row["weeks"]),
            row["tested"],
        )
    return table


def _spread(row: dict[str, Any]) -> str:
    return f"{row['mean']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})"


def _share(row: dict[str, Any]) -> str:
    return f"{100 * row['value']:.0f} % ({100 * row['low']:.0f} to {100 * row['high']:.0f} %)"


def _plain(*columns: str) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column)
    return table
