"""Rebuilds the network that the founding case ships, from the data folder.

    python tools/ship_network.py [DATA] [CASE]

A derived database of OpenStreetMap and others: junctions without names, known to a kilometre; links
as a class, a length and the cells of the 1 km grid that they cross; places and origins by name.
Files upstream are those of `RIPENESS_DATA`, retrieved on the day that its PROVENANCE.md states.
"""

import gzip
import json
import sys
from datetime import date
from pathlib import Path

import pandas as pd
from ship_boundaries import CASE, RETRIEVED, data_folder, read

from ripeness.case.load import load_case
from ripeness.evidence.networks.geojson import read_lines
from ripeness.evidence.networks.scheme import read_scheme
from ripeness.evidence.networks.shelf import NetworkFiles, NetworkRecord, rounded, write_network
from ripeness.evidence.networks.stations import read_rail
from ripeness.terms.files import digest_of_file
from ripeness.theatre.areas import WGS84
from ripeness.theatre.grid import Grid, Window, make_grid
from ripeness.theatre.network.build import BuildRules, Built, build_network
from ripeness.theatre.network.classes import class_table, transfer_table
from ripeness.theatre.network.lines import Lines, of_classes, within
from ripeness.theatre.network.record import NetworkSource, Standing

RAIL = "transport/rail_edges_east.geojson.gz"
STATIONS = "transport/rail_stations_east.csv.gz"
ROADS = "transport/roads_osm_pavlohrad_west_approach.geojson.gz"
TOWNS = "transport/roads_schematic_nodes.csv"
SCHEME = "transport/roads_schematic_edges.csv"
PLACES = "admin/settlements_core.geojson"
REAR = Path(__file__).with_name("rear_roads.json")

BOX = Window(west=34.4, east=40.6, south=46.2, north=50.2)
"""Railways in this box are read: the window and the rears of both sides."""

KEPT = ("motorway", "trunk", "primary", "secondary", "tertiary")
"""Classes of mapped roads that are read."""

JOINED_M = 6000.0
"""How far a town of the scheme may lie from the mapped roads to be joined to them."""

OSM = "© OpenStreetMap contributors"
COMMAND = "RIPENESS_DATA=DATA python tools/ship_network.py"

NOTES = (
    """Near the line railways are reconstructed from stations as straight segments: the network as
    it was before 2022, approximately; what works of it today nobody publishes.""",
    """Roads are a scheme of main roads between towns, straight lines times 1.18, compiled by hand
    from general knowledge; mapped roads begin 35 km west of Pokrovsk.""",
    """Farm and forest tracks, by which much of what is near the line moves, are not in it.""",
    """A bridge over a road or a railway counts as a crossing; which is which is not read.""",
    """Capacities are planning figures by class; no link's own capacity, state or repair is
    known.""",
)


def source(data: Path, name: str, file: str | Path, **about: str) -> NetworkSource:
    """Return the record of one part."""
    standing: Standing = about.pop("standing")  # pyright: ignore[reportAssignmentType]
    digest = digest_of_file(data / file)
    return NetworkSource(
        name=name,
        standing=standing,
        retrieved=date.fromisoformat(RETRIEVED),
        upstream_digest=digest,
        **about,
    )


def rail(data: Path) -> Lines:
    """Railways, as mapped and as reconstructed near the line."""
    about = source(
        data,
        "rail",
        RAIL,
        title="Railways of the east",
        standing="reconstructed",
        credit=f"{OSM}, by way of hermano-us/rail-ukraine-pulse",
        licence="ODbL 1.0",
        published="hermano-us/rail-ukraine-pulse @5703570",
        notes="A snapshot of a later map; nothing of it but geometry is used.",
    )
    edges, stations = (gzip.decompress((data / file).read_bytes()) for file in (RAIL, STATIONS))
    return within(read_rail(edges, stations, about, where=RAIL), BOX)


def roads(data: Path) -> Lines:
    """Mapped roads west of the window."""
    about = source(
        data,
        "roads_west",
        ROADS,
        title="Roads west of the window",
        standing="mapped",
        credit=f"{OSM}, by way of edarin/PyNetworkFriction",
        licence="ODbL 1.0",
        published="edarin/PyNetworkFriction @fd1f856",
        notes="Stops 35 km west of Pokrovsk, and has gaps in towns.",
    )
    content = gzip.decompress((data / ROADS).read_bytes())
    return of_classes(read_lines(content, about, where=ROADS), KEPT)


