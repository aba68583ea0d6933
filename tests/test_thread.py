"""The whole thread: from a case's folder to verdicts, a forecast and one page."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from ripeness import api
from ripeness.answers import RunAnswer
from ripeness.case.load import LIBRARY
from ripeness.cli.main import app
from ripeness.evidence.panel import known_by, read_panel, write_panel
from ripeness.report.page import build_page
from ripeness.results.record import read_record
from ripeness.results.registry import registered
from ripeness.terms.errors import CaseError, DataError, NoDataError

TODAY = date(2026, 11, 22)
"""A day on which every shipped map is old enough."""

BOX = [[36.5, 45.5], [40.2, 45.5], [40.2, 48.9], [36.5, 48.9], [36.5, 45.5]]

PLANTED = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "MultiPolygon", "coordinates": [[BOX]]},
        }
    ],
}
"""A map on which a box with all of Kostiantynivka in it is held."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> RunAnswer:
    return api.run("pokrovsk", out=tmp_path_factory.mktemp("run"))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return api.new(tmp_path / "case", like="pokrovsk")


def only_areas(folder: Path) -> None:
    """Leave a case areas, claims and losses; cells, roads and a plan take minutes to model."""
    path = folder / "case.yaml"
    blocks = re.split(r"(?m)^(?=[a-z_]+:)", path.read_text(encoding="utf-8"))
    kept = [one for one in blocks if one.split(":")[0] not in {"table", "network", "supply"}]
    path.write_text("".join(kept), encoding="utf-8")
    panel = read_panel(folder / "panel")
    write_panel(replace(panel, cells=panel.cells.iloc[:0]), folder / "panel")


def test_a_run_leaves_a_whole_record_and_one_page(made: RunAnswer):
    names = {path.name for path in made.folder.iterdir()}
    assert names >= {"manifest.json", "claims.json", "forecast.json", "scores.json", "report.html"}
    assert made.report.stat().st_size <= 5_000_000
    assert registered(made.folder / "registry") == list(made.forecast.forecasts)


def test_the_record_alone_makes_the_page(made: RunAnswer):
    assert build_page(read_record(made.folder)) == made.report.read_text(encoding="utf-8")


def test_a_run_again_gives_the_same_files(made: RunAnswer, tmp_path: Path):
    again = api.run("pokrovsk", out=tmp_path)
    for name in ("manifest.json", "claims.json", "forecast.json", "scores.json", "report.html"):
        assert (again.folder / name).read_bytes() == (made.folder / name).read_bytes(), name


def test_every_shipped_input_stands_in_the_manifest(made: RunAnswer):
    folder = LIBRARY / "pokrovsk"
    shipped = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(made.inputs) == shipped


def test_the_four_week_forecasts_of_the_founding_case_are_scored(made: RunAnswer):
    due = [row for row in made.scores.scored if row.horizon_weeks == 4]
    assert due
    assert {row.status for row in due} == {"scored"}
    assert {row.status for row in made.scores.scored if row.horizon_weeks > 4} == {"pending"}
    lost = [row.wis - abs(row.observed_change) for row in due]
    assert lost == sorted(lost, reverse=True), "losses first"


