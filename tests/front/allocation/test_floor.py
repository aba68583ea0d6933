"""The floors: plain logistics, and cells that know nothing of each other."""

import numpy as np
import pytest
from tests.front.allocation.test_fit import FIT, walled
from tests.front.allocation.worlds import without_history

from ripeness.front.allocation.floor import (
    Cells,
    chances,
    floor_chances,
    independent_weeks,
    logistic,
)
from ripeness.terms.errors import ModelError


def test_a_planted_logistic_is_found():
    draw = np.random.default_rng(5)
    features = draw.normal(size=(20_000, 3))
    truth = np.array([-1.0, 0.8, 0.0, -1.5])
    outcome = (draw.random(20_000) < chances(features, truth)).astype(float)
    assert logistic(features, outcome, ridge=1e-6) == pytest.approx(truth, abs=0.08)


def test_on_average_a_logistic_says_what_came_about():
    draw = np.random.default_rng(6)
    features = draw.normal(size=(500, 2))
    outcome = (draw.random(500) < 0.2).astype(float)
    fitted = logistic(features, outcome, ridge=5.0)
    assert chances(features, fitted).mean() == pytest.approx(outcome.mean(), abs=1e-4)


def test_chances_fall_with_distance_from_the_line():
    found = floor_chances(walled(), horizon_weeks=4, kind="distance", settings=FIT)
    columns = found.cells % walled().grid.columns
    front = np.array([found.chance[columns == column].mean() for column in np.unique(columns)])
    assert found.chance.min() >= 0
    assert front[0] > front[-1]


def test_a_horizon_whose_outcomes_are_unknown_is_refused():
    with pytest.raises(ModelError, match="shorter horizon"):
        floor_chances(without_history(walled(), 20), horizon_weeks=13, settings=FIT)


def test_independent_cells_change_as_often_as_they_should():
    cells = np.arange(3)
    by = {4: Cells(cells, np.array([0.1, 0.5, 0.0])), 13: Cells(cells, np.array([0.4, 0.9, 0.0]))}
    weeks = independent_weeks(by, weeks=13, members=20_000, seed=1)
    assert (weeks <= 4).mean(axis=0) == pytest.approx([0.1, 0.5, 0.0], abs=0.012)
    assert (weeks <= 13).mean(axis=0) == pytest.approx([0.4, 0.9, 0.0], abs=0.012)
    assert weeks.min() >= 1
