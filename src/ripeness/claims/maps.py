"""Which of a source's maps speaks for a day, out of those known by another day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from ripeness.evidence.panel import ControlPanel
from ripeness.terms.question import Question, Slot

NEAR = timedelta(days=7)
"""How far from the day asked a map may lie and still speak for it."""


@dataclass(frozen=True)
class Series:
    """One source's maps of one place or region, each the latest drawing known by a day."""

    source: str
    """Who drew the maps."""
    drawn: Slot
    """The side whose ground the maps show."""
    maps: pd.DataFrame
    """One row a map, in the order of the last day for which each is valid; rows are numbered."""

    def on(self, day: date) -> int | None:
        """Return the row of the map that speaks for a day, or nothing where none lies near enough.

        A map whose days cover the one asked comes first (the one that ends soonest, for it
        shows the state at its end); then the last one before it; then the first one after.
        """
        asked, near = pd.Timestamp(day), pd.Timedelta(NEAR)
        start, end = self.maps["valid_from"], self.maps["valid_to"]
        covering = self.maps[(start <= asked) & (end >= asked)]
        if len(covering):
            return int(covering.index[0])
        before = self.maps[(end < asked) & (end >= asked - near)]
        if len(before):
            return int(before.index[-1])
        after = self.maps[(start > asked) & (start <= asked + near)]
        return int(after.index[0]) if len(after) else None


def known_series(question: Question, panel: ControlPanel, *, by: date) -> Mapping[str, Series]:
    """Return each source's maps of what the question is about, as known by a day.

    A map without an area is left out: a gap stays a gap. Of several drawings of the same
    days only the last one known by the day is kept.
    """
    rows = panel.readings
    rows = rows[
        (rows["unit"] == question.unit)
        & (rows["id"] == question.unit_id)
        & (rows["known_on"] <= pd.Timestamp(by))
        & rows["held_km2"].notna()
    ]
    rows = rows.sort_values(["source", "valid_to", "valid_from", "known_on"], kind="stable")
    rows = rows.drop_duplicates(["source", "valid_from", "valid_to"], keep="last")
    return {
        str(source): Series(
            str(source), _slot(group["drawn"].iloc[0]), group.reset_index(drop=True)
        )
        for source, group in rows.groupby("source", sort=True)
    }


def day_of(moment: object) -> date:
    """Return the day of a moment in a table."""
    return pd.Timestamp(str(moment)).date()


def _slot(text: object) -> Slot:
    return "a" if text == "a" else "b"
