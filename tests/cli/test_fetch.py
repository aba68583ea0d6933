"""`ripeness fetch`, from a local server into a case."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.evidence.fetch import liar
from typer.testing import CliRunner, Result

from ripeness import api
from ripeness.cli.main import app
from ripeness.evidence.fetch.patience import Patience
from ripeness.terms.errors import DataError

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

BOX = [[36.5, 45.5], [40.2, 45.5], [40.2, 48.9], [36.5, 48.9], [36.5, 45.5]]
MAP = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [BOX]}}
    ],
}


class Clock:
    """A machine on which it is the middle of March."""

    @staticmethod
    def now() -> datetime:
        return datetime(2026, 3, 15, 12, tzinfo=UTC)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Fetch two days from a server that has the second."""
    monkeypatch.setattr("ripeness.cli.fetch.datetime", Clock)

    def fetch(*options: str) -> Result:
        with liar.lying() as server:
            content = json.dumps(MAP).encode()
            server.does("deepstatemap_data_20260228.geojson", liar.ranged(content, '"a"'))
            address = f"{server.address}/deepstatemap_data_YYYYMMDD.geojson"
            given = ["fetch", "deepstate", "--from", address, "--to", str(tmp_path / "shelf")]
            return CliRunner().invoke(app, [*given, "--since", "2026-02-27", *options])

    return fetch


def test_what_comes_is_ingested(fetched, tmp_path: Path):
    case = api.new(tmp_path / "case", like="pokrovsk")
    shown = fetched("--case", str(case))
    assert shown.exit_code == 0, shown.output
    assert "3 files asked for, 1 new" in shown.stdout
    assert "days after 2026-03-01 were not asked for" in shown.stdout
    assert "deepstate: 1 maps read, 0 new to the case" in shown.stdout
    assert "redrawn upstream, both kept" in shown.stdout


def test_licence_and_credit_are_shown_first_and_stdout_holds_one_object(fetched, tmp_path: Path):
    shown = fetched("--no-ingest", "--json", "--out", str(tmp_path / "report.json"))
    answer = json.loads(shown.stdout)
    assert answer == json.loads((tmp_path / "report.json").read_text())
    assert answer["fetch"]["arrived"] == ["deepstatemap_data_20260228.geojson"]
    assert answer["ingest"] is None
    assert "licence: repository GPL-3" in shown.stderr
    assert "credit:  DeepState" in shown.stderr


def test_ingesting_needs_a_case(fetched):
    assert fetched().exit_code == 2


def test_a_source_that_the_case_does_not_use_is_not_offered(tmp_path: Path):
    case = api.new(tmp_path / "case", like="pokrovsk")
    file = case / "case.yaml"
    text = file.read_text(encoding="utf-8")
    without = re.sub(r" {4}- name: isw\n(?: {6}.*\n)+", "", text)
    file.write_text(without, encoding="utf-8")
    with pytest.raises(DataError, match="'isw', which the case does not use"):
        api.offer("isw", address="https://example.org/areas.csv", case=case)


def test_help_states_the_default_time_outs():
    patience = Patience()
    words = " ".join(CliRunner().invoke(app, ["fetch", "--help"]).stdout.split())
    assert f"connection may take {patience.connect_s} s" in words
    assert f"silence {patience.silence_s} s" in words
    assert f"a file {patience.file_s} s" in words
    assert f"tried {patience.tries} times" in words


def test_counts_of_losses_are_fetched_and_ingested_as_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr("ripeness.cli.fetch.datetime", Clock)
    case = api.new(tmp_path / "case", like="pokrovsk")
    reports = [
        {"date": "2022-02-25", "day": 2, "personnel": 2800},
        {"date": "2022-02-26", "day": 3, "personnel": 4300},
    ]
    with liar.lying() as server:
        content = json.dumps(reports).encode()
        server.does("russia_losses_personnel.json", liar.ranged(content, '"a"'))
        address = f"{server.address}/russia_losses_personnel.json"
        given = ["fetch", "general_staff", "--from", address, "--to", str(tmp_path / "shelf")]
        shown = CliRunner().invoke(app, [*given, "--case", str(case)])
    assert shown.exit_code == 0, shown.output
    assert "1 files asked for, 1 new" in shown.stdout
    assert "general_staff: 2 counts read, " in shown.stdout
    assert "licence: MIT" in shown.stderr
