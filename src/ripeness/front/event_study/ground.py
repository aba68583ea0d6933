"""One source's ground week by week, as the side that may gain sees it.

A change counts only if it lasts: what a side holds in a week is what it holds in that week and in
the two that follow, so a week is known two weeks later. Both sides are read by the same rule: what
the other side holds is what is neither drawn as held nor as contested, where the case says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ripeness.evidence.panel import ControlPanel, latest_vintages, sunday_rows
from ripeness.front.event_study.crossings import weekly_shares
from ripeness.front.event_study.settings import DIRECTIONS, EventSettings
from ripeness.terms.days import WEEK
from ripeness.terms.question import Slot
from ripeness.theatre.grid import (
    SIXTEENTHS,
    Grid,
    Window,
    inside_sixteenths,
    project,
    window_on_plane,
)

Numbers = NDArray[np.float64]

Sixteenths = NDArray[np.float32]
"""Whole sixteenths of cells, and sums of them: single precision holds them exactly."""


@dataclass(frozen=True)
class Town:
    """A place of the study: where it lies, and which cells are its own."""

    id: str
    """Id of the place."""
    centre: tuple[float, float]
    """Its centre, degrees east and north."""
    outline: BaseGeometry
    """Its outline, in longitudes and latitudes."""

    def at_km(self, grid: Grid) -> Numbers:
        """Return east and north of the centre on a grid's plane, in km."""
        return shapely.get_coordinates(project(shapely.Point(self.centre), grid.crs))[0] / 1000


@dataclass(frozen=True)
class Weeks:
    """One source's maps at consecutive Sundays."""

    source: str
    """Name of the source."""
    drawn: Slot
    """The side whose ground it draws."""
    sundays: tuple[date, ...]
    """Consecutive Sundays, from the first map to the last."""
    held: NDArray[np.uint8]
    """Sixteenths that the drawn side holds, by week and cell."""
    free: NDArray[np.uint8]
    """Sixteenths inside the window that are neither held nor contested, by week and cell."""
    read: NDArray[np.bool_]
    """Whether a map stands behind the week, not older than the settings allow."""
    moved: NDArray[np.bool_]
    """Whether a cell ever changed."""
    edge: BaseGeometry
    """On the grid's plane: the window, cut to the box in which the source draws."""


@dataclass(frozen=True)
class Around:
    """What one side gained around one place, from every week on."""

    gained: dict[int, Numbers]
    """Weeks ahead to km² by week, radius and direction; missing where a map is."""
    whole: NDArray[np.bool_]
    """For each radius, whether its disc lies inside what the source draws."""


@dataclass(frozen=True)
class Ground:
    """One source's ground as one side gains it, around every place."""

    weeks: Weeks
    """The maps."""
    side: Slot
    """The side whose gains are counted."""
    towns: tuple[Town, ...]
    """The places."""
    at_km: Numbers
    """East and north of each place on the plane, in km."""
    around: tuple[Around, ...]
    """For each place what was gained around it."""
    share: Numbers
    """Share of each place that the side holds, by place and week."""
    beyond: Numbers
    """How far the line lies beyond each place in km, by place and week; negative before it."""


def weekly_ground(
    panel: ControlPanel, source: str, *, settings: EventSettings, box: Window | None = None
) -> Weeks | None:
    """Return a source's maps at Sundays; None where it has no cells.

    Args:
        panel: The control panel, cut by `known_by` where knowledge matters.
        source: Name of the source.
        settings: How old the map behind a week may be.
        box: The box outside which the source says nothing; None: it has none.
    """
    rows = panel.readings[panel.readings["source"] == source]
    if rows.empty or not (panel.cells["source"] == source).any():
        return None
    unit = rows["id"].value_counts().index[0]
    maps = sunday_rows(latest_vintages(rows[rows["id"] == unit]))
    sundays = _consecutive(maps["sunday"])
    days = dict(zip(maps["sunday"].dt.date, maps["valid_to"].dt.date, strict=True))
    inside = inside_sixteenths(panel.grid)
    held, contested = (
        _states(panel, source, layer, [days.get(sunday) for sunday in sundays])
        for layer in ("held", "contested")
    )
    edge = window_on_plane(panel.grid)
    if box is not None:
        edge = edge.intersection(project(shapely.box(*_corners(box)), panel.grid.crs))
    held = np.minimum(held, inside)
    free = (inside - np.minimum(held.astype(np.int16) + contested, inside)).astype(np.uint8)
    return Weeks(
        source=source,
        drawn=rows["drawn"].iloc[0],
        sundays=sundays,
        held=held,
        free=free,
        moved=(held != held[0]).any(axis=0) | (free != free[0]).any(axis=0),
        read=_read([sunday in days for sunday in sundays], settings.stale_weeks),
        edge=edge,
    )


