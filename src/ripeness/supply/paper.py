"""What supply says of a case, as the record of a run keeps it.

Nothing here names a link, a bridge, a yard or a junction, and nothing has a position: whatever is
said is said of a place of the case, by its id.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from ripeness.supply.interval import Interval
from ripeness.supply.paper_ahead import SupplyAhead
from ripeness.terms.declared import Declared
from ripeness.terms.question import Slot
from ripeness.theatre.network.declared import StatedRange
from ripeness.theatre.network.record import Mode, NetworkSource, Standing
from ripeness.theatre.network.variants import Variant

Estimand = Literal["news", "crossing", "intervention"]
"""What is meant by *what the fall changed*; only the last is called its effect."""

TOTAL = "total"
"""Stands, in a row of changes, for all other places of the side together."""


class PlaceSupply(Declared):
    """What one variant of the network does for one place on one day, by one source."""

    place: str
    """Id of the place; only places that the side holds are listed."""
    date: date
    """The day of the map."""
    source: str
    """Who drew the map."""
    side: str
    """Id of the side supplied."""
    network: Variant
    """Variant of the network."""
    demand_t: Interval
    """What has to arrive, tonnes a day: people and the stretch of front that hangs on the place."""
    delivered: Interval
    """Delivered share of it, 0-1."""
    hours_to_rear: float | None
    """Hours from the nearest origin by open links; null: there is no way."""
    routes_edge: int
    """Number of ways from the rear with no link in common."""
    routes_node: int
    """Number of ways from the rear with no junction in common."""
    days_of_supply: Interval | None
    """How long a stock lasts at what is delivered, days; null: nothing is lacking in most draws."""
    open_directions: int
    """Along how many of 72 bearings no ground of the other side lies within 25 km."""
    neck_km: float | None
    """Shortest line that would cut the place off, km; null: none from within 40 km of it."""


class SectorSupply(Declared):
    """What one variant does for the front nearest to one place of the case, on one day.

    A stretch has no open directions and no neck: the other side's ground lies along all of it.
    """

    sector: str
    """Id of the place that lies nearest, whichever side holds it; it names the stretch."""
    date: date
    """The day of the map."""
    source: str
    """Who drew the map."""
    side: str
    """Id of the side supplied."""
    network: Variant
    """Variant of the network."""
    front_km: float
    """Length of the stretch, km."""
    out_of_reach_km: float
    """Length of it that lies more than 40 km from every place that the side holds; nothing is said
    of what arrives there."""
    through: tuple[str, ...]
    """Ids of the places through which it is supplied: the nearest ones that the side holds."""
    demand_t: Interval
    """What has to arrive there, tonnes a day, by the length of front within reach."""
    delivered: Interval | None
    """Delivered share of it, 0-1: that of the places through which it comes, by length; null: the
    variant reaches none of them."""
    hours_to_rear: float | None
    """Hours from the nearest origin to those places, mean by length, without the way from them to
    the line; null: for most of it there is no way."""
    routes_edge: int
    """Number of ways from the rear to these places together with no link in common."""
    routes_node: int
    """Number of ways with no junction in common."""
    days_of_supply: Interval | None
    """How long a stock lasts at what is delivered, days; null: nothing is lacking in most draws, or
    nothing is known of what arrives."""


class RankRange(Declared):
    """A rank over draws; 1 is the place whose loss costs most."""

    median: float
    """Median of the draws."""
    low: float
    """The 5 % quantile."""
    high: float
    """The 95 % quantile."""


class HubByNetwork(Declared):
    """What one variant of the network says of the loss of a place."""

    network: Variant
    """Variant of the network."""
    loss: Interval
    """Share of the demand of all other places that no longer arrives, 0-1."""
    busy: float
    """Share of the demand of all other places whose quickest way leads through it, median, 0-1."""
    redundancy: float | None
    """Share of what goes through it that still arrives without it, median; null: nothing does."""
    hours_added: float | None
    """By how much the ways to the other places grow, in hours, weighted by demand; of those that
    still have one."""
    cut_off: int
    """How many other places no longer have any way."""
    rank: RankRange
    """Its rank among the places compared."""


class PlaceLoss(Declared):
    """What the loss of a hub takes from one other place, by all roads and rail."""

    place: str
    """Id of the other place."""
    loss: Interval
    """Fall of its delivered share, 0-1."""


class Hub(Declared):
    """What changes for all other places of a side when one place changes hands."""

    place: str
    """Id of the place that changes hands."""
    date: date
    """The day of the map."""
    source: str
    """Who drew the map."""
    side: str
    """Id of the side that loses it."""
    rank: RankRange
    """Its rank among the places compared, over draws and variants."""
    compared: int
    """How many places are compared: held by the side, at most 40 km behind the line."""
    loss: Interval
    """Share of the demand of all other places that no longer arrives, over draws and variants."""
    redundancy: float | None
    """Share of what goes through it that still arrives without it; null: nothing goes through."""
    choke_point: bool
    """Whether, in every variant, more than half of what goes through it arrives no more."""
    verdict: Literal["top_three", "not_top_three", "undecided"]
    """Whether it is among the first three in every variant, in none, or the variants differ."""
    by_network: tuple[HubByNetwork, ...]
    """Variant by variant."""
    takes_from: tuple[PlaceLoss, ...]
    """The other places that lose more than one part in a thousand, with roads and rail."""


class Placebo(Declared):
    """What the same figure is where nothing of the kind happened."""

    low: float
    """The 5 % quantile of the comparisons."""
    high: float
    """The 95 % quantile."""
    p: float
    """Share of comparisons at least as far from zero, the one asked about counted with them."""
    windows: int
    """How many comparisons: other windows of equal length, or other places clamped alike."""


class BeforeAfter(Declared):
    """How a delivered share differs before and after, in one sense of *the place fell*."""

    place: str
    """Id of the place supplied, or `total` for all places but the one that fell."""
    estimand: Estimand
    """*news*: last map before and first after the announcement; *crossing*: the maps at 5 % and at
    95 %; *intervention*: one day, the place given to either side. Only the last is the effect."""
    source: str
    """Who drew the maps."""
    side: str
    """Id of the side supplied."""
    network: Variant
    """Variant of the network."""
    first: date
    """Day of the map before; of the one map, for an intervention."""
    last: date
    """Day of the map after; of the one map, for an intervention."""
    change: Interval
    """Delivered share after, less before; with the place held by the other side, less held."""
    placebo: Placebo | None
    """What other windows, or other places, show; given for `total`."""


class SupplySeries(Declared):
    """Delivered share through time, by one source, for one side, with one variant."""

    place: str
    """Id of the place, or `total`."""
    source: str
    """Who drew the maps."""
    side: str
    """Id of the side supplied."""
    network: Variant
    """Variant of the network."""
    days: tuple[date, ...]
    """Days of maps on which the side held the place."""
    value: tuple[float, ...]
    """Median over the draws."""
    low: tuple[float, ...]
    """The 5 % quantile."""
    high: tuple[float, ...]
    """The 95 % quantile."""


class Agreement(Declared):
    """How alike two criteria rank the places of a side."""

    source: str
    """Who drew the map."""
    side: str
    """Id of the side."""
    network: Variant
    """Variant of the network."""
    first: str
    """One criterion: loss, busy, hours_added or cut_off."""
    second: str
    """The other."""
    spearman: Interval | None
    """Spearman's correlation; its ends are those of 200 bootstrap samples of places; null: a
    criterion says the same of every place."""
    kendall: Interval | None
    """Kendall's tau-b, alike."""
    places: int
    """How many places were ranked."""


