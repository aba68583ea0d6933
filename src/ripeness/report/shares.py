"""Share of each place over time, as steps, by source."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ripeness.report import words
from ripeness.report.fields import Fields, columns
from ripeness.report.ground import day_number, day_numbers
from ripeness.results.record import Record

COLUMNS = (
    "source", "unit", "id", "valid_from", "valid_to", "unit_km2",
    "held_a", "held_b", "contested_km2", "low_250_km2", "high_250_km2", "drawn",
)  # fmt: skip
GAP_DAYS = 7
"""A step longer than this without a map is broken, not carried on."""
FINE = 1000
"""Shares travel as whole thousandths."""


def place_shares(record: Record) -> dict[str, dict[str, list[list[int | None]]]]:
    """Return, by place and source, runs of [from, to, share, low, high, contested].

    Days count from 1970-01-01; shares are thousandths of the place, of the side the source
    draws; the band is the drawing tolerance, null where the source has no polygons.
    """
    readings = columns(record.readings, COLUMNS, where="readings.parquet")
    places = readings[readings["unit"] == "place"].sort_values("valid_from", kind="stable")
    found: dict[str, dict[str, list[list[int | None]]]] = {}
    for (place, source), part in places.groupby(["id", "source"], sort=True):
        found.setdefault(str(place), {})[str(source)] = runs(part)
    return found


def runs(part: pd.DataFrame) -> list[list[int | None]]:
    """Join readings that say the same into runs; a gap of more than a week ends a run."""
    starts, ends = day_numbers(part["valid_from"]), day_numbers(part["valid_to"])
    held = np.where(part["drawn"] == "a", part["held_a"], part["held_b"])
    area = part["unit_km2"].to_numpy(float)
    figures = np.column_stack(
        [
            held,
            part["low_250_km2"].to_numpy(float) / area,
            part["high_250_km2"].to_numpy(float) / area,
            part["contested_km2"].to_numpy(float) / area,
        ]
    )
    found: list[list[int | None]] = []
    for start, end, row in zip(starts.tolist(), ends.tolist(), figures, strict=True):
        values = [None if np.isnan(one) else round(float(one) * FINE) for one in row]
        near = bool(found) and start - (found[-1][1] or 0) <= GAP_DAYS
        if near and found[-1][2:] == values:
            found[-1][1] = max(found[-1][1] or end, end)
            continue
        if near:
            found[-1][1] = start
        found.append([start, end, *values])
    return found


def marks(claims: Sequence[Fields]) -> list[dict[str, Any]]:
    """Return the claims about places that maps can test, to be marked on the time axis."""
    return [
        {
            "day": day_number(claim.day("said_on")),
            "id": claim.text("id"),
            "place": claim.text_or_none("place"),
            "who": claim.text("speaker"),
            "text": claim.text("text"),
            "verdict": words.verdict(claim.text("verdict")).label.lower(),
        }
        for claim in claims
        if claim.text_or_none("place") and claim.part_or_none("asserted")
    ]
