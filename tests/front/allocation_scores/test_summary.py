"""Scores of where, from rows whose scores are known."""

import numpy as np
import pandas as pd
import pytest

from ripeness.front.allocation_scores.settings import WhereSettings
from ripeness.front.allocation_scores.summary import Judged, summary, u_shape
from ripeness.front.allocation_scores.truth import weeks_to_half
from ripeness.scores.precision import average_precision
from ripeness.terms.chance import stream
from ripeness.theatre.grid import Window, make_grid

GRID = make_grid(Window(west=37.0, east=37.6, south=48.0, north=48.4))
SETTINGS = WhereSettings(draws=400, horizons=(4,), square_horizon=4)
ORIGINS = pd.date_range("2025-02-02", periods=10, freq="28D")


def rows(chances, *, cells=400, seed=1):
    """Rows of some models about the same cells, whose true chance is known."""
    draw = stream(seed, "test", "where")
    found = []
    for origin in ORIGINS:
        true = draw.beta(0.4, 3, size=cells)
        y = (draw.random(cells) < true).astype(float)
        for model, said in chances.items():
            found.append(
                pd.DataFrame(
                    {
                        "what": "cell",
                        "model": model,
                        "horizon_weeks": 4,
                        "cell": np.arange(cells),
                        "p": said(true),
                        "y": y,
                        "place": "",
                        "low": np.nan,
                        "high": np.nan,
                        "crps": np.nan,
                        "why": "",
                        "source": "made",
                        "origin": origin,
                    }
                )
            )
    return pd.concat(found, ignore_index=True)


def judged():
    return Judged(GRID, "allocation", "plain_logistic", SETTINGS, seed=3)


HONEST = {
    "allocation": lambda true: true,
    "plain_logistic": lambda true: np.full_like(true, 0.4 / 3.4),
}


def test_the_model_that_knows_the_chances_beats_one_that_names_the_base_rate():
    found = {row.model: row for row in summary(rows(HONEST), judged()).cells}
    skill = found["allocation"].skill_to["plain_logistic"]
    assert skill.low > 0.05
    assert skill.value == pytest.approx(
        1 - found["allocation"].brier / found["plain_logistic"].brier
    )
    assert found["allocation"].log_skill_to["plain_logistic"].low > 0
    assert found["plain_logistic"].skill_to["allocation"].high < 0
    assert found["allocation"].average_precision > found["plain_logistic"].average_precision
    assert found["plain_logistic"].average_precision == pytest.approx(
        found["plain_logistic"].base_rate, abs=0.01
    )


def test_two_models_that_say_the_same_have_no_skill_against_each_other():
    same = {"allocation": lambda true: true, "plain_logistic": lambda true: true}
    row = summary(rows(same), judged()).cells[0]
    skill = next(iter(row.skill_to.values()))
    assert (skill.low, skill.value, skill.high) == (0, 0, 0)


def test_honest_chances_are_reliable_and_too_sure_ones_are_not():
    sure = HONEST | {"allocation": lambda true: np.clip(2 * true, 0, 0.98)}
    honest, wrong = (
        [one for one in summary(rows(told), judged()).reliability if one.model == "allocation"]
        for told in (HONEST, sure)
    )
    inside = [one.low <= one.chance <= one.high for one in honest if one.n > 100]
    assert np.mean(inside) > 0.7
    high = [one for one in wrong if one.chance > 0.5]
    assert high
    assert all(one.frequency < one.chance for one in high)


def test_cells_that_a_model_does_not_speak_of_are_left_out_for_all():
    told = rows(HONEST)
    without = told[~((told["model"] == "plain_logistic") & (told["cell"] >= 300))]
    found = summary(without, judged()).cells
    assert {row.n_cells for row in found} == {3000}


def test_too_few_origins_give_no_interval():
    settings = SETTINGS.model_copy(update={"horizons": (26,), "square_horizon": 26})
    told = rows(HONEST).assign(horizon_weeks=26)
    row = summary(told, Judged(GRID, "allocation", "plain_logistic", settings, 3)).cells[0]
    skill = next(iter(row.skill_to.values()))
    assert skill.low is None
    assert skill.high is None


