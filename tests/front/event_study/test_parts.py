"""Crossings, directions, groups, intervals: each by itself."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from ripeness.front.event_study.crossings import passages
from ripeness.front.event_study.inference import (
    expanded_tail,
    grouped,
    permuted_p,
    rank_p,
    resampled_mean,
)
from ripeness.front.event_study.outcomes import effective_directions
from ripeness.front.event_study.settings import EventSettings
from ripeness.terms.chance import stream

SETTINGS = EventSettings()
FIRST = date(2024, 1, 1)


def maps(shares, *, step=7, drawn="a"):
    days = [FIRST + timedelta(days=step * number) for number in range(len(shares))]
    table = pd.DataFrame(
        {
            "source": "x",
            "id": "town",
            "drawn": drawn,
            "unit_km2": 10.0,
            "held_km2": np.array(shares) * 10,
            "contested_km2": np.nan,
            "line_km": 1.0,
        }
    )
    for column in ("valid_from", "valid_to", "known_on"):
        table[column] = pd.to_datetime(days).astype("datetime64[s]")
    return table


def week(number):
    return FIRST + timedelta(weeks=number)


def passed(shares, side="a", **given):
    return passages(maps(shares, **given), place="town", side=side, settings=SETTINGS)


def test_a_place_passes_through_three_shares():
    (one,) = passed([0, 0.1, 0.3, 0.6, 0.7, 0.96, 1, 1, 1])
    assert one.on == {"0.05": week(1), "0.5": week(3), "0.95": week(5)}
    assert one.known_on == week(7)


def test_a_share_that_does_not_last_is_not_crossed():
    (one,) = passed([0, 0.1, 0.3, 0.96, 0.7, 0.8, 0.96, 1, 1, 1])
    assert one.on["0.95"] == week(6)
    assert passed([0, 0.1, 0.6, 0.3, 0.3, 0.3]) == ()


def test_a_crossing_too_late_to_have_lasted_is_not_known():
    (one,) = passed([0, 0.1, 0.6, 0.6, 0.6, 1])
    assert one.on["0.95"] is None


def test_a_share_that_the_first_map_shows_has_no_day():
    (one,) = passed([0.2, 0.3, 0.6, 0.6, 1, 1, 1, 1])
    assert one.on == {"0.05": None, "0.5": week(2), "0.95": week(4)}


def test_a_place_held_from_the_first_map_on_did_not_fall():
    assert passed([0.6, 0.7, 1, 1, 1, 1]) == ()


def test_a_place_that_is_lost_and_taken_again_passes_twice_and_back_once():
    shares = [0, 0.5, 1, 1, 1, 0.4, 0, 0, 0, 0.6, 1, 1, 1, 1]
    first, second = passed(shares)
    assert (first.on["0.95"], second.on["0.95"]) == (week(2), week(10))
    (back,) = passed(shares, side="b")
    assert back.on == {"0.05": week(5), "0.5": week(5), "0.95": week(6)}


def test_passing_is_the_same_for_either_side():
    shares = [0, 0.1, 0.3, 0.6, 0.7, 0.96, 1, 1, 1]
    (one,) = passed(shares)
    (other,) = passed([1 - share for share in shares], side="b")
    assert one.on == other.on


@pytest.mark.parametrize("count", range(1, 9))
def test_ground_spread_evenly_has_as_many_directions_as_it_lies_in(count):
    gained = np.zeros(8)
    gained[:count] = 3.0
    assert effective_directions(gained, least_km2=1.0) == pytest.approx(count)


def test_directions_of_hardly_any_ground_are_not_told():
    assert np.isnan(effective_directions(np.full(8, 0.01), least_km2=1.0))
    assert np.isnan(effective_directions(np.zeros(8), least_km2=1.0))


def test_neighbours_in_place_and_time_are_one_group_through_others():
    centres = np.array([[0.0, 0], [20, 0], [40, 0], [200, 0], [0, 0]])
    weeks = np.array([0, 5, 9, 5, 200])
    groups = grouped(centres, weeks, within_km=25, within_weeks=10)
    assert groups[0] == groups[1] == groups[2]
    assert len(set(groups.tolist())) == 3


def test_an_interval_of_few_groups_is_wider_than_the_plain_percentiles():
    assert expanded_tail(4, 0.9) < expanded_tail(10, 0.9) < expanded_tail(10_000, 0.9)
    assert expanded_tail(10_000, 0.9) == pytest.approx(0.05, abs=1e-3)


def test_the_interval_of_a_mean_covers_it_about_as_often_as_it_says():
    draw = stream(5, "test", "cover")
    inside = 0
    for number in range(300):
        values = draw.normal(1.0, 2.0, size=12)
        span = resampled_mean(
            values,
            np.arange(12),
            draws=400,
            confidence=0.9,
            generator=stream(number, "test", "draws"),
        )
        inside += span.low <= 1.0 <= span.high
    assert 0.85 <= inside / 300 <= 0.95


def test_two_groups_give_no_interval():
    values, groups = np.arange(4.0), np.array([0, 0, 1, 1])
    generator = stream(1, "test")
    assert resampled_mean(values, groups, draws=100, confidence=0.9, generator=generator) is None


def test_a_permutation_agrees_with_all_labellings_counted_out():
    fallen, matched = [5.0, 4.0], [np.array([1.0, 2.0]), np.array([0.0, 4.5])]
    sets = [np.array([one, *others]) for one, others in zip(fallen, matched, strict=True)]
    rest = [(each.sum() - each) / 2 for each in sets]
    away = [each - other for each, other in zip(sets, rest, strict=True)]
    every = np.abs(away[0][:, None] + away[1][None]).ravel()
    exact = (every >= abs(away[0][0] + away[1][0]) - 1e-9).mean()
    p = permuted_p(fallen, matched, draws=20_000, generator=stream(2, "test"))
    assert p == pytest.approx(exact, abs=0.02)


def test_a_fall_beyond_all_its_matches_has_the_least_rank():
    assert rank_p(10.0, np.array([1.0, 2.0, 3.0])) == pytest.approx(0.25)
