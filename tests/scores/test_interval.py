import pytest
from scipy.stats import binomtest

from ripeness.scores.interval import coverage, interval_score
from ripeness.terms.errors import AlignmentError, DataError


def test_the_interval_of_a_share_is_the_exact_binomial_one():
    held = coverage([1.0] * 7 + [9.0] * 3, [0.0] * 10, [3.0] * 10)
    exact = binomtest(7, 10).proportion_ci(0.9, method="exact")
    assert (held.share, held.n_eff) == (0.7, 10.0)
    assert (held.low, held.high) == (pytest.approx(exact.low), pytest.approx(exact.high))


def test_fewer_independent_forecasts_widen_it():
    wide = coverage([1.0] * 7 + [9.0] * 3, [0.0] * 10, [3.0] * 10, n_eff=3)
    narrow = coverage([1.0] * 7 + [9.0] * 3, [0.0] * 10, [3.0] * 10)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_all_and_none_have_an_open_end():
    assert coverage([1.0], [0.0], [3.0]).high == 1.0
    assert coverage([9.0], [0.0], [3.0]).low == 0.0


def test_what_cannot_be_scored_is_refused():
    with pytest.raises(DataError, match="no forecast"):
        coverage([], [], [])
    with pytest.raises(DataError, match="ends of intervals that cross"):
        interval_score([1.0], [2.0], [1.0], alpha=0.2)
    with pytest.raises(DataError, match=r"alpha 1\.5"):
        interval_score([1.0], [0.0], [1.0], alpha=1.5)
    with pytest.raises(AlignmentError, match="high ends of shape"):
        interval_score([1.0], [0.0], [1.0, 2.0], alpha=0.2)
