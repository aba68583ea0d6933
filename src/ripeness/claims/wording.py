"""Why a verdict is what it is, in sentences that favour no side."""

from collections.abc import Mapping, Sequence

from ripeness.claims.claim import Claim
from ripeness.claims.rules import GroundRules
from ripeness.claims.verdict import DECIDING_M, Range, SourceSays, Verdict, band_of
from ripeness.terms.question import TOTAL
from ripeness.terms.readings import Reading

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
    """
    match unit:
        case "share":
            return f"{100 * value:.1f} %"
        case "km2":
            return f"{value:,.0f} km²"
        case _:
            return f"{value:.1f} {unit}"


def range_text(asserted: Range, unit: str) -> str:
    """Write an asserted range.

    Example:
        >>> range_text((0.95, 1.0), "share"), range_text((None, 5.0), "km")
        ('at least 95.0 %', 'at most 5.0 km')
    """
    low, high = asserted
    whole = unit == "share"
    if low is not None and high is not None and not (whole and (low <= 0.0 or high >= 1.0)):
        return f"{figure(low, unit)} to {figure(high, unit)}"
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
    unit_id = claim.place or claim.region or TOTAL
    ground = "all" if unit_id == TOTAL else rules.name(unit_id)
    side = f" for {rules.name(claim.side)}" if claim.side else ""
    told = f"Asserted{side} in {ground} on {claim.day}: {range_text(asserted, unit)}."
    if not readings:
        return f"{told} No source has a reading within seven days of it."
    said = "; ".join(_read(reading, says, unit) for reading, says in readings)
    one_voice = len({rules.hands.get(r.source, r.source) for r, _ in readings}) == 1
    together = "one source alone" if one_voice else TOGETHER[verdict]
    return f"{told} {said}. In sum: {together}."


def _read(reading: Reading, says: SourceSays, unit: str) -> str:
    band = band_of(reading, DECIDING_M)
    width = "" if band is None else f" ({figure(band.low, unit)} to {figure(band.high, unit)})"
    mark = ", complement assumed" if reading.complement_assumed else ""
    return f"{reading.source} reads {figure(reading.value, unit)}{width}{mark}: {says}"


def why_not_due(claim: Claim, rules: GroundRules) -> str:
    """Say until when a prediction is open."""
    return f"It can be judged on {claim.day}; the evidence ends on {rules.evidence_to}."


def why_needs(needs: str) -> str:
    """Say which model a claim waits for."""
    return f"It takes the model `{needs}`, which is not built."
