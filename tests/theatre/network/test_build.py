"""Lines and places become a small graph, with places snapped and schemes joined to maps."""

import numpy as np
import pandas as pd
import pytest
from tests.conftest import ROOT
from tests.theatre.network.drawings import GRID, lines

from ripeness.theatre.network.build import BuildRules, build_network
from ripeness.theatre.network.classes import (
    CLASSES,
    TRANSFERS,
    class_table,
    known_class,
    transfer_table,
)
from ripeness.theatre.network.declared import LinkClass, StatedRange

RULES = BuildRules(class_table(), transfer_table())

PLACES = pd.DataFrame(
    [
        ("west", "origin", "a", 36.1, 48.5),
        ("middle", "place", "", 36.5, 48.52),
        ("east", "place", "", 36.9, 48.5),
    ],
    columns=["place", "kind", "side", "lon", "lat"],
)


def road():
    """A road from west to east with two ways round the middle, and a dead end."""
    return lines(
        [(36.1, 48.5), (36.3, 48.5)],
        [(36.3, 48.5), (36.5, 48.6), (36.7, 48.5)],
        [(36.3, 48.5), (36.5, 48.4), (36.7, 48.5)],
        [(36.5, 48.4), (36.5, 48.6)],
        [(36.7, 48.5), (36.9, 48.5)],
        [(36.2, 48.5), (36.2, 48.3)],
    )


def railway():
    return lines([(36.1, 48.51), (36.5, 48.53), (36.9, 48.51)], mode="rail", link_class="rail")


def built(*parts, places=PLACES, rules=RULES):
    return build_network(parts or (road(), railway()), places, grid=GRID, rules=rules)


def test_places_hang_on_the_nearest_link_of_each_mode():
    network = built().network
    transfers = network.links[network.links["mode"] == "transfer"]
    assert len(transfers) == 6
    hung = network.nodes.iloc[transfers["tail"]]["place"].value_counts()
    assert hung.to_dict() == {"west": 2, "middle": 2, "east": 2}
    assert (transfers["length_km"] <= 5).all()


def test_a_dead_end_goes_and_a_chain_becomes_one_link():
    network = built().network
    assert (network.links["mode"] == "rail").sum() == 2
    assert (network.links["mode"] == "road").sum() == 8
    assert network.nodes["lat"].min() > 48.35


def test_cells_under_each_link_sum_to_its_length():
    network = built().network
    km = np.bincount(network.crossed["link"], weights=network.crossed["km"])
    assert km == pytest.approx(network.links["length_km"].to_numpy(), rel=1e-6)


def test_a_place_too_far_from_every_link_is_told_and_left_out():
    far = pd.concat([PLACES, PLACES.iloc[[1]].assign(place="far", lat=48.95)], ignore_index=True)
    made = built(places=far)
    assert made.off_network == ("far",)
    assert "far" not in set(made.network.nodes["place"])


def test_a_place_alone_on_its_part_of_the_network_is_told():
    island = lines([(36.4, 48.9), (36.5, 48.9), (36.6, 48.95)])
    alone = pd.concat([PLACES, PLACES.iloc[[1]].assign(place="alone", lat=48.9)], ignore_index=True)
    assert built(road(), railway(), island, places=alone).off_network == ("alone",)


def test_a_scheme_is_joined_to_the_map_and_gives_way_where_the_map_shows_its_link():
    scheme = lines([(36.1, 48.5), (36.3, 48.5)], [(36.3, 48.5), (36.6, 48.8)], whole=True)
    place = pd.concat([PLACES, PLACES.iloc[[1]].assign(place="north", lon=36.6, lat=48.8)])
    made = built(road(), scheme, places=place.reset_index(drop=True)).network
    assert "north" in set(made.nodes["place"])
    drawn = made.links.assign(scheme=made.links["length_km"].between(38, 46))
    assert drawn["scheme"].sum() == 1


def test_roads_and_railways_meet_only_at_places():
    cross = lines([(36.7, 48.4), (36.7, 48.6)], mode="rail", link_class="rail")
    network = built(road(), railway(), cross).network
    modes = [set(), *[set() for _ in range(network.size)]]
    for link in network.links.itertuples():
        if link.mode != "transfer":
            modes[link.tail].add(link.mode)
            modes[link.head].add(link.mode)
    assert all(len(found) <= 1 for found in modes)


def test_crossings_of_a_scheme_are_counted_and_left_uncrossed():
    scheme = lines([(36.1, 48.5), (36.9, 48.5)], [(36.5, 48.3), (36.5, 48.7)], whole=True)
    places = PLACES[PLACES["place"] != "middle"].reset_index(drop=True)
    made = built(scheme, places=places)
    assert made.crossings == 1
    assert (made.network.links["mode"] == "road").sum() == 1


def test_a_case_may_state_other_ranges_for_a_class():
    stated = LinkClass(
        name="primary",
        mode="road",
        km_per_h=10,
        t_per_day=StatedRange(low=7, high=9, source="a test"),
    )
    network = built(rules=BuildRules(class_table([stated]), transfer_table())).network
    roads = network.links[network.links["mode"] == "road"]
    assert (roads["low_t_per_day"] == 7).all()
    assert (roads["high_t_per_day"] == 9).all()
    assert roads["speed_km_per_h"].to_numpy() == pytest.approx(10)


def test_what_carries_no_goods_has_no_class():
    for tag in ("footway", "cycleway", "subway", "tram", "", "military"):
        assert known_class(tag) is None


def test_the_page_states_the_range_of_every_class():
    page = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
    for one in CLASSES:
        stated = one.t_per_day
        assert f"| {one.name} | {one.km_per_h:.0f} | {stated.low:.0f} | {stated.high:.0f} |" in page
    for one in TRANSFERS:
        assert f"{one.mode} {one.hours:.0f} h" in page
