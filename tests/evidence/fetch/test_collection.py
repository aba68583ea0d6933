"""What lies on the shelf after each of the things that a server may do."""

import gzip
import io
import json
import re
import threading
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.evidence.fetch import liar
from tests.evidence.fetch.conftest import Desk, a_map, name
from tests.evidence.fetch.liar import Liar

from ripeness.evidence.fetch.collection import MOST_ABSENT
from ripeness.evidence.fetch.shelf import open_shelf
from ripeness.terms.errors import DataError, FetchError, TooNewError
from ripeness.terms.files import digest_of_bytes

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

TODAY = date(2025, 12, 15)
"""The day on which only the first of December is old enough."""


def on_shelf(desk: Desk) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((desk.shelf / "files").iterdir())}


def fetch_one(desk: Desk):
    return desk.fetch(today=TODAY)


def refused(desk: Desk, why: str):
    """Fetch one file, see it refused for this reason, and nothing of it on the shelf."""
    with pytest.raises(FetchError, match=why):
        fetch_one(desk)
    assert on_shelf(desk) == {}
    assert not list((desk.shelf / "by-digest").rglob("*"))


# what goes well


def test_files_come_whole_and_are_known_by_digest(desk: Desk, server: Liar):
    for day in (1, 3):
        server.does(name(day), liar.ranged(a_map(str(day)), f'"{day}"'))
    report = desk.fetch()
    assert report.arrived == (name(1), name(3))
    assert report.absent == (name(2),)
    assert on_shelf(desk) == {name(day): a_map(str(day)) for day in (1, 3)}
    digest = digest_of_bytes(a_map("1"))
    assert (desk.shelf / "by-digest" / digest[:2] / digest).read_bytes() == a_map("1")
    assert report.bytes == len(a_map("1")) * 2
    first = json.loads((desk.shelf / "index.jsonl").read_text().splitlines()[0])
    assert first["digest"] == digest
    assert first["on"] == "2025-12-17"


def test_days_that_are_too_new_are_not_even_asked_for(desk: Desk, server: Liar):
    server.does(name(3), liar.serves(a_map()))
    report = desk.fetch()
    assert report.newest_allowed == date(2025, 12, 3)
    assert sorted(server.asked) == [name(1), name(2), name(3)]


def test_only_days_that_are_too_new_are_refused(desk: Desk, server: Liar):
    with pytest.raises(TooNewError, match="days up to 2025-12-03"):
        desk.fetch(since=date(2025, 12, 4))
    assert not server.asked


def test_a_fetch_again_brings_nothing_and_asks_by_mark(desk: Desk, server: Liar):
    server.does(name(1), liar.ranged(a_map(), '"a"'))
    fetch_one(desk)
    report = fetch_one(desk)
    assert (report.unchanged, report.bytes, report.arrived) == (1, 0, ())
    assert server.asked[name(1)][1]["if-none-match"] == '"a"'


def test_without_a_first_day_only_what_is_missing_and_the_newest_are_asked_for(
    desk: Desk, server: Liar
):
    desk.limited(first_day=date(2025, 10, 1))
    for day, month in ((1, 10), (2, 10), (5, 11)):
        server.does(name(day, month), liar.serves(a_map()))
    desk.fetch(since=None, today=date(2025, 11, 20))
    server.asked.clear()
    desk.fetch(since=None)
    assert name(1, 10) not in server.asked
    assert name(8, 10) not in server.asked
    assert set(server.asked) >= {name(9, 10), name(5, 11), name(3)}
    assert len(server.asked) == 28 + 28, "back from the fifth of November, and on from there"


def test_content_that_changes_under_the_same_name_is_kept_beside_the_old(desk: Desk, server: Liar):
    server.does(name(1), liar.ranged(a_map("old"), '"old"'))
    fetch_one(desk)
    server.does(name(1), liar.ranged(a_map("new"), '"new"'))
    report = fetch_one(desk)
    (change,) = report.changed
    assert (change.before, change.after) == (
        digest_of_bytes(a_map("old")),
        digest_of_bytes(a_map("new")),
    )
    assert on_shelf(desk) == {name(1): a_map("new")}
    kept = desk.shelf / "by-digest" / change.before[:2] / change.before
    assert kept.read_bytes() == a_map("old")


