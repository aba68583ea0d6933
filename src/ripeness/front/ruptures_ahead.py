"""Ruptures of a case: which there were, how often, and how likely the models think one is."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Protocol

import numpy as np
import pandas as pd

from ripeness.evidence.panel import ControlPanel, known_by, weekly_km2
from ripeness.front.catalogue import OWN, tempos
from ripeness.front.forecast import Area, simulate
from ripeness.front.history import Numbers, weekly_history
from ripeness.front.outlook import shown_areas
from ripeness.front.rupture import (
    Event,
    Ground,
    Rate,
    Recorded,
    Rule,
    chance,
    events,
    rates,
)
from ripeness.front.rupture_kinds import Direction, KnownKind
from ripeness.front.settings import FrontSettings
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.declared import Declared
from ripeness.terms.errors import RipenessError
from ripeness.terms.question import Slot

MEMBERS = 300
"""Paths of each member of the stack; they count alike."""

YEAR_WEEKS = 365.25 / 7


class CaseRule(Rule, Protocol):
    """The `rupture` section of a case."""

    @property
    def theatres(self) -> tuple[str, ...]:
        """Where ruptures are looked for."""
        ...

    @property
    def kinds(self) -> tuple[KnownKind, ...]:
        """What a record says of single events."""
        ...

    @property
    def shown_at(self) -> tuple[float, ...]:
        """Other multiples at which the count is shown."""
        ...


class BaseRate(Declared):
    """Chance of at least one rupture in as many weeks, from past ones alone, and its interval."""

    value: float
    """From the events counted."""
    low: float
    """Low end of the exact 90 % interval."""
    high: float
    """High end of the exact 90 % interval."""


class RuptureChance(Declared):
    """How likely the models think a rupture is; no skill is claimed from one or two events."""

    source: str
    """Whose map."""
    theatre: str
    """`total`, or an id of the case's regions."""
    side: str
    """The side that the source draws."""
    direction: Direction
    """Whether that side gains or loses ground."""
    by: date
    """A period that begins after the origin and ends by this Sunday."""
    p: float
    """Share of members, all models alike."""
    members: int
    """How many members stand behind it."""
    base_rate: BaseRate | None
    """From past events on the same map; null where nothing could be tested."""


class Ruptures(Declared):
    """What is told of ruptures."""

    rupture: tuple[RuptureChance, ...]
    """How likely the models think a rupture is, beside how often there was one."""
    rupture_events: tuple[Event, ...]
    """Ruptures found by the as-of day, those that are not counted too."""
    rupture_rates: tuple[Rate, ...]
    """How many were counted, by source, theatre, multiple and direction."""


def ruptures(
    panel: ControlPanel,
    *,
    as_of: date,
    seed: int,
    side_in: Mapping[Slot, str],
    rule: CaseRule,
    settings: FrontSettings | None = None,
) -> Ruptures:
    """Return past ruptures by what was known on a day, and the chance of another.

    Args:
        panel: The control panel.
        as_of: The last day of knowledge.
        seed: The seed of the run.
        side_in: The id of the side in each slot.
        rule: The `rupture` section of the case.
        settings: Lengths of a forecast; the declared ones by default.
    """
    settings = (settings or FrontSettings()).model_copy(update={"members": MEMBERS})
    known = known_by(panel, as_of)
    ground = ground_of(known, rule, until=as_of, side_in=side_in)
    multiples = sorted({rule.multiple, *rule.shown_at})
    told = tuple(rate for m in multiples for rate in rates(ground, rule, multiple=m))
    drawn = dict(zip(known.readings["source"], known.readings["drawn"], strict=True))
    origin = sunday_on_or_before(as_of)
    chances = tuple(
        found
        for (source, theatre), readings in ground.readings.items()
        for found in _chances(
            readings,
            Area(
                source=source,
                region=theatre,
                side=side_in[drawn[source]],
                unit_km2=None if theatre == "total" else ground.area_km2[theatre],
            ),
            ground=ground,
            rule=rule,
            settings=settings,
            start=(origin, seed, told),
        )
    )
    listed = tuple(e for m in multiples for e in events(ground, rule, multiple=m))
    return Ruptures(rupture=chances, rupture_events=listed, rupture_rates=told)


