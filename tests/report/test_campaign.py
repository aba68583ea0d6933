"""The closing sections of the page: everything told, by name, with its interval, and mirrored."""

import copy
import json
import re
from dataclasses import replace

import pytest
from tests.case.neutral import partial_words
from tests.report.campaigns import SIDES, campaign_paper
from tests.report.sample import sample_record

from ripeness.report.campaign import answers, data, view
from ripeness.report.campaign_words import change, course, names_of, spread_of
from ripeness.report.effects import compared, scale_of
from ripeness.report.fields import Fields
from ripeness.report.page import Papers, build_page
from ripeness.terms.errors import RecordError

FREE = {"low", "high"}
"""Objects whose keys are the names of strips and shares, and are read by these names."""

UNUSED = {
    ("conclusion", name)
    for name in ("side", "p_no_better", "p_no_worse", "p_not_comparable", "low", "high")
} | {("courses", 0, "package"), ("courses", 0, "family")}


def paper() -> dict:
    return campaign_paper().model_dump(mode="json")


def papers(content: dict) -> Papers:
    record = sample_record()
    return Papers(
        manifest=Fields(record.manifest, "manifest.json"),
        case=Fields(record.case, "case.json"),
        claims=Fields(record.claims, "claims.json"),
        forecast=Fields(record.forecast, "forecast.json"),
        scores=Fields(record.scores, "scores.json"),
        losses=Fields(record.losses, "losses.json"),
        sections={"campaign": fields(content)},
        record=record,
    )


def fields(content: dict) -> Fields:
    return Fields(content, "sections/campaign.json")


def shown(content: dict) -> dict:
    return view(fields(content), papers(content))


def page(content: dict) -> str:
    return build_page(replace(sample_record(), sections={"campaign": content}))


def test_each_map_stands_by_itself_and_no_two_are_averaged():
    panels = shown(paper())["panels"]
    assert [panel.source for panel in panels] == ["First Map", "Second Map"]
    assert "744 (705 to 783)" in panels[0].lead
    assert "796 (757 to 835)" in panels[1].lead


def test_flags_stand_where_courses_have_ended_in_half_of_the_members():
    marks = shown(paper())["panels"][0].marks
    assert [(mark.number, mark.text, mark.on) for mark in marks] == [
        (1, "Settle now", "1 June 2025"),
        (2, "Settle in week 13", "31 Aug 2025"),
        (3, "Bargain, centred on evidence", "28 Sept 2025"),
    ]


def test_ways_of_ending_fill_the_bar():
    for row in shown(paper())["courses"]:
        widths = [float(one.width.rstrip("%")) for one in row.segments]
        assert sum(widths) == pytest.approx(100, abs=0.05)
        assert row.ended == ("0%" if row.title.startswith("Fight on") else row.ended)


def test_losses_are_never_summed_over_series_or_sides():
    rows = shown(paper())["waiting"]
    assert [(row.what, row.source) for row in rows] == [
        ("killed", "A list of names"),
        ("killed and wounded", "staff"),
    ]
    told = [panel.told for row in rows for panel in row.panels]
    assert all("1,560 (1,248 to 2,028)" in one for one in told[:2])
    assert "23,400 (18,720 to 30,420)" in told[2]
    assert not re.search(r"3,120|24,960|26,520", json.dumps(told))


def test_a_lower_bound_and_an_opponents_claim_are_marked_and_a_missing_side_is_named():
    named, claimed = shown(paper())["waiting"]
    assert named.bound
    assert "at least" in named.panels[0].told
    assert "claimed by the opponent" in claimed.basis
    assert claimed.lacking == ("Southland",)


def test_series_that_differ_by_map_stand_apart_and_say_on_which():
    content = paper()
    fight = [one for one in content["courses"] if one["name"] == "fight_on"]
    fight[1]["losses"][-1]["mean"] += 1.0
    rows = shown(content)["waiting"]
    assert sorted(row.maps for row in rows) == ["", "First Map", "Second Map"]


def test_the_page_says_that_no_source_of_civilians_is_shipped():
    assert paper()["civilians"] in page(paper())


