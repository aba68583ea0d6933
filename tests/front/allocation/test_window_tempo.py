"""The tempo of the whole, brought to the window."""

import numpy as np
import pandas as pd
import pytest
from tests.front.allocation.test_fit import walled
from tests.front.allocation.worlds import ORIGIN

from ripeness.front.allocation.window_tempo import changes_of, window_share, window_tempo
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.pace import ConstantPace
from ripeness.terms.errors import ModelError

SETTINGS = FrontSettings(members=200, horizon_weeks=6)


def readings(times: float, weeks: int = 45) -> pd.Series:
    """A whole that moves so many times as fast as the window."""
    days = pd.DatetimeIndex([pd.Timestamp(day) for day in walled().weeks[-weeks:]]).as_unit("s")
    inside = walled().settled[-weeks:].astype(int).sum(axis=(1, 2)) / 16.0
    jitter = np.resize([0.0, 0.4, -0.3, 0.2], weeks)
    return pd.Series(5000 + times * inside + jitter, index=days)


def test_changes_inside_the_window_are_those_of_the_cells():
    past = changes_of(walled())
    cells = walled().settled.astype(int).sum(axis=(1, 2)) / 16.0
    net = past["gain"] - past["recapture"]
    assert net.sum() == pytest.approx(cells[-3] - cells[0])
    assert past.index[-1] == pd.Timestamp(ORIGIN) - pd.Timedelta(weeks=2)


def test_half_of_the_whole_falls_inside():
    share = window_share(readings(2.0), changes_of(walled()), members=300, seed=1)
    assert np.median(share) == pytest.approx(0.5, abs=0.05)
    assert (share >= 0).all()


def test_both_ways_are_drawn_and_neither_is_negative():
    found = window_tempo(
        readings(2.0), walled(), tempos=[ConstantPace(window_weeks=13)], settings=SETTINGS, seed=1
    )
    assert found.shape == (200, 6, 2)
    assert (found >= 0).all()
    assert (found[:, :, 1] > 0).any()
    past = changes_of(walled())
    usual = float((past["gain"] - past["recapture"]).iloc[-13:].mean())
    assert (found[:, :, 0] - found[:, :, 1]).mean() == pytest.approx(usual, rel=0.3)


def test_without_a_model_nothing_is_drawn():
    with pytest.raises(ModelError, match="at least one"):
        window_tempo(readings(2.0), walled(), tempos=[], settings=SETTINGS, seed=1)
