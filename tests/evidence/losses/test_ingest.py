import json
from dataclasses import replace
from datetime import date

import pytest
from tests.evidence.losses.test_sources import DEATHS, reports

from ripeness.evidence.losses.count import Count
from ripeness.evidence.losses.declared import DeclaredLossSource, Losses
from ripeness.evidence.losses.ingest import ingest_losses, merge
from ripeness.evidence.losses.record import known_by
from ripeness.evidence.losses.shelf import read_counts, read_losses
from ripeness.terms.errors import DataError, TooNewError, UpstreamError

TODAY = date(2026, 11, 22)


@pytest.fixture
def upstream(tmp_path):
    folder = tmp_path / "upstream"
    folder.mkdir()
    (folder / "north_losses_personnel.json").write_text(reports(100, 130, 160))
    (folder / "named_deaths_daily_both_sides.csv").write_text(DEATHS)
    return folder


def ingest(source, upstream, tmp_path, today=TODAY):
    return ingest_losses(source, upstream, case=tmp_path / "case", today=today)


def losses(tmp_path, **declared):
    given = Losses(sources=(DeclaredLossSource(**declared),))
    slots = {"north": "a", "south": "b"}
    return read_losses(tmp_path / "case/losses", given, slots=slots)


def test_ingesting_again_changes_nothing(upstream, tmp_path):
    assert ingest("general_staff", upstream, tmp_path).added == 3
    files = {p: p.read_bytes() for p in (tmp_path / "case").rglob("*") if p.is_file()}
    again = ingest("general_staff", upstream, tmp_path)
    assert (again.added, again.unchanged) == (0, 3)
    assert {p: p.read_bytes() for p in (tmp_path / "case").rglob("*") if p.is_file()} == files


def test_a_count_that_upstream_changed_is_kept_as_a_vintage_and_told(upstream, tmp_path):
    ingest("general_staff", upstream, tmp_path, date(2026, 6, 1))
    (upstream / "north_losses_personnel.json").write_text(reports(100, 135, 160))
    report = ingest("general_staff", upstream, tmp_path, date(2026, 7, 1))
    assert [one.why for one in report.redrawn] == ["30 became 35", "30 became 25"]
    table = losses(tmp_path, name="general_staff", labels={"north": "north"})
    before = known_by(table, date(2026, 6, 30)).records["value"]
    after = known_by(table, date(2026, 7, 1)).records["value"]
    assert (list(before), list(after)) == ([100.0, 30.0, 30.0], [100.0, 35.0, 25.0])


def test_counts_newer_than_fourteen_days_are_refused(upstream, tmp_path):
    report = ingest("general_staff", upstream, tmp_path, date(2025, 12, 20))
    assert (report.added, len(report.refused)) == (2, 1)
    with pytest.raises(TooNewError, match="newer than 2025-11-20"):
        ingest("general_staff", upstream, tmp_path, date(2025, 12, 4))


def test_a_cumulative_table_is_known_on_retrieval_unless_the_case_assumes_a_lag(upstream, tmp_path):
    ingest("named_deaths", upstream, tmp_path)
    labels = {"ua": "north", "ru": "south"}
    barred = losses(tmp_path, name="named_deaths", labels=labels)
    assert set(barred.records["known_on"].dt.date) == {TODAY}
    assumed = losses(tmp_path, name="named_deaths", labels=labels, vintage="assumed", lag_days=60)
    assert set(assumed.records["known_on"].dt.date) == {date(2022, 4, 26)}


def test_a_label_that_the_case_does_not_name_is_left_out(upstream, tmp_path):
    ingest("named_deaths", upstream, tmp_path)
    table = losses(tmp_path, name="named_deaths", labels={"ru": "south"})
    assert set(table.records["side"]) == {"b"}


@pytest.mark.parametrize("given", [{"vintage": "assumed"}, {"lag_days": 3}])
def test_an_assumed_vintage_and_its_lag_go_together(given):
    with pytest.raises(ValueError, match="an assumed vintage has"):
        DeclaredLossSource(name="x", labels={"ua": "north"}, **given)


def test_a_source_that_is_not_there_is_silent(tmp_path):
    assert losses(tmp_path, name="oryx", labels={"North": "north"}).records.empty


def test_a_table_other_than_the_one_named_is_refused_with_the_remedy(upstream, tmp_path):
    ingest("general_staff", upstream, tmp_path)
    folder = tmp_path / "case/losses/general_staff"
    (table,) = folder.glob("*.parquet")
    table.write_bytes(table.read_bytes()[:-9])
    with pytest.raises(DataError, match="ingest the source again"):
        read_counts(folder)


def test_a_record_that_names_a_file_elsewhere_reaches_none(upstream, tmp_path):
    ingest("general_staff", upstream, tmp_path)
    record = tmp_path / "case/losses/general_staff/source.json"
    told = json.loads(record.read_text())
    told["files"] = {"../../../secret.parquet": "0" * 64}
    record.write_text(json.dumps(told))
    (tmp_path / "secret.parquet").write_bytes(b"secret")
    with pytest.raises(DataError, match="cannot be read"):
        read_counts(record.parent)


def test_one_bad_file_is_skipped_and_nothing_but_bad_ones_is_refused(upstream, tmp_path):
    (upstream / "south_losses_personnel.json").write_text("<html>")
    report = ingest("general_staff", upstream, tmp_path)
    assert [one.file for one in report.skipped] == ["south_losses_personnel.json"]
    (upstream / "north_losses_personnel.json").unlink()
    with pytest.raises(UpstreamError, match="HTML"):
        ingest("general_staff", upstream, tmp_path)


def test_counts_by_other_periods_replace_the_old_ones_and_are_told():
    old = Count("north", "soldiers", "killed", date(2025, 1, 1), date(2025, 1, 20), 5.0)
    new = replace(old, end=date(2025, 1, 31), value=9.0)
    merged = merge([old], [new], retrieved=TODAY)
    assert merged.counts == (new,)
    assert "counted otherwise" in merged.corrected[0].why
