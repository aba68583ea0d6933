"""What stances alone imply for a case's packages, before any number is drawn."""

from itertools import combinations
from typing import Literal

from ripeness.case.table_draws import TableDraws
from ripeness.case.table_words import ordinal_text
from ripeness.table.fixed import fixed, packages_left
from ripeness.table.paper import OrdinalPaper, OrdinalPlan
from ripeness.table.parties import Ordinal, ordinal
from ripeness.table.plan import NamedPackage
from ripeness.table.tabled import STATUS_QUO


def ordinal_paper(draws: TableDraws) -> OrdinalPaper:
    """Return what stances imply of options, of packages at large, and of the named ones.

    Weights are free: a party may prefer a package to the status quo as soon as it may like it
    better on one issue, and must do so only if it likes it no less on any.

    Args:
        draws: The table; of its draws nothing is used.
    """
    known = ordinal(draws.tabled, by=draws.case.as_of)
    necessary = tuple(_necessary(draws, known))
    whole = packages_left(draws.plan)
    share = _possible(draws, known) / whole
    return OrdinalPaper(
        necessarily_preferred=necessary,
        possibly_preferred_share=share,
        n_packages=whole,
        plans=tuple(_ordinal_plan(draws, known, named) for named in draws.tabled.packages),
        text=ordinal_text(len(necessary), share),
    )


def _necessary(draws: TableDraws, known: Ordinal) -> list[str]:
    found = []
    for at, issue in enumerate(draws.tabled.issues):
        stays, count = issue.at(STATUS_QUO), len(issue.options)
        for k, option in enumerate(issue.options):
            likes = all(known.of(party, at, count)[k, stays] for party in draws.parties)
            if k != stays and likes:
                found.append(f"{issue.id}={option.id}")
    return found


def _possible(draws: TableDraws, known: Ordinal) -> float:
    """How many packages every party may prefer: all, less those that some party cannot."""
    total = 0.0
    for size in range(len(draws.parties) + 1):
        for parties in combinations(draws.parties, size):
            total += (-1) ** size * _hopeless(draws, known, parties)
    return total


def _hopeless(draws: TableDraws, known: Ordinal, parties: tuple[str, ...]) -> float:
    """How many packages are better for none of some parties on any issue, whatever the values."""
    left = {}
    for at, issue in enumerate(draws.tabled.issues):
        stays, count = issue.at(STATUS_QUO), len(issue.options)
        left[issue.id] = tuple(
            option.id
            for k, option in enumerate(issue.options)
            if all(known.of(party, at, count)[stays, k] for party in parties)
        )
    return packages_left(fixed(draws.plan, left))


def _ordinal_plan(draws: TableDraws, known: Ordinal, named: NamedPackage) -> OrdinalPlan:
    package = draws.plan.positions(named.picks)
    better, worse, unknown, verdict = {}, {}, {}, {}
    for party in draws.parties:
        up = down = dark = 0
        for at, (issue, option) in enumerate(zip(draws.tabled.issues, package, strict=True)):
            stays = issue.at(STATUS_QUO)
            likes = known.of(party, at, len(issue.options))
            if option != stays:
                up += bool(likes[option, stays])
                down += bool(likes[stays, option])
                dark += not likes[option, stays] and not likes[stays, option]
        better[party], worse[party], unknown[party] = up, down, dark
        verdict[party] = _by_stances(up, down, dark)
    return OrdinalPlan(plan=named.id, by_party=verdict, better=better, worse=worse, unknown=unknown)


def _by_stances(up: int, down: int, dark: int) -> Literal["prefers", "does_not", "open"]:
    if up and not down and not dark:
        return "prefers"
    return "does_not" if not up and not dark else "open"
