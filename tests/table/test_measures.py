from datetime import date

import pytest
from tests.table.plans import small

from ripeness.claims.measure import ModelMeasure, Told, installed_measures
from ripeness.table.measures import (
    AgreementsEnded,
    ConsentShare,
    JointlyPossible,
    OpenPointsNamed,
    StanceRecorded,
)
from ripeness.terms.errors import DataError
from ripeness.terms.question import ModelQuestion

BY = date(2026, 2, 28)


def asked(measure, *, about=None, on=date(2025, 12, 5), by=BY, tabled=None, **options):
    question = ModelQuestion(measure=measure.name, about=about, on=on, said_on=on, options=options)
    return measure.read_with(question, tabled or small(), by=by)


def test_every_measure_of_the_table_is_installed_and_tells_its_options():
    installed = installed_measures()
    for kind in (StanceRecorded, OpenPointsNamed, ConsentShare, JointlyPossible, AgreementsEnded):
        measure = installed[kind().name]
        assert isinstance(measure, ModelMeasure)
        assert isinstance(measure, Told)
        assert measure.material == "plan"


@pytest.mark.parametrize(
    ("about", "issue", "ends"),
    [
        ("south", "club", (-1.0, -1.0)),
        ("north", "club", (1.0, 1.0)),
        ("north", "ground", (0.0, 1.0)),
        ("friends", "club", (1.0, 1.0)),
    ],
)
def test_a_stance_is_read_as_recorded_for_a_side_or_another_party(about, issue, ends):
    (found,) = asked(StanceRecorded(), about=about, issue=issue)
    assert (found.bands[0].low, found.bands[0].high) == ends
    assert found.known_on <= date(2025, 12, 5)


def test_a_stance_of_later_days_does_not_answer_for_an_earlier_one():
    assert asked(StanceRecorded(), about="south", issue="club", option="later") == ()
    (found,) = asked(
        StanceRecorded(), about="south", issue="club", option="later", on=date(2025, 12, 24)
    )
    assert found.value == 0.0


def test_nobody_who_said_nothing_is_given_a_stance():
    assert asked(StanceRecorded(), about="strangers", issue="club") == ()
    assert asked(StanceRecorded(), issue="club") == ()


def test_open_points_are_those_opposed_and_not_dropped():
    """Ground and the club are opposed; the cap on forces was, until it was dropped."""
    (before,) = asked(OpenPointsNamed(), named="1, 2", on=date(2025, 11, 23))
    (after,) = asked(OpenPointsNamed(), named="1, 2")
    assert before.value == pytest.approx(2 / 3)
    assert after.value == 1.0
    assert after.note == "open by the stances and changes recorded: 1, 2"


def test_open_topics_may_be_counted_in_place_of_points():
    measure = OpenPointsNamed()
    question = ModelQuestion(
        measure=measure.name,
        on=date(2025, 12, 5),
        said_on=date(2025, 12, 5),
        options={"named": "territory, club", "by": "topic"},
    )
    (found,) = measure.read_with(question, small(), by=BY)
    assert found.value == 1.0


def test_the_share_whose_consent_is_needed_follows_from_the_rule():
    (whole,) = asked(ConsentShare(), rule="club")
    assert (whole.value, whole.note) == (1.0, "5 of 5; All of the club; seen")
    (house,) = asked(ConsentShare(), rule="law", step=2)
    assert house.value == pytest.approx(6 / 9)
    assert "barred under a siege" in house.note


def test_options_are_jointly_possible_unless_a_rule_forbids_them():
    (apart,) = asked(JointlyPossible(), together="ground=proposed club=later")
    (fits,) = asked(JointlyPossible(), together="ground=proposed club=later|proposed")
    assert (apart.value, fits.value) == (0.0, 1.0)
    assert "All of the club" in fits.note


def test_agreements_of_which_nothing_is_recorded_leave_a_lower_bound():
    (found,) = asked(AgreementsEnded())
    assert (found.value, found.lower_bound) == (0.5, True)
    assert asked(AgreementsEnded(), by=date(2019, 1, 1)) == ()


@pytest.mark.parametrize(
    ("measure", "options", "found"),
    [
        (StanceRecorded(), {"issue": "clbu"}, "issue 'clbu'"),
        (StanceRecorded(), {}, "issue"),
        (OpenPointsNamed(), {"named": ""}, "named"),
        (ConsentShare(), {"rule": "nobody"}, "rule 'nobody'"),
        (ConsentShare(), {"rule": "law", "step": 7}, "step 7"),
        (JointlyPossible(), {"together": "club=never"}, "club=never"),
        (AgreementsEnded(), {"more": 1}, "more"),
    ],
)
def test_an_option_that_fits_nothing_is_refused(measure, options, found):
    with pytest.raises(DataError, match=found):
        asked(measure, about="south", **options)