def around(
    weeks: Weeks, panel: ControlPanel, town: Town, *, side: Slot, settings: EventSettings
) -> Around:
    """Return what a side gained around a place, the place itself included.

    Its own ground counts like all other: to leave it out would make the weeks before a fall look
    slow, for it is then that it is gained.

    Args:
        weeks: A source's maps at Sundays.
        panel: Carries the grid.
        town: The place.
        side: The side whose gains are counted.
        settings: Radii, and the weeks ahead.
    """
    grid = panel.grid
    centre = town.at_km(grid)
    moved = np.flatnonzero(weeks.moved)  # ground that never changed hands was never gained
    rows, columns = np.divmod(moved, grid.columns)
    x = (grid.origin_x_m + (columns + 0.5) * grid.cell_m) / 1000
    y = (grid.origin_y_m - (rows + 0.5) * grid.cell_m) / 1000
    away = np.hypot(x - centre[0], y - centre[1])
    near = away <= max(settings.radii_km)
    to = _sorted_into(away[near], x[near] - centre[0], y[near] - centre[1], settings)
    lasting = _lasting(weeks, moved[near], side, settings)
    km2 = (grid.cell_m / 1000) ** 2 / SIXTEENTHS
    ahead = sorted({1, settings.recent_weeks, *settings.weeks})
    known = _known(weeks.read, settings.lasting_weeks)
    return Around(
        gained={h: _gained(lasting, known, h, to) * km2 for h in ahead},
        whole=np.array(
            [
                weeks.edge.contains(shapely.Point(centre * 1000).buffer(radius * 1000))
                for radius in settings.radii_km
            ]
        ),
    )


def ground_of(
    weeks: Weeks,
    panel: ControlPanel,
    towns: tuple[Town, ...],
    *,
    side: Slot,
    settings: EventSettings,
) -> Ground:
    """Return everything around every place that a side may have gained.

    Args:
        weeks: One source's maps at Sundays.
        panel: The panel that they come from.
        towns: The places; those without a reading by the source are left out.
        side: The side whose gains are counted.
        settings: Radii and weeks.
    """
    rows = panel.readings[panel.readings["source"] == weeks.source]
    known = tuple(town for town in towns if (rows["id"] == town.id).any())
    shares = [
        weekly_shares(
            rows[rows["id"] == town.id],
            weeks.sundays,
            side=side,
            stale_weeks=settings.stale_weeks,
        )
        for town in known
    ]
    return Ground(
        weeks=weeks,
        side=side,
        towns=known,
        at_km=np.array([town.at_km(panel.grid) for town in known]).reshape(-1, 2),
        around=tuple(around(weeks, panel, town, side=side, settings=settings) for town in known),
        share=np.array([pair[0] for pair in shares]).reshape(len(known), -1),
        beyond=np.array([pair[1] for pair in shares]).reshape(len(known), -1),
    )


def _consecutive(days: pd.Series) -> tuple[date, ...]:
    first, last = days.min().date(), days.max().date()
    return tuple(first + WEEK * step for step in range((last - first) // WEEK + 1))


def _states(
    panel: ControlPanel, source: str, layer: str, days: Sequence[date | None]
) -> NDArray[np.uint8]:
    """Return the sixteenths of every cell on days that never fall; no day repeats the last."""
    rows = panel.cells
    rows = rows[(rows["source"] == source) & (rows["layer"] == layer)]
    rows = rows.sort_values(["day", "known_on"], kind="stable")
    cells, after = rows["cell"].to_numpy(), rows["after"].to_numpy()
    found = np.zeros((len(days), panel.grid.size), dtype=np.uint8)
    state, done = np.zeros(panel.grid.size, dtype=np.uint8), 0
    for number, day in enumerate(days):
        if day is not None:
            upto = int(np.searchsorted(rows["day"].to_numpy(), np.datetime64(day), side="right"))
            state[cells[done:upto]] = after[done:upto]
            done = max(done, upto)
        found[number] = state
    return found


def _read(seen: Sequence[bool], stale: int) -> NDArray[np.bool_]:
    age, found = stale + 1, []
    for one in seen:
        age = 0 if one else age + 1
        found.append(age <= stale)
    return np.array(found)


def _lasting(
    weeks: Weeks, near: NDArray[np.int64], side: Slot, settings: EventSettings
) -> Sixteenths:
    """Return what a side holds and keeps in the weeks that follow, by week and cell."""
    states = (weeks.held if side == weeks.drawn else weeks.free)[:, near]
    kept = states.copy()
    for later in range(1, settings.lasting_weeks + 1):
        kept[:-later] = np.minimum(kept[:-later], states[later:])
    return kept.astype(np.float32)


def _known(read: NDArray[np.bool_], lasting_weeks: int) -> NDArray[np.bool_]:
    """Return the weeks of which it is known what lasted."""
    known = read.copy()
    for later in range(1, lasting_weeks + 1):
        known[:-later] &= read[later:]
        known[-later:] = False
    return known


def _gained(lasting: Sixteenths, known: NDArray[np.bool_], ahead: int, to: Sixteenths) -> Numbers:
    found = np.full((len(lasting), to.shape[1]), np.nan)
    if len(lasting) > ahead:
        gained = np.maximum(lasting[ahead:] - lasting[:-ahead], 0) @ to
        found[:-ahead] = np.where((known[ahead:] & known[:-ahead])[:, None], gained, np.nan)
    return found.reshape(len(lasting), -1, len(DIRECTIONS))


def _sorted_into(
    away: Numbers, east: Numbers, north: Numbers, settings: EventSettings
) -> Sixteenths:
    """Return for each cell the discs and the direction that it counts in."""
    bearing = np.degrees(np.arctan2(east, north)) % 360
    step = 360 / len(DIRECTIONS)
    direction = np.floor((bearing + step / 2) / step).astype(int) % len(DIRECTIONS)
    within = away[:, None] <= np.array(settings.radii_km)
    one_of = np.eye(len(DIRECTIONS))[direction]
    columns = len(settings.radii_km) * len(DIRECTIONS)
    sorted_into = within[:, :, None] * one_of[:, None, :]
    return sorted_into.reshape(len(away), columns).astype(np.float32)


def _corners(box: Window) -> tuple[float, float, float, float]:
    return box.west, box.south, box.east, box.north
