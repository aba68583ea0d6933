"""What a case's maps and counts say of the last weeks, for the course of fighting on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ripeness.case.opened import OpenedCase
from ripeness.evidence.losses.record import known_by as counts_known_by
from ripeness.evidence.losses.record import trend_rows
from ripeness.evidence.panel import ControlPanel, known_by, weekly_km2
from ripeness.table.fight_on import Fighting
from ripeness.table.paper import LossRate, PaceReading
from ripeness.table.tabled import STATUS_QUO, CountedLosses, TabledPlan
from ripeness.terms.errors import NoDataError
from ripeness.terms.question import Slot

STALE = timedelta(days=35)
"""A source whose last map is older than this gives no pace."""

_WEEKS_IN_YEAR = 365.25 / 7


@dataclass(frozen=True)
class LastWeeks:
    """What the last weeks before `as_of` show."""

    fighting: Fighting
    """The same, as the table reads it."""
    pace: tuple[PaceReading, ...]
    """Each reading of the pace."""
    losses: tuple[LossRate, ...]
    """Each side's counted losses."""


def last_weeks(opened: OpenedCase, tabled: TabledPlan) -> LastWeeks:
    """Return what the maps and counts known by `as_of` show of the last weeks.

    Args:
        opened: The case.
        tabled: Its plan, which says over how many weeks and by which count.

    Raises:
        NoDataError: If no source gives a pace, or the count lacks a side.
    """
    taker = _taker(opened, tabled)
    pace = tuple(_paces(opened, tabled, taker))
    if not pace:
        raise NoDataError(
            "no reading of the pace on the ground",
            where="control panel of the case",
            expected=f"a source with maps up to about {opened.case.as_of} of the region at issue",
            remedy="Ingest a source, or give another --as-of.",
        )
    losses = tuple(_loss_rate(opened, tabled.fight_on.losses, slot) for slot in ("a", "b"))
    held = np.array([_multiple(opened, tabled, one) for one in pace])
    rates = np.array([one.gain_km2_per_year / one.rest_km2 for one in pace])
    counted: dict[Slot, float] = {"a": losses[0].per_year / 1000, "b": losses[1].per_year / 1000}
    return LastWeeks(Fighting(taker, rates, held, counted), pace, losses)


def _region(tabled: TabledPlan) -> str:
    ground = (issue.ground for issue in tabled.issues if issue.ground is not None)
    return next(ground, "total")


def _taker(opened: OpenedCase, tabled: TabledPlan) -> Slot:
    """The side to whom the status quo leaves nothing of the rest; without such an issue, slot a."""
    slots: dict[str, Slot] = {side.id: side.slot for side in opened.case.sides}
    for issue in tabled.issues:
        if issue.ground is not None:
            spans = issue.options[issue.at(STATUS_QUO)].rest
            return slots[min(spans, key=lambda span: span.high).party]
    return "a"


def _paces(opened: OpenedCase, tabled: TabledPlan, taker: Slot) -> Iterator[PaceReading]:
    panel, region = known_by(opened.panel, opened.case.as_of), _region(tabled)
    side = next(side.id for side in opened.case.sides if side.slot == taker)
    for source, drawn in _sources(panel, region).items():
        held, whole = _held(panel, source, region, opened.case.as_of)
        if held.empty or held.index[-1].date() < opened.case.as_of - STALE:
            continue
        of_taker = held if drawn == taker else whole - held
        rest = whole - float(of_taker.iloc[-1])
        for weeks in tabled.fight_on.pace_weeks:
            start = of_taker.index[-1] - pd.Timedelta(weeks=weeks)
            if rest > 0 and start in of_taker.index:
                gain = float(of_taker.iloc[-1] - of_taker[start])
                yield PaceReading(
                    source=source,
                    weeks=weeks,
                    side=side,
                    rest_km2=rest,
                    gain_km2_per_year=gain / weeks * _WEEKS_IN_YEAR,
                    complement_assumed=True,
                )


def _sources(panel: ControlPanel, region: str) -> dict[str, str]:
    """The sources that show the region, with the slot of the side that each draws."""
    rows = panel.readings
    rows = rows[rows["id"] == region].sort_values("source", kind="stable")
    drawn = rows.drop_duplicates("source", keep="last")
    return dict(zip(drawn["source"].astype(str), drawn["drawn"].astype(str), strict=True))


def _held(panel: ControlPanel, source: str, region: str, until: date) -> tuple[pd.Series, float]:
    rows = panel.readings
    rows = rows[(rows["source"] == source) & (rows["id"] == region) & rows["unit_km2"].notna()]
    if rows.empty:
        return pd.Series(dtype=float), 0.0
    held = weekly_km2(panel, source=source, id=region, until=until)
    return held, float(rows["unit_km2"].iloc[-1])


def _multiple(opened: OpenedCase, tabled: TabledPlan, pace: PaceReading) -> float:
    panel = known_by(opened.panel, opened.case.as_of)
    whole = _held(panel, pace.source, _region(tabled), opened.case.as_of)[1]
    return (whole - pace.rest_km2) / pace.rest_km2


def _loss_rate(opened: OpenedCase, declared: CountedLosses, slot: Slot) -> LossRate:
    side = next(side.id for side in opened.case.sides if side.slot == slot)
    rows = trend_rows(counts_known_by(opened.counts.losses, opened.case.as_of).records)
    rows = rows[(rows["source"] == declared.source) & (rows["kind"] == declared.kind)]
    rows = rows[(rows["side"] == slot) & (rows["end"] - rows["start"] < pd.Timedelta(days=62))]
    since = None if rows.empty else rows["end"].max() - pd.Timedelta(weeks=declared.weeks)
    rows = rows if since is None else rows[rows["start"] > since]
    if rows.empty:
        raise NoDataError(
            f"no complete count of {declared.kind} by {declared.source!r} of {side!r}",
            where="counts of the case",
            expected="a source that counts the same kind of loss on both sides",
            remedy="Name another source or kind under `fight_on: losses` of the plan.",
        )
    first, last = rows["start"].min(), rows["end"].max()
    years = ((last - first).days + 1) / 365.25
    record = opened.counts.losses.sources.get(declared.source)
    return LossRate(
        side=side,
        source=declared.source,
        kind=declared.kind,
        first=first.date(),
        last=last.date(),
        per_year=float(rows["value"].sum()) / years,
        lower_bound=record is not None and record.lower_bound,
    )
