"""What a case lays down for all its claims: sides, names, widths of words, the last day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ripeness.claims.asserted import Words
from ripeness.terms.question import Slot


@dataclass(frozen=True)
class GroundRules:
    """What a case lays down for all its claims."""

    evidence_to: date
    """Last day whose evidence may decide."""
    slots: Mapping[str, Slot]
    """Side to its slot."""
    names: Mapping[str, str]
    """Side, place or region to the name shown."""
    complements: tuple[str, ...] = ()
    """Sources for which what they do not show is declared to be the other side's."""
    hands: Mapping[str, str] = field(default_factory=dict)
    """Source to the hand that drew it, where one hand drew several."""
    sources: tuple[str, ...] = ()
    """Sources that the case declares, in the order shown."""
    words: Words = field(default_factory=Words)
    """Widths of words."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Claim to the link of the argument to which it belongs."""

    def name(self, identity: str | None) -> str:
        """Return the name shown for a side, place or region."""
        return self.names.get(identity or "", identity or "")