class Neck(Declared):
    """The neck of a place on one map, that a claim asks about."""

    place: str
    """Id of the place."""
    date: date
    """The day of the map."""
    source: str
    """Who drew it."""
    side: str
    """Id of the side whose ground leads to the place."""
    held: float
    """Share of the place that the side holds, 0-1."""
    neck_km: float | None
    """Shortest line that would cut the place off, km; 0: it is cut off; null: wider than shown, or
    the side does not hold it."""
    low: float | None
    """The same where cells count as the other side's that it holds a quarter of."""
    high: float | None
    """The same where only those count that it holds three quarters of."""
    open_directions: int
    """Along how many of 72 bearings no ground of the other side lies within 25 km."""


class Exposed(Declared):
    """How many other places' necks shrink when one place changes hands."""

    place: str
    """Id of the place that changes hands."""
    date: date
    """The day of the map."""
    source: str
    """Who drew it."""
    side: str
    """Id of the side that loses it."""
    by_tenth: int
    """Other places whose neck shrinks by a tenth or more, or that have one now and had none."""
    by_quarter: int
    """By a quarter or more."""
    by_half: int
    """By half or more."""
    compared: int
    """Other places that the side holds at most 40 km behind the line."""


class Precedes(Declared):
    """Whether a loss of delivery comes before a loss of ground, by place and month."""

    source: str
    """Who drew the maps."""
    side: str
    """Id of the side."""
    network: Variant
    """Variant of the network."""
    correlation: float | None
    """Spearman's correlation of the change of delivery in one month with the change of ground in
    the next; null: one of them never changes."""
    p: float | None
    """Share of shifts of months in a ring, all places together, that give as much; one-sided."""
    n: int
    """Pairs of place and month."""
    places: int
    """Places among them."""


class StandingShare(Declared):
    """How much of a network is mapped, reconstructed or schematic."""

    mode: Mode
    """Road, railway or transfer."""
    standing: Standing
    """How these links came to be."""
    km: float
    """Their length, km."""
    links: int
    """Their number."""


class StatedAssumption(StatedRange):
    """An assumption with its range and where it is from."""

    name: str
    """What it is."""
    unit: str
    """Its unit."""


class SupplyPaper(Declared):
    """Supply and hub loss."""

    town: str | None
    """Id of the place that the case asks about; null: none."""
    announced: date | None
    """Day on which its fall was announced."""
    slots: dict[str, Slot]
    """The slot of each side, by its id."""
    draws: int
    """How many draws of what is assumed; a figure of a variant is over all of them."""
    places: tuple[PlaceSupply, ...]
    """Place by place, on the days that matter."""
    sectors: tuple[SectorSupply, ...] = ()
    """Stretch by stretch of the front, on the same days."""
    hubs: tuple[Hub, ...]
    """What changes when one place changes hands."""
    before_after: tuple[BeforeAfter, ...]
    """Before and after, with placebos."""
    series: tuple[SupplySeries, ...]
    """Through time."""
    necks: tuple[Neck, ...]
    """Necks on the days that claims ask about."""
    exposed: tuple[Exposed, ...]
    """Other places' necks when one changes hands."""
    agreements: tuple[Agreement, ...]
    """How alike the criteria rank."""
    precedes: tuple[Precedes, ...]
    """What comes first."""
    ahead: SupplyAhead | None = None
    """The weeks ahead; null: the case draws no ground ahead, `left_out` says why."""
    standing: tuple[StandingShare, ...]
    """What the network is made of."""
    assumptions: tuple[StatedAssumption, ...]
    """Everything assumed, with its range."""
    sources: tuple[NetworkSource, ...]
    """Where the network is from."""
    left_out: tuple[str, ...] = Field(default=())
    """What could not be said, and why."""
