"""What is counted in a war, beside what is mapped: losses, and stated figures of strength."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ripeness.evidence.losses.declared import Losses
from ripeness.evidence.losses.ingest import LOSSES
from ripeness.evidence.losses.record import LossTable, no_losses
from ripeness.evidence.losses.record import mirrored as mirrored_losses
from ripeness.evidence.losses.shelf import read_losses
from ripeness.evidence.strengths.record import Strength, read_strengths
from ripeness.evidence.strengths.record import mirrored as mirrored_strengths
from ripeness.terms.question import Slot


@dataclass(frozen=True)
class Counts:
    """All counts of a case; no figure here mixes two sources, kinds, bases or sides."""

    losses: LossTable = field(default_factory=no_losses)
    """Losses, as each source counts them."""
    strengths: tuple[Strength, ...] = ()
    """Stated figures of strength, each with its speaker."""
    assumed: Mapping[str, str] = field(default_factory=dict)
    """Source to the sentence that says what the case assumes of when it was known."""


def read_counts_of(case: Path, declared: Losses, *, slots: Mapping[str, Slot]) -> Counts:
    """Read the counts of a case's folder; what is not there is silent.

    Args:
        case: The case's folder.
        declared: The `losses` section of the case.
        slots: Side to its slot.

    Raises:
        DataError: If a file cannot be read.
    """
    folder = case / LOSSES
    return Counts(
        losses=read_losses(folder, declared, slots=slots),
        strengths=read_strengths(folder, labels=declared.strengths.labels, slots=slots),
        assumed={one.name: known for one in declared.sources if (known := one.known())},
    )


def mirrored(counts: Counts) -> Counts:
    """Return the counts with the two slots exchanged: what A lost, B lost."""
    return Counts(
        mirrored_losses(counts.losses), mirrored_strengths(counts.strengths), counts.assumed
    )
