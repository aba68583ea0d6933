"""What a measure is, and where measures are found."""

from collections.abc import Mapping
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

from ripeness.evidence.counts import Counts
from ripeness.evidence.panel import ControlPanel
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.question import CountQuestion, ModelQuestion, Question
from ripeness.terms.readings import Basis, Reading

GROUP = "ripeness.measures"
"""The entry-point group through which every measure comes in, built-in or not."""


@runtime_checkable
class Measure(Protocol):
    """A quantity that would test a claim."""

    @property
    def name(self) -> str:
        """The name that a case uses."""
        ...

    @property
    def unit(self) -> str:
        """Unit of the value."""
        ...

    @property
    def basis(self) -> Basis:
        """What kind of knowledge the value is."""
        ...

    def read(self, question: Question, panel: ControlPanel, *, by: date) -> tuple[Reading, ...]:
        """Answer a question from what was known by a day, with one reading a source at most."""
        ...


@runtime_checkable
class CountMeasure(Protocol):
    """A quantity that would test a claim, read off counts instead of maps."""

    @property
    def name(self) -> str:
        """The name that a case uses."""
        ...

    @property
    def unit(self) -> str:
        """Unit of the value."""
        ...

    @property
    def basis(self) -> Basis:
        """What kind of knowledge the value is."""
        ...

    def what(self, question: CountQuestion) -> str:
        """Say what is asked about, after the words *no source of this case*."""
        ...

    def asked(self, question: CountQuestion, counts: Counts) -> tuple[str, ...]:
        """Name the sources that count such a thing at all; none: it is not measurable."""
        ...

    def read_counts(
        self, question: CountQuestion, counts: Counts, *, by: date
    ) -> tuple[Reading, ...]:
        """Answer a question from what was known by a day, with one reading a source at most."""
        ...


@runtime_checkable
class ModelMeasure(Protocol):
    """A quantity that would test a claim, read off what a case hands in beside maps and counts."""

    @property
    def name(self) -> str:
        """The name that a case uses."""
        ...

    @property
    def unit(self) -> str:
        """Unit of the value."""
        ...

    @property
    def basis(self) -> Basis:
        """What kind of knowledge the value is."""
        ...

    @property
    def material(self) -> str:
        """Name of what the case must hand in, such as `supply` or `table`."""
        ...

    def read_with(
        self,
        question: ModelQuestion,
        material: Any,  # noqa: ANN401 - each measure says what it takes
        *,
        by: date,
    ) -> tuple[Reading, ...]:
        """Answer a question from what was known by a day, with one reading a source at most."""
        ...


AnyMeasure = Measure | CountMeasure | ModelMeasure
"""What an entry point may bring."""


@runtime_checkable
class Told(Protocol):
    """A measure that says which options it understands, so that a case can be checked."""

    @property
    def options(self) -> type[Declared]:
        """The record that its options must fit."""
        ...


def installed_measures() -> Mapping[str, AnyMeasure]:
    """Return every measure that is installed, by name.

    Raises:
        DataError: If an entry point cannot be loaded, is no measure, or repeats a name.
    """
    found: dict[str, AnyMeasure] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        measure = _loaded(entry)
        if measure.name in found:
            error: DataError = _unfit(entry, f"a second measure named {measure.name!r}")
            raise error
        found[measure.name] = measure
    return MappingProxyType(found)


def _loaded(entry: EntryPoint) -> AnyMeasure:
    try:
        thing = entry.load()
    except (ImportError, AttributeError) as error:
        raise _unfit(entry, f"{entry.value!r}, which does not load ({error})") from error
    measure = thing() if isinstance(thing, type) else thing
    if not isinstance(measure, AnyMeasure):
        raise _unfit(entry, f"{entry.value!r}, which is no measure")
    return measure


def _unfit(entry: EntryPoint, found: str) -> DataError:
    return DataError(
        found,
        where=f"entry point {entry.name!r} of the group {GROUP!r}",
        expected="one measure: name, unit, basis and read(), read_counts() or read_with()",
        remedy="Mend or uninstall the package that brings it; install ripeness again if it is ours.",
    )
