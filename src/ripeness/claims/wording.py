"""Why a verdict is what it is, in sentences that favour no side."""

from collections.abc import Mapping, Sequence

from ripeness.claims.claim import Claim
from ripeness.claims.rules import GroundRules
from ripeness.claims.verdict import DECIDING_M, Range, SourceSays, Verdict, band_of
from ripeness.terms.question import TOTAL
from ripeness.terms.readings import Reading
from ripeness.terms.worded import worded

TOGETHER: Mapping[Verdict, str] = {
    "supported": "every source with a reading agrees",
    "contradicted": "every source with a reading agrees",
    "sources_disagree": "one source supports it and another contradicts it",
    "undecided": "the bands do not settle it, or not all sources agree",
    "consistent_with_model": "every source agrees, and a model gives the values",
    "not_consistent_with_model": "every source agrees, and a model gives the values",
}
"""What the sources do together, by verdict."""


def figure(value: float, unit: str) -> str:
    """Write a value with its unit.

    Example:
        >>> figure(0.4404, "share"), figure(6159.2, "km2"), figure(61.4, "weeks")
        ('44.0 %', '6,159 km²', '61.4 weeks')
        >>> figure(50000, "people")
        '50,000 people'
    """
    match unit:
        case "share":
            written = f"{100 * value:.1f} %"
        case "km2":
            written = f"{value:,.0f} km²"
        case "people" | "people_per_month":
            written = f"{value:,.0f} {unit.replace('_', ' ')}"
        case _:
            written = worded(value, unit) or f"{value:.1f} {unit}"
    return written


def range_text(asserted: Range, unit: str) -> str:
    """Write an asserted range.

    Example:
        >>> range_text((0.95, 1.0), "share"), range_text((None, 5.0), "km")
        ('at least 95.0 %', 'at most 5.0 km')
    """
    low, high = asserted
    whole = unit == "share"
    if low is not None and high is not None and not (whole and (low <= 0.0 or high >= 1.0)):
        both = f"{figure(low, unit)} to {figure(high, unit)}"
        return figure(low, unit) if low == high else both
    if low is not None and not (whole and low <= 0.0):
        return f"at least {figure(low, unit)}"
    if high is not None and not (whole and high >= 1.0):
        return f"at most {figure(high, unit)}"
    return "any value"


def why_measured(
    claim: Claim,
    verdict: Verdict,
    readings: Sequence[tuple[Reading, SourceSays]],
    *,
    asked: tuple[Range, str],
    rules: GroundRules,
) -> str:
    """Say what was asserted, what each source reads, and how they stand together.

    Args:
        claim: The claim.
        verdict: What the sources say together.
        readings: Each source's reading, with what it says.
        asked: The asserted range and the measure's unit.
        rules: What the case lays down.
    """
    asserted, unit = asked
    told = f"{_asserted_of(claim, unit, rules)} on {claim.day}: {range_text(asserted, unit)}."
    if not readings:
        return f"{told} {NO_COUNT if _is_count(unit) else NO_READING}"
    said = "; ".join(_read(reading, says, unit) for reading, says in readings)
    one_voice = len({rules.hands.get(r.source, r.source) for r, _ in readings}) == 1
    together = "one source alone" if one_voice else TOGETHER[verdict]
    if all(reading.stated for reading, _ in readings):
        together = "what a party or a person states is shown and decides nothing"
    return f"{told} {said}. In sum: {together}."


NO_READING = "No source has a reading within seven days of it."
NO_COUNT = "No source that counts it has told of that time by then."


def _is_count(unit: str) -> bool:
    return unit.startswith("people")


def _asserted_of(claim: Claim, unit: str, rules: GroundRules) -> str:
    """Say of whom and where something was asserted."""
    if _is_count(unit):
        return f"Asserted for {rules.name(claim.side) if claim.side else BOTH}"
    if claim.side is None and claim.place is None and claim.region is None:
        return f"Asserted of {rules.name(claim.about)}" if claim.about else "Asserted"
    unit_id = claim.place or claim.region or TOTAL
    ground = "the whole country" if unit_id == TOTAL else rules.name(unit_id)
    side = f" for {rules.name(claim.side)}" if claim.side else ""
    return f"Asserted{side} in {ground}"


def _read(reading: Reading, says: SourceSays, unit: str) -> str:
    band = band_of(reading, DECIDING_M)
    width = "" if band is None else f" ({figure(band.low, unit)} to {figure(band.high, unit)})"
    width = "" if band is not None and band.low == band.high == reading.value else width
    mark = ", complement assumed" if reading.complement_assumed else ""
    least = "at least " if reading.lower_bound else ""
    count = f" ({reading.note})" if _is_count(unit) and reading.note else ""
    told = f"{least}{figure(reading.value, unit)}{'' if least else width}"
    return f"{reading.source} reads {told}{mark}{count}: {says}"


BOTH = "both sides together"


def why_uncounted(what: str, claim: Claim, rules: GroundRules) -> str:
    """Say that no source counts what a claim speaks of, and that nothing stands in for it.

    Args:
        what: What no source does, such as *counts the killed*.
        claim: The claim.
        rules: What the case lays down.
    """
    whom = rules.name(claim.side) if claim.side else BOTH
    return (
        f"No source of this case {what} of {whom}; nothing is derived from the other side's count, "
        "from another kind or from another basis."
    )


def why_not_due(claim: Claim, rules: GroundRules) -> str:
    """Say until when a prediction is open."""
    return f"It can be judged on {claim.day}; the evidence ends on {rules.evidence_to}."


def why_needs(needs: str) -> str:
    """Say which model a claim waits for."""
    if needs == "evidence":
        return "No source of this case covers it."
    return f"It takes the model `{needs}`, which is not built."