def test_the_same_content_without_a_mark_is_no_change(desk: Desk, server: Liar):
    server.does(name(1), liar.serves(a_map()))
    fetch_one(desk)
    assert fetch_one(desk).unchanged == 1


def test_a_file_that_upstream_takes_away_stays_on_the_shelf(desk: Desk, server: Liar):
    server.does(name(1), liar.serves(a_map()), liar.missing, liar.serves(a_map("new")))
    fetch_one(desk)
    assert fetch_one(desk).absent == (name(1),)
    assert on_shelf(desk) == {name(1): a_map()}
    assert len(fetch_one(desk).changed) == 1


def test_a_file_damaged_on_the_shelf_is_fetched_again(desk: Desk, server: Liar):
    server.does(name(1), liar.ranged(a_map(), '"a"'))
    fetch_one(desk)
    shown = desk.shelf / "files" / name(1)
    shown.unlink()
    shown.write_bytes(b"damaged")
    fetch_one(desk)
    assert on_shelf(desk) == {name(1): a_map()}
    assert "if-none-match" not in server.asked[name(1)][1]


def test_gzipped_files_are_kept_as_sent(desk: Desk, server: Liar):
    packed = gzip.compress(a_map(), mtime=0)
    server.does(name(1), liar.serves(packed, Content_Encoding="gzip"))
    fetch_one(desk)
    assert on_shelf(desk) == {name(1): packed}


# what may pass


def test_passing_failures_are_waited_out(desk: Desk, server: Liar):
    server.does(name(1), liar.status(429, Retry_After="7"), liar.status(503), liar.serves(a_map()))
    assert fetch_one(desk).arrived == (name(1),)
    assert desk.waits[0] == 7
    assert 1 <= desk.waits[1] <= 2


def test_a_wait_until_a_date_is_read_by_the_servers_clock(desk: Desk, server: Liar):
    until = {
        "Retry_After": "Wed, 03 Dec 2025 10:00:40 GMT",
        "Date": "Wed, 03 Dec 2025 10:00:00 GMT",
    }
    server.does(name(1), lambda r: r.send(status=503, **until), liar.serves(a_map()))
    fetch_one(desk)
    assert desk.waits == [40]


def test_the_same_seed_waits_the_same(desk: Desk, server: Liar):
    for _ in range(2):
        server.does(name(1), liar.status(503))
        with pytest.raises(FetchError):
            fetch_one(desk)
    assert desk.waits[:2] == desk.waits[2:]


def test_a_server_that_asks_to_wait_for_hours_is_left_alone(desk: Desk, server: Liar):
    server.does(name(1), liar.status(429, Retry_After="7200"))
    refused(desk, "asks to wait 7200 s")
    assert desk.waits == []


@pytest.mark.parametrize("act", [liar.hangs_up, liar.speaks_nonsense, liar.status(500)])
def test_a_server_that_fails_once_is_asked_again(desk: Desk, server: Liar, act: liar.Act):
    server.does(name(1), act, liar.serves(a_map()))
    assert fetch_one(desk).arrived == (name(1),)


def test_what_broke_off_is_gone_on_with(desk: Desk, server: Liar):
    whole = a_map()
    server.does(name(1), liar.breaks_off(whole, 700, ETag='"a"'), liar.ranged(whole, '"a"'))
    assert fetch_one(desk).arrived == (name(1),)
    assert on_shelf(desk) == {name(1): whole}
    assert server.asked[name(1)][1]["range"] == "bytes=700-"
    assert server.asked[name(1)][1]["if-range"] == '"a"'
    assert not list((desk.shelf / "partial").iterdir())


def test_what_broke_off_is_gone_on_with_by_the_next_command(desk: Desk, server: Liar):
    whole = a_map()
    server.does(name(1), liar.breaks_off(whole, 700, ETag='"a"'), liar.hangs_up)
    with pytest.raises(FetchError, match="Nothing was lost"):
        fetch_one(desk)
    server.does(name(1), liar.ranged(whole, '"a"'))
    fetch_one(desk)
    assert server.asked[name(1)][0]["range"] == "bytes=700-"
    assert on_shelf(desk) == {name(1): whole}


