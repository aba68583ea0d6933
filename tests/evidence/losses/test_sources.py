import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.evidence.losses.catalogue import BUILT_IN, find_loss_source, loss_source_names
from ripeness.evidence.losses.count import Corrected, Count
from ripeness.evidence.losses.ingest import read_upstream
from ripeness.evidence.losses.sources.general_staff import GeneralStaff
from ripeness.evidence.losses.sources.named_deaths import NamedDeaths
from ripeness.evidence.losses.sources.named_vintages import NamedVintages
from ripeness.evidence.losses.sources.oryx import Oryx
from ripeness.evidence.observation import Skipped
from ripeness.terms.errors import DataError, UpstreamError

NAMES = {
    "general_staff": "north_losses_personnel.json",
    "named_deaths": "named_deaths_daily_both_sides.csv",
    "named_vintages": "named_deaths_monthly_vintages.csv",
    "oryx": "oryx_totals_by_type_history.csv",
}


def read(source, text, name=None):
    content = text if isinstance(text, bytes) else text.encode()
    return list(source.read(content, name or NAMES[source.name]))


def of(kind, entries):
    return [entry for entry in entries if isinstance(entry, kind)]


def reports(*totals, first="2025-12-06", day=10):
    start = date.fromisoformat(first).toordinal()
    return json.dumps(
        [
            {"date": str(date.fromordinal(start + i)), "day": day + i, "personnel": total}
            for i, total in enumerate(totals)
        ]
    )


def test_a_running_total_becomes_what_each_report_adds_until_the_day_before():
    one, other = of(Count, read(GeneralStaff(), reports(100, 130)))
    assert (one.label, one.kind, one.value) == ("north", "killed_and_wounded", 100.0)
    assert (one.start, one.end) == (date(2025, 11, 27), date(2025, 12, 5))
    assert (other.start, other.end, other.value) == (date(2025, 12, 6), date(2025, 12, 6), 30.0)
    assert other.known_on == date(2025, 12, 7)


def test_a_total_that_falls_is_kept_and_told():
    found = read(GeneralStaff(), reports(100, 130, 120))
    assert [count.value for count in of(Count, found)] == [100.0, 30.0, -10.0]
    (correction,) = of(Corrected, found)
    assert correction.why == "the total fell from 130 to 120"


def test_a_day_without_a_report_joins_the_next_period():
    told = json.loads(reports(100, 110, 130))
    *_, last = of(Count, read(GeneralStaff(), json.dumps([told[0], told[2]])))
    assert (last.start, last.end, last.value) == (date(2025, 12, 6), date(2025, 12, 7), 30.0)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("date", "yesterday", "is no day"),
        ("date", None, "is no day"),
        ("personnel", -5, "no number of people"),
        ("personnel", "about 900", "no number of people"),
        ("personnel", True, "no number of people"),
        ("personnel", 1e300, "no number of people"),
        ("day", 1, "no day of the war"),
        ("day", 10**9, "no day of the war"),
        ("day", None, "no day of the war"),
    ],
)
def test_a_report_that_cannot_be_read_is_skipped_with_the_reason(field, value, why):
    told = json.loads(reports(100, 110))
    told[1][field] = value
    found = read(GeneralStaff(), json.dumps(told))
    assert len(of(Count, found)) == 1
    (skipped,) = of(Skipped, found)
    assert why in skipped.why
    assert "entry 1" in skipped.file


def test_two_reports_on_a_day_count_once():
    told = json.loads(reports(100, 110))
    found = read(GeneralStaff(), json.dumps([*told, told[1]]))
    assert sum(count.value for count in of(Count, found)) == 110
    assert "a second report" in of(Skipped, found)[0].why


DEATHS = """date,ua_named_deaths,ua_named_missing,ru_named_deaths
2022-02-23,230,894,7
2022-02-24,113,32,124
2022-02-25,220,,80
"""


def test_named_deaths_and_missing_are_kinds_of_their_own_for_each_side():
    found = read(NamedDeaths(), DEATHS)
    dated = [(c.label, c.kind, c.value) for c in of(Count, found) if c.start == c.end]
    assert dated == [
        ("ua", "killed", 113.0), ("ua", "missing", 32.0), ("ru", "killed", 124.0),
        ("ua", "killed", 220.0), ("ru", "killed", 80.0),
    ]  # fmt: skip
    assert all(count.known_on is None for count in of(Count, found))
    assert "ua_named_missing" in of(Skipped, found)[0].why


def test_the_first_row_gathers_unknown_days_and_falls_in_no_month():
    undated = [c for c in of(Count, read(NamedDeaths(), DEATHS)) if c.start != c.end]
    assert {(c.label, c.kind, c.value) for c in undated} == {
        ("ua", "killed", 230.0), ("ua", "missing", 894.0), ("ru", "killed", 7.0),
    }  # fmt: skip
    assert {(c.start, c.end) for c in undated} == {(date(2022, 2, 24), date(2022, 2, 25))}


