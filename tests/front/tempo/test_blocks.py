import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.front.history import Changes
from ripeness.front.tempo.blocks import blocks_of, enter, walk_on
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError


def changes(values, weeks=None):
    values = np.asarray(values, float)
    return Changes(weeks=np.arange(len(values)) if weeks is None else np.asarray(weeks), km2=values)


def walked(blocks, *, members, steps):
    generator = stream(3, "tests", "blocks")
    walk = enter(blocks, members=members, generator=generator)
    noise = []
    for _ in range(steps):
        walk, drawn = walk_on(walk, generator)
        noise.append(drawn)
    return np.array(noise)


@given(st.lists(st.floats(-1e4, 1e4), min_size=26, max_size=80))
def test_no_block_crosses_a_gap(values):
    weeks = np.arange(len(values)) + (np.arange(len(values)) >= 10) * 5
    blocks = blocks_of(changes(values, weeks), length=5)
    inside = weeks[blocks.starts[:, None] + np.arange(blocks.length)]
    assert (np.diff(inside, axis=1) == 1).all()


@given(st.lists(st.floats(-1e4, 1e4), min_size=26, max_size=80), st.integers(4, 8))
def test_resampled_noise_is_centred(values, length):
    blocks = blocks_of(changes(values), length=length)
    by_place = blocks.residuals[blocks.starts[:, None] + np.arange(length)]
    assert by_place.mean() == pytest.approx(0.0, abs=1e-6)


def test_each_week_of_a_path_has_the_same_distribution():
    blocks = blocks_of(changes(np.r_[np.zeros(30), np.full(30, 90.0)]), length=8)
    noise = walked(blocks, members=20_000, steps=30)
    assert noise.mean(axis=1) == pytest.approx(np.zeros(30), abs=2.0)
    assert noise.std(axis=1) == pytest.approx(np.full(30, noise.std()), rel=0.03)


def test_weeks_keep_their_company():
    turns = np.tile([10.0, -10.0], 40)
    noise = walked(blocks_of(changes(turns), length=8), members=2000, steps=50)
    neighbours = np.mean(noise[1:] * noise[:-1]) / np.mean(noise**2)
    assert neighbours == pytest.approx(-7 / 8, abs=0.05)


def test_independent_noise_keeps_its_size_in_sums():
    values = stream(5, "tests", "noise").standard_normal((200, 60))
    sums = [
        walked(blocks_of(changes(row), length=8), members=200, steps=26).sum(axis=0).var()
        for row in values
    ]
    assert np.mean(sums) == pytest.approx(26.0, rel=0.1)


def test_a_block_shrinks_where_gaps_leave_too_few_starts():
    weeks = [week + week // 6 for week in range(48)]
    blocks = blocks_of(changes(np.arange(48.0) % 5, weeks), length=8)
    assert (blocks.length, len(blocks.starts)) == (5, 16)


def test_a_record_of_fragments_is_refused():
    with pytest.raises(ModelError, match="30 weekly changes with a longest run of 1 weeks"):
        blocks_of(changes(np.arange(30.0), np.arange(30) * 2), length=8)
