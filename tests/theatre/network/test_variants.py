"""The variants of a network, and what the perturbed ones drop and add."""

import numpy as np
import pytest
from tests.theatre.network.test_build import built

from ripeness.terms.errors import ModelError
from ripeness.theatre.network.checks import network_faults
from ripeness.theatre.network.variants import PERTURBED, VARIANTS, variant


def moving(network):
    return network.links[network.links["mode"] != "transfer"]


def test_rail_and_road_hold_their_own_links_and_share_none():
    network = built().network
    rail, road = variant(network, "rail"), variant(network, "road")
    assert set(moving(rail)["mode"]) == {"rail"}
    assert set(moving(road)["mode"]) == {"road"}
    assert len(rail.links) + len(road.links) == len(network.links)
    assert variant(network, "both") is network


@pytest.mark.parametrize("draw", range(12))
def test_a_perturbed_draw_drops_or_adds_a_tenth_to_a_fifth(draw):
    network = built().network
    drawn = variant(network, "perturbed", seed=1, draw=draw)
    change = (len(moving(drawn)) - len(moving(network))) / len(moving(network))
    low, high = PERTURBED
    slack = 1 / len(moving(network))
    if draw % 2 == 0:
        assert low - slack <= -change <= high + slack
    else:
        assert 0 < change <= high + slack
        new = drawn.links[drawn.links["standing"] == "drawn"]
        assert (new["length_km"] > 0).all()
        assert (new["mode"] != "transfer").all()
        assert not [fault for fault in network_faults(drawn) if fault.where.startswith("links")]


def test_the_cells_under_drawn_links_are_counted():
    drawn = variant(built().network, "perturbed", seed=1, draw=1)
    km = np.bincount(drawn.crossed["link"], weights=drawn.crossed["km"], minlength=len(drawn.links))
    assert km == pytest.approx(drawn.links["length_km"].to_numpy(), rel=1e-6)


def test_a_draw_is_known_by_its_seed_and_number():
    network = built().network
    one, same = (variant(network, "perturbed", seed=7, draw=2) for _ in range(2))
    other = variant(network, "perturbed", seed=7, draw=4)
    assert one.links.equals(same.links)
    assert not one.links.equals(other.links)


def test_places_and_origins_stay_in_every_variant():
    network = built().network
    names = sorted(network.nodes.loc[network.nodes["kind"] != "junction", "place"])
    for name in VARIANTS:
        nodes = variant(network, name, seed=3, draw=0).nodes
        assert sorted(nodes.loc[nodes["kind"] != "junction", "place"]) == names


def test_another_name_is_refused():
    with pytest.raises(ModelError, match="no variant 'sea'"):
        variant(built().network, "sea")
