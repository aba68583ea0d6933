"""Ways out of a war by date: packages that both sides prefer, that hold, and that may be agreed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.offers import Listed
from ripeness.campaign.records import StripPaper
from ripeness.campaign.reservation import Reservation
from ripeness.campaign.staged import Stage
from ripeness.campaign.strips import hurting, spokesmen, way_out, zone
from ripeness.campaign.worth import Fight, Offers
from ripeness.case.table_commitment import agreement
from ripeness.case.table_consent import consent_rows
from ripeness.table.commitment import Later, guarantee_needed
from ripeness.table.priors import Family

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]

TOLD_EVERY = 4
"""Strips are told every so many weeks."""

TESTED = 24
"""How many packages, those most often in the zone, are tested for holding, by family."""

ARRANGEMENT = "snap_back_phased"
"""What becomes of concessions after a breach, where a package is tested: steps, and snap-back."""


@dataclass(frozen=True)
class Ways:
    """The packages, and every family's draws."""

    listed: tuple[Listed, ...]
    by_family: Mapping[Family, tuple[Offers, Reservation]]


def strip_rows(stage: Stage, fight: Fight, ways: Ways) -> list[StripPaper]:
    """Return the three strips by date; each is a mean over families, with the least and greatest.

    Args:
        stage: What the campaign is made from.
        fight: The battlefield.
        ways: The packages and the draws.
    """
    chance = consent_chance(stage, ways.listed)
    holding = {
        family: _holding(stage, ways.listed, family, zone(offers, going, fight.gain[:, 0], week=0))
        for family, (offers, going) in ways.by_family.items()
    }
    rows = []
    for week in range(0, fight.weeks + 1, TOLD_EVERY):
        told: dict[str, list[float | None]] = {"hurting": [], "way_out": [], "spokesmen": []}
        for family, (offers, going) in ways.by_family.items():
            inside = zone(offers, going, fight.gain[:, week], week=week)
            worse = hurting(offers, fight, week=week)
            out = inside & holding[family]
            told["hurting"].append(None if worse is None else float(worse.mean()))
            told["way_out"].append(float(way_out(inside, holding[family]).mean()))
            told["spokesmen"].append(float(spokesmen(out, chance).mean()))
        rows.append(_strip(stage, week, told))
    return rows


def consent_chance(stage: Stage, listed: tuple[Listed, ...]) -> Numbers:
    """Return the chance that all rules that a package needs are met, the middle of their range.

    Rules are taken to be met apart from each other, which is the least favourable reading.

    Args:
        stage: What the campaign is made from.
        listed: The packages.
    """
    draws = stage.draws
    rows = consent_rows(draws, listed[0].positions)
    by_option = {row.option: (row.rule, row.p_pass.mean) for row in rows}
    found = np.ones(len(listed))
    for at, one in enumerate(listed):
        rules: dict[str, float] = {}
        for issue, option in zip(draws.tabled.issues, one.positions, strict=True):
            needed = by_option.get(f"{issue.id}={issue.options[option].id}")
            if needed is not None:
                rules[needed[0]] = needed[1]
        found[at] = np.prod(list(rules.values())) if rules else 1.0
    return found


def _holding(stage: Stage, listed: tuple[Listed, ...], family: Family, inside: Marks) -> Marks:
    """Return which packages would hold, by themselves or by a guarantee: [member, package]."""
    draws, members = stage.draws, len(inside)
    later = Later(draws.drawn.breach_years, draws.tabled.breach.phases)
    holds = np.zeros(inside.shape, dtype=bool)
    for at in np.argsort(-inside.mean(axis=0), kind="stable")[:TESTED]:
        if inside[:, at].any():
            force = agreement(draws, family, listed[at].positions, seed=stage.seed)
            needed = guarantee_needed(force, later, ARRANGEMENT).max(axis=1)
            holds[:, at] = (needed <= draws.drawn.guarantee)[:members]
    return holds


def _strip(stage: Stage, week: int, told: Mapping[str, list[float | None]]) -> StripPaper:
    known = {name: [one for one in values if one is not None] for name, values in told.items()}
    mean = {name: float(np.mean(values)) if values else None for name, values in known.items()}
    return StripPaper(
        map_source=stage.source,
        date=stage.days[week],
        hurting=mean["hurting"],
        way_out=mean["way_out"] or 0.0,
        spokesmen=mean["spokesmen"] or 0.0,
        low={name: min(values) if values else None for name, values in known.items()},
        high={name: max(values) if values else None for name, values in known.items()},
    )
