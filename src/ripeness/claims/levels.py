"""What a source's maps say of one side's ground, map by map, with its bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from ripeness.claims.maps import Series, day_of
from ripeness.terms.question import Question
from ripeness.terms.readings import Band

TOLERANCES_M = (250, 1000)
"""Drawing tolerances in metres: the first decides, the second shows how much hangs on it."""

GreyZone = Literal["in", "out"]
"""Whether ground drawn as contested counts as left to the side that does not hold the rest."""

UPPER_BOUND = (
    "not shown is not the other side's: an upper bound, for the case declares no complement"
)


@dataclass(frozen=True)
class Levels:
    """One side's ground by one source: a value and its bands for every map."""

    series: Series
    """The maps."""
    value: pd.Series
    """The value by map."""
    bands: Mapping[int, tuple[pd.Series, pd.Series]]
    """Tolerance in metres to the lowest and the highest value by map."""
    complement: bool
    """Whether the values rest on all that is not shown being this side's."""
    bound: bool
    """Whether the value is only an upper bound, no complement having been declared."""

    def divided(self) -> "Levels":
        """Return the same as shares, between 0 and 1, of the place's or region's area."""
        area = self.series.maps["unit_km2"].where(self.series.maps["unit_km2"] > 0)
        value, *ends = (
            (square_km / area).clip(0.0, 1.0)
            for square_km in (self.value, *(end for pair in self.bands.values() for end in pair))
        )
        bands = dict(zip(self.bands, zip(ends[::2], ends[1::2], strict=True), strict=True))
        return Levels(self.series, value, bands, self.complement, self.bound)

    def bands_at(self, row: int) -> tuple[Band, ...]:
        """Return the bands of one map, which always hold its value."""
        value = float(self.value.loc[row])
        if self.bound and not self.bands:
            return (Band(tolerance_m=0, low=0.0, high=value),)
        return tuple(
            Band(
                tolerance_m=tolerance,
                low=0.0 if self.bound else min(float(low.loc[row]), value),
                high=max(float(high.loc[row]), value),
            )
            for tolerance, (low, high) in sorted(self.bands.items())
            if pd.notna(low.loc[row]) and pd.notna(high.loc[row])
        )


def ground(series: Series, question: Question, *, grey_zone: GreyZone) -> Levels:
    """Return the ground, in km², of the side asked about.

    Where the source draws that side, it is what the maps show. Where it draws the other side,
    it is the rest of the place or region; the grey zone counts with it or not, as asked.
    """
    maps = series.maps
    bands = {t: (maps[f"low_{t}_km2"], maps[f"high_{t}_km2"]) for t in TOLERANCES_M}
    if series.drawn == question.slot:
        return Levels(series, maps["held_km2"], _drawn(bands), complement=False, bound=False)
    rest = maps["unit_km2"]
    if grey_zone == "out":
        rest = rest - maps["contested_km2"].fillna(0.0)  # who draws none has none to leave out
    other = {t: ((rest - high).clip(lower=0), rest - low) for t, (low, high) in bands.items()}
    bound = series.source not in question.complements
    value = (rest - maps["held_km2"]).clip(lower=0)
    return Levels(series, value, _drawn(other), complement=True, bound=bound)


def first_days_reached(levels: Levels, thresholds: tuple[float, ...]) -> dict[str, date | None]:
    """Return the first day on which each share was reached, or nothing where it was not."""
    days = levels.series.maps["valid_to"]
    reached = {t: days[levels.value >= t] for t in thresholds}
    return {f"{t:g}": day_of(when.iloc[0]) if len(when) else None for t, when in reached.items()}


def first_met(levels: Levels, row: int, question: Question) -> tuple[date | None, bool]:
    """Return the day from which a value lay in the asserted range.

    Args:
        levels: The values by map.
        row: The map that speaks for the day asked.
        question: Carries the asserted range.

    Returns:
        The start of the spell that holds at that map, else the first day after it, and
        whether that day is only the source's first.
    """
    low = float("-inf") if question.low is None else question.low
    high = float("inf") if question.high is None else question.high
    inside = levels.value.between(low, high).to_numpy()
    days = levels.series.maps["valid_to"].to_numpy()
    if inside[row]:
        while row > 0 and inside[row - 1]:
            row -= 1
        return day_of(days[row]), row == 0
    later = [index for index in range(row + 1, len(days)) if inside[index]]
    return (day_of(days[later[0]]), False) if later else (None, False)


def _drawn(
    bands: Mapping[int, tuple[pd.Series, pd.Series]],
) -> Mapping[int, tuple[pd.Series, pd.Series]]:
    return {key: pair for key, pair in bands.items() if pair[0].notna().any()}
