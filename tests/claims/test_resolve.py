from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.claims.panels import DAY, claim_of, panel_of, reading, rules_of

from ripeness.claims.claim import Asserted, Called
from ripeness.claims.measure import installed_measures
from ripeness.claims.resolve import resolve
from ripeness.evidence.panel import mirrored
from ripeness.terms.errors import DataError
from ripeness.terms.readings import Reading

BUILT_IN = installed_measures()
PREDICTION = {
    "kind": "prediction",
    "measure": Called(name="share_reached"),
    "due": date(2026, 1, 2),
}


def verdict_of(rows, *, rules=None, measures=BUILT_IN, **claim):
    (verdict,) = resolve(
        [claim_of(**claim)], panel_of(rows), rules=rules or rules_of(), measures=measures
    )
    return verdict


def test_two_sources_that_agree_decide():
    verdict = verdict_of([reading(held=44.0), reading(source="y", held=79.0)])
    assert (verdict.verdict, verdict.verdict_on_the_day) == ("contradicted", "contradicted")
    assert not verdict.one_source
    assert (verdict.asserted.low, verdict.asserted.high) == (0.95, 1.0)
    assert (verdict.unit, verdict.basis) == ("share", "observed")
    assert verdict.why == (
        "Asserted for North in Town on 2025-11-30: at least 95.0 %. "
        "x reads 44.0 % (43.0 % to 45.0 %): contradicted; "
        "y reads 79.0 % (78.0 % to 80.0 %): contradicted. "
        "In sum: every source with a reading agrees."
    )


def test_sources_that_disagree_are_said_to():
    verdict = verdict_of([reading(held=44.0), reading(source="y", held=99.0)])
    assert verdict.verdict == "sources_disagree"
    assert {name: s.verdict for name, s in verdict.by_source.items()} == {
        "x": "contradicted",
        "y": "supported",
    }


def test_one_source_alone_is_said_so_and_the_silent_one_is_named():
    verdict = verdict_of([reading(held=44.0), reading(source="y", day="2025-11-01")])
    assert (verdict.verdict, verdict.one_source) == ("contradicted", True)
    assert verdict.silent == ("y",)
    assert "one source alone" in verdict.why


def test_two_maps_of_one_hand_are_one_voice():
    rules = rules_of(hands={"x": "h", "y": "h"})
    verdict = verdict_of([reading(held=44.0), reading(source="y", held=44.0)], rules=rules)
    assert (verdict.verdict, verdict.one_source) == ("contradicted", True)


def test_no_reading_near_the_day_leaves_it_undecided():
    verdict = verdict_of([reading(day="2025-11-01")])
    assert verdict.verdict == "undecided"
    assert verdict.why.endswith("No source has a reading within seven days of it.")


def test_the_verdict_on_the_day_knows_only_what_was_known_within_seven_days():
    rows = [
        reading(held=44.0),
        reading(source="y", held=44.0),
        reading(held=97.0, known_on="2026-01-10"),
        reading(source="y", held=97.0, known_on="2025-12-07"),
    ]
    verdict = verdict_of(rows)
    assert verdict.verdict_on_the_day == "sources_disagree"
    assert verdict.verdict == "supported"
    then = verdict.by_source["x"].on_the_day
    assert (then.value, then.known_on) == (pytest.approx(0.44), date(2025, 11, 30))


def test_since_reads_the_same_day_however_much_the_line_moved_later():
    rows = [reading(held=44.0), reading(day="2026-02-22", held=97.0)]
    verdict = verdict_of(rows)
    answer = verdict.by_source["x"]
    assert (verdict.verdict, answer.on) == ("contradicted", DAY)
    assert answer.first_reached["0.95"] == date(2026, 2, 22)
    assert answer.first_met == date(2026, 2, 22)


def test_nothing_known_after_the_end_of_the_evidence_counts():
    rows = [reading(held=44.0), reading(held=97.0, known_on="2026-03-01")]
    assert verdict_of(rows).verdict == "contradicted"
    early = rules_of(evidence_to=date(2025, 12, 1))
    assert verdict_of(rows, rules=early).by_source["x"].first_reached["0.95"] is None


def test_a_prediction_is_open_until_due_and_then_judged_on_the_day_it_fell_due():
    rows = [reading(held=44.0), reading(day="2026-01-02", held=97.0)]
    resolved = verdict_of(rows, **PREDICTION)
    assert (resolved.verdict, resolved.verdict_on_the_day) == ("supported", "open")
    waiting = verdict_of(rows, rules=rules_of(evidence_to=date(2026, 1, 1)), **PREDICTION)
    assert (waiting.verdict, waiting.open_because) == ("open", "not_due")
    assert waiting.by_source == {}
    assert waiting.why == "It can be judged on 2026-01-02; the evidence ends on 2026-01-01."
    assert waiting.basis == "observed"


@dataclass(frozen=True)
class FromMaterial:
    """A measure that reads what the case hands in."""

    name: str = "weighed"
    unit: str = "share"
    basis: str = "modelled"
    material: str = "scales"

    def read_with(self, question, material, *, by):
        value = material[question.about or question.slot]
        return (Reading(source="scales", value=value, on=question.on, known_on=by),)


def weighed(materials, **claim):
    called = {"measure": Called(name="weighed"), "asserted": Asserted(low=0.5, high=1.0)}
    (verdict,) = resolve(
        [claim_of(**(called | claim))],
        panel_of([reading()]),
        rules=rules_of(),
        measures={"weighed": FromMaterial()},
        materials=materials,
    )
    return verdict


