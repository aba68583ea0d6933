"""The ground of one source: cells by week as known on a day, and which changes have lasted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.evidence.panel import ControlPanel, known_by, latest_vintages, sunday_rows
from ripeness.terms.days import sunday_on_or_before, sundays
from ripeness.terms.errors import AlignmentError, NoDataError
from ripeness.terms.question import Slot
from ripeness.theatre.grid import SIXTEENTHS, Grid, inside_sixteenths

LASTING_WEEKS = 2
"""A change counts only if it still stands on this many Sundays after the one that shows it."""

STALE_WEEKS = 4
"""A source whose last map lies more weeks before the origin says nothing of it."""

Sixteenths = NDArray[np.uint8]
Field2 = NDArray[np.float32]


@dataclass(frozen=True)
class Ground:
    """One source's cells by week up to an origin, in sixteenths; only what was known there.

    `held` is the last map of each week, carried over weeks without one (`seen` says which have
    one); `settled` counts a change only once it has lasted 14 days, so its last two weeks repeat
    the one before them. `capacity` is how much of a cell the source shows: a cell of which it shows
    nothing is neither side's. `fixed` are features of the ground that do not change, by name.
    """

    source: str
    drawn: Slot
    grid: Grid
    weeks: tuple[date, ...]
    seen: NDArray[np.bool_]
    held: Sixteenths
    settled: Sixteenths
    capacity: Sixteenths
    fixed: Mapping[str, Field2] = field(default_factory=dict)

    @property
    def origin(self) -> date:
        """The Sunday from which a forecast looks forward."""
        return self.weeks[-1]

    @property
    def now(self) -> Sixteenths:
        """Sixteenths held of each cell, as the last map by the origin shows them."""
        return self.held[-1]

    @property
    def cell_km2(self) -> float:
        """Area of a whole cell, in km²."""
        return (self.grid.cell_m / 1000.0) ** 2


def ground_of(
    panel: ControlPanel,
    *,
    source: str,
    as_of: date,
    shown: Sixteenths | None = None,
    fixed: Mapping[str, Field2] | None = None,
) -> Ground:
    """Return the cells of one source by week, as they could be known on a day.

    Args:
        panel: The control panel.
        source: Name of the source.
        as_of: The last day of knowledge; the origin is the last Sunday on or before it.
        shown: Sixteenths of each cell that the source shows, rows by columns; by default all
            that lies inside the grid's window. The rest is *not shown*, not zero.
        fixed: Features that do not change with the line, rows by columns, by name; for example
            the share that is built up, or the length of road.

    Raises:
        NoDataError: If the source draws no cells, or its last map lies long before the origin.
        AlignmentError: If an array has not the shape of the grid.
    """
    grid = panel.grid
    shape = (grid.rows, grid.columns)
    capacity = inside_sixteenths(grid).reshape(shape) if shown is None else shown
    features = {} if fixed is None else dict(fixed)
    _refuse_other_shapes({"shown": capacity, **features}, shape)
    weeks, seen, held = weekly_cells(panel, source=source, as_of=as_of)
    held = np.minimum(held.reshape(-1, *shape), capacity)
    return Ground(
        source=source,
        drawn=panel.sources[source].drawn,
        grid=grid,
        weeks=weeks,
        seen=seen,
        held=held,
        settled=settled(held),
        capacity=capacity.astype(np.uint8),
        fixed={name: np.asarray(values, np.float32) for name, values in features.items()},
    )


def weekly_cells(
    panel: ControlPanel, *, source: str, as_of: date
) -> tuple[tuple[date, ...], NDArray[np.bool_], Sixteenths]:
    """Return the Sundays from a source's first map, which have a map, and the cells of each.

    Args:
        panel: The control panel.
        source: Name of the source.
        as_of: The last day of knowledge.

    Raises:
        NoDataError: If the source draws no cells, or its last map lies long before the origin.
    """
    known = known_by(panel, as_of)
    rows = known.cells[(known.cells["source"] == source) & (known.cells["layer"] == "held")]
    mapped = _mapped_sundays(known.readings, source)
    origin = sunday_on_or_before(as_of)
    mapped = [day for day in mapped if day <= origin]
    if rows.empty or not mapped or (origin - mapped[-1]).days > 7 * STALE_WEEKS:
        last = f"a last map in the week of {mapped[-1]}" if mapped else "no map"
        raise NoDataError(
            "no cells" if rows.empty else last,
            where=f"cells of {source!r} by {as_of}",
            expected=f"a map at most {STALE_WEEKS} weeks before the origin {origin}",
            remedy="Choose an earlier --as-of, or a source that draws cells up to the origin.",
        )
    weeks = sundays(mapped[0], origin)
    seen = np.isin(np.array(weeks, "datetime64[D]"), np.array(mapped, "datetime64[D]"))
    return weeks, seen, _states(rows, weeks, panel.grid.size)


def settled(held: Sixteenths) -> Sixteenths:
    """Return the cells with only those changes that last 14 days.

    A cell follows its map only as far as the map stays there on the two Sundays that follow; the
    last two weeks, whose changes cannot yet be judged, repeat the week before them.

    Args:
        held: Sixteenths held by week.
    """
    kept = held.copy()
    for week in range(1, len(held)):
        ahead = held[week : week + LASTING_WEEKS + 1]
        if len(ahead) <= LASTING_WEEKS:
            kept[week] = kept[week - 1]
        else:
            kept[week] = np.clip(kept[week - 1], ahead.min(axis=0), ahead.max(axis=0))
    return kept


def mirrored(ground: Ground) -> Ground:
    """Return the ground as a map of the other side's would show it: what was held is not.

    Args:
        ground: The ground; what is not shown stays not shown.
    """
    return replace(
        ground,
        drawn="b" if ground.drawn == "a" else "a",
        held=ground.capacity - ground.held,
        settled=ground.capacity - ground.settled,
    )


def cut(ground: Ground, origin: date) -> Ground:
    """Return the ground as it was known at an earlier origin.

    It holds where maps are known on their own day; where a source redraws days later, read the
    ground anew with that `as_of`.

    Args:
        ground: The ground.
        origin: A Sunday of its weeks.

    Raises:
        NoDataError: If the ground has no such week.
    """
    if origin not in ground.weeks:
        raise NoDataError(
            f"the origin {origin}",
            where=f"weeks of {ground.source!r}",
            expected=f"a Sunday from {ground.weeks[0]} to {ground.weeks[-1]}",
            remedy="Choose one of these.",
        )
    count = ground.weeks.index(origin) + 1
    held = ground.held[:count]
    return replace(
        ground,
        weeks=ground.weeks[:count],
        seen=ground.seen[:count],
        held=held,
        settled=settled(held),
    )


def _mapped_sundays(readings: pd.DataFrame, source: str) -> list[date]:
    rows = readings[readings["source"] == source]
    if rows.empty:
        return []
    one = rows["id"].value_counts(sort=True).index[0]
    weeks = sunday_rows(latest_vintages(rows[rows["id"] == one]))
    return [day.date() for day in weeks["sunday"]]


def _states(rows: pd.DataFrame, weeks: tuple[date, ...], size: int) -> Sixteenths:
    """Play a change list forward and keep the state at each Sunday."""
    ordered = rows.sort_values(["day", "known_on"], kind="stable")
    cells, after = ordered["cell"].to_numpy(), ordered["after"].to_numpy(np.uint8)
    ends = np.searchsorted(
        ordered["day"].to_numpy("datetime64[D]"), np.array(weeks, "datetime64[D]"), side="right"
    )
    states = np.zeros((len(weeks), size), np.uint8)
    state = np.zeros(size, np.uint8)
    begin = 0
    for week, end in enumerate(ends):
        state[cells[begin:end]] = after[begin:end]
        states[week] = state
        begin = end
    return states


def _refuse_other_shapes(arrays: Mapping[str, NDArray[np.number]], shape: tuple[int, int]) -> None:
    for name, values in arrays.items():
        wrong = np.shape(values) != shape
        if (
            wrong
            or not np.isfinite(values).all()
            or (name == "shown" and np.max(values) > SIXTEENTHS)
        ):
            raise AlignmentError(
                f"shape {np.shape(values)}" if wrong else "values that no cell can have",
                where=f"cells of {name!r}",
                expected=f"finite values, {shape[0]} rows by {shape[1]} columns",
                remedy="Make the array on the panel's own grid.",
            )
