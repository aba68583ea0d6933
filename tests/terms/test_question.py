from datetime import date

import pytest
from pydantic import ValidationError

from ripeness.terms.question import Question

DAY = date(2025, 11, 30)


@pytest.mark.parametrize(
    ("asked", "unit", "unit_id"),
    [
        ({"place": "town"}, "place", "town"),
        ({"region": "province"}, "region", "province"),
        ({"region": "total"}, "total", "total"),
        ({}, "total", "total"),
    ],
)
def test_a_question_knows_what_kind_of_ground_it_asks_about(asked, unit, unit_id):
    question = Question(measure="m", slot="a", on=DAY, said_on=DAY, **asked)
    assert (question.unit, question.unit_id) == (unit, unit_id)


def test_a_question_names_a_slot_and_never_a_side():
    with pytest.raises(ValidationError, match="'a' or 'b'"):
        Question(measure="m", slot="north", on=DAY, said_on=DAY)
