"""A case opened for its supply: the variants of its network, its places, its maps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import shapely

from ripeness.case.network import (
    OpenedNetwork,
    abroad_cells,
    drawing_of,
    open_network,
    supply_sources,
    whole_cells,
)
from ripeness.case.opened import OpenedCase
from ripeness.evidence.panel import known_by
from ripeness.supply.assumed import drawn
from ripeness.supply.held import Drawing, Ground, ground_by_day
from ripeness.supply.situation import Situation, Towns, situation, towns_of
from ripeness.supply.webs import Webs, webs_of
from ripeness.terms.errors import DataError
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Grid, cell_boxes, project
from ripeness.theatre.outlines import read_outlines

TOWN_SHARE = 0.25
"""A cell is a place's where at least this share of it lies in the place's outline."""

NEAR_MAP = timedelta(days=31)
"""How old the last map before a day asked about may be."""


@dataclass(frozen=True)
class Supplied:
    """A case with everything that its supply is computed from."""

    opened: OpenedCase
    network: OpenedNetwork
    webs: Webs
    towns: Towns
    cells: pd.DataFrame
    maps: pd.DataFrame
    days: Mapping[str, tuple[date, ...]]
    drawings: Mapping[str, Drawing]
    seed: int

    @property
    def sides(self) -> Mapping[Slot, str]:
        """The id of the side in each slot."""
        return {side.slot: side.id for side in self.opened.case.sides}

    @property
    def current(self) -> tuple[str, ...]:
        """The sources whose maps reach the time asked about."""
        settings, case = self.opened.case.supply, self.opened.case
        until = min(settings.announced or case.as_of, case.as_of) - NEAR_MAP
        return tuple(name for name, days in self.days.items() if days and days[-1] >= until)

    @property
    def town(self) -> int | None:
        """Number of the place that the case asks about."""
        asked = self.opened.case.supply.town
        return None if asked is None else self.towns.number(asked)

    def grounds(self, source: str, days: Sequence[date]) -> Iterator[tuple[date, Ground, bool]]:
        """Return the ground of each day as a source draws it."""
        rows = self.cells[self.cells["source"] == source]
        return ground_by_day(rows, days, self.drawings[source], size=self.grid.size)

    @property
    def grid(self) -> Grid:
        """The grid of the case."""
        return self.opened.panel.grid

    def ground(self, source: str, day: date, *, by: date | None = None) -> Ground:
        """Return the ground of one day as a source draws it, as known by another if asked."""
        case = self if by is None else replace(self, cells=_known(self.cells, by))
        _, found, _ = next(case.grounds(source, [day]))
        return found

    def on(self, source: str, day: date, side: Slot) -> Situation:
        """Return a day on the ground for one side."""
        return situation(self.ground(source, day), side=side, towns=self.towns, grid=self.grid)


def has_supply(opened: OpenedCase) -> bool:
    """Return whether a case declares a network."""
    return opened.case.network.folder is not None and bool(supply_sources(opened))


def supplied(opened: OpenedCase, *, seed: int) -> Supplied:
    """Open what the supply of a case is computed from.

    Args:
        opened: The case.
        seed: The seed of the run.

    Raises:
        NoDataError: If the case has no network, or it could not be known yet.
    """
    network = open_network(opened)
    settings, grid = opened.case.supply, opened.panel.grid
    assumed = drawn(network.declared, seed=seed, draws=settings.draws)
    webs = webs_of(network.network, rules=network.declared.states, assumed=assumed, seed=seed)
    panel = known_by(opened.panel, opened.case.evidence_to)
    maps = panel.readings[panel.readings["valid_to"] <= pd.Timestamp(opened.case.evidence_to)]
    if settings.since is not None:
        maps = maps[maps["valid_to"] >= pd.Timestamp(settings.since)]
    names = supply_sources(opened)
    whole, abroad = whole_cells(opened), abroad_cells(opened)
    return Supplied(
        opened=opened,
        network=network,
        webs=webs,
        towns=towns_of(
            town_cells(opened),
            {str(name): int(count) for name, count in network.people.items()},
            grid=grid,
        ),
        cells=panel.cells,
        maps=maps,
        days={name: _days(maps[maps["source"] == name]) for name in names},
        drawings={name: drawing_of(opened, name, whole=whole, abroad=abroad) for name in names},
        seed=seed,
    )


def _known(cells: pd.DataFrame, by: date) -> pd.DataFrame:
    return cells[cells["known_on"] <= pd.Timestamp(by)]


def _days(maps: pd.DataFrame) -> tuple[date, ...]:
    return tuple(sorted(day.date() for day in maps["valid_to"].unique()))


def town_cells(opened: OpenedCase) -> dict[str, np.ndarray]:
    """Return the cells of each place of a case; at least the one that holds most of it.

    Args:
        opened: The case.
    """
    grid = opened.panel.grid
    boxes = cell_boxes(grid, np.arange(grid.size))
    tree, found = shapely.STRtree(boxes), {}
    for name, outline in read_outlines(opened.folder, opened.case.theatre).places.items():
        shape = project(outline.geometry, grid.crs)
        near = np.sort(np.asarray(tree.query(shape)))
        inside = shapely.area(shapely.intersection(boxes[near], shape))
        enough = inside >= TOWN_SHARE * grid.cell_m**2
        if len(near) and not enough.any():
            enough = np.arange(len(near)) == np.argmax(inside)
        found[name] = near[enough]
    return found


def asked_about(
    case: Supplied, place: str, on: date | None
) -> Iterator[tuple[str, date, Situation]]:
    """Return each source's last map on or before a day, for the side that held a place last.

    Args:
        case: The case.
        place: Id of the place.
        on: The day; None: that of the last map known as of the case's day.

    Raises:
        DataError: If the day is later than the last map, or earlier than the first.
    """
    number = case.towns.number(place)
    last = max(days[-1] for days in case.days.values() if days)
    if on is not None and on > last:
        raise DataError(
            f"{on}, after the last map of {last}",
            where="--on",
            expected="a day with a map",
            remedy=f"Ask about {last} or earlier: what lies ahead is not asked about here.",
        )
    day = on or case.opened.case.as_of
    found = False
    for source, days in case.days.items():
        maps = [one for one in days if one <= day]
        if maps and day - maps[-1] <= NEAR_MAP:
            side = _holder(case, source, maps[-1], number)
            found = True
            yield source, maps[-1], case.on(source, maps[-1], side)
    if not found:
        raise DataError(
            f"no map within a month before {day}",
            where="--on",
            expected="a day with a map",
            remedy=f"Maps begin on {min(days[0] for days in case.days.values() if days)}.",
        )


def _holder(case: Supplied, source: str, day: date, number: int) -> Slot:
    """Return the side that holds a place."""
    return "a" if case.on(source, day, "a").held[number] else "b"
