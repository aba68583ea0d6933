from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.claims.panels import NAN, panel_of, question, reading

from ripeness.claims.measure import installed_measures
from ripeness.claims.measures.distance import DISTANCE_TO_LINE
from ripeness.claims.measures.gain import NET_GAIN
from ripeness.claims.measures.ground import AREA_HELD, AREA_LEFT, SHARE_HELD, SHARE_LEFT
from ripeness.claims.measures.reached import SHARE_REACHED
from ripeness.evidence.panel import mirrored
from ripeness.terms.errors import DataError

LATE = date(2026, 2, 28)


def read(measure, rows, *, by=LATE, **asked):
    return measure.read(question(**asked), panel_of(rows), by=by)


def band(answer, tolerance=250):
    return next((b.low, b.high) for b in answer.bands if b.tolerance_m == tolerance)


def test_built_in_measures_come_in_by_the_door_that_strangers_use():
    names = {
        "share_held", "area_held", "share_left", "area_left",
        "share_reached", "net_gain", "distance_to_line",
    }  # fmt: skip
    measures = installed_measures()
    assert names <= set(measures)
    assert all(measures[name].basis == "observed" for name in names)
    assert all(name == measure.name for name, measure in measures.items())


def test_the_share_held_is_the_drawn_share_with_its_bands():
    (answer,) = read(SHARE_HELD, [reading(held=44.0)])
    assert answer.value == pytest.approx(0.44)
    assert band(answer) == pytest.approx((0.43, 0.45))
    assert band(answer, 1000) == pytest.approx((0.40, 0.48))
    assert answer.place_outline == "a circle"
    assert answer.distance_to_line_km == 2.5
    assert not answer.complement_assumed


def test_the_other_sides_share_rests_on_the_declared_complement_and_is_marked():
    (answer,) = read(SHARE_HELD, [reading(held=44.0)], slot="b", complements=("x",))
    assert answer.value == pytest.approx(0.56)
    assert band(answer) == pytest.approx((0.55, 0.57))
    assert answer.complement_assumed


def test_without_a_declared_complement_the_rest_is_only_an_upper_bound():
    (answer,) = read(SHARE_HELD, [reading(held=44.0)], slot="b")
    assert band(answer) == pytest.approx((0.0, 0.57))
    assert not answer.complement_assumed
    assert "upper bound" in answer.note


def test_an_upper_bound_without_shapes_still_has_a_band_from_zero():
    flat = dict.fromkeys(["low_250_km2", "high_250_km2", "low_1000_km2", "high_1000_km2"], NAN)
    (answer,) = read(SHARE_LEFT, [reading(held=44.0, **flat)], slot="b")
    assert [(b.low, b.high) for b in answer.bands] == [(0.0, pytest.approx(0.56))]


@pytest.mark.parametrize(("grey_zone", "left"), [("in", 0.56), ("out", 0.46)])
def test_what_is_left_is_given_with_and_without_the_grey_zone(grey_zone, left):
    rows = [reading(held=44.0, contested_km2=10.0)]
    (answer,) = read(
        SHARE_LEFT, rows, slot="b", complements=("x",), options={"grey_zone": grey_zone}
    )
    assert answer.value == pytest.approx(left)
    assert "grey zone of 0.1" in answer.note


def test_contested_ground_is_held_by_neither_side():
    rows = [reading(held=44.0, contested_km2=10.0)]
    (held,) = read(SHARE_HELD, rows)
    (other,) = read(SHARE_HELD, rows, slot="b", complements=("x",))
    assert held.value + other.value == pytest.approx(0.90)


def test_areas_are_given_in_square_kilometres():
    (held,) = read(AREA_HELD, [reading(held=44.0)])
    (left,) = read(AREA_LEFT, [reading(held=44.0)], slot="b", complements=("x",))
    assert (held.value, left.value) == (44.0, 56.0)


def test_a_source_without_shapes_has_no_band_and_says_so():
    flat = dict.fromkeys(["low_250_km2", "high_250_km2", "low_1000_km2", "high_1000_km2"], NAN)
    (answer,) = read(SHARE_HELD, [reading(**flat)])
    assert answer.bands == ()
    assert "no band" in answer.note


def test_a_completed_level_says_so():
    (answer,) = read(SHARE_HELD, [reading(completed=True)])
    assert "completed" in answer.note


@pytest.mark.parametrize("missing", [{"held": NAN}, {"unit_km2": NAN}, {"unit_km2": 0.0}])
def test_a_missing_number_gives_no_reading_rather_than_zero(missing):
    assert read(SHARE_HELD, [reading(**missing)]) == ()


def test_a_source_that_does_not_cover_the_place_gives_no_reading():
    answers = read(SHARE_HELD, [reading(), reading(source="y", id="elsewhere")])
    assert [answer.source for answer in answers] == ["x"]


SERIES = [
    reading(day="2025-11-01", held=3.0),
    reading(day="2025-11-10", held=6.0),
    reading(day="2025-11-30", held=44.0),
    reading(day="2025-12-20", held=96.0),
    reading(day="2026-01-05", held=90.0),
    reading(day="2026-01-20", held=97.0),
]


