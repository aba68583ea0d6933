"""The scoreboard of a case, from its folder to the printed table."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from ripeness import api
from ripeness.cli.main import app
from ripeness.scores.table import score_each
from ripeness.terms.errors import DataError, NoDataError

WANTED = api.Wanted(
    first=date(2025, 9, 7),
    last=date(2025, 12, 14),
    horizons=(4,),
    models=("pace_13", "damped"),
    source="isw",
    judged=("total",),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    return api.backtest("pokrovsk", wanted=WANTED, out=tmp_path_factory.mktemp("backtest"))


def test_exactly_the_origins_asked_for_are_scored(made):
    row = next(row for row in made.scores if row.model == "damped")
    assert (row.n, row.first_origin, row.last_origin) == (8, date(2025, 9, 7), date(2025, 12, 14))
    assert {row.model for row in made.scores} == {
        "pace_13", "damped", "last_value", "drift", "auto_ets", "auto_arima", "auto_theta",
    }  # fmt: skip
    assert set(row.ratio_to) == {"last_value", "drift", "auto_ets", "auto_arima", "auto_theta"}


def test_every_quantile_is_written_with_what_came_about(made):
    table = pd.read_parquet(made.forecasts_file)
    assert list(table.columns) == [
        "model", "source", "region", "origin", "horizon_weeks", "level", "value", "observed",
    ]  # fmt: skip
    again = score_each(table).groupby("model")["wis"].mean()
    for row in made.scores:
        assert again[row.model] == pytest.approx(row.wis)
    assert api.score(made.forecasts_file).scores[0].wis == pytest.approx(again.min())


def test_a_backtest_again_gives_the_same_numbers(made):
    again = api.backtest("pokrovsk", wanted=WANTED, out=made.forecasts_file.parent)
    assert again == made


def test_the_answer_fits_its_schema(made):
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(made.model_dump(mode="json"), api.schema("backtest"))


@pytest.mark.parametrize(
    ("wanted", "error", "message"),
    [
        (api.Wanted(models=("nobody",)), DataError, "no model 'nobody'"),
        (api.Wanted(source="nowhere"), NoDataError, "no source 'nowhere'"),
        (api.Wanted(first=date(2025, 3, 1), last=date(2025, 1, 1)), DataError, "Exchange"),
        (
            api.Wanted(
                first=date(2023, 11, 26), last=date(2023, 11, 26), source="isw", models=("pace_4",)
            ),
            NoDataError,
            "nothing to score",
        ),
    ],
)
def test_what_cannot_be_scored_is_said(tmp_path: Path, wanted, error, message):
    with pytest.raises(error, match=message):
        api.backtest("pokrovsk", wanted=wanted, out=tmp_path)


def test_the_command_prints_one_object_or_tables(tmp_path: Path):
    options = [
        "--first",
        "2025-11-02",
        "--last",
        "2025-11-16",
        "--horizons",
        "4",
        "--source",
        "isw",
    ]
    call = [
        "backtest",
        "pokrovsk",
        *options,
        "--models",
        "pace_13",
        "--workers",
        "1",
        "--out",
        str(tmp_path),
    ]
    shown = CliRunner().invoke(app, [*call, "--json"])
    assert json.loads(shown.stdout)["scores"][0]["n"] == 2
    shown = CliRunner().invoke(app, call)
    assert "auto_theta" in shown.stdout
    assert "All series together" in shown.stdout
    assert CliRunner().invoke(app, [*call, "--horizons", "x"]).exit_code == 2
