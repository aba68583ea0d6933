"""The network of the founding case: what is shipped, whose origins are whose, what is not said."""

import json
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.case.files import SOUND, write_case

from ripeness.case.load import LIBRARY, check
from ripeness.case.mirror import mirrored
from ripeness.case.network import abroad_cells, drawing_of, open_network, supply_sources, with_sides
from ripeness.case.opened import open_case
from ripeness.evidence.cells import state_at
from ripeness.evidence.panel import mirrored as mirrored_panel
from ripeness.supply.held import ground_of
from ripeness.supply.state import CLOSED, link_state
from ripeness.terms.errors import DataError, NoDataError
from ripeness.theatre.network.checks import network_faults, parts_fault
from ripeness.theatre.network.declared import LinkClass, StatedRange, Transfer
from ripeness.theatre.network.variants import VARIANTS, variant

FOLDER = LIBRARY / "pokrovsk" / "network"


@pytest.fixture(scope="module")
def opened():
    return open_case("pokrovsk")


@pytest.fixture(scope="module")
def network(opened):
    return open_network(opened)


def held(opened, source, day):
    """The ground as a source draws it on a day."""
    cells, size = opened.panel.cells, opened.panel.grid.size
    layers = [
        state_at(cells, day, source=source, layer=layer, size=size)
        for layer in ("held", "contested")
    ]
    return ground_of(*layers, drawing_of(opened, source))


def test_the_shipped_network_is_whole_small_and_without_fault(network):
    assert network_faults(network.network) == ()
    assert parts_fault(network.network) is None
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 500_000


def test_every_place_of_the_case_and_every_origin_is_on_it(opened, network):
    places = {place.id for place in opened.case.theatre.places}
    assert set(network.network.ids("place")) == places
    assert len(network.network.origins("a")) >= 1
    assert len(network.network.origins("b")) >= 1
    assert set(network.people.index) <= places
    assert (network.people > 0).all()


def test_junctions_have_no_name_and_are_known_to_a_kilometre(network):
    nodes = network.network.nodes
    junctions = nodes[nodes["kind"] == "junction"]
    assert set(junctions["place"]) == {""}
    assert set((nodes[["x_m", "y_m"]].to_numpy() % 1000).ravel()) == {500.0}


def test_no_word_of_the_shipped_network_names_a_bridge_a_station_or_a_facility():
    text = (FOLDER / "source.json").read_text(encoding="utf-8")
    tables = "".join(
        path.read_bytes().decode("latin-1") for path in sorted(FOLDER.glob("*.parquet"))
    )
    for word in ("station_name", "bridge_", "depot", "barracks", "osm-node", "osm_id", "way/"):
        assert word not in text + tables
    assert not re.search(r'"(lon|lat)":', text)


def test_links_carry_only_class_length_time_capacity_and_standing(network):
    assert set(network.network.links) == {
        "tail", "head", "mode", "link_class", "length_km", "hours", "low_t_per_day",
        "high_t_per_day", "speed_km_per_h", "both_ways", "standing",
    }  # fmt: skip
    assert set(network.network.links["standing"]) <= {"mapped", "reconstructed", "schematic"}


def test_what_is_thin_is_said_in_the_record(network):
    notes = " ".join(network.record.notes)
    for word in ("reconstructed", "scheme", "general knowledge", "tracks", "Capacities"):
        assert word in notes
    assert {part.standing for part in network.record.parts} >= {"reconstructed", "schematic"}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_reaches_places_of_both_sides(network, name):
    one = variant(network.network, name, seed=1, draw=0)
    linked = set(one.links[["tail", "head"]].to_numpy().ravel())
    for side in ("a", "b"):
        assert linked & set(one.origins(side).tolist())


def test_sources_without_cells_or_without_a_declared_rest_are_left_out(opened):
    assert supply_sources(opened) == ("deepstate", "deepstate_grey", "liveuamap")
    sources = tuple(
        one.model_copy(update={"complement": None}) for one in opened.case.evidence.sources
    )
    evidence = opened.case.evidence.model_copy(update={"sources": sources})
    bare = replace(opened, case=opened.case.model_copy(update={"evidence": evidence}))
    assert supply_sources(bare) == ()


@pytest.mark.parametrize("source", ["deepstate", "liveuamap", "deepstate_grey"])
def test_origins_are_open_to_their_own_side_alone(opened, network, source):
    day = date(2025, 6, 1)
    ground = held(opened, source, day)
    links = network.network.links
    for side, other in (("a", "b"), ("b", "a")):
        state = link_state(
            network.network, ground, side=side, rules=network.declared.states, degraded_km=15
        )
        for whose, usable in ((side, True), (other, False)):
            at = np.isin(links[["tail", "head"]], network.network.origins(whose)).any(axis=1)
            assert (state[at] != CLOSED).any() == usable


def test_more_links_close_to_the_side_that_loses_ground(opened, network):
    closed = {
        (side, year): (
            link_state(
                network.network,
                held(opened, "deepstate", date(year, 2, 28)),
                side=side,
                rules=network.declared.states,
                degraded_km=15,
            )
            == CLOSED
        ).sum()
        for side in ("a", "b")
        for year in (2025, 2026)
    }
    assert closed["b", 2026] > closed["b", 2025]
    assert closed["a", 2026] < closed["a", 2025]


