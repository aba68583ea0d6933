"""The losses of a case for the record of a run: each series by itself, never summed across."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from ripeness.case.docket import ground_rules
from ripeness.case.records import Case
from ripeness.claims.claim import Claim
from ripeness.claims.measures.losses import LOSSES
from ripeness.claims.questions import count_question_of
from ripeness.claims.verdict import SourceSays, says
from ripeness.evidence.counts import Counts
from ripeness.evidence.losses.kinds import Basis, Kind
from ripeness.evidence.losses.months import MOST_DAYS, monthly
from ripeness.evidence.losses.provenance import LossSourceRecord
from ripeness.evidence.losses.record import SERIES, known_by
from ripeness.evidence.strengths.record import Scope
from ripeness.terms.declared import Declared
from ripeness.terms.question import CountQuestion
from ripeness.terms.readings import Reading

NO_CIVILIANS = (
    "No source of losses among civilians is shipped; none is estimated, and none is derived."
)
"""What every page about losses says."""


class Month(Declared):
    """One month of a series."""

    month: date
    """First day of the month."""
    value: float
    """Losses counted in it; negative where upstream corrected downwards."""
    known_on: date
    """First day on which the last of it could be read."""
    incomplete: bool
    """Whether the source is still filling it in; it enters no trend."""
    partial: bool
    """Whether the source covers only a part of the month."""


class Series(Declared):
    """One source's count of one kind of loss of one side; no two series may be added."""

    source: str
    """Name of the source's adapter."""
    side: str
    """Id of the side whose losses are counted."""
    population: str
    """Who or what is counted."""
    kind: Kind
    """What is counted of them."""
    basis: Basis
    """Who says so and how."""
    lower_bound: bool
    """Whether it is at least so much."""
    months: tuple[Month, ...]
    """Month by month."""
    undated: float
    """Counted, but in no month: the day is not known."""


class CountedBy(Declared):
    """What one source counts over a time."""

    source: str
    """Name of the source's adapter."""
    value: float
    """Losses counted."""
    lower_bound: bool
    """Whether it is at least so much."""
    first: date
    """First day counted."""
    last: date
    """Last day counted."""
    says: SourceSays
    """How it stands to the range asserted."""


class LossReading(Declared):
    """A claim of further losses beside what was counted before it and after it."""

    claim: str
    """Id of the claim."""
    side: str | None
    """Id of the side; null: both together."""
    kind: Kind
    """What is counted."""
    said_on: date
    """The day of the statement."""
    due: date
    """The day by which the losses were to fall."""
    low: float | None
    """Lower end asserted."""
    high: float | None
    """Upper end asserted."""
    measured: bool
    """Whether any source counts such a thing at all."""
    before: tuple[CountedBy, ...]
    """Over as many days up to the statement."""
    after: tuple[CountedBy, ...]
    """Over the days from the statement to the day due, where they are over."""
    so_far: tuple[CountedBy, ...]
    """Over what is known of those days; what it says of the range is not the claim's verdict."""


class StrengthPaper(Declared):
    """One stated figure of strength."""

    side: str
    """Id of the side."""
    scope: Scope
    """What is counted; figures of two scopes are never compared."""
    speaker: str
    """Who said it."""
    words: str
    """The figure as stated."""
    quantity: str
    """What is counted, as it was said."""
    value: float
    """The number said."""
    low: float | None
    """Lower end; null: open."""
    high: float | None
    """Upper end; null: open."""
    first: date
    """First day of the time that it speaks of."""
    last: date
    """Last day of it."""
    known_on: date
    """First day on which it could surely be read."""
    cited: str
    """Where it was found."""


class LossSourcePaper(LossSourceRecord):
    """A source of counts, with what the case assumes of it."""

    vintage: str | None
    """What the case assumes of when its counts were known; null: nothing."""


