"""The verbs, for notebooks and for the command line."""

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ripeness.answers import (
    SCHEMAS,
    Claims,
    ClaimsAnswer,
    Forecast,
    ForecastAnswer,
    RunAnswer,
    Scores,
)
from ripeness.case import load
from ripeness.case.docket import headlines, resolve_case
from ripeness.case.losses_paper import losses_paper
from ripeness.case.new import new_case
from ripeness.case.opened import OpenedCase, open_case
from ripeness.case.papers import case_paper, outlines_paper
from ripeness.case.schema import case_schema
from ripeness.claims.measure import installed_measures
from ripeness.claims.speakers import speaker_records
from ripeness.evidence import ingest as ingesting
from ripeness.evidence.declared import DeclaredSource
from ripeness.evidence.fetch import addresses, collection
from ripeness.evidence.fetch.addresses import Offer
from ripeness.evidence.fetch.collection import FetchReport, Ways
from ripeness.evidence.ingest import CaseGround, IngestReport
from ripeness.evidence.losses.ingest import LossReport, ingest_losses
from ripeness.evidence.panel import ControlPanel, known_by, shares
from ripeness.front.outlook import observed_series, outlook
from ripeness.front.ruptures_ahead import ruptures
from ripeness.front.settings import FrontSettings
from ripeness.report.page import build_page
from ripeness.results.manifest import Manifest, inputs_of, own_version, python_version, versions
from ripeness.results.record import Record, read_record, write_record
from ripeness.results.registry import counted, register, registered
from ripeness.scoreboard import Wanted, backtest, score  # noqa: F401 - two more of the verbs
from ripeness.scores.due import score_due
from ripeness.terms.errors import DataError, Fault, NoDataError
from ripeness.terms.files import write_text
from ripeness.terms.forecasts import QuantileForecast, Refused
from ripeness.terms.progress import Report, silent
from ripeness.terms.question import TOTAL

SEED = 20251205
"""The default seed."""


def check(case: str | Path) -> tuple[Fault, ...]:
    """Return every fault of a case; none for a sound one."""
    return load.check(case)


