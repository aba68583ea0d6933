"""The course on which the parties bargain: each week they may agree on a package, or go on.

Backwards from the horizon: in a week the package is agreed on that maximises the product of both
sides' gains over going on (Nash 1950, https://doi.org/10.2307/1907266), if both gain and no other
needed party would rather have the status quo. What going on is then worth, later talks included, is
regressed on the state of the war. What parties want and how the war goes are drawn apart, so each
draw of what they want is valued over the courses of many members, and by a fit on the half of them
that its own course is not in. A fit over members that each want something else would mistake its
own error for a reason to wait, or to agree.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.regression import valued
from ripeness.campaign.reservation import Reservation, state_of
from ripeness.campaign.worth import WEEKS_A_YEAR, Fight, Offers, settled
from ripeness.table.utility import Weights, annuity

Numbers = NDArray[np.float64]
Positions = NDArray[np.int64]

NOBODY = -1
"""Stands for no package, and for no week of agreement."""

AMONG = 200
"""Members that are valued among themselves: what each wants, over the courses of all of them."""

KNOWN = 2
"""Of what is known of a course, the ground and the pace believed tell of what is to come."""

NEVER = -1e9
"""Flow of a package that is not there: nobody agrees to it."""


@dataclass(frozen=True)
class Bargained:
    """What came of bargaining, by member."""

    week: Positions
    """Week of the agreement; −1 if there is none by the horizon."""
    package: Positions
    """Position of the package agreed on; −1 for none."""
    value: Numbers
    """What the course is worth on the first day: [member, party]."""
    option: Numbers
    """What later talks add to the reservation value of the sides, by [member, week, party]; a mean
    below 0 is an error of estimation."""


@dataclass(frozen=True)
class Open:
    """The packages that may be agreed on in each draw: no other is better for both sides."""

    at: Positions
    """Their positions: [draw, number]."""
    flows: Numbers
    """Flow a year to each side on the first day, the taker first: [draw, number, side]."""
    moved: Numbers
    """What a gain of the taker adds to that flow: the same shape."""


def bargain(offers: Offers, fight: Fight, going: Reservation, *, first: int = 0) -> Bargained:
    """Return when and on what the parties agree, if in each week they may.

    Args:
        offers: The packages.
        fight: The battlefield, should they go on.
        going: Reservation values of that battlefield.
        first: The first week in which they talk.
    """
    members = len(fight.gain)
    parts = [
        _among(*_rows(offers, fight, going, slice(int(rows[0]), int(rows[-1]) + 1)), first=first)
        for rows in np.array_split(np.arange(members), -(-members // AMONG))
    ]
    return Bargained(
        **{
            one.name: np.concatenate([getattr(part, one.name) for part in parts])
            for one in fields(Bargained)
        }
    )


def _among(offers: Offers, fight: Fight, going: Reservation, *, first: int) -> Bargained:
    """Bargain in some members, each draw of what parties want valued over the courses of all."""
    members, weeks, sides = len(fight.gain), fight.weeks, offers.sides
    own = np.arange(members)
    known, open_ = state_of(fight)[:, :, :KNOWN], open_packages(offers)
    option = np.zeros(going.value.shape)
    week_of, package_of = np.full(members, NOBODY), np.full(members, NOBODY)
    value, every = going.value[:, weeks].copy(), _frozen(offers, fight)
    for week in range(weeks, -1, -1):
        ahead = every
        if week < weeks:
            told = valued(known[:, week], every.reshape(members, -1)).value
            ahead = told.reshape(every.shape)
            option[:, week, sides] = ahead[own, own] - going.value[:, week, sides]
        if week >= first:
            chosen, worth = best_packages(open_, offers, ahead, fight.gain[:, week], week=week)
            every = np.where((chosen != NOBODY)[:, :, None], worth, every)
            mine = chosen[own, own]
            agreed = mine != NOBODY
            week_of[agreed], package_of[agreed] = week, mine[agreed]
            settled_on = _of(settled(offers, fight.gain[:, week], week=week), mine)
            value = np.where(agreed[:, None], settled_on, value)
        if week > 0:
            value = a_week_before(offers, fight, value, week=week)
            every = _pairs_before(offers, fight, every, week=week)
    return Bargained(week=week_of, package=package_of, value=value, option=option)


def open_packages(offers: Offers) -> Open:
    """Return in each draw the packages that nobody needed refuses, and none betters for both sides.

    The product of gains is greatest on one of these, whatever going on is worth. Packages that
    follow the line and those that do not are not compared, since the line moves.

    Args:
        offers: The packages.
    """
    others = np.setdiff1d(np.arange(len(offers.parties)), offers.sides)
    least = offers.standing[:, others, None] - 1e-12
    kept = np.asarray((offers.flows[:, others] >= least).all(axis=1), dtype=bool)
    flows = offers.flows[:, offers.sides].transpose(0, 2, 1)
    for kind in (False, True):
        some = np.flatnonzero(offers.follows == kind)
        kept[:, some] &= ~_bettered(flows[:, some], kept[:, some])
    count = max(int(kept.sum(axis=1).max(initial=0)), 1)
    at = np.argsort(~kept, axis=1, kind="stable")[:, :count]
    there = np.take_along_axis(kept, at, axis=1)
    picked = np.take_along_axis(flows, at[:, :, None], axis=1)
    ground = (offers.direction * offers.ground)[:, offers.sides]
    return Open(
        at=np.where(there, at, NOBODY),
        flows=np.where(there[:, :, None], picked, NEVER),
        moved=ground[:, None] * (offers.follows[at] & there)[:, :, None],
    )


def _bettered(flows: Numbers, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which packages another one betters, or equals and comes before: [draw, package]."""
    found = np.zeros(kept.shape, dtype=bool)
    for one in range(flows.shape[1]):
        better = (flows >= flows[:, one, None]).all(axis=2) & kept
        more = np.asarray((flows > flows[:, one, None]).any(axis=2), dtype=bool)
        more[:, :one] = True
        found[:, one] = (better & more).any(axis=1)
    return found


