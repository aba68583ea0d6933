"""Small control panels made by hand, and a claim to ask of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from ripeness.claims.claim import Asserted, Called, Cited, Claim
from ripeness.claims.rules import GroundRules
from ripeness.evidence.cells import no_changes
from ripeness.evidence.panel import ControlPanel
from ripeness.terms.question import Question
from ripeness.theatre.grid import Window, make_grid

NAN = float("nan")
DAY = date(2025, 11, 30)


def reading(source: str = "x", day: str = "2025-11-30", held: float = 50.0, **other: Any) -> dict:
    """One map of a place of 100 km²; its band is one km² each way at 250 m and four at 1 km."""
    valid_to = other.pop("valid_to", day)
    return {
        "source": source,
        "unit": "place",
        "id": "town",
        "valid_from": day,
        "valid_to": valid_to,
        "known_on": other.pop("known_on", valid_to),
        "drawn": "a",
        "unit_km2": 100.0,
        "held_km2": held,
        "contested_km2": NAN,
        "low_250_km2": max(held - 1, 0.0),
        "high_250_km2": min(held + 1, 100.0),
        "low_1000_km2": max(held - 4, 0.0),
        "high_1000_km2": min(held + 4, 100.0),
        "line_km": 2.5,
        "completed": False,
        "outline": "a circle",
        "digest": "0" * 64,
        **other,
    }


def panel_of(rows: Sequence[dict]) -> ControlPanel:
    """A control panel with these readings and no cells."""
    readings = pd.DataFrame(rows or [reading()])
    for column in ("valid_from", "valid_to", "known_on"):
        readings[column] = pd.to_datetime(readings[column]).astype("datetime64[s]")
    grid = make_grid(Window(west=37.0, east=37.2, south=48.0, north=48.2))
    return ControlPanel(readings if rows else readings.iloc[:0], no_changes(), grid, {})


def claim_of(**given: Any) -> Claim:
    """A claim that A has taken the town, but for what is given."""
    made = {
        "id": "taken",
        "text": "The town is taken.",
        "speaker": "A staff",
        "said_on": DAY,
        "published_on": DAY,
        "kind": "control",
        "measure": Called(name="share_held"),
        "asserted": Asserted(words="taken"),
        "side": "north",
        "place": "town",
        "sources": (Cited(title="a paper"),),
        "evidence": "seen",
    }
    return Claim(**(made | given))


def rules_of(**given: Any) -> GroundRules:
    """Two sides, one place; complements only where they are given."""
    made = {
        "evidence_to": date(2026, 2, 28),
        "slots": {"north": "a", "south": "b"},
        "names": {"north": "North", "south": "South", "town": "Town", "land": "Land"},
        "sources": ("x", "y"),
    }
    return GroundRules(**(made | given))


def question(**given: Any) -> Question:
    """What A holds of the town."""
    made = {"measure": "share_held", "slot": "a", "place": "town", "on": DAY, "said_on": DAY}
    return Question(**(made | given))
