"""Exchanging the sides mirrors the whole campaign: every number, every label, every sentence."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from tests.campaign.test_whole import SMALL, small

from ripeness.campaign.answers_of_links import answers_of_links
from ripeness.campaign.assembled import stage_of
from ripeness.campaign.couplings import COUPLINGS, switches
from ripeness.campaign.fought import fight_of
from ripeness.campaign.link_words import Told
from ripeness.campaign.of_case import campaign_of, ready
from ripeness.campaign.staged import fought
from ripeness.case.allocated import Allocations
from ripeness.case.docket import resolve_case
from ripeness.case.fighting import last_weeks
from ripeness.case.mirror import mirrored, mirrored_counts, mirrored_text
from ripeness.case.opened import open_case
from ripeness.case.plan_file import read_plan
from ripeness.case.plan_mirror import mirrored_plan
from ripeness.case.table_draws import draw_table
from ripeness.claims.measure import installed_measures
from ripeness.evidence.counts import Counts
from ripeness.evidence.panel import mirrored as mirrored_panel

MEASURES = installed_measures()
OTHER = {"a": "b", "b": "a"}
ON = switches({one.name: 0.3 for one in COUPLINGS if one.name != "supply_shifts_hazard"})


@pytest.fixture(scope="module")
def opened():
    return small(open_case("pokrovsk"))


@pytest.fixture(scope="module")
def paper(opened):
    return campaign_of(opened, seed=1, allocations=Allocations(opened, 1, SMALL), papers={})


def named_anew(opened, folder):
    """The case with the names of the sides exchanged, and all that is said of them; slots stay."""
    for part in ("boundaries", "network"):
        shutil.copytree(opened.folder / part, folder / part)
    plan = folder / opened.case.table
    plan.parent.mkdir()
    turned = mirrored_plan(read_plan(opened.folder, opened.case), opened.case)
    plan.write_text(json.dumps(turned.model_dump(mode="json")))
    case = mirrored(opened.case)
    sides = tuple(side.model_copy(update={"slot": OTHER[side.slot]}) for side in case.sides)
    case = case.model_copy(update={"sides": sides})
    return replace(opened, folder=folder, case=case)


def exchanged(value, case):
    match value:
        case str():
            return mirrored_text(value, case)
        case list():
            return [exchanged(part, case) for part in value]
        case dict():
            return {mirrored_text(key, case): exchanged(part, case) for key, part in value.items()}
        case _:
            return value


def plain(record):
    return json.loads(record.model_dump_json(exclude={"hinges"}))


def test_exchanging_the_names_mirrors_every_number_and_every_sentence(opened, paper, tmp_path):
    turned = named_anew(opened, tmp_path)
    found = campaign_of(turned, seed=1, allocations=Allocations(turned, 1, SMALL), papers={})
    assert plain(found) == exchanged(plain(paper), opened.case)
    assert plain(found) != plain(paper)
    here, there = (
        answers_of_links(
            Told(
                one.case,
                resolve_case(one.case, one.panel, measures=MEASURES, counts=one.counts),
                {},
                campaign=told,
            ),
            MEASURES,
        )
        for one, told in ((opened, paper), (turned, found))
    )
    for one, other in zip(here, there, strict=True):
        assert other.answer == mirrored_text(one.answer, opened.case)
        assert other.would_change_it == mirrored_text(one.would_change_it, opened.case)


def battlefield(opened, seed=1):
    tabled = read_plan(opened.folder, opened.case)
    draws = draw_table(opened.case, tabled, tabled.plan(), last_weeks(opened, tabled), seed=seed)
    allocations = Allocations(opened, seed, SMALL)
    stage = stage_of(opened, draws, "deepstate", ready(*allocations.of("deepstate")), seed=seed)
    run = fought(stage, members=20, on=ON)
    return stage, run, fight_of(run, draws)


def test_exchanging_the_slots_mirrors_the_battlefield(opened):
    """What a party wants is drawn by its slot, so that only the battlefield is alike to the bit."""
    other = {side.id: OTHER[side.slot] for side in opened.case.sides}
    sides = tuple(side.model_copy(update={"slot": other[side.id]}) for side in opened.case.sides)
    counts = mirrored_counts(opened.counts, opened.case)
    turned = replace(
        opened,
        case=opened.case.model_copy(update={"sides": sides}),
        panel=mirrored_panel(opened.panel),
        counts=Counts(counts.losses, counts.strengths, opened.counts.assumed),
    )
    stage, here, fight = battlefield(opened)
    other_stage, there, other_fight = battlefield(turned)
    assert stage.draws_taker == other_stage.draws_taker
    np.testing.assert_array_equal(here.battle.region_km2, there.battle.region_km2)
    np.testing.assert_allclose(here.battle.strength, there.battle.strength[:, :, ::-1], rtol=1e-12)
    np.testing.assert_array_equal(fight.gain, other_fight.gain)
    series = [(*toll.key, toll.slot) for toll in here.tolls]
    for number, toll in enumerate(there.tolls):
        same = series.index((*toll.key, OTHER[toll.slot]))
        np.testing.assert_array_equal(
            here.battle.tolls[:, :, same], there.battle.tolls[:, :, number]
        )
