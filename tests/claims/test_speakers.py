from datetime import date

import pytest
from tests.claims.panels import claim_of, panel_of, reading, rules_of

from ripeness.claims.claim import Asserted, Called
from ripeness.claims.measure import installed_measures
from ripeness.claims.resolve import resolve
from ripeness.claims.speakers import speaker_records

ROWS = [
    reading(day="2025-11-01", held=10.0),
    reading(day="2025-11-20", held=96.0, source="y"),
    reading(day="2025-11-30", held=44.0),
    reading(day="2025-11-30", held=97.0, source="y"),
    reading(day="2025-12-20", held=97.0),
    reading(day="2025-11-01", held=10.0, source="y"),
]


def records(*claims):
    verdicts = resolve(claims, panel_of(ROWS), rules=rules_of(), measures=installed_measures())
    return speaker_records(verdicts)


def test_a_speaker_is_told_which_maps_met_the_claim_and_how_many_days_later_or_earlier():
    (record,) = records(claim_of())
    assert (record.speaker, record.n_resolved) == ("A staff", 1)
    assert record.share_met_by == {"x": 1.0, "y": 1.0}
    lags = {one.source: (one.met_on, one.lag_days) for one in record.claims}
    assert lags == {"x": (date(2025, 12, 20), 20), "y": (date(2025, 11, 20), -10)}
    assert (record.lag_days.low, record.lag_days.median, record.lag_days.high) == (-10, 5, 20)


def test_a_claim_that_no_map_met_counts_against_its_speaker():
    (record,) = records(claim_of(asserted=Asserted(low=0.99, high=1.0)), claim_of(id="second"))
    assert record.n_resolved == 2
    assert record.share_met_by == {"x": 0.5, "y": 0.5}


def test_a_denial_that_held_from_the_first_map_on_tells_no_lag():
    (record,) = records(claim_of(asserted=Asserted(words="at_most", value=0.6), kind="denial"))
    by_source = {one.source: one for one in record.claims}
    assert by_source["x"].met
    assert by_source["x"].lag_days is None
    assert not by_source["y"].met


def test_a_prediction_is_late_by_the_days_after_it_fell_due():
    prediction = claim_of(
        kind="prediction", measure=Called(name="share_reached"), due=date(2025, 12, 3)
    )
    (record,) = records(prediction)
    lags = {one.source: one.lag_days for one in record.claims}
    assert lags == {"x": 17, "y": -13}


@pytest.mark.parametrize(
    "unread",
    [
        {"measure": None, "asserted": None, "needs": "supply"},
        {"measure": None, "asserted": None, "not_measurable_because": "A motive."},
        {"due": date(2026, 6, 1)},
    ],
)
def test_claims_that_no_source_can_read_yet_are_in_no_record(unread):
    assert records(claim_of(**unread)) == ()


def test_each_speaker_has_a_record_of_their_own():
    assert [one.speaker for one in records(claim_of(), claim_of(id="b", speaker="B"))] == [
        "A staff",
        "B",
    ]
