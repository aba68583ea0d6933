"""A network on disk: its tables, the inhabitants of its places, and where it is from."""

import io
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import Field, ValidationError

from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.files import digest_of_bytes, write_bytes, write_text
from ripeness.theatre.grid import Grid
from ripeness.theatre.network.checks import repeated
from ripeness.theatre.network.contraction import only_links
from ripeness.theatre.network.record import (
    CROSSED_TYPES,
    LINK_TYPES,
    NODE_TYPES,
    Network,
    NetworkSource,
    typed,
)

RECORD = "source.json"
"""Name of the record in a network's folder."""

PEOPLE_TYPES = {"place": "object", "people": "float64"}
"""Columns of inhabitants: of places whose count is not known there is no row."""

TABLES = {
    "nodes.parquet": NODE_TYPES,
    "links.parquet": LINK_TYPES,
    "crossed.parquet": CROSSED_TYPES,
    "people.parquet": PEOPLE_TYPES,
}
"""Tables of a network's folder, and their columns."""


class NetworkRecord(Declared):
    """Where a case's network comes from, and what was done to it."""

    title: str
    """Name shown."""
    credit: str
    """Whom to credit."""
    licence: str
    """The licence of the tables."""
    published: str
    """Public repositories and commits of the parts."""
    retrieved: date
    """The day on which the last part was retrieved."""
    command: str
    """The command that made these files."""
    grid: Grid
    """The grid of the cells that links cross."""
    parts: tuple[NetworkSource, ...]
    """Each part, with its own source."""
    people: str
    """What the inhabitants are counts of, and by whom."""
    off_network: tuple[str, ...] = ()
    """Places and origins near no road and no railway."""
    notes: tuple[str, ...] = ()
    """What is thin, reconstructed or schematic, in sentences."""
    files: dict[str, str] = Field(default_factory=dict)
    """SHA-256 of each file beside this record."""


@dataclass(frozen=True)
class NetworkFiles:
    """A network with its record, and the inhabitants of its places by id."""

    record: NetworkRecord
    network: Network
    people: pd.Series


def write_network(folder: Path, files: NetworkFiles) -> None:
    """Write a network; its record, written last, names the tables by digest.

    Args:
        folder: The network's folder.
        files: What to write; the digests in the record are made anew.
    """
    network, people = files.network, files.people
    tables = {
        "nodes.parquet": network.nodes,
        "links.parquet": network.links,
        "crossed.parquet": network.crossed,
        "people.parquet": pd.DataFrame({"place": people.index, "people": people.to_numpy(float)}),
    }
    digests = {}
    for name, types in TABLES.items():
        content = io.BytesIO()
        table = pa.Table.from_pandas(typed(tables[name], types), preserve_index=False)
        pq.write_table(table, content, compression="zstd", compression_level=9)
        write_bytes(folder / name, content.getvalue())
        digests[name] = digest_of_bytes(content.getvalue())
    record = files.record.model_copy(update={"files": digests})
    write_text(folder / RECORD, record.model_dump_json(indent=1) + "\n")


def read_network(folder: Path) -> NetworkFiles:
    """Read a network.

    Args:
        folder: The network's folder.

    Raises:
        DataError: If a file is missing, or is not the one that the record names.
    """
    try:
        record = NetworkRecord.model_validate_json((folder / RECORD).read_bytes())
        contents = {name: (folder / name).read_bytes() for name in TABLES}
    except (OSError, ValidationError) as error:
        raise DataError(
            **_unread(folder, f"no network that can be read ({str(error)[:120]})")
        ) from error
    strange = [name for name in TABLES if digest_of_bytes(contents[name]) != record.files.get(name)]
    if strange:
        raise DataError(
            **_unread(folder / strange[0], "a table other than the one that the record names")
        )
    try:
        tables = {
            name: typed(pq.read_table(io.BytesIO(contents[name])).to_pandas(), types)
            for name, types in TABLES.items()
        }
    except (pa.ArrowInvalid, KeyError, ValueError) as error:
        raise DataError(**_unread(folder, f"a table that cannot be read ({error})")) from error
    network = Network(
        nodes=tables["nodes.parquet"],
        links=tables["links.parquet"],
        crossed=tables["crossed.parquet"],
        grid=record.grid,
        sources=record.parts,
    )
    people = tables["people.parquet"].set_index("place")["people"]
    return NetworkFiles(record, network, people)


def rounded(network: Network) -> Network:
    """Return the network as it may be shipped: junctions known to a kilometre, figures short.

    Nodes lie at the middle of their cell, and in degrees to a hundredth; places and origins, which
    are named, are rounded like all others. Of links that then look alike, one is kept.

    Args:
        network: A network that lies on a grid.
    """
    grid = network.grid
    nodes = network.nodes.round({"lon": 2, "lat": 2})
    if grid is not None:
        column = (nodes["x_m"] - grid.origin_x_m) // grid.cell_m
        row = (grid.origin_y_m - nodes["y_m"]) // grid.cell_m
        nodes = nodes.assign(
            x_m=grid.origin_x_m + (column + 0.5) * grid.cell_m,
            y_m=grid.origin_y_m - (row + 0.5) * grid.cell_m,
        )
    links = network.links.round({"length_km": 1, "hours": 3, "speed_km_per_h": 1})
    links = links.assign(length_km=links["length_km"].clip(lower=0.1))
    crossed = network.crossed.round({"km": 2})
    short = replace(network, nodes=nodes, links=links, crossed=crossed)
    return only_links(short, ~repeated(links))


def _unread(path: Path, found: str) -> dict[str, str]:
    return {
        "found": found,
        "where": str(path),
        "expected": "a network written whole by one command",
        "remedy": "Make the network's files again, or take `network: folder:` out of the case.",
    }
