"""The columns of the control panel's table of readings."""

import pandas as pd

AREAS = (
    "held_km2", "contested_km2",
    "low_250_km2", "high_250_km2", "low_1000_km2", "high_1000_km2",
)  # fmt: skip
"""Columns of areas in a reading; NaN where the source does not say."""

DAYS = ("valid_from", "valid_to", "known_on")
"""Columns of days."""

READING_COLUMNS = (
    "source", "unit", "id", *DAYS, "drawn", "unit_km2", *AREAS,
    "line_km", "completed", "outline", "digest",
)  # fmt: skip
"""Columns of readings, in order."""

READING_TYPES = {
    **dict.fromkeys(DAYS, "datetime64[s]"),
    **dict.fromkeys(("unit_km2", *AREAS, "line_km"), "float64"),
    "completed": "bool",
}
"""Types of the columns that are no text."""


def no_readings() -> pd.DataFrame:
    """Return a table of readings without rows."""
    empty = pd.DataFrame({name: pd.Series(dtype=object) for name in READING_COLUMNS})
    return empty.astype(READING_TYPES)
