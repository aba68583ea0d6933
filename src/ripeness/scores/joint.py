"""Scores of whole paths or several regions at once: energy and variogram.

Energy score: Gneiting, Stanberry, Grimit, Held & Johnson (2008),
https://doi.org/10.1007/s11749-008-0114-x. Variogram score: Scheuerer & Hamill (2015),
https://doi.org/10.1175/MWR-D-14-00269.1; it sees dependence that the energy score hardly sees,
and is blind to an error common to all components. Both are computed by scoringrules.
"""

import numpy as np
import scoringrules
from numpy.typing import ArrayLike

from ripeness.scores.checked import Numbers, agree, finite, refuse_unless


def energy(observed: ArrayLike, members: ArrayLike) -> Numbers:
    """Score ensembles of vectors.

    Args:
        observed: One row a forecast, one column a component.
        members: Forecasts by members by components.

    Returns:
        One score a forecast, in the components' unit; smaller is better.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a number is not finite, or there is no member.

    Example:
        >>> energy([[1.0, 1.0]], [[[0, 0], [1, 2], [2, 1]]]).round(6)
        array([0.484032])
    """
    y, x = _vectors(observed, members)
    return np.asarray(scoringrules.es_ensemble(y, x))


def variogram(observed: ArrayLike, members: ArrayLike, *, order: float = 0.5) -> Numbers:
    """Score the differences between components of ensembles of vectors.

    Args:
        observed: One row a forecast, one column a component.
        members: Forecasts by members by components.
        order: Power to which the differences are raised.

    Returns:
        One score a forecast, summed over all ordered pairs; smaller is better.

    Raises:
        AlignmentError: If the shapes do not meet.
        DataError: If a number is not finite, there is no member, or the order is not above 0.
    """
    y, x = _vectors(observed, members)
    refuse_unless(
        order > 0,
        found=f"order {order}",
        expected="a power above 0",
        remedy="One half is usual.",
    )
    return np.asarray(scoringrules.vs_ensemble(y, x, p=order))


def _vectors(observed: ArrayLike, members: ArrayLike) -> tuple[Numbers, Numbers]:
    y = finite(observed, "observed vectors", dimensions=2)
    x = finite(members, "members", dimensions=3)
    agree((x.shape[0], x.shape[2]), y.shape, "members, less their own axis,")
    refuse_unless(
        x.shape[1] > 0,
        found="no member",
        expected="at least one",
        remedy="Simulate members.",
    )
    return y, x
