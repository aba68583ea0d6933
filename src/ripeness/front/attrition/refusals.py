"""What the attrition models refuse, each refusal naming the argument and the remedy."""

from collections.abc import Sequence
from numbers import Integral
from typing import Any

import numpy as np

from ripeness.terms.errors import ModelError

MOST_STRENGTH = 1e50
"""No strength is larger: its square, times a rate, must stay a number."""
FASTEST = 1e100
"""No rate is larger, for the same reason; none is smaller than the cube of its inverse."""


def strength(value: Any, name: str, *, where: str) -> float:  # noqa: ANN401 - anything may arrive
    """Return a strength, refusing what is negative, infinite or not a number.

    Args:
        value: The strength, in the caller's unit of strength; zero is a strength.
        name: What the caller calls it.
        where: The model that asks.

    Raises:
        ModelError: If it is not a finite number of at least zero, or too large to be squared.

    Example:
        >>> strength(3, "x", where="square law")
        3.0
    """
    number = _number(value, name, where)
    if not 0.0 <= number <= MOST_STRENGTH:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected=f"a finite number, zero or more, at most {MOST_STRENGTH:g}",
            remedy=f"Give {name} as a count or weight that is not negative.",
        )
    return number


def rate(value: Any, name: str, *, where: str) -> float:  # noqa: ANN401 - anything may arrive
    """Return a rate, refusing what is not a finite number above zero.

    Raises:
        ModelError: If it is zero, negative, infinite or not a number.
    """
    number = _number(value, name, where)
    if not 1.0 / FASTEST**3 <= number <= FASTEST:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected=f"a finite number above zero, at most {FASTEST:g}",
            remedy=f"Give {name} in the unit the law states; a side that does no harm needs no law.",
        )
    return number


def finite(value: Any, name: str, *, where: str) -> float:  # noqa: ANN401 - anything may arrive
    """Return a number of either sign, refusing infinity and NaN.

    Raises:
        ModelError: If it is not a finite number.
    """
    number = _number(value, name, where)
    if not -np.inf < number < np.inf:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected="a finite number",
            remedy=f"Give {name} a value.",
        )
    return number


def probability(value: Any, name: str, *, where: str) -> float:  # noqa: ANN401 - anything may arrive
    """Return a probability strictly between zero and one.

    Raises:
        ModelError: If it is not strictly between zero and one.
    """
    number = _number(value, name, where)
    if not 0.0 < number < 1.0:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected="a number strictly between 0 and 1",
            remedy=f"Give {name} as a share, not as a percentage.",
        )
    return number


def share(value: Any, name: str, *, where: str) -> float:  # noqa: ANN401 - anything may arrive
    """Return a share from zero to one, both allowed.

    Raises:
        ModelError: If it is outside them.
    """
    number = _number(value, name, where)
    if not 0.0 <= number <= 1.0:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected="a number from 0 to 1",
            remedy=f"Give {name} as a share, not as a percentage.",
        )
    return number


def count(value: Any, name: str, *, where: str, least: int = 0) -> int:  # noqa: ANN401
    """Return a whole number that is at least `least`.

    Raises:
        ModelError: If it is not whole, or too small.
    """
    whole = isinstance(value, Integral) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole or not int(value) >= least:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected=f"a whole number of at least {least}",
            remedy=f"Give {name} as a whole number.",
        )
    return int(value)


def times(value: Any, *, where: str) -> np.ndarray:  # noqa: ANN401 - anything may arrive
    """Return times as an array, refusing those before the start and those that are not finite.

    Raises:
        ModelError: If a time is negative, infinite or not a number.
    """
    try:
        moments = np.asarray(value, dtype=float)
        if np.asarray(value).dtype.kind not in "iufO":  # words and truth values are no times
            moments = np.array(np.nan)
    except (TypeError, ValueError, OverflowError):
        moments = np.array(np.nan)
    if not bool(np.all((moments >= 0.0) & (moments < np.inf))):
        raise ModelError(
            found=f"t = {value!r}",
            where=where,
            expected="finite times, zero or later",
            remedy="Give t as a number or an array of numbers counted from the start.",
        )
    return moments


def pair(value: Any, name: str, *, where: str) -> tuple[float, float]:  # noqa: ANN401
    """Return two numbers of at least zero, one for x and one for y.

    Raises:
        ModelError: If there are not two of them, or one is negative or not finite.
    """
    if not isinstance(value, Sequence | np.ndarray) or isinstance(value, str) or len(value) != 2:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected="a pair, one number for x and one for y",
            remedy=f"Write {name}=(0.0, 0.0) for none.",
        )
    first, second = value
    return (
        strength(first, f"{name}[0]", where=where),
        strength(second, f"{name}[1]", where=where),
    )


def word(value: Any, name: str, known: Sequence[str], *, where: str) -> str:  # noqa: ANN401
    """Return a word that is one of those known.

    Raises:
        ModelError: If it is not.
    """
    if not isinstance(value, str) or value not in known:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected=f"one of {', '.join(known)}",
            remedy=f"Choose {name} from the list.",
        )
    return value


def _number(value: Any, name: str, where: str) -> float:  # noqa: ANN401 - anything may arrive
    try:
        number = None if isinstance(value, bool | str | bytes | complex) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = None
    if number is None:
        raise ModelError(
            found=f"{name} = {value!r}",
            where=where,
            expected="one number",
            remedy=f"Give {name} as a single number.",
        )
    return number
