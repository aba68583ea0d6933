"""Strength as others than the speaker state it, and its change by one and the same speaker."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from ripeness.evidence.counts import Counts
from ripeness.evidence.strengths.record import Figure, Scope
from ripeness.terms.declared import Declared
from ripeness.terms.options import options_of
from ripeness.terms.question import CountQuestion
from ripeness.terms.readings import Band, Basis, Reading

SCOPE_WORDS: dict[Scope, str] = {
    "deployed": "troops in or near the zone of fighting",
    "total": "all the armed forces",
    "recruits_per_month": "recruits a month",
}
"""Scopes in a sentence."""


class Apart(Declared):
    """Options of figures that others state."""

    apart_from: str = Field(min_length=1)
    """Whose own figure is left out: the name, as the table of figures holds it."""
    near_days: int = Field(default=92, ge=0, le=732)
    """How many days from the day asked the time of a figure may lie."""


class Troops(Apart):
    """Options of strength."""

    scope: Literal["deployed", "total"]
    """What is counted."""


class OneScope(Declared):
    """Options of a change in strength."""

    scope: Literal["deployed", "total"] | None = None
    """What is counted; null: whatever a speaker gives twice."""


@dataclass(frozen=True)
class StatedByOthers:
    """A figure of strength as other speakers state it about the same time."""

    name: str
    """The name that a case uses."""
    unit: str
    """Unit of the value."""
    options: type[Apart]
    """What the measure may be told."""
    basis: Basis = "observed"
    """Read off published statements."""

    def what(self, question: CountQuestion) -> str:
        """Say what is asked about."""
        told = options_of(question, self.options)
        return f"but the speaker gives a figure of {SCOPE_WORDS[_scope(told)]}"

    def asked(self, question: CountQuestion, counts: Counts) -> tuple[str, ...]:
        """Name the other speakers with a figure of the kind asked."""
        return tuple(sorted({one.speaker for one in self._others(question, counts)}))

    def read_counts(
        self, question: CountQuestion, counts: Counts, *, by: date
    ) -> tuple[Reading, ...]:
        """Read of each other speaker the figure nearest the day asked, as known by a day.

        Raises:
            DataError: If an option is unknown or unfit.
        """
        told = options_of(question, self.options)
        nearest: dict[str, Figure] = {}
        for figure in self._others(question, counts):
            far = _days_apart(figure, question.on)
            if figure.known_on > by or far > told.near_days:
                continue
            held = nearest.get(figure.speaker)
            if held is None or far < _days_apart(held, question.on):
                nearest[figure.speaker] = figure
        return tuple(_reading(nearest[speaker]) for speaker in sorted(nearest))

    def _others(self, question: CountQuestion, counts: Counts) -> list[Figure]:
        told = options_of(question, self.options)
        return [
            one.figure
            for one in counts.strengths
            if (one.side,) == question.slots
            and one.figure.scope == _scope(told)
            and told.apart_from.casefold() not in one.figure.speaker.casefold()
        ]


@dataclass(frozen=True)
class Change:
    """Change in strength between the first and the last figure of one speaker and one scope.

    Figures of two speakers are never subtracted: they count different things in different ways.
    """

    name: str = "strength_change"
    """The name that a case uses."""
    unit: str = "people"
    """Unit of the value."""
    options: type[Declared] = OneScope
    """What the measure may be told."""
    basis: Basis = "observed"
    """Read off published statements."""

    def what(self, question: CountQuestion) -> str:
        """Say what is asked about."""
        scope = options_of(question, OneScope).scope
        of = "the strength" if scope is None else SCOPE_WORDS[scope]
        return f"gives two figures, of one scope and for two times, of {of}"

    def asked(self, question: CountQuestion, counts: Counts) -> tuple[str, ...]:
        """Name the speakers with two figures of one scope."""
        return tuple(sorted(self._pairs(question, counts, by=date.max)))

    def read_counts(
        self, question: CountQuestion, counts: Counts, *, by: date
    ) -> tuple[Reading, ...]:
        """Subtract each speaker's first figure from the last one before the day asked.

        Raises:
            DataError: If an option is unknown or unfit.
        """
        pairs = self._pairs(question, counts, by=by)
        return tuple(_changed(*pairs[speaker]) for speaker in sorted(pairs))

    def _pairs(
        self, question: CountQuestion, counts: Counts, *, by: date
    ) -> dict[str, tuple[Figure, Figure]]:
        told = options_of(question, OneScope)
        told_of: dict[tuple[str, Scope], list[Figure]] = {}
        for one in counts.strengths:
            figure = one.figure
            fits = told.scope in {None, figure.scope} and figure.scope != "recruits_per_month"
            before = figure.end <= question.on and figure.known_on <= by
            if (one.side,) == question.slots and fits and before:
                told_of.setdefault((figure.speaker, figure.scope), []).append(figure)
        pairs = {who: _ends(figures) for (who, _), figures in sorted(told_of.items())}
        return {who: pair for who, pair in pairs.items() if pair[0].end < pair[1].start}


def _ends(figures: Iterable[Figure]) -> tuple[Figure, Figure]:
    ordered = sorted(figures, key=lambda figure: (figure.start, figure.end))
    return ordered[0], ordered[-1]


def _scope(told: Apart) -> Scope:
    return told.scope if isinstance(told, Troops) else "recruits_per_month"


def _days_apart(figure: Figure, day: date) -> int:
    far = max(figure.start - day, day - figure.end, timedelta(0))
    return far.days


def _reading(figure: Figure) -> Reading:
    low = 0.0 if figure.low is None else figure.low
    high = max(figure.value, low) if figure.high is None else figure.high
    return Reading(
        source=figure.speaker,
        value=figure.value,
        bands=(Band(tolerance_m=0, low=low, high=high),),
        on=figure.start,
        valid_to=figure.end,
        known_on=figure.known_on,
        lower_bound=figure.high is None,
        stated=True,
        note=f"stated as {figure.words!r}: {figure.quantity}; {figure.cited}",
    )


def _changed(first: Figure, last: Figure) -> Reading:
    value = last.value - first.value
    low = (last.low or 0.0) - (first.value if first.high is None else first.high)
    high = (last.value if last.high is None else last.high) - (first.low or 0.0)
    return Reading(
        source=first.speaker,
        value=value,
        bands=(Band(tolerance_m=0, low=min(low, value), high=max(high, value)),),
        on=first.start,
        valid_to=last.end,
        known_on=max(first.known_on, last.known_on),
        lower_bound=last.high is None,
        stated=True,
        note=f"from {first.words!r} ({first.start}) to {last.words!r} ({last.start})",
    )


STRENGTH = StatedByOthers("strength", "people", Troops)
"""Troops, as others than the speaker state them."""

RECRUITS = StatedByOthers("recruits_per_month", "people_per_month", Apart)
"""Recruits a month, as others than the speaker state them."""

STRENGTH_CHANGE = Change()
"""Change in strength, by one and the same speaker."""
