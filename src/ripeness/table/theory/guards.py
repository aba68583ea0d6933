"""Guards at the door of every model: a number out of its range is refused by name.

Every comparison is written so that NaN fails it.
"""

from collections.abc import Sequence
from numbers import Real
from typing import NoReturn

import numpy as np

from ripeness.terms.errors import ModelError

LARGEST = 1e50
"""No number is larger in size, and none that must be above zero smaller than its inverse."""
_MOST_SHOWN = 200
"""How many letters of a refused value a message repeats."""


def refuse(found: object, name: str, *, where: str, expected: str) -> NoReturn:
    """Raise the error that says which argument was refused, and why.

    Raises:
        ModelError: Always.

    Example:
        >>> refuse(1.2, "win_chance", where="bargaining_range", expected="a chance")
        Traceback (most recent call last):
            ...
        ripeness.terms.errors.ModelError: bargaining_range: found win_chance = 1.2; ...
    """
    written = repr(found)
    found_as = (
        f"{name} = {written if len(written) <= _MOST_SHOWN else f'{written[:_MOST_SHOWN]}...'}"
    )
    remedy = f"Give another {name}."
    raise ModelError(found_as, where=where, expected=expected, remedy=remedy)


def finite(value: float, name: str, *, where: str) -> float:
    """Return the value as a float if it is a finite number, and no absurdly large one.

    Raises:
        ModelError: If it is not.
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not abs(value) <= LARGEST:
        refuse(value, name, where=where, expected=f"a finite number, at most {LARGEST:g} in size")
    return float(value)


def inside(value: float, name: str, *, where: str, low: float = 0, high: float = 1) -> float:
    """Return the value if it lies strictly between `low` and `high`.

    Raises:
        ModelError: If it does not.
    """
    number = finite(value, name, where=where)
    if not low < number < high:
        refuse(value, name, where=where, expected=f"strictly between {low:g} and {high:g}")
    return number


def within(value: float, name: str, *, where: str, low: float = 0, high: float = 1) -> float:
    """Return the value if it lies between `low` and `high`, both included.

    Raises:
        ModelError: If it does not.
    """
    number = finite(value, name, where=where)
    if not low <= number <= high:
        refuse(value, name, where=where, expected=f"from {low:g} to {high:g}")
    return number


def discount_or_one(value: float, name: str, *, where: str) -> float:
    """Return the value if it is a discount factor, or one for no discounting.

    Raises:
        ModelError: If it is not above 0 and at most 1.
    """
    number = finite(value, name, where=where)
    if not 0 < number <= 1:
        refuse(value, name, where=where, expected="above 0 and at most 1")
    return number


def stall_chance(value: float, name: str, *, where: str) -> float:
    """Return the value if it is a chance below one.

    Raises:
        ModelError: If it is not at least 0 and below 1.
    """
    number = finite(value, name, where=where)
    if not 0 <= number < 1:
        refuse(value, name, where=where, expected="at least 0 and below 1")
    return number


def positive(value: float, name: str, *, where: str) -> float:
    """Return the value if it is above zero.

    Raises:
        ModelError: If it is not.
    """
    number = finite(value, name, where=where)
    if not number >= 1 / LARGEST:
        refuse(value, name, where=where, expected=f"above 0 (at least {1 / LARGEST:g})")
    return number


def not_negative(value: float, name: str, *, where: str) -> float:
    """Return the value if it is zero or above.

    Raises:
        ModelError: If it is not.
    """
    number = finite(value, name, where=where)
    if not number >= 0:
        refuse(value, name, where=where, expected="at least 0")
    return number


def whole(value: int, name: str, *, where: str, low: int, high: int | None = None) -> int:
    """Return the value if it is a whole number from `low` to `high`.

    Raises:
        ModelError: If it is not.
    """
    number = finite(value, name, where=where)
    if number != int(number) or not number >= low or (high is not None and not number <= high):
        limit = f"at least {low}" if high is None else f"from {low} to {high}"
        refuse(value, name, where=where, expected=f"a whole number {limit}")
    return int(number)


def numbers(values: object, name: str, *, where: str, dimensions: int = 1) -> np.ndarray:
    """Return the values as an array of finite floats with that many dimensions.

    Raises:
        ModelError: If they are not, or if there are none.
    """
    shape = {1: "a list", 2: "a table"}[dimensions]
    try:
        array = np.asarray(values, dtype=float)
        if np.asarray(values).dtype.kind not in "iufO":  # words and truth values are no numbers
            refuse(values, name, where=where, expected=f"{shape} of finite numbers")
    except (TypeError, ValueError, OverflowError):
        refuse(values, name, where=where, expected=f"{shape} of finite numbers")
    if array.ndim != dimensions or array.size == 0 or not np.isfinite(array).all():
        refuse(values, name, where=where, expected=f"{shape} of finite numbers")
    return array


def one_of(value: str, name: str, *, where: str, choices: Sequence[str]) -> str:
    """Return the value if it is one of the choices.

    Raises:
        ModelError: If it is not.
    """
    if value not in choices:
        refuse(value, name, where=where, expected=f"one of {', '.join(choices)}")
    return value
