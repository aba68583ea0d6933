"""A small sound case, as text, and the ways to spoil it."""

import json
from pathlib import Path

SOUND = """\
name: small
title: A small case
question: Who holds the town?
as_of: 2025-12-05
evidence_to: 2026-02-28
sides:
  - {id: north, name: North, adjective: Northern, slot: a}
  - {id: south, name: South, adjective: Southern, slot: b}
parties:
  - {id: friends, name: Friends}
theatre:
  window: {west: 37.0, east: 38.0, south: 48.0, north: 49.0}
  total: {name: Land}
  regions:
    - {id: province, name: Province, outline: "boundaries/shapes.geojson#Province"}
  places:
    - {id: town, name: Town, region: province, outline: "boundaries/shapes.geojson#Town"}
evidence:
  sources:
    - name: deepstate
      draws: north
      scope: All of it.
      complement: {side: south, reason: A war of two.}
losses:
  sources:
    - {name: oryx, labels: {North: north}, vintage: assumed, lag_days: 30}
one_hand: [[deepstate]]
claims:
  - id: taken
    text: The town is taken.
    speaker: A staff
    said_on: 2025-11-30
    published_on: 2025-12-01
    kind: control
    about: north
    measure: {name: share_held}
    asserted: {words: taken}
    side: north
    place: town
    sources: [{title: A paper}]
    evidence: seen
  - id: motive
    text: It was said for a motive.
    speaker: An author
    said_on: 2025-12-01
    published_on: 2025-12-01
    kind: motive
    not_measurable_because: A motive is in the mind.
    sources: [{title: A paper}]
    evidence: recalled
links:
  - {id: said, title: What was said, claims: [taken, motive]}
rupture:
  theatres: [total, province]
"""


def square(name: str, west: float, south: float, side: float) -> dict:
    """A square outline of a name."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    properties = {"name": name, "geom_kind": "a square"}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_case(folder: Path, text: str | bytes = SOUND) -> Path:
    """Write a case with its boundary file into a folder and return the folder."""
    (folder / "boundaries").mkdir(parents=True, exist_ok=True)
    shapes = [square("Province", 37.0, 48.0, 1.0), square("Town", 37.4, 48.4, 0.1)]
    collection = {"type": "FeatureCollection", "features": shapes}
    (folder / "boundaries/shapes.geojson").write_text(json.dumps(collection))
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "case.yaml").write_bytes(content)
    return folder


def line_of(text: str, fragment: str) -> int:
    """The line on which a fragment stands first."""
    return text[: text.index(fragment)].count("\n") + 1
