"""Closed forms that the table's own parts must agree with, by the ids of VALIDATION."""

from fractions import Fraction

import numpy as np
import pytest

from ripeness.table.commitment import Agreement, Later, guarantee_needed
from ripeness.table.consent import vote
from ripeness.table.theory.commitment import preventive_war


@pytest.mark.parametrize("chance_next", [0.31, 0.35, 0.354, 0.355, 0.4, 0.6])
def test_bar_com_a_package_holds_just_where_powell_finds_no_preventive_war(chance_next):
    """BAR-COM: Powell (2006), doi:10.1017/S0020818306060061; discount .9, costs .1, chance .3 now.

    The package gives the declining side what it would win by fighting now and not more: all of the
    first round, and of later rounds so much less. The rising side may break it after that round.
    """
    d, p1, c_d, c_r = 0.9, 0.3, 0.1, 0.1
    war_of_declining = (1 - p1) / (1 - d) - c_d
    share_of_rising = 1 - (war_of_declining - 1) * (1 - d) / d
    by_force = chance_next - c_r * (1 - d)
    package = Agreement(
        agreed=np.array([[[share_of_rising]]]),
        status_quo=np.zeros((1, 1, 1)),
        lasting=np.array([False]),
        secured=lambda day: np.full((len(day), 1), by_force),
        shift=np.zeros((1, 1)),
    )
    needed = float(guarantee_needed(package, Later(np.ones(1)), "snap_back")[0, 0])
    test = preventive_war(
        chance_now=p1, chance_next=chance_next, discount=d, cost_declining=c_d, cost_rising=c_r
    )
    assert (needed > 1e-12) == test.war
    assert needed * d / (1 - d) == pytest.approx(
        max(test.shift - test.bound, 0) / (1 - d), abs=1e-9
    )


def test_pow_1_votes_in_the_security_council_decide_as_often_as_banzhaf_says():
    """POW-1: quota 39, five of weight 7, ten of weight 1; each vote a coin."""
    found = vote([0.5] * 15, quota=39, weights=[7] * 5 + [1] * 10)
    swings = np.array(found.pivotal)
    assert swings[[0, -1]] / swings.sum() == pytest.approx([0.166929, 0.016535], abs=1e-6)


@pytest.mark.parametrize("n", [2, 5, 32])
def test_pow_3_under_unanimity_a_vote_decides_once_in_two_to_the_others(n):
    """POW-3: raw Banzhaf 1 / 2^(n - 1)."""
    found = vote([0.5] * n, quota=n)
    assert found.pivotal == pytest.approx([float(Fraction(1, 2 ** (n - 1)))] * n, rel=1e-12)
