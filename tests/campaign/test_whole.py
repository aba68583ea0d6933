"""The campaign of the founding case, small: few members, few weeks, a short past."""

from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from pydantic import ValidationError

from ripeness.campaign import staged
from ripeness.campaign.assembled import Beside, campaign_paper, stage_of
from ripeness.campaign.battle import battle
from ripeness.campaign.borne_out import BorneOut
from ripeness.campaign.couplings import OFF, switches
from ripeness.campaign.of_case import campaign_of, ready, rear_of
from ripeness.campaign.staged import coupled, given
from ripeness.case.allocated import Allocations
from ripeness.case.allocation_paper import enough_weeks
from ripeness.case.campaigned import CampaignSettings
from ripeness.case.fighting import last_weeks
from ripeness.case.opened import open_case
from ripeness.case.plan_file import read_plan
from ripeness.case.table_draws import draw_table
from ripeness.evidence.panel import known_by
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.terms.errors import DataError

SMALL = AllocationSettings(members=20, weeks=9, history_weeks=12, band_km=12, behind_km=6)
WEEKS = 8


def small(opened):
    """Leave one source with cells, and a near horizon."""
    cells = opened.panel.cells
    panel = replace(opened.panel, cells=cells[cells["source"] == "deepstate"])
    asked = opened.case.campaign.model_copy(
        update={"horizon_weeks": WEEKS, "settle_weeks": (4, 30), "support": ()}
    )
    return replace(opened, panel=panel, case=opened.case.model_copy(update={"campaign": asked}))


@pytest.fixture(scope="module")
def opened():
    return small(open_case("pokrovsk"))


@pytest.fixture(scope="module")
def allocations(opened):
    return Allocations(opened, 1, SMALL)


@pytest.fixture(scope="module")
def paper(opened, allocations):
    return campaign_of(opened, seed=1, allocations=allocations, papers={})


@pytest.fixture(scope="module")
def stage(opened, allocations):
    tabled = read_plan(opened.folder, opened.case)
    draws = draw_table(opened.case, tabled, tabled.plan(), last_weeks(opened, tabled), seed=1)
    return stage_of(opened, draws, "deepstate", ready(*allocations.of("deepstate")), seed=1)


def test_the_horizon_asked_for_is_the_one_looked_at(paper):
    course = paper.courses[0]
    assert len(course.end) == len(course.ground) == WEEKS + 1
    assert (paper.horizon - course.end[0].date).days == 7 * WEEKS
    assert {row.week for row in paper.reservation} <= {end.date for end in course.end}
    assert enough_weeks(WEEKS) is None
    assert enough_weeks(60) == 60


def test_week_by_week_gives_what_the_ensemble_gave(stage):
    read = stage.front(20, OFF)
    stepped = stage.front(20, switches({"strength_moves_tempo": 1e-300}))
    assert type(read) is not type(stepped)
    ours = battle(given(stage, stepped, members=20, on=OFF), members=20)
    theirs = battle(given(stage, read, members=20, on=OFF), members=20)
    np.testing.assert_allclose(ours.changed_km2, theirs.changed_km2, atol=1e-6)
    np.testing.assert_allclose(ours.region_km2, theirs.region_km2, atol=1e-3)
    np.testing.assert_allclose(ours.place_share, theirs.place_share, atol=1e-6)


def test_what_became_known_later_changes_no_course(opened, paper):
    then = replace(opened, panel=known_by(opened.panel, opened.case.as_of))
    again = campaign_of(then, seed=1, allocations=Allocations(then, 1, SMALL), papers={})
    for name in ("courses", "differences", "conclusion", "reservation", "ripeness", "borne_out"):
        assert getattr(again, name) == getattr(paper, name), name
    ours, theirs = (
        [row for row in one.effect_of_place if row.estimand == "intervention"]
        for one in (paper, again)
    )
    assert ours == theirs


@pytest.fixture(scope="module")
def made(opened, allocations):
    return partial(campaign_of, opened, seed=1, allocations=allocations, papers={})


def test_a_campaign_that_was_cut_short_goes_on_where_it_was(made, paper, tmp_path, monkeypatch):
    """Killed after its third course, it reads these and runs the rest: to the same paper."""
    run, done = staged.run_ensemble, []

    def short_of_breath(*given, **told):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(1)
        return run(*given, **told)

    monkeypatch.setattr(staged, "run_ensemble", short_of_breath)
    with pytest.raises(KeyboardInterrupt):
        made(kept=tmp_path / "kept")
    left = len(list((tmp_path / "kept").glob("*/*.npz")))
    assert left >= 3
    begun = []
    monkeypatch.setattr(
        staged, "run_ensemble", lambda *given, **told: begun.append(1) or run(*given, **told)
    )
    assert made(kept=tmp_path / "kept") == paper
    whole = len(list((tmp_path / "kept").glob("*/*.npz")))
    assert len(begun) == whole - left
    made(kept=tmp_path / "kept")
    assert len(begun) == whole - left, "nothing is run a second time"


