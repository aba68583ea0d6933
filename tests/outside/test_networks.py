"""Published networks: the textbook's maximum flow and Sioux Falls."""

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path

from ripeness.evidence.networks.tntp import read_tntp
from ripeness.supply import cut
from ripeness.supply.flow import quickest
from ripeness.supply.graph import graph_of, matrix

FIRST, LAST = np.array([0]), np.array([19])


def sioux_falls(real_data):
    """Sioux Falls of bstabler/TransportationNetworks: its graph, capacities and ends."""
    content = (real_data / "networks" / "SiouxFalls_net.tntp").read_bytes()
    links = read_tntp(content, where="SiouxFalls_net.tntp").links
    ends = links[["tail", "head"]].to_numpy()
    graph = graph_of(
        ends[:, 0], ends[:, 1], links["hours"].to_numpy(), both_ways=links["both_ways"].to_numpy()
    )
    return graph, links["high_t_per_day"].to_numpy(), ends


def test_net_clrs_the_textbook_network_carries_23():
    """Cormen, Leiserson, Rivest & Stein, Introduction to Algorithms, figure 26.1."""
    links = np.array(
        [
            (0, 1, 16), (0, 2, 13), (1, 2, 10), (2, 1, 4), (1, 3, 12),
            (3, 2, 9), (2, 4, 14), (4, 3, 7), (3, 5, 20), (4, 5, 4),
        ]
    )  # fmt: skip
    graph = graph_of(links[:, 0], links[:, 1], np.ones(10), both_ways=np.zeros(10, bool))
    asked = {"origins": FIRST, "to": np.array([5]), "capacity": links[:, 2]}
    assert cut.most(graph, **asked) == 23
    assert cut.narrowest(graph, **asked) == (3, 23)


def test_net_sf_1_shortest_way_connectivity_and_diameter(real_data):
    graph, capacity, _ = sioux_falls(real_data)
    hours = quickest(graph, FIRST, keep=np.ones(len(graph.tail), bool)).hours
    assert graph.nodes == 24
    assert graph.links == 76
    assert hours[19] == 22
    keep = np.ones(graph.links, bool)
    assert cut.routes_without_common_link(graph, origins=FIRST, to=LAST, keep=keep) == 2
    assert cut.routes_without_common_node(graph, origins=FIRST, to=LAST, keep=keep) == 2
    steps = matrix(graph, np.ones(76), keep=keep)
    assert shortest_path(steps).max() == 6
    assert (capacity > 0).all()


def test_net_sf_2_maximum_flow_and_its_cut(real_data):
    """Links are named in tests alone: the cut is {(1, 3), (2, 6)}."""
    graph, capacity, ends = sioux_falls(real_data)
    flow = cut.most(graph, origins=FIRST, to=LAST, capacity=capacity)
    assert flow == pytest.approx(28361.654118, abs=1e-6)
    assert cut.narrowest(graph, origins=FIRST, to=LAST, capacity=capacity) == (2, flow)
    named = [(ends == pair).all(axis=1) for pair in ((0, 2), (1, 5))]
    assert sum(capacity[one].item() for one in named) == pytest.approx(flow, abs=1e-6)


def test_net_per_giant_share_of_a_random_network():
    """Erdős & Rényi 1960: at mean degree 2 the largest part holds .796812 of all nodes."""
    from scipy.sparse.csgraph import connected_components

    from ripeness.terms.chance import stream

    nodes, shares = 20_000, []
    for seed in range(10):
        ends = stream(seed, "tests", "giant").integers(0, nodes, (nodes, 2))
        graph = graph_of(ends[:, 0], ends[:, 1], np.ones(nodes), nodes=nodes)
        every = np.ones(len(graph.tail), bool)
        web = matrix(graph, np.ones(len(graph.tail)), keep=every)
        shares.append(np.bincount(connected_components(web)[1]).max() / nodes)
    assert np.mean(shares) == pytest.approx(0.796812, abs=0.01)
