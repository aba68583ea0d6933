"""Flows obey their laws and agree with networkx and scipy."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow
from tests.supply.graphs import as_networkx, planar, random_graph

from ripeness.supply import cut
from ripeness.supply.flow import Asked, Delivery, quickest
from ripeness.supply.flow import deliver as deliver_asked
from ripeness.supply.graph import graph_of
from ripeness.supply.program import Program, laid_out, solved_together
from ripeness.supply.settled import Jam, settled
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError


def deliver(graph, **asked) -> Delivery:
    return deliver_asked(Asked(graph, **asked))


FIRST, LAST = np.array([0]), np.array([7])


def test_a_thousand_random_networks_flow_as_in_networkx_and_as_their_cut():
    for seed in range(1000):
        graph, capacity = random_graph(seed)
        web = as_networkx(graph, capacity)
        expected = nx.maximum_flow_value(web, 0, 7)
        assert cut.most(graph, origins=FIRST, to=LAST, capacity=capacity) == expected
        assert cut.narrowest(graph, origins=FIRST, to=LAST, capacity=capacity)[1] == expected


def test_a_thousand_random_deliveries_cost_as_in_networkx():
    for seed in range(1000):
        graph, capacity = random_graph(seed)
        demands = stream(seed, "tests", "demands").integers(0, 6, 3).astype(float)
        ends = np.array([5, 6, 7])
        got = deliver(
            graph, origins=FIRST, terminals=ends, demands=demands[None], capacity=capacity[None]
        )
        web = as_networkx(graph, capacity)
        for end, demand in zip(ends, demands, strict=True):
            web.add_edge(int(end), "sink", capacity=int(demand), weight=0)
        web.add_node("sink")
        flow = nx.max_flow_min_cost(web, 0, "sink")
        total = sum(row.get("sink", 0) for row in flow.values())
        assert got.delivered.sum() == pytest.approx(total, abs=1e-9)
        assert (got.delivered[0] <= demands + 1e-9).all()
        ours = np.round(got.delivered[0])
        assert got.delivered[0] == pytest.approx(ours, abs=1e-9)
        least = nx.cost_of_flow(web, flow)
        for end, amount in zip(ends, ours, strict=True):
            web.edges[int(end), "sink"]["capacity"] = int(amount)
        assert nx.cost_of_flow(web, nx.max_flow_min_cost(web, 0, "sink")) == least


def test_large_networks_deliver_as_much_as_scipy_lets_flow():
    for seed in range(3):
        tail, head, hours, capacity = planar(seed, 40)
        graph, whole = graph_of(tail, head, hours), np.round(capacity)
        chosen = stream(seed, "tests", "large").choice(1600, 24, replace=False)
        origins, ends = chosen[:4], chosen[4:]
        demands = np.full(20, 900.0)
        got = deliver(
            graph, origins=origins, terminals=ends, demands=demands[None], capacity=whole[None]
        )
        rows = np.concatenate([graph.tail, np.full(4, 1600), ends])
        columns = np.concatenate([graph.head, origins, np.full(20, 1601)])
        values = np.concatenate([whole[graph.link], np.full(4, 10**6), demands]).astype(np.int32)
        web = csr_array((values, (rows, columns)), shape=(1602, 1602))
        flow = maximum_flow(web, 1600, 1601).flow_value
        assert 0 < flow < demands.sum()
        assert got.delivered.sum() == pytest.approx(flow, rel=1e-9)


@given(seed=st.integers(0, 10**6), whole=st.booleans())
def test_the_maximum_flow_is_the_minimum_cut(seed, whole):
    graph, capacity = random_graph(seed, whole=whole)
    flow = cut.most(graph, origins=FIRST, to=LAST, capacity=capacity)
    count, carried = cut.narrowest(graph, origins=FIRST, to=LAST, capacity=capacity)
    assert carried == pytest.approx(flow, abs=1e-9)
    assert (count == 0) == (flow == 0)


def test_a_large_network_flows_as_a_linear_program_says():
    tail, head, hours, capacity = planar(1, 40)
    graph = graph_of(tail, head, hours)
    flow = cut.most(graph, origins=FIRST, to=np.array([1599]), capacity=capacity)
    got = deliver(
        graph,
        origins=FIRST,
        terminals=np.array([1599]),
        demands=np.array([[1e6]]),
        capacity=capacity[None],
    )
    assert not got.by_tree.any()
    assert got.delivered[0, 0] == pytest.approx(flow, rel=1e-9)


@given(seed=st.integers(0, 10**6), opened=st.integers(0, 15))
def test_opening_a_link_never_lowers_what_is_delivered(seed, opened):
    graph, capacity = random_graph(seed, whole=False)
    demands = np.full((2, 3), 4.0)
    both = np.stack([capacity, capacity])
    both[1, opened] += 5
    got = [
        deliver(
            graph,
            origins=FIRST,
            terminals=np.array([5, 6, 7]),
            demands=demands[:1],
            capacity=one[None],
        ).delivered.sum()
        for one in both
    ]
    assert got[1] >= got[0] - 1e-9


@given(seed=st.integers(0, 10**6))
def test_the_quickest_ways_are_the_optimum_where_nothing_is_scarce(seed):
    graph, capacity = random_graph(seed)
    ends = np.array([3, 5, 7])
    demands = np.array([[0.1, 0.2, 0.3]])
    got = deliver(
        graph, origins=FIRST, terminals=ends, demands=demands, capacity=capacity[None] * 10
    )
    tree = quickest(graph, FIRST, keep=capacity[graph.link] > 0)
    hours, by = tree.hours, tree.by
    assert got.by_tree.all()
    assert (got.delivered[0] == np.where(np.isfinite(hours[ends]), demands[0], 0)).all()
    inner = by >= 0
    assert (hours[inner] == hours[graph.tail[by[inner]]] + graph.hours[by[inner]]).all()


@given(seed=st.integers(0, 10**6))
def test_quickest_ways_and_program_agree_where_nothing_is_scarce(seed):
    graph, capacity = random_graph(seed)
    wide = (capacity > 0) * 100.0
    ends, demands = np.array([3, 5, 7]), np.array([1.0, 2.0, 3.0])
    tree = deliver(graph, origins=FIRST, terminals=ends, demands=demands[None], capacity=wide[None])
    arcs = wide[graph.link]
    reached = np.isfinite(quickest(graph, FIRST, keep=arcs > 0).hours)
    layout = laid_out(graph, FIRST, ends, keep=arcs > 0, reached=reached)
    (delivered,) = solved_together([Program(layout, demands=demands, capacity=arcs)])
    assert tree.by_tree.all()
    assert tree.delivered[0] == pytest.approx(delivered, abs=1e-9)


@given(seed=st.integers(0, 10**6))
def test_independent_routes_are_those_of_networkx(seed):
    graph, capacity = random_graph(seed, nodes=9, links=24)
    keep = capacity > 0
    web = nx.DiGraph()
    web.add_nodes_from(range(9))
    arcs = keep[graph.link]
    web.add_edges_from(zip(graph.tail[arcs].tolist(), graph.head[arcs].tolist(), strict=True))
    single = graph_of(
        np.array([edge[0] for edge in web.edges], int),
        np.array([edge[1] for edge in web.edges], int),
        np.ones(web.number_of_edges()),
        both_ways=np.zeros(web.number_of_edges(), bool),
        nodes=9,
    )
    open_all = np.ones(single.links, bool)
    expected = nx.edge_connectivity(web, 0, 8)
    assert (
        cut.routes_without_common_link(single, origins=FIRST, to=np.array([8]), keep=open_all)
        == expected
    )
    if not web.has_edge(0, 8):
        expected = nx.node_connectivity(web, 0, 8)
        assert (
            cut.routes_without_common_node(single, origins=FIRST, to=np.array([8]), keep=open_all)
            == expected
        )


def test_links_of_no_length_carry_at_once():
    graph = graph_of(np.array([0, 1]), np.array([1, 2]), np.array([0.0, 1.0]))
    got = deliver(
        graph,
        origins=FIRST,
        terminals=np.array([2]),
        demands=np.array([[2.0]]),
        capacity=np.array([[1.0, 3.0]]),
    )
    assert got.delivered[0, 0] == pytest.approx(1.0)


def test_a_terminal_cut_off_gets_nothing_and_one_at_an_origin_all():
    graph = graph_of(np.array([0, 2]), np.array([1, 3]), np.ones(2))
    got = deliver(
        graph,
        origins=FIRST,
        terminals=np.array([0, 1, 3]),
        demands=np.array([[1.0, 5.0, 1.0]]),
        capacity=np.array([[3.0, 9.0]]),
    )
    assert got.delivered[0] == pytest.approx([1.0, 3.0, 0.0])


def test_the_program_solves_what_a_plain_one_does():
    tail, head, hours, capacity = planar(3, 6)
    graph = graph_of(tail, head, hours)
    ends, demands = np.array([20, 30, 35]), np.array([400.0, 500.0, 600.0])
    got = deliver(
        graph, origins=FIRST, terminals=ends, demands=demands[None], capacity=capacity[None]
    )
    count = len(graph.tail)
    balance = np.zeros((36, count + 3))
    for arc in range(count):
        balance[graph.head[arc], arc] += 1
        balance[graph.tail[arc], arc] -= 1
    for index, end in enumerate(ends):
        balance[end, count + index] = -1
    plain = linprog(
        np.concatenate([np.zeros(count), -np.ones(3)]),
        A_eq=balance[1:],
        b_eq=np.zeros(35),
        bounds=[*((0, one) for one in capacity[graph.link]), *((0, one) for one in demands)],
    )
    assert got.delivered.sum() == pytest.approx(-plain.fun)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"hours": np.array([1.0, -1.0])}, "negative or missing length"),
        ({"hours": np.array([1.0, np.nan])}, "negative or missing length"),
        ({"head": np.array([1, 9])}, "out of range"),
        ({"tail": np.array([0])}, "differ in number"),
    ],
)
def test_links_that_cannot_be_are_named(change, told):
    given_ = {"tail": np.array([0, 1]), "head": np.array([1, 2]), "hours": np.ones(2)} | change
    with pytest.raises(ModelError, match=told):
        graph_of(given_["tail"], given_["head"], given_["hours"], nodes=3)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"origins": np.array([], int)}, "no origin"),
        ({"origins": np.array([5])}, "off the network as origin"),
        ({"terminals": np.array([], int)}, "no place"),
        ({"terminals": np.array([2, 2])}, "two places at one node"),
        ({"capacity": np.array([[-1.0, 1.0]])}, "negative or missing capacity"),
        ({"capacity": np.array([[1.0]])}, "1 capacities"),
        ({"demands": np.array([[-1.0]])}, "the least being -1"),
    ],
)
def test_a_delivery_that_cannot_be_asked_is_named(change, told):
    graph = graph_of(np.array([0, 1]), np.array([1, 2]), np.ones(2))
    asked = {
        "origins": FIRST,
        "terminals": np.array([2]),
        "demands": np.array([[1.0]]),
        "capacity": np.ones((1, 2)),
    } | change
    with pytest.raises(ModelError, match=told):
        deliver(graph, **asked)


def test_no_capacity_at_all_delivers_nothing():
    graph = graph_of(np.array([0, 1, 1]), np.array([1, 2, 1]), np.ones(3))
    asked = {"origins": FIRST, "capacity": np.zeros(3)}
    assert cut.most(graph, to=np.array([2]), **asked) == 0
    assert cut.narrowest(graph, to=np.array([2]), **asked) == (0, 0.0)


@given(seed=st.integers(0, 10**6))
def test_routes_to_many_ends_at_once_are_those_to_each(seed):
    graph, capacity = random_graph(seed, nodes=9, links=24)
    keep = capacity > 0
    ends = [np.array([8]), np.array([5, 6]), np.array([3])]
    found = cut.routes_to_each(graph, origins=FIRST, ends=ends, keep=keep)
    for end, (links, nodes) in zip(ends, found.tolist(), strict=True):
        asked = {"origins": FIRST, "to": end, "keep": keep}
        assert cut.routes_without_common_link(graph, **asked) == links
        assert cut.routes_without_common_node(graph, **asked) == nodes
    assert cut.routes_to_each(graph, origins=FIRST, ends=[], keep=keep).shape == (0, 2)


@given(seed=st.integers(0, 10**6), whole=st.booleans())
def test_what_a_cut_settles_is_what_the_program_says(seed, whole):
    graph, capacity = random_graph(seed, nodes=12, links=26, whole=whole)
    ends = np.array([5, 7, 9, 11])
    demands = stream(seed, "tests", "settled").uniform(0, 6, 4)
    arcs = capacity[graph.link]
    reached = np.isfinite(quickest(graph, FIRST, keep=arcs > 0).hours)
    layout = laid_out(graph, FIRST, ends, keep=arcs > 0, reached=reached)
    (plain,) = solved_together([Program(layout, demands=demands, capacity=arcs)])
    (got,) = settled([Jam(graph, FIRST, ends, demands, arcs)])
    known = np.isfinite(got)
    assert got[known] == pytest.approx(plain[known], abs=1e-6)
    assert (~known).sum() != 1


def test_jams_side_by_side_are_settled_as_each_alone():
    jams = []
    for seed in range(60):
        graph, capacity = random_graph(seed, nodes=12, links=26, whole=False)
        demands = stream(seed, "tests", "settled").uniform(0, 6, 3)
        jams.append(Jam(graph, FIRST, np.array([5, 8, 11]), demands, capacity[graph.link]))
    together = settled(jams)
    settled_ones = 0
    for one, got in zip(jams, together, strict=True):
        (alone,) = settled([one])
        assert np.array_equal(alone, got, equal_nan=True)
        settled_ones += int(np.isfinite(got).all())
    assert 0 < settled_ones < len(jams)
    assert settled([]) == []