def test_only_the_intervention_is_called_the_effect():
    rows = [row for group in shown(paper())["effects"] for row in group.rows]
    assert {row.estimand for row in rows if row.effect} == {"Effect (intervention)"}
    assert {row.estimand for row in rows if not row.effect} == {"News", "Crossing"}
    assert all("windows" in row.placebo for row in rows if not row.effect)
    assert "60 places" in next(row.placebo for row in rows if row.effect)


def test_rows_of_one_quantity_share_a_scale_on_which_nought_lies_in_one_place():
    for group in shown(paper())["effects"]:
        zeros = {row.bar.zero for row in group.rows}
        zeros |= {path.bar.zero for row in group.rows for path in row.paths}
        assert len(zeros) == 1


def test_a_scale_holds_every_value_and_nought():
    scale = scale_of([3.0, 8.0])
    assert scale.low < 0
    assert scale.high > 8
    assert scale_of([]).low < 0 < scale_of([]).high


def test_an_effect_without_placebos_says_so():
    groups = compared(fields(paper()), names_of(papers(paper())))
    losses = next(group for group in groups if group.title.startswith("Losses"))
    assert losses.rows[0].placebo == "no placebo"
    assert losses.rows[0].told == "+40.0 (−10.0 to +90.0)"


def test_stacked_bars_of_the_conclusion_hold_all_members_and_say_the_three_shares():
    for side in shown(paper())["outcomes"]:
        for level in (side.as_it_is, *side.changed):
            for row in level.rows:
                assert sum(float(one.width.rstrip("%")) for one in row.segments) == pytest.approx(100, abs=0.05)  # fmt: skip
                assert all(word in row.told for word in ("no better", "no worse", "not comparable"))


def test_terms_both_no_better_and_no_worse_are_shown_as_good():
    content = paper()
    row = content["conclusion"]["by_side"][0]
    for key, value in (("p_no_better", 0.7), ("p_no_worse", 0.5), ("p_not_comparable", 0.0)):
        row[key] = {"value": value, "low": value, "high": value}
    found = shown(content)["outcomes"][0].as_it_is.rows[0]
    assert [one.told for one in found.segments] == ["no better 50%", "as good 20%", "no worse 30%"]


def test_support_of_either_side_is_shown_for_either_side():
    for side in shown(paper())["outcomes"]:
        assert [level.title for level in side.changed] == [
            f"Outside support of {name} {level}"
            for name in ("Northland", "Southland")
            for level in ("halves", "stops")
        ]


def test_strips_say_that_they_are_no_forecast_of_peace_and_where_nothing_can_be_told():
    content = paper()
    assert "This is not a forecast of peace." in page(content)
    chart = data(fields(content), papers(content))["charts"]["strips/first_map/hurting"]
    assert len(chart["lines"][0]["days"]) == 13
    for row in content["ripeness"]:
        row["hurting"] = row["low"]["hurting"] = row["high"]["hurting"] = None
    assert shown(content)["strips"][0].panels[0].told == "Not told: the horizon is too near."
    assert (
        data(fields(content), papers(content))["charts"]["strips/first_map/hurting"]["lines"] == []
    )


def test_reservation_values_come_with_fit_and_with_what_later_talks_add():
    told = shown(paper())["worth"][0].told
    assert "0.60 to 0.60" in told
    assert "−1.0 to 3.0 points" in told
    assert "error of estimation" in told


def test_hinges_are_ranked_and_a_conclusion_is_robust_only_above_nine_tenths():
    group = shown(paper())["hinges"][0]
    assert [row.assumption for row in group.rows] == ["value of ground", "pace"]
    assert not group.held
    content = paper()
    for row in content["hinges"]:
        row["robust_share"] = 0.95
    assert shown(content)["hinges"][0].held


def test_a_case_without_a_study_of_hinges_says_so():
    assert "keeps no study of what its conclusions hinge on" in page(paper() | {"hinges": []})


def test_every_coupling_is_on_or_off_for_a_reason():
    rows = {row.name: row for row in shown(paper())["couplings"]}
    assert [row.on for row in rows.values()].count(True) == 1
    assert "11.0% of error (4.0 to 19.0%)" in rows["ground moves losses"].why
    assert "week by week, on the map of First Map;" in rows["ground moves losses"].why
    assert "on the map" not in rows["strength moves tempo"].why
    assert "12 weeks" in rows["supply shifts hazard"].why
    assert rows["ground moves beliefs"].why == "Off: nothing here tests it."


