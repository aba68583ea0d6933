"""What a claim asks of the evidence: of the maps, or of the counts."""

from ripeness.claims.asserted import asserted_range
from ripeness.claims.claim import Asserted, Called, Claim
from ripeness.claims.rules import GroundRules
from ripeness.terms.errors import DataError
from ripeness.terms.question import CountQuestion, ModelQuestion, Question, Slot


def question_of(claim: Claim, rules: GroundRules, *, unit: str) -> Question:
    """Return what a claim asks of the maps.

    Raises:
        DataError: If the claim has no measure or no asserted range, or names an unknown side.
    """
    slot = rules.slots.get(claim.side or "")
    called, asserted = _whole(claim, [] if slot is None else [slot])
    low, high = asserted_range(asserted, rules.words, unit=unit)
    return Question(
        measure=called.name,
        slot=slot or "a",
        place=claim.place,
        region=claim.region,
        on=claim.day,
        said_on=claim.said_on,
        low=low,
        high=high,
        complements=rules.complements,
        options=called.options,
    )


def count_question_of(claim: Claim, rules: GroundRules, *, unit: str) -> CountQuestion:
    """Return what a claim asks of the counts; a claim of no side asks of both together.

    Raises:
        DataError: If the claim has no measure or no asserted range, or names an unknown side.
    """
    sides = tuple(rules.slots) if claim.side is None else (claim.side,)
    slots: list[Slot] = [rules.slots[side] for side in sides if side in rules.slots]
    called, asserted = _whole(claim, slots)
    low, high = asserted_range(asserted, rules.words, unit=unit)
    return CountQuestion(
        measure=called.name,
        slots=tuple(sorted(slots)),
        on=claim.day,
        said_on=claim.said_on,
        low=low,
        high=high,
        options=called.options,
    )


def model_question_of(claim: Claim, rules: GroundRules, *, unit: str) -> ModelQuestion:
    """Return what a claim asks of a model; side, party, place and region as far as it names them.

    Raises:
        DataError: If the claim has no measure or no asserted range, or names an unknown side.
    """
    slots: list[Slot] = list(rules.slots.values())
    if claim.side is not None:
        slots = [rules.slots[claim.side]] if claim.side in rules.slots else []
    called, asserted = _whole(claim, slots)
    low, high = asserted_range(asserted, rules.words, unit=unit)
    return ModelQuestion(
        measure=called.name,
        slot=None if claim.side is None else slots[0],
        about=claim.about,
        place=claim.place,
        region=claim.region,
        on=claim.day,
        said_on=claim.said_on,
        low=low,
        high=high,
        options=called.options,
    )


def _whole(claim: Claim, slots: list[Slot]) -> tuple[Called, Asserted]:
    """Return a claim's measure and range.

    Raises:
        DataError: If it has not both, or names an unknown side.
    """
    if claim.measure is None or claim.asserted is None or not slots:
        found = "no measure, asserted range or known side"
        raise DataError(
            found,
            where=f"claim {claim.id!r}",
            expected="all three, for a claim that is measured",
            remedy="Complete the claim, or say what it needs or why it is not measurable.",
        )
    return claim.measure, claim.asserted
