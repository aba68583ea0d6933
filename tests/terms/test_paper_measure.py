from datetime import date

import pytest

from ripeness.claims.measure import ModelMeasure, Told
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.options import NoOptions
from ripeness.terms.paper_measure import Asked, PaperMeasure
from ripeness.terms.question import ModelQuestion
from ripeness.terms.readings import Reading

DAY = date(2025, 12, 5)


class Times(Declared):
    times: float = 1.0


def level(asked: Asked[Times, float]) -> tuple[Reading, ...]:
    value = asked.told.times * asked.paper
    return (Reading(source="gauge", value=value, on=asked.question.on, known_on=asked.by),)


LEVEL = PaperMeasure("level", "m", "modelled", "gauge", Times, level)


def asked(**options):
    return ModelQuestion(measure="level", on=DAY, said_on=DAY, options=options)


def test_it_fits_the_protocol_of_claims_by_its_shape():
    assert isinstance(LEVEL, ModelMeasure)
    assert isinstance(LEVEL, Told)


def test_the_answer_gets_the_question_the_options_the_paper_and_the_day():
    (reading,) = LEVEL.read_with(asked(times=2), 3.5, by=date(2026, 1, 1))
    assert (reading.value, reading.on, reading.known_on) == (7.0, DAY, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("record", "known"), [(Times, "options out of: times"), (NoOptions, "options out of: none")]
)
def test_an_option_that_the_measure_does_not_know_is_refused(record, known):
    measure = PaperMeasure("level", "m", "modelled", "gauge", record, level)
    with pytest.raises(DataError, match=known):
        measure.read_with(asked(twice=True), 1.0, by=DAY)
