import numpy as np
import pytest

from ripeness.scores.joint import energy, variogram
from ripeness.terms.chance import stream
from ripeness.terms.errors import AlignmentError, DataError

BLOCK = np.array([[1.0, 0.8], [0.8, 1.0]])


def drawn(cov, *, name, shape):
    return stream(2, "tests", "joint", name).multivariate_normal([0, 0], cov, shape)


def by_definition(y, x):
    pairs = np.linalg.norm(x[:, None] - x[None], axis=2).mean()
    return np.linalg.norm(x - y, axis=1).mean() - pairs / 2


def test_energy_is_the_distance_to_the_truth_less_half_the_distance_of_members():
    y, x = drawn(BLOCK, name="y", shape=4), drawn(BLOCK, name="x", shape=(4, 9))
    expected = [by_definition(*pair) for pair in zip(y, x, strict=True)]
    assert energy(y, x) == pytest.approx(expected)


@pytest.mark.parametrize("score", [energy, variogram])
def test_nobody_gains_by_forgetting_that_components_hang_together(score):
    y = drawn(BLOCK, name="came", shape=1500)
    honest = score(y, drawn(BLOCK, name="honest", shape=(1500, 40))).mean()
    apart = score(y, drawn(np.eye(2), name="apart", shape=(1500, 40))).mean()
    assert honest < apart


@pytest.mark.parametrize("score", [energy, variogram])
def test_turning_the_sign_changes_nothing(score):
    y, x = drawn(BLOCK, name="y", shape=4), drawn(BLOCK, name="x", shape=(4, 9))
    assert score(-y, -x) == pytest.approx(score(y, x))


def test_variogram_is_blind_to_a_common_error():
    y, x = drawn(BLOCK, name="y", shape=4), drawn(BLOCK, name="x", shape=(4, 9))
    assert variogram(y + 5, x) == pytest.approx(variogram(y, x))


def test_what_cannot_be_scored_is_refused():
    with pytest.raises(AlignmentError, match="members, less their own axis"):
        energy([[1.0, 1.0]], [[[0.0], [1.0]]])
    with pytest.raises(DataError, match="found order 0; expected a power above 0"):
        variogram([[1.0, 1.0]], [[[0.0, 1.0]]], order=0)
    with pytest.raises(DataError, match="no member"):
        energy([[1.0, 1.0]], np.zeros((1, 0, 2)))
