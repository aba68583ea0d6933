"""Dated forecasts of others, scored when due by the rule that scores ours.

A statement is a range of km². Its score is how far outside it the outcome fell: for a forecast that
puts all its weight on the nearer end, the weighted interval score is just that distance. Beside
it stand our models' forecasts of the same quantity, made from what was known on the day of the
statement. A statement that is not yet due is shown as pending, with what our models say of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ripeness.evidence.counts import Counts
from ripeness.evidence.panel import ControlPanel, known_by, weekly_km2
from ripeness.front.catalogue import BASELINES, CONTEST, tempos
from ripeness.front.contest.declared import OutsideForecast
from ripeness.front.contest.records import OutsideScore, Status
from ripeness.front.forecast import Area, simulate
from ripeness.front.history import History, Numbers, weekly_history, with_wear
from ripeness.front.settings import FrontSettings
from ripeness.front.wear import wear_of
from ripeness.scores.wis import wis
from ripeness.terms.days import WEEK, sunday_on_or_before
from ripeness.terms.errors import NoDataError, RipenessError
from ripeness.terms.forecasts import LEVELS
from ripeness.terms.question import Slot

PROBABILITIES = np.array([float(level) for level in LEVELS])
MEMBERS = 1000
INTERVAL = (0.1, 0.9)
"""Ends of the central 80 % interval."""


def score_outside(
    panel: ControlPanel,
    counts: Counts,
    forecasts: tuple[OutsideForecast, ...],
    *,
    evidence_to: date,
    side_in: Mapping[Slot, str],
    seed: int,
) -> tuple[OutsideScore, ...]:
    """Score each forecast on each map that shows its region; those not due are pending.

    Args:
        panel: The control panel.
        counts: Losses and strengths, for the models that ask for them.
        forecasts: The case's registry.
        evidence_to: The last day of evidence that counts.
        side_in: The id of the side in each slot.
        seed: The seed of the run.
    """
    known = known_by(panel, evidence_to)
    rows = known.readings
    found: list[OutsideScore] = []
    for one in forecasts:
        here = rows[(rows["id"] == one.region) & rows["held_km2"].notna()]
        for source in here["source"].unique().tolist():
            drawn: Slot = here.loc[here["source"] == source, "drawn"].iloc[0]
            size = here.loc[here["source"] == source, "unit_km2"].iloc[-1]
            area = Area(
                source=str(source),
                region=one.region,
                side=side_in[drawn],
                unit_km2=None if pd.isna(size) else float(size),
            )
            if one.quantity == "left_km2" and area.side != one.side and area.unit_km2 is None:
                continue  # what is left of ground without an outline cannot be told
            ours = _ours(panel, counts, one, area, drawn=drawn, seed=seed)
            if ours is not None:
                found.append(_scored(known, one, area, ours, evidence_to=evidence_to))
    return tuple(found)


@dataclass(frozen=True)
class _Ours:
    """Our models' members for the quantity that a statement is about."""

    due: date
    members: Mapping[str, Numbers]
    why_not: str | None


def _ours(
    panel: ControlPanel,
    counts: Counts,
    one: OutsideForecast,
    area: Area,
    *,
    drawn: Slot,
    seed: int,
) -> _Ours | None:
    """Forecast the quantity from the day of the statement; null: the map began later."""
    origin, due = sunday_on_or_before(one.said_on), sunday_on_or_before(one.due)
    known = known_by(panel, one.said_on)
    settings = FrontSettings(horizon_weeks=(due - origin) // WEEK, members=MEMBERS)
    try:
        readings = weekly_km2(known, source=area.source, id=area.region, until=origin)
        history = weekly_history(readings, origin=origin, settings=settings)
    except NoDataError:
        return None
    except RipenessError as error:
        return _Ours(due, {}, str(error))
    wear = wear_of(counts, drawn=drawn, origin=origin, weeks=settings.history_weeks)
    history = with_wear(history, wear, unit_km2=area.unit_km2)
    members: dict[str, Numbers] = {}
    why = None
    for model in (*(one for one in tempos() if one.name in CONTEST), BASELINES[0]):
        try:
            made = simulate(model, history, area=area, settings=settings, seed=seed)
        except RipenessError as error:
            why = str(error)
        else:
            members[model.name] = _quantity(one, area, made.km2, history)
    return _Ours(due, members, why)


def _quantity(one: OutsideForecast, area: Area, km2: Numbers, history: History) -> Numbers:
    """Read the quantity off paths of the area that the source draws."""
    if one.quantity == "left_km2":
        held = km2[:, -1]
        return held if area.side == one.side else (area.unit_km2 or 0.0) - held
    begins = km2.shape[1] - one.over_weeks - 1
    before = np.full(len(km2), history.last_km2) if begins < 0 else km2[:, begins]
    return (km2[:, -1] - before) * (1.0 if area.side == one.side else -1.0)


def _observed(known: ControlPanel, one: OutsideForecast, area: Area, due: date) -> float | None:
    readings = weekly_km2(known, source=area.source, id=area.region, until=due)
    days = [pd.Timestamp(due), pd.Timestamp(due - one.over_weeks * WEEK)]
    needed = days[:1] if one.quantity == "left_km2" else days
    if not all(day in readings.index for day in needed):
        return None
    last = float(readings[days[0]])
    if one.quantity == "left_km2":
        return last if area.side == one.side else (area.unit_km2 or 0.0) - last
    return (last - float(readings[days[1]])) * (1.0 if area.side == one.side else -1.0)


def _scored(
    known: ControlPanel, one: OutsideForecast, area: Area, ours: _Ours, *, evidence_to: date
) -> OutsideScore:
    came = None if one.due > evidence_to else _observed(known, one, area, ours.due)
    status: Status = "pending" if one.due > evidence_to else "scored"
    low = -np.inf if one.low_km2 is None else one.low_km2
    high = np.inf if one.high_km2 is None else one.high_km2
    error = None if came is None else float(max(low - came, came - high, 0.0))
    at = {
        name: np.maximum.accumulate(np.quantile(drawn, PROBABILITIES))
        for name, drawn in ours.members.items()
    }
    return OutsideScore(
        forecast=one.id,
        text=one.text,
        speaker=one.speaker,
        said_on=one.said_on,
        due=one.due,
        source=area.source,
        region=one.region,
        side=one.side,
        quantity=one.quantity,
        low=one.low_km2,
        high=one.high_km2,
        status="no_reading" if status == "scored" and came is None else status,
        observed_km2=came,
        met=None if error is None else error == 0,
        error_km2=error,
        ours_wis_km2={} if came is None else {n: _wis(came, q) for n, q in at.items()},
        ours_median_km2={name: float(np.median(d)) for name, d in ours.members.items()},
        ours_interval_km2=dict(_intervals(ours.members)),
        ours_p_met={
            name: float(((drawn >= low) & (drawn <= high)).mean())
            for name, drawn in ours.members.items()
        },
        at_pace_on=_at_pace(one),
        why_not=ours.why_not,
    )


def _intervals(members: Mapping[str, Numbers]) -> Iterator[tuple[str, tuple[float, float]]]:
    for name, drawn in members.items():
        low, high = np.quantile(drawn, INTERVAL)
        yield name, (float(low), float(high))


def _wis(came: float, at: Numbers) -> float:
    return float(wis([came], [at], levels=PROBABILITIES).total[0])


def _at_pace(one: OutsideForecast) -> date | None:
    """Return the day at which nothing is left, at the pace that the statement names."""
    if one.at_pace is None:
        return None
    return one.said_on + timedelta(days=round(one.at_pace.left_km2 / one.at_pace.km2_per_day))
