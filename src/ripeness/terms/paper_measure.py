"""A measure that reads a paper: what it is called and counted in, and a function that answers.

It fits the Protocol of `claims` by its shape, so that every part can bring measures without knowing
of claims.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ripeness.terms.declared import Declared
from ripeness.terms.options import options_of
from ripeness.terms.question import ModelQuestion
from ripeness.terms.readings import Basis, Reading

Options = TypeVar("Options", bound=Declared)
Paper = TypeVar("Paper")


@dataclass(frozen=True)
class Asked(Generic[Options, Paper]):
    """All that an answer may rest on."""

    question: ModelQuestion
    """What is asked."""
    told: Options
    """What the measure was told besides."""
    paper: Paper
    """The paper to read."""
    by: date
    """Nothing that became known later may answer."""


@dataclass(frozen=True)
class PaperMeasure(Generic[Options, Paper]):
    """A quantity that would test a claim, read off a paper of the case."""

    name: str
    """The name that a case uses."""
    unit: str
    """Unit of the value."""
    basis: Basis
    """What kind of knowledge the value is."""
    material: str
    """Name of the paper that the case must hand in."""
    options: type[Options]
    """What the measure may be told."""
    answer: Callable[[Asked[Options, Paper]], tuple[Reading, ...]]
    """Answers with one reading a source at most."""

    def read_with(
        self, question: ModelQuestion, material: Paper, *, by: date
    ) -> tuple[Reading, ...]:
        """Answer a question from what was known by a day.

        Raises:
            DataError: If an option is unknown, missing or unfit.
        """
        told = options_of(question, self.options)
        return self.answer(Asked(question=question, told=told, paper=material, by=by))
