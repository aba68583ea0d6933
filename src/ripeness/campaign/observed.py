"""News and crossing: what moved around the days that a place's change of hands is dated by."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from ripeness.campaign.records import EffectPaper
from ripeness.campaign.staged import Stage
from ripeness.campaign.toll import drawn_weeks
from ripeness.campaign.windows import Watched, looked_at, moved, sundays_around
from ripeness.campaign.worth import Offers
from ripeness.evidence.panel import known_by, weekly_km2
from ripeness.front.forecast import Area
from ripeness.terms.days import sunday_on_or_before

DRAWS = 200
"""Draws of what the parties want that every Sunday is read with."""

REACHED = (0.05, 0.95)
"""Shares of a place between which it crosses."""


def news_and_crossing(
    stage: Stage, offers: Offers, package: int, names: tuple[str, str]
) -> Iterator[EffectPaper]:
    """Return what moved over the announcement of a place's fall, and while it fell.

    Args:
        stage: What the campaign is made from.
        offers: The packages, of one family of priors.
        package: Position of the package that terms are compared with.
        names: Ids of the sides, the taker first.
    """
    case = stage.opened.case
    place = case.campaign.place
    if place is None:
        return
    known = known_by(stage.opened.panel, case.evidence_to)
    held = weekly_km2(known, source=stage.source, id=stage.region, until=case.evidence_to)
    taken = held if stage.draws_taker else stage.unit_km2 - held
    area = Area(source=stage.source, region=stage.region, side=names[0], unit_km2=stage.unit_km2)
    seen = looked_at(taken, _watched(stage, offers, package, names), area, seed=stage.seed)
    index = pd.DatetimeIndex(seen.index)
    about = (stage.source, place)
    window = None
    if case.campaign.announced_on is not None:
        window = sundays_around(case.campaign.announced_on, seen=index)
    if window is not None:
        yield from moved(seen, first=window[0], last=window[1], estimand="news", about=about)
    crossed = crossing(stage, place)
    if crossed is not None:
        first, last = (sunday_on_or_before(day) for day in crossed)
        yield from moved(seen, first=first, last=last, estimand="crossing", about=about)


def crossing(stage: Stage, place: str) -> tuple[date, date] | None:
    """Return the days on which the source put a place at 5 and at 95 % of the taker's, if both."""
    known = known_by(stage.opened.panel, stage.opened.case.evidence_to)
    rows = known.readings
    rows = rows[(rows["source"] == stage.source) & (rows["id"] == place)].sort_values("valid_to")
    if rows.empty:
        return None
    share = rows["held_km2"] / rows["unit_km2"]
    share = share if stage.draws_taker else 1 - share
    days = [rows["valid_to"][share >= reached] for reached in REACHED]
    if any(one.empty for one in days) or days[0].iloc[0] == rows["valid_to"].iloc[0]:
        return None
    return days[0].iloc[0].date(), days[1].iloc[0].date()


def _watched(stage: Stage, offers: Offers, package: int, names: tuple[str, str]) -> Watched:
    few = min(DRAWS, len(offers.flows))
    declared = stage.draws.tabled.fight_on.losses
    taker = stage.draws.last.fighting.taker
    losses = np.zeros((few, 2))
    for toll in stage.tolls:
        if (toll.source, toll.kind) == (declared.source, declared.kind):
            drawn = drawn_weeks(toll, seed=stage.seed, members=stage.members, weeks=stage.weeks)
            times = stage.draws.drawn.times[toll.slot][:few]
            side = 0 if toll.slot == taker else 1
            losses[:, side] = drawn[:few].sum(axis=1) * times / 1000
    return Watched(
        offers=offers.some(few),
        names=names,
        package=package,
        losses=losses,
        rest_km2=stage.rest_km2,
        taken_km2=stage.unit_km2 - stage.rest_km2,
        weeks=stage.weeks,
    )
