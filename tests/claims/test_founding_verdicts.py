"""What the shipped maps say of the founding case, read as a stranger would read it."""

from datetime import date

import pytest

from ripeness.case.docket import resolve_case
from ripeness.case.load import LIBRARY, load_case
from ripeness.claims.measure import installed_measures
from ripeness.evidence.panel import known_by, read_panel

CASE = load_case("pokrovsk")
FOLDER = LIBRARY / "pokrovsk/panel"


@pytest.fixture(scope="module")
def verdicts():
    found = resolve_case(CASE, read_panel(FOLDER), measures=installed_measures())
    return {verdict.id: verdict for verdict in found}


@pytest.mark.parametrize(
    ("claim", "verdict", "figures"),
    [
        ("taken", "contradicted", {"deepstate": 0.440, "liveuamap": 0.791}),
        ("denial", "supported", {"deepstate": 0.440, "liveuamap": 0.791}),
        ("about_95", "contradicted", {"deepstate": 0.552, "liveuamap": 0.791}),
        ("very_soon", "contradicted", {"deepstate": 0.736}),
        ("fourteen_percent", "contradicted", {"deepstate": 0.231, "liveuamap": 0.210}),
        ("gone_in_months", "contradicted", {"deepstate": 0.214, "liveuamap": 0.194}),
    ],
)
def test_the_main_claims_have_these_verdicts_and_figures(verdicts, claim, verdict, figures):
    assert verdicts[claim].verdict == verdict
    for source, value in figures.items():
        assert verdicts[claim].by_source[source].value == pytest.approx(value, abs=0.006)


def test_what_is_left_carries_the_complement_mark_and_what_is_held_does_not(verdicts):
    for claim in ("fourteen_percent", "gone_in_months", "insider_6000"):
        assert all(source.complement_assumed for source in verdicts[claim].by_source.values())
    for claim in ("taken", "about_95"):
        assert not any(source.complement_assumed for source in verdicts[claim].by_source.values())


def test_a_verdict_on_a_place_says_which_outline_stands_for_it(verdicts):
    for verdict in verdicts.values():
        if verdict.place is not None:
            assert all(source.place_outline for source in verdict.by_source.values())


def test_one_map_came_to_show_the_town_as_taken_weeks_later(verdicts):
    by_source = verdicts["taken"].by_source
    assert by_source["deepstate"].first_met == date(2026, 2, 22)
    assert by_source["liveuamap"].first_met is None


def test_a_prediction_beyond_the_evidence_stays_open(verdicts):
    waiting = verdicts["isw_done_2027"]
    assert (waiting.verdict, waiting.open_because) == ("open", "not_due")


def test_verdicts_on_the_day_are_those_of_the_panel_of_that_day():
    """What was known a week after the report gives the same verdict on the day."""
    panel, measures = read_panel(FOLDER), installed_measures()
    taken = CASE.claim("taken")
    case = CASE.model_copy(update={"claims": (taken,)})
    (then,) = resolve_case(case, known_by(panel, date(2025, 12, 7)), measures=measures)
    (since,) = resolve_case(case, panel, measures=measures)
    assert then.verdict_on_the_day == since.verdict_on_the_day
    for source, answer in since.by_source.items():
        assert then.by_source[source].on_the_day == answer.on_the_day
        assert answer.on_the_day.known_on <= date(2025, 12, 7)
