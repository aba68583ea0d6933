"""What a case lays down for its claims, and the verdicts on them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ripeness.case.records import Case
from ripeness.claims.answered import ClaimVerdict
from ripeness.claims.measure import AnyMeasure
from ripeness.claims.resolve import NO_COUNTS, Materials, resolve
from ripeness.claims.rules import GroundRules
from ripeness.evidence.counts import Counts
from ripeness.evidence.panel import ControlPanel


def ground_rules(case: Case) -> GroundRules:
    """Return what a case lays down for all its claims."""
    theatre = case.theatre
    named = [*case.sides, *case.parties, *theatre.regions, *theatre.places]
    return GroundRules(
        evidence_to=case.evidence_to,
        slots={side.id: side.slot for side in case.sides},
        names={"total": theatre.total.name} | {thing.id: thing.name for thing in named},
        complements=tuple(s.name for s in case.evidence.sources if s.complement is not None),
        hands={source: "+".join(group) for group in case.one_hand for source in group},
        sources=tuple(source.name for source in case.evidence.sources),
        words=case.words,
        links={claim: link.id for link in reversed(case.links) for claim in link.claims},
    )


def resolve_case(
    case: Case,
    panel: ControlPanel,
    *,
    measures: Mapping[str, AnyMeasure],
    counts: Counts = NO_COUNTS,
    materials: Materials = MappingProxyType({}),
) -> tuple[ClaimVerdict, ...]:
    """Return the verdict on each claim of a case.

    Args:
        case: The case.
        panel: Its maps.
        measures: The measures installed, by name.
        counts: Its counts of losses and figures of strength.
        materials: What its models hand in, by name.
    """
    rules = ground_rules(case)
    return resolve(
        case.claims,
        panel,
        rules=rules,
        measures=measures,
        counts=counts,
        materials=materials,
    )


UNTESTED = ("open", "not_measurable")
"""Verdicts of claims for which no evidence was read."""


def headlines(case: Case, verdicts: Sequence[ClaimVerdict]) -> dict[str, str]:
    """Return the claim that stands for each link of the argument, by the link's id.

    It is the one that the case names first; where that one is not tested yet and another
    statement of the argument's own speaker is, the first of these.

    Args:
        case: The case.
        verdicts: The verdicts on its claims.
    """
    by_id = {verdict.id: verdict for verdict in verdicts}
    found = {}
    for link in case.links:
        own = [
            name
            for name in link.claims
            if by_id[name].verdict not in UNTESTED and by_id[name].speaker == case.argument_by
        ]
        first = by_id[link.claims[0]]
        found[link.id] = first.id if first.verdict not in UNTESTED or not own else own[0]
    return found
