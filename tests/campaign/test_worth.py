from dataclasses import replace

import numpy as np
import pytest
from tests.campaign.worlds import fight_of, offers_of

from ripeness.campaign.bargain import (
    AMONG,
    NOBODY,
    a_week_before,
    bargain,
    best_packages,
    open_packages,
)
from ripeness.campaign.reservation import foreseen, reservation
from ripeness.campaign.worth import Fight, going_on, settled
from ripeness.table.utility import annuity
from ripeness.terms.chance import stream


def mirrored(offers, fight):
    """The same world told from the other side: what slot a gains, slot b loses."""
    return (
        replace(offers, direction=-offers.direction),
        replace(fight, gain=-fight.gain, losses=fight.losses[:, :, ::-1], believed=-fight.believed),
    )


def test_a_package_agreed_at_once_is_worth_its_flows_over_the_span():
    offers = offers_of(members=5)
    worth = settled(offers, np.zeros(5), week=0)
    expected = offers.flows * annuity(offers.weights.rate, 0.0, 10.0)[:, None, None]
    np.testing.assert_allclose(worth, expected, rtol=1e-12)


def test_only_a_package_that_follows_the_line_is_moved_by_ground_gained_before_it():
    offers = offers_of(members=5)
    early, late = settled(offers, np.zeros(5), week=0), settled(offers, np.full(5, 0.2), week=0)
    assert (late[:, 0, 0] > early[:, 0, 0]).all()
    assert (late[:, 1, 0] < early[:, 1, 0]).all()
    np.testing.assert_array_equal(late[:, :, 1:], early[:, :, 1:])


def test_fighting_on_without_war_is_the_line_frozen():
    offers = offers_of(members=5, own=0.0, year=0.0)
    still = going_on(offers, np.zeros(5), np.zeros(5), np.zeros((5, 2)), week=0, until=26)
    frozen = offers.standing * annuity(offers.weights.rate, 0.0, 10.0)[:, None]
    np.testing.assert_allclose(still, frozen, rtol=1e-9)


def test_a_week_of_war_more_leads_from_one_week_to_the_one_before():
    fight, offers = fight_of(members=50, spread=0.0), offers_of(members=50)
    for week in (26, 13, 1):
        if week == 26:
            later = going_on(
                offers, fight.gain[:, 26], fight.gain[:, 26], np.zeros((50, 2)), week=26, until=26
            )
        else:
            later = foreseen(offers, fight, week=week)
        before = foreseen(offers, fight, week=week - 1)
        np.testing.assert_allclose(
            a_week_before(offers, fight, later, week=week), before, rtol=2e-4
        )


def test_exchanging_the_sides_mirrors_what_everything_is_worth():
    fight, offers = fight_of(), offers_of()
    other_offers, other_fight = mirrored(offers, fight)
    np.testing.assert_allclose(
        foreseen(offers, fight, week=3), foreseen(other_offers, other_fight, week=3), rtol=1e-9
    )
    here, there = reservation(offers, fight), reservation(other_offers, other_fight)
    np.testing.assert_allclose(here.value, there.value, rtol=1e-9)
    np.testing.assert_allclose(here.r2, there.r2, atol=1e-9)
    ours, theirs = bargain(offers, fight, here), bargain(other_offers, other_fight, there)
    np.testing.assert_array_equal(ours.week, theirs.week)
    np.testing.assert_array_equal(ours.package, theirs.package)
    np.testing.assert_allclose(ours.value, theirs.value, rtol=1e-9)


def test_reservation_values_know_as_much_as_the_state_tells():
    fight, offers = fight_of(members=2000, spread=0.02), offers_of(members=2000)
    found = reservation(offers, fight)
    assert abs(found.r2[0]).max() < 0.05, "on the first day all members are alike"
    assert (found.r2[:, 2] == 0).all(), "what does not move needs no explaining"
    persistent = replace(fight, gain=np.linspace(0, 1, 27) * fight.gain[:, -1:])
    assert reservation(offers, persistent).r2[8, :2].min() > 0.9