def test_many_tests_of_one_coupling_are_summed_up_and_listed():
    content = paper()
    row = content["borne_out"][0] | {
        "coupling": "supply_shifts_hazard",
        "low": None,
        "high": None,
        "on": False,
    }
    content["borne_out"] = [row | {"skill": skill} for skill in (-0.1, 0.02, 0.3)]
    content["borne_out"].append(row | {"skill": 0.01, "low": -0.02, "high": 0.03})
    found = shown(content)["couplings"][0]
    assert found.why == (
        "Off: 1 test of the error that it takes away, 1.00 to 1.00%, and 3 tests of a correlation, "
        "−0.10 to 0.30; each stands below."
    )
    assert len(found.tests) == 4
    assert "0.30, over 78 cases" in found.tests[2]


def test_the_top_answers_every_link_where_the_record_has_a_campaign():
    with_campaign = page(paper())
    assert "First Map shows 97% (95 to 99%) held by Northland." in with_campaign
    assert "A network declared in the case." in with_campaign
    assert "What would change it" not in build_page(sample_record())
    assert answers(None) == {}


def test_every_chart_has_its_figures_and_every_table_its_head():
    drawn = data(fields(paper()), papers(paper()))
    text = page(paper())
    asked = set(re.findall(r'data-campaign="([^"]+)"', text))
    assert asked
    assert asked <= set(drawn["charts"])
    for chart in drawn["charts"].values():
        for line in chart["lines"]:
            assert len(line["days"]) == len(line["mean"])
            assert all(
                len(line[key]) == len(line["days"]) for key in ("low", "high") if key in line
            )
    for name, rows in drawn["tables"].items():
        assert f'id="campaign-{name}-table"' in text
        assert {len(row) for row in rows} == {len(rows[0])}


def exchanged(text: str) -> str:
    return text.replace("Northland", "Westland").replace("Southland", "Northland").replace("Westland", "Southland")  # fmt: skip


def test_exchanging_the_sides_names_mirrors_the_closing_sections():
    record = replace(sample_record(), sections={"campaign": paper()})
    other = json.loads(exchanged(json.dumps(record.case)))
    content = json.loads(exchanged(json.dumps(paper())))
    mirrored = build_page(replace(record, case=other, sections={"campaign": content}))
    assert mirrored == exchanged(build_page(record))


def test_closing_sections_use_no_sides_words():
    text = re.sub(r"<[^>]+>", " ", page(paper()).split('id="campaign"')[1].split("</section>")[0])
    assert partial_words(text) == []


def key_paths(content, path=()):
    if isinstance(content, dict):
        for key, value in content.items():
            yield (*path, key)
            if key not in FREE:
                yield from key_paths(value, (*path, key))
    elif isinstance(content, list) and content:
        yield from key_paths(content[0], (*path, 0))


def test_taking_any_key_out_of_the_campaign_stops_the_page_and_names_the_key():
    content, silent = paper(), []
    for path in key_paths(content):
        if path in {*UNUSED}:
            continue
        copied = copy.deepcopy(content)
        part = copied
        for step in path[:-1]:
            part = part[step]
        del part[path[-1]]
        try:
            found = papers(copied)
            view(found.sections["campaign"], found)
            data(found.sections["campaign"], found)
            answers(found.sections["campaign"])
        except RecordError as error:
            if str(path[-1]) not in str(error):
                silent.append((path, str(error)))
        else:
            silent.append((path, "the page was made"))
    assert silent == [], [one for one, _ in silent]


@pytest.mark.parametrize("name", ["settle_at_13", "bargain adversarial", "fight_on"])
def test_courses_are_written_in_words(name):
    assert "_" not in course(name)


def test_figures_are_written_with_sign_and_interval():
    assert change(0.0, "km2") == "0.00"
    assert spread_of(0.5, 0.25, 0.75) == "0.50 (0.25 to 0.75)"
    assert set(SIDES) == {"north", "south"}
