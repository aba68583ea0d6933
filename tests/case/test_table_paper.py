import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.case.test_plan_file import WITH_PLAN
from tests.claims.panels import panel_of, reading
from tests.table.plans import small

from ripeness.case.file import parse_case
from ripeness.case.mirror import mirrored, mirrored_text
from ripeness.case.opened import OpenedCase
from ripeness.case.plan_mirror import mirrored_plan
from ripeness.case.records import Case
from ripeness.case.table_paper import table_of
from ripeness.evidence.counts import Counts
from ripeness.evidence.losses.record import LossTable, checked
from ripeness.table.paper import TablePaper
from ripeness.table.priors import FAMILIES
from ripeness.terms.errors import DataError, NoDataError

SEED = 7


def counts_of_losses():
    months = pd.date_range("2024-10-01", "2025-02-01", freq="MS")
    rows = [
        {
            "side": side, "population": "soldiers", "kind": "killed", "basis": "named_list",
            "source": "named_deaths", "start": first, "end": first + pd.offsets.MonthEnd(0),
            "known_on": pd.Timestamp("2025-06-01"), "value": value, "low": np.nan, "high": np.nan,
            "incomplete": False,
        }
        for side, value in (("a", 4000.0), ("b", 2500.0))
        for first in months
    ]  # fmt: skip
    return Counts(losses=LossTable(checked(pd.DataFrame(rows)), {}))


def opened(**changes):
    case = Case.model_validate(parse_case(WITH_PLAN).content).model_copy(update=changes)
    days = [str(day.date()) for day in pd.date_range("2025-09-07", "2025-11-30", freq="7D")]
    panel = panel_of(
        [
            reading("deepstate", day, 40.0 + step, unit="region", id="province")
            for step, day in enumerate(days)
        ]
    )
    return OpenedCase(None, case, panel, counts_of_losses())


@pytest.fixture(scope="module")
def paper() -> TablePaper:
    return table_of(opened(), small(), seed=SEED)


def swapped(value, case):
    match value:
        case str():
            return mirrored_text(value, case)
        case list():
            return [swapped(part, case) for part in value]
        case dict():
            return {mirrored_text(key, case): swapped(part, case) for key, part in value.items()}
        case _:
            return value


def test_exchanging_the_sides_mirrors_every_number_and_every_sentence(paper):
    plain = opened()
    other = {"a": "b", "b": "a"}
    turned = mirrored(plain.case)
    sides = tuple(side.model_copy(update={"slot": other[side.slot]}) for side in turned.sides)
    exchanged = replace(plain, case=turned.model_copy(update={"sides": sides}))
    found = table_of(exchanged, mirrored_plan(small(), plain.case), seed=SEED)
    expected = swapped(json.loads(paper.model_dump_json()), plain.case)
    assert json.loads(found.model_dump_json()) == expected


def test_the_zone_does_not_hang_on_which_slot_a_side_has(paper):
    """With slots kept, draws differ; what is found may differ by no more than sampling."""
    plain = opened()
    turned = replace(
        plain,
        case=mirrored(plain.case),
        panel=replace(
            plain.panel,
            readings=plain.panel.readings.assign(drawn="b"),
            sources={
                name: record.model_copy(update={"drawn": "b"})
                for name, record in plain.panel.sources.items()
            },
        ),
        counts=Counts(
            losses=replace(
                plain.counts.losses,
                records=plain.counts.losses.records.assign(
                    side=plain.counts.losses.records["side"].map({"a": "b", "b": "a"})
                ),
            )
        ),
    )
    found = table_of(turned, mirrored_plan(small(), plain.case), seed=SEED)
    for one, other in zip(paper.plans, found.plans, strict=True):
        for family in FAMILIES:
            gap = abs(one.in_zone.by_prior[family] - other.in_zone.by_prior[family])
            assert gap < 5 * (0.25 / 400) ** 0.5


def test_what_stances_alone_imply_stands_first_and_rests_on_no_draw(paper):
    assert paper.ordinal.necessarily_preferred == ("prisoners=proposed",)
    assert paper.sentences[0] == paper.ordinal.text
    other = table_of(opened(), small(), seed=SEED + 1)
    assert other.ordinal == paper.ordinal
    assert other.plans != paper.plans
    assert paper.ordinal.n_packages == 2 * 3 * 2 * 2 - 4  # ground with `later` is ruled out


def test_the_same_seed_gives_the_same_paper(paper):
    assert table_of(opened(), small(), seed=SEED) == paper


