"""The sections of a run beside claims and forecasts: each a paper made from the opened case.

A section is made again only when something that it depends on has changed: an input file of the
case, a day, the seed, or the code of the models.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

from pydantic import ValidationError

import ripeness
from ripeness.campaign.of_case import campaign_of
from ripeness.campaign.records import CampaignPaper
from ripeness.case.allocated import Allocations
from ripeness.case.allocation_paper import (
    AllocationPaper,
    allocation_paper,
    allocations,
    enough_weeks,
    has_allocation,
)
from ripeness.case.campaigned import CampaignSettings
from ripeness.case.events_paper import events_paper, has_events
from ripeness.case.faults import did_you_mean
from ripeness.case.opened import OpenedCase
from ripeness.case.plan_file import read_plan
from ripeness.case.scoreboard_paper import ScoreboardPaper, has_scoreboard, scoreboard_paper
from ripeness.case.supplied import has_supply
from ripeness.case.supply_paper import supply_paper
from ripeness.case.table_paper import table_paper
from ripeness.case.where_paper import WherePaper, has_where, where_paper
from ripeness.front.event_study.record import EventsPaper
from ripeness.results.kept import Drawer
from ripeness.results.manifest import inputs_of, versions
from ripeness.supply.paper import SupplyPaper
from ripeness.table.paper import TablePaper
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.files import digest_of_bytes, digest_of_file
from ripeness.terms.plain import as_json
from ripeness.terms.progress import Report, silent

RESTS_ON = ("supply", "scoreboard")
"""Sections whose papers the campaign reads."""

PAGES = ("cli", "report")
"""Folders of the package whose code changes no number."""


@dataclass(frozen=True)
class Work:
    """What the sections of one run are made from."""

    opened: OpenedCase
    """The case, its maps and its counts."""
    seed: int
    """The seed of the run."""
    drawer: Drawer
    """Where papers are kept."""
    progress: Report = silent
    """Told of each section."""
    done: dict[str, Declared | None] = field(default_factory=dict)
    """The papers made so far, so that one run makes none twice."""
    shared: dict[str, Any] = field(default_factory=dict)
    """What several sections use, made when first asked for."""


@dataclass(frozen=True)
class Section:
    """One section: which case has it, and how its paper is made."""

    name: str
    """Its name in the record and in the answer."""
    record: type[Declared]
    """What its paper is."""
    applies: Callable[[OpenedCase], bool]
    """Whether the case declares what the section needs."""
    make: Callable[[Work], Declared]
    """Makes the paper."""


SECTIONS: tuple[Section, ...] = (
    Section(
        name="scoreboard",
        record=ScoreboardPaper,
        applies=has_scoreboard,
        make=lambda work: scoreboard_paper(work.opened, seed=work.seed),
    ),
    Section(
        name="events",
        record=EventsPaper,
        applies=has_events,
        make=lambda work: events_paper(work.opened, seed=work.seed),
    ),
    Section(
        name="allocation",
        record=AllocationPaper,
        applies=has_allocation,
        make=lambda work: allocation_paper(
            work.opened, seed=work.seed, shared=allocations_of(work), progress=work.progress
        ),
    ),
    Section(
        name="where",
        record=WherePaper,
        applies=has_where,
        make=lambda work: where_paper(work.opened),
    ),
    Section(
        name="supply",
        record=SupplyPaper,
        applies=has_supply,
        make=lambda work: supply_paper(
            work.opened,
            seed=work.seed,
            allocations=allocations_of(work) if has_allocation(work.opened) else None,
            progress=work.progress,
        ),
    ),
    Section(
        name="table",
        record=TablePaper,
        applies=lambda opened: opened.case.table is not None,
        make=lambda work: table_paper(work.opened, seed=work.seed, progress=work.progress),
    ),
    Section(
        name="campaign",
        record=CampaignPaper,
        applies=lambda opened: opened.case.table is not None and has_allocation(opened),
        make=lambda work: campaign_of(
            work.opened,
            seed=work.seed,
            allocations=allocations_of(
                work, weeks=enough_weeks(work.opened.case.campaign.horizon_weeks)
            ),
            papers={name: paper(work, name) for name in RESTS_ON},
            kept=unfinished(work, "campaign"),
            progress=work.progress,
        ),
    ),
)
"""Every section, in the order of the report; a section may ask for an earlier one's paper."""


def paper(work: Work, name: str) -> Any:  # noqa: ANN401 - each section has its own record
    """Return the paper of a section, made or kept; None where the case has no such section.

    Args:
        work: What it is made from.
        name: Name of the section.
    """
    if name not in work.done:
        section = next(one for one in SECTIONS if one.name == name)
        work.done[name] = _made(work, section) if section.applies(work.opened) else None
    return work.done[name]


