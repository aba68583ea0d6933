"""What followed falls, in made-up worlds where it is known, and in the founding case."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.front.event_study.worlds import SETTINGS, START, world

from ripeness.evidence.panel import mirrored
from ripeness.front.event_study.record import ALL
from ripeness.front.event_study.study import event_study

BY = date(2026, 2, 28)


def study(made, **given):
    return event_study(
        made.panel, made.scene, **{"by": BY, "seed": 1, "settings": SETTINGS} | given
    )


def row(found, quantity, *, radius, weeks=8, crossing="0.95", place=ALL):
    return next(
        one
        for one in found.events
        if (one.place, one.quantity, one.after_weeks, one.crossing)
        == (place, quantity, weeks, crossing)
        and one.radius_km in {None, radius}
    )


@pytest.fixture(scope="module")
def quiet():
    return study(world(seed=2))


@pytest.fixture(scope="module")
def pushed():
    return study(world(seed=2, push=2.0))


def test_every_fall_is_found_in_the_week_in_which_it_was_planted(quiet):
    made = world(seed=2)
    found = {fall.place: fall.crossed["0.95"] for fall in quiet.falls}
    assert found.keys() <= made.fell.keys()
    assert len(found) >= 7
    for place, day in found.items():
        assert abs((day - START).days // 7 - made.fell[place]) <= 2


def test_a_planted_push_is_recovered(pushed):
    pace, line = row(pushed, "pace", radius=20.0), row(pushed, "line", radius=20.0)
    assert pace.change.low > 5
    assert pace.beyond_ground.low > 5
    assert pace.p_ground < 0.01
    assert line.beyond_ground.low <= 0.5 <= line.beyond_ground.high + 0.1
    assert line.p_ground < 0.01


def test_where_nothing_was_planted_nothing_is_found_beyond_open_ground(quiet):
    for radius in SETTINGS.radii_km:
        pace = row(quiet, "pace", radius=radius)
        assert pace.beyond_ground.low < 0 < pace.beyond_ground.high
        assert pace.p_ground > 0.2
    assert row(quiet, "line", radius=20.0).p_ground > 0.2


def test_the_p_of_worlds_without_effect_is_spread_out():
    found = [row(study(world(seed=seed)), "pace", radius=12.0).p_ground for seed in range(3, 7)]
    assert min(found) > 0.01
    assert np.mean(np.array(found) < 0.5) <= 3 / 4


def test_exchanging_the_sides_mirrors_every_number():
    made = world(seed=2, push=2.0)
    found = study(made)
    other = study(replace(made, panel=mirrored(made.panel)))
    assert [one.model_dump(exclude={"side"}) for one in found.events] == [
        one.model_dump(exclude={"side"}) for one in other.events
    ]
    assert {one.side for one in found.events} == {"a", None}
    assert {one.side for one in other.events} == {"b", None}


def test_gains_of_the_side_that_is_not_drawn_are_read_alike():
    found = study(world(seed=2, push=2.0))
    other = study(world(seed=2, push=2.0, gainer_drawn=False))
    mine, yours = (
        {
            (one.place, one.quantity, one.radius_km, one.after_weeks): one.change
            for one in each.events
            if one.place != ALL and one.quantity != "line"
        }
        for each in (found, other)
    )
    assert mine.keys() == yours.keys()
    for key, change in mine.items():
        assert change == pytest.approx(yours[key], abs=1e-9)
    assert {one.side for one in other.events} == {"b", None}
    assert all(fall.complement_assumed for fall in other.falls)


def test_without_a_declared_complement_only_the_drawn_side_can_gain():
    made = world(seed=2, gainer_drawn=False)
    found = study(replace(made, scene=replace(made.scene, complements=())))
    assert found.events == ()
    assert found.untested == (
        ("made", "no place of the case passed from one side to the other on it"),
    )


def test_what_is_known_later_changes_nothing():
    made = world(seed=2)
    day = START + timedelta(weeks=100)
    cells = made.panel.cells
    early = replace(
        made.panel,
        cells=cells[cells["known_on"] <= np.datetime64(day)].reset_index(drop=True),
        readings=made.panel.readings[made.panel.readings["known_on"] <= np.datetime64(day)],
    )
    assert study(made, by=day) == study(replace(made, panel=early), by=BY).model_copy(
        update={"known_by": day}
    )


def test_maps_known_late_bring_falls_late():
    on_the_day = START + timedelta(weeks=80)
    prompt = study(world(seed=2), by=on_the_day)
    late = study(world(seed=2, late=70), by=on_the_day)
    ended = [
        [fall for fall in found.falls if fall.crossed["0.95"] is not None]
        for found in (prompt, late)
    ]
    assert len(ended[1]) < len(ended[0])
    assert max(fall.known_on for fall in late.falls) <= on_the_day


def test_a_disc_that_leaves_the_window_is_left_out_and_said_to_be(quiet):
    wide = SETTINGS.model_copy(update={"radii_km": (12.0, 90.0)})
    found = study(world(seed=2), settings=wide)
    assert not [one for one in found.events if one.radius_km == 90.0]
    assert all(
        "the disc of 90 km leaves what the source draws" in fall.left_out for fall in found.falls
    )


def test_few_falls_give_no_mean(quiet):
    made = world(seed=2)
    few = replace(made.scene, towns=made.scene.towns[:2])
    found = study(replace(made, scene=few))
    assert found.events
    assert all(one.place != ALL for one in found.events)


def test_a_curve_and_roses_stand_beside_each_fall(quiet):
    fall = next(one for one in quiet.falls if not one.left_out)
    assert fall.weeks == tuple(range(-10, 10))
    assert len(fall.advance) == len(fall.matched) == 20
    assert fall.matched_to
    pace = row(quiet, "pace", radius=12.0, place=fall.place)
    assert sum(fall.rose_after) / 8 == pytest.approx(pace.after)
    assert sum(fall.rose_before) / 8 == pytest.approx(pace.before)
    west = fall.rose_after[5:8]
    assert sum(west) > 0.9 * sum(fall.rose_after)


def test_the_draws_are_those_of_the_seed(quiet):
    assert study(world(seed=2)) == quiet
    assert study(world(seed=2), seed=2).events != quiet.events
