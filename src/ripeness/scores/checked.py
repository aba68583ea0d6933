"""Numbers checked at the door: finite, of the shape announced, meeting each other."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.terms.errors import AlignmentError, DataError

Numbers = NDArray[np.float64]


def finite(values: ArrayLike, what: str, *, dimensions: int) -> Numbers:
    """Return values as an array of finite numbers.

    Args:
        values: Numbers from outside.
        what: What they are, for the error.
        dimensions: How many axes they have.

    Raises:
        AlignmentError: If they have another number of axes.
        DataError: If one of them is not finite.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != dimensions:
        raise AlignmentError(
            found=f"{what} of shape {array.shape}",
            where="a score",
            expected=f"{dimensions} {'axis' if dimensions == 1 else 'axes'}",
            remedy="Reshape them before they are scored.",
        )
    if not np.isfinite(array).all():
        raise DataError(
            found=f"{int((~np.isfinite(array)).sum())} {what} that are not finite",
            where="a score",
            expected="finite numbers",
            remedy="Leave out what is missing, on both sides, and say how many were left out.",
        )
    return array


def agree(found: tuple[int, ...], expected: tuple[int, ...], what: str) -> None:
    """Refuse arrays that do not meet.

    Raises:
        AlignmentError: If the shapes differ.
    """
    if found != expected:
        raise AlignmentError(
            found=f"{what} of shape {found}",
            where="a score",
            expected=f"shape {expected}",
            remedy="Hand in one forecast for each observation.",
        )


def refuse_unless(condition: np.bool | bool, *, found: str, expected: str, remedy: str) -> None:  # noqa: FBT001
    """Refuse numbers that break a stated condition.

    Raises:
        DataError: If the condition does not hold.
    """
    if not condition:
        raise DataError(found, where="a score", expected=expected, remedy=remedy)


def rising(quantiles: Numbers, *, what: str = "quantiles") -> None:
    """Refuse rows that fall along their last axis.

    Raises:
        DataError: If a row falls.
    """
    refuse_unless(
        not (np.diff(quantiles, axis=-1) < 0).any(),
        found=f"{what} that cross",
        expected=f"{what} that never fall from one level to the next",
        remedy="Sort them by level, or mend the forecast.",
    )
