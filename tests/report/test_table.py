import json
import math
import re

import pytest
from tests.case.test_table_paper import SEED, opened
from tests.table.plans import small

from ripeness.case.table_paper import table_of
from ripeness.report import table
from ripeness.report.fields import Fields
from ripeness.report.page import environment
from ripeness.report.planes import label_places
from ripeness.terms.errors import RecordError


@pytest.fixture(scope="module")
def paper():
    return json.loads(table_of(opened(), small(), seed=SEED).model_dump_json())


def shown(paper):
    return table.view(Fields(paper, "sections/table.json"), None)


def html(paper):
    origins = {
        "sources": [], "version": "0", "case": "small", "as_of_iso": "2025-12-05",
        "evidence_to_iso": "2026-02-28", "seed": SEED, "command": "ripeness run small",
    }  # fmt: skip
    template = environment().get_template("table.html.j2")
    return template.render(section=shown(paper), origins=origins)


def test_the_page_shows_what_stances_imply_before_any_draw(paper):
    text = html(paper)
    assert text.index(paper["ordinal"]["text"].split(";")[0]) < text.index("by family of priors")
    assert text.index("Issues, options and what was said") < text.index("What both sides would get")


def test_every_named_package_has_a_mark_in_every_plane_inside_its_frame(paper):
    planes = shown(paper)["planes"]
    assert [plane.family for plane in planes] == list(table.FAMILIES.values())
    for plane in planes:
        assert [mark.number for mark in plane.marks] == [1, 2]
        for mark in plane.marks:
            assert 48 <= mark.across[0] <= mark.x <= mark.across[1] <= 308
            assert 6 <= mark.along[1] <= mark.y <= mark.along[0] <= 266


def test_numbers_in_a_plane_hide_neither_a_point_nor_each_other():
    points = [(250.0 + 3 * step, 60.0 + 2 * step) for step in range(6)] + [(308.0, 6.0)]
    labels = label_places(points)
    for index, label in enumerate(labels):
        assert all(math.dist(label, point) >= 12 for point in points)
        assert all(math.dist(label, other) >= 16 for other in labels[:index])
        assert 48 <= label[0] <= 308
        assert 6 <= label[1] <= 266


def test_axes_are_marked_in_per_cent_and_every_mark_has_its_figures(paper):
    for plane in shown(paper)["planes"]:
        assert {told for told, _ in plane.ticks_x} >= {"0", "100"}
        assert all(48 <= at <= 308 for _, at in plane.ticks_x)
        assert all(6 <= at <= 266 for _, at in plane.ticks_y)
        assert plane.worth[0].title == "Fighting on"
        assert len(plane.worth) == 1 + len(plane.marks)
        assert all(re.fullmatch(r"−?\d+% \(−?\d+ to −?\d+%\)", row.across) for row in plane.worth)
    assert "share of its stake, %" in html(paper)


def test_a_stance_of_later_days_stands_in_brackets(paper):
    club = next(row for row in shown(paper)["issues"] if row["id"] == "club")
    later = [row["later"] for row in club["said"][1]]
    assert later == [False, True]
    assert '(<span class="stance" title="wants changes' in html(paper)


def test_a_barred_rule_is_said_so_and_recalled_rows_are_marked(paper):
    text = html(paper)
    assert "barred on the day: a siege" in text
    assert '<span class="tag">recalled</span>' in text


def test_the_way_into_the_zone_is_told_in_words(paper):
    plan = next(one for one in paper["plans"] if one["name"] == "whole")
    plan["nearest_in_zone"] = ["club=later"]
    assert "The club: not now" in html(paper)


def test_a_paper_that_lacks_a_part_names_it(paper):
    without = {key: value for key, value in paper.items() if key != "blockers"}
    with pytest.raises(RecordError, match="blockers"):
        shown(without)