def test_the_first_day_of_each_share_is_told():
    (answer,) = read(SHARE_HELD, SERIES)
    assert answer.first_reached == {
        "0.05": date(2025, 11, 10),
        "0.5": date(2025, 12, 20),
        "0.95": date(2025, 12, 20),
    }
    (early,) = read(SHARE_HELD, SERIES, by=date(2025, 12, 7))
    assert early.first_reached["0.5"] is None


@pytest.mark.parametrize(
    ("low", "high", "met", "bound"),
    [
        (0.95, 1.0, date(2025, 12, 20), False),
        (0.40, 1.0, date(2025, 11, 30), False),
        (0.05, 1.0, date(2025, 11, 10), False),
        (0.0, 0.5, date(2025, 11, 1), True),
        (0.99, 1.0, None, False),
    ],
)
def test_the_day_a_map_met_the_claim_starts_the_spell_at_the_day_or_the_first_after(
    low, high, met, bound
):
    (answer,) = read(SHARE_HELD, SERIES, low=low, high=high)
    assert (answer.first_met, answer.first_met_is_bound) == (met, bound)


def test_the_share_reached_is_the_largest_of_the_period():
    asked = {"said_on": date(2025, 11, 30), "on": date(2026, 1, 6)}
    (answer,) = read(SHARE_REACHED, SERIES, **asked)
    assert (answer.value, answer.on) == (pytest.approx(0.96), date(2025, 12, 20))


def test_the_share_reached_is_silent_where_the_source_stopped_before_the_day():
    asked = {"said_on": date(2025, 11, 30), "on": date(2026, 2, 20)}
    assert read(SHARE_REACHED, SERIES, **asked) == ()


def test_a_net_gain_is_the_difference_of_two_maps_and_its_line_moves_alike():
    (answer,) = read(NET_GAIN, SERIES, on=date(2025, 11, 30), options={"since": "2025-11-10"})
    assert answer.value == pytest.approx(38.0)
    assert band(answer) == pytest.approx((38.0, 38.0))
    assert "from the map of 2025-11-10 to that of 2025-11-30" in answer.note


def test_a_net_gain_needs_maps_as_far_apart_as_the_period_asked():
    asked = {"on": date(2025, 11, 13), "options": {"since": "2025-11-08"}}
    assert read(NET_GAIN, SERIES, **asked) == ()


def test_the_gain_of_one_side_is_the_loss_of_the_other():
    asked = {"on": date(2025, 11, 30), "options": {"since": "2025-11-10"}}
    (gained,) = read(NET_GAIN, SERIES, **asked)
    (lost,) = read(NET_GAIN, SERIES, slot="b", complements=("x",), **asked)
    assert lost.value == pytest.approx(-gained.value)
    assert lost.complement_assumed
    assert read(NET_GAIN, SERIES, slot="b", **asked) == ()


def test_the_distance_to_the_line_has_the_tolerance_as_its_band_and_no_side():
    for slot in "ab":
        (answer,) = read(DISTANCE_TO_LINE, [reading()], slot=slot)
        assert answer.value == 2.5
        assert band(answer) == (2.25, 2.75)
        assert not answer.complement_assumed
    assert read(DISTANCE_TO_LINE, [reading(line_km=NAN)]) == ()


@pytest.mark.parametrize(
    ("measure", "options", "message"),
    [
        (SHARE_HELD, {"grey_zone": "in"}, "options out of: none"),
        (SHARE_LEFT, {"grey_zone": "maybe"}, "grey_zone"),
        (NET_GAIN, {"from": "2025-01-01"}, "options out of: since"),
        (SHARE_REACHED, {"since": "soon"}, "since"),
    ],
)
def test_an_unknown_or_unfit_option_is_refused(measure, options, message):
    with pytest.raises(DataError, match=message):
        read(measure, [reading()], options=options)


MEASURES = [SHARE_HELD, AREA_HELD, SHARE_LEFT, AREA_LEFT, SHARE_REACHED, DISTANCE_TO_LINE]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=6), st.sampled_from(MEASURES))
def test_a_mirrored_panel_answers_the_other_side_exactly_alike(levels, measure):
    rows = [reading(day=f"2025-11-{25 + i}", held=held) for i, held in enumerate(levels)]
    panel = panel_of(rows)
    for slot, other in (("a", "b"), ("b", "a")):
        asked = question(slot=slot, complements=("x",), on=date(2025, 11, 30))
        turned = asked.model_copy(update={"slot": other})
        assert measure.read(asked, panel, by=LATE) == measure.read(turned, mirrored(panel), by=LATE)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_bands_hold_the_value_and_shares_stay_shares(levels):
    rows = [reading(day=f"2025-11-{25 + i}", held=held) for i, held in enumerate(levels)]
    for slot in "ab":
        for answer in read(SHARE_HELD, rows, slot=slot):
            for one in answer.bands:
                assert 0 <= one.low <= answer.value <= one.high <= 1