def best_packages(
    open_: Open, offers: Offers, going_on: Numbers, gain: Numbers, *, week: int
) -> tuple[Positions, Numbers]:
    """Return what is agreed on by course and draw, −1 where nothing is, and its worth to the sides.

    Args:
        open_: The packages that may be agreed on.
        offers: What things weigh.
        going_on: What going on is worth to the sides, the taker first: [course, draw, side].
        gain: Gain of the taker: [course].
        week: The week.
    """
    years = annuity(offers.weights.rate, 0.0, _left(offers.weights, week))[:, None]
    most = np.zeros(going_on.shape[:2])
    chosen = np.full(most.shape, NOBODY)
    worth = np.zeros(going_on.shape)
    for one in range(open_.at.shape[1]):
        moved = open_.moved[:, one] * gain[:, None, None] if open_.moved[:, one].any() else 0.0
        here = np.broadcast_to((open_.flows[:, one] + moved) * years, going_on.shape)
        more = np.maximum(here - going_on, 0.0)
        product = more[:, :, 0] * more[:, :, 1]
        better = product > most
        most = np.where(better, product, most)
        chosen = np.where(better, open_.at[:, one], chosen)
        worth = np.where(better[:, :, None], here, worth)
    return chosen, worth


def a_week_before(offers: Offers, fight: Fight, value: Numbers, *, week: int) -> Numbers:
    """Return what a value of one week is worth in the week before, the week of war included.

    Args:
        offers: What stands without an agreement, and what things weigh.
        fight: The battlefield.
        value: What the rest is worth as of the week: [member, party].
        week: The week.
    """
    between = (fight.gain[:, week] + fight.gain[:, week - 1]) / 2
    flow = offers.standing + offers.direction * offers.ground * between[:, None]
    lost = fight.losses[:, week]
    own, other = np.zeros(value.shape), np.zeros(value.shape)
    other += lost.sum(axis=1, keepdims=True)
    for slot, party in enumerate(offers.sides):
        own[:, party] = lost[:, slot]
        other[:, party] -= lost[:, slot]
    cost = offers.weights.own * own + offers.weights.other * other
    return _with_a_week(offers.weights, value, flow - offers.weights.year, cost)


def _pairs_before(offers: Offers, fight: Fight, every: Numbers, *, week: int) -> Numbers:
    """Do the same for the sides, by course and draw: [course, draw, side]."""
    sides, weights = offers.sides, offers.weights
    between = (fight.gain[:, week] + fight.gain[:, week - 1]) / 2
    moved = (offers.direction * offers.ground)[:, sides]
    plain = (offers.standing - weights.year)[:, sides]
    lost = fight.losses[:, week, None]
    cost = weights.own[:, sides] * lost + weights.other[:, sides] * lost[:, :, ::-1]
    return _with_a_week(weights, every, plain + moved * between[:, None, None], cost)


def _with_a_week(weights: Weights, value: Numbers, flow: Numbers, cost: Numbers) -> Numbers:
    years = 1 / WEEKS_A_YEAR
    later = np.exp(-weights.rate * years)[:, None]
    return value * later + flow * annuity(weights.rate, 0.0, years)[:, None] - cost


def _frozen(offers: Offers, fight: Fight) -> Numbers:
    """Return what the line frozen at the horizon is worth to the sides: [course, draw, side]."""
    sides = offers.sides
    moved = (offers.direction * offers.ground)[:, sides]
    flow = offers.standing[:, sides] + moved * fight.gain[:, -1, None, None]
    return flow * annuity(offers.weights.rate, 0.0, _left(offers.weights, fight.weeks))[:, None]


def _left(weights: Weights, week: int) -> Numbers:
    return np.asarray(weights.span - week / WEEKS_A_YEAR, dtype=np.float64)


def _of(worth: Numbers, chosen: Positions) -> Numbers:
    picked = np.maximum(chosen, 0)[:, None, None]
    return np.take_along_axis(worth, np.broadcast_to(picked, (*worth.shape[:2], 1)), axis=2)[
        :, :, 0
    ]


def _rows(
    offers: Offers, fight: Fight, going: Reservation, rows: slice
) -> tuple[Offers, Fight, Reservation]:
    """Return some members of all three."""
    weights = offers.weights
    return (
        replace(
            offers,
            flows=offers.flows[rows],
            standing=offers.standing[rows],
            ground=offers.ground[rows],
            weights=replace(
                weights,
                rate=weights.rate[rows],
                own=weights.own[rows],
                other=weights.other[rows],
                year=weights.year[rows],
            ),
        ),
        Fight(fight.gain[rows], fight.losses[rows], fight.believed[rows]),
        replace(going, value=going.value[rows], gain=going.gain[rows]),
    )
