"""The campaign on the command line: what it prints, what it refuses, what its schema says."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.campaigns import campaign_paper
from typer.testing import CliRunner

from ripeness.answers import SCHEMAS, CampaignAnswer
from ripeness.case.opened import open_case
from ripeness.cli.campaign import print_campaign
from ripeness.cli.main import app
from ripeness.results.kept import Drawer
from ripeness.sections import SECTIONS, Work, asked_otherwise
from ripeness.terms.errors import DataError


def answer() -> dict:
    made = CampaignAnswer(
        version="0", case="made_up", as_of="2025-06-01", evidence_to="2025-08-31", seed=7, inputs={},
        **dict(campaign_paper()),
    )  # fmt: skip
    return made.model_dump(mode="json")


def test_help_teaches_what_is_an_effect_and_what_a_share_is_not():
    shown = " ".join(CliRunner().invoke(app, ["campaign", "--help"]).stdout.split())
    assert "Only the intervention is the effect" in shown
    assert "no share is the probability of anything" in shown


@pytest.mark.parametrize("weeks", ["3", "105"])
def test_too_few_or_too_many_weeks_are_a_usage_error(weeks):
    assert CliRunner().invoke(app, ["campaign", "pokrovsk", "--weeks", weeks]).exit_code == 2


def test_the_terminal_shows_every_part_with_intervals(capsys):
    print_campaign(answer())
    told = capsys.readouterr().out
    assert "at least 1,560 (1,248 to 2,028)" in told
    assert "50 % (45 to 55 %)" in told
    assert "only an intervention is its effect" in told
    assert "not a forecast of peace" in told
    assert "none added" in told
    assert "No source of losses among civilians is shipped" in told


def test_the_schema_of_the_answer_is_printed_and_fits_it():
    schema = json.loads(CliRunner().invoke(app, ["schema", "campaign"]).stdout)
    assert set(schema["required"]) <= set(answer())
    promised = {"courses", "differences", "effect_of_place", "ripeness", "conclusion", "reservation", "hinges"}  # fmt: skip
    assert promised <= set(schema["properties"])
    assert SCHEMAS["campaign"] is CampaignAnswer


@pytest.fixture(scope="module")
def work() -> Work:
    """Work on the founding case whose other papers are, by assumption, absent."""
    done = dict.fromkeys((one.name for one in SECTIONS), None)
    return Work(open_case("pokrovsk"), 1, Drawer(Path("nowhere")), done=done)


def test_another_horizon_leaves_out_later_settlements_and_keeps_nothing(work):
    asked = asked_otherwise(work, package="points_20", weeks=10)
    settings = asked.opened.case.campaign
    assert (settings.horizon_weeks, settings.settle_weeks, settings.package) == (
        10,
        (),
        "points_20",
    )
    assert asked.drawer.folder is None


def test_without_another_question_the_work_stays_as_it_is(work):
    assert asked_otherwise(work, package=None, weeks=None) is work


def test_a_horizon_that_no_campaign_has_is_refused(work):
    with pytest.raises(DataError, match="a horizon of 2 weeks"):
        asked_otherwise(replace(work), package=None, weeks=2)
