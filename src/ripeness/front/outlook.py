"""What all models say of all areas of a case, from the evidence known on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from ripeness.evidence.counts import Counts
from ripeness.evidence.panel import ControlPanel, known_by, latest_vintages, weekly_km2
from ripeness.front.finish import FinishAtPace, finish_at_pace
from ripeness.front.forecast import Area, Voices, forecast_area
from ripeness.front.learnt import NOTHING, Learnt
from ripeness.front.settings import FrontSettings
from ripeness.front.wear import Wear, wear_of
from ripeness.terms.days import WEEK, sunday_on_or_before
from ripeness.terms.errors import NoDataError
from ripeness.terms.forecasts import QuantileForecast, Refused
from ripeness.terms.progress import Report, silent
from ripeness.terms.question import Slot


@dataclass(frozen=True)
class Outlook:
    """Forecasts, the days at which nothing would be left, and what could not be told."""

    forecasts: tuple[QuantileForecast, ...]
    finishes: tuple[FinishAtPace, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Beside:
    """What is known besides the maps."""

    counts: Counts = field(default_factory=Counts)
    """Losses and stated strengths; only what was known by the origin is used."""
    learnt: Learnt = NOTHING
    """What the stack had learnt by the origin."""


def outlook(  # noqa: PLR0913 - maps, what is known beside them, and how to forecast
    panel: ControlPanel,
    *,
    as_of: date,
    seed: int,
    side_in: Mapping[Slot, str],
    settings: FrontSettings | None = None,
    beside: Beside | None = None,
    progress: Report = silent,
) -> Outlook:
    """Forecast every area that a source shows, from what was known on a day.

    A source that ended before the day has no forecast; when nothing would be left is told from
    its last map, so that a grey zone which only that source draws is not lost.

    Args:
        panel: The control panel; readings not known by `as_of` are not used.
        as_of: The last day of knowledge; the origin is the last Sunday on or before it.
        seed: The seed of the run.
        side_in: The id of the side in each slot.
        settings: Lengths and numbers of members; the declared ones by default.
        beside: What is known besides the maps; nothing by default.
        progress: Told after each area.
    """
    settings, beside = settings or FrontSettings(), beside or Beside()
    wear = _wear(panel, beside, as_of, settings)
    known = known_by(panel, as_of)
    wanted = shown_areas(panel)
    forecasts: list[QuantileForecast] = []
    finishes: list[FinishAtPace] = []
    refused: list[Refused] = []
    for done, (source, region) in enumerate(wanted):
        progress("front", done, len(wanted))
        try:
            readings = weekly_km2(known, source=source, id=region, until=as_of)
        except NoDataError as error:
            refused.append(Refused(source=source, region=region, model="all", why=str(error)))
            continue
        area = _area(known, source, region, side_in)
        origin = sunday_on_or_before(as_of)
        voices = Voices(wear=wear[_last(known, source, region)["drawn"]], learnt=beside.learnt)
        made = forecast_area(
            readings, area=area, origin=origin, seed=seed, settings=settings, voices=voices
        )
        forecasts += made.forecasts
        refused += made.refused
        if area.unit_km2 is not None and (made.forecasts or _ended(readings, origin, settings)):
            told = finish_at_pace(
                readings,
                area=area,
                origin=min(origin, readings.index[-1].date()),
                seed=seed,
                contested_km2=_last_contested(known, source, region),
                settings=settings,
            )
            finishes += told.finishes
    return Outlook(tuple(forecasts), tuple(finishes), tuple(refused))


def _wear(
    panel: ControlPanel, beside: Beside, as_of: date, settings: FrontSettings
) -> Mapping[Slot, Wear]:
    origin = sunday_on_or_before(as_of)
    drawn: list[Slot] = list(panel.readings["drawn"].unique())
    return {
        slot: wear_of(beside.counts, drawn=slot, origin=origin, weeks=settings.history_weeks)
        for slot in drawn
    }


def _ended(readings: pd.Series, origin: date, settings: FrontSettings) -> bool:
    """Say whether a source's last reading is too old to forecast from."""
    return readings.index[-1].date() < origin - settings.stale_weeks * WEEK


def shown_areas(panel: ControlPanel) -> tuple[tuple[str, str], ...]:
    """Return each pair of source and region that the panel has readings of, in its order."""
    rows = panel.readings
    rows = rows[rows["unit"] != "place"].drop_duplicates(["source", "id"])
    return tuple(zip(rows["source"], rows["id"], strict=True))


def observed_series(panel: ControlPanel, *, evidence_to: date) -> dict[tuple[str, str], pd.Series]:
    """Return the weekly readings of every area, as known by a day, to score forecasts with."""
    known = known_by(panel, evidence_to)
    return {
        (source, region): weekly_km2(known, source=source, id=region, until=evidence_to)
        for source, region in shown_areas(known)
    }


def _area(known: ControlPanel, source: str, region: str, side_in: Mapping[Slot, str]) -> Area:
    row = _last(known, source, region)
    return Area(
        source=source,
        region=region,
        side=side_in[row["drawn"]],
        unit_km2=None if pd.isna(row["unit_km2"]) else float(row["unit_km2"]),
        complement_assumed=False,
    )


def _last_contested(known: ControlPanel, source: str, region: str) -> float | None:
    contested = _last(known, source, region)["contested_km2"]
    return None if pd.isna(contested) else float(contested)


def _last(known: ControlPanel, source: str, region: str) -> pd.Series:
    rows = known.readings
    rows = rows[(rows["source"] == source) & (rows["id"] == region)]
    return latest_vintages(rows).iloc[-1]
