"""What supply answers to a claim; every answer is a model's.

They come in by the entry point `ripeness.measures`. Each reads the paper of supply: what it says by
one source is one reading, whose band spans the four variants of the network, so that a claim on
which they differ stays undecided.
"""

from collections.abc import Iterable
from typing import Literal, TypeVar

from ripeness.supply.paper import Exposed, Hub, Neck, SupplyPaper
from ripeness.terms.declared import Declared
from ripeness.terms.options import NoOptions
from ripeness.terms.paper_measure import Asked, PaperMeasure
from ripeness.terms.question import ModelQuestion
from ripeness.terms.readings import Band, Reading

Row = TypeVar("Row", Hub, Exposed, Neck)
Options = TypeVar("Options", bound=Declared)

MATERIAL = "supply"
"""What the case must hand in: its paper of supply."""

WIDEST_KM = 60.0
"""A neck that is not found is given as this wide."""

NETWORK_NOTE = "the band spans four variants of a network that is schematic or reconstructed"
"""What every reading of a network says."""


class WhenOptions(Declared):
    """What the measures of hub loss are told."""

    when: Literal["before", "as_of"] = "before"
    """On which map: the last before the place went over (*before*), or the last known on the
    case's day (*as_of*); where a source has no map of the one, the other."""


AskedWhen = Asked[WhenOptions, SupplyPaper]
"""What a measure of the place's loss is asked."""


def _losses(asked: AskedWhen) -> tuple[Reading, ...]:
    """Answer by each source, from the maps known by a day."""
    return tuple(
        _reading(
            hub,
            hub.loss.value,
            [end for row in hub.by_network for end in (row.loss.low, row.loss.high)],
            note=f"map of {hub.date}; rank {hub.rank.median:.0f} of {hub.compared}; {NETWORK_NOTE}",
        )
        for hub in _chosen(asked, asked.paper.hubs, asked.told.when)
    )


HUB_LOSS = PaperMeasure("hub_loss", "share", "modelled", MATERIAL, WhenOptions, _losses)
"""Share of the demand of all other places that no longer arrives without the place."""


def _ranks(asked: AskedWhen) -> tuple[Reading, ...]:
    """Answer by each source; the band spans the median ranks of the four variants."""
    return tuple(
        _reading(
            hub,
            hub.rank.median,
            [row.rank.median for row in hub.by_network],
            note=f"map of {hub.date}; of {hub.compared} places; {NETWORK_NOTE}",
        )
        for hub in _chosen(asked, asked.paper.hubs, asked.told.when)
    )


HUB_RANK = PaperMeasure("hub_rank", "in rank", "modelled", MATERIAL, WhenOptions, _ranks)
"""Rank of the place among those compared, by what its loss takes from all others."""


def _narrowed(asked: AskedWhen) -> tuple[Reading, ...]:
    """Answer by each source, from the maps known by a day."""
    return tuple(
        _reading(
            row,
            float(row.by_quarter),
            [float(row.by_half), float(row.by_tenth)],
            note=f"map of {row.date}; of {row.compared} other places at most 40 km behind the line",
        )
        for row in _chosen(asked, asked.paper.exposed, asked.told.when)
    )


NECKS_NARROWED = PaperMeasure(
    "necks_narrowed", "places", "modelled", MATERIAL, WhenOptions, _narrowed
)
"""Number of other places whose neck shrinks by a quarter when the place changes hands.

The band runs from those whose neck shrinks by half to those whose neck shrinks by a tenth.
"""


def _necks(asked: Asked[NoOptions, SupplyPaper]) -> tuple[Reading, ...]:
    """Answer by each source whose map of the day shows the place in part as the side's."""
    return tuple(
        _reading(
            row,
            row.neck_km if row.neck_km is not None else WIDEST_KM,
            [WIDEST_KM if end is None else end for end in (row.low, row.high)],
            note=f"{row.held:.0%} of the place is the side's; {row.open_directions} of 72 "
            "directions are open; a map of control shows neither units nor fire",
        )
        for row in _chosen(asked, asked.paper.necks, "before")
        if row.date <= asked.question.on and row.neck_km is not None
    )


NECK_KM = PaperMeasure("neck_km", "km", "modelled", MATERIAL, NoOptions, _necks)
"""Shortest line that would cut the place off from its side's rear, km; 0: it is cut off."""


def _chosen(
    asked: Asked[Options, SupplyPaper], rows: Iterable[Row], when: Literal["before", "as_of"]
) -> list[Row]:
    """Return one row a source: of the place and side asked about, on the map asked for."""
    side = _side(asked.question, asked.paper)
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.date, reverse=when == "before"):
        if row.place == asked.question.place and row.date <= asked.by and side in {None, row.side}:
            found[row.source] = row
    return [found[name] for name in sorted(found)]


def _side(question: ModelQuestion, paper: SupplyPaper) -> str | None:
    """Return the id of the side asked about: the one named, or the one that the claim is about."""
    if question.slot is not None:
        return next(name for name, slot in paper.slots.items() if slot == question.slot)
    return question.about if question.about in paper.slots else None


def _reading(row: Hub | Exposed | Neck, value: float, ends: list[float], *, note: str) -> Reading:
    return Reading(
        source=row.source,
        value=value,
        bands=(Band(tolerance_m=0, low=min(*ends, value), high=max(*ends, value)),),
        on=row.date,
        known_on=row.date,
        complement_assumed=True,
        note=note,
    )
