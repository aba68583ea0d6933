"""In how many draws a package exists that parties prefer to fighting on, and what closes it."""

from collections.abc import Mapping

import numpy as np

from ripeness.case.table_draws import TableDraws, shares_by
from ripeness.case.table_plans import both_prefer
from ripeness.table.fixed import fixed, possible
from ripeness.table.packages.zone import zone
from ripeness.table.paper import BlockerPaper, DroppedPaper, HeldPaper, Shares
from ripeness.table.parties import Ordinal, ordinal
from ripeness.table.priors import FAMILIES, Family
from ripeness.table.tabled import PROPOSED, STATUS_QUO, TabledIssue

Picks = Mapping[str, tuple[str, ...]]
"""Issue to the options that are left."""


def zone_shares(
    draws: TableDraws, *, picks: Picks | None = None, everybody: bool = False
) -> Shares:
    """Return the share of draws, by family, in which a package exists that parties prefer.

    Args:
        draws: The draws of the table.
        picks: Options to which some issues are held; none if left out.
        everybody: Whether every party at the table must prefer it, and not the sides alone.
    """
    plan = draws.plan if not picks else fixed(draws.plan, picks)
    if not possible(plan, {}):
        return shares_by(dict.fromkeys(FAMILIES, 0.0))
    parties = draws.parties if everybody else draws.sides
    at = [draws.parties.index(party) for party in parties]
    return shares_by(
        {
            family: float(
                zone(
                    plan,
                    draws.values[family],
                    draws.reservations[family][:, at],
                    parties=parties,
                ).open.mean()
            )
            for family in FAMILIES
        }
    )


def held_rows(draws: TableDraws) -> tuple[HeldPaper, ...]:
    """Return the zone where one side holds to its core demands, or to all of its stances."""
    rows = []
    for party in draws.sides:
        for to in ("core", "stances"):
            picks = held_by(draws, party, core=to == "core")
            rows.append(
                HeldPaper(
                    party=party,
                    to=to,
                    issues=tuple(picks),
                    zone=zone_shares(draws, picks=picks),
                )
            )
    return tuple(rows)


def held_by(draws: TableDraws, party: str, *, core: bool) -> dict[str, tuple[str, ...]]:
    """Return the options that a party leaves where it holds to what it said.

    A party that accepts what is proposed, and does not reject it, leaves that and what it likes at
    least as well; one that rejects it leaves all but that and what it likes no better.

    Args:
        draws: The draws of the table.
        party: Id of the party.
        core: Whether it holds to its core demands alone.
    """
    known = ordinal(draws.tabled, by=draws.case.as_of)
    held = {}
    for at, issue in enumerate(draws.tabled.issues):
        if not core or party in issue.core:
            left = _left(draws, known, party, at)
            if left:
                held[issue.id] = left
    return held


def blocker_rows(draws: TableDraws) -> tuple[BlockerPaper, ...]:
    """Return core demands by how much the zone grows if the side yields on one of them."""
    held = {party: held_by(draws, party, core=True) for party in draws.sides}
    base = {party: zone_shares(draws, picks=picks) for party, picks in held.items()}
    rows = [_blocker(draws, held, base, [issue]) for issue in draws.tabled.issues]
    points = dict.fromkeys(issue.point for issue in draws.tabled.issues)
    for point in points:
        issues = [issue for issue in draws.tabled.issues if issue.point == point]
        if len(issues) > 1:
            rows.append(_blocker(draws, held, base, issues))
    found = [row for row in rows if row is not None]
    return tuple(sorted(found, key=lambda row: (-row.zone_gain, row.level, row.issue)))


def _blocker(
    draws: TableDraws,
    held: Mapping[str, Picks],
    base: Mapping[str, Shares],
    issues: list[TabledIssue],
) -> BlockerPaper | None:
    names = {issue.id for issue in issues}
    gains: dict[str, dict[str, float]] = {}
    for party, picks in held.items():
        if names & set(picks):
            left = {issue: options for issue, options in picks.items() if issue not in names}
            then = zone_shares(draws, picks=left)
            gains[party] = {
                family: then.by_prior[family] - base[party].by_prior[family] for family in FAMILIES
            }
    if not gains:
        return None
    by_party = {party: float(np.mean(list(gain.values()))) for party, gain in gains.items()}
    most = max(by_party, key=lambda party: by_party[party])
    alone = len(issues) == 1
    return BlockerPaper(
        issue=issues[0].id if alone else str(issues[0].point),
        level="issue" if alone else "point",
        point=issues[0].point,
        title=issues[0].title if alone else f"Point {issues[0].point} as a whole",
        zone_gain=by_party[most],
        by_party=by_party,
        by_prior={family: gains[most][family] for family in FAMILIES},
    )


def dropped_rows(draws: TableDraws, package: tuple[int, ...]) -> tuple[DroppedPaper, ...]:
    """Return how much oftener both sides prefer a package if an issue, or a point, is dropped.

    What is dropped goes to its status quo; rules between options are left aside.

    Args:
        draws: The draws of the table.
        package: The package.
    """
    tabled = draws.tabled
    changed = [
        at
        for at, (issue, option) in enumerate(zip(tabled.issues, package, strict=True))
        if option != issue.at(STATUS_QUO)
    ]
    groups = [[at] for at in changed]
    for point in dict.fromkeys(tabled.issues[at].point for at in changed):
        whole = [at for at in changed if tabled.issues[at].point == point]
        groups += [whole] if len(whole) > 1 else []
    rows = [_dropped(draws, package, group) for group in groups]
    return tuple(sorted(rows, key=lambda row: (-row.gain.share_of_draws, row.level, row.issue)))


def _dropped(draws: TableDraws, package: tuple[int, ...], group: list[int]) -> DroppedPaper:
    issues = [draws.tabled.issues[at] for at in group]
    without = list(package)
    for at, issue in zip(group, issues, strict=True):
        without[at] = issue.at(STATUS_QUO)
    gains: dict[Family, float] = {
        family: float(
            both_prefer(draws, family, tuple(without)).mean()
            - both_prefer(draws, family, package).mean()
        )
        for family in FAMILIES
    }
    alone = len(group) == 1
    return DroppedPaper(
        issue=issues[0].id if alone else str(issues[0].point),
        level="issue" if alone else "point",
        title=issues[0].title if alone else f"Point {issues[0].point} as a whole",
        gain=shares_by(gains),
    )


def _left(draws: TableDraws, known: Ordinal, party: str, at: int) -> tuple[str, ...]:
    issue = draws.tabled.issues[at]
    ids = [option.id for option in issue.options]
    says = draws.tabled.stances(party, issue, by=draws.case.as_of).get(PROPOSED)
    if says is None or PROPOSED not in ids:
        return ()
    likes, proposed = known.of(party, at, len(ids)), ids.index(PROPOSED)
    if says in {"A", "M/A"}:
        return tuple(one for k, one in enumerate(ids) if likes[k, proposed])
    if says in {"R", "M/R"}:
        return tuple(one for k, one in enumerate(ids) if not likes[proposed, k])
    return ()