def test_the_reservation_value_of_a_member_hangs_on_no_future_of_its_half():
    fight, offers = fight_of(members=40), offers_of(members=40)
    doctored = replace(fight, gain=fight.gain.copy())
    doctored.gain[::2, 20:] += 0.5
    before, after = reservation(offers, fight), reservation(offers, doctored)
    np.testing.assert_allclose(before.value[::2, :20, 0], after.value[::2, :20, 0])


def test_parties_agree_at_once_where_war_costs_and_a_package_serves_both():
    fight, offers = fight_of(), offers_of(own=0.2, year=0.5)
    found = bargain(offers, fight, reservation(offers, fight))
    assert (found.week == 0).mean() > 0.9
    assert (found.week != NOBODY).all()


def test_parties_to_whom_war_costs_nothing_do_not_agree_on_what_serves_one():
    fight, offers = fight_of(drift=0.0), offers_of(own=0.0, year=0.0)
    only_taken = replace(offers, flows=offers.flows[:, :, 1:2], follows=offers.follows[1:2])
    found = bargain(only_taken, fight, reservation(only_taken, fight))
    assert (found.week == NOBODY).all()
    assert (found.package == NOBODY).all()


def test_whoever_is_needed_may_refuse():
    offers = offers_of(members=8)
    flows = offers.flows.copy()
    flows[:, 2] = offers.standing[:, 2, None] - 0.1
    refusing = replace(offers, flows=flows)
    chosen, _ = best_packages(
        open_packages(refusing), refusing, np.full((8, 8, 2), -10.0), np.zeros(8), week=0
    )
    assert (chosen == NOBODY).all()


def test_the_package_is_the_one_of_the_greatest_product_among_all():
    """Leaving out packages that another betters for both sides changes nothing."""
    draw = stream(7, "test", "packages")
    fight, offers = fight_of(members=30), offers_of(members=30)
    many = offers.standing[:, :, None] + draw.normal(0.05, 0.1, size=(30, 3, 40))
    many[:, 2] = np.maximum(many[:, 2], offers.standing[:, 2, None] - 0.02)
    wide = replace(offers, flows=many, follows=draw.random(40) < 0.3)
    going = draw.normal(2.5, 0.3, size=(30, 30, 2))
    chosen, worth = best_packages(open_packages(wide), wide, going, fight.gain[:, 5], week=5)
    for course in range(30):
        every = settled(wide, np.full(30, fight.gain[course, 5]), week=5)
        more = every[:, :2] - going[course][:, :, None]
        refused = (wide.flows[:, 2] < wide.standing[:, 2, None] - 1e-12)[:, None]
        product = np.where((more > 0).all(axis=1), more.prod(axis=1), 0.0) * ~refused[:, 0]
        due = np.where(product.max(axis=1) > 0, product.argmax(axis=1), NOBODY)
        np.testing.assert_array_equal(chosen[course], due)
        found = due != NOBODY
        np.testing.assert_allclose(worth[course][found], every[found, :2, due[found]], rtol=1e-12)
    assert (chosen != NOBODY).any()


def test_members_are_bargained_for_in_parts_of_which_each_is_whole():
    fight, offers = fight_of(members=2 * AMONG), offers_of(members=2 * AMONG)
    whole = bargain(offers, fight, reservation(offers, fight))
    going = reservation(offers, fight)
    first = bargain(
        offers.some(AMONG),
        Fight(fight.gain[:AMONG], fight.losses[:AMONG], fight.believed[:AMONG]),
        replace(going, value=going.value[:AMONG], gain=going.gain[:AMONG]),
    )
    np.testing.assert_array_equal(whole.week[:AMONG], first.week)
    np.testing.assert_array_equal(whole.package[:AMONG], first.package)


def test_what_later_talks_add_is_on_average_no_loss():
    fight, offers = fight_of(members=2000), offers_of(members=2000, own=0.02)
    going = reservation(offers, fight)
    found = bargain(offers, fight, going, first=13)
    assert found.option[:, 0, :2].mean(axis=0).min() > -0.01
    worth = found.value - foreseen(offers, fight, week=0)
    assert worth[:, :2].mean(axis=0) == pytest.approx(found.option[:, 0, :2].mean(axis=0), abs=0.02)
