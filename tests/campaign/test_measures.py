from datetime import date

import pytest
from tests.report.campaigns import campaign_paper

from ripeness.campaign.measures import NEWS_PLACEBO, REST_GONE, TERMS_NO_BETTER
from ripeness.case.allocation_paper import AllocationPaper
from ripeness.claims.measure import ModelMeasure
from ripeness.front.allocation.outputs import RegionForecast
from ripeness.terms.question import ModelQuestion

DAY = date(2025, 12, 5)
LATER = date(2026, 2, 28)


def asked(**more):
    return ModelQuestion(measure="x", on=DAY, said_on=DAY, **more)


@pytest.mark.parametrize("measure", [NEWS_PLACEBO, TERMS_NO_BETTER, REST_GONE])
def test_each_is_a_measure_of_what_a_case_hands_in(measure):
    assert isinstance(measure, ModelMeasure)
    assert measure.basis == "modelled"


def test_terms_span_the_families_of_priors():
    paper = campaign_paper()
    for reading in TERMS_NO_BETTER.read_with(asked(), paper, by=LATER):
        rows = [
            row.p_no_better.value
            for row in paper.conclusion.by_side
            if (row.map_source, row.side, row.supported)
            == (reading.source, paper.conclusion.side, None)
        ]
        (band,) = reading.bands
        assert (band.low, band.high) == (min(rows), max(rows))
        assert band.low <= reading.value <= band.high


def test_the_most_striking_of_several_quantities_is_not_taken_at_its_word():
    paper = campaign_paper()
    for reading in NEWS_PLACEBO.read_with(asked(), paper, by=LATER):
        rows = [
            row.placebo_p
            for row in paper.effect_of_place
            if (row.map_source, row.estimand) == (reading.source, "news")
            and row.placebo_p is not None
        ]
        assert reading.value == pytest.approx(min(min(rows) * len(rows), 1.0))
        assert reading.bands[0].low == min(rows)


def test_news_not_yet_known_answers_nothing():
    assert NEWS_PLACEBO.read_with(asked(), campaign_paper(), by=date(2020, 1, 1)) == ()


def test_what_is_left_after_two_years_is_what_force_did_not_take():
    region = RegionForecast(
        region="r", source="x", side="a", left_km2=10.0, gone_by=(), p_not_within_two_years=0.8
    )
    paper = AllocationPaper(
        origin=date(2025, 11, 30),
        horizon_weeks=26,
        places=(),
        regions=(region,),
        cells=(),
        fitted=(),
        problems=(),
    )
    (reading,) = REST_GONE.read_with(asked(region="r"), paper, by=LATER)
    assert reading.value == pytest.approx(0.2)
    assert reading.complement_assumed
    assert REST_GONE.read_with(asked(region="other"), paper, by=LATER) == ()