def test_the_map_of_errors_adds_up_to_what_was_said_and_what_came():
    told = rows(HONEST)
    found = summary(told, judged()).wrong
    ours = told[told["model"] == "allocation"]
    assert sum(one.came_km2 * one.n_origins for one in found) == pytest.approx(ours["y"].sum())
    assert sum(one.expected_km2 * one.n_origins for one in found) == pytest.approx(
        ours["p"].sum(), rel=1e-4
    )


def shares(spread, *, seed=2, count=300):
    """Stretches of probability of outcomes whose forecasts are `spread` times as wide as honest."""
    draw = stream(seed, "test", "pit")
    members = draw.normal(size=(count, 200)) * spread
    came = draw.normal(size=count)
    low = (members < came[:, None]).mean(axis=1)
    origins = np.repeat(ORIGINS, count // len(ORIGINS))
    return pd.DataFrame({"origin": origins, "low": low, "high": low + 1 / 200})


def positions(origins=10):
    return stream(4, "test", "blocks").integers(0, origins, size=(400, origins))


@pytest.mark.parametrize(("spread", "shape"), [(0.4, 1), (1.0, 0), (2.5, -1)])
def test_forecasts_that_are_too_sure_have_a_u_shaped_pit(spread, shape):
    found = u_shape(shares(spread), positions())
    if shape == 0:
        assert found["u_shape_low"] < 0 < found["u_shape_high"]
        assert found["pit_p"] > 0.05
    else:
        assert np.sign(found["u_shape"]) == shape
        assert (found["pit_p"] < 0.01) == (shape == 1)


def test_a_place_that_was_not_to_move_and_did_not_says_nothing_of_the_shape():
    still = pd.DataFrame({"origin": ORIGINS, "low": 0.0, "high": 1.0})
    assert u_shape(still, positions())["u_shape"] == pytest.approx(0)


def test_without_a_shared_latent_the_pit_is_u_shaped_and_with_it_it_is_not():
    """A place of many cells that share their luck, forecast as if each had its own."""
    draw = stream(7, "test", "latent")
    count, cells, members = 200, 40, 200
    luck = draw.normal(size=(count, 1))
    truth = (draw.random((count, cells)) < 1 / (1 + np.exp(-2 * luck))).mean(axis=1)

    def told(shared):
        base = draw.normal(size=(count, members, 1)) if shared else np.zeros((1, 1, 1))
        chance = 1 / (1 + np.exp(-2 * base)) if shared else np.full((1, 1, 1), 0.5)
        said = (draw.random((count, members, cells)) < chance).mean(axis=2)
        return pd.DataFrame(
            {
                "origin": np.repeat(ORIGINS, count // len(ORIGINS)),
                "low": (said < truth[:, None] - 1e-9).mean(axis=1),
                "high": (said <= truth[:, None] + 1e-9).mean(axis=1),
            }
        )

    with_it, without = (u_shape(told(shared), positions()) for shared in (True, False))
    assert without["pit_p"] < 0.01
    assert without["u_shape"] > 1
    assert abs(with_it["u_shape"]) < 0.3 < without["u_shape"]


def test_the_date_is_cut_off_at_the_horizon():
    path = np.array([0.0, 0.2, 0.5, 0.4, 0.9])[:, None]
    assert weeks_to_half(path, weeks=4)[0] == 2
    assert weeks_to_half(path, weeks=1)[0] == 1
    assert weeks_to_half(np.zeros((5, 1)), weeks=4)[0] == 4


def test_average_precision_agrees_with_its_definition():
    draw = stream(9, "test", "precision")
    p, y = draw.random(200).round(2), draw.random(200) < 0.2
    steps = np.unique(p)[::-1]
    recall = np.array([(y & (p >= at)).sum() for at in steps]) / y.sum()
    precision = np.array([y[p >= at].mean() for at in steps])
    area = (np.diff(recall, prepend=0.0) * precision).sum()
    assert average_precision(y.astype(float), p) == pytest.approx(area)


def test_ranks_alone_count_and_chance_gives_the_base_rate():
    draw = stream(10, "test", "precision")
    p, y = draw.random(5000), (draw.random(5000) < 0.1).astype(float)
    assert average_precision(y, p) == pytest.approx(average_precision(y, p**3))
    assert average_precision(y, p) == pytest.approx(y.mean(), abs=0.03)
    assert average_precision(y, y) == 1.0
