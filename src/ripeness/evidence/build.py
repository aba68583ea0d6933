"""Maps of one source made into that source's part of the panel."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.evidence.cells import (
    CELL_COLUMNS,
    CELL_TYPES,
    LAYERS,
    change_rows,
    last_state,
    no_changes,
    with_map_between,
)
from ripeness.evidence.figures import Drawer, joined, published_readings, readings_of
from ripeness.evidence.ground import WHOLE, Ground
from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.overlay import Drawn, Laid, draw_map, lay_drawn
from ripeness.evidence.tables import AREAS, READING_COLUMNS, no_readings
from ripeness.theatre.grid import Grid

COLLAPSE = 0.5
"""A map whose area falls by more than this share against the last one accepted is broken ..."""

COLLAPSE_DAYS = timedelta(days=28)
"""... unless the last one accepted is older than this."""

AHEAD = 2
"""How many maps are drawn ahead of the one that is laid; what is built does not depend on it."""

SAVED_EVERY = 200
"""A long ingest keeps what it has after this many new maps; one that was stopped goes on there."""

SAME_KM2 = 1e-4
"""Two drawings of a day are the same map if no area differs by more than this."""

Dates = tuple[date, date]


@dataclass(frozen=True)
class Part:
    """One source's part of the panel.

    `weekly`: only readings by week were kept of its maps so far, so that a map no later than the
    last of them cannot be told from one that was read before.
    """

    readings: pd.DataFrame
    cells: pd.DataFrame
    weekly: bool = False


@dataclass(frozen=True)
class Setting:
    """How a source's maps are read: over which ground, for which slot.

    `known_from` is the day from which a past day drawn again is known: that of the download.
    """

    ground: Ground
    source: str
    drawn: str
    known_from: date


@dataclass(frozen=True)
class Built:
    """A part of the panel, and what became of the maps that were to enter it."""

    part: Part
    added: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    redrawn: tuple[Skipped, ...]
    laid: Laid | None = None


@dataclass
class _Work:  # changed in place, for it grows map by map; it never leaves this module
    readings: list[pd.DataFrame]
    cells: dict[str, list[pd.DataFrame]]
    states: dict[str, np.ndarray]
    days: dict[Dates, date]
    known: set[tuple[Dates, str]]
    levels: dict[date, float]
    laid: Laid | None = None
    seen: dict[tuple[Dates, str], Skipped] = field(default_factory=dict)
    added: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    redrawn: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True)
class _Made:
    """What one map gives: readings, the area of all it shows, and itself laid over the ground."""

    readings: pd.DataFrame
    level: float
    laid: Laid | None = None


def empty_part() -> Part:
    """Return a part without maps."""
    return Part(no_readings(), no_changes())


def add_maps(
    part: Part,
    observations: Iterable[Observation],
    *,
    setting: Setting,
    told: Callable[[str], None] = lambda _: None,
    saved: Callable[[Built], None] = lambda _: None,
    after: Laid | None = None,
) -> Built:
    """Add maps to a source's part of the panel; each new map costs that map only.

    A map of days that the part has already, but with other figures, is a new drawing of them:
    both are kept, the new one known from `setting.known_from`.

    Args:
        part: The source's part so far.
        observations: The maps, best in order of their days.
        setting: How they are read.
        told: Is told the name of each map when its turn comes.
        saved: Is given what stands after every `SAVED_EVERY` new maps, to be kept should the rest
            never come.
        after: A map of the same source and ground laid before, to lay the first one quickly.
    """
    work = _begun(part, setting.ground.grid)
    work.laid = after
    last = part.readings["valid_to"].max() if part.weekly and len(part.readings) else None
    for observation, drawn in _drawn_ahead(observations, frozenset(work.known), setting):
        told(observation.file)
        if last is not None and observation.valid_to <= last.date():
            work.unchanged += 1
            continue
        before = len(work.readings)
        _take(work, observation, setting, drawn=drawn)
        if len(work.readings) > before and before % SAVED_EVERY == 0:
            saved(_built(work, part, setting))
    return _built(work, part, setting)


def _drawn_ahead(
    observations: Iterable[Observation], known: frozenset[tuple[Dates, str]], setting: Setting
) -> Iterator[tuple[Observation, Future[Drawn | str]]]:
    """Yield each map with its drawing on the plane, which is begun while the one before is laid."""
    last: list[tuple[Observation, Drawn]] = []
    with ThreadPoolExecutor(1) as drawer:
        waiting: deque[tuple[Observation, Future[Drawn | str]]] = deque()
        for observation in observations:
            if _key(observation) in known:
                nothing: Future[Drawn | str] = Future()
                waiting.append((observation, nothing))
            else:
                waiting.append(
                    (observation, drawer.submit(_drawn, observation, setting.ground, last))
                )
            if len(waiting) > AHEAD:
                yield waiting.popleft()
        yield from waiting


def _drawn(
    observation: Observation, ground: Ground, last: list[tuple[Observation, Drawn]]
) -> Drawn | str:
    """Draw a map on the plane, unless the last one was the same, or say what is wrong with it."""
    if observation.held is None:
        return "it has no shapes"
    if last and _alike(last[0][0], observation):
        return last[0][1]
    fault = _misplaced(observation.held, ground.grid)
    if fault:
        return fault
    drawing = draw_map(ground, observation.held, observation.contested)
    last[:] = [(observation, drawing)]
    return drawing


def _alike(one: Observation, other: Observation) -> bool:
    """Say whether two maps have the same shapes."""
    pairs = (one.held, other.held), (one.contested, other.contested)
    return all(a is b or shapely.equals_identical(a, b) for a, b in pairs)


def _key(observation: Observation) -> tuple[Dates, str]:
    return (observation.valid_from, observation.valid_to), observation.digest


def _built(work: _Work, part: Part, setting: Setting) -> Built:
    fresh = len(work.readings) > 1
    return Built(
        part=_finished(work, setting, weekly=part.weekly) if fresh else part,
        added=work.added,
        unchanged=work.unchanged,
        skipped=tuple(work.skipped),
        redrawn=tuple(work.redrawn),
        laid=work.laid,
    )


def _begun(part: Part, grid: Grid) -> _Work:
    rows = part.readings
    maps = rows[["valid_from", "valid_to", "known_on", "digest"]].drop_duplicates()
    known = [
        ((first.date(), last.date()), known_on.date(), digest)
        for first, last, known_on, digest in maps.itertuples(index=False)
    ]
    wholes = rows[rows["id"] == WHOLE].sort_values(["valid_to", "known_on"])
    layers = {name: part.cells[part.cells["layer"] == name] for name in LAYERS}
    return _Work(
        readings=[rows],
        cells={name: [changes[list(CELL_TYPES)]] for name, changes in layers.items()},
        states={name: last_state(changes, grid.size) for name, changes in layers.items()},
        days={dates: known_on for dates, known_on, _ in known},
        known={(dates, digest) for dates, _, digest in known},
        levels={
            last.date(): held
            for last, held in zip(wholes["valid_to"], wholes["held_km2"], strict=True)
        },
    )


def _take(
    work: _Work, observation: Observation, setting: Setting, *, drawn: Future[Drawn | str]
) -> None:
    """Take one map in, unless it was before, or say why not."""
    key = _key(observation)
    if key in work.seen:
        work.skipped.append(replace(work.seen[key], file=observation.file))
        return
    work.seen[key] = Skipped(observation.file, f"repeats {observation.file}")
    if key in work.known:
        work.unchanged += 1
        return
    made = _made(work, observation, setting, drawn=drawn)
    if isinstance(made, Skipped):
        work.seen[key] = made
        work.skipped.append(made)
        return
    _enter(work, observation, setting, made=made)


def _made(
    work: _Work, observation: Observation, setting: Setting, *, drawn: Future[Drawn | str]
) -> _Made | Skipped:
    """Read one map, or say what is wrong with it."""
    drawer = Drawer(setting.source, setting.drawn)
    if observation.held is None:
        table = published_readings(setting.ground, observation, drawer)
        made = _Made(table, float(observation.areas.get(WHOLE, np.nan)))
    else:
        drawing = drawn.result()
        if isinstance(drawing, str):
            return Skipped(observation.file, drawing)
        laid = lay_drawn(setting.ground, drawing, after=work.laid)
        table = readings_of(setting.ground, laid, observation, drawer)
        made = _Made(table, laid.whole.area / 1e6, laid)
    fault = _collapsed(work.levels, observation.valid_to, made.level)
    return Skipped(observation.file, fault) if fault else made


def _enter(work: _Work, observation: Observation, setting: Setting, *, made: _Made) -> None:
    """Enter one map: as a new one, or as a new drawing of its days."""
    dates = (observation.valid_from, observation.valid_to)
    table, known_on = made.readings, observation.known_on
    if dates in work.days:
        if _same(work.readings, table, dates):
            work.unchanged += 1
            return
        known_on = max(setting.known_from, known_on)
        table = table.assign(known_on=pd.Timestamp(known_on))
        why = f"{dates[1]} was drawn again; both drawings are kept, this one known from {known_on}"
        work.redrawn.append(Skipped(observation.file, why))
    else:
        work.added += 1
    if made.laid is not None:
        _enter_cells(work, made.laid, (dates[1], known_on))
        work.laid = made.laid
    work.readings.append(table)
    work.days[dates] = known_on
    work.levels[dates[1]] = made.level


def _enter_cells(work: _Work, laid: Laid, dates: Dates) -> None:
    later = [(last, known_on) for (_, last), known_on in work.days.items() if last > dates[0]]
    for layer, state in (("held", laid.cells_held), ("contested", laid.cells_contested)):
        if later:
            changes = pd.concat(work.cells[layer], ignore_index=True)
            changes = with_map_between(changes, state, dates=dates, following=min(later))
            work.cells[layer] = [changes]
        else:
            rows = change_rows(work.states[layer], state, day=dates[0], known_on=dates[1])
            work.cells[layer].append(rows)
            work.states[layer] = state


def _same(tables: list[pd.DataFrame], table: pd.DataFrame, dates: Dates) -> bool:
    """Say whether a map's figures are those that stand for its days already."""
    stands = pd.concat([rows for rows in tables if len(rows)], ignore_index=True)
    first, last = (pd.Timestamp(day) for day in dates)
    stands = stands[(stands["valid_from"] == first) & (stands["valid_to"] == last)]
    stands = stands.sort_values("known_on", kind="stable").drop_duplicates("id", keep="last")
    before = stands.set_index("id")[list(AREAS)].reindex(table["id"]).to_numpy(float)
    after = table[list(AREAS)].to_numpy(float)
    return bool(np.allclose(before, after, rtol=0, atol=SAME_KM2, equal_nan=True))


