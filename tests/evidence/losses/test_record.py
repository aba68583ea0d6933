from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from tests.evidence.losses.tables import provenance, record, table

from ripeness.evidence.losses.months import monthly
from ripeness.evidence.losses.record import known_by, mirrored, trend_rows
from ripeness.terms.errors import DataError

DAY = date(2025, 12, 6)


def test_of_counts_of_one_period_the_vintage_known_last_holds_and_none_is_known_early():
    made = table([record(value=10.0), record(value=12.0, known_on=date(2026, 1, 15))])
    assert known_by(made, date(2025, 12, 6)).records.empty
    assert list(known_by(made, date(2025, 12, 7)).records["value"]) == [10.0]
    assert list(known_by(made, date(2026, 1, 14)).records["value"]) == [10.0]
    assert list(known_by(made, date(2026, 1, 15)).records["value"]) == [12.0]


def test_the_last_six_months_of_a_list_are_incomplete_and_enter_no_trend():
    months = [date(2025, month, 1) for month in range(1, 11)]
    rows = [
        record(source="list", start=first, end=first + timedelta(days=27), known_on=DAY)
        for first in months
    ]
    made = table(rows, list=provenance("list", fills_in_months=6, lower_bound=True))
    known = known_by(made, DAY).records
    assert list(known["incomplete"]) == [False] * 4 + [True] * 6
    assert trend_rows(known)["end"].max().date() == date(2025, 4, 28)


def test_what_is_incomplete_depends_on_what_was_known_by_the_day():
    rows = [
        record(source="list", start=day, end=day, known_on=day + timedelta(days=60))
        for day in (date(2024, 1, 31), date(2024, 6, 30), date(2025, 6, 30))
    ]
    made = table(rows, list=provenance("list", fills_in_months=6))
    assert list(known_by(made, date(2024, 9, 1)).records["incomplete"]) == [True, True]
    assert list(known_by(made, date(2025, 9, 1)).records["incomplete"]) == [False, False, True]


@pytest.mark.parametrize(
    "given",
    [
        {"value": float("nan")},
        {"value": float("inf")},
        {"start": DAY + timedelta(days=1)},
        {"low": 11.0},
        {"high": 9.0},
        {"kind": "captured"},
    ],
)
def test_what_no_count_can_be_is_refused(given):
    with pytest.raises(DataError, match="counts of 'x'"):
        table([record(**given)])


COUNTS = st.builds(
    record,
    side=st.sampled_from("ab"),
    kind=st.sampled_from(["killed", "missing", "killed_and_wounded"]),
    start=st.dates(date(2025, 1, 1), date(2025, 6, 1)),
    end=st.dates(date(2025, 6, 1), date(2025, 7, 1)),
    value=st.integers(-50, 5000).map(float),
    known_on=st.dates(date(2025, 7, 1), date(2025, 12, 31)),
)


@given(st.lists(COUNTS, max_size=8), st.dates(date(2025, 6, 1), date(2026, 1, 31)))
def test_mirroring_twice_gives_the_table_back_and_knowing_commutes_with_it(records, day):
    made = table(records)
    assert_frame_equal(mirrored(mirrored(made)).records, made.records)
    one = mirrored(known_by(made, day)).records
    assert_frame_equal(known_by(mirrored(made), day).records, one)


@given(st.lists(COUNTS, max_size=8), st.dates(date(2025, 6, 1), date(2026, 1, 31)))
def test_nothing_known_later_changes_what_was_known(records, day):
    made = table(records)
    early = [one for one in records if one.known_on <= day]
    assert_frame_equal(known_by(made, day).records, known_by(table(early), day).records)


@given(st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2025, 12, 31)), st.integers(0, 99))))
def test_months_add_up_to_the_days_and_no_series_to_another(days):
    rows = [
        record(side=side, start=day, end=day, value=float(count), known_on=DAY)
        for side in "ab"
        for day, count in dict(days).items()
    ]
    made = known_by(table(rows), DAY).records
    if made.empty:
        return
    total = monthly(made).groupby("side")["value"].sum()
    assert total["a"] == total["b"] == sum(dict(days).values())
