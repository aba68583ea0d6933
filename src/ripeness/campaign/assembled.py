"""The campaign of a case: every source, every course, every family of priors, as one paper."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.bargain import bargain
from ripeness.campaign.borne_out import BorneOut
from ripeness.campaign.concluded import concluded
from ripeness.campaign.conclusion import quiet_spread
from ripeness.campaign.couplings import COUPLINGS, Switches
from ripeness.campaign.courses import (
    Ended,
    bargained,
    course_paper,
    differences,
    fought_on,
    named_at,
    settled_in,
)
from ripeness.campaign.fought import Fought, fight_of
from ripeness.campaign.intervention import interventions
from ripeness.campaign.observed import news_and_crossing
from ripeness.campaign.offers import Listed, listed_packages, offers_of
from ripeness.campaign.open_ways import Ways, strip_rows
from ripeness.campaign.records import (
    CampaignPaper,
    ConclusionSide,
    CoursePaper,
    Difference,
    EffectPaper,
    Hinge,
    ReservationPaper,
    StripPaper,
)
from ripeness.campaign.reservation import Reservation, reservation
from ripeness.campaign.staged import Allocated, Stage, coupled, fought, tolls_of
from ripeness.campaign.supplies import Rear
from ripeness.campaign.supported import support_rows
from ripeness.campaign.worth import WEEKS_A_YEAR, Fight, Offers
from ripeness.case.fighting import last_weeks
from ripeness.case.losses_paper import NO_CIVILIANS
from ripeness.case.opened import OpenedCase
from ripeness.case.plan_file import read_plan
from ripeness.case.table_draws import TableDraws, draw_table
from ripeness.evidence.panel import known_by, weekly_km2
from ripeness.table.priors import FAMILIES, Family
from ripeness.table.utility import annuity
from ripeness.terms.errors import DataError, RipenessError
from ripeness.terms.progress import Report, silent

Numbers = NDArray[np.float64]

TOLD_EVERY = 4
"""Reservation values and strips are told every so many weeks, and at the horizon."""


@dataclass(frozen=True)
class Beside:
    """What a campaign is made from besides the case."""

    sources: tuple[str, ...]
    """Whose maps."""
    allocated: Callable[[str], Allocated]
    """Gives the allocation of a source."""
    borne_out: tuple[BorneOut, ...]
    """What the data say of each coupling."""
    hinges: tuple[Hinge, ...] = ()
    """What the conclusions hinge on, from the study that the case ships."""
    rear: Callable[[str], Rear] | None = None
    """Gives what the supply of a source's front is computed from; none: supply is not followed."""
    kept: Path | None = None
    """Folder for courses that are done, of a run that may be cut short; none: nothing is kept."""


@dataclass(frozen=True)
class Told:
    """What one source's map leads to."""

    courses: list[CoursePaper]
    differences: list[Difference]
    effects: list[EffectPaper]
    strips: list[StripPaper]
    conclusion: list[ConclusionSide]
    reservation: list[ReservationPaper]
    fought: Fought


@dataclass(frozen=True)
class Talks:
    """One family's draws on one source's battlefield."""

    family: Family
    offers: Offers
    going: Reservation
    option: Numbers
    ended: Ended


def campaign_paper(
    opened: OpenedCase,
    *,
    seed: int,
    beside: Beside,
    progress: Report = silent,
) -> CampaignPaper:
    """Return the campaign of a case.

    Args:
        opened: The case.
        seed: The seed of the run.
        beside: Sources, their allocations, and what the data say of the couplings.
        progress: Told of each source.

    Raises:
        CaseError: If the case has no plan, or its file is wrong.
        DataError: If the package is unknown, or no source can be run.
    """
    tabled = read_plan(opened.folder, opened.case)
    draws = draw_table(opened.case, tabled, tabled.plan(), last_weeks(opened, tabled), seed=seed)
    listed = listed_packages(draws)
    package = opened.case.campaign.package or draws.plan.packages[0].id
    at = named_at(listed, package)
    told: list[Told] = []
    problems = list(_never_ending(opened))
    for number, source in enumerate(beside.sources):
        progress("campaign", number, len(beside.sources))
        try:
            stage = stage_of(opened, draws, source, beside.allocated(source), seed=seed)
            stage = replace(stage, kept=beside.kept)
            on = coupled(opened, beside.borne_out, source=source)
            if beside.rear is not None and on.of("supply_shifts_hazard"):
                stage = replace(stage, rear=beside.rear(source))
            told.append(_source(stage, listed, at, on))
        except RipenessError as error:
            problems.append(f"{source}: {error}")
    if not told:
        raise DataError(
            problems[-1] if problems else "no source",
            where=str(opened.folder),
            expected="a source whose cells reach the as-of day",
            remedy="Ingest a source, or give another --as-of.",
        )
    taker, other = _who(draws)
    first = told[0].fought
    rows = [row for one in told for row in one.conclusion]
    return CampaignPaper(
        horizon=first.days[-1],
        members=len(first.battle.region_km2),
        region=region_of(draws),
        taker=taker,
        couplings=COUPLINGS,
        borne_out=beside.borne_out,
        courses=tuple(row for one in told for row in one.courses),
        differences=tuple(row for one in told for row in one.differences),
        effect_of_place=tuple(row for one in told for row in one.effects),
        ripeness=tuple(row for one in told for row in one.strips),
        conclusion=concluded(
            rows,
            extra=tuple(
                row
                for one in told[0].courses
                if one.name == "fight_on"
                for row in one.losses
                if row.week == first.days[-1]
            ),
            package=package,
            side=other,
            title=_titles(opened),
        ),
        reservation=tuple(row for one in told for row in one.reservation),
        hinges=beside.hinges,
        links=(),
        civilians=NO_CIVILIANS,
        problems=tuple(problems),
    )


