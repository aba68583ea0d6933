"""The weeks ahead: shares per place from ground that a model draws; nothing nearer than four."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from tests.supply.country import (
    GRID,
    country_ground,
    country_network,
    country_towns,
    country_webs,
)

from ripeness.case.supply_ahead import member_grounds
from ripeness.supply.ahead import Member, delivered_ahead, refuse_near
from ripeness.supply.assumed import interval
from ripeness.supply.delivered import delivered_by
from ripeness.supply.held import Ground, moved
from ripeness.supply.paper_ahead import AheadShare, SupplyAhead
from ripeness.supply.situation import situation
from ripeness.supply.webs import link_states, of_draw
from ripeness.terms.errors import DataError

TOWNS = country_towns()
DRAWS = 6


def ahead(lines, *, side="a", weeks=4, webs=None, mirrored=False):
    """Delivery ahead where each member has the line at another column."""
    members = [
        Member(number, weeks, country_ground(line, mirrored=mirrored))
        for number, line in enumerate(lines)
    ]
    return delivered_ahead(webs or country_webs(), members, side=side, towns=TOWNS, grid=GRID)


def row_of(rows, place, network="both"):
    return next(row for row in rows if (row.place, row.network) == (place, network))


def test_with_the_ground_as_it_is_the_draws_of_what_is_assumed_are_left():
    webs, ground = country_webs(), country_ground(46)
    on = situation(ground, side="a", towns=TOWNS, grid=GRID)
    got = delivered_by(webs, link_states(webs, ground, side="a"), on, TOWNS)
    rows = ahead([46] * DRAWS, webs=webs)
    for row in rows:
        share = got[row.network].share[:, TOWNS.ids.index(row.place)]
        assert row.held == 1.0
        known = share[np.isfinite(share)]
        assert (row.delivered is None) == (len(known) < 5)
        if row.delivered is None:
            continue
        expected = interval(known)
        assert row.delivered.value == pytest.approx(expected.value, abs=1e-9)
        assert row.delivered.low == pytest.approx(expected.low, abs=1e-9)
        assert row.delivered.high == pytest.approx(expected.high, abs=1e-9)


def test_a_draw_by_itself_delivers_what_it_does_among_all():
    webs, ground = country_webs(), country_ground(46)
    on = situation(ground, side="a", towns=TOWNS, grid=GRID)
    known = delivered_by(webs, link_states(webs, ground, side="a"), on, TOWNS)
    for draw in range(DRAWS):
        own = of_draw(webs, draw)
        alone = delivered_by(own, link_states(own, ground, side="a"), on, TOWNS)
        for name, got in alone.items():
            assert got.delivered_t[0] == pytest.approx(known[name].delivered_t[draw], nan_ok=True)


def test_a_place_is_told_by_the_members_in_which_it_is_held():
    rows = ahead([46] * 9 + [39] * 3)
    front, gate = row_of(rows, "front"), row_of(rows, "gate")
    assert (front.held, gate.held) == (0.75, 1.0)
    assert 0 <= front.delivered.low <= front.delivered.value <= front.delivered.high <= 1
    assert row_of(ahead([39] * 6), "front").delivered is None
    assert row_of(ahead([46] * 4 + [39] * 8), "front").delivered is None


def test_exchanging_the_sides_mirrors_the_weeks_ahead():
    network = country_network(bypass=True)
    nodes = network.nodes.assign(side=network.nodes["side"].map({"a": "b", "b": "a", "": ""}))
    lines = [46, 44, 39, 46, 45, 41, 46]
    here = ahead(lines, webs=country_webs(network))
    there = ahead(lines, side="b", webs=country_webs(replace(network, nodes=nodes)), mirrored=True)
    assert here == there


@pytest.mark.parametrize("weeks", [3, 1, 0, -4])
def test_nothing_nearer_than_four_weeks_is_said(weeks):
    with pytest.raises(DataError, match=f"{weeks} weeks ahead"):
        ahead([46], weeks=weeks)
    with pytest.raises(DataError, match="4 weeks or more"):
        refuse_near(weeks)


def test_ground_that_moves_leaves_what_is_contested_and_what_cannot_move():
    ground = Ground(np.array([16, 8, 0, 16], np.uint8), np.array([0, 4, 16, 0], np.uint8))
    cells, held = np.array([1, 2, 3]), np.array([16, 5, 0])
    fixed = np.array([False, False, False, True])
    found = moved(ground, cells, held, side="a", fixed=fixed)
    assert found.by_a.tolist() == [16, 16, 5, 16]
    assert found.by_b.tolist() == [0, 0, 11, 0]
    other = moved(Ground(ground.by_b, ground.by_a), cells, held, side="b", fixed=fixed)
    assert other.by_b.tolist() == found.by_a.tolist()
    assert other.by_a.tolist() == found.by_b.tolist()
    less = moved(ground, np.array([1]), np.array([2]), side="a", fixed=None)
    assert (less.by_a[1], less.by_b[1]) == (2, 10)


def test_members_are_the_last_map_and_what_moved_since():
    begin = country_ground(46)
    cells = np.arange(50 * GRID.columns, 50 * GRID.columns + 60)
    now = begin.by_a[cells]
    held = np.stack([np.stack([now, now]), np.stack([now, np.full(60, 16, np.uint8)])])
    courses = xr.Dataset(
        {"ahead": (("kept", "horizon", "cell"), held)}, coords={"horizon": [4, 13]}
    )
    found = list(member_grounds(courses, begin, cells, now, drawn="a", abroad=None))
    assert [(one.number, one.weeks) for one in found] == [(0, 4), (1, 4), (0, 13), (1, 13)]
    for one in found[:3]:
        assert np.array_equal(one.ground.by_a, begin.by_a)
        assert np.array_equal(one.ground.by_b, begin.by_b)
    changed = np.flatnonzero(found[3].ground.by_a != begin.by_a)
    assert changed.tolist() == list(cells[46:])


def test_the_record_of_the_weeks_ahead_has_no_rank_and_no_position():
    keys = set(AheadShare.model_fields) | set(SupplyAhead.model_fields)
    assert keys == {
        "place", "source", "side", "network", "weeks", "date", "held", "delivered",
        "origin", "members", "sources", "rows",
    }  # fmt: skip
