"""What supply says of the weeks ahead, as the record of a run keeps it."""

from datetime import date

from ripeness.supply.interval import Interval
from ripeness.terms.declared import Declared
from ripeness.theatre.network.variants import Variant


class AheadShare(Declared):
    """What one place may get some weeks ahead, with one variant of the network."""

    place: str
    """Id of the place."""
    source: str
    """From whose maps the line was moved on."""
    side: str
    """Id of the side supplied."""
    network: Variant
    """Variant of the network."""
    weeks: int
    """How many weeks ahead; never fewer than four."""
    date: date
    """The Sunday on which these weeks end."""
    held: float
    """Share of the members in which the side holds the place, 0-1."""
    delivered: Interval | None
    """Delivered share over those members, 0-1; null: it holds the place in fewer than
    five, or this variant does not reach it."""


class SupplyAhead(Declared):
    """Delivery in the weeks ahead, from ground that the allocation draws; no rank, no hub loss."""

    origin: date
    """The Sunday from which is looked ahead."""
    members: int
    """How many courses of the line; each meets one draw of what is assumed."""
    sources: tuple[str, ...]
    """From whose maps the line was moved on."""
    rows: tuple[AheadShare, ...]
    """Place by place; places that the side holds neither at the origin nor in any member are left
    out."""
