from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.scores.effective import effective_number, overlap
from ripeness.terms.errors import DataError

FIRST = date(2025, 2, 2)
WEEKS = st.integers(1, 60)


def origins(count, step):
    return [FIRST + timedelta(weeks=step * number) for number in range(count)]


@given(st.integers(1, 80), WEEKS, WEEKS)
def test_it_is_at_most_the_number_of_origins_and_at_least_a_part_of_one(count, horizon, step):
    worth = effective_number(origins(count, step), horizon_weeks=horizon, step_weeks=step)
    assert 0 < worth <= count


def test_forecasts_that_do_not_overlap_count_in_full():
    assert effective_number(origins(9, 4), horizon_weeks=4, step_weeks=4) == 9


def test_it_never_exceeds_the_span_in_horizons():
    crowded = origins(10, 2)[:3] + origins(10, 2)[3:4]
    assert effective_number(crowded, horizon_weeks=26, step_weeks=26) == pytest.approx(32 / 26)


def test_no_origin_is_worth_nothing():
    assert effective_number([], horizon_weeks=4, step_weeks=2) == 0


def test_lengths_below_a_week_are_refused():
    with pytest.raises(DataError, match="a horizon of 0 and a step of 2 weeks"):
        overlap(horizon_weeks=0, step_weeks=2)
