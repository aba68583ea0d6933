from dataclasses import dataclass

import numpy as np
import pytest
from tests.front.weekly import AREA, ORIGIN, readings

from ripeness.front.contest.power import PowerSettings, compared, gone_on, power
from ripeness.front.history import History, weekly_history, with_wear
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.interface import Change
from ripeness.front.wear import Course, SideWear, Wear
from ripeness.terms.chance import stream

SMALL = PowerSettings(worlds=12, weeks=104, members=200, told_at=(26, 104))


@dataclass(frozen=True)
class Steady:
    """A model that is sure of one pace."""

    pace: float
    spread: float = 20.0

    @property
    def name(self) -> str:
        return f"steady_{self.pace:g}"

    def init(self, history: History, settings, generator):  # noqa: ARG002
        return settings.members

    def step(self, state, generator):
        return state, Change.of_net(self.pace + self.spread * generator.standard_normal(state))


def history():
    wear = Wear(ours=SideWear(courses=(Course("list", np.linspace(0.5, 1.5, 104)),)))
    found = weekly_history(readings(104), origin=ORIGIN, settings=FrontSettings())
    return with_wear(found, wear, unit_km2=40_000.0)


def test_two_very_different_paces_are_soon_told_apart():
    area = AREA.model_copy(update={"unit_km2": 1e6})
    found = power(history(), area, models=(Steady(0.0), Steady(60.0)), seed=1, settings=SMALL)
    assert [(row.truth, row.rival) for row in found] == [
        ("steady_0", "steady_60"), ("steady_60", "steady_0"),
    ]  # fmt: skip
    for row in found:
        assert row.told_apart["104"] == 1.0
        assert row.misled == {"26": 0.0, "104": 0.0}
        assert row.weeks_needed < 26


def test_a_model_is_not_told_apart_from_itself():
    twice = (Steady(5.0), Steady(5.0))
    (row,) = power(history(), AREA, models=twice, seed=1, settings=SMALL, truths=1)
    assert row.told_apart["104"] == row.misled["104"] == 0.0
    assert row.weeks_needed is None


def test_weeks_needed_follow_the_formula():
    apart = stream(1, "tests", "power").normal(-0.5, 1.0, (400, 26))
    row = compared("one", "two", apart, PowerSettings())
    assert row.weeks_needed == pytest.approx(4 * (2.486 / 0.5) ** 2, rel=0.1)
    assert row.weeks_low <= row.weeks_needed <= row.weeks_high
    assert row.told_apart["104"] == pytest.approx(0.8, abs=0.08)


def test_equal_models_mislead_as_often_as_the_level_says():
    apart = stream(2, "tests", "power").normal(0.0, 1.0, (2000, 39))
    row = compared("one", "two", apart, PowerSettings())
    assert row.misled["104"] == pytest.approx(0.05, abs=0.015)
    assert row.told_apart["104"] == pytest.approx(0.05, abs=0.015)


def test_a_history_goes_on_with_what_the_world_did_and_losses_as_they_were():
    start = history()
    later = gone_on(start, start.last_km2 + np.array([10.0, 20.0, 30.0]), weeks=104)
    assert later.weeks[-1] == 0
    assert later.weeks[0] >= -104
    assert later.km2[-4:].tolist() == [
        start.last_km2,
        *(start.last_km2 + np.array([10.0, 20.0, 30.0])),
    ]
    assert later.other_km2 == pytest.approx(start.other_km2 - 30.0)
    assert later.wear.ours.courses[0].about_mean[-4:].tolist() == [1.5] * 4
