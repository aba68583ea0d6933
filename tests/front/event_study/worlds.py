"""Small made-up fronts: a line that moves west, places in its way, and a push where one is told."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import shapely

from ripeness.evidence.cells import CELL_TYPES
from ripeness.evidence.panel import ControlPanel
from ripeness.evidence.provenance import SourceRecord
from ripeness.front.event_study.ground import Town
from ripeness.front.event_study.settings import EventSettings
from ripeness.front.event_study.study import Scene
from ripeness.terms.chance import stream
from ripeness.theatre.grid import Window, inside_sixteenths, make_grid, unproject

START = date(2023, 1, 1)
SETTINGS = EventSettings(
    radii_km=(12.0, 20.0),
    weeks=(4, 8),
    recent_weeks=6,
    figure_radius_km=12.0,
    figure_weeks=8,
    figure_span_weeks=10,
    grouped_within_km=10.0,
    grouped_within_weeks=4,
    lattice_km=6.0,
    draws=1000,
)
"""Shorter than the usual, so that a small world will do."""


@dataclass(frozen=True)
class World:
    """A panel, the scene of a study, and the week in which each place was passed."""

    panel: ControlPanel
    scene: Scene
    fell: dict[str, int]


def world(
    *, seed: int, push: float = 1.0, weeks: int = 150, gainer_drawn: bool = True, late: int = 0
) -> World:
    """A line moving west; for 8 weeks after a place falls it moves `push` times as fast nearby.

    Args:
        seed: Of the weather of the front.
        push: 1: no effect.
        weeks: Sundays drawn.
        gainer_drawn: Whether the map draws the side that gains, or the side that loses.
        late: Days by which maps are known after their day.
    """
    grid = make_grid(Window(west=36.0, east=38.2, south=47.5, north=49.3))
    row_of = {f"town_{n}": 40 + 60 * (n % 3) + 7 * (n // 3) for n in range(9)}
    column_of = {f"town_{n}": 125 - 18 * (n // 3) - 5 * (n % 3) for n in range(9)}
    fell, lines = _moved(grid, row_of, column_of, seed=seed, push=push, weeks=weeks)
    across = np.arange(grid.columns)[None] + 1
    maps = [
        np.round(np.clip(across - line[:, None], 0, 1) * 16).astype(np.uint8).ravel()
        for line in lines
    ]
    inside = inside_sixteenths(grid)
    held = np.minimum(np.array(maps), inside)
    if not gainer_drawn:
        held = inside - held
    outlines = {
        name: unproject(_square(grid, row_of[name], column_of[name]), grid.crs) for name in row_of
    }
    days = [START + timedelta(weeks=week) for week in range(weeks)]
    panel = ControlPanel(
        readings=_readings(
            held, grid, days, places=(row_of, column_of), lines=np.array(lines), late=late
        ),
        cells=_changes(held, days, late=late),
        grid=grid,
        sources={"made": record()},
    )
    scene = Scene(
        towns=tuple(
            Town(name, shape.centroid.coords[0], shape) for name, shape in outlines.items()
        ),
        boxes={},
        complements=("made",),
    )
    return World(panel, scene, fell)


def _moved(grid, row_of, column_of, *, seed, push, weeks):
    """Move the line, and say in which week it had passed each place."""
    draw = stream(seed, "test", "event_study").normal
    line, noise = np.full(grid.rows, 150.0), np.zeros(grid.rows // 20 + 1)
    rows = np.arange(grid.rows)
    fell: dict[str, int] = {}
    lines = []
    for week in range(weeks):
        noise = 0.7 * noise + 0.1 * draw(size=len(noise))
        pace = np.maximum(0.5 + np.interp(rows / 20, np.arange(len(noise)), noise), 0.05)
        for name, since in fell.items():
            if week - since <= SETTINGS.figure_weeks:
                pace = np.where(np.abs(rows - row_of[name]) <= 12, pace * push, pace)
        line = line - pace
        lines.append(line)
        for name, row in row_of.items():
            if name not in fell and line[row - 2 : row + 3].max() <= column_of[name] - 2:
                fell[name] = week
    return fell, lines


def record() -> SourceRecord:
    """A source that nobody drew."""
    return SourceRecord.model_construct(name="made", title="Made up", drawn="a")


def _square(grid, row: int, column: int) -> shapely.Polygon:
    x = grid.origin_x_m + (column + 0.5) * grid.cell_m
    y = grid.origin_y_m - (row + 0.5) * grid.cell_m
    return shapely.box(x - 2500, y - 2500, x + 2500, y + 2500)


def _readings(held, grid, days, *, places, lines, late: int) -> pd.DataFrame:
    row_of, column_of = places
    states = held.reshape(len(days), grid.rows, grid.columns) / 16
    found = []
    for name, row in row_of.items():
        column = column_of[name]
        box = states[:, row - 2 : row + 3, column - 2 : column + 3]
        away = np.hypot(np.arange(grid.rows) - row, lines - 0.5 - column).min(axis=1)
        for week, day in enumerate(days):
            found.append(
                {
                    "source": "made",
                    "unit": "place",
                    "id": name,
                    "valid_from": day,
                    "valid_to": day,
                    "known_on": day + timedelta(days=late),
                    "drawn": "a",
                    "unit_km2": 25.0,
                    "held_km2": box[week].sum(),
                    "contested_km2": np.nan,
                    "line_km": float(away[week]),
                }
            )
    table = pd.DataFrame(found)
    for column in ("valid_from", "valid_to", "known_on"):
        table[column] = pd.to_datetime(table[column]).astype("datetime64[s]")
    return table


def _changes(held, days, *, late: int) -> pd.DataFrame:
    before = np.zeros(held.shape[1], dtype=np.uint8)
    parts = []
    for state, day in zip(held, days, strict=True):
        cells = np.flatnonzero(state != before)
        parts.append(
            pd.DataFrame(
                {
                    "source": "made",
                    "layer": "held",
                    "cell": cells,
                    "day": pd.Timestamp(day),
                    "known_on": pd.Timestamp(day + timedelta(days=late)),
                    "before": before[cells],
                    "after": state[cells],
                }
            )
        )
        before = state
    return pd.concat(parts, ignore_index=True).astype(CELL_TYPES)
