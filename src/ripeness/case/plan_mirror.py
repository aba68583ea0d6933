"""A plan with the two sides exchanged: what the one said and wants, the other does."""

from typing import Any

from ripeness.case.mirror import mirrored_text
from ripeness.case.records import Case
from ripeness.table.tabled import TabledPlan

_KEPT = frozenset({"id", "picks", "when", "then", "first", "second", "needs", "ground", "option"})
"""Keys whose values name issues, options, rules or ground, never a side."""


def mirrored_plan(tabled: TabledPlan, case: Case) -> TabledPlan:
    """Return the plan with everything said of one side said of the other.

    Args:
        tabled: The plan.
        case: The case, which names the sides.
    """
    content = tabled.model_dump(mode="json")
    parties = content.pop("parties")
    swapped = _swapped(content, case)
    for party in parties:
        party["id"] = mirrored_text(party["id"], case)
    return TabledPlan.model_validate({**swapped, "parties": parties})


def _swapped(value: Any, of: Case) -> Any:  # noqa: ANN401 - plain values of a file
    match value:
        case str():
            return mirrored_text(value, of)
        case list():
            return [_swapped(part, of) for part in value]
        case dict():
            return {
                mirrored_text(key, of): part if key in _KEPT else _swapped(part, of)
                for key, part in value.items()
            }
        case _:
            return value