def test_a_model_answers_from_what_the_case_hands_in_about_a_side_or_a_party():
    scales = {"scales": lambda: {"a": 0.7, "third": 0.1}}
    assert weighed(scales).verdict == "consistent_with_model"
    party = weighed(scales, about="third", side=None, place=None)
    assert party.verdict == "not_consistent_with_model"
    assert party.by_source["scales"].value == 0.1


def test_a_claim_whose_case_hands_in_no_such_thing_is_open():
    verdict = weighed({})
    assert (verdict.verdict, verdict.open_because, verdict.needs) == (
        "open",
        "needs_model",
        "scales",
    )
    assert verdict.by_source == {}


def test_what_is_handed_in_is_made_only_when_asked_for():
    def never():
        raise AssertionError

    assert (
        weighed(
            {"scales": dict, "other": never}, about=None, measure=None, asserted=None, needs="other"
        ).verdict
        == "open"
    )


@pytest.mark.parametrize(
    ("claim", "needs"),
    [
        ({"measure": None, "asserted": None, "needs": "supply"}, "supply"),
        ({"measure": Called(name="not_built"), "needs": "table"}, "table"),
        ({"measure": Called(name="not_built")}, "not_built"),
    ],
)
def test_a_claim_whose_model_is_not_built_is_open_and_says_which(claim, needs):
    verdict = verdict_of([reading()], **claim)
    assert (verdict.verdict, verdict.open_because) == ("open", "needs_model")
    assert verdict.needs == needs
    assert f"`{needs}`" in verdict.why


def test_what_cannot_be_measured_says_why():
    reason = "A motive is in the mind."
    verdict = verdict_of(
        [reading()], measure=None, asserted=None, kind="motive", not_measurable_because=reason
    )
    assert (verdict.verdict, verdict.verdict_on_the_day) == ("not_measurable", "not_measurable")
    assert (verdict.why, verdict.open_because) == (reason, None)


@dataclass(frozen=True)
class Modelled:
    """A model that always answers one."""

    name: str = "modelled"
    unit: str = "share"
    basis: str = "modelled"

    def read(self, question, panel, *, by):
        assert panel.readings is not None
        return tuple(
            Reading(source=source, value=1.0, on=question.on, known_on=by) for source in "xy"
        )


def test_a_modelled_measure_reaches_at_most_consistency_with_its_model():
    measures = {"modelled": Modelled()}
    for words, expected in (
        ("taken", "consistent_with_model"),
        ("gone", "not_consistent_with_model"),
    ):
        verdict = verdict_of(
            [], measures=measures, measure=Called(name="modelled"), asserted=Asserted(words=words)
        )
        assert (verdict.verdict, verdict.basis) == (expected, "modelled")


@pytest.mark.parametrize("missing", [{"asserted": None}, {"side": "west"}, {"side": None}])
def test_a_measured_claim_without_a_range_or_a_side_is_refused(missing):
    with pytest.raises(DataError, match="Complete the claim"):
        verdict_of([reading()], **missing)


def test_a_verdict_has_the_fields_that_programs_rely_on():
    plain = verdict_of([reading()]).model_dump(mode="json")
    assert {
        "id", "speaker", "reported_by", "said_on", "published_on", "kind", "measure", "basis",
        "asserted", "place", "region", "verdict", "open_because", "needs", "verdict_on_the_day",
        "why", "one_source", "by_source", "text", "link", "evidence", "mirror_of", "unit",
        "not_measurable_because",
    } <= set(plain)  # fmt: skip
    assert {
        "value", "bands", "verdict", "on", "known_on", "first_reached", "distance_to_line_km",
        "place_outline", "complement_assumed",
    } <= set(plain["by_source"]["x"])  # fmt: skip
    assert set(plain["by_source"]["x"]["bands"][0]) == {"tolerance_m", "low", "high"}
    assert set(plain["by_source"]["x"]["first_reached"]) == {"0.05", "0.5", "0.95"}


LEVELS = st.lists(st.tuples(st.integers(-20, 40), st.floats(0, 100)), max_size=12)


def rows_at(levels, **other):
    """Maps some days from the day of the claim."""
    start = date(2025, 11, 30).toordinal()
    days = [(date.fromordinal(start + shift).isoformat(), held) for shift, held in levels]
    return [reading(day=day, held=held, **other) for day, held in days]


@settings(deadline=None, max_examples=40)
@given(LEVELS, st.floats(0, 100))
def test_a_record_known_late_changes_no_earlier_result(levels, planted):
    rows = rows_at(levels)
    late = reading(held=planted, known_on="2026-01-15")
    rules = rules_of(evidence_to=date(2026, 1, 14))
    assert verdict_of(rows, rules=rules) == verdict_of([*rows, late], rules=rules)
    with_late, without = verdict_of([*rows, late]), verdict_of(rows)
    assert with_late.verdict_on_the_day == without.verdict_on_the_day


@settings(deadline=None, max_examples=40)
@given(LEVELS, LEVELS, st.sampled_from(["taken", "not_taken", "gone", "almost_all"]))
def test_exchanging_the_sides_exchanges_the_verdict_and_every_sentence(first, second, words):
    panel = panel_of([*rows_at(first), *rows_at(second, source="y")])
    rules = rules_of(complements=("x",))
    for side, other in (("north", "south"), ("south", "north")):
        claim = claim_of(side=side, asserted=Asserted(words=words))
        turned = claim.model_copy(update={"side": other})
        (one,) = resolve([claim], panel, rules=rules, measures=BUILT_IN)
        (two,) = resolve([turned], mirrored(panel), rules=rules, measures=BUILT_IN)
        names = {"North": "South", "South": "North"}
        expected = " ".join(names.get(word, word) for word in one.why.split(" "))
        assert two.why == expected
        assert two.model_copy(update={"side": side, "why": one.why}) == one
