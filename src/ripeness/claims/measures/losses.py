"""Losses over a time, by each source that counts them; kinds, bases and sources stay apart."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from pydantic import Field

from ripeness.claims.maps import day_of
from ripeness.evidence.counts import Counts
from ripeness.evidence.losses.kinds import SOLDIERS, Kind
from ripeness.evidence.losses.record import known_by
from ripeness.terms.declared import Declared
from ripeness.terms.options import options_of
from ripeness.terms.question import CountQuestion
from ripeness.terms.readings import Band, Basis, Reading

ONE = timedelta(days=1)

WORDS: dict[str, str] = {
    "killed": "the killed",
    "missing": "the missing",
    "wounded": "the wounded",
    "killed_and_wounded": "the killed and wounded",
    "all_claimed": "all losses together, the missing and prisoners included,",
    "equipment_lost": "equipment lost",
    "claimed_by_opponent": "claimed by the opponent",
    "claimed_by_own": "claimed by the side itself",
    "named_list": "a list by name",
    "estimate": "an estimate",
}
"""Kinds and bases in a sentence."""


class Counted(Declared):
    """Options of losses."""

    kind: Kind
    """What is counted."""
    population: str = Field(default=SOLDIERS, min_length=1)
    """Who or what is counted: soldiers, or a group of equipment."""
    since: date | None = None
    """The day after which the losses fall; null: since the source began to count."""


@dataclass(frozen=True)
class LossesBetween:
    """Losses of a side, or of both together, after one day and up to another.

    Only whole periods inside that time count. A source that is no lower bound must cover all of it;
    of a lower bound any part is a lower bound still.
    """

    name: str = "losses"
    """The name that a case uses."""
    unit: str = "people"
    """Unit of the value."""
    options: type[Declared] = Counted
    """What the measure may be told."""
    basis: Basis = "observed"
    """Read off published counts; the note says whose."""

    def what(self, question: CountQuestion) -> str:
        """Say what is asked about."""
        return f"counts {WORDS[self.told(question).kind]}"

    def asked(self, question: CountQuestion, counts: Counts) -> tuple[str, ...]:
        """Name the sources that count the kind asked of every side asked about."""
        rows = _of_kind(counts.losses.records, self.told(question))
        sides = rows.groupby("source", sort=True)["side"].agg(set)
        return tuple(str(name) for name in sides.index if set(question.slots) <= sides[name])

    def read_counts(
        self, question: CountQuestion, counts: Counts, *, by: date
    ) -> tuple[Reading, ...]:
        """Add up each source's counts of the time asked, as known by a day.

        Raises:
            DataError: If an option is unknown or unfit.
        """
        found = _readings(question, counts, by=by)
        return tuple(reading for reading, whole in found if whole or reading.lower_bound)

    def so_far(self, question: CountQuestion, counts: Counts, *, by: date) -> tuple[Reading, ...]:
        """Add up what each source has counted of the time asked, as known by a day.

        Each is a lower bound, for the rest of the time is to come, or is not told.

        Raises:
            DataError: If an option is unknown or unfit.
        """
        return tuple(
            reading.model_copy(update={"lower_bound": True})
            for reading, _ in _readings(question, counts, by=by)
        )

    def told(self, question: CountQuestion) -> Counted:
        """Return the options of a question about losses.

        Raises:
            DataError: If one is unknown, missing or unfit.
        """
        return options_of(question, Counted)


def _readings(question: CountQuestion, counts: Counts, *, by: date) -> list[tuple[Reading, bool]]:
    """Add up each source's counts, and say of each whether it covers all of the time asked."""
    told = options_of(question, Counted)
    rows = _of_kind(known_by(counts.losses, by).records, told)
    rows = rows[rows["side"].isin(question.slots)]
    found = (
        _reading(question, told, part, counts=counts)
        for _, part in rows.groupby("source", sort=True)
    )
    return [one for one in found if one is not None]


def _of_kind(records: pd.DataFrame, told: Counted) -> pd.DataFrame:
    return records[(records["kind"] == told.kind) & (records["population"] == told.population)]


def _reading(
    question: CountQuestion, told: Counted, rows: pd.DataFrame, *, counts: Counts
) -> tuple[Reading, bool] | None:
    """Add up one source's counts; nothing where it counts nothing of a side."""
    source = str(rows["source"].iloc[0])
    record = counts.losses.sources.get(source)
    first = told.since + ONE if told.since else day_of(rows["start"].min())
    inside = rows[
        (rows["start"] >= pd.Timestamp(first)) & (rows["end"] <= pd.Timestamp(question.on))
    ]
    whole = all(
        _covers(inside[inside["side"] == slot], first, question.on) for slot in question.slots
    )
    if set(inside["side"]) != set(question.slots):
        return None
    reading = Reading(
        source=source,
        value=float(inside["value"].sum()),
        bands=_bands(inside),
        on=day_of(inside["start"].min()),
        valid_to=day_of(inside["end"].max()),
        known_on=day_of(inside["known_on"].max()),
        lower_bound=record is not None and record.lower_bound,
        stated=record is not None and record.basis.startswith("claimed_by"),
        note="; ".join(_notes(inside, told, counts.assumed.get(source), whole=whole)),
    )
    return reading, whole


def _covers(rows: pd.DataFrame, first: date, last: date) -> bool:
    """Say whether periods, joined end to end, leave no day of a time out."""
    reached = pd.Timestamp(first)
    for start, end in sorted(zip(rows["start"], rows["end"], strict=True)):
        if start > reached:
            return False
        reached = max(reached, end + pd.Timedelta(ONE))
    return reached > pd.Timestamp(last)


def _bands(rows: pd.DataFrame) -> tuple[Band, ...]:
    if not rows[["low", "high"]].notna().all(axis=None):
        return ()
    return (Band(tolerance_m=0, low=float(rows["low"].sum()), high=float(rows["high"].sum())),)


def _notes(rows: pd.DataFrame, told: Counted, assumed: str | None, *, whole: bool) -> list[str]:
    kind, basis = (
        WORDS[told.kind].removeprefix("the ").rstrip(","),
        WORDS[str(rows["basis"].iloc[0])],
    )
    notes = [f"{kind}, {basis}, from {day_of(rows['start'].min())} to {day_of(rows['end'].max())}"]
    if not whole:
        notes.append("a part of the time asked only")
    incomplete = float(rows.loc[rows["incomplete"], "value"].sum())
    if incomplete:
        notes.append(f"{incomplete:,.0f} of them in months that are still being filled in")
    return [*notes, *([assumed] if assumed else [])]


LOSSES = LossesBetween()
"""Losses over a time."""
