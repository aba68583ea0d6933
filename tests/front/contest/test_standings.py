from itertools import product

import numpy as np
import pandas as pd
import pytest

from ripeness.front.catalogue import CONTEST
from ripeness.front.contest.places import pit_counts
from ripeness.front.contest.standings import EVERY, pairs, standings
from ripeness.front.forecast import POINTS
from ripeness.front.outcomes import quantile_table
from ripeness.scores.table import score_each
from ripeness.terms.chance import stream

ORIGINS = pd.date_range("2024-01-07", periods=40, freq="14D").as_unit("s")
OFF = dict(zip(CONTEST, (60.0, 0.0, 30.0, 30.0), strict=True))
"""How far each model's forecast lies from the middle of what comes about, in km²."""


def tables(sources=("map", "chart"), regions=("total", "donetsk"), horizon=4):
    came, made = [], []
    for source, region in product(sources, regions):
        noise = stream(1, "tests", "standings", source, region).normal(0.0, 10.0, len(ORIGINS))
        for origin, moved in zip(ORIGINS, noise, strict=True):
            name = {"source": source, "region": region, "origin": origin, "horizon_weeks": horizon}
            known_on = origin + pd.Timedelta(weeks=horizon)
            came.append({**name, "observed": 1000 + moved, "known_on": known_on})
            made += [{**name, "model": model, **forecast(model)} for model in CONTEST]
    made, came = pd.DataFrame(made), pd.DataFrame(came)
    return score_each(quantile_table(made, came)), made, came


def forecast(model):
    points = (1000 + OFF[model] + 20 * (POINTS - 0.5)).tolist()
    return {"origin_value": 1000.0, "points": points, "why": None}


def rows(**more):
    scored, made, came = tables(**more)
    return standings(scored, made, came, seed=1, step_weeks=2)


def test_the_best_of_the_four_leads_on_every_map_in_every_half_year():
    found = rows()
    assert {(row.source, row.period) for row in found} == {
        (source, period)
        for source in ("map", "chart", EVERY)
        for period in (EVERY, "2024-H1", "2024-H2", "2025-H1", "2025-H2")
    }
    for row in found:
        assert row.best == (row.model == "damped")
        if row.model == "pace_13":
            assert row.ratio.value == pytest.approx(1.0)


def test_weights_sum_to_one_and_go_to_the_best():
    whole = {row.model: row.weight for row in rows() if (row.source, row.period) == (EVERY, EVERY)}
    assert sum(weight.value for weight in whole.values()) == pytest.approx(1.0)
    assert whole["damped"].value > 0.9
    assert whole["damped"].low <= whole["damped"].value <= whole["damped"].high


def test_a_ratio_is_the_geometric_mean_over_series_of_mean_scores():
    scored, made, came = tables()
    found = next(
        row
        for row in standings(scored, made, came, seed=1, step_weeks=2)
        if (row.source, row.period, row.model) == (EVERY, EVERY, "regime")
    )
    means = scored.groupby(["source", "region", "model"])["wis"].mean().reset_index()
    means = means.pivot_table(index=["source", "region"], columns="model", values="wis")
    logs = np.log(means["regime"] / means["pace_13"])
    assert found.ratio.value == pytest.approx(np.exp(logs.mean()))
    assert found.forecasts == 4 * len(ORIGINS)


def test_two_models_of_equal_skill_are_not_told_apart():
    scored, _, came = tables()
    found = {
        (row.model, row.rival, row.source): row for row in pairs(scored, came, seed=1, step_weeks=2)
    }
    even = found["regime", "attrition", EVERY].ratio
    assert (even.value, even.low, even.high) == pytest.approx((1.0, 1.0, 1.0))
    better = found["damped", "regime", "map"]
    assert better.ratio.high < 1
    assert found["regime", "damped", "map"].ratio.value == pytest.approx(1 / better.ratio.value)
    assert better.known_on == (ORIGINS[-1] + pd.Timedelta(weeks=4)).date()


def test_too_few_origins_for_blocks_give_no_band():
    found = rows(horizon=52)
    assert {row.ratio.low for row in found if row.period == "2024-H1"} == {None}


def test_a_single_origin_has_ratios_without_bands():
    scored, made, came = (table[table["origin"] == ORIGINS[0]] for table in tables())
    found = standings(scored, made, came, seed=1, step_weeks=2)
    assert {row.origins for row in found} == {1}
    assert {row.ratio.low for row in found} == {None}
    assert all(row.ratio.low is None for row in pairs(scored, came, seed=1, step_weeks=2))


def test_where_somebody_was_exactly_right_there_is_no_ratio():
    scored, made, came = tables()
    exact = scored.assign(wis=scored["wis"].where(scored["model"] != "pace_13", 0.0))
    assert standings(exact, made, came, seed=1, step_weeks=2) == ()
    rivals = {row.rival for row in pairs(exact, came, seed=1, step_weeks=2)}
    assert rivals == {"damped", "regime", "attrition"}


def test_places_of_outcomes_are_counted_by_source_and_together():
    scored, _, _ = tables()
    found = {(row.model, row.source): row for row in pit_counts(scored)}
    assert found["damped", EVERY].forecasts == 4 * len(ORIGINS)
    assert found["pace_13", EVERY].bins[0] > 0.9
    for row in found.values():
        assert sum(row.bins) == pytest.approx(1.0)
