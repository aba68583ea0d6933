"""Every kind of fault, found on its line with its remedy; and all of them at once."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.case.files import SOUND, line_of, write_case

from ripeness.case.load import check, load_case
from ripeness.terms.errors import CaseError


def faults_after(folder, old, new):
    """Spoil the sound case in one spot and return its faults and the spoilt text."""
    assert old in SOUND
    text = SOUND.replace(old, new, 1)
    return check(write_case(folder, text)), text


def test_a_sound_case_has_no_fault(tmp_path):
    folder = write_case(tmp_path)
    assert check(folder) == ()
    assert load_case(folder).name == "small"


FAULTS = [
    # what is replaced, by what, fragment on the line at fault, found, remedy
    ("title: A", "titl: A", "titl", "unknown key `titl`", "Did you mean `title`?"),
    ("    kind: control", "    knid: control", "knid", "unknown key `knid`", "`kind`"),
    ("slot: a", "slot: b", "sides:", "the slots b, b", "slot of its own"),
    ("slot: a", "slot: c", "slot: c", "'c'", "Known: a, b"),
    ("id: friends", "id: north", "name: Friends", "`north` a second time", "Rename"),
    ("id: town,", "id: province,", "name: Town", "`province` a second time", "Rename"),
    ("id: town,", "id: total,", "name: Town", "`total`", "whole theatre"),
    ("id: motive", "id: taken", "id: taken\n    text: It", "`taken` a second time", "Rename"),
    ("region: province", "region: provinse", "provinse", "'provinse'", "Did you mean `province`?"),
    ("draws: north", "draws: nroth", "nroth", "'nroth'", "Did you mean `north`?"),
    ("name: deepstate", "name: deepstat", "name: deepstat", "'deepstat'", "`deepstate`"),
    ("name: oryx", "name: orix", "name: orix", "'orix'", "`oryx`"),
    ("{North: north}", "{North: nord}", "{North: nord}", "'nord'", "Did you mean `north`?"),
    (", lag_days: 30", "", "name: oryx", "'vintage':", "Correct it"),
    ("[[deepstate]]", "[[isw]]", "[[isw]]", "'isw'", "Known: deepstate"),
    ("{side: south", "{side: north", "{side: north", "whom the source draws", "Name the side"),
    ("    side: north", "    side: nord", "side: nord", "'nord'", "Did you mean `north`?"),
    ("about: north", "about: friendz", "friendz", "'friendz'", "Did you mean `friends`?"),
    ("    place: town", "    place: towwn", "towwn", "'towwn'", "Did you mean `town`?"),
    ("    place: town", "    region: provnce", "provnce", "'provnce'", "`province`"),
    ("    place: town", "    place: town\n    region: total", "region: total", "a place and a region", "Remove one"),
    ("name: share_held", "name: share_hold", "share_hold", "'share_hold'", "`share_held`"),
    ("{name: share_held}", "{name: net_gain, options: {sinnce: 2025-01-01}}", "sinnce", "`sinnce`",
     "Did you mean `since`?"),
    ("{name: share_held}", "{name: net_gain, options: {since: soon}}", "since: soon", "'soon'",
     "First day"),
    ("[taken, motive]", "[taken, motiv]", "[taken, motiv]", "'motiv'", "Did you mean `motive`?"),
    ("[taken, motive]", "[taken, taken]", "[taken, taken]", "a second time", "Remove"),
    ("[total, province]", "[total, prov]", "[total, prov]", "'prov'", "`province`"),
    ("as_of: 2025-12-05", "as_of: 2026-12-05", "as_of", "after evidence_to", "correct one"),
    ("as_of: 2025-12-05", "as_of: 2025-13-05", "as_of", "'2025-13-05'", "last day"),
    ("published_on: 2025-12-01\n    kind: control",
     "published_on: 2025-11-01\n    kind: control",
     "published_on: 2025-11-01", "said_on 2025-11-30 after published_on", "Correct one"),
    ("said_on: 2025-11-30\n    published_on: 2025-12-01",
     "said_on: 2026-03-30\n    published_on: 2026-03-31",
     "said_on: 2026-03-30", "after the evidence ends", "evidence_to"),
    ("    side: north", "    on: 2025-12-24\n    side: north", "on: 2025-12-24", "on 2025-12-24",
     "Correct one"),
    ("    side: north", "    due: 2025-10-24\n    side: north", "due: 2025-10-24",
     "said_on 2025-11-30 after due", "Correct one"),
    ("kind: control", "kind: prediction", "- id: taken", "without `due`", "Add `due`"),
    ("kind: control", "kind: controx", "controx", "'controx'", "Did you mean `control`?"),
    ("    asserted: {words: taken}\n", "", "measure: {name", "without `asserted`", "Add"),
    ("    side: north\n", "", "measure: {name", "without `side`", "Add `side`"),
    ("    place: town\n", "", "measure: {name", "without `place` or `region`", "Add"),
    ("{words: taken}", "{low: 2, high: 1}", "asserted", "`low` above `high`", "Exchange"),
    ("{words: taken}", "{words: about}", "asserted", "no number", "Add the number"),
    ("{words: taken}", "{words: between, low: 1}", "asserted", "without two ends", "Add both"),
    ("{words: taken}", "{low: .inf}", "asserted", "'.inf'", "Lower end"),
    ("    not_measurable_because: A motive is in the mind.\n", "", "- id: motive",
     "no way to judge", "Name a measure"),
    ("    not_measurable_because", "    needs: table\n    not_measurable_because",
     "not_measurable_because", "beside `needs`", "Remove one"),
    ("    kind: motive", "    kind: motive\n    negates: motive", "negates", "itself", "other"),
    ("    kind: motive", "    kind: motive\n    mirror_of: takn", "takn", "'takn'", "`taken`"),
    ("    kind: motive", "    kind: motive\n    asserted: {words: gone}", "asserted: {words: gone}",
     "range without a measure", "Add `measure`"),
    ("#Town", "#Towwn", "#Towwn", "no outline `Towwn`", "Did you mean `Town`?"),
    ("boundaries/shapes.geojson#Town", "boundaries/none.geojson#Town", "none.geojson", "no file",
     "path"),
    ("boundaries/shapes.geojson#Town", "../../etc/passwd#Town", "passwd", "leaves the case",
     "Copy"),
    ("west: 37.0, east: 38.0", "west: 39.0, east: 38.0", "window", "39.0", "box"),
    ("speaker: A staff\n", "speaker: A staff\n    speaker: B\n", "speaker: B", "second time",
     "first stands on line 31"),
    ("title: A small case", "title: &anchor A", "&anchor", "anchor &anchor", "in full"),
    ("title: A small case", "title: !!python/object:os.system A", "!!python", "the tag", "in full"),
    ("title: A small case", "title: [1, 2]", "title", "[1, 2]", "Title of the report"),
    ("question: Who holds the town?\n", "", "name: small", "nothing", "Add `question:`"),
]  # fmt: skip


@pytest.mark.parametrize("row", FAULTS, ids=[row[1][:40] for row in FAULTS])
def test_a_fault_is_shown_with_its_line_and_remedy(tmp_path, row):
    old, new, fragment, found, remedy = row
    faults, text = faults_after(tmp_path, old, new)
    assert [f for f in faults if found in f.found and remedy in f.remedy], faults
    assert line_of(text, fragment) in {f.line for f in faults}, faults
    assert all(f.where and f.found and f.expected and f.remedy for f in faults)


def test_a_wrong_end_of_the_evidence_is_one_fault_and_not_one_for_each_claim(tmp_path):
    text = SOUND.replace("as_of: 2025-12-05", "as_of: 2025-01-05")
    text = re.sub(r"evidence_to: \S+", "evidence_to: 2025-02-28", text)
    (fault,) = check(write_case(tmp_path, text))
    assert re.search(r"2025-02-28, before [2-9] claims were said", fault.found)
    assert fault.line == line_of(text, "evidence_to")


def test_every_fault_is_gathered_at_once_in_the_order_of_lines(tmp_path):
    text = SOUND.replace("title: A small", "titl: A small")
    text = text.replace("    place: town", "    place: towwn").replace("#Province", "#Provinz")
    text = text.replace("evidence: recalled", "evidence: rumour")
    faults = check(write_case(tmp_path, text))
    assert len(faults) == 5
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)
    with pytest.raises(CaseError, match=r"case\.yaml: found 5 faults, the first being") as raised:
        load_case(tmp_path)
    assert raised.value.faults == faults


HOSTILE = {
    "tabs": ("name: a\n\ttitle: b\n", "spaces, never tabs", 2),
    "not UTF-8": (b"name: a\ntitle: \xff\xfe\n", "UTF-8", 2),
    "a list": ("- name\n", "ripeness new", 1),
    "empty": ("", "ripeness new", 1),
    "a word": ("pokrovsk\n", "ripeness new", 1),
    "broken": ("name: {a: 1\n", "quotes and colons", 2),
    "two documents": ("a: 1\n---\nb: 2\n", "Remove", 2),
    "control characters": ("name: \x00\n", "Remove", None),
    "deep": ("name: " + "[" * 5000, "flat", 1),
    "deep mappings": ("\n".join("  " * i + "a:" for i in range(60)), "flat", 17),
    "too large": ("# " + "x" * 1_000_001, "files of their own", None),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_a_fault_and_never_a_traceback(tmp_path, kind):
    content, remedy, line = HOSTILE[kind]
    folder = write_case(tmp_path, content)
    (fault,) = check(folder)
    assert remedy in fault.remedy
    assert fault.line == line
    with pytest.raises(CaseError, match="1 fault, the first being"):
        load_case(folder)


def test_aliases_cannot_make_a_file_grow(tmp_path):
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    letters = "abcdefghijklmnop"
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in pairwise(letters)]
    faults = check(write_case(tmp_path, "\n".join(lines)))
    assert any("the alias *a" in fault.found for fault in faults)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, len(SOUND)), st.integers(0, 30), st.text(max_size=12))
def test_a_file_spoilt_anywhere_gives_faults_or_a_case_and_nothing_else(tmp_path, at, cut, put):
    text = SOUND[:at] + put + SOUND[at + cut :]
    folder = write_case(tmp_path, text.encode("utf-8", "surrogatepass"))
    if not check(folder):
        load_case(folder)


def with_maps(folder, first, last):
    """Give a case a panel whose maps span some days."""
    path = folder / "panel/deepstate"
    path.mkdir(parents=True)
    days = pd.to_datetime([first, last]).astype("datetime64[s]")
    pd.DataFrame({"valid_from": days, "valid_to": days}).to_parquet(path / "readings.parquet")


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2024-07-08", "2026-02-28", set()),
        ("2026-01-01", "2026-02-28", {"as_of"}),
        ("2024-07-08", "2025-11-01", {"as_of"}),
        ("2027-01-01", "2027-02-01", {"as_of", "evidence_to"}),
    ],
)
def test_a_day_outside_the_data_is_a_fault(tmp_path, first, last, wrong):
    folder = write_case(tmp_path)
    with_maps(folder, first, last)
    faults = check(folder)
    assert {fault.where for fault in faults} == wrong
    assert all("outside the data" in fault.found for fault in faults)


def test_a_panel_that_cannot_be_read_is_not_the_case_files_fault(tmp_path):
    folder = write_case(tmp_path)
    (folder / "panel/deepstate").mkdir(parents=True)
    (folder / "panel/deepstate/readings.parquet").write_bytes(b"not parquet")
    assert check(folder) == ()
