"""Scores against published numbers and closed forms: the rows SCO-* of the validation list."""

import numpy as np
import pytest
import scoringrules
from scipy.stats import norm

from ripeness.scores.crps import crps, crps_beyond
from ripeness.scores.interval import interval_score
from ripeness.scores.wis import wis
from ripeness.terms.chance import stream

OBSERVED = [0.0, 1.0, 2.5, 7.0]
MEMBERS = [[0, 1, 2, 3, 4], [1, 1, 1, 1, 1], [0, 2, 2, 3, 9], [0, 1, 2, 3, 4]]
LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9]


@pytest.mark.parametrize(
    ("observed", "mean", "sd", "expected"),
    [(-3.0, 0.0, 1.0, 2.43657473), (0.0, 0.0, 1.0, 0.2336949773), (0.0, 2.0, 2.0, 1.2048827)],
)
def test_crps_of_a_normal(observed, mean, sd, expected):
    """SCO-N: the closed form, Gneiting & Raftery 2007, and ours on a fine ensemble of it."""
    assert scoringrules.crps_normal(observed, mean, sd) == pytest.approx(expected, abs=1e-7)
    ensemble = norm.ppf((np.arange(20_000) + 0.5) / 20_000, mean, sd)
    assert crps([observed], [ensemble], kind="biased") == pytest.approx([expected], abs=1e-4)


@pytest.mark.parametrize(
    ("observed", "members", "expected"), [(2.0, [0, 1], 1.25), (1.0, [0, 0, 1], 4 / 9)]
)
def test_crps_of_a_small_ensemble(observed, members, expected):
    """SCO-E, by hand: 1.5 - 0.25, and 2/3 - 2/9, over the ensemble's own distribution."""
    assert crps([observed], [members], kind="biased") == pytest.approx([expected])


def test_crps_of_ensembles_fair_biased_and_above_a_threshold():
    """SCO-F: the ensembles in the tests of nci/scores."""
    assert crps(OBSERVED, MEMBERS, kind="biased") == pytest.approx([1.2, 0, 0.58, 4.2])
    assert crps(OBSERVED, MEMBERS, kind="fair") == pytest.approx([1, 0, 0.2, 4])
    beyond = crps_beyond(OBSERVED, MEMBERS, threshold=2.0, kind="biased")
    assert beyond == pytest.approx([0.2, 0, 0.5, 4])


def test_interval_score():
    """SCO-F: the interval from 0 to 3 at alpha 0.2."""
    scores = interval_score(OBSERVED, np.zeros(4), np.full(4, 3.0), alpha=0.2)
    assert scores == pytest.approx([3, 3, 3, 43])


def test_weighted_interval_score():
    """SCO-WIS: the official form; and the one with the median twice, as in scoringutils' tests."""
    observed = [1.0, -15.0, 22.0]
    quantiles = np.array([(-1, 0, 1, 2, 3), (-2, 1, 2, 2, 4), (-2, 0, 3, 3, 4)], float)
    official = wis(observed, quantiles, levels=LEVELS).total
    assert official == pytest.approx([0.36, 15.34, 19.14])
    median_again = np.abs(np.array(observed) - quantiles[:, 2])
    twice = (5 * official + median_again) / 6
    assert twice == pytest.approx([0.3, 15.6166667, 19.1166667])


def test_weighted_interval_score_agrees_with_scoringrules():
    """Twice the mean pinball loss by scoringrules.

    Its own `weighted_interval_score` (0.10.0) adds half the median where half the distance from
    the median belongs, so it changes when everything is moved; it is not what we compare with.
    """
    generator = stream(20251205, "tests", "outside", "wis")
    quantiles = np.sort(generator.normal(0, 100, (50, 5)), axis=1)
    observed = generator.normal(0, 100, 50)
    theirs = scoringrules.crps_quantile(observed, quantiles, np.array(LEVELS))
    assert wis(observed, quantiles, levels=LEVELS).total == pytest.approx(theirs)
