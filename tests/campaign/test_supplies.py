"""The network behind the front, in a made-up country: west supplies the front through the gate."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np
import pandas as pd
import pytest
from tests.front.allocation.worlds import SLOPE, hazard_with
from tests.supply.country import (
    COLUMNS,
    FRONT,
    GATE,
    ROWS,
    country_ground,
    country_network,
    country_towns,
    country_webs,
)
from tests.theatre.network.drawings import GRID

from ripeness.campaign.allocated import AllocatedFront
from ripeness.campaign.battle import battle
from ripeness.campaign.couplings import OFF, supply_shifts_hazard, switches
from ripeness.campaign.of_case import rear_of
from ripeness.campaign.supplies import NetworkSupplies, Rear
from ripeness.campaign.world import Given, Wearing
from ripeness.case.opened import open_case
from ripeness.front.allocation.ensemble import model_of
from ripeness.front.allocation.ground import Ground
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.front.allocation.units import Unit
from ripeness.terms.errors import DataError, ModelError

MEMBERS, WEEKS, ORIGIN = 8, 3, date(2025, 6, 1)
SETTINGS = AllocationSettings(batch=4, members=MEMBERS, weeks=WEEKS, band_km=20, behind_km=20)
SHAPE = (GRID.rows, GRID.columns)


def test_a_map_corrected_after_the_as_of_day_moves_no_ground_behind_the_front():
    here = open_case("pokrovsk")
    cells, as_of = here.panel.cells, pd.Timestamp(here.case.as_of)
    own = cells[(cells["source"] == "deepstate") & (cells["day"] <= as_of)].tail(300)

    def corrected(known_on):
        anew = own.assign(known_on=known_on, before=own["after"], after=16 - own["after"])
        anew = anew.astype(cells.dtypes.to_dict())
        drawn = replace(here.panel, cells=pd.concat([cells, anew], ignore_index=True))
        return rear_of(replace(here, panel=drawn), seed=1)("deepstate").ground.by_a

    before = rear_of(here, seed=1)("deepstate").ground.by_a
    np.testing.assert_array_equal(corrected(as_of + pd.Timedelta(days=1)), before)
    assert not np.array_equal(corrected(as_of), before)


@pytest.fixture(scope="module")
def model():
    held = country_ground().by_a.reshape(1, *SHAPE).repeat(3, axis=0)
    ground = Ground(
        source="map",
        drawn="a",
        grid=GRID,
        weeks=tuple(ORIGIN - timedelta(weeks=2 - week) for week in range(3)),
        seen=np.ones(3, bool),
        held=held,
        settled=held,
        capacity=np.full(SHAPE, 16, np.uint8),
    )
    return model_of(ground, hazard_with(SLOPE), settings=SETTINGS)


def rear(*, bypass=False):
    webs = country_webs(country_network(bypass=bypass))
    return Rear(webs, country_towns(), country_ground())


def front_of(model):
    region = Unit("land", "region", np.arange(GRID.size), np.full(GRID.size, 1.0), inside=1.0)
    return AllocatedFront(model, (region,), "land", seed=1)


def with_lost(model, members, node, *, around=6):
    """The members with some ground of A around a place held by B."""
    held = np.asarray(members.state.held).copy()
    plane = np.zeros(SHAPE, bool)
    row, column = ROWS[node], COLUMNS[node]
    plane[row - around : row + around + 1, column - around : column + around + 1] = True
    plane &= model.lattice.window(model.lattice.in_band)
    held[:, model.lattice.bordered(plane)] = 0
    return replace(members, state=members.state._replace(held=jnp.asarray(held)))


def at_front(supplies):
    row, column = ROWS[FRONT], COLUMNS[FRONT]
    return int(np.flatnonzero(supplies.told == row * GRID.columns + column)[0])


def test_cells_of_a_side_that_is_cut_off_get_less_and_are_lost_sooner(model):
    supplies = NetworkSupplies(model, rear())
    members = front_of(model).begin(0, 4)
    before = supplies.delivered(members)
    after = supplies.delivered(with_lost(model, members, GATE))
    cell = at_front(supplies)
    assert (before[:, 1, cell] > 0.3).all()
    assert (after[:, 1, cell] < 0.5 * before[:, 1, cell]).all()
    shift = supply_shifts_hazard(after, before, b=1.5)
    assert (shift[:, 1, cell] > 0.7).all()
    assert (shift[:, 0] == 0).all(), "the other side lost nothing"


def test_another_way_to_the_front_spares_it(model):
    members = front_of(model).begin(0, 4)
    bare, spared = (NetworkSupplies(model, rear(bypass=bypass)) for bypass in (False, True))
    lost = with_lost(model, members, GATE)
    cell = at_front(bare)
    assert (spared.delivered(lost)[:, 1, cell] > bare.delivered(lost)[:, 1, cell]).all()


def test_what_is_kept_by_signature_is_what_would_be_computed(model):
    kept, bare = NetworkSupplies(model, rear()), NetworkSupplies(model, rear(), kept=None)
    front = front_of(model)
    members = front.begin(0, 4)
    for _ in range(3):
        np.testing.assert_array_equal(kept.delivered(members), bare.delivered(members))
        members, _ = front.week(members, np.full((4, 2), 20.0), None)
    lost = with_lost(model, members, GATE)
    for _ in range(2):
        np.testing.assert_array_equal(kept.delivered(lost), bare.delivered(lost))
    assert 0 < len(kept.kept) < 2 * 4 * 5
    assert bare.kept is None


def test_members_meet_the_draws_of_what_is_assumed_by_their_number(model):
    supplies, front = NetworkSupplies(model, rear()), front_of(model)
    whole = supplies.delivered(front.begin(0, 4))
    np.testing.assert_array_equal(whole[2:], supplies.delivered(front.begin(2, 2)))


def given(model, **changes):
    none = np.zeros((MEMBERS, 2))
    whole = Given(
        front=front_of(model),
        tempo_km2=np.full((MEMBERS, WEEKS, 2), (5.0, 15.0)),
        drawn_slot=0,
        tolls=np.zeros((MEMBERS, WEEKS, 0)),
        wearing=Wearing(lost=none, joined=none),
    )
    return replace(whole, **changes)


def test_the_coupling_moves_where_ground_is_lost_and_at_strength_nought_nothing(model):
    supplies = NetworkSupplies(model, rear())
    off = battle(given(model), members=MEMBERS)
    nought = battle(
        given(model, supplies=supplies, switches=switches({"supply_shifts_hazard": 0.0})),
        members=MEMBERS,
    )
    for name, values in vars(off).items():
        np.testing.assert_array_equal(values, getattr(nought, name))
    assert given(model).switches == OFF
    assert not supplies.kept, "nothing is computed that moves nothing"
    battle(
        given(model, supplies=supplies, switches=switches({"supply_shifts_hazard": 1.0})),
        members=MEMBERS,
    )
    assert supplies.kept


def test_a_coupling_without_its_network_is_refused(model):
    on = switches({"supply_shifts_hazard": 0.5})
    with pytest.raises(ModelError, match="without what reaches each cell"):
        battle(given(model, switches=on), members=MEMBERS)
    network = SimpleNamespace(folder=None)
    campaign = SimpleNamespace(couplings={"supply_shifts_hazard": 0.5})
    bare = SimpleNamespace(case=SimpleNamespace(campaign=campaign, network=network))
    with pytest.raises(DataError, match="in a case without a network"):
        rear_of(bare, seed=1)
    campaign.couplings["supply_shifts_hazard"] = 0.0
    assert rear_of(bare, seed=1) is None
