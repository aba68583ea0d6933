"""From claims and a control panel to verdicts, on the day and since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from ripeness.claims.answered import AssertedRange, ClaimVerdict, OnTheDay, SourceVerdict
from ripeness.claims.claim import Asserted, Claim
from ripeness.claims.measure import AnyMeasure, CountMeasure, Measure, ModelMeasure
from ripeness.claims.questions import count_question_of, model_question_of, question_of
from ripeness.claims.rules import GroundRules
from ripeness.claims.verdict import Range, SourceSays, Verdict, overall, says
from ripeness.claims.wording import why_measured, why_needs, why_not_due, why_uncounted
from ripeness.evidence.counts import Counts
from ripeness.evidence.panel import ControlPanel
from ripeness.terms.question import CountQuestion, ModelQuestion, Question
from ripeness.terms.readings import Reading

AFTERWARDS = timedelta(days=7)
"""What was known up to this long after a statement counts as known on the day."""


NO_COUNTS = Counts()
"""Of a case that counts nothing."""

Materials = Mapping[str, Callable[[], Any]]
"""What a case hands in beside maps and counts, by name; each is made when first asked for."""

AnyQuestion = Question | CountQuestion | ModelQuestion
"""What a measure may be asked."""


@dataclass(frozen=True)
class _Evidence:
    """What claims are tested against."""

    panel: ControlPanel
    counts: Counts
    materials: Materials

    def read(self, measure: AnyMeasure, question: AnyQuestion, *, by: date) -> tuple[Reading, ...]:
        """Let a measure answer its kind of question from its kind of evidence."""
        if isinstance(measure, Measure) and isinstance(question, Question):
            return measure.read(question, self.panel, by=by)
        if isinstance(measure, CountMeasure) and isinstance(question, CountQuestion):
            return measure.read_counts(question, self.counts, by=by)
        if isinstance(measure, ModelMeasure) and isinstance(question, ModelQuestion):
            return measure.read_with(question, self.materials[measure.material](), by=by)
        return ()


@dataclass(frozen=True)
class _Read:
    """What the sources read for one claim at one state of knowledge."""

    readings: tuple[Reading, ...]
    says: Mapping[str, SourceSays]
    verdict: Verdict
    one_source: bool


def resolve(
    claims: Sequence[Claim],
    panel: ControlPanel,
    *,
    rules: GroundRules,
    measures: Mapping[str, AnyMeasure],
    counts: Counts = NO_COUNTS,
    materials: Materials = MappingProxyType({}),
) -> tuple[ClaimVerdict, ...]:
    """Return the verdict on each claim, in the order of the claims.

    A statement is about one day: the day it was said unless it names another, or, for a
    prediction, the day on which it falls due. *Since* reads the maps of that day as known by
    the end of the evidence; *on the day* reads them as known within seven days of the statement.

    Args:
        claims: The claims of a case.
        panel: The evidence of maps.
        rules: What the case lays down.
        measures: The measures installed, by name.
        counts: The evidence of counts.
        materials: What models hand in.

    Raises:
        DataError: If a claim has a measure and no asserted range, or names an unknown side.
    """
    evidence = _Evidence(panel, counts, materials)
    return tuple(_resolved(claim, evidence, rules, measures) for claim in claims)


def _resolved(
    claim: Claim,
    evidence: _Evidence,
    rules: GroundRules,
    measures: Mapping[str, AnyMeasure],
) -> ClaimVerdict:
    about = _about(claim, rules)
    if claim.not_measurable_because is not None:
        return _unread(about, "not_measurable", why=claim.not_measurable_because)
    name = None if claim.measure is None else claim.measure.name
    measure = measures.get(name) if name else None
    if measure is None:
        needs = claim.needs or name or "a measure"
        return _unread(about, "open", why=why_needs(needs), needs=needs)
    return _judged(claim, evidence, rules=rules, measure=measure)


def _judged(
    claim: Claim, evidence: _Evidence, *, rules: GroundRules, measure: AnyMeasure
) -> ClaimVerdict:
    """Judge a claim by the kind of evidence that its measure reads."""
    if isinstance(measure, CountMeasure):
        return _counted(claim, evidence, rules=rules, measure=measure)
    if isinstance(measure, ModelMeasure):
        return _modelled(claim, evidence, rules=rules, measure=measure)
    return _mapped(claim, evidence, rules=rules, measure=measure)


def _mapped(
    claim: Claim, evidence: _Evidence, *, rules: GroundRules, measure: Measure
) -> ClaimVerdict:
    """Judge a claim by maps."""
    question = question_of(claim, rules, unit=measure.unit)
    if claim.day > rules.evidence_to:
        about = _about(claim, rules) | _asked(claim, measure, question)
        return _unread(about, "open", why=why_not_due(claim, rules))
    asked = (question, rules.sources)
    return _measured(claim, evidence, rules=rules, measure=measure, asked=asked)


def _modelled(
    claim: Claim, evidence: _Evidence, *, rules: GroundRules, measure: ModelMeasure
) -> ClaimVerdict:
    """Judge a claim by what a model hands in; open where the case hands in no such thing."""
    about = _about(claim, rules)
    if measure.material not in evidence.materials:
        needs = measure.material
        return _unread(about, "open", why=why_needs(needs), needs=needs)
    question = model_question_of(claim, rules, unit=measure.unit)
    if claim.day > rules.evidence_to:
        about |= _asked(claim, measure, question)
        return _unread(about, "open", why=why_not_due(claim, rules))
    return _measured(claim, evidence, rules=rules, measure=measure, asked=(question, ()))


def _counted(
    claim: Claim, evidence: _Evidence, *, rules: GroundRules, measure: CountMeasure
) -> ClaimVerdict:
    """Judge a claim by counts: not measurable where no source counts such a thing at all."""
    question = count_question_of(claim, rules, unit=measure.unit)
    asked = measure.asked(question, evidence.counts)
    about = _about(claim, rules) | _asked(claim, measure, question)
    if not asked:
        why = why_uncounted(measure.what(question), claim, rules)
        about["not_measurable_because"] = why
        return _unread(about, "not_measurable", why=why)
    if claim.day > rules.evidence_to:
        return _unread(about, "open", why=why_not_due(claim, rules))
    return _measured(claim, evidence, rules=rules, measure=measure, asked=(question, asked))


def _measured(
    claim: Claim,
    evidence: _Evidence,
    *,
    rules: GroundRules,
    measure: AnyMeasure,
    asked: tuple[AnyQuestion, tuple[str, ...]],
) -> ClaimVerdict:
    """Judge a claim by what each source reads; those of the sources asked that do not are named."""
    question, sources = asked
    asserted = (question.low, question.high)
    soon = min(claim.said_on + AFTERWARDS, rules.evidence_to)
    since = _read(measure, asserted, evidence.read(measure, question, by=rules.evidence_to), rules)
    if claim.day > soon:
        then = _Read((), {}, "open", one_source=False)
    else:
        then = _read(measure, asserted, evidence.read(measure, question, by=soon), rules)
    earlier = {reading.source: reading for reading in then.readings}
    pairs: list[tuple[Reading, SourceSays]] = [
        (reading, since.says[reading.source]) for reading in since.readings
    ]
    return ClaimVerdict(
        **(_about(claim, rules) | _asked(claim, measure, question)),
        verdict=since.verdict,
        open_because=None,
        needs=None,
        verdict_on_the_day=then.verdict,
        why=why_measured(claim, since.verdict, pairs, asked=(asserted, measure.unit), rules=rules),
        one_source=since.one_source,
        one_source_on_the_day=then.one_source,
        silent=tuple(source for source in sources if source not in since.says),
        by_source={
            reading.source: _source_verdict(
                reading, earlier.get(reading.source), asserted=asserted, then=then
            )
            for reading in since.readings
        },
    )


def _read(
    measure: AnyMeasure,
    asserted: Range,
    readings: tuple[Reading, ...],
    rules: GroundRules,
) -> _Read:
    said: dict[str, SourceSays] = {reading.source: says(reading, asserted) for reading in readings}
    stated = frozenset(reading.source for reading in readings if reading.stated)
    verdict, one_source = overall(said, hands=rules.hands, basis=measure.basis, stated=stated)
    return _Read(readings, said, verdict, one_source)


def _source_verdict(
    reading: Reading, earlier: Reading | None, *, asserted: Range, then: _Read
) -> SourceVerdict:
    on_the_day = None
    if earlier is not None:
        on_the_day = OnTheDay(
            value=earlier.value,
            verdict=then.says[earlier.source],
            on=earlier.on,
            known_on=earlier.known_on,
        )
    return SourceVerdict(
        **reading.model_dump(exclude={"source"}),
        verdict=says(reading, asserted),
        verdict_1000=says(reading, asserted, tolerance_m=1000),
        on_the_day=on_the_day,
    )


def _unread(
    about: dict[str, Any],
    verdict: Verdict,
    *,
    why: str,
    needs: str | None = None,
) -> ClaimVerdict:
    waits = "needs_model" if needs else "not_due"
    return ClaimVerdict(
        **about,
        verdict=verdict,
        open_because=waits if verdict == "open" else None,
        needs=needs,
        verdict_on_the_day=verdict,
        why=why,
        one_source=False,
        one_source_on_the_day=False,
        silent=(),
        by_source={},
    )


def _about(claim: Claim, rules: GroundRules) -> dict[str, Any]:
    """Return what a verdict repeats of its claim."""
    asserted = claim.asserted
    return {
        **{name: getattr(claim, name) for name in _REPEATED},
        "link": rules.links.get(claim.id),
        "measure": None if claim.measure is None else claim.measure.name,
        "options": {} if claim.measure is None else claim.measure.options,
        "unit": None,
        "basis": None,
        "asserted": None if asserted is None else _range(asserted, (asserted.low, asserted.high)),
        "day": claim.day,
    }


def _asked(claim: Claim, measure: AnyMeasure, question: AnyQuestion) -> dict[str, Any]:
    """Return what a verdict says of the measure that tests its claim."""
    ends = (question.low, question.high)
    return {
        "unit": measure.unit,
        "basis": measure.basis,
        "asserted": None if claim.asserted is None else _range(claim.asserted, ends),
    }


def _range(asserted: Asserted, ends: Range) -> AssertedRange:
    return AssertedRange(words=asserted.words, value=asserted.value, low=ends[0], high=ends[1])


_REPEATED = (
    "id", "text", "speaker", "reported_by", "said_on", "published_on", "kind", "about", "side",
    "place", "region", "due", "due_because", "not_measurable_because", "evidence", "sources",
    "negates", "statement", "mirror_of", "note",
)  # fmt: skip
"""Fields that a verdict repeats of its claim as they are."""
