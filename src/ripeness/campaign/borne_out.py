"""Whether the data bear a coupling out: does it make what it moves easier to foretell?

A coupling is on by default only where foretelling with it beats foretelling without it on weeks
that the fit has not seen, by more than chance: the 90 % interval of the share of error that it
takes away, over blocks of weeks drawn again, lies above zero.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from ripeness.terms.chance import stream
from ripeness.terms.declared import Declared

Numbers = NDArray[np.float64]

BLOCK_WEEKS = 13
"""Length of a block of weeks drawn again."""

DRAWS = 1000
"""How often."""

FEWEST_WEEKS = 26
"""With fewer scored weeks nothing is said."""


class BorneOut(Declared):
    """What the data say of one coupling."""

    coupling: str
    """Name of the coupling."""
    map_source: str | None = None
    """On whose map it was tested, and for whose it holds; null: on none in particular."""
    tested: str
    """What was tested, in a sentence."""
    strength: float | None
    """Its parameter as fitted; null where it was not fitted here."""
    skill: float | None
    """Share of error that it takes away on weeks not seen; null where it could not be tested."""
    low: float | None
    """Lower end of the 90 % interval of that."""
    high: float | None
    """Upper end."""
    weeks: int
    """How many weeks, or other cases, that rests on."""
    first: date | None = None
    """First week scored."""
    last: date | None = None
    """Last week scored."""
    on: bool
    """Whether it is on by default."""


def judged(
    coupling: str,
    tested: str,
    *,
    strength: float | None,
    without: Numbers,
    with_it: Numbers,
    seed: int,
) -> BorneOut:
    """Return what errors with and without a coupling say of it.

    Args:
        coupling: Its name.
        tested: What was tested, in a sentence.
        strength: Its parameter as fitted.
        without: Squared errors without it, by week.
        with_it: The same with it.
        seed: The seed of the run.
    """
    weeks = len(without)
    if weeks < FEWEST_WEEKS or not without.sum() > 0:
        return BorneOut(
            coupling=coupling,
            tested=tested,
            strength=strength,
            skill=None,
            low=None,
            high=None,
            weeks=weeks,
            on=False,
        )
    starts = stream(seed, "campaign", "borne out", coupling).integers(
        0, weeks, size=(DRAWS, -(-weeks // BLOCK_WEEKS))
    )
    taken = (starts[:, :, None] + np.arange(BLOCK_WEEKS)).reshape(DRAWS, -1)[:, :weeks] % weeks
    skills = 1 - with_it[taken].sum(axis=1) / without[taken].sum(axis=1)
    low, high = np.quantile(skills, [0.05, 0.95])
    return BorneOut(
        coupling=coupling,
        tested=tested,
        strength=strength,
        skill=float(1 - with_it.sum() / without.sum()),
        low=float(low),
        high=float(high),
        weeks=weeks,
        on=bool(low > 0),
    )


def losses_follow_ground(losses: Numbers, gain: Numbers) -> tuple[float, Numbers, Numbers]:
    """Return the share of losses that a doubled gain adds, and errors without and with it.

    Week by week, from what came before alone: usual losses are the mean of the last half year, the
    share is fitted on all earlier weeks by least squares through the usual week.

    Args:
        losses: Losses by week.
        gain: Ground that changed hands in the same weeks, in km².
    """
    half = 26
    weeks = range(half, len(losses))
    usual = np.array([losses[week - half : week].mean() for week in weeks])
    pace = np.array([gain[week - half : week].mean() for week in weeks])
    more = np.where(pace > 0, gain[half:] / np.where(pace > 0, pace, 1.0) - 1, 0.0)
    excess = np.where(usual > 0, losses[half:] / np.where(usual > 0, usual, 1.0) - 1, 0.0)
    top, bottom = np.cumsum(more * excess), np.cumsum(more * more)
    fitted = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
    before = np.concatenate([[0.0], fitted[:-1]])[half:]
    truth, plain = losses[half:][half:], usual[half:]
    without = (truth - plain) ** 2
    with_it = (truth - plain * (1 + before * more[half:])) ** 2
    return float(fitted[-1]) if len(fitted) else 0.0, without, with_it


def beliefs_follow_ground(gain: Numbers, *, rates: Numbers) -> tuple[float, Numbers, Numbers]:
    """Return the best rate of learning, and errors of a fixed pace and of one that learns.

    The fixed pace is the mean of all earlier weeks. The rate at each week is that which would have
    foretold the earlier weeks best.

    Args:
        gain: Net ground that came to one side by week, in km².
        rates: The rates to choose from, between 0 and 1.
    """
    first = 26
    believed = np.full(len(rates), gain[:first].mean())
    past = np.zeros(len(rates))
    without, with_it = [], []
    for week in range(first, len(gain)):
        best = int(past.argmin())
        without.append((gain[week] - gain[:week].mean()) ** 2)
        with_it.append((gain[week] - believed[best]) ** 2)
        past += (gain[week] - believed) ** 2
        believed += rates * (gain[week] - believed)
    return float(rates[past.argmin()]), np.array(without), np.array(with_it)
