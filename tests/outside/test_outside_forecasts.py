"""The row UKR-H of the published numbers, and the registry of dated outside forecasts."""

from datetime import date, timedelta

import pytest

from ripeness.case.load import load_case
from ripeness.case.opened import open_case
from ripeness.case.scoreboard_paper import outside_of


@pytest.fixture(scope="module")
def rows():
    return outside_of(open_case("pokrovsk"), seed=1)


def test_ukr_h_the_rest_at_the_pace_of_the_day_is_done_in_august_2027(rows):
    """UKR-H: 21.9 % of 26 517 km² left on 2025-11-26 at 9.3 km² a day; ISW said August 2027."""
    stated = next(
        one for one in load_case("pokrovsk").outside_forecasts if one.id == "isw_august_2027"
    )
    assert stated.at_pace.left_km2 == pytest.approx(0.219 * 26_517, abs=1.0)
    done = {row.at_pace_on for row in rows if row.forecast == stated.id}
    assert done == {date(2027, 8, 12)}
    assert abs(done.pop() - date(2027, 8, 15)) < timedelta(days=31)


def test_the_three_forecasts_of_the_table_are_registered_and_two_are_due(rows):
    by_id = {}
    for row in rows:
        by_id.setdefault(row.forecast, []).append(row)
    assert {row.status for row in by_id["isw_august_2027"]} == {"pending"}
    assert all(row.met for row in by_id["press_over_a_year_2024"] if row.status == "scored")
    halted = [row for row in by_id["press_halt_2025"] if row.status == "scored"]
    assert halted
    assert not any(row.met for row in halted)


def test_a_deadline_is_scored_by_the_rule_that_scores_ours(rows):
    """Its distance from what came about, beside our models' scores of the same quantity."""
    due = [
        row for row in rows if row.forecast == "author_gone_in_months" and row.status == "scored"
    ]
    assert "deepstate" in {row.source for row in due}
    for row in due:
        assert row.met is False
        assert row.error_km2 == pytest.approx(row.observed_km2 - row.high)
        assert all(score < row.error_km2 for score in row.ours_wis_km2.values())
