"""Stretches of the front: their length, through whom they get, and what has no sense for them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.supply.country import (
    GRID,
    country_ground,
    country_network,
    country_towns,
    country_webs,
)

from ripeness.supply.paper import SectorSupply
from ripeness.supply.placed import OneDay, place_rows, worked_out
from ripeness.supply.sectors import sector_rows, sectors_of
from ripeness.supply.situation import situation

TOWNS, DAY = country_towns(), date(2025, 1, 1)
GATE, NORTH, FRONT = range(3)


def rows_of(ground, *, side="a", webs=None):
    webs = webs or country_webs()
    one = OneDay("map", DAY, side, "west", ground)
    day = worked_out(webs, one, towns=TOWNS, grid=GRID)
    sectors = sector_rows(webs, one, day, towns=TOWNS, grid=GRID)
    return sectors, place_rows(webs, one, day, towns=TOWNS, grid=GRID), day


def of(rows, sector, network="both"):
    return next(row for row in rows if (row.sector, row.network) == (sector, network))


def test_the_sectors_share_out_the_front_that_hangs_on_places():
    ground = country_ground(44)
    on = situation(ground, side="a", towns=TOWNS, grid=GRID)
    found = sectors_of(ground, on.held, side="a", towns=TOWNS, grid=GRID)
    assert found.hangs_km.sum(axis=0) == pytest.approx(on.front_km)
    assert found.hangs_km.sum() + found.alone_km.sum() <= GRID.rows
    assert np.count_nonzero(found.hangs_km - np.diag(np.diag(found.hangs_km))) == 0


def test_a_sector_by_a_place_that_is_held_gets_what_the_place_gets():
    sectors, places, day = rows_of(country_ground(44))
    for name in ("road", "both"):
        row = of(sectors, "front", name)
        place = next(one for one in places if (one.place, one.network) == ("front", name))
        assert row.through == ("front",)
        assert row.delivered == place.delivered
        assert row.hours_to_rear == pytest.approx(place.hours_to_rear)
        assert (row.routes_edge, row.routes_node) == (place.routes_edge, place.routes_node)
        assert row.days_of_supply == place.days_of_supply
    total = sum(of(sectors, name).front_km for name in ("front", "north"))
    assert total == pytest.approx(day.on.front_km.sum())


def test_a_sector_by_a_place_that_is_lost_hangs_on_the_nearest_one_held():
    sectors, _, _ = rows_of(country_ground(38))
    row = of(sectors, "front")
    assert "front" not in row.through
    assert set(row.through) <= {"gate", "north"}
    assert 0 <= row.delivered.low <= row.delivered.value <= row.delivered.high <= 1
    assert row.demand_t.low < row.demand_t.value < row.demand_t.high
    assert row.hours_to_rear > 0


def test_front_beyond_reach_of_every_place_held_is_told_by_its_length_alone():
    ground = country_ground(2)
    assert not situation(ground, side="a", towns=TOWNS, grid=GRID).held.any()
    sectors, places, _ = rows_of(ground)
    assert places == []
    for row in sectors:
        assert row.out_of_reach_km == row.front_km > 0
        assert (row.through, row.delivered, row.hours_to_rear) == ((), None, None)
        assert (row.routes_edge, row.demand_t.high) == (0, 0)


def test_exchanging_the_sides_mirrors_every_sector():
    network = country_network(bypass=True)
    nodes = network.nodes.assign(side=network.nodes["side"].map({"a": "b", "b": "a", "": ""}))
    for line in (44, 38):
        here, _, _ = rows_of(country_ground(line), webs=country_webs(network))
        there, _, _ = rows_of(
            country_ground(line, mirrored=True),
            side="b",
            webs=country_webs(replace(network, nodes=nodes)),
        )
        assert here == there


def test_a_sector_has_no_neck_and_no_directions():
    assert not {"neck_km", "open_directions"} & set(SectorSupply.model_fields)
    assert "no open directions and no neck" in (SectorSupply.__doc__ or "")
