"""What every reading of a map says besides its value: its days, its outline, its cautions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ripeness.claims.levels import UPPER_BOUND, Levels
from ripeness.claims.maps import day_of
from ripeness.terms.readings import Band, Reading


@dataclass(frozen=True)
class Answer:
    """The value that a measure read off one map, with what only that measure knows."""

    value: float
    """The value, in the measure's unit."""
    bands: tuple[Band, ...] = ()
    """The value under each drawing tolerance."""
    first_reached: dict[str, date | None] | None = None
    """First day of each share, for measures of shares."""
    met: tuple[date | None, bool] = (None, False)
    """First day in the asserted range, and whether that is only a bound."""
    note: str | None = None
    """What a reader must know about this value."""


def reading_of(levels: Levels, row: int, answer: Answer) -> Reading:
    """Return the reading of one map: the answer, with the map's days, outline and cautions."""
    chosen = levels.series.maps.iloc[row]
    on, valid_to = day_of(chosen["valid_from"]), day_of(chosen["valid_to"])
    notes = (answer.note, *_cautions(levels, chosen, banded=bool(answer.bands)))
    return Reading(
        source=levels.series.source,
        value=answer.value,
        bands=answer.bands,
        on=on,
        known_on=day_of(chosen["known_on"]),
        valid_to=valid_to if valid_to != on else None,
        first_reached=answer.first_reached or {},
        first_met=answer.met[0],
        first_met_is_bound=answer.met[1],
        distance_to_line_km=_number(chosen["line_km"]),
        place_outline=str(chosen["outline"]) or None,
        complement_assumed=levels.complement and not levels.bound,
        note="; ".join(note for note in notes if note) or None,
    )


def _cautions(levels: Levels, chosen: pd.Series, *, banded: bool) -> tuple[str, ...]:
    cautions: list[str] = []
    if levels.bound:
        cautions.append(UPPER_BOUND)
    if bool(chosen["completed"]):
        cautions.append(
            "level completed from ground that the case declares, which the source omits"
        )
    if not banded:
        cautions.append("no band: the source publishes areas without shapes")
    return tuple(cautions)


def _number(value: Any) -> float | None:  # noqa: ANN401 - a cell of a table
    return None if pd.isna(value) else float(value)
