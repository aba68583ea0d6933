"""What must hold of every ensemble, whatever its hazard."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
from tests.front.allocation.worlds import (
    COLUMNS,
    ROWS,
    SETTINGS,
    SLOPE,
    ground_with,
    hazard_with,
    mirrored_hazard,
    still_model,
    straight,
)

from ripeness.front.allocation.ensemble import (
    Outside,
    advance,
    batches,
    held_of,
    hooks_of,
    keys_of,
    model_of,
    start,
)
from ripeness.front.allocation.ground import mirrored
from ripeness.front.allocation.hazard import Latent
from ripeness.terms.errors import AlignmentError

LATENT = Latent(variance=0.8, weekly=0.9, reach_km=20.0, burst_variance=0.4)
FORWARD = {**SLOPE, "own_12_3": 0.5}
BACK = {"beyond_1": -2.0, "beyond_2": -1.0, "beyond_3": -1.0, "d3": 1.0}


def tempo(members: int, weeks: int = 5, gain: float = 7.3, loss: float = 1.6) -> np.ndarray:
    draw = np.random.default_rng(1)
    return np.stack(
        [gain * draw.random((members, weeks)) * 2, loss * draw.random((members, weeks)) * 2], axis=2
    )


def bands(model, km2, **options):
    return np.concatenate([one.band for one in batches(model, km2, seed=5, **options)])


def test_realised_area_is_the_area_drawn():
    model, km2 = still_model(hazard_with(FORWARD, BACK, latent=LATENT)), tempo(6)
    for one in batches(model, km2, seed=5):
        mine = km2[one.first : one.first + len(one.band)]
        assert np.abs(np.cumsum(one.changed_km2 - mine, axis=1)).max() <= 1 / 16
        net = np.diff(one.band.astype(int).sum(axis=2), axis=1) / 16
        assert np.allclose(net, one.changed_km2[:, :, 0] - one.changed_km2[:, :, 1])


def test_ground_is_conserved_and_what_is_not_shown_stays_so():
    capacity = np.full((ROWS, COLUMNS), 16, np.uint8)
    capacity[10:20, 18:24] = 0
    capacity[25, :] = 7
    model = still_model(hazard_with(FORWARD, BACK, latent=LATENT), capacity=capacity)
    state, keys = start(model, 4), keys_of(1, np.arange(4))
    for week in range(4):
        state, _ = advance(model, state, tempo(4)[:, week], keys=keys)
        held = held_of(model, state)
        assert (held <= capacity).all()
        assert (held[:, capacity == 0] == 0).all()


def test_ground_comes_back_too():
    model = still_model(hazard_with(FORWARD, BACK))
    found = bands(model, tempo(4, gain=0.0, loss=4.0)).astype(int)
    assert (np.diff(found, axis=1) <= 0).all()
    assert found[:, -1].sum() < found[:, 0].sum()


def test_no_more_changes_hands_than_there_is():
    model = still_model()
    huge = np.zeros((4, 1, 2))
    huge[:, :, 0] = 1e5
    found = next(batches(model, huge, seed=1))
    full = model.lattice.sixteenths[model.lattice.band]
    assert (found.band[:, -1] == full).all()
    assert (found.changed_km2[:, 0, 0] < 1e5).all()


def test_batches_workers_and_interruptions_change_no_draw():
    model, km2 = still_model(hazard_with(FORWARD, BACK, latent=LATENT)), tempo(10)
    whole = bands(model, km2)
    assert np.array_equal(bands(model, km2, workers=3), whole)
    assert np.array_equal(bands(model, km2, skip=frozenset({0, 4})), whole[8:])
    assert np.array_equal(bands(model, km2[:5]), whole[:5])
    by_one = still_model(
        hazard_with(FORWARD, BACK, latent=LATENT),
        settings=SETTINGS.model_copy(update={"batch": 3}),
    )
    assert np.array_equal(bands(by_one, km2), whole)


def test_steps_one_by_one_are_the_course():
    model, km2 = still_model(hazard_with(FORWARD, BACK, latent=LATENT)), tempo(4)
    rounded = np.diff(np.floor(np.cumsum(km2, axis=1) * 16 + 0.5), axis=1, prepend=0) / 16
    state, keys = start(model, 4), keys_of(5, np.arange(4))
    for week in range(km2.shape[1]):
        state, _ = advance(model, state, rounded[:, week], keys=keys)
    assert np.array_equal(np.asarray(state.held)[:, model.lattice.band], bands(model, km2)[:, -1])


def test_another_seed_gives_another_course_and_the_same_seed_the_same():
    model, km2 = still_model(), tempo(4)
    one = np.concatenate([each.band for each in batches(model, km2, seed=8)])
    assert np.array_equal(one, np.concatenate([e.band for e in batches(model, km2, seed=8)]))
    assert not np.array_equal(one, bands(model, km2))


def test_seen_from_the_other_side_every_cell_is_mirrored():
    """Map, hazards, ground and draws exchanged: what one side gains, the other loses."""
    hazard = hazard_with(FORWARD, BACK, latent=LATENT)
    ground = ground_with(np.repeat(straight()[None], 12, axis=0))
    wide = SETTINGS.model_copy(update={"band_km": 15.0, "behind_km": 15.0})
    one = model_of(ground, hazard, settings=wide)
    other = model_of(mirrored(ground), mirrored_hazard(hazard), settings=wide)
    assert np.array_equal(one.lattice.band, other.lattice.band)
    keys = keys_of(4, np.arange(3))
    here, there = start(one, 3), start(other, 3)
    for week in range(4):
        drawn = tempo(3)[:, week]
        here, moved = advance(one, here, drawn, keys=keys)
        there, back = advance(other, there, drawn[:, ::-1], keys=keys[::-1])
        assert np.array_equal(moved, back[:, ::-1])
        assert np.array_equal(held_of(one, here), 16 - held_of(other, there))


def test_the_slot_of_the_side_drawn_changes_no_draw():
    hazard, km2 = hazard_with(FORWARD, BACK, latent=LATENT), tempo(4)
    one = still_model(hazard)
    other = model_of(replace(one.ground, drawn="b"), hazard, settings=SETTINGS)
    assert np.array_equal(bands(one, km2), bands(other, km2))


def test_a_clamped_cell_stays_with_its_side():
    model = still_model()
    clamp = np.zeros((ROWS, COLUMNS), np.int8)
    clamp[4:8, 16:20] = 1
    clamp[20:24, 16:20] = -1
    state, keys = start(model, 3), keys_of(2, np.arange(3))
    hooks = hooks_of(model, Outside(clamp=clamp))
    for week in range(3):
        state, changed = advance(model, state, tempo(3)[:, week], keys=keys, hooks=hooks)
    held = held_of(model, state)
    assert (held[:, clamp == 1] == 16).all()
    assert (held[:, clamp == -1] == 0).all()
    assert (changed[:, 0] > 0).all()


def test_where_supply_fails_more_is_lost():
    settings = SETTINGS.model_copy(update={"supply_effect": 3.0})
    model = still_model(settings=settings)
    supply = np.ones((2, ROWS, COLUMNS), np.float32)
    supply[0, : ROWS // 2] = 0.0
    found = bands(model, tempo(8, loss=0.0), outside=Outside(supply=supply)).astype(int)
    gained = found[:, -1] - found[:, 0]
    rows = (model.lattice.band // model.lattice.width - 13) < ROWS // 2
    assert gained[:, rows].sum() > 3 * gained[:, ~rows].sum()


@pytest.mark.parametrize(
    ("km2", "message"),
    [
        (np.zeros((3, 4)), "members by weeks by gain, recapture"),
        (np.full((3, 4, 2), -1.0), "negative or not finite"),
        (np.full((3, 4, 2), np.nan), "negative or not finite"),
    ],
)
def test_a_tempo_that_cannot_be_is_refused(km2, message):
    with pytest.raises(AlignmentError, match=message):
        list(batches(still_model(), km2, seed=1))


@pytest.mark.parametrize(
    "outside",
    [
        Outside(clamp=np.zeros((2, 2), np.int8)),
        Outside(clamp=np.full((ROWS, COLUMNS), 3, np.int8)),
        Outside(supply=np.full((2, ROWS, COLUMNS), 1.5, np.float32)),
        Outside(supply=np.ones((ROWS, COLUMNS), np.float32)),
    ],
)
def test_an_outside_array_that_cannot_be_is_refused(outside):
    with pytest.raises(AlignmentError, match="on the ground's grid"):
        hooks_of(still_model(), outside)


def test_a_hazard_of_another_source_is_refused():
    model = still_model()
    with pytest.raises(AlignmentError, match="a hazard fitted on the same source"):
        model_of(model.ground, model.hazard.model_copy(update={"source": "other"}))


def test_keys_hang_on_the_member_alone():
    few, many = keys_of(3, np.arange(2)), keys_of(3, np.arange(5))
    for one, two in zip(few, many, strict=True):
        assert bool(jnp.all(one == two[:2]))
