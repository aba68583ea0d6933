"""Small tables of counts made by hand."""

from datetime import date
from typing import Any

from ripeness.evidence.counts import Counts
from ripeness.evidence.losses.provenance import LossSourceRecord
from ripeness.evidence.losses.record import LossRecord, LossTable, loss_table


def provenance(name: str = "x", **given: Any) -> LossSourceRecord:
    """Where made-up counts come from."""
    made = {
        "name": name, "title": name, "credit": "a maker", "licence": "MIT", "published": "nowhere",
        "retrieved": date(2026, 11, 22), "command": "none", "scope": "all",
        "basis": "claimed_by_opponent", "lower_bound": False, "fills_in_months": 0,
    }  # fmt: skip
    return LossSourceRecord(**(made | given))


def record(**given: Any) -> LossRecord:
    """One day's loss of ten, known the day after."""
    made = {
        "side": "a", "population": "soldiers", "kind": "killed_and_wounded",
        "basis": "claimed_by_opponent", "source": "x", "start": date(2025, 12, 6),
        "end": date(2025, 12, 6), "value": 10.0, "known_on": date(2025, 12, 7),
    }  # fmt: skip
    return LossRecord(**(made | given))


def table(records: list[LossRecord], **sources: Any) -> LossTable:
    """A table of some counts, of source `x` unless others are given."""
    return loss_table(records, sources or {"x": provenance()})


def counts(records: list[LossRecord], **sources: Any) -> Counts:
    """Counts of losses alone."""
    return Counts(losses=table(records, **sources))
