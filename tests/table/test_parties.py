from datetime import date

import numpy as np
import pytest
from tests.table.plans import AS_OF, small, small_content

from ripeness.table.parties import linear_orders, opposed, ordinal, relation_of
from ripeness.table.tabled import TabledPlan
from ripeness.terms.errors import ModelError

OPTIONS = ("proposed", "softer", "status_quo")


def likes(stances, one, other, orders=()):
    relation = relation_of(OPTIONS, stances, orders, where="issue p")
    return bool(relation[OPTIONS.index(one), OPTIONS.index(other)])


def test_what_is_accepted_is_no_worse_and_what_is_rejected_no_better_than_the_status_quo():
    assert likes({"proposed": "A"}, "proposed", "status_quo")
    assert likes({"proposed": "R"}, "status_quo", "proposed")
    assert not likes({"proposed": "R"}, "proposed", "status_quo")


@pytest.mark.parametrize("says", ["M", "M/R", "M/A", "?"])
def test_a_wish_for_change_does_not_say_on_which_side_of_the_status_quo_it_stands(says):
    assert not likes({"proposed": says}, "proposed", "status_quo")
    assert not likes({"proposed": says}, "status_quo", "proposed")


def test_accepted_stands_above_changed_above_rejected():
    assert likes({"proposed": "R", "softer": "M"}, "softer", "proposed")
    assert likes({"proposed": "M", "softer": "A"}, "softer", "proposed")
    assert likes({"proposed": "M/R", "softer": "A"}, "softer", "proposed")
    assert not likes({"proposed": "M/R", "softer": "M"}, "softer", "proposed")
    assert not likes({"proposed": "?", "softer": "A"}, "softer", "proposed")


def test_orders_carry_over():
    relation = relation_of(OPTIONS, {"softer": "A"}, [("proposed", "softer")], where="issue p")
    assert relation[0, 2]


def test_stances_in_a_circle_are_refused():
    with pytest.raises(ModelError, match="circle"):
        relation_of(OPTIONS, {"proposed": "R"}, [("proposed", "status_quo")], where="issue p")


def test_a_full_order_respects_every_relation_and_all_of_them_are_found():
    relation = relation_of(OPTIONS, {"proposed": "R"}, (), where="issue p")
    orders = linear_orders(relation).tolist()
    assert sorted(orders) == [[1, 2, 0], [2, 0, 1], [2, 1, 0]]


def test_stances_made_later_than_the_day_are_not_used():
    tabled = small()
    club = tabled.issue("club")
    assert "later" not in tabled.stances("south", club, by=AS_OF)
    assert tabled.stances("south", club, by=date(2025, 12, 24))["later"] == "M"


def test_who_puts_a_plan_forward_is_taken_to_accept_it():
    tabled = small()
    assert tabled.stances("friends", tabled.issue("club"), by=AS_OF) == {"proposed": "A"}


def test_ground_is_ordered_by_what_it_leaves_to_a_side():
    known = ordinal(small(), by=AS_OF)
    assert known.of("north", 0, 2).tolist() == [[True, True], [False, True]]
    assert known.of("south", 0, 2).tolist() == [[True, False], [True, True]]


def test_sides_are_opposed_whichever_of_them_accepts():
    content = small_content()
    content["issues"][1]["said"] = {"north": "R", "south": "A"}
    turned = TabledPlan.model_validate(content)
    for tabled in (small(), turned):
        assert opposed(tabled, tabled.issue("club"), by=AS_OF)
        assert not opposed(tabled, tabled.issue("prisoners"), by=AS_OF)


def test_every_relation_is_an_order():
    prefers = ordinal(small(), by=AS_OF).prefers
    both = prefers & np.swapaxes(prefers, -1, -2)
    off = ~np.eye(prefers.shape[-1], dtype=bool)
    assert not (both & off).any()
