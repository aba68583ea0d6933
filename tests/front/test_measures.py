from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from tests.front.weekly import ORIGIN, as_series, panel_of

from ripeness.claims.measure import Measure, Told
from ripeness.evidence.panel import ControlPanel
from ripeness.front.measures import WeeksToFinish
from ripeness.terms.errors import DataError
from ripeness.terms.question import Question

SAID = date(2025, 12, 5)
UNIT = 26_000.0


def panel(series=None, **how) -> ControlPanel:
    """A panel of one source that held 20 000 km² at the origin and gains 60 a week."""
    return panel_of(steady() if series is None else series, unit_km2=UNIT, **how)


def steady():
    wobble = 5 * np.sin(np.arange(73) * 2.4)
    return as_series(20_000 + 60.0 * np.arange(-72, 1) + wobble - wobble[-1])


def asked(slot="a", **options) -> Question:
    return Question(
        measure="finish_at_pace", slot=slot, region="donetsk", on=SAID, said_on=SAID, options=options
    )  # fmt: skip


def test_it_fits_the_protocol_of_the_claims():
    assert isinstance(WeeksToFinish(), Measure)
    assert isinstance(WeeksToFinish(), Told)


def test_it_gives_the_weeks_from_the_statement_with_the_models_band():
    (reading,) = WeeksToFinish().read(asked(), panel(), by=SAID)
    assert reading.value == pytest.approx(100 - 5 / 7, abs=0.7)
    (band,) = reading.bands
    assert band.low < reading.value < band.high
    assert (reading.on, reading.known_on) == (ORIGIN, ORIGIN)
    assert reading.complement_assumed
    assert "6000 km² left at 60." in reading.note


def test_the_other_side_asked_the_same_of_its_own_map_hears_the_same():
    mine = WeeksToFinish().read(asked("a"), panel(drawn="a"), by=SAID)
    theirs = WeeksToFinish().read(asked("b"), panel(drawn="b"), by=SAID)
    assert mine == theirs


def test_of_a_map_of_the_other_side_the_rest_is_read():
    shrinking = UNIT - steady()
    (drawn,) = WeeksToFinish().read(asked("a"), panel(), by=SAID)
    (rest,) = WeeksToFinish().read(asked("a"), panel(shrinking, drawn="b"), by=SAID)
    assert rest.value == pytest.approx(drawn.value)


def test_a_grey_zone_counted_out_shortens_the_time():
    grey = panel(contested=600.0)
    (with_it,) = WeeksToFinish().read(asked(), grey, by=SAID)
    (without,) = WeeksToFinish().read(asked(grey_zone="out"), grey, by=SAID)
    assert with_it.value - without.value == pytest.approx(10.0, abs=0.3)


def test_the_grey_zone_is_no_more_the_askers_on_a_map_of_the_other_side():
    losing = panel(UNIT - steady(), drawn="b", contested=600.0)
    (with_it,) = WeeksToFinish().read(asked(), losing, by=SAID)
    (without,) = WeeksToFinish().read(asked(grey_zone="out"), losing, by=SAID)
    assert with_it.value - without.value == pytest.approx(10.0, abs=0.3)
    assert without.value == pytest.approx(100 - 5 / 7, abs=0.7)


def test_a_pace_the_other_way_is_given_as_the_longest_time():
    losing = as_series(20_000 - 60.0 * np.arange(-72, 1) + np.sin(np.arange(73)))
    (reading,) = WeeksToFinish().read(asked(most_weeks=500), panel(losing), by=SAID)
    assert reading.value == reading.bands[0].high == 500
    assert "500 weeks stands for that long or longer, or never" in reading.note


def test_what_is_said_later_of_earlier_weeks_counts_only_when_known():
    late = panel(lag=10)
    (then,) = WeeksToFinish().read(asked(), late, by=SAID)
    (since,) = WeeksToFinish().read(asked(), late, by=SAID + timedelta(days=60))
    assert then.known_on <= SAID < since.known_on


def test_later_weeks_change_nothing():
    weeks = [*steady().index, steady().index[-1] + pd.Timedelta(weeks=3)]
    longer = pd.Series([*steady().to_numpy(), 25_000.0], index=pd.DatetimeIndex(weeks))
    late = SAID + timedelta(days=60)
    assert WeeksToFinish().read(asked(), panel(longer), by=late) == WeeksToFinish().read(
        asked(), panel(), by=late
    )


def test_a_source_that_is_too_short_gives_no_reading():
    assert WeeksToFinish().read(asked(), panel(steady()[-20:]), by=SAID) == ()


def test_an_unknown_option_is_refused():
    with pytest.raises(DataError, match="options out of: window_weeks, grey_zone, most_weeks"):
        WeeksToFinish().read(asked(windows=4), panel(), by=SAID)
