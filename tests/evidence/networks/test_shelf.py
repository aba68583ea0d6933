"""A network on disk comes back as it went, and a table that was changed is refused."""

from datetime import date

import pandas as pd
import pytest
from tests.theatre.network.drawings import GRID, SOURCE
from tests.theatre.network.test_build import built

from ripeness.evidence.networks.shelf import (
    TABLES,
    NetworkFiles,
    NetworkRecord,
    read_network,
    rounded,
    write_network,
)
from ripeness.terms.errors import DataError


def files():
    record = NetworkRecord(
        title="A test",
        credit="nobody",
        licence="none",
        published="nowhere",
        retrieved=date(2025, 1, 1),
        command="a test",
        grid=GRID,
        parts=(SOURCE,),
        people="counted for a test",
    )
    people = pd.Series({"middle": 1200.0, "east": 5.0}, name="people").rename_axis("place")
    return NetworkFiles(record, rounded(built().network), people)


def test_a_network_comes_back_as_it_went(tmp_path):
    made = files()
    write_network(tmp_path, made)
    read = read_network(tmp_path)
    for table in ("nodes", "links", "crossed"):
        pd.testing.assert_frame_equal(getattr(read.network, table), getattr(made.network, table))
    assert read.network.grid == GRID
    assert read.people.to_dict() == made.people.to_dict()
    assert sorted(read.record.files) == sorted(TABLES)


def test_the_same_network_is_written_to_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_network(tmp_path / name, files())
    for name in TABLES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("name", [*TABLES, "source.json"])
def test_a_missing_or_changed_file_is_refused(tmp_path, name):
    write_network(tmp_path, files())
    (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(DataError, match=r"no network that can be read|a table other than the one"):
        read_network(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(DataError, match="no network that can be read"):
        read_network(tmp_path)


def test_a_shipped_network_knows_where_junctions_are_only_to_a_kilometre():
    network = rounded(built().network)
    for column in ("x_m", "y_m"):
        assert set((network.nodes[column] % 1000).round(3)) == {500.0}
    assert (network.nodes["lon"] == network.nodes["lon"].round(2)).all()
    assert (network.links["length_km"] >= 0.1).all()
    assert set(network.nodes.loc[network.nodes["kind"] == "junction", "place"]) == {""}
