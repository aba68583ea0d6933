import json

import pytest
from tests.case.test_table_paper import SEED, opened
from tests.table.plans import small
from typer.testing import CliRunner

from ripeness.answers import SCHEMAS
from ripeness.case.table_paper import table_of
from ripeness.cli import table
from ripeness.cli.main import app


def test_the_table_prints_its_sentences_and_every_named_package(capsys):
    paper = json.loads(table_of(opened(), small(), seed=SEED).model_dump_json())
    table.print_table(paper)
    told = " ".join(capsys.readouterr().out.split())
    assert "The whole plan" in told
    assert "Prisoners alone" in told
    assert "barred: a siege" in told
    assert "no probability of peace" in told


def test_help_says_what_can_be_fixed_and_that_a_share_is_no_probability():
    told = CliRunner().invoke(app, ["table", "--help"], env={"COLUMNS": "200"}).output
    assert "--fix" in told
    assert "ISSUE=OPTION" in told
    assert "no probability" in told


@pytest.mark.parametrize("given", ["club", "=later", "club="])
def test_what_is_no_issue_and_option_is_a_wrong_use(given):
    found = CliRunner().invoke(app, ["table", "pokrovsk", "--fix", given])
    assert found.exit_code == 2


def test_an_issue_that_is_fixed_in_two_ways_is_a_wrong_use():
    given = ["--fix", "club=later", "--fix", "club=never"]
    found = CliRunner().invoke(app, ["table", "pokrovsk", *given], env={"COLUMNS": "200"})
    assert found.exit_code == 2
    assert "club=later and club=never fix one issue twice" in found.output


def test_a_demand_whose_loss_opens_nothing_is_not_listed(capsys):
    paper = json.loads(table_of(opened(), small(), seed=SEED).model_dump_json())
    rows = [{**row, "title": f"demand {at}", "zone_gain": at % 2} for at, row in
            enumerate(paper["blockers"])]  # fmt: skip
    table.print_table({**paper, "blockers": rows})
    told = capsys.readouterr().out
    assert "demand 1" in told
    assert "demand 0" not in told


def test_the_answer_has_a_schema_with_the_fields_of_the_interface():
    fields = SCHEMAS["table"].model_json_schema(mode="serialization")["properties"]
    promised = {
        "ordinal", "plans", "zone", "frontier", "points", "blockers", "consent", "commitment",
        "method", "ripeness", "case", "as_of", "evidence_to", "seed", "inputs",
    }  # fmt: skip
    assert promised <= set(fields)
