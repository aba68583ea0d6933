"""What happened after earlier places fell, for the record of a run."""

from collections.abc import Iterator, Mapping, Sequence

from ripeness.case.docket import ground_rules
from ripeness.case.opened import OpenedCase
from ripeness.case.papers import source_extent
from ripeness.front.event_study.ground import Town
from ripeness.front.event_study.inference import Span
from ripeness.front.event_study.record import ALL, Event, EventsPaper
from ripeness.front.event_study.settings import EventSettings, shown_radius
from ripeness.front.event_study.study import Scene, event_study
from ripeness.theatre.grid import Window
from ripeness.theatre.outlines import read_outlines

FEW = 10
"""With fewer falls than this the headline says so."""


def has_events(opened: OpenedCase) -> bool:
    """Return whether a case has places, and a source that draws cells."""
    return bool(opened.case.theatre.places) and not opened.panel.cells.empty


def events_paper(
    opened: OpenedCase, *, seed: int, settings: EventSettings | None = None
) -> EventsPaper:
    """Return what happened after every fall known by the end of a case's evidence.

    Args:
        opened: The case.
        seed: The seed of the run.
        settings: Radii, weeks and matching; the usual by default.
    """
    settings = settings or EventSettings()
    case, scene = opened.case, scene_of(opened)
    found, then = (
        event_study(opened.panel, scene, by=day, seed=seed, settings=settings)
        for day in (case.evidence_to, case.as_of)
    )
    side_of = {side.slot: side.id for side in case.sides}

    def with_side(row: Event) -> Event:
        return row if row.side is None else row.model_copy(update={"side": side_of[row.side]})

    titles = {name: record.title for name, record in opened.panel.sources.items()}
    radius = settings.radii_km[shown_radius(settings)]
    told = [_of_source(found.events, name, titles[name], settings) for name in titles]
    return EventsPaper(
        known_by=case.evidence_to,
        headline=headline(found.events, titles, settings),
        sentences=(*(one for one in told if one), *CAVEATS),
        radius_km=radius,
        after_weeks=settings.figure_weeks,
        events=tuple(with_side(row) for row in found.events),
        falls=tuple(fall.model_copy(update={"side": side_of[fall.side]}) for fall in found.falls),
        untested=found.untested,
        earlier_by=case.as_of,
        earlier=tuple(row for row in then.events if row.place == ALL),
    )


def scene_of(opened: OpenedCase) -> Scene:
    """Return the places of a case, and what its sources leave out."""
    outlines = read_outlines(opened.folder, opened.case.theatre).places
    boxes = {name: source_extent(name) for name in opened.panel.sources}
    return Scene(
        towns=tuple(
            Town(id=place.id, centre=outlines[place.id].centre, outline=outlines[place.id].geometry)
            for place in opened.case.theatre.places
        ),
        boxes={name: Window.model_validate(box) for name, box in boxes.items() if box},
        complements=ground_rules(opened.case).complements,
    )


CAVEATS = (
    "What follows a fall is not shown to follow from it: sides take places where they are advancing.",
    (
        "Around a place not yet taken, ground is gained on the near side and the flanks; once it is "
        "taken, only beyond it. Directions are therefore best compared with open ground that the line "
        "had passed."
    ),
)


def headline(rows: tuple[Event, ...], titles: Mapping[str, str], settings: EventSettings) -> str:
    """Return in one sentence whether advance sped up and widened after earlier falls.

    Args:
        rows: Rows of the study.
        titles: Title of each source.
        settings: The radius and weeks of the headline.
    """
    by = {(row.source, row.quantity): row for row in _shown(rows, settings)}
    counts = {source: row.n_events for (source, what), row in by.items() if what == "pace"}
    if not counts:
        return "Too few places fell on any source to say what followed."
    faster, wider = (
        _named([titles[one] for one in counts if _more(by.get((one, what)))], "no source")
        for what in ("pace", "directions")
    )
    few = [titles[one] for one, falls in counts.items() if falls < FEW]
    falls = ", ".join(f"{titles[one]} {number}" for one, number in counts.items())
    fewer = f"; fewer than {FEW} on {_named(few, '')}" if few else ""
    return (
        f"After earlier places fell, the advance within {settings.figure_radius_km:g} km over the "
        f"next {settings.figure_weeks} weeks was clearly faster on {faster}, and clearly spread over "
        f"more directions on {wider}, than around matched open ground that the line had passed "
        f"(falls: {falls}{fewer})."
    )


def _named(names: Sequence[str], none: str) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else (names or [none])[0]


def _shown(rows: tuple[Event, ...], settings: EventSettings) -> Iterator[Event]:
    radius = settings.radii_km[shown_radius(settings)]
    for row in rows:
        fits = row.after_weeks == settings.figure_weeks and row.radius_km in {None, radius}
        if row.place == ALL and row.crossing == "0.95" and fits:
            yield row


def _more(row: Event | None) -> bool:
    return row is not None and isinstance(row.beyond_ground, Span) and row.beyond_ground.low > 0


def _of_source(
    rows: tuple[Event, ...], source: str, title: str, settings: EventSettings
) -> str | None:
    by = {row.quantity: row for row in _shown(rows, settings) if row.source == source}
    pace, ways = by.get("pace"), by.get("directions")
    if pace is None or ways is None:
        return None
    few = f" (fewer than {FEW})" if pace.n_events < FEW else ""
    weeks, radius = settings.figure_weeks, settings.radii_km[shown_radius(settings)]
    return (
        f"{title}: {pace.n_events} falls{few} in {pace.n_groups} groups with {weeks} weeks on both "
        f"sides. Within {radius:g} km the gaining side took {_span(pace.after)} km² a week after, "
        f"{_span(pace.before)} before: {_span(pace.change, signed=True)}; beyond matched places "
        f"{_against(pace.beyond_matched, pace.p)}, beyond matched open ground "
        f"{_against(pace.beyond_ground, pace.p_ground)}. Directions, of eight: {_span(ways.after)} "
        f"after, {_span(ways.before)} before; beyond matched open ground "
        f"{_against(ways.beyond_ground, ways.p_ground)}."
    )


def _span(span: Span | float | None, *, signed: bool = False) -> str:
    if not isinstance(span, Span):
        return "too few"
    sign = "+" if signed else ""
    told = f"{span.value:{sign}.1f} ({span.low:{sign}.1f} to {span.high:{sign}.1f})"
    return told.replace("-", "−")


def _against(span: Span | float | None, p: float | None) -> str:
    if not isinstance(span, Span) or p is None:
        return "too few to say"
    return f"{_span(span, signed=True)}, p {p:.2f}"