def test_a_forecast_sees_nothing_known_after_its_day(copied: Path):
    with (copied / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("\nallocation: {members: 20}\n")
    before = api.forecast(copied, source="deepstate")
    assert before.places
    panel = read_panel(copied / "panel")
    write_panel(known_by(panel, before.as_of), copied / "panel")
    after = api.forecast(copied, source="deepstate")
    assert after.forecasts == before.forecasts
    assert after.finish == before.finish
    assert after.places == before.places


def test_a_late_correction_changes_no_earlier_answer(copied: Path):
    only_areas(copied)
    before = api.claims(copied, evidence_to=date(2026, 2, 1))
    forecast = api.forecast(copied, source="deepstate", places=False)
    panel = read_panel(copied / "panel")
    late = panel.readings[panel.readings["source"] == "deepstate"].tail(400).copy()
    late["known_on"] = pd.Timestamp(date(2026, 2, 20))
    late["held_km2"] = 0.0
    doctored = pd.concat([panel.readings, late], ignore_index=True)
    write_panel(type(panel)(doctored, panel.cells, panel.grid, panel.sources), copied / "panel")
    after = api.claims(copied, evidence_to=date(2026, 2, 1))
    assert after.claims == before.claims
    assert api.forecast(copied, source="deepstate", places=False).forecasts == forecast.forecasts


def test_a_later_day_flows_through_claims_forecast_and_run(copied: Path, tmp_path: Path):
    only_areas(copied)
    panel = read_panel(copied / "panel")
    last = panel.readings.loc[panel.readings["source"] == "deepstate", "valid_to"].max().date()
    day = last + timedelta(days=1)
    upstream = tmp_path / "upstream"
    upstream.mkdir()
    (upstream / f"deepstatemap_data_{day:%Y%m%d}.geojson").write_text(json.dumps(PLANTED))
    report = api.ingest("deepstate", upstream, case=copied, today=TODAY)
    assert (report.read, report.added) == (1, 1)
    claim = api.claims(copied, claim="kostiantynivka_half", evidence_to=day).claims[0]
    assert claim.by_source["deepstate"].first_reached["0.95"] == day
    forecast = api.forecast(copied, as_of=day, source="deepstate", places=False)
    assert {row.origin for row in forecast.forecasts} == {day}
    only_areas(copied)
    assert api.run(copied, out=tmp_path / "run", as_of=day).report.exists()


def test_exchanging_the_slots_of_the_sides_mirrors_the_answers(copied: Path):
    only_areas(copied)
    other = shutil.copytree(copied, copied.with_name("other"))
    path = other / "case.yaml"
    text = path.read_text(encoding="utf-8")
    swapped = text.replace("slot: a}", "slot: x}").replace("slot: b}", "slot: a}")
    path.write_text(swapped.replace("slot: x}", "slot: b}"), encoding="utf-8")
    ours, theirs = api.claims(copied), api.claims(other)
    assert theirs.claims == ours.claims, "whose ground a source draws is the case's to say"
    assert theirs.speakers == ours.speakers
    before, after = (
        api.forecast(case, source="deepstate", places=False) for case in (copied, other)
    )
    assert after.forecasts == before.forecasts


def test_the_evidence_may_not_end_long_after_the_maps():
    with pytest.raises(NoDataError, match="while the last map is of 2026-02-28"):
        api.claims("pokrovsk", evidence_to=date(2027, 1, 1))


def test_a_source_can_be_removed_and_the_run_goes_on(copied: Path, tmp_path: Path):
    shutil.rmtree(copied / "panel" / "liveuamap")
    only_areas(copied)
    made = api.run(copied, out=tmp_path / "run")
    assert "liveuamap" not in {row.source for row in made.forecast.forecasts}
    assert made.report.exists()


def test_verbs_without_options_give_the_papers_of_the_run(
    made: RunAnswer, monkeypatch: pytest.MonkeyPatch
):
    for model in ("table_paper", "supply_paper", "allocation_paper"):
        monkeypatch.setattr(api, model, None)
    assert api.table("pokrovsk").plans == made.table.plans
    assert api.supply("pokrovsk").hubs == made.supply.hubs
    assert api.forecast("pokrovsk").places == made.forecast.places


def test_an_answer_fits_the_schema_that_is_printed(made: RunAnswer):
    jsonschema = pytest.importorskip("jsonschema")
    for name, answer in (("run", made), ("claims", api.claims("pokrovsk"))):
        jsonschema.validate(answer.model_dump(mode="json"), api.schema(name))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "pokrovks"], "Did you mean `pokrovsk`"),
        (["forecast", "pokrovsk", "--source", "deepstat"], "no source 'deepstat'"),
        (["forecast", "pokrovsk", "--as-of", "2020-01-01"], "nothing to forecast"),
        (["claims", "pokrovsk", "--id", "takn"], "no claim 'takn'"),
        (["schema", "nothing"], "one of case, claims"),
    ],
)
def test_a_users_error_is_named_with_its_remedy(arguments: list[str], message: str):
    shown = CliRunner().invoke(app, arguments)
    assert isinstance(shown.exception, DataError | CaseError)
    assert message in str(shown.exception) or message in str(getattr(shown.exception, "faults", ""))


def test_an_unknown_option_is_a_usage_error():
    assert CliRunner().invoke(app, ["run", "pokrovsk", "--asof", "2025-12-05"]).exit_code == 2


def test_a_day_before_all_maps_has_no_forecast():
    with pytest.raises(NoDataError, match=r"maps: 2022.*to 2026"):
        api.forecast("pokrovsk", as_of=date(2020, 1, 1))
