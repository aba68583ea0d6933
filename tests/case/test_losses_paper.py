"""The losses of the founding case, as the record of a run holds them."""

from datetime import date

import pytest

from ripeness.case.docket import ground_rules
from ripeness.case.load import case_folder, load_case
from ripeness.case.losses_paper import losses_paper
from ripeness.evidence.counts import read_counts_of

CASE = load_case("pokrovsk")


@pytest.fixture(scope="module")
def paper():
    folder = case_folder("pokrovsk")
    counts = read_counts_of(folder, CASE.losses, slots=ground_rules(CASE).slots)
    return losses_paper(CASE, counts)


def test_every_series_is_of_one_source_side_population_kind_and_basis(paper):
    keys = [(s.source, s.side, s.population, s.kind, s.basis) for s in paper.series]
    assert len(set(keys)) == len(keys)
    assert {(s.side, s.kind) for s in paper.series if s.population == "soldiers"} == {
        ("russia", "killed_and_wounded"), ("russia", "killed"),
        ("ukraine", "killed"), ("ukraine", "missing"),
    }  # fmt: skip


def test_nothing_of_a_series_was_known_after_the_evidence_ends(paper):
    for series in paper.series:
        assert all(month.known_on <= CASE.evidence_to for month in series.months)


def test_the_last_six_months_of_named_lists_are_marked_incomplete(paper):
    for series in paper.series:
        marked = [month.month for month in series.months if month.incomplete]
        if series.source.startswith("named"):
            assert (min(marked), max(marked)) == (date(2025, 5, 1), date(2025, 10, 1))
        else:
            assert marked == []


def test_every_reading_of_the_further_loss_stands_beside_the_counts(paper):
    readings = {reading.claim: reading for reading in paper.readings}
    assert len(readings) == 36
    assert {r.claim for r in paper.readings if r.measured} == {
        f"loss_{whom}_{kind}_{months}"
        for months in (2, 3, 6, 12)
        for whom, kind in (
            ("russia", "killed_wounded"), ("russia", "killed"), ("ukraine", "killed"),
            ("both", "killed"),
        )
    }  # fmt: skip
    claimed = readings["loss_russia_killed_wounded_2"]
    assert [(r.value, r.says) for r in claimed.before] == [(64_540.0, "contradicted")]
    assert [(r.value, r.says) for r in claimed.after] == [(64_770.0, "contradicted")]
    named = readings["loss_both_killed_12"].before
    assert {(r.value, r.lower_bound, r.says) for r in named} == {(53_668.0, True, "undecided")}


def test_strengths_have_speakers_and_stand_by_side(paper):
    assert {one.side for one in paper.strengths} == {"russia", "ukraine"}
    assert all(one.speaker and one.words for one in paper.strengths)


def test_what_the_case_assumes_of_vintages_is_said_and_civilians_are_not_estimated(paper):
    said = {source.name: source.vintage for source in paper.sources}
    assert "60 days" in said["named_deaths"]
    assert "30 days" in said["oryx"]
    assert said["general_staff"] is None
    assert "civilians" in paper.civilians
