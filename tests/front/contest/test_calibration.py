"""Each Bayesian model finds what it has itself drawn; 200 draws when slow, 20 as smoke."""

import json
from pathlib import Path

import pytest

from ripeness.front.contest.calibration import Ranked, calibration, checked_models

KEPT = Path(__file__).with_name("calibration.json")
MODELS = checked_models()


def named(checked):
    return checked.model.name


@pytest.mark.parametrize("checked", MODELS, ids=named)
def test_twenty_draws_show_no_gross_unevenness(checked):
    for row in calibration(checked, draws=20, seed=1):
        assert row.p > 1e-4, row
        assert sum(row.counts) == 20


@pytest.mark.slow
@pytest.mark.parametrize("checked", MODELS, ids=named)
def test_two_hundred_draws_give_even_ranks(checked):
    found = calibration(checked, draws=200, seed=7)
    least = 0.05 / sum(len(one.names) + 1 for one in MODELS)
    assert min(row.p for row in found) > least
    kept = {(row.model, row.quantity): row for row in _kept()}
    for row in found:
        assert kept[row.model, row.quantity].counts == row.counts


def test_the_kept_result_covers_every_model_with_two_hundred_draws():
    rows = _kept()
    assert {row.model for row in rows} == {named(one) for one in MODELS}
    assert {row.draws for row in rows} == {200}
    assert min(row.p for row in rows) > 0.05 / len(rows)


def _kept():
    content = json.loads(KEPT.read_text(encoding="utf-8"))
    assert content["command"] == "python tools/calibration.py"
    return [Ranked.model_validate(row) for row in content["ranks"]]
