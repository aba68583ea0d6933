"""What the front answers to a claim: how long the rest would take at the pace of the last weeks.

It fits the Protocol of `claims` by its shape and comes in by the entry point `ripeness.measures`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd
from pydantic import Field

from ripeness.evidence.panel import ControlPanel, known_by, weekly_km2
from ripeness.front.finish import FinishAtPace, finish_at_pace
from ripeness.front.forecast import Area
from ripeness.front.settings import FrontSettings
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.declared import Declared
from ripeness.terms.options import options_of
from ripeness.terms.question import Question
from ripeness.terms.readings import Band, Reading

SEED = 20251205
"""Draws of a measure do not follow the run's seed: a verdict must not turn on it."""


class PaceOptions(Declared):
    """What the measure is told."""

    window_weeks: int = Field(default=13, ge=2, le=52)
    """Over how many weeks the pace is taken."""
    grey_zone: Literal["in", "out"] = "in"
    """Whether ground that a source draws as contested counts as left."""
    most_weeks: float = Field(default=1040.0, gt=0)
    """A longer time, or none at all, is given as this many weeks, and the note says so."""


@dataclass(frozen=True)
class WeeksToFinish:
    """Weeks from the statement until nothing of the region is left to the other side.

    The side asked about is the one whose ground grows. The pace is that of the weeks before the
    statement, also when more is known later; only vintages and late maps may change it.
    """

    name: str = "finish_at_pace"
    """The name that a case uses."""
    unit: str = "weeks"
    """Unit of the value."""
    basis: Literal["modelled"] = "modelled"
    """A pace carried on is a model."""
    options: type[Declared] = PaceOptions
    """What the measure may be told."""

    def read(self, question: Question, panel: ControlPanel, *, by: date) -> tuple[Reading, ...]:
        """Carry on each source's pace, from what was known by a day.

        A source whose record is too short, or ends long before the statement, gives none.

        Raises:
            DataError: If an option is unknown or unfit.
        """
        told = options_of(question, PaceOptions)
        known = known_by(panel, by).readings
        known = known[(known["unit"] == question.unit) & (known["id"] == question.unit_id)]
        known = known[known["held_km2"].notna() & (known["unit_km2"] > 0)]
        known = known[known["valid_from"] <= pd.Timestamp(_origin(question))]
        answers = [
            _reading(question, told, rows, panel=known_by(panel, by))
            for _, rows in known.groupby("source", sort=True)
        ]
        return tuple(answer for answer in answers if answer is not None)


def _origin(question: Question) -> date:
    return sunday_on_or_before(question.said_on)


def _reading(
    question: Question, told: PaceOptions, rows: pd.DataFrame, *, panel: ControlPanel
) -> Reading | None:
    source, unit_km2 = str(rows["source"].iloc[0]), float(rows["unit_km2"].iloc[-1])
    origin = _origin(question)
    held = weekly_km2(panel, source=source, id=question.unit_id, until=origin)
    contested = weekly_km2(
        panel, source=source, id=question.unit_id, until=origin, column="contested_km2"
    )
    told_of = finish_at_pace(
        held if rows["drawn"].iloc[0] == question.slot else _rest(unit_km2, held, contested),
        area=Area(source=source, region=question.unit_id, side=question.slot, unit_km2=unit_km2),
        origin=origin,
        seed=SEED,
        contested_km2=float(contested.iloc[-1]) if len(contested) else None,
        settings=FrontSettings(finish_windows_weeks=(told.window_weeks,)),
    )
    chosen = [one for one in told_of.finishes if one.grey_zone in {told.grey_zone, "not_drawn"}]
    known_on = pd.Timestamp(rows["known_on"].max()).date()
    return _answer(chosen[0], question, told, known_on) if chosen else None


def _rest(unit_km2: float, held: pd.Series, contested: pd.Series) -> pd.Series:
    """Return what neither the side drawn holds nor the grey zone covers."""
    return unit_km2 - held - contested.reindex(held.index).fillna(0.0)  # none drawn is none here


def _answer(finish: FinishAtPace, question: Question, told: PaceOptions, known_on: date) -> Reading:
    def weeks(day: date | None) -> float:
        if day is None:
            return told.most_weeks
        return min(max((day - question.said_on).days / 7, 0.0), told.most_weeks)

    value = weeks(finish.at_pace_on)
    ends = finish.date
    low, high = (weeks(ends.low), weeks(ends.high)) if ends else (told.most_weeks,) * 2
    pace = finish.pace_km2_per_week
    note = (
        f"{finish.left_km2:.0f} km² left at {pace.value:.1f} km² a week over {told.window_weeks} weeks "
        f"({pace.low:.1f} to {pace.high:.1f}); the band holds nine members in ten"
    )
    if max(value, high) >= told.most_weeks:
        note += f"; {told.most_weeks:.0f} weeks stands for that long or longer, or never"
    return Reading(
        source=finish.source,
        value=value,
        bands=(Band(tolerance_m=0, low=min(low, value), high=max(high, value)),),
        on=finish.origin,
        known_on=known_on,
        complement_assumed=finish.complement_assumed,
        note=note,
    )
