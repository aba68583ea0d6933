from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from tests.front.weekly import ORIGIN, panel_of, readings

from ripeness.evidence.panel import mirrored
from ripeness.front.outlook import observed_series, outlook
from ripeness.front.settings import FrontSettings

AS_OF = date(2025, 12, 5)
SIDES = {"a": "one", "b": "other"}
FEW = FrontSettings(members=200)


def told(panel, *, side_in=SIDES):
    return outlook(panel, as_of=AS_OF, seed=1, side_in=side_in, settings=FEW)


def both(first, second):
    rows = pd.concat([first.readings, second.readings], ignore_index=True)
    return replace(first, readings=rows)


def test_each_source_speaks_for_itself():
    panel = both(panel_of(readings()), panel_of(readings(pace=20.0), source="chart"))
    made = told(panel)
    assert {one.source for one in made.forecasts} == {"map", "chart"}
    assert len(made.forecasts) == 22
    assert len(made.finishes) == 8


def test_what_became_known_later_changes_nothing():
    earlier = panel_of(readings())
    later = panel_of(readings(73, last=99_000.0), lag=600)
    assert told(both(earlier, later)) == told(earlier)


def test_later_days_change_nothing():
    series = readings()
    day = pd.DatetimeIndex([pd.Timestamp(ORIGIN) + pd.Timedelta(weeks=1)])
    longer = pd.concat([series, pd.Series([50_000.0], index=day)])
    assert told(panel_of(longer)) == told(panel_of(series))


def test_exchanging_the_sides_and_their_ground_exchanges_their_names_and_nothing_else():
    panel = panel_of(readings(), contested=300.0)
    ours, theirs = told(panel), told(mirrored(panel))
    for one, two in zip(
        (*ours.forecasts, *ours.finishes), (*theirs.forecasts, *theirs.finishes), strict=True
    ):
        assert (one.side, two.side) == ("one", "other")
        assert one.model_copy(update={"side": "other"}) == two  # fmt: skip
    assert ours.refused == theirs.refused


def test_a_region_known_only_later_is_told_by_name():
    late = panel_of(readings(), lag=400)
    (refused,) = told(late).refused
    assert (refused.source, refused.region, refused.model) == ("map", "donetsk", "all")


def test_forecasts_are_scored_with_what_is_known_by_then():
    series = observed_series(panel_of(readings(), lag=10), evidence_to=ORIGIN)
    assert series["map", "donetsk"].index[-1] == pd.Timestamp(ORIGIN - timedelta(weeks=2))


@pytest.mark.parametrize("drawn", ["a", "b"])
def test_the_side_named_is_the_one_whose_ground_is_drawn(drawn):
    assert {one.side for one in told(panel_of(readings(), drawn=drawn)).forecasts} == {SIDES[drawn]}


def test_a_source_that_ended_tells_the_rest_from_its_last_map_and_forecasts_nothing():
    old = readings()
    old.index = old.index - pd.Timedelta(weeks=17)
    made = told(panel_of(old, contested=300.0))
    assert made.forecasts == ()
    assert {one.origin for one in made.finishes} == {ORIGIN - timedelta(weeks=17)}
    assert {one.grey_zone for one in made.finishes} == {"in", "out"}
    left = {one.grey_zone: one.left_km2 for one in made.finishes}
    assert left["in"] - left["out"] == pytest.approx(300.0)
