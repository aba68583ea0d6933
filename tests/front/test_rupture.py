from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from tests.front.weekly import ORIGIN, as_series, panel_of

from ripeness.case.records import Rupture
from ripeness.evidence.panel import mirrored
from ripeness.front.rupture import (
    Ground,
    Recorded,
    chance,
    events,
    exact_rate,
    periods,
    rates,
)
from ripeness.front.ruptures_ahead import holds_rupture, ruptures
from ripeness.terms.chance import stream

RULE = Rupture(theatres=("donetsk",))
AREA = 26_000.0
NAMES = {"a": "one", "b": "two"}


def calm(count=110, *, seed=1):
    return stream(seed, "tests", "rupture").normal(5.0, 3.0, count - 1)


def series(changes):
    return as_series(np.cumsum(np.r_[10_000.0, changes]))


def planted(at=-10, *, step=-200.0, weeks=3):
    changes = calm()
    changes[at : at + weeks] = step
    return series(changes)


def ground(*found, **more):
    names = ("map", "chart", "third")
    readings = {(name, "donetsk"): one for name, one in zip(names, found, strict=False)}
    return Ground(readings=readings, area_km2={"donetsk": AREA}, **more)


def test_a_planted_rupture_is_found_with_its_days_and_size():
    (event,) = events(ground(planted()), RULE, multiple=5)
    assert (event.direction, event.status) == ("lost", "counted")
    assert event.first <= ORIGIN - timedelta(weeks=10)
    assert event.last >= ORIGIN - timedelta(weeks=8)
    assert event.largest_km2 == pytest.approx(-600, abs=30)
    assert event.times_usual > 20


def recorded(kind, *, direction="lost", days=(-12, -6)):
    first, last = (ORIGIN + timedelta(weeks=weeks) for weeks in days)
    return Recorded("map", "donetsk", direction, first, last, kind)


@pytest.mark.parametrize(
    ("records", "kind"),
    [
        ((), "unknown"),
        ((recorded("fought"),), "fought"),
        ((recorded("withdrawn"),), "withdrawn"),
        ((recorded("withdrawn", direction="gained"),), "unknown"),
        ((recorded("withdrawn", days=(-60, -50)),), "unknown"),
        ((recorded("withdrawn"), recorded("fought")), "unknown"),
    ],
)
def test_the_kind_of_a_rupture_is_that_on_record_for_its_days_and_direction(records, kind):
    here = ground(planted(), kinds=records)
    (event,) = events(here, RULE, multiple=5)
    assert event.kind == kind
    lost = next(row for row in rates(here, RULE, multiple=5) if row.direction == "lost")
    assert lost.kinds[kind] == 1
    assert sum(lost.kinds.values()) == lost.events == 1


def test_calm_weeks_hold_none():
    assert events(ground(series(calm())), RULE, multiple=5) == ()


def test_a_change_below_a_hundredth_of_the_theatre_is_none():
    assert events(ground(planted(step=-60.0)), RULE, multiple=5) == ()


def test_a_higher_multiple_finds_fewer():
    noisy = series(np.r_[20 * calm(109) / 5, [-200.0] * 3])
    assert len(events(ground(noisy), RULE, multiple=3)) >= len(
        events(ground(noisy), RULE, multiple=10)
    )


def test_what_has_too_little_history_is_listed_and_counts_in_no_rate():
    early = planted(at=10)
    (event,) = events(ground(early), RULE, multiple=5)
    assert (event.status, event.times_usual) == ("not_testable", None)
    lost = next(r for r in rates(ground(early), RULE, multiple=5) if r.direction == "lost")
    assert (lost.events, lost.not_testable) == (0, 1)


def test_periods_far_apart_are_two_events_and_near_ones_are_one():
    changes = calm()
    changes[-30:-28], changes[-24:-22] = -200.0, -200.0
    assert len(events(ground(series(changes)), RULE, multiple=5)) == 1
    changes = calm(130)
    changes[-50:-48], changes[-20:-18] = -300.0, -300.0
    assert len(events(ground(series(changes)), RULE, multiple=5)) == 2


