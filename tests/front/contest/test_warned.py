from datetime import date

import numpy as np
import pandas as pd
import pytest
from tests.front.test_rupture import RULE, ground, planted

from ripeness.front.contest.warned import chance_table, warnings_of
from ripeness.front.rupture import events

ORIGINS = pd.date_range("2025-06-01", periods=10, freq="14D").as_unit("s")


def made(p=0.1):
    rows = [
        {
            "model": model, "source": "map", "region": "donetsk", "origin": origin,
            "horizon_weeks": weeks,
            "p_gained": 0.0 if weeks == 26 else np.nan,
            "p_lost": p if weeks == 26 else np.nan,
        }
        for model in ("damped", "attrition")
        for origin in ORIGINS
        for weeks in (4, 26)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_a_rupture_that_came_within_reach_is_counted_for_its_direction_alone():
    listed = events(ground(planted()), RULE, multiple=5)
    found = {(row.model, row.direction): row for row in warnings_of(made(), listed, weeks=26)}
    assert found["damped", "lost"].came == 1
    assert found["damped", "gained"].came == 0
    assert found["damped", "lost"].origins == 10
    assert found["damped", "lost"].expected == pytest.approx(0.1)


def test_warnings_are_listed_by_threshold_and_the_loudest_comes_first():
    table = made()
    table.loc[table["origin"] == ORIGINS[3], "p_lost"] *= 3
    table.loc[(table["origin"] == ORIGINS[5]) & (table["model"] == "attrition"), "p_lost"] *= 6
    first, *_ = warnings_of(table, (), weeks=26)
    assert (first.model, first.direction, first.highest_on) == (
        "attrition",
        "lost",
        date(2025, 8, 10),
    )
    assert first.warned_on == {
        "0.25": (date(2025, 7, 13), date(2025, 8, 10)),
        "0.5": (date(2025, 8, 10),),
    }


def test_the_table_of_chances_has_both_directions_and_no_gap():
    table = chance_table(made())
    assert len(table) == 2 * 2 * 10
    assert table["p"].notna().all()
    assert set(table["weeks"]) == {26}
