"""What changes when one place changes hands, in a made-up country and under its laws."""

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

from ripeness.supply.delivered import delivered_by
from ripeness.supply.held import mirrored as exchanged_ground
from ripeness.supply.hubs import change_of_hands, comparable, ranks, refuse_far
from ripeness.supply.ranked import hub_rows, scan, verdict
from ripeness.supply.situation import situation
from ripeness.supply.webs import link_states
from ripeness.terms.errors import DataError

TOWNS = country_towns()
GATE, NORTH, FRONT = range(3)
_DAY = date(2025, 1, 1)


def day(network=None, *, line=44):
    webs = country_webs(network)
    ground = country_ground(line)
    on = situation(ground, side="a", towns=TOWNS, grid=GRID)
    return webs, on, link_states(webs, ground, side="a")


def test_the_only_way_to_the_front_is_a_choke_point():
    webs, on, states = day()
    change = change_of_hands(webs, on, TOWNS, GATE, as_is=states)["both"]
    assert change.busy == pytest.approx(1.0)
    assert change.loss == pytest.approx(change.kept.total)
    assert change.redundancy.max() <= 1 - change.kept.total.min() + 1e-9
    assert change.cut_off == 2


def test_with_a_way_round_the_same_place_is_busy_and_no_choke_point():
    webs, on, states = day(country_network(bypass=True))
    change = change_of_hands(webs, on, TOWNS, GATE, as_is=states)["both"]
    assert change.busy.min() > 0
    assert change.cut_off == 0
    assert np.median(change.redundancy[np.isfinite(change.redundancy)]) > 0.5


def test_the_loss_of_a_place_never_brings_the_others_more():
    for network in (country_network(), country_network(bypass=True)):
        webs, on, states = day(network)
        for number in comparable(on):
            for change in change_of_hands(webs, on, TOWNS, int(number), as_is=states).values():
                assert (change.loss >= -1e-9).all()


def test_giving_a_place_to_the_side_that_holds_it_changes_nothing():
    webs, on, states = day()
    given = change_of_hands(webs, on, TOWNS, FRONT)
    as_is = change_of_hands(webs, on, TOWNS, FRONT, as_is=states)
    for name, change in given.items():
        assert np.array_equal(change.loss, as_is[name].loss)


def test_a_place_that_the_other_side_holds_can_be_given_back():
    webs, on, _ = day(line=28)
    assert not on.held[GATE]
    assert change_of_hands(webs, on, TOWNS, GATE)["both"].kept.wanted_t.shape == (6, 3)


def test_exchanging_the_sides_mirrors_every_number():
    network = country_network(bypass=True)
    nodes = network.nodes.assign(side=network.nodes["side"].map({"a": "b", "b": "a", "": ""}))
    exchanged = replace(network, nodes=nodes)
    here, there = country_webs(network), country_webs(exchanged)
    for webs, side, mirrored in ((here, "a", False), (there, "b", True)):
        ground = country_ground(mirrored=mirrored)
        on = situation(ground, side=side, towns=TOWNS, grid=GRID)
        states = link_states(webs, ground, side=side)
        rows = hub_rows(scan(webs, states, on, TOWNS, told=("map", _DAY, "x")), TOWNS)
        total = {name: got.total for name, got in delivered_by(webs, states, on, TOWNS).items()}
        if side == "a":
            first_rows, first_total = rows, total
    assert rows == first_rows
    for name, value in total.items():
        assert value == pytest.approx(first_total[name], abs=1e-9)


def with_patch(rows):
    ground = country_ground(72)
    for held, amount in ((ground.by_a, 0), (ground.by_b, 16)):
        held.reshape(GRID.rows, GRID.columns)[53 : 53 + rows, 29:33] = amount
    return ground


def test_a_patch_on_a_coast_brings_no_line_near_a_place():
    plain = situation(country_ground(72), side="a", towns=TOWNS, grid=GRID)
    for ground, side in ((with_patch(2), "a"), (exchanged_ground(with_patch(2)), "b")):
        on = situation(ground, side=side, towns=TOWNS, grid=GRID)
        assert on.behind_km.tolist() == plain.behind_km.tolist()
        assert on.front_km.tolist() == plain.front_km.tolist()
    assert plain.behind_km[GATE] == pytest.approx(42)
    large = situation(with_patch(3), side="a", towns=TOWNS, grid=GRID)
    assert large.behind_km[GATE] == pytest.approx(3)


def test_a_place_far_behind_the_line_is_refused():
    _, on, _ = day(line=72)
    assert GATE not in comparable(on)
    with pytest.raises(DataError, match="'gate', 42 km behind the line"):
        refuse_far(on, TOWNS, GATE)


def test_ranks_share_ties_and_verdicts_ask_for_a_loss():
    assert ranks(np.array([[0.0, 0.0, 0.0]])).tolist() == [[2.0, 2.0, 2.0]]
    assert verdict([2.0, 2.0], [0.0, 0.0]) == "not_top_three"
    assert verdict([1.0, 9.0], [0.3, 0.2]) == "undecided"


def test_rankings_name_places_alone():
    webs, on, states = day()
    found = scan(webs, states, on, TOWNS, told=("map", _DAY, "north"))
    rows = hub_rows(found, TOWNS)
    assert rows[0].place == "gate"
    assert {row.place for row in rows} <= set(TOWNS.ids)
    assert rows[0].choke_point is False  # by rail alone nothing goes through it
    assert {one.place for row in rows for one in row.takes_from} <= set(TOWNS.ids)
