"""`ripeness table`: what stances imply, where parties could agree, what blocks, what would hold."""

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

ROWS = 8
"""How many blockers and assumptions the terminal lists."""

HOLDS = {
    "self_enforcing": "holds by itself",
    "needs_guarantee": "needs a guarantee",
    "cannot_hold": "cannot hold",
    "not_preferred": "not preferred by both",
}


def command(
    case: CaseArgument,
    *,
    plan: Annotated[
        str | None,
        typer.Option("--plan", help="Id of the named package to ask about; the first by default."),
    ] = None,
    fix: Annotated[
        list[str] | None,
        typer.Option(
            "--fix", help="ISSUE=OPTION that every package must have; may be given several times."
        ),
    ] = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_file: OutOption = None,
) -> None:
    """Show what public stances imply, then in how many draws of what parties may want they agree.

    A share of draws is no probability: no party's values are known.
    """
    from ripeness import api

    with shown_progress("table") as progress:
        answer = api.table(
            case, plan=plan, fix=_fixed(fix or []), as_of=day(as_of), seed=seed, progress=progress
        ).model_dump(mode="json")
    if out_file is not None:
        write_object(answer, out_file)
    if as_json:
        print_object(answer)
    else:
        print_table(answer)


def print_table(answer: dict[str, Any]) -> None:
    """Print the table of a case: sentences, packages, blockers, consent, commitment.

    Args:
        answer: The answer as INTERFACES gives it.
    """
    out.print(f"[bold]{answer['title']}[/]")
    for sentence in answer["sentences"]:
        out.print(f"- {sentence}")
    for title, table in (
        (
            "Named packages: share of draws in which they are preferred to fighting on",
            _plans(answer),
        ),
        (
            "Core demands: growth of the zone if the side that holds to them yields",
            _blockers(answer),
        ),
        ("What options of the package need beside the two sides", _consent(answer)),
        ("Whether packages would hold, where both sides prefer them", _commitment(answer)),
        (
            "What the package's acceptance rests on most (share by third of the range)",
            _rests(answer),
        ),
    ):
        out.print(f"\n[bold]{title}[/]")
        out.print(table)


def _fixed(given: list[str]) -> dict[str, str]:
    """Read ISSUE=OPTION; the plan says whether it knows them.

    Raises:
        typer.BadParameter: If a text has not that form, or an issue is fixed twice.
    """
    pairs = {}
    for text in given:
        issue, sign, option = text.partition("=")
        if not (issue and sign and option):
            raise typer.BadParameter(f"{text!r} is not ISSUE=OPTION", param_hint="--fix")
        if pairs.get(issue, option) != option:
            both = f"{issue}={pairs[issue]} and {text}"
            raise typer.BadParameter(f"{both} fix one issue twice", param_hint="--fix")
        pairs[issue] = option
    return pairs


def _plans(answer: dict[str, Any]) -> Table:
    parties = answer["parties"]
    table = _plain("package", *(party["name"] for party in parties), "both sides", "everybody")
    for row in answer["plans"]:
        later = " (later text)" if row["later"] else ""
        table.add_row(
            f"{row['title']}{later} [dim]{row['name']}[/]",
            *(_span(row["preferred_by"][party["id"]]) for party in parties),
            _span(row["in_zone"]),
            _span(row["all_prefer"]),
        )
    return table


def _blockers(answer: dict[str, Any]) -> Table:
    names = {party["id"]: party["name"] for party in answer["parties"]}
    table = _plain("issue", "yields", "growth, by family")
    growing = [row for row in answer["blockers"] if row["zone_gain"] > 0]
    for row in growing[:ROWS]:
        most = max(row["by_party"], key=lambda party: row["by_party"][party])
        table.add_row(
            row["title"],
            names[most],
            f"{100 * min(row['by_prior'].values()):.0f} to "
            f"{100 * max(row['by_prior'].values()):.0f} points",
        )
    return table


def _swaps(answer: dict[str, Any]) -> Table:
    table = _plain("changes", "which", "both sides prefer it")
    for row in answer["swaps"]:
        number = len(row["changes"])
        told = "; ".join(row["told"]) or "as it is"
        table.add_row(str(number or "none"), told, _span(row["in_zone"]))
    return table


def _consent(answer: dict[str, Any]) -> Table:
    table = _plain("option", "rule", "chance assumed", "each needs for an even chance")
    shown = next(row["changes"] for row in answer["plans"] if row["name"] == answer["plan_shown"])
    picked = {f"{issue}={option}" for issue, option in shown.items()}
    for row in answer["consent"]:
        if row["option"] not in picked:
            continue
        chance = _span(row["p_pass"])
        even = row["even_chance_needs"]
        table.add_row(
            row["title"],
            f"{row['rule']} ({row['voters']})",
            f"barred: {row['barred']}" if row["barred"] else chance,
            "" if even is None else f"{100 * even:.1f} %",
        )
    return table


def _commitment(answer: dict[str, Any]) -> Table:
    titles = {row["name"]: row["title"] for row in answer["plans"]}
    table = _plain("package", "after a breach", "mostly", "by itself", "guarantee where needed")
    for row in answer["commitment"]:
        shares, needed = row["shares"], row["guarantee"]
        table.add_row(
            titles[row["plan"]],
            row["arrangement"].replace("_", " "),
            HOLDS[row["verdict"]],
            _span(shares["self_enforcing"]) if shares else "",
            "" if needed is None else f"{100 * needed['low']:.1f} to {100 * needed['high']:.1f} %",
        )
    return table


def _rests(answer: dict[str, Any]) -> Table:
    names = {party["id"]: party["name"] for party in answer["parties"]}
    table = _plain("assumption", "low third", "high third")
    for row in answer["rests_on"][:ROWS]:
        of = f", {names[row['party']]}" if row["party"] else ""
        table.add_row(
            f"{row['what']}{of}",
            f"{100 * row['low_third']:.0f} %",
            f"{100 * row['high_third']:.0f} %",
        )
    return table


def _span(shares: dict[str, Any]) -> str:
    low, high = round(100 * shares["low"]), round(100 * shares["high"])
    return f"{low} %" if low == high else f"{low} to {high} %"


def _plain(*columns: str) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column)
    return table
