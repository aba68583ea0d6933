"""What changes would bring the package asked about to where both sides prefer it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.fields import Fields


@dataclass(frozen=True)
class Swap:
    """So many changes, and how often both sides prefer what results."""

    number: str
    changes: tuple[str, ...]
    by_family: str


def swaps(paper: Fields, families: Mapping[str, str]) -> tuple[Swap, ...]:
    """Return, by number of changes, those that help oftenest.

    Args:
        paper: The table.
        families: Families of priors and their names, in the page's order.
    """
    return tuple(
        Swap(
            number="none" if not part.texts("changes") else str(len(part.texts("changes"))),
            changes=tuple(part.texts("told")),
            by_family=" · ".join(
                words.share(part.part("in_zone").part("by_prior").number(one), digits=0)
                for one in families
            ),
        )
        for part in paper.parts("swaps")
    )


def cheapest(
    paper: Fields, families: Mapping[str, str], names: Mapping[str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what the cheapest way to a package that both sides prefer costs, and its changes.

    Args:
        paper: The table.
        families: Families of priors and their names.
        names: Names of parties.
    """
    found = {part.text("family"): part for part in paper.parts("cheapest")}
    return tuple(
        (f"{name}: {_cost(found.get(family), names)}", _told(found.get(family)))
        for family, name in families.items()
    )


def _told(part: Fields | None) -> tuple[str, ...]:
    return () if part is None else tuple(part.texts("told"))


def _cost(part: Fields | None, names: Mapping[str, str]) -> str:
    if part is None:
        return "no package that both sides prefer"
    number = len(part.texts("changes"))
    if number == 0:
        return "no change needed"
    losses = part.part("loss")
    costs = [
        f"{names[side]} loses {words.share(lost, digits=1)} of everything at stake"
        for side in losses.content
        if (lost := losses.number(side)) > 0
    ]
    told = " and ".join(costs) or "neither side loses by them"
    return f"{number} change{'' if number == 1 else 's'}; {told}"
