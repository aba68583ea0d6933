"""What stances alone imply for a case's packages, before any number is drawn."""

from typing import Literal

import numpy as np

from ripeness.case.table_draws import TableDraws
from ripeness.case.table_words import ordinal_text
from ripeness.table.packages.ordinal import ordinal as counted
from ripeness.table.packages.stances import closed
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
    found = counted(draws.plan, closed(draws.plan, known.parties, known.prefers))
    share = found.possibly_share.value
    return OrdinalPaper(
        necessarily_preferred=necessary,
        n_necessarily_preferred=found.necessarily,
        possibly_preferred_share=share,
        possibly_by_party={party: one.value for party, one in found.possibly_by_party.items()},
        n_packages=float(found.packages),
        plans=tuple(_ordinal_plan(draws, known, named) for named in draws.tabled.packages),
        text=ordinal_text(len(necessary), found.necessarily, share),
    )


def _necessary(draws: TableDraws, known: Ordinal) -> list[str]:
    found = []
    for at, issue in enumerate(draws.tabled.issues):
        stays, count = issue.at(STATUS_QUO), len(issue.options)
        likes = np.all([known.of(party, at, count)[:, stays] for party in draws.parties], axis=0)
        found += [
            f"{issue.id}={option.id}"
            for k, option in enumerate(issue.options)
            if k != stays and likes[k]
        ]
    return found


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
