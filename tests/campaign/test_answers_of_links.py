"""Every link is answered with a figure and its interval, says what is missing, and mirrors."""

import re
from datetime import date

import pytest
from tests.case.neutral import partial_words
from tests.case.test_mirror import panel_for_pokrovsk
from tests.report.campaigns import campaign_paper

from ripeness.campaign.answers_of_links import answers_of_links, topic_of
from ripeness.campaign.link_words import Told, figure, shares_between
from ripeness.case.docket import resolve_case
from ripeness.case.load import load_case
from ripeness.case.mirror import mirrored, mirrored_text
from ripeness.case.records import Case
from ripeness.case.scoreboard_paper import ScoreboardPaper
from ripeness.claims.measure import installed_measures
from ripeness.evidence.panel import ControlPanel
from ripeness.evidence.panel import mirrored as mirrored_panel
from ripeness.front.contest.records import Band, Standing, Versus

MEASURES = installed_measures()


def told_of(case: Case, panel: ControlPanel, **papers: object) -> Told:
    verdicts = resolve_case(case, panel, measures=MEASURES)
    return Told(case, verdicts, {"deepstate": "Deep Map"}, **papers)


def named_for(case: Case):
    """The made-up campaign with the case's sides, region and package."""
    text = campaign_paper().model_dump_json()
    first, second = (side.id for side in case.sides)
    text = text.replace('"north"', f'"{first}"').replace('"south"', f'"{second}"')
    text = text.replace('"shire"', f'"{case.theatre.regions[0].id}"')
    return type(campaign_paper()).model_validate_json(text)


def contest(model: str, value: float) -> Standing:
    return Standing(
        model=model, source="all", period="all", horizon_weeks=13, forecasts=100, origins=20,
        ratio=Band(value=value, low=value - 0.1, high=value + 0.1),
        weight=Band(value=0.5, low=0.2, high=0.8), best=value < 1,
    )  # fmt: skip


def scoreboard() -> ScoreboardPaper:
    pair = Versus(
        model="attrition", rival="damped", source="all", horizon_weeks=13, forecasts=100,
        first_origin=date(2024, 1, 7), last_origin=date(2025, 1, 5), known_on=date(2025, 6, 1),
        ratio=Band(value=1.1, low=0.9, high=1.3),
    )  # fmt: skip
    none = dict.fromkeys(
        ("sentences", "scores", "judged", "judged_sources", "judged_regions", "pit", "weights",
         "chances", "power", "warnings", "outside"), (),
    )  # fmt: skip
    return ScoreboardPaper(
        study=None,
        weights_learnt=False,
        contest=(contest("pace_13", 1.0), contest("damped", 0.85)),
        pairs=(pair,),
        **none,
    )


@pytest.fixture(scope="module")
def plain() -> Told:
    case = load_case("pokrovsk")
    return told_of(case, panel_for_pokrovsk(), campaign=named_for(case), scoreboard=scoreboard())


def test_what_a_link_is_about_follows_from_the_measures_of_its_claims(plain):
    found = [topic_of(link, plain.verdict, MEASURES) for link in plain.case.links]
    assert found == ["control", "supply", "pace", "table", "losses", "conclusion"]


def test_every_link_is_answered_once_in_order(plain):
    found = answers_of_links(plain, MEASURES)
    assert [one.link for one in found] == [link.id for link in plain.case.links]
    assert all(one.answer.endswith(".") and one.would_change_it.endswith(".") for one in found)
    assert {one.basis for one in found} == {"observed", "modelled"}


def test_an_answer_gives_its_figure_with_an_interval(plain):
    found = {one.link: one.answer for one in answers_of_links(plain, MEASURES)}
    assert re.search(r"reads \d+ % \(\d+ % to \d+ %\)", found["said"])
    assert "744 (705 to 783) of 900 km²" in found["attrition"]
    assert "0.85 (0.75 to 0.95) of the error of the constant pace" in found["attrition"]
    assert "no better whatever it is taken to want (45 to 65 % of courses)" in found["conclusion"]
    assert "78 to 93 % of what is left" in found["ultimatum"]


