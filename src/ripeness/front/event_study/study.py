"""The event study: does advance speed up, and widen in direction, after a place falls?

Each fall is compared with itself before and with matched places that had not fallen, as in event
studies with matched controls (Rosenbaum 2002, https://doi.org/10.1007/978-1-4757-3692-2). What
follows a fall is not shown to follow from it: who takes a town is often advancing anyway, which is
why the windows before are shown too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from ripeness.evidence.panel import ControlPanel, known_by
from ripeness.front.event_study.crossings import Passage, passages, week_of
from ripeness.front.event_study.ground import Ground, Town, ground_of, weekly_ground
from ripeness.front.event_study.inference import FEWEST_MATCHES, band, beyond, grouped, rank_p
from ripeness.front.event_study.matching import Looks, matches
from ripeness.front.event_study.open_ground import open_ground
from ripeness.front.event_study.outcomes import (
    QUANTITIES,
    UNITS,
    Asked,
    Figures,
    figures_of,
)
from ripeness.front.event_study.pooled import Case, pooled
from ripeness.front.event_study.record import ALL, Event, EventStudy, Fall
from ripeness.front.event_study.settings import CROSSINGS, Crossing, EventSettings, shown_radius
from ripeness.front.event_study.story import fall_story
from ripeness.terms.chance import stream
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Window

SLOTS: tuple[Slot, Slot] = ("a", "b")


@dataclass(frozen=True)
class Scene:
    """What the study looks at besides the maps."""

    towns: tuple[Town, ...]
    """The places."""
    boxes: Mapping[str, Window]
    """Sources that say nothing outside a box."""
    complements: tuple[str, ...]
    """Sources for which what is not shown is the other side's."""


@dataclass(frozen=True)
class Fallen:
    """One passage to one side, and where it stands in the record."""

    passage: Passage
    ground: Ground
    open_ground: Ground
    town: int


def event_study(
    panel: ControlPanel,
    scene: Scene,
    *,
    by: date,
    seed: int,
    settings: EventSettings | None = None,
) -> EventStudy:
    """Return what happened after every fall that was known by a day.

    Args:
        panel: The control panel.
        scene: The places, and what sources leave out.
        by: The last day of knowledge.
        seed: The seed of resampling and permutation.
        settings: Radii, weeks, matching.
    """
    settings = settings or EventSettings()
    known = known_by(panel, by)
    events: list[Event] = []
    falls: list[Fall] = []
    untested: list[tuple[str, str]] = []
    for source in sorted(known.sources):
        found = _fallen(known, source, scene, settings)
        if isinstance(found, str):
            untested.append((source, found))
            continue
        events.extend(_events(found, source, seed=seed, settings=settings))
        falls.extend(
            fall_story(one.ground, one.passage, one.town, settings=settings) for one in found
        )
    return EventStudy(
        known_by=by, events=tuple(events), falls=tuple(falls), untested=tuple(untested)
    )


def _fallen(
    known: ControlPanel, source: str, scene: Scene, settings: EventSettings
) -> list[Fallen] | str:
    """Return every passage that a source shows, or why none can be looked for."""
    weeks = weekly_ground(known, source, settings=settings, box=scene.boxes.get(source))
    if weeks is None:
        return "it publishes areas and draws no cells"
    sides: list[Slot] = [
        slot for slot in SLOTS if slot == weeks.drawn or source in scene.complements
    ]
    rows = known.readings[known.readings["source"] == source]
    found: list[Fallen] = []
    for side in sides:
        passed = [
            (town, one)
            for town in scene.towns
            for one in passages(
                rows[rows["id"] == town.id], place=town.id, side=side, settings=settings
            )
        ]
        if not passed:
            continue
        ground = ground_of(weeks, known, scene.towns, side=side, settings=settings)
        open_to = open_ground(weeks, known, scene.towns, side=side, settings=settings)
        place = {town.id: number for number, town in enumerate(ground.towns)}
        found.extend(Fallen(one, ground, open_to, place[town.id]) for town, one in passed)
    # in an order that no slot decides, so that exchanging the sides changes no draw
    found.sort(key=lambda one: (one.passage.known_on, one.passage.place))
    return found or "no place of the case passed from one side to the other on it"


def _events(
    fallen: list[Fallen], source: str, *, seed: int, settings: EventSettings
) -> Iterator[Event]:
    whole = [one for one in fallen if one.passage.on["0.95"] is not None]
    for asked in _asked(settings):
        figures: dict[Slot, tuple[Figures, Figures | None]] = {
            one.ground.side: (
                figures_of(one.ground, asked, "places", settings=settings),
                figures_of(one.open_ground, asked, "ground", settings=settings)
                if asked.quantity != "towns"
                else None,
            )
            for one in {one.ground.side: one for one in whole}.values()
        }
        for crossing in CROSSINGS:
            about = About(source, crossing, asked)
            yield from _rows(whole, figures, about, seed=seed, settings=settings)


