"""Open directions, the neck and the front, on ground drawn by hand."""

import numpy as np
import pytest

from ripeness.supply.surroundings import front_km, nearest_front_km, neck_km, open_directions

ROWS, COLUMNS = np.indices((120, 120))


def pocket(width, *, at=75, radius=10):
    """Own ground in the east of a line at column 60, joined to the rear by a corridor."""
    other = COLUMNS >= 60
    other &= (ROWS - 60) ** 2 + (COLUMNS - at) ** 2 > radius**2
    other &= ~((np.abs(ROWS - 59.5) < width / 2) & (at > COLUMNS) & (COLUMNS >= 60))
    place = (np.abs(ROWS - 59.5) < 2) & (np.abs(COLUMNS - at) < 2)
    return other, place


@pytest.mark.parametrize("width", [2, 4, 6, 8])
def test_the_neck_of_a_pocket_is_its_corridor(width):
    assert neck_km(*pocket(width)) == pytest.approx(width, abs=0.01)


def test_a_place_cut_off_has_a_neck_of_nothing():
    other, place = pocket(0)
    assert neck_km(other, place) == 0.0


def test_a_place_far_from_the_line_or_lost_has_none():
    place = (np.abs(ROWS - 60) < 2) & (np.abs(COLUMNS - 10) < 2)
    assert neck_km(COLUMNS >= 60, place) is None
    assert neck_km(COLUMNS >= 0, place) is None


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_turning_the_ground_turns_nothing_else(turn):
    other, place = pocket(6)
    turned = np.rot90(other, turn), np.rot90(place, turn)
    assert neck_km(*turned) == pytest.approx(neck_km(other, place), abs=1.0)
    assert open_directions(np.rot90(other, 2), (59.5, 44.5)) == open_directions(other, (60.5, 75.5))


def test_a_wider_corridor_never_has_a_narrower_neck():
    necks = [neck_km(*pocket(width)) for width in range(0, 14, 2)]
    assert necks == sorted(necks)


def test_half_the_directions_are_open_beside_a_straight_line():
    other = COLUMNS >= 60
    assert open_directions(other, (60.0, 59.0)) == pytest.approx(36, abs=3)
    assert open_directions(np.zeros_like(other), (60.0, 59.0)) == 72


def test_a_circle_of_front_has_about_its_length():
    own = (ROWS - 60) ** 2 + (COLUMNS - 60) ** 2 <= 40**2
    assert front_km(~own, own).sum() == pytest.approx(2 * np.pi * 40, rel=0.03)


def test_front_hangs_on_the_nearest_place_within_reach():
    own = COLUMNS < 60
    front = front_km(~own, own)
    near = np.array([[20.0, 55.0], [100.0, 55.0]])
    lengths = nearest_front_km(front, near, most_cells=200)
    assert lengths.sum() == pytest.approx(front.sum())
    assert lengths[0] == pytest.approx(lengths[1], rel=0.02)
    assert nearest_front_km(front, near, most_cells=10).sum() < front.sum()
    assert nearest_front_km(front, np.zeros((0, 2)), most_cells=10).size == 0
