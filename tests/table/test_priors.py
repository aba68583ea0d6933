import json
from datetime import date

import numpy as np
import pytest
from tests.table.plans import AS_OF, small

from ripeness.table.parties import ordinal
from ripeness.table.priors import FAMILIES, draw_prior
from ripeness.table.tabled import TabledPlan

OTHER_KEYS = {"east": "a", "west": "b", "friends": "friends"}
KEYS = {"north": "a", "south": "b", "friends": "friends"}


def prior(family, *, tabled=None, seed=1, by=AS_OF, keys=None):
    return draw_prior(tabled or small(), family=family, by=by, seed=seed, keys=keys or KEYS)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_draw_keeps_to_the_order_that_stances_imply(family):
    tabled = small()
    known, drawn = ordinal(tabled, by=AS_OF), prior(family)
    for p, party in enumerate(drawn.parties):
        for i, issue in enumerate(tabled.issues):
            count = len(issue.options)
            values = drawn.values[:, p, i, :count]
            for one, other in np.argwhere(known.of(party, i, count)):
                assert (values[:, one] >= values[:, other] - 1e-12).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_weights_sum_to_one_and_values_run_from_zero_to_one(family):
    drawn = prior(family)
    assert np.allclose(drawn.weights.sum(axis=2), 1)
    assert (drawn.weights >= 0).all()
    plain = drawn.values[:, :, 1:]
    assert np.nanmax(plain, axis=3) == pytest.approx(1.0)
    assert np.nanmin(plain, axis=3) == pytest.approx(0.0)
    assert np.isnan(drawn.values[:, :, 2, 2]).all()


def test_what_is_open_is_filled_in_against_agreement_and_for_it():
    """The south says nothing of `later` by the day: it may stand on either side."""
    later, stays = 1, 2
    against, for_it, free = (
        prior(family).values[:, 1, 1] for family in ("adversarial", "accommodating", "ordinal_only")
    )
    assert (against[:, later] < against[:, stays]).all()
    assert (for_it[:, later] > for_it[:, stays]).all()
    share = (free[:, later] > free[:, stays]).mean()
    assert 0.2 < share < 0.45  # one of the three orders in which `proposed` is below


def test_weight_falls_on_core_demands_and_on_opposed_issues_where_a_family_says_so():
    mean = {family: prior(family).weights.mean(axis=0) for family in FAMILIES}
    north, club, prisoners = 0, 1, 2
    assert mean["ordinal_only"][north] == pytest.approx(np.full(4, 0.25), abs=0.05)
    assert mean["evidence_centred"][north, club] > 0.4
    assert mean["adversarial"][north, prisoners] < 0.1
    assert mean["accommodating"][north, prisoners] > 0.6


def test_draws_hang_on_slots_and_not_on_names():
    content = small().model_dump(mode="json")
    text = renamed(content)
    one, two = prior("ordinal_only"), prior("ordinal_only", tabled=text, keys=OTHER_KEYS)
    np.testing.assert_array_equal(one.weights, two.weights)
    np.testing.assert_array_equal(one.values, two.values)


def renamed(content):
    text = json.dumps(content).replace('"north"', '"east"').replace('"south"', '"west"')
    return TabledPlan.model_validate_json(text)


def test_one_more_stance_disturbs_that_party_and_issue_alone():
    before, after = prior("ordinal_only"), prior("ordinal_only", by=date(2025, 12, 24))
    changed = (before.values != after.values) & ~np.isnan(before.values)
    where = {tuple(place) for place in np.argwhere(changed.any(axis=(0, 3)))}
    assert where <= {(1, 1)}
    np.testing.assert_array_equal(before.weights, after.weights)


def test_the_same_seed_gives_the_same_draws():
    np.testing.assert_array_equal(prior("adversarial").flows, prior("adversarial").flows)
    assert (prior("adversarial", seed=2).weights != prior("adversarial").weights).any()
