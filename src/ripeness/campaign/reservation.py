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

LOOK_BACK = 4
"""Weeks over which the recent pace in a state is taken."""


@dataclass(frozen=True)
class Reservation:
    """What going on is worth, by week."""

    value: Numbers
    """Reservation value by [member, week, party]; of the last week it is that of the freeze."""
    r2: Numbers
    """Share of the variance of what is to come that the state explains out of sample, by [week,
    party]; of the last week there is none to explain."""
    gain: Numbers
    """Gain of slot a at the horizon as expected in the state: [member, week]."""


def reservation(offers: Offers, fight: Fight, *, states: Numbers | None = None) -> Reservation:
    """Return reservation values of all weeks under fighting on to the horizon.

    Args:
        offers: What stands without an agreement, and what things weigh.
        fight: The battlefield.
        states: What is known of each member by week: [member, week, feature]; ground, pace and
            losses by default.
    """
    known = state_of(fight) if states is None else states
    members, weeks, parties = len(fight.gain), fight.weeks, len(offers.parties)
    value = np.empty((members, weeks + 1, parties))
    r2 = np.zeros((weeks + 1, parties))
    expected_gain = np.empty((members, weeks + 1))
    ahead = np.cumsum(fight.losses[:, ::-1], axis=1)[:, ::-1]
    end = fight.gain[:, -1]
    for week in range(weeks):
        to_come = np.column_stack([end - fight.gain[:, week], ahead[:, week + 1]])
        told = valued(known[:, week], to_come)
        later = fight.gain[:, week] + told.value[:, 0]
        losses = np.maximum(told.value[:, 1:], 0.0)
        here = {"week": week, "until": weeks}
        value[:, week] = going_on(offers, fight.gain[:, week], later, losses, **here)
        came = foreseen(offers, fight, week=week)
        mean = to_come.mean(axis=0)
        blind = going_on(
            offers,
            fight.gain[:, week],
            fight.gain[:, week] + mean[0],
            np.broadcast_to(mean[1:], losses.shape),
            **here,
        )
        r2[week] = _explained(came, value[:, week], blind)
        expected_gain[:, week] = later
    value[:, weeks] = going_on(offers, end, end, ahead[:, weeks] * 0, week=weeks, until=weeks)
    expected_gain[:, weeks] = end
    return Reservation(value=value, r2=r2, gain=expected_gain)


def foreseen(offers: Offers, fight: Fight, *, week: int) -> Numbers:
    """Return what fighting on from a week comes to in each member's own course: [member, party].

    Args:
        offers: What stands without an agreement, and what things weigh.
        fight: The battlefield.
        week: The week; worth is as of that week.
    """
    ahead = fight.losses[:, week + 1 :].sum(axis=1)
    gain, end = fight.gain[:, week], fight.gain[:, -1]
    return going_on(offers, gain, end, ahead, week=week, until=fight.weeks)


def state_of(fight: Fight) -> Numbers:
    """Return what is known of each member by week: [member, week, feature].

    The features are the gain, the pace of the last weeks, and the losses so far of each slot.
    """
    earlier = np.concatenate(
        [np.repeat(fight.gain[:, :1], LOOK_BACK, axis=1), fight.gain[:, :-LOOK_BACK]], axis=1
    )[:, : fight.gain.shape[1]]
    so_far = np.cumsum(fight.losses, axis=1)
    return np.concatenate(
        [fight.gain[:, :, None], (fight.gain - earlier)[:, :, None], so_far], axis=2
    )


def _explained(came: Numbers, told: Numbers, blind: Numbers) -> Numbers:
    """Return by party the share of squared error that the state takes away, out of sample."""
    left, all_of_it = ((came - told) ** 2).sum(axis=0), ((came - blind) ** 2).sum(axis=0)
    varies = all_of_it > 1e-12 * len(came)
    return np.where(varies, 1 - left / np.where(varies, all_of_it, 1.0), 0.0)