def test_a_step_that_another_map_does_not_show_is_a_suspected_correction():
    (event,) = events(ground(planted(), series(calm(seed=2))), RULE, multiple=5)
    assert (event.status, event.contradicted_by) == ("suspected_correction", "chart")
    both = events(ground(planted(), planted()), RULE, multiple=5)
    assert {event.status for event in both} == {"counted"}
    one_hand = ground(planted(), series(calm(seed=2)), one_hand=(("map", "chart"),))
    assert events(one_hand, RULE, multiple=5)[0].status == "counted"


def test_a_gap_leaves_periods_across_it_unknown():
    gappy = planted().drop(planted().index[-9])
    told = periods(gappy, RULE)
    assert np.isnan(told.change[-9])
    assert np.isfinite(told.change[-1])


def test_rates_carry_the_exact_interval_and_the_common_span():
    found = rates(ground(planted(), planted()[30:]), RULE, multiple=5)
    own = next(r for r in found if (r.source, r.direction, r.span) == ("map", "lost", "own"))
    assert own.events == 1
    assert own.low < own.per_year < own.high
    assert own.per_year == pytest.approx(1 / own.years)
    common = {r.source: r for r in found if r.span == "common" and r.direction == "lost"}
    assert common["map"].first == common["chart"].first
    assert common["map"].years == common["chart"].years < own.years


def test_the_exact_interval_is_garwoods():
    assert exact_rate(2, 1.0) == pytest.approx((2.0, 0.3554, 6.2958), abs=1e-4)


def test_the_chance_counts_members_that_break():
    readings = series(calm())
    still = np.full((10, 26), readings.iloc[-1]) + 5.0 * np.arange(1, 27)
    still[:3, 10:] -= 900.0
    found = chance(readings, still, RULE, area_km2=AREA, origin=ORIGIN)
    assert found == {"gained": 0.0, "lost": 0.3}


def test_a_mirrored_panel_gives_the_same_of_the_other_side():
    panel = panel_of(planted(at=-40), unit_km2=AREA)
    told = ruptures(panel, as_of=ORIGIN, seed=1, side_in=NAMES, rule=RULE)
    other = ruptures(mirrored(panel), as_of=ORIGIN, seed=1, side_in=NAMES, rule=RULE)
    assert told.rupture_events == other.rupture_events
    assert {one.side for one in told.rupture} == {"one"}
    assert {one.side for one in other.rupture} == {"two"}
    assert [one.p for one in told.rupture] == [one.p for one in other.rupture]
    turned = panel_of(as_series(20_000 - planted(at=-40).to_numpy()), unit_km2=AREA)
    swapped = ruptures(turned, as_of=ORIGIN, seed=1, side_in=NAMES, rule=RULE)
    assert [e.direction for e in swapped.rupture_events] == ["gained" for _ in told.rupture_events]


def test_only_what_was_known_is_read():
    panel = panel_of(planted(), unit_km2=AREA)
    before = ruptures(panel, as_of=date(2025, 8, 31), seed=1, side_in=NAMES, rule=RULE)
    assert before.rupture_events == ()
    assert before.rupture[0].base_rate.value == 0


def test_forecasts_whose_window_meets_a_rupture_are_marked():
    found = events(ground(planted()), RULE, multiple=5)
    days = pd.to_datetime([found[0].first, found[0].last]).as_unit("s")
    scored = pd.DataFrame({"source": "map", "region": "donetsk", "origin": days})
    scored = scored.assign(due=scored["origin"] + pd.Timedelta(weeks=4))
    assert holds_rupture(scored, found).tolist() == [True, False]
    assert not holds_rupture(scored, (replace_status(found[0]),)).any()


def replace_status(event):
    return event.model_copy(update={"status": "suspected_correction"})


def test_an_empty_or_short_series_has_no_period():
    assert len(periods(pd.Series(dtype=float), RULE).ends) == 0
    short = ground(series(calm(5)))
    assert all(rate.per_year is None for rate in rates(short, RULE, multiple=5))
