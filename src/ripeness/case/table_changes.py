"""Which changes bring a package to where both sides prefer it: the likeliest, and the cheapest."""

import numpy as np

from ripeness.case.table_draws import TableDraws
from ripeness.case.table_plans import both_prefer
from ripeness.table.packages.nearest import cheapest_change, likeliest_changes
from ripeness.table.packages.values import Values
from ripeness.table.paper import CheapestPaper, SwapPaper
from ripeness.table.priors import FAMILIES

MOST_CHANGES = 3
"""Up to so many changes are looked for."""


def swap_rows(draws: TableDraws, package: tuple[int, ...]) -> tuple[SwapPaper, ...]:
    """Return, for no change, one and so on, what brings a package oftenest into the zone.

    It is looked for over the draws of all families together, each family alike, and told by family.

    Args:
        draws: The draws of the table.
        package: The package.
    """
    own = [draws.values[family].of(draws.sides) for family in FAMILIES]
    pooled = Values(
        own[0].parties,
        np.concatenate([one.options for one in own]),
        np.concatenate([one.pairs for one in own]),
    )
    reserved = np.concatenate([draws.reservations[one][:, draws.side_at] for one in FAMILIES])
    found = likeliest_changes(
        draws.plan, pooled, reserved, package, parties=draws.sides, most_changes=MOST_CHANGES
    )
    rows = []
    for swap in found:
        changes, told = _between(draws, package, swap.package)
        share = draws.shares(lambda family, to=swap.package: both_prefer(draws, family, to))
        rows.append(SwapPaper(changes=changes, told=told, in_zone=share))
    return tuple(rows)


def cheapest_rows(draws: TableDraws, package: tuple[int, ...]) -> tuple[CheapestPaper, ...]:
    """Return the change that costs least at the mean of each family; none where no zone is.

    Args:
        draws: The draws of the table.
        package: The package.
    """
    rows = []
    for family in FAMILIES:
        values, threat = draws.at_mean(family)
        found = cheapest_change(
            draws.plan, values, threat[draws.side_at], package, parties=draws.sides
        )
        if found is not None:
            changes, told = _between(draws, package, found.package)
            rows.append(CheapestPaper(family=family, changes=changes, told=told, loss=found.loss))
    return tuple(rows)


def _between(
    draws: TableDraws, package: tuple[int, ...], other: tuple[int, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how one package becomes another: as ISSUE=OPTION, and in words."""
    changed = [
        (issue, issue.options[to])
        for issue, was, to in zip(draws.tabled.issues, package, other, strict=True)
        if was != to
    ]
    return (
        tuple(f"{issue.id}={option.id}" for issue, option in changed),
        tuple(f"{issue.title}: {option.title}" for issue, option in changed),
    )
