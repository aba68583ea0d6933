"""What earlier falls answer to a claim about what a fall brings.

They come in by the entry point `ripeness.measures`. A claim about one place is read against what
happened after others: that is a model, so the verdict reaches at most consistency with it.
"""

from datetime import date
from functools import partial
from typing import Literal

from pydantic import Field

from ripeness.front.event_study.inference import Span
from ripeness.front.event_study.outcomes import UNITS, Quantity
from ripeness.front.event_study.record import ALL, Event, EventsPaper
from ripeness.front.event_study.settings import Crossing
from ripeness.terms.declared import Declared
from ripeness.terms.paper_measure import Asked, PaperMeasure
from ripeness.terms.readings import Band, Reading

FEW = 10
"""With fewer falls than this, a reading says so."""


class FallOptions(Declared):
    """What a measure of earlier falls is told."""

    against: Literal["before", "places", "ground"] = "places"
    """Against what the change is read: the same place before; matched places that had not fallen;
    or matched open ground that the line had passed."""
    after_weeks: int = Field(default=13, gt=0)
    """Weeks after the fall, and as many before it."""
    radius_km: float = Field(default=30.0, gt=0)
    """Radius around the place's centre."""
    fewest_falls: int = Field(default=5, ge=3)
    """A source with fewer falls to compare gives no reading."""
    most_p: float = Field(default=0.10, gt=0, le=1)
    """With a greater permutation p the band reaches to no difference at all."""
    crossing: Crossing = "0.95"
    """The share at whose crossing a place counts as fallen."""


def _after_falls(quantity: Quantity, asked: Asked[FallOptions, EventsPaper]) -> tuple[Reading, ...]:
    """Read what was known by a day; a source with too few falls gives none."""
    told = asked.told
    known, rows = _known(asked.paper, asked.by)
    return tuple(
        reading
        for row in rows
        if (row.place, row.quantity) == (ALL, quantity)
        and _fits(row, told)
        and (reading := _reading(row, told, known)) is not None
    )


def _fits(row: Event, told: FallOptions) -> bool:
    return (
        row.crossing == told.crossing
        and row.after_weeks == told.after_weeks
        and row.radius_km in {None, told.radius_km}
    )


def _measure(name: str, quantity: Quantity) -> PaperMeasure[FallOptions, EventsPaper]:
    """Say by how much a quantity changed after falls, beyond what else was to be expected.

    What followed other falls says of one by a model only.
    """
    return PaperMeasure(
        name=name,
        unit=f"{UNITS[quantity]}_more",
        basis="modelled",
        material="events",
        options=FallOptions,
        answer=partial(_after_falls, quantity),
    )


PACE = _measure("pace_after_falls", "pace")
DIRECTIONS = _measure("directions_after_falls", "directions")
LINE = _measure("line_after_falls", "line")
TOWNS = _measure("towns_after_falls", "towns")


def _known(material: EventsPaper, by: date) -> tuple[date, tuple[Event, ...]]:
    if by >= material.known_by:
        return material.known_by, material.events
    return material.earlier_by, material.earlier if by >= material.earlier_by else ()


def _reading(row: Event, told: FallOptions, known: date) -> Reading | None:
    against: dict[str, tuple[object, float | None, int]] = {
        "before": (row.change, None, row.n_events),
        "places": (row.beyond_matched, row.p, row.n_matched),
        "ground": (row.beyond_ground, row.p_ground, row.n_matched_ground),
    }
    span, p, falls = against[told.against]
    if not isinstance(span, Span) or falls < told.fewest_falls:
        return None
    low, high = span.low, span.high
    if p is not None and p > told.most_p:
        low, high = min(low, 0.0), max(high, 0.0)
    few = f", fewer than {FEW}" if falls < FEW else ""
    tested = "" if p is None else f"; permutation p {p:.2f}"
    note = f"{falls} falls in {row.n_groups} groups{few}; the band holds nine resamplings in ten{tested}"
    return Reading(
        source=row.source,
        value=span.value,
        bands=(Band(tolerance_m=0, low=low, high=high),),
        on=known,
        known_on=known,
        note=note,
    )
