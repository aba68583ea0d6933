"""A part of a record, read key by key: a key that is not there is an error that names it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import pandas as pd

from ripeness.terms.errors import RecordError


@dataclass(frozen=True)
class Fields:
    """One object of a record; every read says what kind of value it wants."""

    content: Mapping[str, Any]
    """The object."""
    where: str
    """Its path in the record, for errors."""

    def text(self, key: str) -> str:
        """Return a text that must be there.

        Raises:
            RecordError: If the key is missing or holds no text.
        """
        return self._of_kind(key, (str,), "a text")

    def text_or_none(self, key: str) -> str | None:
        """Return a text, or None where the record says null."""
        return None if self.value(key) is None else self.text(key)

    def number(self, key: str) -> float:
        """Return a finite number that must be there.

        Raises:
            RecordError: If the key is missing or holds no finite number.
        """
        value = self._of_kind(key, (int, float), "a number")
        if isinstance(value, bool) or not math.isfinite(value):
            raise self._wrong(key, value, "a finite number")
        return float(value)

    def number_or_none(self, key: str) -> float | None:
        """Return a number, or None where the record says null."""
        return None if self.value(key) is None else self.number(key)

    def whole(self, key: str) -> int:
        """Return a whole number that must be there.

        Raises:
            RecordError: If the key is missing or the number has a fraction.
        """
        value = self.number(key)
        if value != int(value):
            raise self._wrong(key, value, "a whole number")
        return int(value)

    def flag(self, key: str) -> bool:
        """Return a yes or no that must be there."""
        return self._of_kind(key, (bool,), "true or false")

    def day(self, key: str) -> date:
        """Return a day that must be there.

        Raises:
            RecordError: If the key is missing or holds no day.
        """
        value = self.value(key)
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise self._wrong(key, value, "a day written YYYY-MM-DD") from error

    def day_or_none(self, key: str) -> date | None:
        """Return a day, or None where the record says null."""
        return None if self.value(key) is None else self.day(key)

    def part(self, key: str) -> Self:
        """Return an object that must be there."""
        return type(self)(self._of_kind(key, (Mapping,), "an object"), self._path(key))

    def part_or_none(self, key: str) -> Self | None:
        """Return an object, or None where the record says null."""
        return None if self.value(key) is None else self.part(key)

    def parts(self, key: str) -> tuple[Self, ...]:
        """Return a list of objects that must be there; the list may be empty.

        Raises:
            RecordError: If the key is missing or holds anything but objects.
        """
        rows = self._list(key)
        if not all(isinstance(row, Mapping) for row in rows):
            raise self._wrong(key, rows, "a list of objects")
        return tuple(
            type(self)(row, f"{self._path(key)}[{index}]") for index, row in enumerate(rows)
        )

    def named_parts(self, key: str) -> dict[str, Self]:
        """Return an object of objects by name."""
        part = self.part(key)
        return {name: part.part(name) for name in part.content}

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return a list of numbers that must be there.

        Raises:
            RecordError: If the key is missing or holds anything but numbers.
        """
        rows = self._list(key)
        if not all(isinstance(row, int | float) and math.isfinite(row) for row in rows):
            raise self._wrong(key, rows, "a list of finite numbers")
        return tuple(float(row) for row in rows)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts that must be there."""
        return tuple(str(row) for row in self._list(key))

    def value(self, key: str) -> Any:  # noqa: ANN401 - the record holds any plain value
        """Return whatever stands under a key that must be there.

        Raises:
            RecordError: If there is no such key; the message names it.
        """
        if key not in self.content:
            raise RecordError(
                f"no key {key!r}",
                where=self.where,
                expected=f"the record of a whole run, with {self._path(key)}",
                remedy="Run the case again with this version of ripeness.",
            )
        return self.content[key]

    def _list(self, key: str) -> Sequence[Any]:
        return self._of_kind(key, (list, tuple), "a list")

    def _of_kind(self, key: str, kinds: tuple[type, ...], expected: str) -> Any:  # noqa: ANN401
        value = self.value(key)
        if not isinstance(value, kinds):
            raise self._wrong(key, value, expected)
        return value

    def _wrong(self, key: str, value: object, expected: str) -> RecordError:
        return RecordError(
            f"{value!r} under {key!r}"[:200],
            where=self.where,
            expected=expected,
            remedy="Run the case again with this version of ripeness.",
        )

    def _path(self, key: str) -> str:
        return f"{self.where}.{key}"


def columns(frame: pd.DataFrame, names: tuple[str, ...], *, where: str) -> pd.DataFrame:
    """Return the named columns of a table of the record.

    Raises:
        RecordError: If a column is missing; the message names it.
    """
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise RecordError(
            f"no column {missing[0]!r}",
            where=where,
            expected=f"the columns {', '.join(names)}",
            remedy="Run the case again with this version of ripeness.",
        )
    return frame.loc[:, list(names)]