def scheme(data: Path) -> Lines:
    """The scheme of main roads between towns."""
    about = source(
        data,
        "scheme",
        SCHEME,
        title="Main roads between towns",
        standing="schematic",
        credit="compiled for this project",
        licence="facts of general knowledge",
        published="compiled by hand from general knowledge",
        notes="Length is the straight line times 1.18.",
    )
    nodes, links = ((data / file).read_bytes() for file in (TOWNS, SCHEME))
    return read_scheme(nodes, links, about, where=SCHEME)


def rear(data: Path) -> Lines:
    """The scheme continued into the rear of the east and south, by the same rule."""
    about = source(
        data,
        "scheme_rear",
        REAR,
        title="Main roads of the east and south",
        standing="schematic",
        credit="compiled for this project",
        licence="facts of general knowledge",
        published="compiled by hand from general knowledge (recalled)",
        notes="Continues the scheme, which ends at the window's edge, into the rear of both sides; "
        "length is the straight line times 1.18.",
    )
    content = json.loads(REAR.read_text(encoding="utf-8"))
    towns = pd.read_csv(data / TOWNS)[["node", "lon", "lat"]]
    added = pd.DataFrame(content["towns"], columns=["node", "lon", "lat"])
    nodes = pd.concat([towns, added], ignore_index=True)
    links = with_lengths(nodes, pd.DataFrame(content["links"], columns=["u", "v", "confidence"]))
    return read_scheme(
        nodes.to_csv(index=False).encode(), links.to_csv(index=False).encode(), about, where="rear"
    )


def with_lengths(nodes: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Give each link the length of the straight line times 1.18, as the scheme has it."""
    at = nodes.set_index("node")
    ends = [at.loc[links[name], ["lon", "lat"]].to_numpy(float) for name in ("u", "v")]
    _, _, metres = WGS84.inv(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])
    return links.assign(est_road_km=(metres / 1000 * 1.18).round(1))


def named(data: Path, case_folder: Path) -> tuple[pd.DataFrame, pd.Series]:
    """Return the places and origins of the case, and the inhabitants of the places."""
    case = load_case(case_folder)
    found = {one["properties"]["name"]: one["properties"] for one in read(data / PLACES)}
    rows = [
        (place.id, "place", "", about["lon"], about["lat"], about.get("pop_2022_ukrstat"))
        for place in case.theatre.places
        if (about := found.get(place.outline.split("#", 1)[1])) is not None
    ]
    rows += [
        (one.id, "origin", "", one.longitude, one.latitude, None) for one in case.network.origins
    ]
    table = pd.DataFrame(rows, columns=["place", "kind", "side", "lon", "lat", "people"])
    return table, table.set_index("place")["people"].astype(float).dropna()


def record(built: Built, parts: list[Lines], grid: Grid) -> NetworkRecord:
    """Return the record of what was built."""
    crossings = f"{built.crossings} pairs of links of the scheme cross without a junction."
    return NetworkRecord(
        title="Roads and railways",
        credit=f"{OSM}, by way of hermano-us/rail-ukraine-pulse and edarin/PyNetworkFriction; "
        "the scheme of roads compiled for this project",
        licence="ODbL 1.0 (a derived database); inhabitants: MIT (KSE)",
        published="hermano-us/rail-ukraine-pulse @5703570; edarin/PyNetworkFriction @fd1f856; "
        "kse-ua/ua-de-center @b64210c",
        retrieved=date.fromisoformat(RETRIEVED),
        command=COMMAND,
        grid=grid,
        parts=tuple(part.source for part in parts),
        people="Inhabitants on 1 January 2022 (Ukrstat, by way of KSE): before the war, not now.",
        off_network=built.off_network,
        notes=tuple(" ".join(note.split()) for note in (*NOTES, crossings)),
    )


def ship_network(data: Path, case_folder: Path) -> None:
    """Build the case's network and write it into the case's folder."""
    places, people = named(data, case_folder)
    parts = [rail(data), roads(data), scheme(data), rear(data)]
    rules = BuildRules(class_table(), transfer_table(), joined_m=JOINED_M)
    grid = make_grid(load_case(case_folder).theatre.window)
    built = build_network(parts, places, grid=grid, rules=rules)
    files = NetworkFiles(record(built, parts, grid), rounded(built.network), people)
    write_network(case_folder / "network", files)
    print(
        f"{built.network.size} nodes, {len(built.network.links)} links; "
        f"off the network: {', '.join(built.off_network) or 'none'}; "
        f"{built.given_km:.0f} km read, {built.split_km:.0f} km once each"
    )
    for path in sorted((case_folder / "network").iterdir()):
        print(f"{path.relative_to(case_folder)}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    ship_network(given[0] if given else data_folder(), given[1] if len(given) > 1 else CASE)
