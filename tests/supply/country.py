"""A made-up country: two sides, four places on one road and one railway, whose ground meets."""

import numpy as np
import pandas as pd
import shapely
from tests.theatre.network.drawings import GRID

from ripeness.supply.assumed import drawn
from ripeness.supply.held import Ground
from ripeness.supply.situation import towns_of
from ripeness.supply.webs import webs_of
from ripeness.theatre.network.crossed import cells_crossed
from ripeness.theatre.network.declared import DeclaredNetwork
from ripeness.theatre.network.record import network_of

WEST, GATE, NORTH, FRONT, EAST = range(5)
COLUMNS = {WEST: 5, GATE: 30, NORTH: 34, FRONT: 40, EAST: 70}
ROWS = {WEST: 50, GATE: 50, NORTH: 30, FRONT: 50, EAST: 50}
NAMED = {WEST: ("origin", "west", "a"), EAST: ("origin", "east", "b")} | {
    node: ("place", name, "") for node, name in ((GATE, "gate"), (NORTH, "north"), (FRONT, "front"))
}
LINE = 44
"""The first column that B holds."""


def point(node):
    """A node on the plane."""
    return (
        GRID.origin_x_m + (COLUMNS[node] + 0.5) * GRID.cell_m,
        GRID.origin_y_m - (ROWS[node] + 0.5) * GRID.cell_m,
    )


def country_network(*, bypass=False):
    """The west supplies the front through the gate; with a bypass, also past it."""
    pairs = [
        (WEST, GATE, "road"),
        (GATE, FRONT, "road"),
        (GATE, NORTH, "rail"),
        (FRONT, EAST, "road"),
    ]
    pairs += [(WEST, NORTH, "rail"), (NORTH, FRONT, "rail")] if bypass else []
    lines = [shapely.LineString([point(tail), point(head)]) for tail, head, _ in pairs]
    length = np.array([line.length / 1000 for line in lines])
    nodes = pd.DataFrame(
        {
            "lon": 0.0,
            "lat": 0.0,
            "x_m": [point(node)[0] for node in range(5)],
            "y_m": [point(node)[1] for node in range(5)],
            "kind": [NAMED[node][0] for node in range(5)],
            "place": [NAMED[node][1] for node in range(5)],
            "side": [NAMED[node][2] for node in range(5)],
        }
    )
    links = pd.DataFrame(
        {
            "tail": [tail for tail, _, _ in pairs],
            "head": [head for _, head, _ in pairs],
            "mode": [mode for _, _, mode in pairs],
            "link_class": [mode for _, _, mode in pairs],
            "length_km": length,
            "speed_km_per_h": 40.0,
            "low_t_per_day": 2000.0,
            "high_t_per_day": 9000.0,
            "standing": "schematic",
        }
    )
    return network_of(nodes, links, crossed=cells_crossed(lines, GRID, length_km=length), grid=GRID)


def country_ground(line=LINE, *, mirrored=False):
    """A holds all to the west of a column, B the rest; or the other way round."""
    west = np.zeros((GRID.rows, GRID.columns), np.uint8)
    west[:, :line] = 16
    parts = west.ravel(), (16 - west).ravel()
    return Ground(*(parts[::-1] if mirrored else parts))


def country_towns(people=50_000):
    """Three places of nine cells each."""
    cells = {
        NAMED[node][1]: np.array(
            [
                (ROWS[node] + down) * GRID.columns + COLUMNS[node] + right
                for down in (-1, 0, 1)
                for right in (-1, 0, 1)
            ]
        )
        for node in (GATE, NORTH, FRONT)
    }
    return towns_of(cells, dict.fromkeys(cells, people), grid=GRID)


def country_webs(network=None, *, draws=6, seed=1, declared=None):
    """Its variants."""
    declared = declared or DeclaredNetwork()
    assumed = drawn(declared, seed=seed, draws=draws)
    network = network if network is not None else country_network()
    return webs_of(network, rules=declared.states, assumed=assumed, seed=seed)
