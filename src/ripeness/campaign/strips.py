"""Ripeness as three strips by date, never one number: is it hurting, is there a way out, may they?

After Zartman (2000), Ripeness: the hurting stalemate and beyond, and his earlier essays: a mutually
hurting stalemate, a way out, and spokesmen who can agree. Not a forecast of peace.
"""

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.reservation import Reservation, state_of, worth_of_fighting
from ripeness.campaign.worth import WEEKS_A_YEAR, Fight, Offers, settled
from ripeness.table.utility import annuity

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]

HURTING_WEEKS = 13
"""Over how many weeks both reservation values must fall."""


def hurting(offers: Offers, fight: Fight, *, week: int) -> Marks | None:
    """Return in which members both sides' reservation values fall over the weeks that follow.

    Both values are of fighting on equally long, and taken a year of what is left of the span, so
    that neither a nearer horizon nor time passing is a rise or a fall by itself.

    Args:
        offers: What things weigh.
        fight: The battlefield.
        week: The week.

    Returns:
        By member; None where the horizon is too near.
    """
    later = week + HURTING_WEEKS
    length = fight.weeks - later
    if length < 1:
        return None
    known = state_of(fight)
    now, then = (
        _a_year(offers, _worth(offers, fight, known, week=at, length=length), at)
        for at in (week, later)
    )
    sides = offers.sides
    least = 1e-9 * (1 + np.abs(now[:, sides]))
    return np.asarray((then[:, sides] < now[:, sides] - least).all(axis=1), dtype=bool)


def _worth(offers: Offers, fight: Fight, known: Numbers, *, week: int, length: int) -> Numbers:
    return worth_of_fighting(offers, fight, known[:, week], week=week, until=week + length).value


def zone(offers: Offers, going: Reservation, gain: Numbers, *, week: int) -> Marks:
    """Return which packages every needed party prefers in a week: [member, package].

    Args:
        offers: The packages.
        going: Reservation values.
        gain: Gain of the taker by the week: [member].
        week: The week.
    """
    worth = settled(offers, gain, week=week)
    sides = offers.sides
    more = (worth[:, sides] > going.value[:, week, sides, None]).all(axis=1)
    others = np.setdiff1d(np.arange(len(offers.parties)), sides)
    willing = (offers.flows[:, others] >= offers.standing[:, others, None] - 1e-12).all(axis=1)
    return np.asarray(more & willing, dtype=bool)


def way_out(inside: Marks, holds: Marks) -> Marks:
    """Return in which members some package of the zone would also hold.

    Args:
        inside: Which packages lie in the zone: [member, package].
        holds: Which would hold, by themselves or by a guarantee that can be had: the same shape.
    """
    return np.asarray((inside & holds).any(axis=1), dtype=bool)


def spokesmen(inside: Marks, chance: Numbers) -> Numbers:
    """Return the chance that the rules of consent are met for the package easiest to pass.

    Args:
        inside: Which packages could be agreed on: [member, package].
        chance: The chance that all rules that a package needs are met: [member, package].

    Returns:
        By member; 0 where there is no package.
    """
    return np.where(inside, chance, 0.0).max(axis=1, initial=0.0)


def _a_year(offers: Offers, value: Numbers, week: int) -> Numbers:
    left = offers.weights.span - week / WEEKS_A_YEAR
    return value / annuity(offers.weights.rate, 0.0, left)[:, None]
