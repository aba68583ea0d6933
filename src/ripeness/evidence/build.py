"""Maps of one source made into that source's part of the panel."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.evidence.cells import (
    CELL_COLUMNS,
    LAYERS,
    change_rows,
    last_state,
    no_changes,
    with_map_between,
)
from ripeness.evidence.figures import Drawer, joined, published_readings, readings_of
from ripeness.evidence.ground import WHOLE, Ground
from ripeness.evidence.observation import Observation, Skipped
from ripeness.evidence.overlay import Laid, lay_map
from ripeness.evidence.panel import AREAS, READING_COLUMNS, no_readings

COLLAPSE = 0.5
"""A map whose area falls by more than this share against the last one accepted is broken ..."""

COLLAPSE_DAYS = timedelta(days=28)
"""... unless the last one accepted is older than this."""

SAME_KM2 = 1e-4
"""Two drawings of a day are the same map if no area differs by more than this."""


@dataclass(frozen=True)
class Part:
    """One source's part of the panel."""

    readings: pd.DataFrame
    cells: pd.DataFrame


@dataclass(frozen=True)
class Setting:
    """How a source's maps are read: over which ground, for which slot, on which day."""

    ground: Ground
    source: str
    drawn: str
    today: date


@dataclass(frozen=True)
class Built:
    """A part of the panel, and what became of the maps that were to enter it."""

    part: Part
    added: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    redrawn: tuple[Skipped, ...]


@dataclass
class _Work:  # the one thing changed in place here: the tables grow map by map
    """What grows while maps are added."""

    readings: list[pd.DataFrame]
    cells: dict[str, list[pd.DataFrame]]
    states: dict[str, np.ndarray]
    laid: Laid | None
    level: tuple[date, float] | None
    days: dict[tuple[date, date], date]


def empty_part() -> Part:
    """Return a part without maps."""
    return Part(no_readings(), no_changes())


def add_maps(
    part: Part,
    observations: Iterable[Observation],
    *,
    setting: Setting,
    told: Callable[[str], None] = lambda _: None,
) -> Built:
    """Add maps to a source's part of the panel; each new map costs that map only.

    A map of days that the part has already, but with other figures, is a new drawing of them: both are
    kept, the new one known from `setting.today`.

    Args:
        part: The source's part so far.
        observations: The maps, best in order of their days.
        setting: How they are read.
        told: Is told the name of each map when it has been read.
    """
    work = _begun(part, setting)
    known = set(part.readings["digest"])
    seen: dict[str, Skipped] = {}
    added = unchanged = 0
    skipped: list[Skipped] = []
    redrawn: list[Skipped] = []
    for observation in observations:
        told(observation.file)
        if observation.digest in known:
            unchanged += 1
            continue
        if observation.digest in seen:
            skipped.append(replace(seen[observation.digest], file=observation.file))
            continue
        outcome = _add(work, observation, setting)
        seen[observation.digest] = Skipped(observation.file, f"repeats {observation.file}")
        if isinstance(outcome, Skipped):
            seen[observation.digest] = outcome
            skipped.append(outcome)
            continue
        added += outcome == "added"
        unchanged += outcome == "same"
        if outcome == "redrawn":
            redrawn.append(_said_redrawn(observation, setting))
    return Built(_finished(part, work), added, unchanged, tuple(skipped), tuple(redrawn))


def _said_redrawn(observation: Observation, setting: Setting) -> Skipped:
    why = f"{observation.valid_to} was drawn again; both drawings are kept, this one known from {setting.today}"
    return Skipped(observation.file, why)


def _begun(part: Part, setting: Setting) -> _Work:
    size = setting.ground.grid.size
    layers = {layer: part.cells[part.cells["layer"] == layer] for layer in LAYERS}
    columns = [name for name in CELL_COLUMNS if name not in {"source", "layer"}]
    maps = part.readings[["valid_from", "valid_to", "known_on"]].drop_duplicates()
    days = {(a.date(), b.date()): k.date() for a, b, k in maps.itertuples(index=False)}
    wholes = part.readings[part.readings["id"] == WHOLE].sort_values(["valid_to", "known_on"])
    level = (
        (wholes["valid_to"].iloc[-1].date(), wholes["held_km2"].iloc[-1]) if len(wholes) else None
    )
    return _Work(
        readings=[part.readings],
        cells={layer: [rows[columns]] for layer, rows in layers.items()},
        states={layer: last_state(rows, size) for layer, rows in layers.items()},
        laid=None,
        level=level,
        days=days,
    )


