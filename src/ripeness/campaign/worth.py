"""What settling and going on are worth to each party in a week, by the table's one utility.

Arrays have one row a member; a member is one course of the battlefield and one draw of what the
parties want. The *taker* is the side that does not hold the rest of the region at issue; `gain` is
what it has gained of that since the first day, as a share of the rest then; a loss is negative.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ripeness.table.utility import Course, Weights, annuity, utility

Numbers = NDArray[np.float64]

WEEKS_A_YEAR = 365.25 / 7
"""Weeks in a year."""


@dataclass(frozen=True)
class Offers:
    """Packages that may be agreed on, as flows a year, and what stands without one."""

    parties: tuple[str, ...]
    """Ids of the parties."""
    direction: Numbers
    """What a gain is to each party: 1 to the taker, −1 to the other side, 0 to others: [party]."""
    flows: Numbers
    """Flow a year of each package on the first day: [member, party, package]."""
    follows: NDArray[np.bool_]
    """Packages under which the ground stays as it is held: [package]."""
    standing: Numbers
    """Flow a year of the status quo on the first day: [member, party]."""
    ground: Numbers
    """Flow a year of all the ground that can still change hands: [member, party]."""
    weights: Weights
    """What losses, years and delay weigh, one row a member."""

    @property
    def sides(self) -> NDArray[np.int64]:
        """Positions of the parties that hold ground, the taker first."""
        return np.argsort(-self.direction, kind="stable")[[0, -1]]

    def some(self, members: int) -> "Offers":
        """Return the first draws only."""
        return Offers(
            parties=self.parties,
            direction=self.direction,
            flows=self.flows[:members],
            follows=self.follows,
            standing=self.standing[:members],
            ground=self.ground[:members],
            weights=some(self.weights, members),
        )


def some(weights: Weights, members: int) -> Weights:
    """Return what things weigh in the first draws."""
    return Weights(
        rate=weights.rate[:members],
        own=weights.own[:members],
        other=weights.other[:members],
        year=weights.year[:members],
        span=weights.span,
    )


@dataclass(frozen=True)
class Fight:
    """The battlefield of every member, week by week, the first day included."""

    gain: Numbers
    """Gain of the taker: [member, week]."""
    losses: Numbers
    """Losses of each week, in thousands, the taker's first: [member, week, side]; none on the
    first day."""
    believed: Numbers
    """The pace that is believed, the taker's gain of the rest in a week: [member, week]."""

    @property
    def weeks(self) -> int:
        """The horizon, in weeks."""
        return self.gain.shape[1] - 1


def settled(offers: Offers, gain: Numbers, *, week: int) -> Numbers:
    """Return what each package is worth if agreed in a week: [member, party, package].

    Args:
        offers: The packages.
        gain: Gain of the taker by then: [member].
        week: The week; worth is as of that week, over what is left of the span.
    """
    moved = offers.direction * offers.ground * gain[:, None]
    left = _left(offers.weights, week)
    worth = annuity(offers.weights.rate, 0.0, left)
    return (offers.flows + moved[:, :, None] * offers.follows) * worth[:, None, None]


def going_on(
    offers: Offers, gain: Numbers, later: Numbers, losses: Numbers, *, week: int, until: int
) -> Numbers:
    """Return what fighting on and then freezing on the line is worth: [member, party].

    Ground moves evenly from the week to the horizon. Within half a year that leaves the worth of
    the ground, discounted, the same to a thousandth.

    Args:
        offers: What stands without an agreement, and what things weigh.
        gain: Gain of the taker by the week: [member].
        later: Its gain by the horizon: [member].
        losses: Losses between, in thousands, the taker's first: [member, side].
        week: The week; worth is as of that week.
        until: The horizon, in weeks.
    """
    years = (until - week) / WEEKS_A_YEAR
    if years <= 0:
        return _frozen(offers, later, week)
    a_year = losses / years
    own, other = np.zeros(offers.standing.shape), np.zeros(offers.standing.shape)
    other += a_year.sum(axis=1, keepdims=True)
    for slot, party in enumerate(offers.sides):
        own[:, party] = a_year[:, slot]
        other[:, party] -= a_year[:, slot]
    moved = offers.direction * offers.ground
    course = Course(
        years=np.full(len(gain), years),
        during=offers.standing,
        after=offers.standing,
        ground_now=moved * gain[:, None],
        ground_slope=moved * ((later - gain) / years)[:, None],
        ground_for=np.full(len(gain), years),
        own=own,
        other=other,
    )
    return utility(course, replace(offers.weights, span=_left(offers.weights, week)))


def _frozen(offers: Offers, gain: Numbers, week: int) -> Numbers:
    moved = offers.direction * offers.ground * gain[:, None]
    worth = annuity(offers.weights.rate, 0.0, _left(offers.weights, week))
    return (offers.standing + moved) * worth[:, None]


def _left(weights: Weights, week: int) -> float:
    return float(weights.span - week / WEEKS_A_YEAR)