def test_exchanging_the_sides_of_the_case_exchanges_every_state(opened, network):
    turned = replace(opened, case=mirrored(opened.case), panel=mirrored_panel(opened.panel))
    other = open_network(turned)
    assert other.network.origins("a").tolist() == network.network.origins("b").tolist()
    day = date(2025, 12, 5)
    for side, facing in (("a", "b"), ("b", "a")):
        one = link_state(
            network.network,
            held(opened, "deepstate", day),
            side=side,
            rules=network.declared.states,
            degraded_km=15,
        )
        same = link_state(
            other.network,
            held(turned, "deepstate", day),
            side=facing,
            rules=other.declared.states,
            degraded_km=15,
        )
        assert (one == same).all()


def test_ground_beyond_the_land_is_found(opened):
    abroad = abroad_cells(opened)
    assert 0.03 < abroad.mean() < 0.3


def test_a_case_may_state_what_classes_and_transfers_take(opened, network):
    stated = StatedRange(low=7, high=9, source="a test")
    declared = opened.case.network.model_copy(
        update={
            "classes": (LinkClass(name="primary", mode="road", km_per_h=10, t_per_day=stated),),
            "transfers": (Transfer(mode="rail", within_km=5, hours=3, t_per_day=stated),),
        }
    )
    case = opened.case.model_copy(update={"network": declared})
    links = open_network(replace(opened, case=case)).network.links
    primary = links[links["link_class"] == "primary"]
    loading = links[(links["mode"] == "transfer") & (links["link_class"] == "rail")]
    for rows in (primary, loading):
        assert set(rows["low_t_per_day"]) == {7}
        assert set(rows["high_t_per_day"]) == {9}
    assert primary["hours"].to_numpy() == pytest.approx(primary["length_km"].to_numpy() / 10)
    assert set(loading["hours"]) == {3}
    others = ~links.index.isin(primary.index) & ~links.index.isin(loading.index)
    assert links[others].equals(network.network.links[others])


def test_a_case_without_a_network_says_so(opened):
    bare = opened.case.network.model_copy(update={"folder": None})
    case = opened.case.model_copy(update={"network": bare})
    with pytest.raises(NoDataError, match="no network"):
        open_network(replace(opened, case=case))


def test_a_network_not_yet_published_is_refused_unless_the_case_assumes_it(opened):
    published = opened.case.network.model_copy(update={"vintage": "published"})
    case = opened.case.model_copy(update={"network": published})
    with pytest.raises(NoDataError, match="a network retrieved on 2026-11-22"):
        open_network(replace(opened, case=case))


def test_an_origin_that_the_files_lack_is_named(opened, network):
    origins = opened.case.network.origins
    renamed = (origins[0].model_copy(update={"id": "elsewhere"}), *origins[1:])
    declared = opened.case.network.model_copy(update={"origins": renamed})
    case = opened.case.model_copy(update={"network": declared})
    with pytest.raises(DataError, match="no origin elsewhere"):
        with_sides(network.network, replace(opened, case=case))


def test_the_shipped_network_is_what_its_command_makes(real_data, tmp_path, monkeypatch):
    import shutil
    import sys

    from tests.conftest import ROOT

    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.setattr(sys, "argv", ["ship_network.py"])
    import ship_network

    shutil.copytree(FOLDER.parent, tmp_path / "case")
    (tmp_path / "case" / "network" / "nodes.parquet").unlink()
    monkeypatch.chdir(tmp_path)
    ship_network.ship_network(real_data, tmp_path / "case")
    made = json.loads((tmp_path / "case" / "network" / "source.json").read_text(encoding="utf-8"))
    kept = json.loads((FOLDER / "source.json").read_text(encoding="utf-8"))
    assert made["files"] == kept["files"]


BLOCK = """network:
  folder: network
  beyond_land: north
  origins:
    - {id: rear_north, name: Rear, side: north, longitude: 36.0, latitude: 48.0}
    - {id: rear_south, name: Rear, side: south, longitude: 36.5, latitude: 48.0}
"""


def spoilt(folder, old="", new=""):
    """The faults of a small case with a network, spoilt in one spot."""
    assert old in BLOCK
    return check(write_case(folder, SOUND + BLOCK.replace(old, new, 1)))


def test_a_sound_network_block_has_no_fault_but_for_the_files_it_lacks(tmp_path):
    (fault,) = spoilt(tmp_path)
    assert fault.found == "no network in `network`"
    (tmp_path / "network").mkdir()
    (tmp_path / "network" / "source.json").write_text("{}", encoding="utf-8")
    assert check(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("side: north", "side: nroth", "'nroth'"),
        ("beyond_land: north", "beyond_land: nort", "'nort'"),
        ("side: south", "side: north", "no origin of south"),
        ("folder: network", "folder: ../elsewhere", "which leaves the folder"),
        ("rear_south", "rear_north", "`rear_north` a second time"),
        ("rear_south", "town", "`town` a second time"),
        ("longitude: 36.5", "longitude: 236.5", "236.5"),
        ("beyond_land", "beyond", "unknown key `beyond`"),
    ],
)
def test_a_wrong_network_block_is_named(tmp_path, old, new, found):
    assert any(found in fault.found for fault in spoilt(tmp_path, old, new))


def test_a_range_upside_down_is_named(tmp_path):
    states = "  states:\n    degraded_km: {low: 9, high: 3, source: a test}\n"
    faults = check(write_case(tmp_path, SOUND + BLOCK + states))
    assert any(
        "low must not be more than high" in f"{fault.found}{fault.expected}" for fault in faults
    )
