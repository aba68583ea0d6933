"""Where sources are published, and which files may be asked for."""

import re
from datetime import date
from pathlib import Path

import pytest

from ripeness.evidence import catalogue
from ripeness.evidence.catalogue import find_source
from ripeness.evidence.fetch.addresses import ADDRESSES, offer, wanted_files
from ripeness.evidence.fetch.collection import AGAIN_DAYS
from ripeness.evidence.fetch.patience import Patience
from ripeness.evidence.losses import catalogue as losses
from ripeness.evidence.upstream import LARGEST_FILE
from ripeness.terms.days import MIN_LAG_DAYS
from ripeness.terms.errors import DataError, TooNewError

TODAY = date(2025, 12, 17)


def test_every_built_in_source_has_a_declared_address_or_an_honest_gap():
    sources = {source.name: source for source in (*catalogue.BUILT_IN, *losses.BUILT_IN)}
    assert {public.source for public in ADDRESSES} == set(sources)
    for public in ADDRESSES:
        assert (public.address is None) == bool(public.unknown_because)
        owner = sources[public.source].published.split(" ")[0]
        assert public.repository == f"https://github.com/{owner}"
        assert public.min_lag_days == MIN_LAG_DAYS
        assert public.largest_file <= min(LARGEST_FILE, public.largest_total)


@pytest.mark.parametrize("source", ["deepstate", "liveuamap"])
def test_names_of_files_are_those_that_ingest_reads(source: str):
    files = wanted_files(offer(source), today=TODAY, since=date(2025, 12, 1))
    assert [file.day for file in files] == [date(2025, 12, day) for day in (1, 2, 3)]
    pattern = find_source(source).file_pattern
    assert all(re.fullmatch(pattern, file.name) for file in files)
    assert all(file.address.endswith(f"/data/{file.name}") for file in files)


def test_the_first_day_is_the_first_published():
    assert wanted_files(offer("deepstate"), today=TODAY)[0].day == date(2024, 7, 8)


@pytest.mark.parametrize("source", ["isw", "deepstate_grey", "named_deaths", "oryx"])
def test_an_address_that_is_not_known_is_asked_of_the_user(source: str):
    with pytest.raises(DataError, match=r"not known to us \(the table was put tog.*--from URL"):
        offer(source)
    given = offer(source, given="https://example.org/some/table")
    (file,) = wanted_files(given, today=TODAY)
    known = losses.loss_source_names()
    find = losses.find_loss_source if source in known else find_source
    assert file.name == find(source).files
    assert file.address == "https://example.org/some/table"


def test_a_file_named_by_side_keeps_the_name_that_upstream_gives_it():
    (file,) = wanted_files(offer("general_staff"), today=TODAY)
    pattern = losses.find_loss_source("general_staff").file_pattern
    assert file.address.endswith(f"/{file.name}")
    assert re.fullmatch(pattern, file.name)
    with pytest.raises(DataError, match=r"an address that ends in 'latest'.*the file's name"):
        offer("general_staff", given="https://example.org/latest")


def test_one_file_of_all_days_has_no_first_day():
    with pytest.raises(DataError, match=r"one file holds all days.*Leave --since out"):
        wanted_files(offer("isw", given="https://example.org/a"), today=TODAY, since=TODAY)


def test_an_unknown_source_is_named():
    with pytest.raises(DataError, match="Did you mean 'deepstate'"):
        offer("deepstat")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("ftp://example.org/YYYYMMDD", "the address 'ftp"),
        ("file:///etc/YYYYMMDD", "the address 'file"),
        ("example.org/YYYYMMDD", "the address 'example"),
        ("https:///YYYYMMDD", "the address"),
        ("https://example.org/a b/YYYYMMDD", "the address"),
        ("https://example.org/\r\nHost: x/YYYYMMDD", "the address"),
        ("https://example.org:0/YYYYMMDD", "the address"),
        ("https://example.org:x/YYYYMMDD", "the address"),
        ("https://me:secret@example.org/YYYYMMDD", "with a user name"),
        ("https://example.org/map.geojson", "without a day"),
    ],
)
def test_an_address_that_does_not_do_is_named(given: str, why: str):
    with pytest.raises(DataError, match=why):
        offer("deepstate", given=given)


def test_a_day_in_the_address_of_one_file_is_refused():
    with pytest.raises(DataError, match="with a day"):
        offer("isw", given="https://example.org/YYYYMMDD.csv")


def test_days_too_new_are_refused():
    with pytest.raises(TooNewError, match="nothing here tracks the present"):
        wanted_files(offer("deepstate"), today=TODAY, since=TODAY)


def test_the_page_names_every_address_limit_and_time_out():
    page = (Path(__file__).resolve().parents[3] / "docs" / "fetch.md").read_text(encoding="utf-8")
    for public in ADDRESSES:
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{public.source}` |")]
        assert (public.repository or "").removeprefix("https://github.com/") in row
        assert f"{public.largest_file // 2**20} MiB |" in row
        assert (public.address or "not known to us").rpartition("/")[2] in row
    patience = Patience()
    for figure in (patience.connect_s, patience.silence_s, patience.file_s):
        assert f"| {figure} s |" in page
    assert f"| tries for a file | {patience.tries} |" in page
    assert f"up to {patience.longest_wait_s} s" in page
    assert f"newest {AGAIN_DAYS} anew" in page