def papers(work: Work) -> dict[str, Any]:
    """Return the papers of all sections that the case has, by name."""
    found = {section.name: paper(work, section.name) for section in SECTIONS}
    return {name: made for name, made in found.items() if made is not None}


def asked_otherwise(work: Work, *, package: str | None, weeks: int | None) -> Work:
    """Return the work with another package or horizon of the campaign; nothing of it is kept.

    Args:
        work: The work; its other papers are made, or taken from where they are kept.
        package: Id of the package; the case's by default.
        weeks: The horizon in weeks; the case's by default.

    Raises:
        DataError: If the package is unknown, or the weeks are too few or too many.
    """
    if package is None and weeks is None:
        return work
    if package is not None and work.opened.case.table is not None:
        _refuse_unknown(package, [one.id for one in plan_of(work).packages])
    changes: dict[str, Any] = {} if package is None else {"package": package}
    settings = work.opened.case.campaign
    if weeks is not None:
        sooner = tuple(week for week in settings.settle_weeks if week < weeks)
        changes |= {"horizon_weeks": weeks, "settle_weeks": sooner}
    try:
        asked = CampaignSettings.model_validate(settings.model_dump() | changes)
    except ValidationError as error:
        raise DataError(
            f"a horizon of {weeks} weeks",
            where="the campaign",
            expected="from 4 to 104 weeks",
            remedy="Ask for as many.",
        ) from error
    earlier = {name: paper(work, name) for name in RESTS_ON}
    case = work.opened.case.model_copy(update={"campaign": asked})
    return replace(work, opened=replace(work.opened, case=case), drawer=Drawer(None), done=earlier)


def _refuse_unknown(package: str, known: list[str]) -> None:
    if package not in known:
        raise DataError(
            f"no package {package!r}",
            where="the plan of the case",
            expected=f"one of {', '.join(known)}",
            remedy=did_you_mean(package, known),
        )


def materials(work: Work) -> Mapping[str, Callable[[], Any]]:
    """Return what the sections hand in to measures: each paper, made when first asked for."""

    def asked(name: str) -> Callable[[], Any]:
        return lambda: paper(work, name)

    handed = {one.name: asked(one.name) for one in SECTIONS if one.applies(work.opened)}
    if work.opened.case.table is not None:
        handed["plan"] = lambda: plan_of(work)
    return handed


def allocations_of(work: Work, *, weeks: int | None = None) -> Allocations:
    """Return the allocations that the sections of one run share.

    Args:
        work: What they are made from.
        weeks: How many weeks their courses last; the usual by default.
    """
    name = f"allocations {weeks}"
    if name not in work.shared:
        work.shared[name] = allocations(work.opened, seed=work.seed, weeks=weeks)
    return work.shared[name]


def plan_of(work: Work) -> Any:  # noqa: ANN401 - `done` holds papers of every kind
    """Return the plan that the case declares, read once in a run."""
    if "plan" not in work.done:
        work.done["plan"] = read_plan(work.opened.folder, work.opened.case)
    return work.done["plan"]


def unfinished(work: Work, name: str) -> Path | None:
    """Return where a section lays what it has done so far, for a run that may be cut short.

    It is removed when the paper is there. Asked while the section is made, for then no other
    process makes it, and what a run of other input has left can be removed.

    Args:
        work: What the section is made from.
        name: Name of the section.
    """
    mine = _unfinished(work, name)
    if mine is not None:
        for other in mine.parent.glob(f".{name}-*"):
            if other != mine:
                rmtree(other, ignore_errors=True)
    return mine


def _made(work: Work, section: Section) -> Declared:
    work.progress(section.name, 0, None)
    found = work.drawer(
        section.name,
        _digest(work, section.name),
        record=section.record,
        make=lambda: section.make(work),
    )
    left = _unfinished(work, section.name)
    if left is not None:
        rmtree(left, ignore_errors=True)
    return found


def _unfinished(work: Work, name: str) -> Path | None:
    folder = work.drawer.folder
    return None if folder is None else folder / f".{name}-{_digest(work, name)[:32]}"


def _digest(work: Work, name: str) -> str:
    return digest_of_bytes(as_json([name, *_rests_on(work)]).encode())


def _rests_on(work: Work) -> list[Any]:
    case = work.opened.case
    return [
        case.as_of,
        case.evidence_to,
        work.seed,
        inputs_of(work.opened.folder),
        versions(),
        code_digest(),
    ]


@cache
def code_digest() -> str:
    """Return the digest of the package's code, pages and command line apart."""
    root = Path(ripeness.__file__).parent
    together = sha256()
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(PAGES):
            together.update(f"{name} {digest_of_file(path)}\n".encode())
    return together.hexdigest()
