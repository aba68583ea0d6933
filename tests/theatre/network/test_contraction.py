"""Contraction keeps what can flow, how long it takes, and the kilometres of what it keeps."""

import itertools

import networkx as nx
import numpy as np
import pytest
from tests.theatre.network.drawings import as_networkx, named, random_network, simple

from ripeness.theatre.network.contraction import contracted, only_links, parts_of, pruned
from ripeness.theatre.network.record import STANDINGS

SEEDS = range(60)


def pairs(network):
    return itertools.permutations(named(network), 2)


def hours(network):
    web = simple(as_networkx(network, "hours"), least=True)
    found = dict(nx.all_pairs_dijkstra_path_length(web))
    return {pair: found[pair[0]].get(pair[1], np.inf) for pair in pairs(network)}


def flows(network, end):
    web = simple(as_networkx(network, end), least=False)
    return {(a, b): nx.maximum_flow_value(web, a, b, capacity="weight") for a, b in pairs(network)}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("one_way", [False, True])
def test_times_between_named_nodes_stay_as_networkx_finds_them(seed, one_way):
    network = random_network(seed, one_way=one_way)
    before, after = hours(network), hours(contracted(network))
    assert after == pytest.approx(before)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("one_way", [False, True])
def test_what_can_flow_between_named_nodes_stays(seed, one_way):
    network = random_network(seed, nodes=10, links=13, one_way=one_way)
    smaller = contracted(pruned(network))
    for end in ("low_t_per_day", "high_t_per_day"):
        assert flows(smaller, end) == pytest.approx(flows(network, end))


@pytest.mark.parametrize("seed", SEEDS)
def test_length_is_kept_but_for_rings(seed):
    network = random_network(seed)
    smaller = contracted(network)
    lost = network.links["length_km"].sum() - smaller.links["length_km"].sum()
    web = nx.MultiGraph([(a, b) for a, b in network.links[["tail", "head"]].to_numpy()])
    rings = any(nx.cycle_basis(nx.Graph(web))) or len(web.edges) > len(nx.Graph(web).edges)
    assert lost == pytest.approx(0) or rings
    assert (smaller.links["tail"] != smaller.links["head"]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cells_of_a_chain_are_those_of_its_parts(seed):
    smaller = contracted(random_network(seed))
    km = np.bincount(
        smaller.crossed["link"], weights=smaller.crossed["km"], minlength=len(smaller.links)
    )
    assert km == pytest.approx(smaller.links["length_km"].to_numpy())


def test_a_chain_has_the_least_capacity_the_sum_of_hours_and_the_least_sure_standing():
    network = random_network(1, nodes=4, links=3)
    links = network.links.assign(
        tail=[0, 1, 2],
        head=[1, 2, 3],
        both_ways=True,
        standing=["mapped", "schematic", "mapped"],
        low_t_per_day=[5.0, 3.0, 4.0],
        high_t_per_day=[6.0, 9.0, 8.0],
    ).astype(network.links.dtypes)
    nodes = network.nodes.assign(
        kind=["origin", "junction", "junction", "place"], place=["n0", "", "", "n3"]
    )
    network = type(network)(nodes, links, network.crossed, network.grid)
    (made,) = contracted(network).links.to_dict("records")
    assert (made["low_t_per_day"], made["high_t_per_day"]) == (3.0, 6.0)
    assert made["hours"] == pytest.approx(links["hours"].sum())
    assert made["standing"] == max(links["standing"], key=STANDINGS.index) == "schematic"


@pytest.mark.parametrize("seed", SEEDS)
def test_parts_are_those_of_networkx(seed):
    network = random_network(seed, nodes=20, links=14)
    web = nx.Graph([(a, b) for a, b in network.links[["tail", "head"]].to_numpy()])
    web.add_nodes_from(range(network.size))
    count, part = parts_of(network)
    assert count == nx.number_connected_components(web)
    for nodes in nx.connected_components(web):
        assert len(set(part[list(nodes)])) == 1


@pytest.mark.parametrize("seed", range(20))
def test_pruning_leaves_no_dead_end_without_a_name(seed):
    smaller = pruned(random_network(seed, nodes=20, links=18))
    ends = np.bincount(smaller.links[["tail", "head"]].to_numpy().ravel(), minlength=smaller.size)
    junction = (smaller.nodes["kind"] == "junction").to_numpy()
    assert (ends[junction] > 1).all()


def test_a_network_without_links_keeps_its_named_nodes():
    network = random_network(3)
    bare = contracted(only_links(network, np.zeros(len(network.links), bool)))
    assert len(bare.links) == 0
    assert sorted(named(bare)) == sorted(named(network))