def test_losses_stand_each_by_itself_with_lower_bounds_and_opponents_named(plain):
    answer = {one.link: one.answer for one in answers_of_links(plain, MEASURES)}["ultimatum"]
    assert "each series by itself and none added" in answer
    assert "killed, at least, " in answer
    assert answer.count(" 1,248 to 2,028") == 2
    assert "killed and wounded as the opponent claims, " in answer
    assert "50,000 to 60,000 was said" in answer


def test_the_sources_of_the_figures_are_named(plain):
    """Maps and counts by their titles; supply and the pace name theirs beside each figure."""
    found = {one.link: one.answer for one in answers_of_links(plain, MEASURES)}
    maps = {course.map_source for course in plain.campaign.courses}
    counts = {row.source for row in plain.campaign.conclusion.extra_losses}
    for name in maps:
        assert plain.title(name) in found["attrition"]
        assert plain.title(name) in found["ultimatum"]
        assert plain.title(name) in found["conclusion"]
    for name in counts:
        assert plain.title(name) in found["ultimatum"]


def test_answers_are_short(plain):
    """A reader is told the rest in the sections below."""
    for one in answers_of_links(plain, MEASURES):
        assert len(one.answer.split()) <= 90, one.link
        assert len(re.findall(r"\.(?: |$)", one.answer)) <= 3, one.link


def test_a_missing_paper_is_named(plain):
    bare = Told(plain.case, plain.verdicts, {})
    found = {one.link: one.answer for one in answers_of_links(bare, MEASURES)}
    assert found["hub"] == "Not answered: this run has no paper of supply."
    assert found["table"] == "Not answered: this run has no paper of the table."
    assert found["conclusion"] == "Not answered: this run has no paper of the campaign."


def test_a_link_of_which_nothing_can_be_tested_says_so(plain):
    link = plain.case.links[-1].model_copy(update={"claims": ("settle_now", "avoidable")})
    case = plain.case.model_copy(update={"links": (link,)})
    found = answers_of_links(Told(case, plain.verdicts, {}), MEASURES)
    assert found[0].answer == "Not answered: none of its 2 statements can be tested here."


def test_what_would_change_the_conclusion_names_the_strongest_hinge_and_support(plain):
    found = {one.link: one.would_change_it for one in answers_of_links(plain, MEASURES)}
    assert "value of ground" in found["conclusion"]
    assert "20 % of the design where that is low" in found["conclusion"]
    assert "outside support" in found["conclusion"]
    assert "1.10 (0.90 to 1.30)" in found["attrition"]


def test_exchanging_the_sides_mirrors_every_answer(plain):
    case = plain.case
    text = plain.campaign.model_dump_json() if plain.campaign else ""
    first, second = (side.id for side in case.sides)
    turned = (
        text.replace(f'"{first}"', '"other"')
        .replace(f'"{second}"', f'"{first}"')
        .replace('"other"', f'"{second}"')
    )
    other = told_of(
        mirrored(case),
        mirrored_panel(panel_for_pokrovsk()),
        campaign=type(campaign_paper()).model_validate_json(turned),
        scoreboard=scoreboard(),
    )
    for one, two in zip(
        answers_of_links(plain, MEASURES), answers_of_links(other, MEASURES), strict=True
    ):
        assert two.answer == mirrored_text(one.answer, case)
        assert two.would_change_it == mirrored_text(one.would_change_it, case)


def test_answers_use_no_sides_words(plain):
    told = " ".join(
        f"{one.answer} {one.would_change_it}" for one in answers_of_links(plain, MEASURES)
    )
    assert partial_words(told) == []


def test_figures_are_written_in_their_unit():
    assert figure(None, "share") == "no end"
    assert figure(6157.8, "km2") == "6,158 km²"
    assert shares_between(0.30, 0.304) == "30 %"
