import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.table.packages.plans import undominated

from ripeness.table.packages.maxima import maxima, maxima_and_twins


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 400), st.integers(2, 20))
def test_maxima_are_those_of_comparing_every_pair(seed, parties, count, levels):
    points = np.random.default_rng(seed).integers(0, levels, (count, parties)).astype(float)
    kept, twins, owners = maxima_and_twins(points)
    expected = undominated(points)
    assert points[kept].tolist() == expected.tolist()
    assert points[twins].tolist() == points[kept][owners].tolist()
    best = {tuple(row) for row in expected.tolist()}
    assert sorted([*kept, *twins]) == [
        k for k, row in enumerate(points.tolist()) if tuple(row) in best
    ]


@pytest.mark.parametrize("parties", [3, 4])
def test_maxima_of_many_points_dominate_every_point_that_is_not_one(parties):
    points = np.random.default_rng(1).random((12_000, parties))
    points /= np.linalg.norm(points, axis=1, keepdims=True) ** 0.9
    kept = points[maxima(points)]
    some = points[::37]
    assert all((kept >= row).all(axis=1).any() for row in some)
    beats = (kept[:, None, :] >= kept[None, :400, :]).all(axis=2)
    assert beats.sum(axis=0).tolist() == [1] * min(400, len(kept))


def test_nothing_is_left_of_no_points():
    assert maxima(np.zeros((0, 3))).tolist() == []