def new(folder: Path, *, like: str | Path = "pokrovsk") -> Path:
    """Make an editable copy of a case and return its folder."""
    return new_case(folder, like=like)


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a case file (`case`) or of what a verb returns.

    Raises:
        DataError: If there is no schema of that name.
    """
    if name == "case":
        return case_schema()
    if name not in SCHEMAS:
        raise DataError(
            repr(name),
            where="the name of a schema",
            expected=f"one of case, {', '.join(SCHEMAS)}",
            remedy="Ask for one of these.",
        )
    return SCHEMAS[name].model_json_schema(mode="serialization")


def ingest(
    source: str, directory: Path, *, case: str | Path, today: date, progress: Report = silent
) -> IngestReport | LossReport:
    """Read upstream files into the control panel of a case's folder, or into its counts.

    Args:
        source: A source of the case, of maps or of losses.
        directory: The folder of upstream files.
        case: The case's folder.
        today: The machine's day; maps newer than 14 days before it are refused.
        progress: Told after each file.
    """
    declared = load.load_case(case)
    if source in {one.name for one in declared.losses.sources}:
        return ingest_losses(source, directory, case=load.case_folder(case), today=today)
    ground = CaseGround(
        folder=load.case_folder(case),
        theatre=declared.theatre,
        evidence=declared.evidence,
        slots={side.id: side.slot for side in declared.sides},
    )
    done = itertools.count(1)
    return ingesting.ingest(
        source,
        directory,
        case=ground,
        today=today,
        told=lambda name: progress(name, next(done), None),
    )


def offer(source: str, *, address: str | None = None, case: str | Path | None = None) -> Offer:
    """Return what `fetch` would download of a source: from where, whose it is, its licence.

    Args:
        source: A source of maps.
        address: The address to use instead of the declared one; `YYYYMMDD` or `YYYY-MM-DD` in it
            stands for a file's day.
        case: The case that the files are for, if any.

    Raises:
        DataError: If there is no such source, the case does not use it, or no address is known.
    """
    offered = addresses.offer(source, given=address)
    used = [source] if case is None else [one.name for one in _sources(case)]
    if source not in used:
        raise DataError(
            f"the source {source!r}, which the case does not use",
            where=str(case),
            expected=f"one of {', '.join(used)}",
            remedy="List it under `evidence: sources:`, or fetch it with --no-ingest.",
        )
    return offered


def fetch(
    offered: Offer,
    *,
    to: Path,
    today: date,
    since: date | None = None,
    seed: int = SEED,
    progress: Report = silent,
) -> FetchReport:
    """Download a source's public files onto a shelf; the report names the folder to ingest.

    Args:
        offered: What to download, from `offer`.
        to: The folder in which each source has its shelf.
        today: The machine's day; files of days newer than 14 days before it are not asked for.
        since: The first day to ask for; by default what the shelf lacks, and its newest 28 days.
        seed: The seed of the waits between tries.
        progress: Told before each file.

    Raises:
        FetchError: If upstream cannot be reached, fails too often, or has none of the files.
        TooNewError: If every day asked for is too new.
    """
    ways = Ways(seed=seed, progress=progress)
    return collection.fetch(offered, to, today=today, ways=ways, since=since)


def claims(
    case: str | Path,
    *,
    claim: str | None = None,
    evidence_to: date | None = None,
    seed: int = SEED,
) -> ClaimsAnswer:
    """Return what the evidence says of each claim, on the day it was said and since.

    Args:
        case: A built-in case or a case's folder.
        claim: One claim only, by its id.
        evidence_to: The last day whose evidence may decide; the case's by default.
        seed: The seed of the run.

    Raises:
        DataError: If the case has no such claim, or nothing is known by that day.
    """
    opened = open_case(case, evidence_to=evidence_to)
    found = _claims(opened)
    kept = tuple(row for row in found.claims if claim in {None, row.id})
    if not kept and claim is not None:
        raise DataError(
            f"no claim {claim!r}",
            where=str(opened.folder),
            expected="the id of a claim of the case",
            remedy=f"Ask for one of: {', '.join(row.id for row in found.claims)}.",
        )
    return ClaimsAnswer(**_head(opened, seed), claims=kept, speakers=found.speakers)


def forecast(
    case: str | Path,
    *,
    as_of: date | None = None,
    horizon: int = 26,
    source: str | None = None,
    seed: int = SEED,
    progress: Report = silent,
) -> ForecastAnswer:
    """Return forecasts of the area held in each region, from what was known on a day.

    Args:
        case: A built-in case or a case's folder.
        as_of: The last day of knowledge; the case's by default.
        horizon: Weeks to look forward.
        source: One source only.
        seed: The seed of the run.
        progress: Told after each area.

    Raises:
        NoDataError: If the case's panel has no such source, or nothing was known by that day.
    """
    opened = open_case(case, as_of=as_of)
    settings = FrontSettings(horizon_weeks=horizon)
    found = _forecast(opened, seed=seed, settings=settings, source=source, progress=progress)
    if not found.forecasts and not found.finish:
        raise NoDataError(
            _why_nothing(opened, found.problems),
            where=str(opened.folder),
            expected="an as-of day with half a year of weekly readings before it",
            remedy="Give another --as-of, or ingest a source.",
        )
    return ForecastAnswer(**_head(opened, seed), **dict(found))


def run(
    case: str | Path,
    *,
    out: Path | None = None,
    as_of: date | None = None,
    evidence_to: date | None = None,
    seed: int = SEED,
    progress: Report = silent,
) -> RunAnswer:
    """Answer a case whole: write its record, its registry of forecasts and one page.

    Args:
        case: A built-in case or a case's folder.
        out: The run's folder; `runs/NAME` by default. What stands there of an earlier run is
            replaced file by file, but for the registry, which only grows.
        as_of: What models may know; the case's by default.
        evidence_to: What resolves claims and scores forecasts; the case's by default.
        seed: The seed of the run.
        progress: Told after each step.

    Raises:
        CaseError: If the case is wrong.
        DataError: If its panel is.
    """
    opened = open_case(case, as_of=as_of, evidence_to=evidence_to)
    folder = out or Path("runs") / opened.case.name
    progress("claims", 0, None)
    claimed = _claims(opened)
    made = _forecast(opened, seed=seed, settings=FrontSettings(), progress=progress)
    progress("scores", 0, None)
    register(list(made.forecasts), folder / "registry")
    scores = _scores(opened, counted(registered(folder / "registry"), made.forecasts))
    head = _manifest(
        opened, seed=seed, command=_command(opened.case.name, as_of, evidence_to, seed)
    )
    answer = RunAnswer(
        **dict(head),
        claims=claimed,
        forecast=made,
        scores=scores,
        losses=losses_paper(opened.case, opened.counts),
        headlines=tuple(headlines(opened.case, claimed.claims).values()),
        region=opened.case.theatre.regions[0].id if opened.case.theatre.regions else TOTAL,
        folder=folder,
        report=folder / "report.html",
    )
    progress("page", 0, None)
    write_record(_record(opened, head, answer), folder)
    write_text(answer.report, build_page(read_record(folder)))
    return answer


def _sources(case: str | Path) -> tuple[DeclaredSource, ...]:
    return load.load_case(case).evidence.sources


def _claims(opened: OpenedCase) -> Claims:
    verdicts = resolve_case(
        opened.case, opened.panel, measures=installed_measures(), counts=opened.counts
    )
    return Claims(claims=verdicts, speakers=speaker_records(verdicts))


def _forecast(
    opened: OpenedCase,
    *,
    seed: int,
    settings: FrontSettings,
    source: str | None = None,
    progress: Report = silent,
) -> Forecast:
    panel = opened.panel if source is None else _only(opened.panel, source)
    sides = {side.slot: side.id for side in opened.case.sides}
    found = outlook(
        panel,
        as_of=opened.case.as_of,
        seed=seed,
        side_in=sides,
        settings=settings,
        progress=progress,
    )
    rule = opened.case.rupture
    broke = ruptures(panel, as_of=opened.case.as_of, seed=seed, side_in=sides, rule=rule)
    return Forecast(
        forecasts=found.forecasts,
        finish=found.finishes,
        **dict(broke),
        problems=found.refused,
    )


def _only(panel: ControlPanel, source: str) -> ControlPanel:
    if source not in panel.sources:
        raise NoDataError(
            f"no source {source!r}",
            where="control panel of the case",
            expected=f"one of {', '.join(panel.sources)}",
            remedy="Name one of these, or ingest the source first.",
        )
    rows = panel.readings
    return replace(panel, readings=rows[rows["source"] == source].reset_index(drop=True))


def _why_nothing(opened: OpenedCase, problems: tuple[Refused, ...]) -> str:
    rows = opened.panel.readings
    if rows.empty:
        return "no map at all"
    span = f"{rows['valid_from'].min():%Y-%m-%d} to {rows['valid_to'].max():%Y-%m-%d}"
    return f"nothing to forecast from as of {opened.case.as_of} (maps: {span}); {problems[0].why}"


def _scores(opened: OpenedCase, forecasts: tuple[QuantileForecast, ...]) -> Scores:
    evidence_to = opened.case.evidence_to
    observed = observed_series(opened.panel, evidence_to=evidence_to)
    return Scores(scored=score_due(forecasts, observed, evidence_to=evidence_to))


def _head(opened: OpenedCase, seed: int) -> dict[str, Any]:
    return {
        "ripeness": own_version(),
        "case": opened.case.name,
        "as_of": opened.case.as_of,
        "evidence_to": opened.case.evidence_to,
        "seed": seed,
        "inputs": inputs_of(opened.folder),
    }


def _manifest(opened: OpenedCase, *, seed: int, command: str) -> Manifest:
    return Manifest(
        **_head(opened, seed), python=python_version(), versions=versions(), command=command
    )


def _command(case: str, as_of: date | None, evidence_to: date | None, seed: int) -> str:
    days = {"--as-of": as_of, "--evidence-to": evidence_to}
    given = [f"{option} {day}" for option, day in days.items() if day is not None]
    return " ".join(["ripeness run", case, *given, f"--seed {seed}"])


def _record(opened: OpenedCase, head: Manifest, answer: RunAnswer) -> Record:
    known = known_by(opened.panel, opened.case.evidence_to)
    links = (link.id for link in opened.case.links)
    leads = dict(zip(links, answer.headlines, strict=True))
    return Record(
        manifest=head.model_dump(mode="json"),
        case=case_paper(opened.case, opened.panel.sources, leads=leads),
        claims=answer.claims.model_dump(mode="json"),
        forecast=answer.forecast.model_dump(mode="json"),
        scores=answer.scores.model_dump(mode="json"),
        losses=answer.losses.model_dump(mode="json"),
        grid=opened.panel.grid.model_dump(mode="json"),
        outlines=outlines_paper(opened.case, opened.folder),
        readings=shares(known.readings),
        cells=known.cells,
    )
