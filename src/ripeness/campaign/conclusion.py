"""What fighting on changes: the terms at the horizon against a package, and the toll until then."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.worth import Offers

Numbers = NDArray[np.float64]

SURE = 0.95
"""Terms are no better, or no worse, for a party if they are so in this share of the draws of what
it wants; between the two they are not comparable."""


@dataclass(frozen=True)
class Compared:
    """Terms at the horizon against a package, for one party, by member of the battlefield."""

    no_better: NDArray[np.bool_]
    """Whether they are no better than the package in nearly all draws of what the party wants."""
    no_worse: NDArray[np.bool_]
    """Whether they are no worse than it in nearly all draws."""

    @property
    def not_comparable(self) -> NDArray[np.bool_]:
        """Whether it depends on what the party wants."""
        return ~self.no_better & ~self.no_worse


def compared(offers: Offers, gain: Numbers, *, package: int, party: int) -> Compared:
    """Compare the line frozen at the horizon with a package agreed on the first day.

    Terms are flows a year once the war is over; what the war costs until then is no part of them.

    Args:
        offers: The packages; each row is one draw of what the parties want.
        gain: Gain of the taker at the horizon, one a member of the battlefield.
        package: Position of the package.
        party: Position of the party.
    """
    moved = offers.direction[party] * offers.ground[:, party]
    more = offers.flows[:, party, package] - offers.standing[:, party]
    worth = moved[None, :] * gain[:, None]
    scale = 1e-9 * (1 + np.abs(more))
    return Compared(
        no_better=(worth <= more + scale).mean(axis=1) >= SURE,
        no_worse=(worth >= more - scale).mean(axis=1) >= SURE,
    )


def quiet_spread(values: Numbers) -> tuple[float, float, float]:
    """Return the mean of members' values and their 5 and 95 % points.

    Example:
        >>> quiet_spread(np.arange(101.0))
        (50.0, 5.0, 95.0)
    """
    low, high = np.quantile(values, [0.05, 0.95])
    return float(values.mean()), float(low), float(high)


def share_with_error(found: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return the share of members, with the 90 % interval of Wilson (1927) for their number.

    https://doi.org/10.1080/01621459.1927.10502953

    Example:
        >>> [round(end, 3) for end in share_with_error(np.array([True] * 10))]
        [1.0, 0.787, 1.0]
    """
    z, n, p = 1.6448536269514722, len(found), float(found.mean())
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return p, float(max(middle - half, 0.0)), float(min(middle + half, 1.0))
