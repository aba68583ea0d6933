"""The state of links by who holds the ground under them, day by day and for either side."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
import shapely
from tests.theatre.network.drawings import GRID

from ripeness.supply.held import (
    Drawing,
    Ground,
    given_to,
    ground_by_day,
    ground_of,
    line_distance_km,
    mirrored,
    mirrored_drawing,
    stand_in_cells,
)
from ripeness.supply.state import (
    CLOSED,
    DEGRADED,
    OPEN,
    link_ground,
    link_state,
    place_cells,
    signature,
    supply_by_cell,
)
from ripeness.terms.chance import stream
from ripeness.terms.errors import AlignmentError, ModelError
from ripeness.theatre.network.crossed import cells_crossed
from ripeness.theatre.network.declared import StateRules
from ripeness.theatre.network.record import network_of

RULES = StateRules()
DRAWING = Drawing(drawn="a", complement=True)
SHAPE = (GRID.rows, GRID.columns)


def east_held(first_column):
    """A holds every cell from a column eastwards, B the rest."""
    held = np.zeros(SHAPE, np.uint8)
    held[:, first_column:] = 16
    return ground_of(held.ravel(), np.zeros(GRID.size, np.uint8), DRAWING)


def at(column, row=50):
    """The middle of a cell on the plane."""
    return (
        GRID.origin_x_m + (column + 0.5) * GRID.cell_m,
        GRID.origin_y_m - (row + 0.5) * GRID.cell_m,
    )


def network(*spans):
    """Roads along one row of cells, each from a column to a column."""
    lines = [shapely.LineString([at(first), at(last)]) for first, last in spans]
    length = shapely.length(lines) / 1000
    points = [point for first, last in spans for point in (at(first), at(last))]
    nodes = pd.DataFrame(points, columns=["x_m", "y_m"]).assign(lon=0.0, lat=0.0)
    links = pd.DataFrame(
        {
            "tail": range(0, 2 * len(spans), 2),
            "head": range(1, 2 * len(spans), 2),
            "mode": "road",
            "length_km": length,
            "speed_km_per_h": 40.0,
            "low_t_per_day": 1.0,
            "high_t_per_day": 2.0,
        }
    )
    return network_of(nodes, links, crossed=cells_crossed(lines, GRID, length_km=length), grid=GRID)


def state(net, ground, side, degraded_km=10.0):
    return link_state(net, ground, side=side, rules=RULES, degraded_km=degraded_km).tolist()


def test_a_link_is_open_far_from_the_line_degraded_near_it_and_closed_beyond_it():
    net = network((5, 15), (30, 38), (45, 60))
    ground = east_held(40)
    assert state(net, ground, "b") == [OPEN, DEGRADED, CLOSED]
    assert state(net, ground, "a") == [CLOSED, CLOSED, DEGRADED]


def test_the_distance_that_degrades_is_a_parameter():
    net = network(
        (5, 20),
    )
    ground = east_held(40)
    assert link_ground(net, ground, side="b").line_km.tolist() == [20.0]
    assert state(net, ground, "b", degraded_km=20.0) == [OPEN]
    assert state(net, ground, "b", degraded_km=20.1) == [DEGRADED]


def test_a_link_that_only_grazes_the_other_side_stays_usable():
    ground = east_held(40)
    assert state(
        network(
            (20, 40),
        ),
        ground,
        "b",
    ) == [DEGRADED]
    assert link_ground(
        network(
            (20, 40),
        ),
        ground,
        side="b",
    ).lost_km == pytest.approx([0.5])
    assert state(
        network(
            (20, 41),
        ),
        ground,
        "b",
    ) == [CLOSED]


def test_half_of_a_short_link_is_enough_to_close_it():
    net = network(
        (39, 40),
    )
    assert link_ground(net, east_held(40), side="b").lost_km == pytest.approx([0.5])
    assert state(net, east_held(40), "b") == [DEGRADED]
    lost = given_to(east_held(40), np.array([50 * GRID.columns + 39]), "a")
    assert state(net, lost, "b") == [CLOSED]


def test_contested_ground_is_nobodys_and_closes_a_link_to_both():
    contested = np.zeros(SHAPE, np.uint8)
    contested[:, 30:50] = 16
    ground = ground_of(np.zeros(GRID.size, np.uint8), contested.ravel(), DRAWING)
    net = network(
        (33, 45),
    )
    assert state(net, ground, "a") == state(net, ground, "b") == [CLOSED]


@pytest.mark.parametrize("seed", range(10))
def test_exchanging_the_sides_exchanges_every_state(seed):
    draw = stream(seed, "tests", "state")
    held = draw.integers(0, 17, GRID.size).astype(np.uint8)
    contested = np.minimum(draw.integers(0, 17, GRID.size), 16 - held).astype(np.uint8)
    abroad = draw.random(GRID.size) < 0.1
    drawing = Drawing(drawn="a", complement=True, abroad=abroad, abroad_side="a")
    ground = ground_of(held, contested, drawing)
    turned = ground_of(held, contested, mirrored_drawing(drawing))
    assert (turned.by_a == ground.by_b).all()
    assert (turned.by_b == ground.by_a).all()
    spans = draw.integers(1, SHAPE[1] - 1, (6, 2))
    net = network(*[(low, low + 1 + abs(high - low)) for low, high in spans if low < 60])
    for side, other in (("a", "b"), ("b", "a")):
        assert state(net, ground, side, 3.0) == state(net, mirrored(ground), other, 3.0)


@pytest.mark.parametrize("seed", range(10))
def test_gaining_ground_never_closes_a_link(seed):
    draw = stream(seed, "tests", "state", "gain")
    held = draw.integers(0, 17, GRID.size).astype(np.uint8)
    ground = ground_of(held, np.zeros(GRID.size, np.uint8), DRAWING)
    more = given_to(ground, draw.integers(0, GRID.size, 900), "b")
    net = network((3, 20), (10, 40), (30, 60))
    assert (np.array(state(net, more, "b", 5.0)) <= np.array(state(net, ground, "b", 5.0))).all()


def test_ground_abroad_is_the_side_that_the_case_says():
    abroad = np.zeros(GRID.size, bool)
    abroad[:3] = True
    nothing = np.zeros(GRID.size, np.uint8)
    drawing = Drawing(drawn="a", complement=True, abroad=abroad, abroad_side="a")
    ground = ground_of(nothing, nothing, drawing)
    assert ground.by_a.tolist()[:4] == [16, 16, 16, 0]
    assert ground.by_b.tolist()[:4] == [0, 0, 0, 16]


def test_without_a_declared_complement_nothing_is_said():
    nothing = np.zeros(GRID.size, np.uint8)
    with pytest.raises(ModelError, match="draws one side only"):
        ground_of(nothing, nothing, replace(DRAWING, complement=False))


def test_cells_of_which_a_source_is_silent_are_read_as_the_nearest_that_it_draws():
    spoken = np.zeros(SHAPE, bool)
    spoken[10:20, 10:20] = True
    stand_in = stand_in_cells(spoken.ravel(), GRID).reshape(SHAPE)
    assert stand_in[0, 0] == 10 * GRID.columns + 10
    assert stand_in[15, 50] == 15 * GRID.columns + 19
    inside = np.arange(GRID.size).reshape(SHAPE)[10:20, 10:20]
    assert (stand_in[10:20, 10:20] == inside).all()
    held = np.zeros(SHAPE, np.uint8)
    held[:, 15:20] = 16
    drawing = replace(DRAWING, stand_in=stand_in.ravel())
    ground = ground_of(held.ravel(), np.zeros(GRID.size, np.uint8), drawing)
    assert ground.by_a.reshape(SHAPE)[15, 60] == 16
    assert ground.by_b.reshape(SHAPE)[15, 2] == 16


def test_distances_run_from_centre_to_centre_and_without_a_line_are_infinite():
    ground = east_held(40)
    away = line_distance_km(ground, "b", GRID).reshape(SHAPE)
    assert away[50, 37] == 3
    assert away[50, 45] == 0
    assert np.isinf(line_distance_km(east_held(GRID.columns), "b", GRID)).all()


def changes(*rows):
    columns = ["layer", "cell", "day", "before", "after"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(day=pd.to_datetime(table["day"]), known_on=pd.to_datetime(table["day"]))


FIRST = date(2025, 1, 1)


def moving_west():
    """Every ten days A's ground reaches ten columns farther west, from column 60."""
    rows = []
    for step, column in enumerate(range(60, 20, -10)):
        day = pd.Timestamp(FIRST) + pd.Timedelta(days=10 * step)
        edge = GRID.columns if step == 0 else column + 10
        rows += [
            ("held", row * GRID.columns + at_column, day, 0, 16)
            for row in range(GRID.rows)
            for at_column in range(column, edge)
        ]
    return changes(*rows)


