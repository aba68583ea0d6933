import pytest
from pandas.testing import assert_frame_equal
from tests.case.files import SOUND, write_case
from tests.claims.panels import panel_of, reading

from ripeness.case.docket import resolve_case
from ripeness.case.load import case_folder, load_case
from ripeness.case.mirror import mirrored, mirrored_counts, mirrored_text
from ripeness.claims.measure import installed_measures
from ripeness.claims.speakers import speaker_records
from ripeness.evidence.counts import read_counts_of
from ripeness.evidence.panel import mirrored as mirrored_panel
from ripeness.terms.errors import DataError

MEASURES = installed_measures()
HELD = {"pokrovsk": 44.0, "myrnohrad": 31.0, "kostiantynivka": 9.0, "donetsk": 77.0, "total": 60.0}


def panel_for_pokrovsk():
    """Made-up maps of what the founding case asks about, every fifth day, by two sources."""
    days = [f"2025-{month:02d}-{day:02d}" for month in (10, 11, 12) for day in range(2, 31, 3)]
    days += ["2026-01-02", "2026-02-05"]
    kinds = {"donetsk": "region", "total": "total"}
    return panel_of(
        [
            reading(source, day, held + step * rise, unit=kinds.get(unit, "place"), id=unit)
            for unit, held in HELD.items()
            for source, rise in (("deepstate", 1.0), ("liveuamap", 2.0))
            for step, day in enumerate(days)
        ]
    )


def test_exchanging_the_sides_of_the_founding_case_mirrors_verdicts_and_sentences():
    case, panel = load_case("pokrovsk"), panel_for_pokrovsk()
    slots = {side.id: side.slot for side in case.sides}
    counts = read_counts_of(case_folder("pokrovsk"), case.losses, slots=slots)
    other_way = read_counts_of(case_folder("pokrovsk"), mirrored(case).losses, slots=slots)
    assert_frame_equal(other_way.losses.records, mirrored_counts(counts, case).losses.records)
    plain = resolve_case(case, panel, measures=MEASURES, counts=counts)
    turned = resolve_case(
        mirrored(case),
        mirrored_panel(panel),
        measures=MEASURES,
        counts=mirrored_counts(counts, case),
    )
    assert any(verdict.by_source for verdict in plain)
    for one, other in zip(plain, turned, strict=True):
        assert other.why == mirrored_text(one.why, case)
        assert other.text == mirrored_text(one.text, case)
        assert other.side == (None if one.side is None else mirrored_text(one.side, case))
        exchanged = {"why", "text", "side", "about", "speaker", "reported_by", "sources", "note",
                     "due_because", "not_measurable_because", "by_source", "silent", "options"}  # fmt: skip
        for named in ("by_source", "silent", "options"):
            told = one.model_dump_json(include={named})
            assert other.model_dump_json(include={named}) == mirrored_text(told, case)
        assert other.model_dump(exclude=exchanged) == one.model_dump(exclude=exchanged)
    records = {record.speaker: record for record in speaker_records(turned)}
    for record in speaker_records(plain):
        name = mirrored_text(record.speaker, case)
        assert records[name] == record.model_copy(update={"speaker": name})


def test_exchanging_twice_gives_the_case_back():
    case = load_case("pokrovsk")
    assert mirrored(mirrored(case)) == case
    assert mirrored(case) != case


def test_slots_names_and_ground_stay_while_all_that_is_said_changes_over(tmp_path):
    case = load_case(write_case(tmp_path))
    other = mirrored(case)
    assert other.sides == case.sides
    assert other.theatre == case.theatre
    assert other.claim("taken").side == "south"
    assert other.evidence.sources[0].draws == "south"
    assert other.evidence.sources[0].complement.side == "north"
    assert mirrored_text("Northern troops left South.", case) == "Southern troops left North."


def test_a_mirror_needs_two_sides(tmp_path):
    case = load_case(write_case(tmp_path, SOUND))
    with pytest.raises(DataError, match="Declare two sides"):
        mirrored(case.model_copy(update={"sides": case.sides[:1]}))
