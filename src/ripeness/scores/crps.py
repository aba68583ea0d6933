"""The continuous ranked probability score of an ensemble, fair or biased, whole or in a tail.

Fair: Ferro (2014), https://doi.org/10.1002/qj.2270; it does not reward an ensemble for being small.
Biased: the score of the ensemble's own distribution, Gneiting & Raftery (2007),
https://doi.org/10.1198/016214506000001437. In a tail: threshold-weighted, Gneiting & Ranjan
(2011), https://doi.org/10.1198/jbes.2010.08110, by chaining as in Allen, Ginsbourger & Ziegel
(2023), https://doi.org/10.1137/22M1532184. Computed by scoringrules, whose `pwm` estimator is the
fair score and `qd` the biased one, both without the quadratic memory of those so named.
"""

from typing import Literal

import numpy as np
import scoringrules
from numpy.typing import ArrayLike

from ripeness.scores.checked import Numbers, agree, finite, refuse_unless

Kind = Literal["fair", "biased"]
ESTIMATORS = {"fair": "pwm", "biased": "qd"}


def crps(observed: ArrayLike, members: ArrayLike, *, kind: Kind = "fair") -> Numbers:
    """Score ensembles.

    Args:
        observed: What came about.
        members: One row a forecast, one column a member.
        kind: The fair score, or that of the ensemble's own distribution.

    Returns:
        One score a forecast, in its unit; smaller is better.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a number is not finite, or a fair score is asked of one member.

    Example:
        >>> crps([0.0], [[0, 1, 2, 3, 4]])
        array([1.])
    """
    return crps_beyond(observed, members, threshold=-np.inf, kind=kind)


def crps_beyond(
    observed: ArrayLike, members: ArrayLike, *, threshold: float, kind: Kind = "fair"
) -> Numbers:
    """Score what ensembles say of values above a threshold, and nothing else.

    Args:
        observed: What came about.
        members: One row a forecast, one column a member.
        threshold: Values below it count as equal to it.
        kind: The fair score, or that of the ensemble's own distribution.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a number is not finite, or a fair score is asked of one member.
    """
    y = finite(observed, "observed values", dimensions=1)
    x = finite(members, "members", dimensions=2)
    agree(x.shape[:1], y.shape, "forecasts")
    refuse_unless(
        x.shape[1] > (kind == "fair"),
        found=f"{x.shape[1]} members",
        expected="at least two for the fair score, one for the biased",
        remedy="Simulate more members, or ask for the biased score.",
    )
    chained_y, chained_x = np.maximum(y, threshold), np.maximum(x, threshold)
    return np.asarray(scoringrules.crps_ensemble(chained_y, chained_x, estimator=ESTIMATORS[kind]))