def test_a_signature_tells_states_of_the_links_apart():
    net = network((5, 15), (33, 38), (45, 58))
    days = [FIRST + timedelta(days=number) for number in range(40)]
    found = {}
    for day, ground, _ in ground_by_day(moving_west(), days, DRAWING, size=GRID.size):
        now = state(net, ground, "b", 6.0)
        assert now == state(net, east_held(60 - 10 * ((day - FIRST).days // 10)), "b", 6.0)
        assert found.setdefault(signature(np.array(now)), now) == now
    assert len(found) == len({tuple(now) for now in found.values()}) == 4


def test_ground_by_day_says_when_nothing_moved():
    days = [FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=1)]
    told = list(ground_by_day(moving_west(), days, DRAWING, size=GRID.size))
    assert [changed for _, _, changed in told] == [True, True, False]
    assert told[0][1].by_a.sum() == 0
    assert told[1][1].by_a.sum() == 16 * GRID.rows * (GRID.columns - 60)
    assert told[2][1] is told[1][1]


def test_an_empty_panel_leaves_all_ground_to_the_other_side():
    (told,) = ground_by_day(changes(), [FIRST], DRAWING, size=GRID.size)
    assert (told[1].by_b == 16).all()


def placed():
    net = network((5, 15), (45, 60))
    nodes = net.nodes.assign(
        kind=["place", "junction", "place", "origin"], place=["west", "", "east", "rear"]
    )
    return replace(net, nodes=nodes)


def test_each_cell_has_the_share_of_the_nearest_place_that_the_side_holds():
    net, ground = placed(), east_held(40)
    assert place_cells(net).to_dict() == {
        "west": 50 * GRID.columns + 5,
        "east": 50 * GRID.columns + 45,
    }
    delivered = pd.Series({"west": 0.75, "east": 0.25})
    assert set(supply_by_cell(net, delivered, ground, side="b")) == {0.75}
    everything = east_held(GRID.columns)
    share = supply_by_cell(net, delivered, everything, side="b").reshape(SHAPE)
    assert share[50, 10] == 0.75
    assert share[50, 50] == 0.25
    assert np.isnan(supply_by_cell(net, delivered, everything, side="a")).all()


def test_a_place_without_a_share_supplies_no_cell():
    share = supply_by_cell(
        placed(), pd.Series({"west": np.nan, "east": 0.5}), east_held(GRID.columns), side="b"
    )
    assert set(share) == {0.5}


def test_ground_on_another_grid_is_refused():
    with pytest.raises(AlignmentError, match="3 cells of ground"):
        link_ground(network((5, 15)), Ground(np.zeros(3), np.zeros(3)), side="a")


def test_a_network_on_no_ground_is_open():
    net = replace(network((5, 15)), grid=None)
    assert state(net, Ground(np.zeros(0), np.zeros(0)), "a") == [OPEN]
    assert len(place_cells(net)) == 0
