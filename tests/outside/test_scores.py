"""Scores against published numbers and closed forms: the rows SCO-* of the validation list."""

import numpy as np
import pytest
import scoringrules
from scipy.stats import norm, ttest_rel

from ripeness.scores.bootstrap import resampled
from ripeness.scores.confidence_set import confidence_set
from ripeness.scores.crps import crps, crps_beyond
from ripeness.scores.diebold_mariano import diebold_mariano, holm, long_run_variance
from ripeness.scores.interval import interval_score
from ripeness.scores.joint import energy, variogram
from ripeness.scores.reliability import reliability
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


def test_energy_and_variogram_scores():
    """SCO-ES: observed (1, 1), members (0, 0), (1, 2), (2, 1)."""
    observed, members = [[1.0, 1.0]], [[[0, 0], [1, 2], [2, 1]]]
    assert energy(observed, members) == pytest.approx([0.48403235])
    assert variogram(observed, members, order=0.5) == pytest.approx([0.8888889])


def waves():
    """Losses of four made-up models that hang together in time."""
    t = np.arange(60)
    base = 1 + 0.5 * np.sin(t / 3.0) ** 2
    return {
        "w": base + 0.30 * np.cos(1.7 * t) ** 2,
        "x": base + 0.32 * np.cos(1.3 * t + 1) ** 2,
        "y": base + 0.19 + 0.4 * np.sin(2.1 * t),
        "z": base + 0.24 + 0.3 * np.sin(0.9 * t),
    }


def test_without_overlap_diebold_mariano_is_the_paired_t_test():
    """Harvey, Leybourne & Newbold 1997: at one step the corrected statistic is Student's."""
    losses = waves()
    ours = diebold_mariano(losses["w"], losses["y"], shared=1, n_eff=60)
    theirs = ttest_rel(losses["w"], losses["y"])
    assert (ours.stat, ours.p) == (pytest.approx(theirs.statistic), pytest.approx(theirs.pvalue))


def test_the_long_run_variance_is_that_of_newey_and_west():
    """statsmodels 0.15.0: OLS on a constant, HAC with 3 lags, no correction: its standard error."""
    difference = waves()["w"] - (waves()["y"] + 0.06)
    variance = long_run_variance(difference, bandwidth=3)
    assert np.sqrt(variance / 60) == pytest.approx(0.0191637562686044, rel=1e-12)


def test_steps_of_holm():
    """statsmodels 0.15.0: multipletests([.01, .04, .03, .2], method="holm")."""
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.2})
    assert list(adjusted.values()) == pytest.approx([0.04, 0.09, 0.09, 0.2])


def test_the_model_confidence_set_is_that_of_arch():
    """arch 8.0.0: MCS(size=.1, reps=20000, block_size=5, method="max", moving block)."""
    positions = resampled(60, block=5, draws=20_000, generator=stream(1, "tests", "mcs"))
    p_values = confidence_set(waves(), positions=positions)
    assert list(p_values.values()) == pytest.approx([1.0, 0.3204, 0.05895, 0.0014], abs=0.012)


def test_isotonic_reliability_of_five_forecasts():
    """By hand: chances .1 .3 .3 .6 .9, events 0 1 0 0 1; pooled at .3-.6 to 1/3."""
    told = reliability([0, 1, 0, 0, 1], [0.1, 0.3, 0.3, 0.6, 0.9])
    assert told.frequencies == pytest.approx([0, 1 / 3, 1 / 3, 1])
    assert told.brier == pytest.approx((0.01 + 0.49 + 0.09 + 0.36 + 0.01) / 5)
    assert told.uncertainty == pytest.approx(0.24)
    assert told.discrimination == pytest.approx(0.24 - 2 / 15)