def test_a_package_that_every_party_accepts_is_preferred_by_all_in_every_draw(paper):
    prisoners = next(plan for plan in paper.plans if plan.name == "small_step")
    assert prisoners.value["north"].mean > 0
    row = next(one for one in paper.ordinal.plans if one.plan == "small_step")
    assert row.by_party == {"north": "prefers", "south": "prefers", "friends": "prefers"}


def test_families_that_favour_agreement_find_more_of_it(paper):
    whole = paper.plans[0].in_zone.by_prior
    assert whole["adversarial"] <= whole["ordinal_only"] <= whole["accommodating"]
    assert paper.rests_on[0].what.startswith("family of priors")


def test_the_zone_grows_when_a_side_yields_on_what_it_holds_to(paper):
    core = {row.party: row.zone.share_of_draws for row in paper.held if row.to == "core"}
    assert all(share <= paper.zone.share_of_draws for share in core.values())
    assert all(gain >= 0 for row in paper.blockers for gain in row.by_party.values())
    stances = {row.party: row.zone.share_of_draws for row in paper.held if row.to == "stances"}
    assert all(stances[party] <= core[party] for party in core)


def test_the_way_into_the_zone_leads_into_it(paper):
    plan = paper.plans[0]
    assert (plan.distance["evidence_centred"] == 0) == (plan.nearest_in_zone == ())
    assert plan.distance["accommodating"] == 0


def test_changes_help_no_less_the_more_there_are_and_cost_nothing_where_none_is_needed(paper):
    shares = [row.in_zone.share_of_draws for row in paper.swaps]
    assert [len(row.changes) for row in paper.swaps] == list(range(len(shares)))
    shown = next(one for one in paper.plans if one.name == paper.plan_shown)
    assert paper.swaps[0].in_zone == shown.in_zone
    assert shares[1:]
    assert max(shares[1:]) >= shares[0]
    ways = {row.family: row for row in paper.cheapest}
    for family, distance in shown.distance.items():
        assert (family in ways) == (distance is not None)
        if family in ways:
            assert len(ways[family].changes) >= distance
            assert (ways[family].changes == ()) == (distance == 0)
            assert len(ways[family].told) == len(ways[family].changes)
            assert all(lost >= 0 for lost in ways[family].loss.values())


def test_a_rule_that_is_barred_on_the_day_cannot_be_met_then(paper):
    ground = next(row for row in paper.consent if row.option == "ground=proposed")
    assert (ground.barred, ground.p_pass.high, ground.pivotal.high) == ("a siege", 0.0, 0.0)
    club = next(row for row in paper.consent if row.option == "club=proposed")
    assert club.p_pass.low == pytest.approx(0.8**5)
    assert club.even_chance_needs == pytest.approx(0.5 ** (1 / 5))


def test_shares_of_verdicts_sum_to_one_for_every_arrangement(paper):
    for row in paper.commitment:
        if row.shares:
            for family in next(iter(row.shares.values())).by_prior:
                assert sum(one.by_prior[family] for one in row.shares.values()) == pytest.approx(1)


def test_an_issue_that_is_fixed_is_so_in_every_package():
    found = table_of(opened(), small(), seed=SEED, fix={"club": "proposed"})
    assert all(point.package["club"] == "proposed" for point in found.frontier)
    assert found.fixed == {"club": "proposed"}


def test_a_later_text_is_marked_and_changes_no_prior(paper):
    content = small().model_dump(mode="json")
    content["packages"][1]["on"] = "2025-12-24"
    found = table_of(opened(), type(small()).model_validate(content), seed=SEED)
    assert [plan.later for plan in found.plans] == [False, True]
    assert found.plans[0] == paper.plans[0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"plan": "whoel"}, "Did you mean `whole`"),
        ({"fix": {"clbu": "proposed"}}, "Did you mean `club`"),
        ({"fix": {"club": "never"}}, "club=never"),
        ({"fix": {"ground": "proposed", "club": "later"}}, "no package with"),
    ],
)
def test_what_the_plan_does_not_have_is_refused(asked, found):
    with pytest.raises(DataError, match=found):
        table_of(opened(), small(), seed=SEED, **asked)


def test_without_maps_of_the_region_or_counts_of_both_sides_there_is_no_table():
    plain = opened()
    bare = replace(plain, panel=replace(plain.panel, readings=plain.panel.readings.iloc[:0]))
    with pytest.raises(NoDataError, match="pace"):
        table_of(bare, small(), seed=SEED)
    with pytest.raises(NoDataError, match="no complete count"):
        table_of(replace(plain, counts=Counts()), small(), seed=SEED)