def _add(work: _Work, observation: Observation, setting: Setting) -> Skipped | str:
    """Add one map, or say why not."""
    drawer = _drawer(setting)
    if observation.held is None:
        laid, table = None, published_readings(setting.ground, observation, drawer)
        level = float(observation.areas.get(WHOLE, np.nan))
    else:
        held = observation.held
        fault = _misplaced(held, setting)
        if fault:
            return Skipped(observation.file, fault)
        laid = lay_map(setting.ground, held, observation.contested, after=work.laid)
        level = laid.whole.area / 1e6
        table = readings_of(setting.ground, laid, observation, drawer)
    fault = _collapsed(work, observation, level)
    if fault:
        return Skipped(observation.file, fault)
    return _entered(work, observation, setting, (laid, table, level))


def _entered(
    work: _Work,
    observation: Observation,
    setting: Setting,
    made: tuple[Laid | None, pd.DataFrame, float],
) -> str:
    laid, table, level = made
    dates = (observation.valid_from, observation.valid_to)
    outcome = "added"
    if dates in work.days:
        if _same(work, table, dates):
            return "same"
        outcome = "redrawn"
        observation = replace(observation, known_on=max(setting.today, observation.known_on))
        table = table.assign(known_on=pd.Timestamp(observation.known_on))
    if laid is not None:
        _enter_cells(work, laid, observation)
        work.laid = laid
    work.readings.append(table)
    if work.level is None or observation.valid_to >= work.level[0]:
        work.level = (observation.valid_to, level)
    work.days[dates] = observation.known_on
    return outcome


def _enter_cells(work: _Work, laid: Laid, observation: Observation) -> None:
    day, known_on = observation.valid_to, observation.known_on
    after = [(dates[1], known) for dates, known in work.days.items() if dates[1] > day]
    states = {"held": laid.cells_held, "contested": laid.cells_contested}
    for layer, state in states.items():
        if after:
            changes = pd.concat(work.cells[layer], ignore_index=True)
            changes = with_map_between(changes, state, dates=(day, known_on), following=min(after))
            work.cells[layer] = [changes]
        else:
            rows = change_rows(work.states[layer], state, day=day, known_on=known_on)
            work.cells[layer].append(rows)
            work.states[layer] = state


def _same(work: _Work, table: pd.DataFrame, dates: tuple[date, date]) -> bool:
    """Say whether a map's figures are those that stand for its days already."""
    stands = pd.concat(work.readings, ignore_index=True)
    first, last = (pd.Timestamp(day) for day in dates)
    stands = stands[(stands["valid_from"] == first) & (stands["valid_to"] == last)]
    stands = stands.sort_values("known_on", kind="stable").drop_duplicates("id", keep="last")
    pair = [frame.set_index("id")[list(AREAS)].astype(float) for frame in (stands, table)]
    if not pair[0].index.equals(pair[1].index):
        pair[0] = pair[0].reindex(pair[1].index)
    return bool(np.allclose(pair[0], pair[1], rtol=0, atol=SAME_KM2, equal_nan=True))


def _collapsed(work: _Work, observation: Observation, level: float) -> str:
    """Say whether a map is broken: its area all but gone since the last accepted map."""
    if work.level is None:
        return ""
    day, last = work.level
    recent = timedelta(0) <= observation.valid_to - day <= COLLAPSE_DAYS
    if recent and level < (1 - COLLAPSE) * last:
        return (
            f"a broken map: its area is {level:,.0f} km², more than {COLLAPSE:.0%} below the "
            f"{last:,.0f} km² of {day}"
        )
    return ""


def _misplaced(held: BaseGeometry, setting: Setting) -> str:
    """Say whether a map lies elsewhere."""
    grid = setting.ground.grid
    window = shapely.box(grid.window.west, grid.window.south, grid.window.east, grid.window.north)
    west, south, east, north = held.bounds
    if shapely.box(west, south, east, north).intersects(window):
        return ""
    if shapely.box(south, west, north, east).intersects(window):
        return "its coordinates look swapped: latitudes stand where longitudes should"
    return "it lies wholly outside the case's window"


def _drawer(setting: Setting) -> Drawer:
    return Drawer(setting.source, setting.drawn)


def _finished(part: Part, work: _Work) -> Part:
    if len(work.readings) == 1:
        return part
    readings = joined(work.readings, READING_COLUMNS)
    source = str(readings["source"].iloc[0])
    cells = [
        pd.concat(tables, ignore_index=True).assign(source=source, layer=layer)
        for layer, tables in work.cells.items()
    ]
    table = pd.concat(cells, ignore_index=True)[list(CELL_COLUMNS)]
    readings = readings.sort_values(["valid_to", "valid_from", "known_on"], kind="stable")
    return Part(readings.reset_index(drop=True), table)
