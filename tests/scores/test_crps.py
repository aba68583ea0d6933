import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from ripeness.scores.crps import crps, crps_beyond
from ripeness.terms.chance import stream
from ripeness.terms.errors import AlignmentError, DataError

NUMBERS = st.floats(-1e3, 1e3)


def by_definition(y, x, *, fair):
    size = len(x)
    pairs = np.abs(x[:, None] - x).sum() / (size * (size - 1) if fair else size**2)
    return np.abs(x - y).mean() - pairs / 2


@given(NUMBERS, arrays(float, st.integers(2, 9), elements=NUMBERS), st.booleans())
def test_it_is_the_distance_to_the_truth_less_half_the_distance_of_members(y, x, fair):
    kind = "fair" if fair else "biased"
    assert crps([y], [x], kind=kind) == pytest.approx([by_definition(y, x, fair=fair)], abs=1e-6)


def test_the_fair_score_does_not_reward_a_small_ensemble():
    x, y = stream(1, "tests", "x"), stream(1, "tests", "y").standard_normal(20_000)
    small, large = (crps(y, x.standard_normal((20_000, size))).mean() for size in (3, 50))
    assert small == pytest.approx(large, abs=0.02)
    assert large == pytest.approx(1 / np.sqrt(np.pi), abs=0.02)


def test_below_the_threshold_nothing_counts():
    assert crps_beyond([0.0], [[0.5, 0.9]], threshold=1.0) == pytest.approx([0.0])


@pytest.mark.parametrize(("mean", "sd"), [(0.5, 1.0), (0.0, 1.8), (0.0, 0.5)])
@pytest.mark.parametrize("threshold", [-np.inf, 0.5])
def test_nobody_gains_by_saying_what_he_does_not_believe(mean, sd, threshold):
    came = norm.ppf((np.arange(400) + 0.5) / 400)
    honest, other = (
        crps_beyond(
            came, np.tile(norm.ppf((np.arange(400) + 0.5) / 400, *at), (400, 1)),
            threshold=threshold, kind="biased",
        ).mean()
        for at in ((0.0, 1.0), (mean, sd))
    )  # fmt: skip
    assert honest < other


def test_what_cannot_be_scored_is_refused():
    with pytest.raises(
        DataError, match="found 1 members; expected at least two for the fair score"
    ):
        crps([0.0], [[1.0]])
    with pytest.raises(AlignmentError, match="forecasts of shape"):
        crps([0.0, 1.0], [[1.0, 2.0]])
    with pytest.raises(DataError, match="1 members that are not finite"):
        crps([0.0], [[1.0, np.inf]])
