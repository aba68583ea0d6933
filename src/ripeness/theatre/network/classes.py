"""What classes of road and railway carry where a case does not say, and whose figures these are."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from ripeness.theatre.network.declared import LinkClass, StatedRange, Transfer
from ripeness.theatre.network.record import Network

PLANNING = (
    "highway tonnage forward of military planning manuals (FM 55-15, table of daily capability by "
    "surface: sustained supply traffic to optimum dispatch, short tons taken as 0.907 t), lower end "
    "halved for narrow, worn or shared roads"
)
"""Where the ranges of roads are from."""

TRAINS = (
    "10 trains a day each way on a single track without other knowledge, 400 short tons net a train "
    "(FM 55-15), up to 30 trains of 2 500 t net on a busy civil line"
)
"""Where the range of railways is from."""


def _road(name: str, km_per_h: float, low: float, high: float) -> LinkClass:
    stated = StatedRange(low=low, high=high, source=PLANNING, evidence="recalled")
    return LinkClass(name=name, mode="road", km_per_h=km_per_h, t_per_day=stated)


CLASSES = (
    _road("motorway", 60, 16_000, 54_000),
    _road("trunk", 50, 12_000, 41_000),
    _road("primary", 45, 8_000, 27_000),
    _road("secondary", 35, 2_750, 16_000),
    _road("tertiary", 25, 1_300, 9_200),
    _road("minor", 15, 650, 4_400),
    LinkClass(
        name="rail",
        mode="rail",
        km_per_h=25,
        t_per_day=StatedRange(low=3_600, high=75_000, source=TRAINS, evidence="recalled"),
    ),
)
"""Classes, the widest first. Speeds are means with halts, assumed."""

TRANSFERS = (
    Transfer(
        mode="road",
        within_km=5,
        hours=1,
        t_per_day=StatedRange(
            low=1_000, high=20_000, source="assumed: what lorries can load and unload at a town"
        ),
    ),
    Transfer(
        mode="rail",
        within_km=5,
        hours=6,
        t_per_day=StatedRange(
            low=500, high=10_000, source="assumed: 2 to 5 trains' loads moved between rail and road"
        ),
    ),
)
"""What it takes to bring goods between a place and a road or railway near it."""

OSM_CLASSES = {
    **{name: name for name in ("motorway", "trunk", "primary", "secondary", "tertiary")},
    **{f"{name}_link": name for name in ("motorway", "trunk", "primary", "secondary", "tertiary")},
    "unclassified": "minor",
    "residential": "minor",
    "living_street": "minor",
    "road": "minor",
}
"""OpenStreetMap's classes of road (`highway`, `fclass`), and ours."""

RAIL_CLASSES = {"rail": "rail", "narrow_gauge": "rail"}
"""OpenStreetMap's classes of railway that carry goods between towns, and ours."""


def known_class(tag: str) -> tuple[Literal["road", "rail"], str] | None:
    """Return the mode and class of an OpenStreetMap class, nothing for what carries no goods.

    Example:
        >>> known_class("trunk_link"), known_class("rail"), known_class("footway")
        (('road', 'trunk'), ('rail', 'rail'), None)
    """
    if tag in OSM_CLASSES:
        return "road", OSM_CLASSES[tag]
    return ("rail", RAIL_CLASSES[tag]) if tag in RAIL_CLASSES else None


def class_table(stated: Iterable[LinkClass] = ()) -> dict[str, LinkClass]:
    """Return the classes by name, those that a case states in place of the package's."""
    return {one.name: one for one in (*CLASSES, *stated)}


def transfer_table(stated: Iterable[Transfer] = ()) -> dict[str, Transfer]:
    """Return the transfers by mode, those that a case states in place of the package's."""
    return {one.mode: one for one in (*TRANSFERS, *stated)}


def restated(
    network: Network, *, classes: Iterable[LinkClass] = (), transfers: Iterable[Transfer] = ()
) -> Network:
    """Return the network with what a case states of classes and transfers in place of its own.

    A chain of several classes counts as of the class that sets its capacity.

    Args:
        network: The network.
        classes: Classes as the case states them.
        transfers: Transfers as the case states them.
    """
    links = network.links.copy()
    stated = tuple(classes)
    speed = {one.name: one.km_per_h for one in stated}
    for one in (*stated, *transfers):
        transfer = isinstance(one, Transfer)
        moved = links["mode"] == "transfer"
        named = links["link_class"] == (one.mode if transfer else one.name)
        rows = named & (moved if transfer else ~moved)
        links.loc[rows, "low_t_per_day"] = one.t_per_day.low
        links.loc[rows, "high_t_per_day"] = one.t_per_day.high
        length = links.loc[rows, "length_km"]
        links.loc[rows, "hours"] = one.hours if transfer else length / speed[one.name]
        hours = links.loc[rows, "hours"]
        links.loc[rows, "speed_km_per_h"] = (length / hours).where(hours > 0, 0.0)
    return replace(network, links=links)
