"""A pool's intervals widened or narrowed by how often the past ones held what came about.

Linear pools of honest forecasts are too wide in the middle (Gneiting & Ranjan 2013,
https://doi.org/10.1214/13-EJS823; Hora 2004, https://doi.org/10.1287/mnsc.1040.0205), so the pool
is passed through the record of where past outcomes fell within it. Both tails are read together, as
the distance from the median in probability: exchanging the sides exchanges only the tails. The
record at an origin holds only outcomes read by then, of one source and one horizon, and is drawn to
"no change" like the pool's weights: (n_eff record + 8 no change) / (n_eff + 8).
"""

import numpy as np

from ripeness.front.history import Numbers

GRID = np.linspace(0.0, 1.0, 41)
"""Central probabilities at which a curve is kept: of 41, the first is none and the last all."""

SAME = GRID
"""The curve that changes nothing."""


def place_of(points: Numbers, observed: float) -> float:
    """Return which central share of a forecast just reaches an outcome: 0 the median, 1 beyond all.

    Args:
        points: Equally likely points of the forecast, rising.
        observed: What came about.

    Example:
        >>> place_of(np.array([0.0, 1.0, 2.0, 3.0]), 3.5)
        1.0
    """
    below, upto = (points < observed).mean(), (points <= observed).mean()
    return float(abs(below + upto - 1.0))


def curve_of(places: Numbers, n_eff: float, worth: float) -> Numbers:
    """Return the share of outcomes inside each central share of the past forecasts, shrunken.

    Args:
        places: Of each past outcome, `place_of`.
        n_eff: How many independent origins they are worth.
        worth: How many of them "no change" is worth.
    """
    if len(places) == 0:
        return SAME
    held = (places[None, :] <= GRID[:, None]).mean(axis=1)
    held[0], held[-1] = 0.0, 1.0
    return (n_eff * held + worth * GRID) / (n_eff + worth)


def recalibrated(points: Numbers, curve: Numbers) -> Numbers:
    """Return a forecast's points with each central interval replaced by the one that held as often.

    Args:
        points: Equally likely points, rising.
        curve: Of `curve_of`: rising from nought to one.

    Example:
        >>> recalibrated(np.array([0.0, 1.0, 2.0, 3.0]), SAME).tolist()
        [0.0, 1.0, 2.0, 3.0]
    """
    count = len(points)
    levels = (np.arange(count) + 0.5) / count
    asked = np.interp(np.abs(2 * levels - 1), curve, GRID)
    return np.interp(0.5 + np.sign(levels - 0.5) * asked / 2, levels, points)
