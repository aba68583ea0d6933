from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.panels import claim_of, panel_of, rules_of
from tests.evidence.losses.tables import counts, provenance, record

from ripeness.claims.claim import Asserted, Called
from ripeness.claims.measure import CountMeasure, Measure, installed_measures
from ripeness.claims.measures.losses import LOSSES
from ripeness.claims.resolve import resolve
from ripeness.evidence.counts import Counts, mirrored
from ripeness.evidence.strengths.record import Figure, Strength
from ripeness.terms.errors import DataError
from ripeness.terms.question import CountQuestion

SAID, DUE, LATE = date(2025, 12, 5), date(2025, 12, 15), date(2026, 2, 28)


def asked(**given):
    options = {"kind": "killed_and_wounded", "since": SAID, **given.pop("options", {})}
    made = {"measure": "losses", "slots": ("a",), "on": DUE, "said_on": SAID, "options": options}
    return CountQuestion(**(made | given))


def days(count=10, value=10.0, **given):
    return [
        record(
            start=SAID + timedelta(days=i),
            end=SAID + timedelta(days=i),
            known_on=SAID + timedelta(days=i + 1),
            value=value,
            **given,
        )
        for i in range(1, count + 1)
    ]


def test_measures_of_counts_come_in_by_the_same_door_and_are_no_measures_of_maps():
    found = installed_measures()
    for name in ("losses", "strength", "recruits_per_month", "strength_change"):
        assert isinstance(found[name], CountMeasure)
        assert not isinstance(found[name], Measure)


def test_losses_after_a_day_and_up_to_another_are_added_up():
    (answer,) = LOSSES.read_counts(asked(), counts(days(20)), by=LATE)
    assert (answer.value, answer.on, answer.valid_to) == (100.0, date(2025, 12, 6), DUE)
    assert "claimed by the opponent" in answer.note


def test_a_source_that_does_not_cover_all_the_time_is_silent_but_a_lower_bound_speaks():
    short = days(9)
    assert LOSSES.read_counts(asked(), counts(short), by=LATE) == ()
    (answer,) = LOSSES.read_counts(asked(), counts(short, x=provenance(lower_bound=True)), by=LATE)
    assert (answer.value, answer.lower_bound) == (90.0, True)
    assert "a part of the time" in answer.note
    holed = [one for one in days(20) if one.start.day != 10]
    assert LOSSES.read_counts(asked(), counts(holed), by=LATE) == ()


def test_nothing_known_later_is_read():
    assert LOSSES.read_counts(asked(), counts(days(20)), by=date(2025, 12, 15)) == ()
    assert LOSSES.read_counts(asked(), counts(days(20)), by=date(2025, 12, 16)) != ()


def test_kinds_are_never_turned_into_one_another():
    made = counts(days(20))
    for kind in ("killed", "missing", "wounded", "all_claimed"):
        question = asked(options={"kind": kind})
        assert LOSSES.asked(question, made) == ()
        assert LOSSES.read_counts(question, made, by=LATE) == ()


def test_both_sides_together_need_a_source_that_counts_both():
    question = asked(slots=("a", "b"))
    alone, both = counts(days(20)), counts([*days(20), *days(20, side="b")])
    assert (LOSSES.asked(question, alone), LOSSES.read_counts(question, alone, by=LATE)) == ((), ())
    (answer,) = LOSSES.read_counts(question, both, by=LATE)
    assert answer.value == 200.0


def test_sources_stay_apart():
    made = counts([*days(20), *days(20, source="y")], x=provenance(), y=provenance("y"))
    answers = LOSSES.read_counts(asked(), made, by=LATE)
    assert [(answer.source, answer.value) for answer in answers] == [("x", 100.0), ("y", 100.0)]


def test_an_unknown_option_is_refused():
    with pytest.raises(DataError, match="options out of: kind"):
        LOSSES.read_counts(asked(options={"sort": "x"}), counts(days(20)), by=LATE)


@given(st.lists(st.integers(0, 50), min_size=10, max_size=15), st.sampled_from(["a", "b"]))
def test_a_mirrored_table_answers_the_other_side_exactly_alike(values, slot):
    made = counts(
        [
            record(side=side, start=SAID + timedelta(days=i), end=SAID + timedelta(days=i),
                   known_on=DUE, value=float(value * (1 + (side == "b"))))
            for side in "ab"
            for i, value in enumerate(values, start=1)
        ]
    )  # fmt: skip
    other = "b" if slot == "a" else "a"
    one = LOSSES.read_counts(asked(slots=(slot,)), made, by=LATE)
    assert LOSSES.read_counts(asked(slots=(other,)), mirrored(made), by=LATE) == one


