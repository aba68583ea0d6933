"""What earlier falls answer to a claim."""

from datetime import date

import pytest

from ripeness.front.event_study.inference import Span
from ripeness.front.event_study.measures import DIRECTIONS, LINE, PACE, TOWNS
from ripeness.front.event_study.record import ALL, Event, EventsPaper
from ripeness.terms.errors import DataError
from ripeness.terms.question import ModelQuestion

LATER, EARLIER = date(2026, 2, 28), date(2025, 12, 5)


def event(**given):
    made = {
        "place": ALL, "source": "x", "side": None, "crossing": "0.95", "crossed_on": None,
        "quantity": "pace", "unit": "km2_per_week", "after_weeks": 13, "radius_km": 30.0,
        "before": Span(value=10, low=8, high=12), "after": Span(value=14, low=11, high=17),
        "change": Span(value=4, low=1, high=7), "matched": None,
        "beyond_matched": Span(value=3, low=1, high=5), "matched_ground": None,
        "beyond_ground": Span(value=2, low=0.5, high=4), "pre_trend": None, "p": 0.02,
        "p_ground": 0.4, "n_events": 12, "n_matched": 9, "n_matched_ground": 11, "n_groups": 6,
    }  # fmt: skip
    return Event.model_validate(made | given)


def paper(*events, earlier=()):
    return EventsPaper(
        known_by=LATER,
        headline="",
        sentences=(),
        radius_km=30,
        after_weeks=13,
        events=events,
        falls=(),
        untested=(),
        earlier_by=EARLIER,
        earlier=earlier,
    )


def question(**options):
    return ModelQuestion(measure="m", on=EARLIER, said_on=EARLIER, low=0.0, options=options)


def test_a_reading_is_the_difference_with_its_interval():
    (found,) = PACE.read_with(question(), paper(event()), by=LATER)
    assert (found.value, found.bands[0].low, found.bands[0].high) == (3, 1, 5)
    assert found.on == LATER
    assert "9 falls in 6 groups, fewer than 10" in found.note


def test_a_difference_that_chance_gives_often_reaches_to_none_at_all():
    (found,) = PACE.read_with(question(against="ground"), paper(event()), by=LATER)
    assert (found.bands[0].low, found.bands[0].high) == (0, 4)


def test_too_few_falls_give_no_reading():
    assert PACE.read_with(question(), paper(event(n_matched=4)), by=LATER) == ()
    assert PACE.read_with(question(), paper(event(beyond_matched=None)), by=LATER) == ()
    assert PACE.read_with(question(fewest_falls=3), paper(event(n_matched=4)), by=LATER)


def test_what_was_known_on_the_day_is_read_on_the_day():
    told = paper(event(), earlier=(event(change=Span(value=9, low=8, high=10)),))
    (found,) = PACE.read_with(question(against="before"), told, by=EARLIER)
    assert (found.value, found.known_on) == (9, EARLIER)
    assert PACE.read_with(question(), told, by=date(2025, 1, 1)) == ()


def test_each_measure_reads_its_own_quantity():
    every = [
        event(quantity=one, radius_km=None if one == "line" else 30.0)
        for one in ("pace", "directions", "line", "towns")
    ]
    for measure in (PACE, DIRECTIONS, LINE, TOWNS):
        assert len(measure.read_with(question(), paper(*every), by=LATER)) == 1
        assert measure.basis == "modelled"
        assert measure.unit.endswith("_more")


def test_single_towns_other_radii_and_other_weeks_are_not_read():
    others = [event(place="town"), event(radius_km=15.0), event(after_weeks=4)]
    assert PACE.read_with(question(), paper(*others), by=LATER) == ()


def test_an_option_that_is_not_known_is_refused():
    with pytest.raises(DataError, match="against"):
        PACE.read_with(question(against="hope"), paper(event()), by=LATER)
