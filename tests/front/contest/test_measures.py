from dataclasses import dataclass
from datetime import date

import pytest

from ripeness.claims.measure import ModelMeasure
from ripeness.front.contest.measures import RUPTURE_CHANCE, SCORE_AGAINST
from ripeness.front.contest.records import Band, ChanceThen, Versus
from ripeness.terms.errors import DataError
from ripeness.terms.question import ModelQuestion

SAID = date(2025, 12, 5)


def chance(model="damped", p=0.1, *, source="map", direction="gained", origin=date(2025, 11, 30)):
    return ChanceThen(
        model=model, source=source, theatre="donetsk", direction=direction, side="one",
        origin=origin, weeks=26, p=p,
    )  # fmt: skip


def versus(source="map", *, low=0.9, high=1.2, known_on=date(2025, 12, 1), rival="damped"):
    return Versus(
        model="attrition", rival=rival, source=source, horizon_weeks=13, forecasts=99,
        first_origin=date(2024, 1, 7), last_origin=date(2025, 8, 31), known_on=known_on,
        ratio=Band(value=1.05, low=low, high=high),
    )  # fmt: skip


@dataclass(frozen=True)
class Kept:
    chances: tuple = ()
    pairs: tuple = ()


def asked(measure, **more):
    usual = {"measure": measure.name, "region": "donetsk", "on": SAID, "said_on": SAID}
    return ModelQuestion.model_validate({**usual, **more})


def test_both_fit_the_protocol_of_claims():
    for measure in (RUPTURE_CHANCE, SCORE_AGAINST):
        assert isinstance(measure, ModelMeasure)
        assert (measure.basis, measure.material) == ("modelled", "scoreboard")


def test_the_chance_is_the_models_mean_and_its_band_reaches_from_the_least_to_the_largest():
    kept = Kept(chances=(chance("damped", 0.02), chance("attrition", 0.3), chance("regime", 0.1)))
    (reading,) = RUPTURE_CHANCE.read_with(asked(RUPTURE_CHANCE), kept, by=SAID)
    assert reading.value == pytest.approx(0.14)
    assert (reading.bands[0].low, reading.bands[0].high) == (0.02, 0.3)
    assert reading.on == date(2025, 11, 30)
    assert "attrition 30%" in reading.note


def test_each_source_answers_for_itself_and_only_in_the_direction_asked():
    kept = Kept(chances=(chance(), chance(source="chart"), chance(p=0.9, direction="lost")))
    found = RUPTURE_CHANCE.read_with(asked(RUPTURE_CHANCE), kept, by=SAID)
    assert [(one.source, one.value) for one in found] == [("map", 0.1), ("chart", 0.1)]
    either = asked(RUPTURE_CHANCE, options={"direction": "either"})
    assert RUPTURE_CHANCE.read_with(either, kept, by=SAID)[0].value == 0.9


def test_a_chance_given_after_the_statement_or_long_before_it_is_not_read():
    kept = Kept(chances=(chance(origin=date(2025, 12, 14)), chance(origin=date(2025, 8, 24))))
    assert RUPTURE_CHANCE.read_with(asked(RUPTURE_CHANCE), kept, by=date(2026, 2, 28)) == ()


def test_a_comparison_is_read_once_its_last_outcome_is_known_and_never_pooled_over_sources():
    kept = Kept(
        pairs=(
            versus(),
            versus("chart", known_on=date(2026, 2, 1)),
            versus("all"),
            versus(rival="regime"),
        )
    )
    measure = SCORE_AGAINST
    assert [one.source for one in measure.read_with(asked(measure), kept, by=SAID)] == ["map"]
    late = measure.read_with(asked(measure), kept, by=date(2026, 2, 28))
    assert [one.source for one in late] == ["map", "chart"]
    assert (late[0].bands[0].low, late[0].value, late[0].bands[0].high) == pytest.approx(
        (90.0, 105.0, 120.0)
    )


def test_an_unknown_option_is_refused():
    with pytest.raises(DataError, match="options out of: model, rival, horizon_weeks"):
        SCORE_AGAINST.read_with(asked(SCORE_AGAINST, options={"x": 1}), Kept(), by=SAID)