def test_content_that_changed_since_it_broke_off_is_not_mixed(desk: Desk, server: Liar):
    new = a_map("new")
    server.does(
        name(1), liar.breaks_off(a_map("old"), 700, ETag='"old"'), liar.ranged(new, '"new"')
    )
    fetch_one(desk)
    assert on_shelf(desk) == {name(1): new}


def test_a_server_that_ignores_ranges_sends_all(desk: Desk, server: Liar):
    whole = a_map()
    server.does(name(1), liar.breaks_off(whole, 700, ETag='"a"'), liar.serves(whole, ETag='"a"'))
    fetch_one(desk)
    assert on_shelf(desk) == {name(1): whole}


@pytest.mark.parametrize("area", ["bytes 10-2000/2001", "nonsense", ""])
def test_a_part_that_does_not_fit_is_dropped(desk: Desk, server: Liar, area: str):
    whole = a_map()

    def wrong(request: liar.Request) -> None:
        request.send(whole[10:], status=206, Content_Range=area, ETag='"a"')

    server.does(
        name(1), liar.breaks_off(whole, 700, ETag='"a"'), wrong, liar.serves(whole, ETag='"a"')
    )
    fetch_one(desk)
    assert on_shelf(desk) == {name(1): whole}


def test_parts_of_two_contents_under_one_mark_are_found_out(desk: Desk, server: Liar):
    first, second = a_map("{[("), a_map('x"')
    server.does(
        name(1),
        liar.breaks_off(first, 700, ETag='"a"'),
        liar.ranged(b"<" * 100 + second, '"a"'),
        liar.serves(second),
    )
    fetch_one(desk)
    assert on_shelf(desk) == {name(1): second}


def test_a_part_is_not_gone_on_with_without_a_mark(desk: Desk, server: Liar):
    whole = a_map()
    server.does(name(1), liar.breaks_off(whole, 700, ETag='W/"weak"'), liar.serves(whole))
    fetch_one(desk)
    assert "range" not in server.asked[name(1)][1]
    assert on_shelf(desk) == {name(1): whole}


def test_a_mark_beyond_the_end_begins_anew(desk: Desk, server: Liar):
    whole = a_map()
    server.does(
        name(1),
        liar.breaks_off(whole, 700, ETag='"a"'),
        liar.status(416),
        liar.serves(whole),
    )
    fetch_one(desk)
    assert on_shelf(desk) == {name(1): whole}


# what is refused


def test_less_than_announced_is_not_kept(desk: Desk, server: Liar):
    server.does(name(1), liar.breaks_off(a_map(), 700))
    refused(desk, "700 of 1557 bytes announced, 3 times")


def test_more_than_announced_is_not_kept(desk: Desk, server: Liar):
    server.does(name(1), liar.serves(a_map(), Content_Length="700"))
    refused(desk, "no JSON")


def test_silence_ends_by_a_time_out(desk: Desk, server: Liar):
    desk.patience = replace(desk.patience, tries=1, silence_s=0.15)
    server.does(name(1), liar.stalls(a_map()[:100]))
    refused(desk, "silence for too long")


def test_an_answer_that_drips_ends_by_a_time_out(desk: Desk, server: Liar):
    desk.patience = replace(desk.patience, tries=1)
    server.does(name(1), liar.drips)
    refused(desk, "more than 60 s for one file")


def test_a_head_that_drips_ends_by_a_time_out(desk: Desk, server: Liar):
    desk.patience = replace(desk.patience, tries=1, file_s=0.2)
    server.does(name(1), liar.drips_a_head)
    refused(desk, r"no whole head of an answer in 0\.2 s")


def test_an_endless_answer_ends_at_the_limit(desk: Desk, server: Liar):
    desk.limited(largest_file=300_000)
    server.does(name(1), liar.never_ends)
    refused(desk, "more bytes than the 300000 allowed")
    assert not list((desk.shelf / "partial").iterdir())


