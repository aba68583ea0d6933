"""Losses on the page: each series by itself, both sides alike, nothing settled by a lower bound."""

from datetime import date

from tests.report.sample import LAST, sample_record

from ripeness.report.fields import Fields
from ripeness.report.losses import drawn_series, losses

SIDES = {"north": "Northland", "south": "Southland"}


def shown(last: date = LAST):
    record = sample_record()
    return losses(
        Fields(record.losses, "losses.json"),
        Fields(record.claims, "claims.json"),
        sides=SIDES,
        known=last,
    )


def test_two_sides_share_a_row_only_within_one_source_population_kind_and_basis():
    rows = [(row.population, row.kind, sorted(row.sides)) for row in shown().people]
    assert rows == [
        ("soldiers", "killed", ["north", "south"]),
        ("soldiers", "missing", ["south"]),
    ]
    assert [row.population for row in shown().equipment] == ["tanks"]


def test_month_that_is_partial_or_still_filling_in_is_marked():
    drawn = drawn_series(Fields(sample_record().losses, "losses.json"))
    assert [month[2] for month in drawn["name_list/soldiers/killed/named_list"]["north"]] == [
        0,
        1,
        2,
    ]


def test_a_reading_says_how_a_count_stands_and_whether_it_is_only_so_far():
    (said,) = shown().statements
    first, later = said.rows[1].cells
    assert (first.before, first.before_stands) == ("at least 700", "does not settle it")
    assert (first.after_stands, first.so_far) == ("above the range", False)
    assert later.so_far
    assert (said.readings, said.measured, said.fallen_due) == (4, 3, 3)


def test_kinds_that_no_source_counts_are_named():
    (said,) = shown().statements
    assert said.uncounted == (
        "losses of every kind, with the missing and prisoners (both sides together)",
    )


def test_a_side_without_a_stated_figure_is_named_under_each_scope():
    assert [scope.lacking for scope in shown().strengths] == [(), ("Northland",)]


def test_page_says_that_no_civilian_source_is_shipped(page_text):
    assert "No source of losses among civilians is shipped." in page_text