def _asked(settings: EventSettings) -> Iterator[Asked]:
    for quantity in QUANTITIES:
        every = range(len(settings.radii_km))
        for radius in every if quantity != "line" else [shown_radius(settings)]:
            for weeks in settings.weeks:
                yield Asked(quantity, radius, weeks)


@dataclass(frozen=True)
class About:
    """What a row is about."""

    source: str
    crossing: Crossing
    asked: Asked

    def fields(self, settings: EventSettings) -> dict[str, object]:
        """Return the fields that name it."""
        asked = self.asked
        return {
            "source": self.source,
            "crossing": self.crossing,
            "quantity": asked.quantity,
            "unit": UNITS[asked.quantity],
            "after_weeks": asked.weeks,
            "radius_km": None if asked.quantity == "line" else settings.radii_km[asked.radius],
        }


def _rows(
    fallen: list[Fallen],
    figures: Mapping[Slot, tuple[Figures, Figures | None]],
    about: About,
    *,
    seed: int,
    settings: EventSettings,
) -> Iterator[Event]:
    found = [(one, _case(one, figures[one.ground.side], about, settings)) for one in fallen]
    kept = [(one, case) for one, case in found if case is not None]
    if not kept:
        return
    groups = grouped(
        np.array([one.ground.at_km[one.town] for one, _ in kept]),
        np.array([_week(one, about.crossing) for one, _ in kept]),
        within_km=settings.grouped_within_km,
        within_weeks=settings.grouped_within_weeks,
    )
    told = about.fields(settings)
    if about.crossing == "0.95":
        yield from (_place_row(one, case, told, about.crossing) for one, case in kept)
    together = pooled(
        [case for _, case in kept],
        groups,
        stream_of=lambda what: stream(seed, "front", "event_study", what, *map(str, told.values())),
        settings=settings,
    )
    if together is not None:
        of_all = {"side": None, "crossed_on": None, "matched": None, "matched_ground": None}
        yield Event.model_validate({**told, "place": ALL, **of_all, **together})


def _week(one: Fallen, crossing: Crossing) -> int:
    day = one.passage.on[crossing]
    week = None if day is None else week_of(day, one.ground.weeks.sundays)
    return -1 if week is None else week


def _case(
    one: Fallen, figures: tuple[Figures, Figures | None], about: About, settings: EventSettings
) -> Case | None:
    """Return a fall's figures before and after with those of its matches; None where not known."""
    places, ground = figures
    week = _week(one, about.crossing)
    if week < 0 or not np.isfinite(places.change[one.town, week]):
        return None
    near = _matched((places.looks, one.town, week), places, about, settings)
    seen = (places.looks_as_ground, one.town, week)
    beside = _matched(seen, ground, about, settings) if ground else []
    trend = places.before - places.earlier
    return Case(
        before=float(places.before[one.town, week]),
        after=float(places.after[one.town, week]),
        matched=np.array([places.change[place] for place in near]),
        trend=float(trend[one.town, week]),
        matched_trend=np.array([trend[place] for place in near]),
        ground=np.array([ground.change[place] for place in beside] if ground else []),
    )


def _matched(
    fallen: tuple[Looks, int, int], others: Figures, about: About, settings: EventSettings
) -> list[tuple[int, int]]:
    reach = (settings.radii_km[about.asked.radius], about.asked.weeks)
    known = np.isfinite(others.change)
    found = matches(fallen, others.looks, known, reach=reach, settings=settings)
    return [(match.town, match.week) for match in found]


def _place_row(one: Fallen, case: Case, told: dict[str, object], crossing: Crossing) -> Event:
    some = len(case.matched) >= FEWEST_MATCHES
    beside = len(case.ground) >= FEWEST_MATCHES
    return Event.model_validate(
        {
            **told,
            "place": one.passage.place,
            "side": one.passage.side,
            "crossed_on": one.passage.on[crossing],
            "before": case.before,
            "after": case.after,
            "change": case.change,
            "matched": band(case.matched) if some else None,
            "beyond_matched": beyond(case.change, case.matched) if some else None,
            "matched_ground": band(case.ground) if beside else None,
            "beyond_ground": beyond(case.change, case.ground) if beside else None,
            "p_ground": rank_p(case.change, case.ground) if beside else None,
            "pre_trend": case.trend_beyond,
            "p": rank_p(case.change, case.matched) if some else None,
            "n_events": 1,
            "n_matched": int(some),
            "n_matched_ground": int(beside),
            "n_groups": 1,
        }
    )