def test_an_announced_size_over_the_limit_is_not_begun(desk: Desk, server: Liar):
    desk.limited(largest_file=1000)
    server.does(name(1), liar.serves(a_map()))
    refused(desk, "1557 bytes announced, more than the 1000 allowed")


def test_the_total_has_a_limit(desk: Desk, server: Liar):
    desk.limited(largest_total=2000)
    for day in (1, 2, 3):
        server.does(name(day), liar.serves(a_map()))
    report = desk.fetch()
    assert report.arrived == (name(1),)
    assert "more than the 443 left of the total" in report.failed[0].why


def a_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("map.geojson", b"[" * 1_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<!DOCTYPE html><p>Sign in", "a web page"),
        (b"\n  <html>", "a web page"),
        (b"", "an empty file"),
        (b"   \n", "an empty file"),
        (b"not json", "no JSON"),
        (b"NaN", "no JSON"),
        (b"[" * 50_000, "no JSON"),
        (b"3.14", "JSON without a map"),
        (gzip.compress(a_map(), mtime=0)[:-9], "a broken gzip file"),
        (b"\x1f\x8b nonsense", "a broken gzip file"),
        (gzip.compress(b" " * 3_000_000, mtime=0), "more than 1000000 bytes when decompressed"),
        (a_zip(), "a zip archive"),
    ],
)
def test_what_is_no_map_is_not_kept(desk: Desk, server: Liar, content: bytes, why: str):
    desk.limited(largest_file=1_000_000)
    server.does(name(1), liar.serves(content))
    refused(desk, why)
    assert len(server.asked[name(1)]) == 1


def test_a_strange_encoding_is_refused(desk: Desk, server: Liar):
    server.does(name(1), liar.serves(a_map(), Content_Encoding="br"))
    refused(desk, "an encoding other than gzip")


@pytest.mark.parametrize("code", [401, 403, 204, 301])
def test_an_answer_that_is_no_file_is_refused(desk: Desk, server: Liar, code: int):
    server.does(name(1), liar.status(code))
    refused(desk, str(code))


def test_redirects_in_a_circle_are_named(desk: Desk, server: Liar):
    server.does(name(1), liar.redirects("/other"))
    server.does("other", liar.redirects(f"/data/{name(1)}"))
    refused(desk, re.escape("redirects in a circle: ") + ".*other")
    assert len(server.asked["other"]) == 1


def test_too_many_redirects_are_refused(desk: Desk, server: Liar):
    server.does(name(1), liar.redirects("/r0"))
    for step in range(9):
        server.does(f"r{step}", liar.redirects(f"/r{step + 1}"))
    refused(desk, "more than 5 redirects")


def test_a_redirect_that_ends_is_followed(desk: Desk, server: Liar):
    server.does(name(1), liar.redirects("/moved/map"))
    server.does("map", liar.serves(a_map()))
    assert fetch_one(desk).arrived == (name(1),)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/a", "only http and https"),
        ("http://user:secret@example.org/", "only http and https"),
        ("http://127.0.0.1:9/", "no public address"),
        ("http://127.1.2.3/", "no public address"),
        ("http://10.0.0.1/", "no public address"),
        ("http://169.254.169.254/latest", "no public address"),
        ("http://[::1]/", "no public address"),
        ("http://[::ffff:10.0.0.1]/", "no public address"),
        ("http://[fe80::1]/", "no public address"),
        ("http://localhost/", "no public address"),
        ("http://[broken/", "no address"),
        ("http://127.0.0.1:99999/", "no address"),
        ("", "leads nowhere"),
    ],
)
def test_a_redirect_leads_only_to_public_web_addresses(desk: Desk, server: Liar, to: str, why: str):
    server.does(name(1), liar.redirects(to))
    refused(desk, why)


# when to stop


def test_offline_says_what_was_tried_and_how_to_go_on(desk: Desk, server: Liar):
    closed = server.address.rpartition(":")[0] + ":1"
    desk.limited(address=f"{closed}/deepstatemap_data_YYYYMMDD.geojson")
    with pytest.raises(FetchError) as caught:
        desk.fetch()
    error = caught.value
    assert re.fullmatch(rf"no connection \(.*\), 3 times \({name(1)}\); 0 of 3 .*", error.found)
    assert "127.0.0.1" in error.where
    assert "Nothing was lost" in error.remedy
    assert "ripeness ingest deepstate DIR" in error.remedy
    assert len(desk.waits) == 2, "the other files are not tried"