def _collapsed(levels: dict[date, float], day: date, level: float) -> str:
    """Say whether a map is broken: its area all but gone since the map accepted before it."""
    before = max((other for other in levels if other <= day), default=None)
    if before is None or day - before > COLLAPSE_DAYS:
        return ""
    if level >= (1 - COLLAPSE) * levels[before]:
        return ""
    return (
        f"a broken map: its area is {level:,.0f} km², more than {COLLAPSE:.0%} below the "
        f"{levels[before]:,.0f} km² of {before}"
    )


def _misplaced(held: BaseGeometry, grid: Grid) -> str:
    """Say whether a map lies elsewhere."""
    window = grid.window
    box = shapely.box(window.west, window.south, window.east, window.north)
    west, south, east, north = held.bounds
    if shapely.box(west, south, east, north).intersects(box):
        return ""
    if shapely.box(south, west, north, east).intersects(box):
        return "its coordinates look swapped: latitudes stand where longitudes should"
    return "it lies wholly outside the case's window"


def _finished(work: _Work, setting: Setting, *, weekly: bool) -> Part:
    readings = joined(work.readings, READING_COLUMNS)
    readings = readings.sort_values(["valid_to", "valid_from", "known_on"], kind="stable")
    cells = [
        pd.concat(tables, ignore_index=True).assign(source=setting.source, layer=layer)
        for layer, tables in work.cells.items()
    ]
    changes = pd.concat(cells, ignore_index=True)[list(CELL_COLUMNS)]
    return Part(readings.reset_index(drop=True), changes, weekly)
