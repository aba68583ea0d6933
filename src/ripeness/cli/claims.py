"""`ripeness claims`: the verdict table."""

from typing import Annotated, Any

import typer
from rich.markup import escape
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
from ripeness.cli.words import VERDICTS, figure


def command(
    case: CaseArgument,
    *,
    claim_id: Annotated[str | None, typer.Option("--id", help="Show one claim in full.")] = None,
    evidence_to: EvidenceToOption = None,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_file: OutOption = None,
) -> None:
    """Show what each source says of each claim, on the day it was said and since.

    What models say takes minutes the first time and is kept in runs/CASE; --id waits for no more
    than the model of that one claim.
    """
    from ripeness import api

    with shown_progress("claims") as progress:
        found = api.claims(
            case, claim=claim_id, evidence_to=day(evidence_to), seed=seed, progress=progress
        )
    answer = found.model_dump(mode="json")
    if out_file is not None:
        write_object(answer, out_file)
    if as_json:
        print_object(answer)
    elif claim_id is not None:
        print_claim(answer["claims"][0])
    else:
        out.print(claims_table(answer["claims"]))


def claims_table(claims: list[dict[str, Any]], *, width: int = 90) -> Table:
    """Return claims with their verdicts, one row each.

    Args:
        claims: Claims as INTERFACES gives them.
        width: How many characters of a claim are shown.
    """
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("claim", ratio=4)
    table.add_column("speaker", ratio=2)
    table.add_column("said", no_wrap=True)
    table.add_column("verdict", ratio=2)
    table.add_column("by source", ratio=3)
    for claim in claims:
        text = claim["text"] if len(claim["text"]) <= width else f"{claim['text'][: width - 1]}…"
        readings = claim["by_source"]
        sources = ", ".join(
            f"{name} {_with_interval(row, claim['unit'])}" for name, row in readings.items()
        )
        verdict = VERDICTS[claim["verdict"]] + (" (one source)" if claim["one_source"] else "")
        told = f"{escape(text)} [dim]{claim['id']}[/]"
        table.add_row(told, claim["speaker"], claim["said_on"], verdict, sources)
    return table


def print_claim(claim: dict[str, Any]) -> None:
    """Print one claim in full."""
    out.print(f"[bold]{claim['text']}[/]")
    out.print(f"{claim['speaker']}, {claim['said_on']} (published {claim['published_on']})")
    on_the_day = claim["verdict_on_the_day"]
    out.print(f"verdict: {VERDICTS[claim['verdict']]}; on the day: {VERDICTS.get(on_the_day, '-')}")
    out.print(claim["why"])
    table = Table("source", "value", "band", "verdict", "day", "known", box=None)
    for name, row in claim["by_source"].items():
        table.add_row(
            name,
            figure(row["value"], claim["unit"]),
            " to ".join(_ends(row, claim["unit"])) or "none",
            VERDICTS[row["verdict"]],
            row["on"],
            row["known_on"],
        )
    out.print(table)
    for line in footnotes(claim):
        out.print(f"[dim]{line}[/]")


def _with_interval(row: dict[str, Any], unit: str) -> str:
    ends = " to ".join(_ends(row, unit))
    return f"{figure(row['value'], unit)}{f' ({ends})' if ends else ''}"


def _ends(row: dict[str, Any], unit: str) -> list[str]:
    """Return the ends of a reading's narrowest band, which decides; none where it has none."""
    band = min(row["bands"], key=lambda band: band["tolerance_m"], default=None)
    return [] if band is None else [figure(band[end], unit) for end in ("low", "high")]


def footnotes(claim: dict[str, Any]) -> list[str]:
    """Return what a reader must know of the readings: outlines, assumptions, later days."""
    lines = []
    for name, row in claim["by_source"].items():
        said = [
            row["place_outline"] and f"outline: {row['place_outline']}",
            row["complement_assumed"] and "rests on all not shown being the other side's",
            row["first_met"] and f"in the asserted range from {row['first_met']}",
            row["note"],
        ]
        if any(said):
            lines.append(f"{name}: {'; '.join(text for text in said if text)}")
    return lines
