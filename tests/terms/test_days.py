"""Weeks are named by their Sunday."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.terms.days import parse_day, sunday_on_or_before, sundays
from ripeness.terms.errors import DataError

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS)
def test_the_sunday_before_is_a_sunday_within_a_week(day: date):
    sunday = sunday_on_or_before(day)
    assert sunday.isoweekday() == 7
    assert 0 <= (day - sunday).days < 7


@given(DAYS, DAYS)
def test_sundays_lie_between_the_ends_a_week_apart(first: date, last: date):
    found = sundays(first, min(last, date.fromordinal(first.toordinal() + 400)))
    assert all(first <= day <= last and day.isoweekday() == 7 for day in found)
    assert all((after - before).days == 7 for before, after in pairwise(found))


@pytest.mark.parametrize("text", ["", "2025-13-01", "5 December 2025", "2025-02-30", "20251205x"])
def test_a_text_that_is_no_day_is_refused(text: str):
    with pytest.raises(DataError, match="YYYY-MM-DD"):
        parse_day(text, where="here")
