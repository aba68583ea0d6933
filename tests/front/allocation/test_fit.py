"""Planted worlds: hazards that made a history are found in it."""

from functools import cache

import numpy as np
import pytest
from tests.front.allocation.worlds import (
    COLUMNS,
    ROWS,
    SETTINGS,
    SLOPE,
    ground_with,
    hazard_with,
    moved_world,
    straight,
    without_history,
)

from ripeness.front.allocation.courses import run_ensemble
from ripeness.front.allocation.ensemble import model_of
from ripeness.front.allocation.features import NEAR, WIDE
from ripeness.front.allocation.fit import fit_hazard, mixing_of
from ripeness.terms.errors import ModelError

FIT = SETTINGS.model_copy(update={"ridge": 0.3})


def river() -> np.ndarray:
    """A belt of ground in the south that hardly anyone takes."""
    belt = np.zeros((ROWS, COLUMNS), np.float32)
    belt[ROWS // 2 :, :] = 1.0
    return belt


@cache
def walled():
    """A history of a line that runs into a wall in the south."""
    made = hazard_with({**SLOPE, "wall": -4.0}, fixed=("wall",))
    return moved_world(made, weeks=44, km2=(12.0, 1.5), fixed={"wall": river()})


@cache
def fitted():
    return fit_hazard(walled(), settings=FIT)


def coefficients(way) -> dict[str, float]:
    return dict(zip(way.names, way.coefficients, strict=True))


def test_a_planted_wall_is_found():
    gain = coefficients(fitted().gain)
    assert -5.5 < gain["wall"] < -2.5


def test_a_planted_fall_with_distance_is_found():
    """The hazard some cells away against that at the line, by the features that tell of it."""
    gain = coefficients(fitted().gain)
    assert gain["beyond_1"] + gain["beyond_2"] + gain["beyond_3"] < -1.5


def test_an_ensemble_respects_the_wall():
    model = model_of(walled(), fitted(), settings=FIT)
    tempo = np.tile([12.0, 1.5], (12, 4, 1))
    found = run_ensemble(model, tempo, units=(), seed=2)
    chance = found["change_p"].sel(horizon=4).to_numpy()
    free = 2 * walled().now < walled().capacity
    north, south = (free & (river() == side) for side in (0, 1))
    assert chance[north].sum() > 5 * chance[south].sum()


def test_only_what_was_known_is_fitted():
    """What maps of the last two weeks show has yet to last, and moves no coefficient."""
    ground = walled()
    held = ground.held.copy()
    held[-1, :, :30] = 16
    other = ground_with(held, fixed=dict(ground.fixed))
    one, two = fitted(), fit_hazard(other, settings=FIT)
    assert one.weeks == two.weeks
    assert one.gain.coefficients == two.gain.coefficients
    short = without_history(ground, 44)
    assert fit_hazard(short, settings=FIT).weeks < one.weeks


def test_the_floors_are_the_hazard_with_coefficients_tied():
    names = (*NEAR, *WIDE)
    assert mixing_of(names, "distance").shape == (len(names), 2)
    assert mixing_of(names, "plain").shape == (len(names), 9)
    plain = fit_hazard(walled(), kind="plain", settings=FIT)
    assert coefficients(plain.gain)["wall"] == 0
    assert plain.gain.latent.variance == 0


def test_a_line_that_never_moved_is_refused():
    still = ground_with(np.repeat(straight()[None], 40, axis=0))
    with pytest.raises(ModelError, match="no cell that changed hands"):
        fit_hazard(still, settings=FIT)


def test_too_short_a_history_is_refused():
    with pytest.raises(ModelError, match="at least 8 weeks"):
        fit_hazard(without_history(walled(), 14), settings=FIT)


def test_a_window_without_a_line_is_refused():
    held = np.full((40, ROWS, COLUMNS), 16, np.uint8)
    with pytest.raises(ModelError, match="no cell near a line"):
        fit_hazard(ground_with(held), settings=FIT)