class LossesPaper(Declared):
    """Losses and strengths, as each source gives them."""

    civilians: str
    """What is said of civilians."""
    series: tuple[Series, ...]
    """Every series by itself."""
    readings: tuple[LossReading, ...]
    """Claims of further losses beside the counts."""
    strengths: tuple[StrengthPaper, ...]
    """Stated figures of strength."""
    sources: tuple[LossSourcePaper, ...]
    """Where everything comes from."""


def losses_paper(case: Case, counts: Counts) -> LossesPaper:
    """Return the losses of a case as known by the end of its evidence.

    Args:
        case: The case.
        counts: Its counts.
    """
    side_of = {side.slot: side.id for side in case.sides}
    known = known_by(counts.losses, case.evidence_to)
    return LossesPaper(
        civilians=NO_CIVILIANS,
        series=_series(known.records, counts, side_of),
        readings=tuple(
            _beside(claim, case, counts)
            for claim in case.claims
            if claim.measure is not None
            and claim.measure.name == LOSSES.name
            and claim.measure.options.get("since") is not None
        ),
        strengths=tuple(
            StrengthPaper(
                side=side_of[one.side],
                first=one.figure.start,
                last=one.figure.end,
                **one.figure.model_dump(exclude={"label", "start", "end"}),
            )
            for one in counts.strengths
            if one.figure.known_on <= case.evidence_to
        ),
        sources=tuple(
            LossSourcePaper(**dict(record), vintage=counts.assumed.get(name))
            for name, record in counts.losses.sources.items()
        ),
    )


def _series(
    records: pd.DataFrame, counts: Counts, side_of: Mapping[str, str]
) -> tuple[Series, ...]:
    found: list[Series] = []
    months = monthly(records)
    for _, rows in records.groupby(list(SERIES), sort=True):
        first = rows[list(SERIES)].iloc[0]
        mine = months[(months[list(SERIES)] == first).all(axis=1)]
        long = (rows["end"] - rows["start"]).dt.days > MOST_DAYS
        told = {
            **first.to_dict(),
            "side": side_of[str(first["side"])],
            "lower_bound": counts.losses.sources[str(first["source"])].lower_bound,
            "months": _months(mine),
            "undated": float(rows.loc[long, "value"].sum()),
        }
        found.append(Series.model_validate(told))
    return tuple(found)


def _months(table: pd.DataFrame) -> list[dict[str, object]]:
    columns = ["month", "value", "known_on", "incomplete", "partial"]
    rows = table[columns].assign(month=table["month"].dt.date, known_on=table["known_on"].dt.date)
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]


def _beside(claim: Claim, case: Case, counts: Counts) -> LossReading:
    """Set a claim beside the losses before it, after it, and so far."""
    question = count_question_of(claim, ground_rules(case), unit=LOSSES.unit)
    span = claim.day - claim.said_on
    before = _asked(question, since=claim.said_on - span, on=claim.said_on)
    after = _asked(question, since=claim.said_on, on=claim.day)
    by = case.evidence_to
    return LossReading(
        claim=claim.id,
        side=claim.side,
        kind=LOSSES.told(question).kind,
        said_on=claim.said_on,
        due=claim.day,
        low=question.low,
        high=question.high,
        measured=bool(LOSSES.asked(question, counts)),
        before=_counted(LOSSES.read_counts(before, counts, by=by), question),
        after=_counted(LOSSES.read_counts(after, counts, by=by), question),
        so_far=_counted(LOSSES.so_far(after, counts, by=by), question),
    )


def _asked(question: CountQuestion, *, since: date, on: date) -> CountQuestion:
    return question.model_copy(update={"on": on, "options": {**question.options, "since": since}})


def _counted(readings: tuple[Reading, ...], question: CountQuestion) -> tuple[CountedBy, ...]:
    return tuple(
        CountedBy(
            source=reading.source,
            value=reading.value,
            lower_bound=reading.lower_bound,
            first=reading.on,
            last=reading.valid_to or reading.on,
            says=says(reading, (question.low, question.high)),
        )
        for reading in readings
    )