def test_each_vintage_is_a_count_known_on_its_day():
    text = "side,vintage,month,deaths\nua,2025-08-21,2025-06,822\nua,2025-10-28,2025-06,1041\n"
    one, other = of(Count, read(NamedVintages(), text))
    assert (one.value, one.known_on) == (822.0, date(2025, 8, 21))
    assert (other.value, other.known_on) == (1041.0, date(2025, 10, 28))
    assert (one.start, one.end) == (date(2025, 6, 1), date(2025, 6, 30))


def test_a_month_after_its_vintage_and_a_month_told_twice_are_skipped():
    text = (
        "side,vintage,month,deaths\nua,2025-08-21,2025-09,1\nua,2025-08-21,2025-06,2\n"
        "ua,2025-08-21,2025-06,3\nua,2025-08-21,2025-13,3\nua,soon,2025-01,3\nua,2025-08-21,2025-05,x\n"
    )
    found = read(NamedVintages(), text)
    assert [count.value for count in of(Count, found)] == [2.0]
    assert len(of(Skipped, found)) == 5


ORYX = """date,country,type,destroyed,abandoned,captured,damaged,type_total,commit
2022-03-28,North,Tanks,5,0,0,0,5,x
2022-03-28,North,All Types,9,0,0,0,9,x
2022-03-28,North,Infantry Fighting Vehicles,4,0,0,0,4,x
2022-04-02,North,Tanks,7,0,0,0,7,x
2022-04-03,North,Tanks,6,0,0,0,6,x
2022-04-03,North,Spoons,6,0,0,0,6,x
"""


def test_equipment_is_counted_by_group_and_never_as_people():
    found = read(Oryx(), ORYX)
    assert {count.kind for count in of(Count, found)} == {"equipment_lost"}
    assert "soldiers" not in {count.population for count in of(Count, found)}
    tanks = [count.value for count in of(Count, found) if count.population == "tanks"]
    assert tanks == [5.0, 2.0, -1.0]
    assert [one.why for one in of(Corrected, found)] == ["the total fell from 7 to 6"]
    assert "Spoons" in of(Skipped, found)[0].why


HOSTILE = [
    b"", b"<!DOCTYPE html><html></html>", b"null", b"[]", b"{}", b"\xff\xfe\x00", b"[1, 2",
    b"[" * 100_000, b"a,b\n1,2\n", b"date\n", b'date,"ua_named_deaths\n', b"\x00" * 50,
    b"side,vintage,month,deaths\n", b'"' * 9, b"NaN",
]  # fmt: skip


@pytest.mark.parametrize("source", BUILT_IN, ids=lambda source: source.name)
@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: repr(content[:12]))
def test_a_hostile_file_is_refused_by_name(source, content):
    with pytest.raises(UpstreamError, match=NAMES[source.name]):
        read(source, content)


@given(st.sampled_from(BUILT_IN), st.binary(max_size=300))
def test_no_bytes_bring_a_source_down(source, content):
    try:
        found = read(source, content)
    except UpstreamError:
        return
    assert all(isinstance(entry, Count | Skipped | Corrected) for entry in found)


LINES = st.lists(
    st.lists(st.sampled_from(["2025-01-01", "2022-02-24", "-1", "nan", "", "7", "Tanks", "ua", "1e9"]),
             min_size=1, max_size=9).map(",".join),
    max_size=6,
)  # fmt: skip


@given(st.sampled_from([NamedDeaths(), NamedVintages(), Oryx()]), LINES)
def test_no_rows_bring_a_table_down(source, lines):
    heads = {
        "named_deaths": "date,ua_named_deaths,ru_named_deaths",
        "named_vintages": "side,vintage,month,deaths",
        "oryx": "date,country,type,destroyed,abandoned,captured,damaged,type_total,commit",
    }
    try:
        found = read(source, "\n".join([heads[source.name], *lines]))
    except UpstreamError:
        return
    for count in of(Count, found):
        assert count.start <= count.end


def test_built_in_sources_come_in_by_the_catalogue_and_an_unknown_one_is_named():
    assert loss_source_names()[:4] == tuple(NAMES)
    with pytest.raises(DataError, match="named_deaths"):
        find_loss_source("nobody")


def test_the_shipped_upstream_files_are_read_whole(real_data):
    folders = {"general_staff": "upstream/general_staff"}
    for source in BUILT_IN:
        found = read_upstream(source, real_data / folders.get(source.name, "losses"))
        assert found.counts
        assert len(found.skipped) <= 1, "one label of Oryx is broken"
    totals = {
        label: sum(
            count.value
            for count in read_upstream(NamedDeaths(), real_data / "losses").counts
            if (count.label, count.kind) == (label, "killed")
        )
        for label in ("ua", "ru")
    }
    assert totals == {"ua": 77_312, "ru": 122_640}
