"""The table of a case for the record of a run: stances first, then draws by family of priors."""

from collections.abc import Mapping

from ripeness.case.faults import did_you_mean
from ripeness.case.fighting import last_weeks
from ripeness.case.opened import OpenedCase
from ripeness.case.plan_file import read_plan
from ripeness.case.table_changes import cheapest_rows, swap_rows
from ripeness.case.table_commitment import commitment_rows
from ripeness.case.table_consent import consent_rows
from ripeness.case.table_draws import TableDraws, draw_table
from ripeness.case.table_ordinal import ordinal_paper
from ripeness.case.table_plans import (
    SHOWN,
    changes_of,
    issue_rows,
    plan_rows,
    reservation_rows,
    rests_on,
)
from ripeness.case.table_words import sentences
from ripeness.case.table_zone import blocker_rows, dropped_rows, held_rows, zone_shares
from ripeness.table.fixed import fixed, possible
from ripeness.table.packages.frontier import Frontier, frontier
from ripeness.table.packages.points import points
from ripeness.table.paper import (
    FrontierPoint,
    PartyPaper,
    SolutionPoint,
    TablePaper,
)
from ripeness.table.priors import FAMILIES, Family
from ripeness.table.tabled import TabledPlan
from ripeness.terms.errors import DataError
from ripeness.terms.progress import Report, silent
from ripeness.terms.question import Slot


def table_paper(
    opened: OpenedCase,
    *,
    seed: int,
    plan: str | None = None,
    fix: Mapping[str, str] | None = None,
    progress: Report = silent,
) -> TablePaper:
    """Return what stances and priors say of a case's plan.

    Args:
        opened: The case.
        seed: The seed of the run.
        plan: Id of the named package that is asked about; the first by default.
        fix: Issue to the option that every package must have.
        progress: Told of each step.

    Raises:
        CaseError: If the case has no plan, or its file is wrong.
        DataError: If the package, an issue or an option is unknown, or nothing obeys the rules.
        NoDataError: If no map gives a pace, or no count the losses of both sides.
    """
    tabled = read_plan(opened.folder, opened.case)
    return table_of(opened, tabled, seed=seed, plan=plan, fix=fix, progress=progress)


def table_of(
    opened: OpenedCase,
    tabled: TabledPlan,
    *,
    seed: int,
    plan: str | None = None,
    fix: Mapping[str, str] | None = None,
    progress: Report = silent,
) -> TablePaper:
    """Return what stances and priors say of a plan; see `table_paper`.

    Args:
        opened: The case.
        tabled: The plan, as declared.
        seed: The seed of the run.
        plan: Id of the named package that is asked about; the first by default.
        fix: Issue to the option that every package must have.
        progress: Told of each step.

    Raises:
        DataError: If the package, an issue or an option is unknown, or nothing obeys the rules.
    """
    picks = dict(fix or {})
    shown = plan or tabled.packages[0].id
    _checked(tabled, shown, picks)
    whole = fixed(tabled.plan(), {issue: (option,) for issue, option in picks.items()})
    if not possible(whole, {}):
        raise DataError(
            f"no package with {', '.join(f'{issue}={option}' for issue, option in picks.items())}",
            where="--fix",
            expected="options that the rules between them leave together",
            remedy="Fix fewer issues; `constraints` of the plan say which options exclude others.",
        )
    progress("draws", 0, None)
    last = last_weeks(opened, tabled)
    draws = draw_table(opened.case, tabled, whole, last, seed=seed)
    progress("zone", 0, None)
    found = mean_frontier(draws)
    paper = TablePaper(
        title=tabled.title,
        plan_shown=shown,
        fixed=picks,
        span_years=tabled.stakes.span_years,
        draws=tabled.draws,
        sentences=(),
        parties=_parties(draws),
        issues=issue_rows(draws),
        ordinal=ordinal_paper(draws),
        plans=plan_rows(draws),
        zone=zone_shares(draws),
        zone_all=zone_shares(draws, everybody=True),
        frontier_prior=SHOWN,
        frontier=_frontier(draws, found),
        frontier_by_prior={family: _line(draws, family) for family in FAMILIES},
        points=_points(draws, found),
        reservation=reservation_rows(draws),
        held=held_rows(draws),
        blockers=blocker_rows(draws),
        dropped=dropped_rows(draws, draws.plan.package(shown)),
        swaps=swap_rows(draws, draws.plan.package(shown)),
        cheapest=cheapest_rows(draws, draws.plan.package(shown)),
        consent=consent_rows(draws, draws.plan.package(shown)),
        commitment=commitment_rows(draws, seed=seed),
        rests_on=rests_on(draws, draws.plan.package(shown)),
        pace=last.pace,
        losses=last.losses,
        method=found.method,
    )
    return paper.model_copy(update={"sentences": sentences(paper)})


def mean_frontier(draws: TableDraws) -> Frontier:
    """Return the sides' frontier at the mean of the family shown, in shares of the stake."""
    return frontier(draws.plan, draws.at_mean(SHOWN)[0], parties=draws.sides)


def _line(draws: TableDraws, family: Family) -> tuple[tuple[float, float], ...]:
    found = frontier(draws.plan, draws.at_mean(family)[0], parties=draws.sides)
    return tuple((float(one), float(other)) for one, other in found.worth)


def _parties(draws: TableDraws) -> tuple[PartyPaper, ...]:
    named = [*draws.case.sides, *draws.case.parties]
    names = {one.id: one.name for one in named}
    slots: dict[str, Slot] = {side.id: side.slot for side in draws.case.sides}
    return tuple(
        PartyPaper(id=one.id, name=names[one.id], role=one.role, slot=slots.get(one.id))
        for one in draws.tabled.parties
    )


def _frontier(draws: TableDraws, found: Frontier) -> tuple[FrontierPoint, ...]:
    return tuple(
        FrontierPoint(
            package=changes_of(draws, tuple(int(k) for k in package)),
            value=dict(zip(found.parties, worth.tolist(), strict=True)),
        )
        for package, worth in zip(found.packages, found.worth, strict=True)
    )


def _points(draws: TableDraws, found: Frontier) -> dict[str, tuple[SolutionPoint, ...]]:
    threat = draws.at_mean(SHOWN)[1][draws.side_at]
    return {
        str(rule): tuple(
            SolutionPoint(
                package=changes_of(draws, package),
                value=dict(zip(found.parties, point.worth, strict=True)),
            )
            for point in chosen
            for package in point.packages
        )
        for rule, chosen in points(found, reservations=threat).items()
    }


def _checked(tabled: TabledPlan, plan: str, fix: Mapping[str, str]) -> None:
    """Refuse a package, an issue or an option that the plan does not have.

    Raises:
        DataError: If one is unknown.
    """
    packages = [one.id for one in tabled.packages]
    asked = [("--plan", plan, packages)]
    for issue, option in fix.items():
        issues = [one.id for one in tabled.issues]
        asked.append(("--fix", issue, issues))
        if issue in issues:
            options = [f"{issue}={one.id}" for one in tabled.issue(issue).options]
            asked.append(("--fix", f"{issue}={option}", options))
    for where, name, known in asked:
        if name not in known:
            raise DataError(
                repr(name),
                where=where,
                expected=f"one of: {', '.join(known)}",
                remedy=did_you_mean(name, known),
            )
