"""One utility for packages and for battlefields: flows, losses and years, discounted to one day.

    u = sum of issue values - c_L own losses - c_O other losses - c_T years

Values are flows a year over a fixed span. Until an agreement the status quo of every issue flows,
after it the option agreed; ground is valued as it is held. A package is the course without war.
"""

from dataclasses import dataclass

import numpy as np

from ripeness.table.theory.guards import refuse

_SMALL = 1e-3
"""Below this rate times years a series stands for the closed form, to 1e-13."""


@dataclass(frozen=True)
class Weights:
    """What a loss, a year and a delay weigh for each party; arrays by [draw] or [draw, party]."""

    rate: np.ndarray
    """Rate at which later things count less, a year, above 0: [draw]."""
    own: np.ndarray
    """Cost of a thousand own losses: [draw, party]."""
    other: np.ndarray
    """Cost of a thousand losses of others: [draw, party]."""
    year: np.ndarray
    """Cost of a year of war: [draw, party]."""
    span: float | np.ndarray
    """Years from the first day over which flows count: one number, or [draw]."""


@dataclass(frozen=True)
class Course:
    """A time of war and then a state that lasts; arrays by [draw] or [draw, party]."""

    years: np.ndarray
    """Years of war, 0 for a package agreed on the first day: [draw]."""
    during: np.ndarray
    """Flow a year of all issues but ground, while there is war: [draw, party]."""
    after: np.ndarray
    """The same once the war is over: [draw, party]."""
    ground_now: np.ndarray
    """Flow a year of the ground held on the first day: [draw, party]."""
    ground_slope: np.ndarray
    """Change of that flow a year while there is war: [draw, party]."""
    ground_for: np.ndarray
    """Years for which ground can move before nothing is left, at most `years`: [draw]."""
    own: np.ndarray
    """Own losses a year, in thousands: [draw, party]."""
    other: np.ndarray
    """Losses of others a year, in thousands: [draw, party]."""


def utility(course: Course, weights: Weights) -> np.ndarray:
    """Return what a course is worth to each party on the first day.

    Args:
        course: What happens.
        weights: What it weighs.

    Returns:
        Utility by [draw, party], in years of everything at stake.

    Raises:
        ModelError: If a rate is not above 0, the war outlasts the span, or a number is not finite.

    Example:
        >>> one, none = np.ones((1, 1)), np.zeros((1, 1))
        >>> weights = Weights(np.array([0.05]), none, none, none, span=10.0)
        >>> peace = Course(np.zeros(1), none, one, none, none, np.zeros(1), none, none)
        >>> utility(peace, weights).round(6)
        array([[7.869387]])
    """
    _checked(course, weights)
    rate, end = weights.rate[:, None], np.reshape(weights.span, (-1, 1))
    years, moving = course.years[:, None], np.minimum(course.ground_for, course.years)[:, None]
    war, peace = annuity(rate, 0.0, years), annuity(rate, years, end)
    ground = course.ground_now * (war + peace)
    ground = ground + course.ground_slope * (
        _ramp(rate, moving) + moving * annuity(rate, moving, end)
    )
    costs = weights.own * course.own + weights.other * course.other + weights.year
    return course.during * war + course.after * peace + ground - costs * war


def annuity(rate: np.ndarray, first: np.ndarray | float, last: np.ndarray | float) -> np.ndarray:
    """Return the present worth of one a year from `first` to `last`, in years.

    Args:
        rate: Continuous rate of discount a year, above 0.
        first: When it begins, in years.
        last: When it ends, in years.

    Example:
        >>> float(annuity(np.array(0.05), 0.0, 10.0).round(6))
        7.869387
    """
    return np.exp(-rate * first) * -np.expm1(-rate * (np.asarray(last) - first)) / rate


def _ramp(rate: np.ndarray, until: np.ndarray) -> np.ndarray:
    """The present worth of t a year from 0 to `until`."""
    x = rate * until
    series = 1 / 2 - x / 3 + x * x / 8 - x**3 / 30  # where the closed form would cancel
    closed = -(np.expm1(-x) + x * np.exp(-x)) / np.where(x > 0, x, 1.0) ** 2
    return until**2 * np.where(x < _SMALL, series, closed)


def _checked(course: Course, weights: Weights) -> None:
    where = "utility"
    if not (weights.rate > 0).all():
        refuse(float(weights.rate.min()), "rate", where=where, expected="a rate above 0")
    if not ((course.years >= 0) & (course.years <= weights.span)).all():
        found = float(course.years.max())
        refuse(found, "years", where=where, expected="from 0 to the end of the span")
    for record in (course, weights):
        for name, value in vars(record).items():
            if not np.isfinite(value).all():
                refuse("infinity or NaN", name, where=where, expected="finite numbers")