def test_shares_of_paths_sum_to_the_effect(paper):
    rows = [row for row in paper.effect_of_place if row.estimand == "intervention"]
    assert rows
    for row in rows:
        told = sum(one.value for one in row.paths if one.path != "together")
        assert told == pytest.approx(row.value, abs=1e-9)


def borne(name, source, *, on, strength, skill=0.2):
    return BorneOut(
        coupling=name,
        map_source=source,
        tested="t",
        strength=strength,
        skill=skill,
        low=0.0,
        high=0.4,
        weeks=60,
        on=on,
    )


def case_of(**couplings):
    return SimpleNamespace(case=SimpleNamespace(campaign=SimpleNamespace(couplings=couplings)))


def test_a_coupling_holds_for_the_map_that_bears_it_out():
    rows = (
        borne("ground_moves_beliefs", "x", on=True, strength=0.5),
        borne("ground_moves_beliefs", "y", on=False, strength=0.2),
    )
    assert coupled(case_of(), rows, source="x").strength == {"ground_moves_beliefs": 0.5}
    assert coupled(case_of(), rows, source="y") == OFF


def test_a_coupling_that_one_of_its_tests_denies_stays_off_and_of_several_the_least_is_taken():
    yes = borne("ground_moves_losses", "x", on=True, strength=0.3)
    less = borne("ground_moves_losses", "x", on=True, strength=0.1)
    no = borne("ground_moves_losses", "x", on=False, strength=0.2)
    untested = borne("ground_moves_losses", "x", on=False, strength=0.9, skill=None)
    assert coupled(case_of(), (yes, no), source="x") == OFF
    told = coupled(case_of(), (yes, less, untested), source="x")
    assert told.strength == {"ground_moves_losses": 0.1}


def test_a_case_may_switch_a_coupling_on_or_off():
    rows = (borne("ground_moves_beliefs", "x", on=True, strength=0.5),)
    off = coupled(case_of(ground_moves_beliefs=0.0), rows, source="x")
    assert off == OFF
    on = coupled(case_of(strength_moves_tempo=0.7), (), source="x")
    assert on.strength == {"strength_moves_tempo": 0.7}


def test_a_case_may_have_the_network_move_the_front(opened, stage):
    asked = opened.case.campaign.model_copy(update={"couplings": {"supply_shifts_hazard": 2.0}})
    given_ = replace(opened, case=opened.case.model_copy(update={"campaign": asked}))
    on = coupled(given_, (), source="deepstate")
    followed = replace(stage, rear=rear_of(given_, seed=1)("deepstate"))
    moved = battle(given(followed, followed.front(8, on), members=8, on=on), members=8)
    still = battle(given(stage, stage.front(8, OFF), members=8, on=OFF), members=8)
    assert not np.array_equal(moved.place_share, still.place_share)
    np.testing.assert_allclose(moved.changed_km2, still.changed_km2, atol=1e-6)


def test_whether_supply_tells_which_cells_fall_is_tested_on_the_maps(paper):
    rows = [row for row in paper.borne_out if row.coupling == "supply_shifts_hazard"]
    (tested,) = [row for row in rows if row.map_source is not None]
    assert "log score" in tested.tested


def test_a_course_that_would_not_end_is_left_out_and_named(paper):
    names = {course.name for course in paper.courses}
    assert "settle_at_4" in names
    assert "settle_at_30" not in names
    (told,) = [one for one in paper.problems if "week 30" in one]
    assert "would not end within the horizon of 8 weeks" in told


def test_a_package_that_nobody_proposed_is_refused_before_anything_runs(opened):
    asked = opened.case.campaign.model_copy(update={"package": "other"})
    given_ = replace(opened, case=opened.case.model_copy(update={"campaign": asked}))
    with pytest.raises(DataError, match="'other'"):
        campaign_paper(given_, seed=1, beside=Beside(("deepstate",), _nothing, ()))


def _nothing(source):
    raise AssertionError(source)


@pytest.mark.parametrize("weeks", [0, -4, 105])
def test_a_horizon_before_the_day_or_beyond_two_years_is_refused(weeks):
    with pytest.raises(ValidationError, match="horizon_weeks"):
        CampaignSettings(horizon_weeks=weeks)


def test_every_course_ends_by_the_horizon_or_says_that_it_does_not(paper):
    for course in paper.courses:
        ended = [row.p for row in course.end]
        assert ended == sorted(ended)
        frozen = sum(row.share for row in course.terms if row.package is None)
        assert ended[-1] == pytest.approx(1 - frozen)
