"""The made-up run with every section of the page, for tests that look at the page as a whole."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from tests.report.campaigns import campaign_paper
from tests.report.sample import sample_record
from tests.report.test_scoreboard import paper as scoreboard_paper
from tests.report.test_where_scores import paper as where_paper

from ripeness.case.allocation_paper import AllocationPaper, Fitted
from ripeness.front.allocation.outputs import ByDate, CellChances, PlaceForecast, RegionForecast
from ripeness.front.event_study.inference import Band, Span
from ripeness.front.event_study.record import Event, EventsPaper, Fall
from ripeness.results.record import Record

ORIGIN = date(2025, 6, 1)
WEEKS = tuple(range(-26, 26))


def whole_record(*, supply: Mapping[str, Any], table: Mapping[str, Any]) -> Record:
    """Return the sample with a paper for every section.

    Args:
        supply: A paper of supply, of any country.
        table: A paper of the table, of any parties.
    """
    record = sample_record()
    named = json.dumps(supply).replace('"west"', '"north"').replace('"east"', '"south"')
    sections = {
        "scoreboard": scoreboard_paper(),
        "allocation": allocation_paper(record).model_dump(mode="json"),
        "events": events_paper().model_dump(mode="json"),
        "where": where_paper(good=True).model_dump(mode="json"),
        "supply": json.loads(named.replace('"map"', '"first_map"')),
        "table": dict(table),
        "campaign": campaign_paper().model_dump(mode="json"),
    }
    return replace(record, sections=sections)


def allocation_paper(record: Record) -> AllocationPaper:
    """One source with chances in both directions; a place soon and a place never."""
    cells = np.unique(record.cells["cell"].to_numpy())[:40]
    days = tuple(ByDate(date=ORIGIN + timedelta(weeks=week), p=week / 40) for week in (4, 13, 26))
    return AllocationPaper(
        origin=ORIGIN,
        horizon_weeks=26,
        places=tuple(
            PlaceForecast(
                place=place, source="first_map", side="north", threshold=0.5, held_at_origin=0.3,
                share_of_members_by=days, median_date=None, low_date=ORIGIN + timedelta(weeks=9),
                high_date=None, p_not_by_horizon=never,
            )
            for place, never in (("midway", 0.35), ("ferry", 0.99))
        ),
        regions=(
            RegionForecast(
                region="shire", source="first_map", side="north", left_km2=120.0, gone_by=days,
                p_not_within_two_years=0.9,
            ),
        ),
        cells=tuple(
            CellChances(
                source="first_map", horizon_weeks=13, to=to, cells=tuple(int(one) for one in some),
                p=tuple(float(one) for one in np.linspace(0.06, 0.9, len(some))),
            )
            for to, some in (("drawn", cells[:30]), ("other", cells[30:]))
        ),
        fitted=(
            Fitted(
                source="first_map", origin=ORIGIN, weeks=104, members=200, gained_km2=300.0,
                lost_km2=40.0, latent_variance=0.2, drawn_km2=(10.0, 40.0, 90.0),
            ),
        ),
        problems=(),
    )  # fmt: skip


def event(**changes: Any) -> Event:
    """The pace after one fall, or, where `place` says so, after all."""
    told = {
        "place": "midway", "source": "first_map", "side": "north", "crossing": "0.95",
        "crossed_on": date(2025, 3, 2), "quantity": "pace", "unit": "km2 a week",
        "after_weeks": 13, "radius_km": 30.0, "before": 2.0, "after": 3.0, "change": 1.0,
        "matched": Band(mean=0.5, low=-1.0, high=2.0), "beyond_matched": 0.5,
        "matched_ground": None, "beyond_ground": None, "pre_trend": None, "p": 0.4,
        "p_ground": None, "n_events": 1, "n_matched": 1, "n_matched_ground": 0, "n_groups": 1,
    }  # fmt: skip
    return Event.model_validate(told | changes)


def events_paper() -> EventsPaper:
    """One fall with its curve and its roses, one under way, and all together."""
    span = Span(value=1.0, low=-1.0, high=3.0)
    pooled = event(
        place="all", side=None, crossed_on=None, before=span, after=span, change=span,
        matched=None, beyond_matched=span, n_events=9, n_matched=9, n_groups=6,
    )  # fmt: skip
    ended = {"0.05": date(2025, 1, 5), "0.5": date(2025, 2, 2), "0.95": date(2025, 3, 2)}
    fall = {"source": "first_map", "side": "north", "known_on": ORIGIN, "complement_assumed": False, "left_out": ("the line: no map",), "rose_weeks": 13}  # fmt: skip
    return EventsPaper(
        known_by=ORIGIN,
        headline="After earlier falls the pace changed by 1.0 km² a week (−1.0 to 3.0).",
        sentences=("Nine falls in six groups.",),
        radius_km=30.0,
        after_weeks=13,
        events=(event(), pooled),
        falls=(
            Fall(
                place="midway", crossed=ended, radius_km=30.0, weeks=WEEKS,
                advance=tuple(2.0 + 0.05 * week for week in WEEKS),
                matched=tuple(Band(mean=2.0, low=1.0, high=4.0) for _ in WEEKS),
                rose_before=tuple(float(one) for one in range(8)),
                rose_after=tuple(float(8 - one) for one in range(8)), **fall,
            ),
            Fall(place="ferry", crossed=ended | {"0.95": None}, **fall),
        ),
        untested=(("second_map", "It draws no cells."),),
        earlier_by=date(2025, 2, 1),
        earlier=(pooled,),
    )  # fmt: skip
