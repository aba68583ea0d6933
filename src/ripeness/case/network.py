"""The network of a case, opened: its tables, whose origins are whose, and how sources are read."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely

from ripeness.case.opened import OpenedCase
from ripeness.evidence.catalogue import find_source
from ripeness.evidence.networks.shelf import NetworkRecord, read_network
from ripeness.supply.held import Drawing, stand_in_cells
from ripeness.terms.errors import DataError, NoDataError
from ripeness.terms.question import Slot
from ripeness.theatre.grid import SIXTEENTHS, Window, cell_centres, inside_sixteenths
from ripeness.theatre.network.classes import restated
from ripeness.theatre.network.declared import DeclaredNetwork
from ripeness.theatre.network.record import Network
from ripeness.theatre.outlines import read_shapes


@dataclass(frozen=True)
class OpenedNetwork:
    """A case's network with its record, what the case declares of it, and who lives where."""

    network: Network
    record: NetworkRecord
    declared: DeclaredNetwork
    people: pd.Series


def open_network(opened: OpenedCase) -> OpenedNetwork:
    """Open the network of a case.

    Args:
        opened: The case.

    Raises:
        NoDataError: If the case has no network, or it could not be known yet.
        DataError: If its files are not what they should be, or lie on another grid.
    """
    declared = opened.case.network
    if declared.folder is None:
        raise NoDataError(
            "no network",
            where=str(opened.folder),
            expected="a case with roads or railways",
            remedy="Name a folder under `network: folder:`.",
        )
    files = read_network(opened.folder / declared.folder)
    _refuse_early(opened, files.record)
    if files.record.grid != opened.panel.grid:
        raise DataError(
            "a network on another grid than the panel's",
            where=str(opened.folder / declared.folder),
            expected="the grid of the case's window",
            remedy="Make the network's files again for this window.",
        )
    stated = restated(files.network, classes=declared.classes, transfers=declared.transfers)
    return OpenedNetwork(with_sides(stated, opened), files.record, declared, files.people)


def with_sides(network: Network, opened: OpenedCase) -> Network:
    """Return the network with each origin in its side's slot; one not declared is a junction.

    Args:
        network: The network as it lies on disk.
        opened: The case that declares origins.

    Raises:
        DataError: If the case declares an origin that the network does not have.
    """
    slots = {one.id: opened.case.side(one.side).slot for one in opened.case.network.origins}
    nodes = network.nodes
    origin = nodes["kind"] == "origin"
    missing = sorted(set(slots) - set(nodes.loc[origin, "place"]))
    if missing:
        raise DataError(
            f"no origin {', '.join(missing)}",
            where="network: origins",
            expected=f"origins of the network's files: {', '.join(nodes.loc[origin, 'place'])}",
            remedy="Correct the id, or make the network's files again.",
        )
    known = nodes["place"].isin(list(slots))
    side = nodes["place"].map(slots).where(origin & known, "").fillna("")
    kind = nodes["kind"].where(~origin | known, "junction")
    return replace(network, nodes=nodes.assign(side=side.astype(object), kind=kind))


def drawing_of(
    opened: OpenedCase,
    source: str,
    *,
    whole: np.ndarray | None = None,
    abroad: np.ndarray | None = None,
) -> Drawing:
    """Return how a source's cells become ground.

    Args:
        opened: The case.
        source: Name of the source.
        whole: Whether each cell lies wholly inside the window, where that is known.
        abroad: Which cells lie beyond the land in question, where that is known.
    """
    case, grid = opened.case, opened.panel.grid
    whole = whole_cells(opened) if whole is None else whole
    abroad = abroad_cells(opened) if abroad is None else abroad
    stated = next(one for one in case.evidence.sources if one.name == source)
    drawn: Slot = case.side(stated.draws).slot
    beyond = case.network.beyond_land
    spoken = whole.copy()
    box = find_source(source).box
    if box is not None:
        spoken &= _inside(box, *cell_centres(grid, np.arange(grid.size)))
    return Drawing(
        drawn=drawn,
        complement=stated.complement is not None,
        abroad=None if beyond is None else abroad,
        abroad_side=None if beyond is None else case.side(beyond).slot,
        stand_in=stand_in_cells(spoken, grid),
    )


def whole_cells(opened: OpenedCase) -> np.ndarray:
    """Return whether each cell of a case lies wholly inside its window."""
    return np.asarray(inside_sixteenths(opened.panel.grid) == SIXTEENTHS)


def abroad_cells(opened: OpenedCase) -> np.ndarray:
    """Return whether the centre of each cell lies beyond the land in question."""
    theatre, grid = opened.case.theatre, opened.panel.grid
    if theatre.land is None:
        return np.zeros(grid.size, bool)
    longitude, latitude = cell_centres(grid, np.arange(grid.size))
    inside = np.zeros(grid.size, bool)
    for outline in read_shapes(opened.folder, theatre.land).values():
        shapely.prepare(outline.geometry)
        inside |= shapely.contains_xy(outline.geometry, longitude, latitude)
    return ~inside


def supply_sources(opened: OpenedCase) -> tuple[str, ...]:
    """Return the sources that draw cells and whose rest the case declares to be another's."""
    drawn = set(opened.panel.cells["source"].unique())
    stated = opened.case.evidence.sources
    return tuple(one.name for one in stated if one.name in drawn and one.complement is not None)


def _inside(box: Window, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    return (
        (box.west <= longitude)
        & (longitude <= box.east)
        & (box.south <= latitude)
        & (latitude <= box.north)
    )


def _refuse_early(opened: OpenedCase, record: NetworkRecord) -> None:
    declared, as_of = opened.case.network, opened.case.as_of
    if declared.vintage == "published" and as_of < record.retrieved:
        raise NoDataError(
            f"a network retrieved on {record.retrieved}, asked of as of {as_of}",
            where="network",
            expected="a network that was known by then",
            remedy="Give a later --as-of, or state `vintage: assumed` under `network:`.",
        )
