from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.front.weekly import ORIGIN

from ripeness.evidence.counts import Counts, mirrored
from ripeness.evidence.losses.record import LossRecord, loss_table
from ripeness.evidence.strengths.record import Figure, Strength
from ripeness.front.wear import Wear, wear_of

WEEKS = 104


def months(
    side="a", *, source="list", kind="killed", basis="named_list", each=400.0, lag=10, back=30
):
    """Counts by month of 28 days up to the origin."""
    ends = [ORIGIN - timedelta(days=28 * number) for number in range(back)]
    return [
        LossRecord(
            side=side, population="soldiers", kind=kind, basis=basis, source=source,
            start=end - timedelta(days=27), end=end, value=each,
            known_on=end + timedelta(days=lag),
        )
        for end in ends
    ]  # fmt: skip


def stated(side="a", *, scope="deployed", low=600_000.0, high=700_000.0, on=date(2025, 6, 30)):
    figure = Figure(
        label="x", quantity="q", scope=scope, speaker="s", cited="c", words="w",
        value=low, low=low, high=high, start=on, end=on, known_on=on,
    )  # fmt: skip
    return Strength(side=side, figure=figure)


def wear(records, strengths=(), *, drawn="a", origin=ORIGIN):
    counts = Counts(losses=loss_table(records), strengths=tuple(strengths))
    return wear_of(counts, drawn=drawn, origin=origin, weeks=WEEKS)


def test_a_named_list_gives_the_low_end_and_an_opponents_claim_the_high_end():
    found = wear(
        [
            *months(),
            *months(
                source="claim", kind="killed_and_wounded", basis="claimed_by_opponent", each=4000.0
            ),
        ],
        [stated()],
    ).ours
    assert found.low == pytest.approx(100 / 700_000)
    assert found.high == pytest.approx(1000 / 600_000)
    assert [course.source for course in found.courses] == ["claim", "list"]


def test_one_sides_count_says_nothing_of_the_others():
    found = wear(months("a"), [stated("a"), stated("b")])
    assert (found.theirs.low, found.theirs.high, found.theirs.courses) == (None, None, ())
    doubled = wear([*months("a"), *months("b", each=9000.0)], [stated("a"), stated("b")])
    assert doubled.ours.low == found.ours.low
    np.testing.assert_array_equal(
        doubled.ours.courses[0].about_mean, found.ours.courses[0].about_mean
    )


def test_what_became_known_after_the_origin_changes_nothing():
    early = months()
    late = [
        replace(one, known_on=ORIGIN + timedelta(days=1), value=99_999.0)
        for one in months(source="late")
    ]
    assert repr(wear([*early, *late])) == repr(wear(early))
    later = stated(low=1.0, high=2.0, on=ORIGIN + timedelta(days=3))
    assert repr(wear(early, [stated(), later])) == repr(wear(early, [stated()]))


def test_two_files_of_one_list_are_one_course():
    found = wear([*months(), *months(source="vintages", each=300.0)])
    assert len(found.ours.courses) == 1


def test_a_course_rises_and_falls_about_its_mean_and_keeps_no_level():
    rising = [
        replace(one, value=100.0 + 10 * number) for number, one in enumerate(reversed(months()))
    ]
    tenfold = [replace(one, value=10 * one.value) for one in rising]
    one, ten = (wear(records).ours.courses[0].about_mean for records in (rising, tenfold))
    np.testing.assert_allclose(one, ten)
    assert one.mean() == pytest.approx(1.0)
    assert one[-1] > one[0]


def test_recruitment_is_a_range_of_shares():
    found = wear(
        months(), [stated(), stated(scope="recruits_per_month", low=30_000.0, high=38_000.0)]
    )
    assert found.ours.joins == pytest.approx(
        (30_000 / 4.348 / 700_000, 38_000 / 4.348 / 600_000), rel=1e-3
    )


def test_what_is_lacking_is_said_of_each_side():
    assert Wear().lacks() == (
        "no series of losses of the side forecast",
        "no share of its strength that the side forecast loses",
        "no series of losses of the other side",
        "no share of its strength that the other side loses",
    )
    assert wear([*months(), *months("b")], [stated(), stated("b")]).lacks() == ()


def test_exchanging_the_sides_exchanges_nothing_but_the_slots():
    counts = Counts(losses=loss_table([*months(), *months("b", each=70.0)]), strengths=(stated(),))
    mine = wear_of(counts, drawn="a", origin=ORIGIN, weeks=WEEKS)
    turned = wear_of(mirrored(counts), drawn="b", origin=ORIGIN, weeks=WEEKS)
    assert repr(mine) == repr(turned)


def test_no_counts_at_all_are_no_error():
    assert repr(wear([])) == repr(Wear())