def stage_of(
    opened: OpenedCase, draws: TableDraws, source: str, ready: Allocated, *, seed: int
) -> Stage:
    """Return what a campaign on one source's map is made from.

    Args:
        opened: The case.
        draws: What the parties may want.
        source: Whose map.
        ready: Its allocation.
        seed: The seed of the run.

    Raises:
        DataError: If the source shows no area of the region at issue.
    """
    region, as_of = region_of(draws), opened.case.as_of
    rows = opened.panel.readings
    rows = rows[(rows["source"] == source) & (rows["id"] == region) & rows["unit_km2"].notna()]
    if rows.empty:
        raise DataError(
            f"no area of {region!r} by {source!r}",
            where="control panel of the case",
            expected="readings of the region at issue",
            remedy="Name a region of the case as `ground` of an issue.",
        )
    held = weekly_km2(known_by(opened.panel, as_of), source=source, id=region, until=as_of)
    unit = next(one for one in ready.units if one.kind == "region" and one.id == region)
    inside = float(
        (unit.km2 * ready.model.ground.now.ravel()[unit.cells].astype(float) / 16.0).sum()
    )
    drawn = float(held.iloc[-1])
    return Stage(
        opened=opened,
        draws=draws,
        source=source,
        allocated=ready,
        region=region,
        unit_km2=float(rows["unit_km2"].iloc[-1]),
        drawn_km2=drawn,
        beyond_km2=drawn - inside,
        tolls=tolls_of(opened),
        seed=seed,
        members=min(len(ready.tempo_km2), draws.tabled.draws),
        weeks=opened.case.campaign.horizon_weeks,
    )


def region_of(draws: TableDraws) -> str:
    """Return the region whose ground the plan is about; `total` where it is about none."""
    ground = (issue.ground for issue in draws.tabled.issues if issue.ground is not None)
    return next(ground, "total")


def _source(stage: Stage, listed: tuple[Listed, ...], at: int, on: Switches) -> Told:
    whole = fought(stage, members=stage.members, on=on)
    fight = fight_of(whole, stage.draws)
    talks = [_talks(stage, fight, listed, family) for family in FAMILIES]
    courses = list(_courses(stage, listed, at))
    every = [*courses, *(one.ended for one in talks)]
    names = _who(stage.draws)
    by_family: dict[Family, Offers] = {one.family: one.offers for one in talks}
    return Told(
        courses=[course_paper(one, whole, listed, stage.sides) for one in every],
        differences=[
            row for one in every[1:] for row in differences(every[0], one, whole, stage.sides)
        ],
        effects=[
            *news_and_crossing(stage, by_family["evidence_centred"], at, names),
            *interventions(stage, by_family["evidence_centred"], at, names=names, on=on),
        ],
        strips=strip_rows(
            stage,
            fight,
            Ways(listed=listed, by_family={one.family: (one.offers, one.going) for one in talks}),
        ),
        conclusion=support_rows(stage, whole, by_family, package=at, on=on),
        reservation=[row for one in talks for row in _reservation_rows(stage, one, names)],
        fought=whole,
    )


def _talks(stage: Stage, fight: Fight, listed: tuple[Listed, ...], family: Family) -> Talks:
    offers = offers_of(stage.draws, family, listed, members=stage.members)
    going = reservation(offers, fight)
    found = bargain(offers, fight, going)
    return Talks(family, offers, going, found.option, bargained(found, family))


def _courses(stage: Stage, listed: tuple[Listed, ...], at: int) -> Iterator[Ended]:
    members, title = stage.members, listed[at].near
    yield fought_on(members)
    yield settled_in(0, at, members=members, title=f"settle now on {title}")
    for week in stage.opened.case.campaign.settle_weeks:
        if week < stage.weeks:
            yield settled_in(week, at, members=members, title=f"settle on {title} in week {week}")


def _never_ending(opened: OpenedCase) -> Iterator[str]:
    """Name the courses that are left out because they would not end by the horizon."""
    settings = opened.case.campaign
    for week in settings.settle_weeks:
        if week >= settings.horizon_weeks:
            yield f"settle in week {week}: left out, since it would not end within the horizon of {settings.horizon_weeks} weeks. Raise `horizon_weeks`, or name an earlier week under `settle_weeks`."


def _reservation_rows(
    stage: Stage, talks: Talks, names: tuple[str, str]
) -> Iterator[ReservationPaper]:
    last = stage.weeks
    for week in sorted({*range(0, last, TOLD_EVERY), last}):
        left = talks.offers.weights.span - week / WEEKS_A_YEAR
        scale = annuity(talks.offers.weights.rate, 0.0, left)
        for name, party in zip(names, talks.offers.sides, strict=True):
            mean, low, high = quiet_spread(talks.going.value[:, week, party] / scale)
            yield ReservationPaper(
                map_source=stage.source,
                side=name,
                family=talks.family,
                week=stage.days[week],
                mean=mean,
                low=low,
                high=high,
                r2_out_of_sample=float(talks.going.r2[week, party]),
                later_talks=float((talks.option[:, week, party] / scale).mean()),
            )


def _who(draws: TableDraws) -> tuple[str, str]:
    """Return the ids of the sides, the taker first."""
    first, second = draws.sides
    return (first, second) if draws.keys[first] == draws.last.fighting.taker else (second, first)


def _titles(opened: OpenedCase) -> Mapping[str, str]:
    return {side.id: side.name for side in opened.case.sides}
