from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from ripeness.table.utility import Course, Weights, annuity, utility
from ripeness.terms.errors import ModelError

ONE = np.ones((1, 1))


def weights(rate=0.05, *, own=0.01, other=0.002, year=0.1, span=10.0):
    return Weights(np.array([rate]), own * ONE, other * ONE, year * ONE, span)


def course(**changes):
    plain = {
        "years": np.array([2.0]),
        "during": 0.3 * ONE,
        "after": 0.6 * ONE,
        "ground_now": 0.2 * ONE,
        "ground_slope": 0.05 * ONE,
        "ground_for": np.array([1.5]),
        "own": 40.0 * ONE,
        "other": 20.0 * ONE,
    }
    return Course(**{**plain, **changes})


def by_integration(c, w):
    rate = float(w.rate[0])

    def flow(t):
        war = t < c.years[0]
        ground = c.ground_now[0, 0] + c.ground_slope[0, 0] * min(t, c.ground_for[0], c.years[0])
        costs = w.own * c.own + w.other * c.other + w.year
        plain = (c.during if war else c.after)[0, 0]
        return np.exp(-rate * t) * (plain + ground - (costs[0, 0] if war else 0.0))

    ends = sorted({0.0, float(c.ground_for[0]), float(c.years[0]), float(w.span)})
    return sum(quad(flow, a, b)[0] for a, b in pairwise(ends))


@pytest.mark.parametrize("years", [0.0, 1.0, 2.0, 10.0])
@pytest.mark.parametrize("rate", [1e-6, 0.02, 0.5])
def test_utility_is_the_discounted_integral_of_flows_less_costs(years, rate):
    c, w = course(years=np.array([years]), ground_for=np.array([min(years, 1.5)])), weights(rate)
    assert utility(c, w)[0, 0] == pytest.approx(by_integration(c, w), abs=1e-6)


def test_a_package_is_the_course_without_war():
    peace = course(years=np.zeros(1), ground_slope=0 * ONE, ground_for=np.zeros(1))
    expected = (0.6 + 0.2) * annuity(np.array(0.05), 0.0, 10.0)
    assert utility(peace, weights())[0, 0] == pytest.approx(float(expected))


def test_delay_losses_and_years_of_war_are_never_free():
    w = weights()
    base = utility(course(), w)[0, 0]
    assert utility(course(own=80.0 * ONE), w)[0, 0] < base
    assert utility(course(other=80.0 * ONE), w)[0, 0] < base
    assert utility(course(years=np.array([3.0])), w)[0, 0] < base


def test_each_party_and_draw_is_by_itself():
    pairs = {
        name: np.array([[1.0, 2.0], [3.0, 4.0]]) * getattr(course(), name)[0, 0]
        for name in ("during", "after", "ground_now", "ground_slope", "own", "other")
    }
    c = Course(years=np.array([1.0, 2.0]), ground_for=np.array([1.0, 1.0]), **pairs)
    w = Weights(np.full(2, 0.05), *(np.full((2, 2), x) for x in (0.01, 0.002, 0.1)), span=10.0)
    together = utility(c, w)
    alone = course(
        years=np.array([2.0]),
        ground_for=np.array([1.0]),
        **{name: value[1:, :1] for name, value in pairs.items()},
    )
    assert together[1, 0] == pytest.approx(utility(alone, weights())[0, 0])


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"years": np.array([11.0])}, "years"),
        ({"own": np.nan * ONE}, "own"),
        ({"after": np.inf * ONE}, "after"),
    ],
)
def test_what_is_not_finite_or_outlasts_the_span_is_refused(changed, found):
    with pytest.raises(ModelError, match=found):
        utility(course(**changed), weights())
    with pytest.raises(ModelError, match="rate"):
        utility(course(), weights(rate=0.0))
