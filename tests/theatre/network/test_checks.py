"""Everything wrong with a network is named at once, with its remedy."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.theatre.network.drawings import random_network

from ripeness.terms.errors import NetworkError
from ripeness.theatre.network.checks import checked, network_faults, parts_fault


def sound():
    network = random_network(5, nodes=8, links=7)
    links = network.links.assign(tail=range(7), head=range(1, 8)).astype(network.links.dtypes)
    return replace(network, links=links)


def broken(column, value, row=2):
    network = sound()
    links = network.links.copy()
    links.loc[row, column] = value
    return replace(network, links=links)


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("length_km", -1.0, "a negative or missing length"),
        ("length_km", np.nan, "a negative or missing length"),
        ("length_km", np.inf, "a negative or missing length"),
        ("hours", -0.1, "a negative or missing time"),
        ("high_t_per_day", 0.0, "no capacity"),
        ("high_t_per_day", np.nan, "no capacity"),
        ("low_t_per_day", 0.0, "no capacity at the lower end"),
        ("low_t_per_day", 1e9, "a range of capacity upside down"),
        ("head", 2, "a link from a node to itself"),
        ("head", 99, "an end that is no node"),
        ("tail", -1, "an end that is no node"),
    ],
)
def test_a_wrong_link_is_named_with_its_row_and_the_remedy(column, value, found):
    faults = network_faults(broken(column, value))
    named = [fault for fault in faults if fault.found.startswith(found)]
    assert named, [fault.found for fault in faults]
    assert "2" in named[0].where
    assert named[0].remedy


def test_a_sound_network_has_no_fault_and_is_handed_back():
    network = sound()
    assert network_faults(network) == ()
    assert parts_fault(network) is None
    assert checked(network, in_parts=False) is network


@pytest.mark.parametrize("turned", [False, True])
def test_a_link_a_second_time_is_named_even_turned_round(turned):
    network = sound()
    again = network.links.iloc[[3]]
    again = again.rename(columns={"tail": "head", "head": "tail"}) if turned else again
    links = pd.concat([network.links, again[network.links.columns]], ignore_index=True)
    (fault,) = network_faults(replace(network, links=links))
    assert "a link a second time" in fault.found
    assert fault.where == "links, rows 7"


def test_two_one_way_links_against_each_other_are_no_repetition():
    network = sound()
    one_way = network.links.assign(both_ways=False)
    back = one_way.rename(columns={"tail": "head", "head": "tail"})[one_way.columns]
    links = pd.concat([one_way, back], ignore_index=True)
    assert network_faults(replace(network, links=links)) == ()


def test_a_disconnected_graph_is_named_and_refused_where_it_must_be_whole():
    network = sound()
    cut = replace(network, links=network.links.drop(index=3).reset_index(drop=True))
    fault = parts_fault(cut)
    assert fault is not None
    assert fault.found == "a graph in 2 parts, of 4, 4 nodes"
    assert checked(cut) is cut
    with pytest.raises(NetworkError, match="a graph in 2 parts"):
        checked(cut, in_parts=False)


def test_a_place_off_the_network_and_no_origin_are_named():
    network = sound()
    nodes = network.nodes.assign(kind="junction", place="", side="")
    nodes.loc[0, ["kind", "place"]] = ["place", "somewhere"]
    links = network.links.iloc[1:].reset_index(drop=True)
    faults = network_faults(replace(network, nodes=nodes, links=links))
    assert [(fault.where, fault.found) for fault in faults] == [
        ("place somewhere", "a place off the network"),
        ("nodes", "no origin"),
    ]


def test_an_id_of_two_places_is_named():
    network = sound()
    nodes = network.nodes.assign(kind="place", place="here")
    nodes.loc[0, "kind"] = "origin"
    assert "the id 'here' of several" in network_faults(replace(network, nodes=nodes))[0].found


def test_crossings_without_a_node_are_named():
    (fault,) = network_faults(sound(), crossings=3)
    assert fault.found == "3 crossings without a node"
    assert "Split the lines" in fault.remedy


def test_every_fault_is_gathered_before_raising():
    network = broken("length_km", -1.0)
    network.links.loc[4, "high_t_per_day"] = 0.0
    with pytest.raises(NetworkError, match=r"negative.*; no capacity") as raised:
        checked(network)
    assert len(raised.value.faults) == 2
