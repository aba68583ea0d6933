"""The verdict table in the terminal."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ripeness import api
from ripeness.cli.main import app
from ripeness.terms.errors import DataError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which nothing was kept before."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RIPENESS_KEPT", raising=False)
    return tmp_path


def asked(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["claims", "pokrovsk", *arguments], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.output


def test_one_claim_that_maps_decide_waits_for_no_model(elsewhere: Path):
    answer = json.loads(asked("--id", "taken", "--json"))
    assert [row["id"] for row in answer["claims"]] == ["taken"]
    assert answer["speakers"] == [], "a speaker's record rests on all claims"
    assert not (elsewhere / "runs").exists()


def test_one_claim_waits_for_its_own_model_alone_and_keeps_it(elsewhere: Path):
    asked("--id", "pace_misleads")
    kept = (elsewhere / "runs/pokrovsk/kept").glob("*.json")
    assert [path.name.split("-")[0] for path in kept] == ["scoreboard"]


def test_every_value_in_the_terminal_has_its_interval():
    one = api.claims("pokrovsk", claim="taken").claims[0]
    told = asked("--id", "taken")
    for row in one.by_source.values():
        band = min(row.bands, key=lambda band: band.tolerance_m)
        assert f"{100 * band.low:.1f} % to {100 * band.high:.1f} %" in told


def test_a_claim_that_is_not_there_is_named_with_one_that_is():
    result = CliRunner().invoke(app, ["claims", "pokrovsk", "--id", "takn"])
    assert isinstance(result.exception, DataError)
    assert "Did you mean `taken`" in str(result.exception)
