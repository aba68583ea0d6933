"""Reservation values by week: what fighting on, then freezing on the line, is worth in a state.

What is left open is how the ground moves and what it costs; what the parties want is drawn once.
Utility is linear in ground and losses, so these are regressed on the state, and the worth of what
is then expected is the reservation value of each draw of what a party wants.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.regression import valued
from ripeness.campaign.worth import Fight, Offers, going_on

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Reservation:
    """What going on is worth, by week."""

    value: Numbers
    """Reservation value by [member, week, party]; of the last week it is that of the freeze."""
    r2: Numbers
    """Share of the variance of what is to come that the state explains out of sample, by [week,
    party]; of the last week there is none to explain."""
    gain: Numbers
    """Gain of the taker at the horizon as expected in the state: [member, week]."""


def reservation(offers: Offers, fight: Fight, *, states: Numbers | None = None) -> Reservation:
    """Return reservation values of all weeks under fighting on to the horizon.

    Args:
        offers: What stands without an agreement, and what things weigh.
        fight: The battlefield.
        states: What is known of each member by week: [member, week, feature]; ground, believed
            pace and losses by default.
    """
    known = state_of(fight) if states is None else states
    told = [
        worth_of_fighting(offers, fight, known[:, week], week=week, until=fight.weeks)
        for week in range(fight.weeks + 1)
    ]
    return Reservation(
        value=np.stack([one.value for one in told], axis=1),
        r2=np.stack([one.r2 for one in told]),
        gain=np.stack([one.gain for one in told], axis=1),
    )


@dataclass(frozen=True)
class Worth:
    """What fighting on from one week to another, then freezing on the line, is worth."""

    value: Numbers
    """By [member, party], as of the first week."""
    r2: Numbers
    """Share of the variance of what is to come that the state explains out of sample: [party]."""
    gain: Numbers
    """Gain of the taker by then as expected: [member]."""


def worth_of_fighting(
    offers: Offers, fight: Fight, state: Numbers, *, week: int, until: int
) -> Worth:
    """Return what fighting on from a week to another is worth in each member's state.

    Args:
        offers: What stands without an agreement, and what things weigh.
        fight: The battlefield.
        state: What is known of each member in the week: [member, feature].
        week: The week; worth is as of that week.
        until: The week in which the line freezes.
    """
    gain, end = fight.gain[:, week], fight.gain[:, until]
    to_come = np.column_stack([end - gain, fight.losses[:, week + 1 : until + 1].sum(axis=1)])
    span = {"week": week, "until": until}
    if until == week:
        frozen = going_on(offers, gain, gain, to_come[:, 1:], **span)
        return Worth(value=frozen, r2=np.zeros(frozen.shape[1]), gain=gain)
    told = valued(state, to_come).value
    later, losses = gain + told[:, 0], np.maximum(told[:, 1:], 0.0)
    value = going_on(offers, gain, later, losses, **span)
    mean = to_come.mean(axis=0)
    blind = going_on(offers, gain, gain + mean[0], np.broadcast_to(mean[1:], losses.shape), **span)
    came = foreseen(offers, fight, week=week, until=until)
    return Worth(value=value, r2=_explained(came, value, blind), gain=later)


def foreseen(offers: Offers, fight: Fight, *, week: int, until: int | None = None) -> Numbers:
    """Return what fighting on from a week comes to in each member's own course: [member, party].

    Args:
        offers: What stands without an agreement, and what things weigh.
        fight: The battlefield.
        week: The week; worth is as of that week.
        until: The week in which the line freezes; the horizon by default.
    """
    last = fight.weeks if until is None else until
    ahead = fight.losses[:, week + 1 : last + 1].sum(axis=1)
    gain, end = fight.gain[:, week], fight.gain[:, last]
    return going_on(offers, gain, end, ahead, week=week, until=last)


def state_of(fight: Fight) -> Numbers:
    """Return what is known of each member by week: [member, week, feature].

    The features are the gain, the pace that is believed, and the losses so far of each side. What
    the course of the war teaches about its pace comes in by belief alone.
    """
    so_far = np.cumsum(fight.losses, axis=1)
    return np.concatenate([fight.gain[:, :, None], fight.believed[:, :, None], so_far], axis=2)


def _explained(came: Numbers, told: Numbers, blind: Numbers) -> Numbers:
    """Return by party the share of squared error that the state takes away, out of sample."""
    left, all_of_it = ((came - told) ** 2).sum(axis=0), ((came - blind) ** 2).sum(axis=0)
    varies = all_of_it > 1e-12 * len(came)
    return np.where(varies, 1 - left / np.where(varies, all_of_it, 1.0), 0.0)