def loss_claim(**given):
    made = {
        "kind": "prediction", "said_on": SAID, "published_on": SAID, "due": DUE, "place": None,
        "measure": Called(name="losses", options={"kind": "killed_and_wounded", "since": SAID}),
        "asserted": Asserted(words="between", low=50, high=60),
    }  # fmt: skip
    return claim_of(**(made | given))


def verdict(claim, made, **rules):
    (found,) = resolve(
        [claim], panel_of([]), rules=rules_of(**rules), measures=installed_measures(), counts=made
    )
    return found


@pytest.mark.parametrize(
    ("value", "lower_bound", "expected"),
    [
        (5.5, False, "supported"),
        (10.0, False, "contradicted"),
        (1.0, False, "contradicted"),
        (5.5, True, "undecided"),
        (1.0, True, "undecided"),
        (10.0, True, "contradicted"),
    ],
)
def test_a_lower_bound_can_exceed_a_range_but_never_confirm_it(value, lower_bound, expected):
    listed = provenance(lower_bound=lower_bound, basis="named_list")
    found = verdict(loss_claim(), counts(days(20, value=value, basis="named_list"), x=listed))
    assert (found.verdict, found.one_source) == (expected, True)
    assert ("at least" in found.why) == lower_bound
    assert found.verdict_on_the_day == "open"


@pytest.mark.parametrize("value", [5.5, 10.0, 1.0])
def test_what_one_party_claims_of_the_other_is_shown_and_decides_nothing(value):
    found = verdict(loss_claim(), counts(days(20, value=value)))
    assert (found.verdict, found.one_source) == ("undecided", True)
    assert found.by_source["x"].stated
    assert "decides nothing" in found.why


def test_what_no_source_counts_is_not_measurable_and_says_of_whom():
    found = verdict(loss_claim(side="south"), counts(days(20)))
    assert found.verdict == "not_measurable"
    assert "of South" in found.why
    assert found.not_measurable_because == found.why
    both = verdict(loss_claim(side=None), counts(days(20)))
    assert "of both sides together" in both.why


def test_a_prediction_stays_open_until_it_is_due():
    found = verdict(loss_claim(due=date(2026, 6, 5)), counts(days(20)))
    assert (found.verdict, found.open_because) == ("open", "not_due")


def figure(speaker, value, low, high, **given):
    made = {
        "label": "North", "quantity": "North in zone", "scope": "deployed", "speaker": speaker,
        "cited": "a paper", "words": str(value), "value": value, "low": low, "high": high,
        "start": SAID, "end": SAID, "known_on": SAID,
    }  # fmt: skip
    return Strength("a", Figure(**(made | given)))


def strength_claim(**given):
    called = Called(name="strength", options={"scope": "deployed", "apart_from": "Chief"})
    made = {"kind": "strength", "said_on": SAID, "published_on": SAID, "place": None,
            "measure": called, "asserted": Asserted(words="at_least", value=600.0)}  # fmt: skip
    return claim_of(**(made | given))


def test_nobody_bears_out_their_own_figure():
    own = figure("Chief of staff", 700.0, 700.0, None)
    assert verdict(strength_claim(), Counts(strengths=(own,))).verdict == "not_measurable"
    other = figure("Observer", 650.0, 650.0, 650.0)
    found = verdict(strength_claim(), Counts(strengths=(own, other)))
    assert list(found.by_source) == ["Observer"]
    assert (found.verdict, found.by_source["Observer"].verdict) == ("undecided", "supported")


def test_a_figure_far_from_the_day_or_of_another_scope_is_not_read():
    far = figure("Observer", 650.0, 650.0, 650.0, start=date(2025, 1, 1), end=date(2025, 1, 1))
    assert verdict(strength_claim(), Counts(strengths=(far,))).verdict == "undecided"
    total = figure("Observer", 650.0, 650.0, 650.0, scope="total")
    assert verdict(strength_claim(), Counts(strengths=(total,))).verdict == "not_measurable"


def test_a_change_in_strength_takes_two_figures_of_one_speaker():
    early = {"start": date(2025, 1, 1), "end": date(2025, 1, 31), "known_on": date(2025, 1, 31)}
    claim = strength_claim(measure=Called(name="strength_change"), asserted=Asserted(low=0))
    two = (figure("X", 500.0, 500.0, 500.0, **early), figure("Y", 650.0, 650.0, 650.0))
    assert verdict(claim, Counts(strengths=two)).verdict == "not_measurable"
    same = (two[0], figure("X", 650.0, 600.0, 700.0))
    found = verdict(claim, Counts(strengths=same))
    assert (found.by_source["X"].verdict, found.by_source["X"].value) == ("supported", 150.0)
