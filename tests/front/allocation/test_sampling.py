"""Fixed-size sampling: as much as was wanted, and cells as often as they should be."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.front.allocation.sampling import inclusion, pareto


def taken(log_hazard, free, wanted, *, draws=1, seed=0):
    """The sixteenths taken of each cell in each of some draws."""
    one = jnp.tile(jnp.asarray(free, jnp.int32), (draws, 1))
    score = jnp.tile(jnp.asarray(log_hazard, jnp.float32), (draws, 1))
    target = jnp.full((draws,), wanted, jnp.int32)
    uniform = jax.random.uniform(jax.random.key(seed), one.shape, minval=1e-7, maxval=1 - 1e-7)
    return np.asarray(pareto(inclusion(score, one, target), uniform, one, target))


def test_inclusion_probabilities_are_those_wanted():
    """Rosén's sampling of 60 whole cells, 15 at a time: within sampling error and his bound."""
    scores = np.random.default_rng(3).normal(0, 1.0, 60)
    free, draws = np.full(60, 16), 20_000
    wanted = np.asarray(
        inclusion(
            jnp.asarray(scores, jnp.float32)[None],
            jnp.asarray(free, jnp.int32)[None],
            jnp.asarray([240], jnp.int32),
        )
    )[0]
    found = (taken(scores, free, 240, draws=draws) == 16).mean(axis=0)
    assert wanted.sum() == pytest.approx(15, abs=1e-3)
    error = np.sqrt(wanted * (1 - wanted) / draws)
    assert (np.abs(found - wanted) < 4.5 * error + 0.012).all()


def test_a_hazard_ten_times_as_high_is_drawn_about_ten_times_as_often():
    scores = np.zeros(400)
    scores[:40] = np.log(10)
    found = taken(scores, np.full(400, 16), 16 * 4, draws=4000).mean(axis=0)
    assert found[:40].mean() / found[40:].mean() == pytest.approx(10, rel=0.1)


def test_certain_cells_are_capped_and_the_rest_share_what_is_left():
    scores = np.concatenate([np.full(3, 12.0), np.zeros(17)])
    free = jnp.full((1, 20), 16, jnp.int32)
    found = np.asarray(
        inclusion(jnp.asarray(scores, jnp.float32)[None], free, jnp.asarray([16 * 5], jnp.int32))
    )[0]
    assert found[:3] == pytest.approx(1.0)
    assert found[3:] == pytest.approx(2 / 17, rel=1e-4)


@given(
    free=st.lists(st.integers(0, 16), min_size=1, max_size=40),
    wanted=st.integers(0, 700),
    seed=st.integers(0, 1000),
)
def test_just_the_ground_wanted_is_taken_or_all_there_is(free, wanted, seed):
    free = np.array(free + [0] * (40 - len(free)))
    scores = np.sin(np.arange(40.0) + seed)
    found = taken(scores, free, wanted, draws=3, seed=seed)
    assert (found >= 0).all()
    assert (found <= free).all()
    assert (found.sum(axis=1) == min(wanted, free.sum())).all()
    assert (((found > 0) & (found < free)).sum(axis=1) <= 1).all()


def test_cells_are_taken_in_the_order_of_their_ranks():
    draw = np.random.default_rng(7)
    chance = draw.random((30, 200)).astype(np.float32) * 0.3
    uniform = draw.uniform(0.01, 0.99, chance.shape).astype(np.float32)
    free = draw.integers(0, 17, chance.shape)
    wanted = draw.integers(0, 900, 30)
    told = (jnp.asarray(each) for each in (chance, uniform, free.astype(np.int32)))
    found = np.asarray(pareto(*told, jnp.asarray(wanted, jnp.int32)))
    odds = np.log(chance / (1 - chance)) - np.log(uniform / (1 - uniform))
    for member, order in enumerate(np.argsort(-odds, axis=1)):
        size = free[member, order]
        plain = np.clip(wanted[member] - (np.cumsum(size) - size), 0, size)
        assert np.array_equal(found[member, order], plain)
