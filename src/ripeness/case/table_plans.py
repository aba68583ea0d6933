"""The named packages of a case: what they give, who prefers them, what stances alone say."""

import numpy as np

from ripeness.case.table_draws import TableDraws, ends, shares_by
from ripeness.table.packages.nearest import Nearest, nearest_in_zone
from ripeness.table.paper import (
    IssuePaper,
    OptionPaper,
    PlanPaper,
    ReservationPaper,
    RestsOn,
    StancePaper,
)
from ripeness.table.parties import opposed
from ripeness.table.plan import NamedPackage
from ripeness.table.priors import FAMILIES, Family
from ripeness.table.tabled import PROPOSED, STATUS_QUO, TabledIssue

FAMILY_OF_PRIORS = "family of priors, least and most"
"""How the list of assumptions calls the choice between families."""


SHOWN: Family = "evidence_centred"
"""The family at whose mean the frontier and the way into the zone are shown."""


def issue_rows(draws: TableDraws) -> tuple[IssuePaper, ...]:
    """Return the issues with their options and every recorded stance."""
    return tuple(_issue(draws, issue) for issue in draws.tabled.issues)


def plan_rows(draws: TableDraws) -> tuple[PlanPaper, ...]:
    """Return the named packages, with what they give in each family of priors."""
    return tuple(_plan(draws, named) for named in draws.tabled.packages)


def reservation_rows(draws: TableDraws) -> tuple[ReservationPaper, ...]:
    """Return what fighting on gives each party, by family."""
    return tuple(
        ReservationPaper(
            party=party,
            by_prior={family: ends(draws.reserved(family)[:, at]) for family in FAMILIES},
        )
        for at, party in enumerate(draws.parties)
    )


def both_prefer(draws: TableDraws, family: Family, package: tuple[int, ...]) -> np.ndarray:
    """Say in which draws both sides prefer a package to fighting on."""
    return np.all(draws.gains(family, package)[:, draws.side_at] > 0, axis=1)


def rests_on(draws: TableDraws, package: tuple[int, ...]) -> tuple[RestsOn, ...]:
    """Return how the share of draws in which both sides prefer a package moves with what is drawn.

    Draws of all families are cut in thirds by each assumption; the widest gap stands first.

    Args:
        draws: The draws of the table.
        package: The package.
    """
    by_family = [both_prefer(draws, family, package) for family in FAMILIES]
    held = np.mean(by_family, axis=0)
    shares = [float(one.mean()) for one in by_family]
    rows = [_thirds(held, what, party, drawn) for what, party, drawn in _assumed(draws)]
    family = RestsOn(
        what=FAMILY_OF_PRIORS, party=None, low_third=min(shares), high_third=max(shares)
    )
    return tuple(sorted([family, *rows], key=lambda row: -abs(row.high_third - row.low_third)))


def _issue(draws: TableDraws, issue: TabledIssue) -> IssuePaper:
    as_of, tabled = draws.case.as_of, draws.tabled
    dropped = [change.on for change in issue.changes if change.to != PROPOSED]
    return IssuePaper(
        id=issue.id,
        point=issue.point,
        topic=issue.topic,
        title=issue.title,
        opposed=opposed(tabled, issue, by=as_of),
        dropped_on=min(dropped, default=None),
        core=issue.core,
        ground=issue.ground,
        options=tuple(
            OptionPaper(
                id=option.id,
                title=option.title,
                status_quo=option.id == STATUS_QUO,
                needs=None if option.needs is None else tabled.rule(option.needs).title,
                lasting=option.lasting,
            )
            for option in issue.options
        ),
        stances=tuple(
            StancePaper(used=row.known_on <= as_of, **row.model_dump())
            for party in draws.parties
            for row in tabled.stance_rows(party, issue, by=draws.case.evidence_to)
        ),
        source=issue.source,
        evidence=issue.evidence,
    )


def _plan(draws: TableDraws, named: NamedPackage) -> PlanPaper:
    package = draws.plan.positions(named.picks)
    given = {family: draws.shares_of(family, package) for family in FAMILIES}
    gains = {family: draws.gains(family, package) for family in FAMILIES}
    sides = draws.side_at
    in_zone = shares_by(
        {family: float((gains[family][:, sides] > 0).all(axis=1).mean()) for family in FAMILIES}
    )
    return PlanPaper(
        name=named.id,
        title=named.title,
        on=named.on,
        later=named.on is not None and named.on > draws.case.as_of,
        source=named.source,
        changes=changes_of(draws, package),
        value={
            party: ends(np.concatenate([given[family][:, at] for family in FAMILIES]))
            for at, party in enumerate(draws.parties)
        },
        value_by_prior={
            family: {party: ends(given[family][:, at]) for at, party in enumerate(draws.parties)}
            for family in FAMILIES
        },
        preferred_by={
            party: shares_by(
                {family: float((gains[family][:, at] > 0).mean()) for family in FAMILIES}
            )
            for at, party in enumerate(draws.parties)
        },
        in_zone_share=in_zone.share_of_draws,
        in_zone=in_zone,
        all_prefer=shares_by(
            {family: float((gains[family] > 0).all(axis=1).mean()) for family in FAMILIES}
        ),
        nearest_in_zone=_way(draws, package),
        distance={family: _nearest(draws, family, package).changes for family in FAMILIES},
    )


def _way(draws: TableDraws, package: tuple[int, ...]) -> tuple[str, ...]:
    """The fewest changes of a package after which both sides prefer it, as ISSUE=OPTION."""
    found = _nearest(draws, SHOWN, package).packages
    then = draws.plan.picks(found[0]) if found else {}
    now = draws.plan.picks(package)
    return tuple(f"{issue}={option}" for issue, option in then.items() if option != now[issue])


def _nearest(draws: TableDraws, family: Family, package: tuple[int, ...]) -> Nearest:
    values, threat = draws.at_mean(family)
    return nearest_in_zone(draws.plan, values, threat[draws.side_at], package, parties=draws.sides)


def changes_of(draws: TableDraws, package: tuple[int, ...]) -> dict[str, str]:
    """Return a package as issue to option, where it departs from the status quo."""
    picks = draws.plan.picks(package)
    return {issue: option for issue, option in picks.items() if option != STATUS_QUO}


def _assumed(draws: TableDraws) -> list[tuple[str, str | None, np.ndarray]]:
    drawn, weights = draws.drawn, draws.drawn.weights
    rows: list[tuple[str, str | None, np.ndarray]] = [
        ("years of fighting on", None, drawn.years),
        ("discount a year", None, weights.rate),
        ("pace on the ground", None, draws.last.fighting.pace[drawn.reading]),
    ]
    for party, at in zip(draws.sides, draws.side_at, strict=True):
        slot = "a" if draws.keys[party] == "a" else "b"
        rows += [
            ("weight of own losses", party, weights.own[:, at]),
            ("weight of the other's losses", party, weights.other[:, at]),
            ("weight of a year of war", party, weights.year[:, at]),
            ("losses as a multiple of the count", party, drawn.times[slot]),
        ]
    return rows


def _thirds(held: np.ndarray, what: str, party: str | None, drawn: np.ndarray) -> RestsOn:
    low, high = np.quantile(drawn, [1 / 3, 2 / 3])
    return RestsOn(
        what=what,
        party=party,
        low_third=float(held[drawn <= low].mean()),
        high_third=float(held[drawn >= high].mean()),
    )
