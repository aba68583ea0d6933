import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from ripeness.scores.wis import wis
from ripeness.terms.errors import DataError
from ripeness.terms.forecasts import LEVELS

TAU = np.array([float(level) for level in LEVELS])
NUMBERS = st.floats(-1e5, 1e5)


@st.composite
def forecasts(draw):
    count = draw(st.integers(1, 5))
    quantiles = np.sort(draw(arrays(float, (count, len(TAU)), elements=NUMBERS)), axis=1)
    return draw(arrays(float, count, elements=NUMBERS)), quantiles


@given(forecasts())
def test_it_is_the_mean_over_the_levels_of_twice_the_pinball_loss(case):
    y, q = case
    miss = y[:, None] - q
    pinball = np.maximum(TAU * miss, (TAU - 1) * miss)
    assert wis(y, q, levels=TAU).total == pytest.approx(2 * pinball.mean(axis=1), abs=1e-6)


@given(forecasts())
def test_its_parts_sum_to_it_and_none_is_negative(case):
    score = wis(*case, levels=TAU)
    parts = np.array([score.over, score.under, score.dispersion])
    assert (parts >= 0).all()
    assert parts.sum(axis=0) == pytest.approx(score.total)


@given(forecasts(), NUMBERS)
def test_the_level_and_the_change_since_the_origin_score_alike(case, origin):
    y, q = case
    score, moved = wis(y, q, levels=TAU), wis(y - origin, q - origin, levels=TAU)
    assert moved.total == pytest.approx(score.total, abs=1e-6)


@given(forecasts())
def test_the_mirror_exchanges_over_and_under(case):
    y, q = case
    score, mirrored = wis(y, q, levels=TAU), wis(-y, -q[:, ::-1], levels=TAU)
    assert mirrored.total == pytest.approx(score.total)
    assert mirrored.over == pytest.approx(score.under)
    assert mirrored.dispersion == pytest.approx(score.dispersion)


def test_a_point_scores_its_distance():
    assert wis([7.0], np.full((1, 23), 4.0), levels=TAU).total == pytest.approx([3.0])


@pytest.mark.parametrize(("mean", "sd"), [(0.4, 1.0), (0.0, 1.6), (0.0, 0.6), (-0.3, 1.3)])
def test_nobody_gains_by_saying_what_he_does_not_believe(mean, sd):
    came = norm.ppf((np.arange(2000) + 0.5) / 2000)
    honest, other = (
        wis(came, np.tile(norm.ppf(TAU, *at), (2000, 1)), levels=TAU).total.mean()
        for at in ((0.0, 1.0), (mean, sd))
    )
    assert honest < other


@pytest.mark.parametrize(
    ("observed", "quantiles", "levels", "message"),
    [
        ([1.0, 2.0], [[0, 1, 2]], [0.1, 0.5, 0.9], "expected shape"),
        ([1.0], [0, 1, 2], [0.1, 0.5, 0.9], "expected 2 axes"),
        ([np.nan], [[0, 1, 2]], [0.1, 0.5, 0.9], "1 observed values that are not finite"),
        ([1.0], [[0, 3, 2]], [0.1, 0.5, 0.9], "quantiles that cross"),
        ([1.0], [[0, 1, 2]], [0.1, 0.5, 0.8], "symmetric about one half"),
        ([1.0], [[0, 1, 2]], [0.9, 0.5, 0.1], "symmetric about one half"),
    ],
)
def test_what_does_not_meet_is_refused(observed, quantiles, levels, message):
    with pytest.raises(DataError, match=message):
        wis(observed, quantiles, levels=levels)