def ground_of(
    panel: ControlPanel,
    rule: CaseRule,
    *,
    until: date,
    side_in: Mapping[Slot, str],
    one_hand: tuple[tuple[str, ...], ...] = (),
) -> Ground:
    """Return weekly readings of every theatre, and how large it is.

    The whole has no outline, so its area is that of the regions shown, together.

    Args:
        panel: The control panel, cut by `known_by` where knowledge matters.
        rule: The `rupture` section of the case.
        until: The last day that may be read.
        side_in: The id of the side in each slot.
        one_hand: Groups of sources drawn by one hand, which do not confirm each other.
    """
    area = theatre_areas(panel)
    readings = {
        (source, theatre): weekly_km2(panel, source=source, id=theatre, until=until)
        for source, theatre in shown_areas(panel)
        if theatre in rule.theatres and area.get(theatre, 0.0) > 0
    }
    drawn = dict(zip(panel.readings["source"], panel.readings["drawn"], strict=True))
    return Ground(
        readings={name: series for name, series in readings.items() if len(series)},
        area_km2=area,
        one_hand=one_hand,
        kinds=tuple(_recorded(rule, {name: side_in[slot] for name, slot in drawn.items()})),
    )


def _recorded(rule: CaseRule, drawn: Mapping[str, str]) -> Iterator[Recorded]:
    """Return the kinds on record as each source's map shows them, by the side that it draws."""
    for known in rule.kinds:
        for source, side in drawn.items():
            yield Recorded(
                source=source,
                theatre=known.theatre,
                direction="gained" if known.gained_by == side else "lost",
                first=known.first,
                last=known.last,
                kind=known.kind,
            )


def theatre_areas(panel: ControlPanel) -> dict[str, float]:
    """Return the area of each region, and of all that are shown together as `total`."""
    rows = panel.readings
    units = rows[rows["unit"] == "region"].drop_duplicates("id")
    area = dict(zip(units["id"], units["unit_km2"].astype(float), strict=True))
    area["total"] = float(np.sum(list(area.values())))
    return area


def holds_rupture(scored: pd.DataFrame, listed: tuple[Event, ...]) -> pd.Series:
    """Return for each scored forecast whether a counted event touches its window.

    Args:
        scored: Scores with `source`, `region`, `origin` and `due`.
        listed: Events at the rule's own multiple.
    """
    held = pd.Series(data=False, index=scored.index)
    for event in listed:
        if event.status == "counted":
            here = (scored["source"] == event.source) & (scored["region"] == event.theatre)
            meets = (scored["origin"] < pd.Timestamp(event.last)) & (
                scored["due"] > pd.Timestamp(event.first)
            )
            held |= here & meets
    return held


def _chances(
    readings: pd.Series,
    area: Area,
    *,
    ground: Ground,
    rule: CaseRule,
    settings: FrontSettings,
    start: tuple[date, int, tuple[Rate, ...]],
) -> Iterator[RuptureChance]:
    origin, seed, told = start
    members = _members(readings, area, settings, origin=origin, seed=seed)
    if members is None:
        return
    size = ground.area_km2[area.region]
    found = chance(readings, members, rule, area_km2=size, origin=origin)
    for direction, p in found.items():
        yield RuptureChance(
            source=area.source,
            theatre=area.region,
            side=area.side,
            direction=direction,
            by=origin + timedelta(weeks=settings.horizon_weeks),
            p=p,
            members=len(members),
            base_rate=_base_rate(told, area, direction, rule=rule, weeks=settings.horizon_weeks),
        )


def _members(
    readings: pd.Series, area: Area, settings: FrontSettings, *, origin: date, seed: int
) -> Numbers | None:
    """Return the paths of every member of the stack that can be made; null where none can."""
    paths = []
    try:
        history = weekly_history(readings, origin=origin, settings=settings)
    except RipenessError:
        return None
    for model in tempos():
        if model.name in OWN:
            try:
                made = simulate(model, history, area=area, settings=settings, seed=seed)
            except RipenessError:  # a shorter history than this model needs: the others speak
                continue
            paths.append(made.km2)
    return np.concatenate(paths) if paths else None


def _base_rate(
    told: tuple[Rate, ...], area: Area, direction: Direction, *, rule: CaseRule, weeks: int
) -> BaseRate | None:
    for rate in told:
        same = (rate.source, rate.theatre, rate.direction) == (area.source, area.region, direction)
        if same and rate.span == "own" and rate.multiple == rule.multiple and rate.years > 0:
            low, value, high = (
                1 - float(np.exp(-(per_year or 0.0) * weeks / YEAR_WEEKS))
                for per_year in (rate.low, rate.per_year, rate.high)
            )
            return BaseRate(value=value, low=low, high=high)
    return None
