"""The campaign of an opened case, from the allocations and the papers that the run has made."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import xarray as xr

from ripeness.campaign.assembled import Beside, campaign_paper
from ripeness.campaign.borne_out import BorneOut
from ripeness.campaign.borne_supply import supply_foretells
from ripeness.campaign.kept_hinges import kept_hinges
from ripeness.campaign.records import CampaignPaper
from ripeness.campaign.staged import Allocated, what_is_borne_out
from ripeness.campaign.supplies import Rear
from ripeness.case.allocated import Allocation, Allocations
from ripeness.case.opened import OpenedCase
from ripeness.case.scoreboard_paper import ScoreboardPaper
from ripeness.case.supplied import has_supply, supplied
from ripeness.supply.paper import SupplyPaper
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.errors import DataError, RipenessError
from ripeness.terms.progress import Report, silent


def campaign_of(
    opened: OpenedCase,
    *,
    seed: int,
    allocations: Allocations,
    papers: Mapping[str, Any],
    kept: Path | None = None,
    progress: Report = silent,
) -> CampaignPaper:
    """Return the campaign of a case.

    Args:
        opened: The case.
        seed: The seed of the run.
        allocations: The allocations of the run, each with the courses of its members.
        papers: The papers made so far, by section; one that the case has not is missing or None.
        kept: Folder for courses that are done; a run that was cut short reads them. What lies
            there must come from the same input.
        progress: Told of each source.

    Raises:
        CaseError: If the case has no plan, or its file is wrong.
        DataError: If the package is unknown, no source can be run, or a coupling to supply is
            asked for in a case without a network.
    """
    opened_rear = rear_of(opened, seed=seed)
    drawn = set(opened.panel.cells["source"].unique())
    sources = tuple(name for name in opened.panel.sources if name in drawn)
    borne = (
        *by_supply(papers.get("supply")),
        *by_hazard(sources, opened_rear, allocations, seed=seed),
        *by_scoreboard(papers.get("scoreboard")),
        *what_is_borne_out(opened, seed=seed),
    )
    beside = Beside(
        sources=sources,
        allocated=lambda source: ready(*allocations.of(source)),
        borne_out=borne,
        hinges=kept_hinges(opened),
        rear=opened_rear,
        kept=kept,
    )
    return campaign_paper(opened, seed=seed, beside=beside, progress=progress)


def rear_of(opened: OpenedCase, *, seed: int) -> Callable[[str], Rear] | None:
    """Return what gives the network behind a source's front; None in a case without a network.

    Args:
        opened: The case; of its maps only those known by `as_of` are read.
        seed: The seed of the run.

    Raises:
        DataError: If a coupling to supply is asked for in a case without a network.
    """
    if not has_supply(opened):
        if not opened.case.campaign.couplings.get("supply_shifts_hazard"):
            return None
        raise DataError(
            "the coupling 'supply_shifts_hazard' in a case without a network",
            where="couplings of the campaign",
            expected="a `network:` with a folder, and a source whose rest is the other side's",
            remedy="Declare them, or leave the coupling out.",
        )
    as_of = opened.case.as_of
    then = opened.case.model_copy(update={"evidence_to": as_of})
    case = supplied(replace(opened, case=then), seed=seed)

    def rear(source: str) -> Rear:
        if source not in case.drawings:
            raise DataError(
                f"no ground of both sides by {source!r}",
                where="couplings of the campaign",
                expected="a source whose rest the case declares to be the other side's",
                remedy="Give it a `complement`, or leave the coupling out.",
            )
        ground = case.ground(source, sunday_on_or_before(as_of))
        return Rear(case.webs, case.towns, ground, fixed=case.drawings[source].abroad)

    return rear


def by_hazard(
    sources: Iterable[str],
    rear: Callable[[str], Rear] | None,
    allocations: Allocations,
    *,
    seed: int,
) -> Iterator[BorneOut]:
    """Return what maps say of the coupling to the hazard: does supply tell which cells fall?

    Args:
        sources: Whose maps.
        rear: Gives the network behind a source's front; None where the case has none.
        allocations: The allocations of the run.
        seed: The seed of the run.
    """
    if rear is None:
        return
    for source in sources:
        try:
            yield supply_foretells(allocations.of(source)[0].model, rear(source), seed=seed)
        except RipenessError:
            continue  # such a source is told of among the problems, or draws one side only


def by_supply(paper: SupplyPaper | None) -> Iterator[BorneOut]:
    """Return what supply says of the coupling to the hazard: does less delivery come first?

    A rank correlation gives no strength, so it never switches the coupling on by itself.

    Args:
        paper: Supply and hub loss; None where the case has none.
    """
    for row in () if paper is None else paper.precedes:
        yield BorneOut(
            coupling="supply_shifts_hazard",
            tested=f"whether a fall of delivery in one month goes before a loss of ground in the next, {row.side} on the map of {row.source}, network {row.network}: rank correlation over place and month, one-sided p {_number(row.p)}",
            strength=None,
            skill=row.correlation,
            low=None,
            high=None,
            weeks=row.n,
            on=False,
        )


def by_scoreboard(paper: ScoreboardPaper | None) -> Iterator[BorneOut]:
    """Return what scores say of the coupling to the tempo: does attrition foretell better?

    A better score of another model gives no strength of this coupling, so it stays off here.

    Args:
        paper: The scoreboard; None where the case has none.
    """
    for row in () if paper is None else paper.pairs:
        if (row.model, row.rival) != ("attrition", "damped"):
            continue
        low, high = row.ratio.low, row.ratio.high
        yield BorneOut(
            coupling="strength_moves_tempo",
            tested=f"score of the attrition model over that of the damped one, {row.horizon_weeks} weeks ahead, map: {row.source}; shown as one less the ratio",
            strength=None,
            skill=None if row.ratio.value is None else 1 - row.ratio.value,
            low=None if high is None else 1 - high,
            high=None if low is None else 1 - low,
            weeks=row.forecasts,
            first=row.first_origin,
            last=row.last_origin,
            on=False,
        )


def ready(allocation: Allocation, courses: xr.Dataset) -> Allocated:
    """Return an allocation with its courses as a campaign takes it.

    Args:
        allocation: The allocation of one source.
        courses: The courses of all its members.
    """

    def made() -> xr.Dataset:
        return courses

    return Allocated(allocation.model, allocation.units, allocation.tempo_km2, made)


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:.3f}"