def test_a_connection_lost_midway_keeps_what_came(desk: Desk, server: Liar):
    server.does(name(1), liar.serves(a_map()))
    server.does(name(2), liar.status(500))
    server.does(name(3), liar.serves(a_map("3")))
    report = desk.fetch()
    assert [entry.file for entry in report.failed] == [name(2)]
    assert set(on_shelf(desk)) == {name(1), name(3)}
    server.does(name(2), liar.serves(a_map("2")))
    server.asked.clear()
    assert desk.fetch().arrived == (name(2),)


def test_three_failures_in_a_row_end_it(desk: Desk, server: Liar):
    for day in range(1, 10):
        server.does(name(day), liar.serves(b"<html>"))
    with pytest.raises(FetchError, match=r"a web page .* 0 of 9 files had come"):
        desk.fetch(today=date(2025, 12, 23))
    assert len(server.asked) == 3


def test_an_upstream_that_has_moved_is_noticed(desk: Desk, server: Liar):
    with pytest.raises(FetchError, match=f"none of {MOST_ABSENT} files.*may have moved"):
        desk.fetch(since=date(2025, 1, 1))
    assert len(server.asked) == MOST_ABSENT


# the shelf


def test_two_fetches_at_once_bring_each_file_once(desk: Desk, server: Liar):
    for day in (1, 2, 3):
        server.does(name(day), liar.ranged(a_map(str(day)), f'"{day}"'))
    reports = []
    both = [threading.Thread(target=lambda: reports.append(desk.fetch())) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(report.unchanged for report in reports) == [0, 3]
    assert len((desk.shelf / "index.jsonl").read_text().splitlines()) == 3


def test_a_half_written_line_of_the_index_is_taken_away(desk: Desk, server: Liar):
    server.does(name(1), liar.serves(a_map()))
    fetch_one(desk)
    index = desk.shelf / "index.jsonl"
    whole = index.read_bytes()
    index.write_bytes(whole + whole[:40])
    (desk.shelf / "files" / name(1)).unlink()
    shelf = open_shelf(desk.shelf)
    assert index.read_bytes() == whole
    assert list(shelf.latest) == [name(1)]
    assert on_shelf(desk) == {name(1): a_map()}, "shown again from its digest"


@pytest.mark.parametrize("line", [b"nonsense", b'{"name": "../../out", "on": "2025-12-01"}'])
def test_a_broken_index_is_named(desk: Desk, line: bytes):
    desk.shelf.mkdir(parents=True)
    (desk.shelf / "index.jsonl").write_bytes(line + b"\n")
    with pytest.raises(DataError, match=r"line 1 that cannot be read.*another shelf"):
        desk.fetch()


@pytest.mark.parametrize("folder", ["files", "partial", "by-digest", "index.jsonl"])
def test_a_link_that_leads_out_of_the_shelf_is_refused(desk: Desk, tmp_path: Path, folder: str):
    outside = tmp_path / "outside"
    outside.mkdir()
    desk.shelf.mkdir(parents=True)
    (desk.shelf / folder).symlink_to(outside)
    with pytest.raises(DataError, match="leads out of the shelf"):
        desk.fetch()
    assert not list(outside.iterdir())


def test_a_link_in_place_of_a_part_is_not_written_through(desk: Desk, server: Liar, tmp_path: Path):
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    partial = desk.shelf / "partial"
    partial.mkdir(parents=True)
    address = f"{server.address}/data/{name(1)}"
    (partial / f"{name(1)}.part").symlink_to(outside)
    (partial / f"{name(1)}.part.json").write_text(json.dumps({"address": address, "etag": '"a"'}))
    server.does(name(1), liar.ranged(a_map(), '"a"'))
    fetch_one(desk)
    assert outside.read_text() == "mine"
    assert on_shelf(desk) == {name(1): a_map()}
