from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from tests.campaign.worlds import offers_of

from ripeness.campaign.bargain import NOBODY, Bargained
from ripeness.campaign.battle import Battle
from ripeness.campaign.courses import (
    bargained,
    course_paper,
    differences,
    fought_on,
    left_by,
    lost_by,
    named_at,
    settled_in,
)
from ripeness.campaign.fought import Fought
from ripeness.campaign.offers import Listed
from ripeness.campaign.toll import BLOCK_WEEKS, MOST_FARTHER, Toll, drawn_weeks
from ripeness.campaign.windows import Watched, looked_at, moved, sundays_around
from ripeness.front.forecast import Area
from ripeness.terms.errors import DataError

MEMBERS, WEEKS = 30, 13
SIDES = {"a": "north", "b": "south"}
LISTED = (Listed((0,), "plan", None), Listed((1,), "plan", "x=y"), Listed((2,), "line", None))


def toll(slot="a", weekly=None):
    return Toll(
        source="list",
        slot=slot,
        population="soldiers",
        kind="killed",
        basis="named_list",
        lower_bound=True,
        known_on=date(2025, 11, 1),
        last=date(2025, 4, 27),
        weekly=np.full(52, 100.0) if weekly is None else weekly,
    )


def fought():
    steps = np.arange(WEEKS + 1.0)
    region = np.repeat(1000 + 10 * steps[None], MEMBERS, axis=0)
    losses = np.full((MEMBERS, WEEKS + 1, 2), 100.0)
    losses[:, 0] = 0
    none = np.zeros((MEMBERS, WEEKS + 1, 2))
    battle = Battle(region, none[:, :, :1], none, losses, none, none[:, :, 0])
    days = tuple(date(2025, 11, 30) + timedelta(weeks=week) for week in range(WEEKS + 1))
    return Fought("x", battle, 500.0, 1.0, (toll("a"), toll("b")), days)


def test_a_gain_is_a_share_of_the_rest():
    np.testing.assert_allclose(fought().gain[0], np.arange(WEEKS + 1) * 10 / 500)
    np.testing.assert_allclose(fought().left_km2[0, -1], 500 - 130)


def test_ground_and_losses_stop_where_the_war_does():
    four = settled_in(4, 0, members=MEMBERS, title="t")
    assert (left_by(four, fought())[:, 4:] == 460).all()
    assert (lost_by(four, fought())[:, 4:] == 400).all()
    assert (left_by(fought_on(MEMBERS), fought())[:, -1] == 370).all()


def test_a_course_tells_each_series_of_losses_by_itself():
    paper = course_paper(fought_on(MEMBERS), fought(), LISTED, SIDES)
    assert {(row.side, row.source) for row in paper.losses} == {
        ("north", "list"),
        ("south", "list"),
    }
    assert [row.week for row in paper.losses[:4]] == [
        fought().days[week] for week in (4, 8, 12, 13)
    ]
    assert paper.losses[3].mean == 1300
    assert {end.p for end in paper.end} == {0.0}
    assert (paper.package, paper.terms[0].package) == (None, None)


def test_a_bargained_course_lists_its_ends():
    week = np.where(np.arange(MEMBERS) < 20, 5, NOBODY)
    found = Bargained(week, np.where(week == 5, 1, NOBODY), np.zeros(1), np.zeros(1))
    paper = course_paper(bargained(found, "ordinal_only"), fought(), LISTED, SIDES)
    assert [(row.package, row.change) for row in paper.terms] == [("plan", "x=y"), (None, None)]
    assert paper.terms[0].share == pytest.approx(2 / 3)
    assert [end.p for end in paper.end][4:6] == [0.0, pytest.approx(2 / 3)]


def test_differences_are_paired_and_have_a_sign():
    now = settled_in(0, 0, members=MEMBERS, title="t")
    rows = list(differences(fought_on(MEMBERS), now, fought(), SIDES))
    told = {row.quantity: (row.mean, row.p_sign) for row in rows}
    assert told["ground"] == (-130, 1.0)
    assert told["list north killed"] == told["list south killed"] == (1300, 1.0)


def test_a_package_that_is_not_listed_is_refused():
    assert named_at(LISTED, "line") == 2
    with pytest.raises(DataError, match="'other'"):
        named_at(LISTED, "other")


def test_both_sides_of_a_series_are_drawn_from_the_same_weeks():
    weekly = np.arange(52.0)
    here = drawn_weeks(toll("a", weekly), seed=1, members=5, weeks=20)
    there = drawn_weeks(toll("b", weekly), seed=1, members=5, weeks=20)
    np.testing.assert_array_equal(here, there)
    np.testing.assert_allclose(np.diff(here[:, :8], axis=1), 1, err_msg="whole blocks of weeks")


def test_members_may_lie_farther_from_the_mean_than_any_block_of_the_year():
    """A year has few blocks, which tell their own spread too narrow: up to three times farther."""
    weekly = 1000 + 100 * np.sin(np.arange(52.0))
    blocks = np.lib.stride_tricks.sliding_window_view(weekly, BLOCK_WEEKS).mean(axis=1)
    known = np.abs(blocks - weekly.mean()).max()
    drawn = drawn_weeks(toll(weekly=weekly), seed=1, members=400, weeks=2 * BLOCK_WEEKS)
    away = np.abs(drawn.reshape(400, 2, BLOCK_WEEKS).mean(axis=2) - weekly.mean())
    assert known < away.max() <= MOST_FARTHER * known + 1e-9
    assert 0.02 < (away > known).mean() < 0.5
    assert drawn.mean() == pytest.approx(weekly.mean(), rel=0.01)


@pytest.fixture(scope="module")
def seen():
    sundays = pd.date_range("2024-01-07", periods=90, freq="7D")
    steps = 10 + 3 * np.sin(np.arange(90))
    steps[70] = 200.0
    taken = pd.Series(1000 + np.cumsum(steps), index=sundays)
    watched = Watched(
        offers=offers_of(members=120),
        names=("north", "south"),
        package=1,
        losses=np.full((120, 2), 3.0),
        rest_km2=2000.0,
        taken_km2=2000.0,
        weeks=13,
    )
    area = Area(source="x", region="r", side="north", unit_km2=5000.0)
    return looked_at(taken, watched, area, seed=1)


def test_a_leap_of_the_line_stands_out_among_all_windows(seen):
    sundays = pd.date_range("2024-01-07", periods=90, freq="7D")
    leap = moved(
        seen,
        first=sundays[69].date(),
        last=sundays[70].date(),
        estimand="news",
        about=("x", "town"),
    )
    ground = next(row for row in leap if row.on == "ground")
    assert ground.value < ground.placebo_low
    assert ground.placebo_p == pytest.approx(1 / (1 + ground.placebos))
    quiet = moved(
        seen,
        first=sundays[50].date(),
        last=sundays[51].date(),
        estimand="news",
        about=("x", "town"),
    )
    assert next(row for row in quiet if row.on == "ground").placebo_p > 0.1
    sides = {row.side for row in leap if row.on == "reservation"}
    assert sides == {"north", "south"}


def test_a_window_that_was_not_read_tells_nothing(seen):
    assert (
        moved(
            seen,
            first=date(2020, 1, 5),
            last=date(2020, 1, 12),
            estimand="news",
            about=("x", "town"),
        )
        == []
    )


def test_an_announcement_lies_between_two_sundays(seen):
    index = pd.DatetimeIndex(seen.index)
    last = index[-1].date()
    assert sundays_around(last, seen=index) == (last - timedelta(days=7), last)
    assert sundays_around(last + timedelta(days=1), seen=index) is None
