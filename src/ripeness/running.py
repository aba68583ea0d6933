"""The main job: a case answered whole, as one record, one registry of forecasts and one page."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ripeness.answers import Claims, Forecast, RunAnswer, Scores
from ripeness.campaign.answers_of_links import answers_of_links
from ripeness.campaign.link_words import Told
from ripeness.case.docket import headlines, resolve_case
from ripeness.case.losses_paper import losses_paper
from ripeness.case.opened import OpenedCase, open_case
from ripeness.case.papers import case_paper, outlines_paper
from ripeness.case.study import learnt_of
from ripeness.claims.measure import installed_measures
from ripeness.claims.speakers import speaker_records
from ripeness.evidence.panel import ControlPanel, known_by, shares
from ripeness.front.outlook import Beside, observed_series, outlook
from ripeness.front.ruptures_ahead import ruptures
from ripeness.front.settings import FrontSettings
from ripeness.report.page import build_page
from ripeness.results.kept import Drawer
from ripeness.results.manifest import Manifest, inputs_of, own_version, python_version, versions
from ripeness.results.record import Record, read_record, write_record
from ripeness.results.registry import counted, register, registered
from ripeness.scores.due import score_due
from ripeness.sections import Work, materials, papers
from ripeness.terms.declared import Declared
from ripeness.terms.errors import NoDataError
from ripeness.terms.files import write_text
from ripeness.terms.forecasts import QuantileForecast
from ripeness.terms.progress import Report, silent
from ripeness.terms.question import TOTAL

SEED = 20251205
"""The default seed."""


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
    folder = out or run_folder(opened)
    work = Work(opened, seed, drawer(folder), progress)
    made = forecast_of(opened, seed=seed, settings=FrontSettings(), progress=progress)
    found = papers(work)
    if "allocation" in found:
        made = made.model_copy(update={"places": found["allocation"].places})
    progress("claims", 0, None)
    claimed = claims_of(work)
    found |= _answered(opened, claimed, found)
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
        **found,
    )
    progress("page", 0, None)
    write_record(_record(opened, head, answer, found), folder)
    write_text(answer.report, build_page(read_record(folder)))
    return answer


def _answered(opened: OpenedCase, claimed: Claims, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the campaign with every link of the argument answered, where there is a campaign."""
    if "campaign" not in found:
        return {}
    records = {**opened.panel.sources, **opened.counts.losses.sources}
    told = Told(
        case=opened.case,
        verdicts=claimed.claims,
        titles={name: record.title for name, record in records.items()},
        **{name: found.get(name) for name in ("supply", "scoreboard", "table", "campaign")},
    )
    links = answers_of_links(told, installed_measures())
    return {"campaign": found["campaign"].model_copy(update={"links": links})}


def drawer(folder: Path) -> Drawer:
    """Return where the papers of a run are kept.

    They lie in the folder `kept` of the run's folder, or, for runs that are to share them, in
    the folder that the environment names as `RIPENESS_KEPT`.

    Args:
        folder: The run's folder.
    """
    shared = os.environ.get("RIPENESS_KEPT")
    return Drawer(Path(shared) if shared else folder / "kept")


def run_folder(opened: OpenedCase) -> Path:
    """Return where a case's run lies unless told otherwise."""
    return Path("runs") / opened.case.name


def claims_of(work: Work, *, only: str | None = None) -> Claims:
    """Return what the evidence says of each claim of an opened case, models included.

    Args:
        work: The case and where papers are kept.
        only: Id of one claim; then no records of speakers, which rest on all claims.
    """
    opened = work.opened
    asked = tuple(claim for claim in opened.case.claims if only in {None, claim.id})
    verdicts = resolve_case(
        opened.case.model_copy(update={"claims": asked}),
        opened.panel,
        measures=installed_measures(),
        counts=opened.counts,
        materials=materials(work),
    )
    speakers = speaker_records(verdicts) if only is None else ()
    return Claims(claims=verdicts, speakers=speakers)


def forecast_of(
    opened: OpenedCase,
    *,
    seed: int,
    settings: FrontSettings,
    source: str | None = None,
    progress: Report = silent,
) -> Forecast:
    """Return forecasts of the front of an opened case, of all its sources or of one."""
    panel = opened.panel if source is None else _only(opened.panel, source)
    sides = opened.case.side_in
    found = outlook(
        panel,
        as_of=opened.case.as_of,
        seed=seed,
        side_in=sides,
        settings=settings,
        beside=Beside(counts=opened.counts, learnt=learnt_of(opened)),
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


def head_of(opened: OpenedCase, seed: int) -> dict[str, Any]:
    """Return the fields with which every answer about an opened case starts."""
    return {
        "ripeness": own_version(),
        "case": opened.case.name,
        "as_of": opened.case.as_of,
        "evidence_to": opened.case.evidence_to,
        "seed": seed,
        "inputs": inputs_of(opened.folder),
    }


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


def _scores(opened: OpenedCase, forecasts: tuple[QuantileForecast, ...]) -> Scores:
    evidence_to = opened.case.evidence_to
    observed = observed_series(opened.panel, evidence_to=evidence_to)
    return Scores(scored=score_due(forecasts, observed, evidence_to=evidence_to))


def _manifest(opened: OpenedCase, *, seed: int, command: str) -> Manifest:
    return Manifest(
        **head_of(opened, seed), python=python_version(), versions=versions(), command=command
    )


def _command(case: str, as_of: date | None, evidence_to: date | None, seed: int) -> str:
    days = {"--as-of": as_of, "--evidence-to": evidence_to}
    given = [f"{option} {day}" for option, day in days.items() if day is not None]
    return " ".join(["ripeness run", case, *given, f"--seed {seed}"])


def _record(
    opened: OpenedCase, head: Manifest, answer: RunAnswer, found: Mapping[str, Declared]
) -> Record:
    known = known_by(opened.panel, opened.case.evidence_to)
    links = (link.id for link in opened.case.links)
    leads = dict(zip(links, answer.headlines, strict=True))
    return Record(
        manifest=head.model_dump(mode="json"),
        case=case_paper(opened.case, opened.panel.sources, leads=leads),
        claims=answer.claims.model_dump(mode="json"),
        forecast=answer.forecast.model_dump(mode="json"),
        scores=answer.scores.model_dump(mode="json"),
        sections={name: paper.model_dump(mode="json") for name, paper in found.items()},
        losses=answer.losses.model_dump(mode="json"),
        grid=opened.panel.grid.model_dump(mode="json"),
        outlines=outlines_paper(opened.case, opened.folder),
        readings=shares(known.readings),
        cells=known.cells,
    )
