"""`ripeness fetch`: a source's public files, downloaded and then ingested."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ripeness.cli.ingest import print_ingested, print_skipped
from ripeness.cli.options import SEED, JsonOption, OutOption, SeedOption, day
from ripeness.cli.screen import err, out, print_object, shown_progress, write_object

MIB = 2**20


def command(
    source: Annotated[str, typer.Argument(help="A source of the case, such as deepstate.")],
    *,
    case: Annotated[
        Path | None, typer.Option("--case", help="The case folder whose panel to build.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            help="Ask for every day from this one on; by default, for what the shelf lacks and for "
            "its newest 28 days anew.",
        ),
    ] = None,
    to: Annotated[
        Path, typer.Option("--to", help="The shelf: files by digest, a folder for each source.")
    ] = Path("shelf"),
    address: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Another address; YYYYMMDD or YYYY-MM-DD in it stands for a file's day.",
        ),
    ] = None,
    ingest: Annotated[
        bool, typer.Option("--ingest/--no-ingest", help="Ingest what came into the case.")
    ] = True,
    as_json: JsonOption = False,
    seed: SeedOption = SEED,
    out_file: OutOption = None,
) -> None:
    """Download a source's public files onto a shelf, then ingest them into a case.

    Licence and credit are shown first. Files of days newer than 14 days are not asked for.
    A connection may take 10 s, a silence 30 s, a file 300 s; each is tried 5 times, with growing
    waits. What broke off is gone on with next time; see docs/fetch.md.
    """
    from ripeness import api

    _need_case(case, ingest)
    offered = api.offer(source, address=address, case=case if ingest else None)
    for line in terms(offered.model_dump(mode="json")):
        err.print(line, markup=False)
    today = datetime.now().astimezone().date()
    with shown_progress(f"fetch {source}") as progress:
        report = api.fetch(
            offered, to=to, today=today, since=day(since), seed=seed, progress=progress
        )
    answer: dict[str, Any] = {"fetch": asdict(report), "ingest": None}
    answer["fetch"]["folder"] = str(report.folder)
    if not as_json:
        print_fetched(answer["fetch"])
    if ingest and case is not None:
        with shown_progress(f"ingest {source}") as progress:
            read = api.ingest(source, report.folder, case=case, today=today, progress=progress)
        answer["ingest"] = asdict(read)
        if not as_json:
            print_ingested(answer["ingest"])
    if out_file is not None:
        write_object(answer, out_file)
    if as_json:
        print_object(answer)


def terms(offered: dict[str, Any]) -> list[str]:
    """Say from where files would come, whose they are and under what licence.

    Args:
        offered: What may be downloaded.
    """
    public = offered["public"]
    file, total = (public[key] // MIB for key in ("largest_file", "largest_total"))
    lag = public["min_lag_days"]
    return [
        f"{offered['title']}: {public['address']}",
        f"  credit:  {offered['credit']}",
        f"  licence: {offered['licence']}",
        f"  limits:  {file} MiB a file, {total} MiB in all; nothing newer than {lag} days",
    ]


def print_fetched(report: dict[str, Any]) -> None:
    """Print what became of the files asked for."""
    out.print(
        f"{report['source']}: {report['asked']} files asked for, {len(report['arrived'])} new, "
        f"{len(report['changed'])} changed, {report['unchanged']} as before, "
        f"{len(report['absent'])} not there, {len(report['failed'])} failed; "
        f"{report['bytes'] / MIB:.1f} MiB"
    )
    out.print(f"days after {report['newest_allowed']} were not asked for; files in", end=" ")
    out.print(report["folder"], markup=False, soft_wrap=True)
    changed = [
        {"file": row["file"], "why": f"{row['before'][:12]} is now {row['after'][:12]}"}
        for row in report["changed"]
    ]
    print_skipped("changed upstream, both kept", changed)
    print_skipped("failed", report["failed"])


def _need_case(case: Path | None, ingest: bool) -> None:  # noqa: FBT001 - the option itself
    if ingest and case is None:
        message = "needs --case FOLDER, or --no-ingest"
        raise typer.BadParameter(message)
