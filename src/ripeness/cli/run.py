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

PACE_WEEKS = 13
PACE = f"pace_{PACE_WEEKS}"
"""The model whose forecast the terminal shows; the report shows all."""


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
    claims = answer["claims"]["claims"]
    headlines = [row for row in claims if row["id"] in made.headlines] or claims
    if headlines:
        out.print(claims_table(headlines))
    out.print(f"[dim]{len(claims)} claims in all: ripeness claims {case}[/]\n")
    for line in forecast_lines(answer["forecast"], made.region):
        out.print(line)
    out.print(f"\nreport  {made.report}")
    out.print(f"record  {made.folder}")


def forecast_lines(forecast: dict[str, Any], region: str) -> list[str]:
    """Say in three lines how the ground may move at the pace of the last weeks, by source.

    Args:
        forecast: The forecasts and finish dates, as INTERFACES gives them.
        region: The region that the case is about.
    """
    paces = [r for r in forecast["forecasts"] if (r["region"], r["model"]) == (region, PACE)]
    forecast_from = {row["source"] for row in paces}
    ends = [
        row
        for row in forecast["finish"]
        if (row["region"], row["window_weeks"]) == (region, PACE_WEEKS)
        and row["source"] in forecast_from
        and row["grey_zone"] != "out"
    ]
    if not paces:
        return [f"No forecast of {region}: ripeness forecast says why"]
    lines = [f"{region} from {paces[0]['origin']} at the pace of {PACE_WEEKS} weeks:"]
    for weeks in (4, 26):
        told = "; ".join(f"{row['source']} {change_at(row, weeks)}" for row in paces)
        lines.append(f"  in {weeks:>2} weeks, km²  {told}")
    told = "; ".join(f"{row['source']} {finish_date(row['date'])}" for row in ends)
    return [*lines, f"  nothing left by   {told}"]
