"""The verbs, for notebooks and for the command line."""

import itertools
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ripeness.answers import (
    SCHEMAS,
    CampaignAnswer,
    ClaimsAnswer,
    ForecastAnswer,
    SupplyAnswer,
    TableAnswer,
)
from ripeness.case import load
from ripeness.case.allocation_paper import (
    AllocationPaper,
    allocation_paper,
    allocations,
    has_allocation,
)
from ripeness.case.faults import did_you_mean
from ripeness.case.new import new_case
from ripeness.case.opened import OpenedCase, open_case
from ripeness.case.schema import case_schema
from ripeness.case.supplied import has_supply
from ripeness.case.supply_ahead import only_weeks
from ripeness.case.supply_paper import loss_of_place, supply_paper
from ripeness.case.table_paper import table_paper
from ripeness.evidence import ingest as ingesting
from ripeness.evidence.fetch import addresses, collection
from ripeness.evidence.fetch.addresses import Offer
from ripeness.evidence.fetch.collection import FetchReport, Ways
from ripeness.evidence.ingest import CaseGround, IngestReport
from ripeness.evidence.losses.ingest import LossReport, ingest_losses
from ripeness.front.settings import FrontSettings
from ripeness.running import (
    SEED,
    claims_of,
    drawer,
    forecast_of,
    head_of,
    run,  # noqa: F401 - one more of the verbs
    run_folder,
)
from ripeness.scoreboard import Wanted, backtest, score  # noqa: F401 - two more of the verbs
from ripeness.sections import Work, asked_otherwise, paper
from ripeness.supply.ahead import refuse_near
from ripeness.terms.errors import DataError, Fault, NoDataError
from ripeness.terms.forecasts import Refused
from ripeness.terms.progress import Report, silent


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
        source: A source of maps or of losses.
        address: The address to use instead of the declared one; `YYYYMMDD` or `YYYY-MM-DD` in it
            stands for a file's day.
        case: The case that the files are for, if any.

    Raises:
        DataError: If there is no such source, the case does not use it, or no address is known.
    """
    offered = addresses.offer(source, given=address)
    used = [source] if case is None else _source_names(case)
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
    progress: Report = silent,
) -> ClaimsAnswer:
    """Return what the evidence says of each claim, on the day it was said and since.

    What models say takes minutes the first time; it is kept in the case's run folder. One claim
    waits for no more than its own model, and comes without the records of speakers, which rest on
    all claims.

    Args:
        case: A built-in case or a case's folder.
        claim: One claim only, by its id.
        evidence_to: The last day whose evidence may decide; the case's by default.
        seed: The seed of the run.
        progress: Told of each step.

    Raises:
        DataError: If the case has no such claim, or nothing is known by that day.
    """
    opened = open_case(case, evidence_to=evidence_to)
    known = [one.id for one in opened.case.claims]
    if claim is not None and claim not in known:
        raise DataError(
            f"no claim {claim!r}",
            where=str(opened.folder),
            expected="the id of a claim of the case",
            remedy=f"{did_you_mean(claim, known)} `ripeness claims` lists them all.".strip(),
        )
    found = claims_of(_work(opened, seed, progress), only=claim)
    return ClaimsAnswer(**head_of(opened, seed), **dict(found))


def forecast(  # noqa: PLR0913 - each an option of the command
    case: str | Path,
    *,
    as_of: date | None = None,
    horizon: int = 26,
    source: str | None = None,
    places: bool = True,
    seed: int = SEED,
    progress: Report = silent,
) -> ForecastAnswer:
    """Return forecasts of the area held in each region, from what was known on a day.

    Args:
        case: A built-in case or a case's folder.
        as_of: The last day of knowledge; the case's by default.
        horizon: Weeks to look forward.
        source: One source only.
        places: Whether to simulate where the line moves, and say when places fall.
        seed: The seed of the run.
        progress: Told after each area.

    Raises:
        NoDataError: If the case's panel has no such source, or nothing was known by that day.
    """
    opened = open_case(case, as_of=as_of)
    settings = FrontSettings(horizon_weeks=horizon)
    found = forecast_of(opened, seed=seed, settings=settings, source=source, progress=progress)
    if not found.forecasts and not found.finish:
        raise NoDataError(
            _why_nothing(opened, found.problems),
            where=str(opened.folder),
            expected="an as-of day with half a year of weekly readings before it",
            remedy="Give another --as-of, or ingest a source.",
        )
    if places and has_allocation(opened):
        moved = _moved(_work(opened, seed, progress), horizon=horizon, source=source)
        problems = (*found.problems, *moved.problems)
        found = found.model_copy(update={"places": moved.places, "problems": problems})
    return ForecastAnswer(**head_of(opened, seed), **dict(found))


def supply(  # noqa: PLR0913 - each an option of the command
    case: str | Path,
    *,
    without: str | None = None,
    on: date | None = None,
    daily: bool = False,
    ahead: int | None = None,
    evidence_to: date | None = None,
    seed: int = SEED,
    progress: Report = silent,
) -> SupplyAnswer:
    """Return what reaches each place, and what changes when a place changes hands.

    Args:
        case: A built-in case or a case's folder.
        without: Id of a place: only what its loss would change, on the map of one day.
        on: The day of that map; the case's as-of day by default.
        daily: Whether series take every map, without the weeks ahead; else maps some days apart.
        ahead: How many weeks ahead, of those given, delivery is told for; all of them by default.
        evidence_to: The last day whose maps are read; the case's by default.
        seed: The seed of the run.
        progress: Told after each source.

    Raises:
        NoDataError: If the case has no network.
        DataError: If there is no such place, it lies more than 40 km behind the line, the day is
            later than the last map, or the weeks ahead are fewer than four or none of those given.
    """
    if ahead is not None:
        refuse_near(ahead)
    opened = open_case(case, evidence_to=evidence_to)
    if without is not None:
        found = loss_of_place(opened, without, on=on, seed=seed)
    elif daily or not has_supply(opened):
        found = supply_paper(opened, seed=seed, daily=daily, progress=progress)
    else:
        found = paper(_work(opened, seed, progress), "supply")
    if ahead is not None:
        found = only_weeks(found, ahead)
    return SupplyAnswer(**head_of(opened, seed), **dict(found))


def table(
    case: str | Path,
    *,
    plan: str | None = None,
    fix: Mapping[str, str] | None = None,
    as_of: date | None = None,
    seed: int = SEED,
    progress: Report = silent,
) -> TableAnswer:
    """Return what stances and priors say of a case's plan: zone, frontier, blockers, consent.

    Args:
        case: A built-in case or a case's folder.
        plan: Id of the named package that is asked about; the first by default.
        fix: Issue to the option that every package must have.
        as_of: The last day of knowledge; the case's by default.
        seed: The seed of the run.
        progress: Told of each step.

    Raises:
        CaseError: If the case declares no plan.
        DataError: If a package, an issue or an option is unknown.
    """
    opened = open_case(case, as_of=as_of)
    if plan or fix or opened.case.table is None:
        found = table_paper(opened, seed=seed, plan=plan, fix=fix, progress=progress)
    else:
        found = paper(_work(opened, seed, progress), "table")
    return TableAnswer(**head_of(opened, seed), **dict(found))


def campaign(
    case: str | Path,
    *,
    package: str | None = None,
    weeks: int | None = None,
    as_of: date | None = None,
    seed: int = SEED,
    progress: Report = silent,
) -> CampaignAnswer:
    """Return what fighting on, settling and bargaining come to, and what hangs on what.

    Args:
        case: A built-in case or a case's folder.
        package: Id of the named package that is settled on and compared with; the case's by
            default.
        weeks: How many weeks are looked ahead; the case's by default.
        as_of: The last day of knowledge; the case's by default.
        seed: The seed of the run.
        progress: Told of each step.

    Raises:
        NoDataError: If the case declares nothing from which a campaign can be run.
        DataError: If the package is unknown, or the weeks are too few or too many.
    """
    opened = open_case(case, as_of=as_of)
    work = _work(opened, seed, progress)
    found = paper(asked_otherwise(work, package=package, weeks=weeks), "campaign")
    if found is None:
        raise NoDataError(
            "nothing from which a campaign can be run",
            where=str(opened.folder),
            expected="a plan under `table:` and maps of the region that it is about",
            remedy="Declare a plan in the case, or give the folder of a case that has one.",
        )
    head = head_of(opened, seed)
    return CampaignAnswer(version=head.pop("ripeness"), **head, **dict(found))


def _source_names(case: str | Path) -> list[str]:
    declared = load.load_case(case)
    return [one.name for one in (*declared.evidence.sources, *declared.losses.sources)]


def _work(opened: OpenedCase, seed: int, progress: Report) -> Work:
    """Return what a verb makes papers from; a run of the case, if there is one, has kept them."""
    return Work(opened, seed, drawer(run_folder(opened)), progress)


def _moved(work: Work, *, horizon: int, source: str | None) -> AllocationPaper:
    """Return where the line may move: the run's own paper where just that is asked."""
    if source is None and horizon == FrontSettings().horizon_weeks:
        return paper(work, "allocation")
    opened, seed = work.opened, work.seed
    shared = allocations(opened, seed=seed, weeks=horizon)
    return allocation_paper(opened, seed=seed, source=source, shared=shared, progress=work.progress)


def _why_nothing(opened: OpenedCase, problems: tuple[Refused, ...]) -> str:
    rows = opened.panel.readings
    if rows.empty:
        return "no map at all"
    span = f"{rows['valid_from'].min():%Y-%m-%d} to {rows['valid_to'].max():%Y-%m-%d}"
    return f"nothing to forecast from as of {opened.case.as_of} (maps: {span}); {problems[0].why}"
