"""The course on which the parties bargain: each week they may agree on a package, or go on.

Backwards from the horizon: in a week the package is agreed on that maximises the product of both
sides' gains over going on (Nash 1950, https://doi.org/10.2307/1907266), if both gain and no other
needed party would rather have the status quo. Going on is worth the reservation value and what
later talks may add; that is regressed on the state and on what is now to be had, each half of the
members valued by the other half's fit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.regression import valued
from ripeness.campaign.reservation import Reservation, foreseen, state_of
from ripeness.campaign.worth import WEEKS_A_YEAR, Fight, Offers, settled
from ripeness.table.utility import annuity

Numbers = NDArray[np.float64]

NOBODY = -1
"""Stands for no package, and for no week of agreement."""


@dataclass(frozen=True)
class Bargained:
    """What came of bargaining, by member."""

    week: NDArray[np.int64]
    """Week of the agreement; −1 if there is none by the horizon."""
    package: NDArray[np.int64]
    """Position of the package agreed on; −1 for none."""
    value: Numbers
    """What the course is worth on the first day: [member, party]."""
    option: Numbers
    """What later talks add to the reservation value, by [member, week, party]; a mean below 0 is
    an error of estimation."""


def bargain(offers: Offers, fight: Fight, going: Reservation, *, first: int = 0) -> Bargained:
    """Return when and on what the parties agree, if in each week they may.

    Args:
        offers: The packages.
        fight: The battlefield, should they go on.
        going: Reservation values of that battlefield.
        first: The first week in which they talk.
    """
    members, weeks = len(fight.gain), fight.weeks
    known = state_of(fight)
    option = np.zeros(going.value.shape)
    week_of = np.full(members, NOBODY)
    package_of = np.full(members, NOBODY)
    value = going.value[:, weeks].copy()
    for week in range(weeks, -1, -1):
        worth = settled(offers, fight.gain[:, week], week=week)
        if week < weeks:
            more = value - foreseen(offers, fight, week=week)
            now = _to_be_had(offers, worth, going.value[:, week])
            features = np.column_stack([known[:, week, :2], now, offers.ground[:, offers.sides]])
            option[:, week] = valued(features, more).value
        if week >= first:
            chosen = best_package(
                offers, worth, going.value[:, week] + option[:, week], fight.gain[:, week]
            )
            agreed = chosen != NOBODY
            week_of[agreed], package_of[agreed] = week, chosen[agreed]
            value = np.where(agreed[:, None], _of(worth, chosen), value)
        if week > 0:
            value = a_week_before(offers, fight, value, week=week)
    return Bargained(week=week_of, package=package_of, value=value, option=option)


def _to_be_had(offers: Offers, worth: Numbers, going_on: Numbers) -> Numbers:
    """Return the most that both sides can gain at once, and the most that each can: [member, 3]."""
    more = worth[:, offers.sides] - going_on[:, offers.sides, None]
    return np.column_stack([more.min(axis=1).max(axis=1), more.max(axis=2)])


def best_package(
    offers: Offers, worth: Numbers, going_on: Numbers, gain: Numbers
) -> NDArray[np.int64]:
    """Return the package that each member's parties agree on, −1 where there is none.

    Args:
        offers: The packages.
        worth: What each is worth: [member, party, package].
        going_on: What going on is worth: [member, party].
        gain: Gain of the taker: [member].
    """
    more = worth[:, offers.sides] - going_on[:, offers.sides, None]
    others = np.setdiff1d(np.arange(len(offers.parties)), offers.sides)
    standing = offers.standing + offers.direction * offers.ground * gain[:, None]
    willing = (offers.flows[:, others] >= standing[:, others, None] - 1e-12).all(axis=1)
    both = (more > 0).all(axis=1) & willing
    product = np.where(both, np.prod(np.maximum(more, 0.0), axis=1), -1.0)
    chosen = product.argmax(axis=1)
    return np.where(product.max(axis=1) > 0, chosen, NOBODY)


def a_week_before(offers: Offers, fight: Fight, value: Numbers, *, week: int) -> Numbers:
    """Return what a value of one week is worth in the week before, the week of war included.

    Args:
        offers: What stands without an agreement, and what things weigh.
        fight: The battlefield.
        value: What the rest is worth as of the week: [member, party].
        week: The week.
    """
    years = 1 / WEEKS_A_YEAR
    rate = offers.weights.rate
    between = (fight.gain[:, week] + fight.gain[:, week - 1]) / 2
    flow = offers.standing + offers.direction * offers.ground * between[:, None]
    lost = fight.losses[:, week]
    own, other = np.zeros(value.shape), np.zeros(value.shape)
    other += lost.sum(axis=1, keepdims=True)
    for slot, party in enumerate(offers.sides):
        own[:, party] = lost[:, slot]
        other[:, party] -= lost[:, slot]
    cost = offers.weights.own * own + offers.weights.other * other
    flow = (flow - offers.weights.year) * annuity(rate, 0.0, years)[:, None]
    return value * np.exp(-rate * years)[:, None] + flow - cost


def _of(worth: Numbers, chosen: NDArray[np.int64]) -> Numbers:
    picked = np.maximum(chosen, 0)[:, None, None]
    return np.take_along_axis(worth, np.broadcast_to(picked, (*worth.shape[:2], 1)), axis=2)[
        :, :, 0
    ]
