from datetime import date

import pytest
from tests.table.plans import small

from ripeness.claims.measure import ModelMeasure, Told, installed_measures
from ripeness.table.measures import (
    AGREEMENTS_ENDED,
    CONSENT_NEEDED,
    JOINTLY_POSSIBLE,
    OPEN_POINTS_NAMED,
    STANCE,
)
from ripeness.terms.errors import DataError
from ripeness.terms.question import ModelQuestion

BY = date(2026, 2, 28)


def asked(measure, *, about=None, on=date(2025, 12, 5), by=BY, tabled=None, **options):
    question = ModelQuestion(measure=measure.name, about=about, on=on, said_on=on, options=options)
    return measure.read_with(question, tabled or small(), by=by)


def test_every_measure_of_the_table_is_installed_and_tells_its_options():
    installed = installed_measures()
    for measure in (STANCE, OPEN_POINTS_NAMED, CONSENT_NEEDED, JOINTLY_POSSIBLE, AGREEMENTS_ENDED):
        assert installed[measure.name] is measure
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
    (found,) = asked(STANCE, about=about, issue=issue)
    assert (found.bands[0].low, found.bands[0].high) == ends
    assert found.known_on <= date(2025, 12, 5)


def test_a_stance_of_later_days_does_not_answer_for_an_earlier_one():
    assert asked(STANCE, about="south", issue="club", option="later") == ()
    (found,) = asked(STANCE, about="south", issue="club", option="later", on=date(2025, 12, 24))
    assert found.value == 0.0


def test_nobody_who_said_nothing_is_given_a_stance():
    assert asked(STANCE, about="strangers", issue="club") == ()
    assert asked(STANCE, issue="club") == ()


def test_open_points_are_those_opposed_and_not_dropped():
    """Ground and the club are opposed; the cap on forces was, until it was dropped."""
    (before,) = asked(OPEN_POINTS_NAMED, named="1, 2", on=date(2025, 11, 23))
    (after,) = asked(OPEN_POINTS_NAMED, named="1, 2")
    assert before.value == pytest.approx(2 / 3)
    assert after.value == 1.0
    assert after.note == "open by the stances and changes recorded: 1, 2"


def test_open_topics_may_be_counted_in_place_of_points():
    measure = OPEN_POINTS_NAMED
    question = ModelQuestion(
        measure=measure.name,
        on=date(2025, 12, 5),
        said_on=date(2025, 12, 5),
        options={"named": "territory, club", "by": "topic"},
    )
    (found,) = measure.read_with(question, small(), by=BY)
    assert found.value == 1.0


def test_the_share_whose_consent_is_needed_follows_from_the_rule():
    (whole,) = asked(CONSENT_NEEDED, rule="club")
    assert (whole.value, whole.note) == (1.0, "5 of 5; All of the club; seen")
    (house,) = asked(CONSENT_NEEDED, rule="law", step=2)
    assert house.value == pytest.approx(6 / 9)
    assert "barred under a siege" in house.note


def test_options_are_jointly_possible_unless_a_rule_forbids_them():
    (apart,) = asked(JOINTLY_POSSIBLE, together="ground=proposed club=later")
    (fits,) = asked(JOINTLY_POSSIBLE, together="ground=proposed club=later|proposed")
    assert (apart.value, fits.value) == (0.0, 1.0)
    assert "All of the club" in fits.note


def test_agreements_of_which_nothing_is_recorded_leave_a_lower_bound():
    (found,) = asked(AGREEMENTS_ENDED)
    assert (found.value, found.lower_bound) == (0.5, True)
    assert asked(AGREEMENTS_ENDED, by=date(2019, 1, 1)) == ()


@pytest.mark.parametrize(
    ("measure", "options", "found"),
    [
        (STANCE, {"issue": "clbu"}, "issue 'clbu'"),
        (STANCE, {}, "issue"),
        (OPEN_POINTS_NAMED, {"named": ""}, "named"),
        (CONSENT_NEEDED, {"rule": "nobody"}, "rule 'nobody'"),
        (CONSENT_NEEDED, {"rule": "law", "step": 7}, "step 7"),
        (JOINTLY_POSSIBLE, {"together": "club=never"}, "club=never"),
        (AGREEMENTS_ENDED, {"more": 1}, "more"),
    ],
)
def test_an_option_that_fits_nothing_is_refused(measure, options, found):
    with pytest.raises(DataError, match=found):
        asked(measure, about="south", **options)
