"""Whether the named packages of a case would hold."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from ripeness.case.table_draws import TableDraws, ends, shares_by
from ripeness.table.commitment import (
    ARRANGEMENTS,
    Agreement,
    Arrangement,
    Later,
    guarantee_needed,
    holds,
    securing,
)
from ripeness.table.fight_on import fight_on, flows_of, status_quo_flows
from ripeness.table.paper import CommitmentPaper, Shares, Verdict
from ripeness.table.priors import FAMILIES, Family
from ripeness.table.tabled import STATUS_QUO, TabledOption
from ripeness.terms.chance import stream

VERDICTS: tuple[Verdict, ...] = ("self_enforcing", "needs_guarantee", "cannot_hold")


def commitment_rows(draws: TableDraws, *, seed: int) -> tuple[CommitmentPaper, ...]:
    """Return, for each named package and each arrangement, whether it would hold.

    Args:
        draws: The draws of the table.
        seed: The seed of the run.
    """
    return tuple(
        row
        for named in draws.tabled.packages
        for row in _rows(draws, named.id, draws.plan.package(named.id), seed)
    )


def agreement(
    draws: TableDraws, family: Family, package: tuple[int, ...], *, seed: int
) -> Agreement:
    """Return a package in force, for the two sides, slot a first.

    Args:
        draws: The draws of the table.
        family: The family of priors.
        package: The package.
        seed: The seed of the run.
    """
    at, prior = draws.side_at, draws.priors[family]
    chosen = [issue.options[k] for issue, k in zip(draws.tabled.issues, package, strict=True)]
    course = fight_on(draws.tabled, prior, draws.drawn, draws.last.fighting, keys=draws.keys)
    left = _ground_left(draws, family, package)
    course = replace(course, ground_slope=course.ground_slope * left[:, None])
    secured = securing(course, draws.drawn.weights)
    return Agreement(
        agreed=flows_of(prior, package)[:, at],
        status_quo=status_quo_flows(draws.tabled, prior)[:, at],
        lasting=np.array([one.lasting and one.id != STATUS_QUO for one in chosen]),
        secured=lambda day: secured(day)[:, at],
        shift=_shift(draws, chosen, seed),
    )


def _rows(
    draws: TableDraws, name: str, package: tuple[int, ...], seed: int
) -> Iterator[CommitmentPaper]:
    later = Later(draws.drawn.breach_years, draws.tabled.breach.phases)
    both = {
        family: (draws.gains(family, package)[:, draws.side_at] > 0).all(axis=1)
        for family in FAMILIES
    }
    force = {family: agreement(draws, family, package, seed=seed) for family in FAMILIES}
    for arrangement in ARRANGEMENTS:
        needed: dict[Family, np.ndarray] = {
            family: guarantee_needed(force[family], later, arrangement)[both[family]]
            for family in FAMILIES
        }
        most: dict[Family, np.ndarray] = {
            family: draws.drawn.guarantee[both[family]] for family in FAMILIES
        }
        yield _row(draws, (name, arrangement), needed=needed, most=most)


def _row(
    draws: TableDraws,
    which: tuple[str, Arrangement],
    *,
    needed: dict[Family, np.ndarray],
    most: dict[Family, np.ndarray],
) -> CommitmentPaper:
    found: dict[Family, dict[str, np.ndarray]] = {
        family: holds(needed[family], most[family]) for family in FAMILIES if len(needed[family])
    }
    counts = {
        verdict: sum(int(one[verdict].sum()) for one in found.values()) for verdict in VERDICTS
    }
    together = np.concatenate([needed[family] for family in FAMILIES])
    enough = np.concatenate(
        [*(one["needs_guarantee"] for one in found.values()), np.zeros(0, bool)]
    )
    verdict: Verdict = max(VERDICTS, key=lambda one: counts[one]) if found else "not_preferred"
    return CommitmentPaper(
        plan=which[0],
        arrangement=which[1],
        verdict=verdict,
        shares={one: _shares(found, one) for one in (VERDICTS if found else ())},
        guarantee=ends(together.max(axis=1)[enough]) if enough.any() else None,
        tempted={
            side: float((together[:, at] > 0).mean()) if len(together) else 0.0
            for at, side in enumerate(draws.sides)
        },
    )


def _shares(found: Mapping[Family, dict[str, np.ndarray]], verdict: Verdict) -> Shares:
    by_prior: dict[Family, float] = {
        family: float(held[verdict].mean()) for family, held in found.items()
    }
    return shares_by(by_prior)


def _ground_left(draws: TableDraws, family: Family, package: tuple[int, ...]) -> np.ndarray:
    """The share of the rest that a package leaves to the side that holds it: [draw]."""
    for at, issue in enumerate(draws.tabled.issues):
        if issue.ground is not None:
            slot = draws.last.fighting.taker
            holder = next(one.id for one in draws.case.sides if one.slot != slot)
            values = draws.priors[family].values[:, draws.parties.index(holder), at]
            return values[:, package[at]]
    return np.ones(draws.tabled.draws)


def _shift(draws: TableDraws, chosen: list[TabledOption], seed: int) -> np.ndarray:
    """What the options of a package add to what a side can secure by force: [draw, side]."""
    total = np.zeros((draws.tabled.draws, 2))
    for issue, option in zip(draws.tabled.issues, chosen, strict=True):
        for span in option.shift:
            if span.party in draws.sides:
                key = draws.keys[span.party]
                rng = stream(seed, "table", "shift", issue.id, option.id, key)
                place = rng.random(draws.tabled.draws)
                drawn = span.low + place * (span.high - span.low)
                total[:, draws.sides.index(span.party)] += drawn
    return total
