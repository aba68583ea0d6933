"""`ripeness run`: the main job."""

from typing import Any

from ripeness.cli.claims import claims_table
from ripeness.cli.forecast import change_at, finish_date
from ripeness.cli.options import (
    SEED,
    AsOfOption,
    CaseArgument,
    EvidenceToOption,
    JsonOption,
    OutOption,
    SeedOption,
    day,
)
from ripeness.cli.screen import out, print_object, shown_progress


def command(
    case: CaseArgument,
    *,
    as_of: AsOfOption = None,
    evidence_to: EvidenceToOption = None,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_folder: OutOption = None,
) -> None:
    """Answer a case: verdicts, forecasts, scores of what came due, and one report to send on.

    Writes a folder (runs/CASE, or --out): report.html, the record it was made from, and the
    registry of forecasts. Run it again and the same numbers come out.
    """
    from ripeness import api

    with shown_progress("run") as progress:
        made = api.run(
            case,
            out=out_folder,
            as_of=day(as_of),
            evidence_to=day(evidence_to),
            seed=seed,
            progress=progress,
        )
    if as_json:
        print_object(made.model_dump(mode="json"))
        return
    answer = made.model_dump(mode="json")
    headlines = [row for row in answer["claims"]["claims"] if row["id"] in made.headlines]
    out.print(claims_table(headlines))
    verdicts = len(answer["claims"]["claims"])
    out.print(f"[dim]{verdicts} claims in all: ripeness claims {case}[/]\n")
    for line in forecast_lines(answer["forecast"], made.region):
        out.print(line)
    out.print(f"\nreport  {made.report}")
    out.print(f"record  {made.folder}")


def forecast_lines(forecast: dict[str, Any], region: str) -> list[str]:
    """Say in a line for each source what the coming weeks look like and when the rest would go.

    Args:
        forecast: The forecasts and finish dates, as INTERFACES gives them.
        region: The region that the case is about.
    """
    lines = []
    finishes = {
        (row["source"], row["window_weeks"]): row
        for row in forecast["finish"]
        if row["region"] == region and row["grey_zone"] != "out"
    }
    for row in forecast["forecasts"]:
        if row["region"] != region or row["model"] != "pace_13":
            continue
        finish = finishes.get((row["source"], 13))
        when = finish_date(finish["date"]) if finish else "not told"
        lines.append(
            f"{row['source']}: {region} {row['origin_value']:.0f} km² held at {row['origin']}; "
            f"in 13 weeks {change_at(row, 13)} km² at the pace of 13 weeks; nothing left by {when}"
        )
    return lines
